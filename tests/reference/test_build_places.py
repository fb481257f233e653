"""The tool that derives the index of place names."""

import hashlib
import importlib.util
import pickle
import tomllib
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from heavylift.reference.towns import find_towns, fold_name

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src/heavylift/reference/data"


def load_tool():
    path = ROOT / "tools/build_places.py"
    spec = importlib.util.spec_from_file_location("build_places", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def towns(*rows):
    """Make a table of towns from names and people."""
    names, people = zip(*rows, strict=True)
    return pa.table(
        {
            "names": pa.array(names),
            "population": pa.array(people, pa.int32()),
        }
    )


def test_larger_towns_and_those_with_many_names_are_in():
    many = "\n".join(["Khankendi", "Xankəndi", *"ABCDE"])
    rows = towns(("Ganja", 330_000), ("Askeran", 2_000), (many, 2_100))

    table = tool.names_table(rows, set())

    names = table["name"].to_pylist()
    assert {"ganja", "khankendi", "xankendi"} <= {*names}
    assert "askeran" not in names
    assert names == sorted(names)


def test_a_name_that_two_towns_have_is_both_of_theirs():
    table = tool.names_table(towns(("Ganja", 20_000), ("Gəncə\nGanja", 30_000)), set())

    rows = dict(zip(*(table[k].to_pylist() for k in ("name", "towns")), strict=True))
    assert rows == {"gence": "1", "ganja": "0 1"}


def test_names_that_are_words_are_marked_unless_a_great_city_has_them():
    rows = towns(("Split", 150_000), ("Baku", 2_300_000), ("Sale", 900_000))

    table = tool.names_table(rows, {"split", "baku", "sale"})

    marked = dict(
        zip(*(table[k].to_pylist() for k in ("name", "is_word")), strict=True)
    )
    assert marked == {"split": True, "baku": False, "sale": True}


def test_the_same_input_gives_the_same_bytes(tmp_path):
    wheel = tmp_path / "words.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(tool.SOURCE, pickle.dumps({"split", "nice"}))
    written = []
    for name in ("a", "b"):
        out = tmp_path / name
        out.mkdir()
        pq.write_table(
            towns(("Split", 150_000), ("Nice", 340_000)), out / "towns.parquet"
        )

        written.append({k: v.read_bytes() for k, v in tool.build(wheel, out).items()})

    assert written[0] == written[1]


def test_the_shipped_index_is_of_the_shipped_towns():
    told = tomllib.loads((SHIPPED / "PROVENANCE.place_names.toml").read_text())
    towns_file, index = SHIPPED / "towns.parquet", SHIPPED / "place_names.parquet"

    hashes = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (towns_file, index)
    ]

    # Else renew it: python tools/build_places.py WHEEL
    assert hashes == [told["inputs"]["towns"]["sha256"],
                      told["outputs"]["place_names"]["sha256"]]  # fmt: skip
    assert pq.read_metadata(index).num_rows == told["outputs"]["place_names"]["rows"]


def test_the_index_finds_what_the_gazetteer_finds():
    table = pq.read_table(SHIPPED / "place_names.parquet")
    names = dict(
        zip(table["name"].to_pylist(), table["towns"].to_pylist(), strict=True)
    )

    for name in ("Stepanakert", "Xankəndi", "Shushi", "Kirovabad", "Kiev", "Lachin"):
        assert len(names[fold_name(name)].split()) == len(find_towns(name))

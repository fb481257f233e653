"""The tool that derives the shipped table of towns."""

import hashlib
import importlib.util
import json
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src/heavylift/reference/data"


def load_tool():
    path = ROOT / "tools/build_towns.py"
    spec = importlib.util.spec_from_file_location("build_towns", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def place(number=1, name="Ganja", people=5000, others=(), **more):
    return {
        "geonameid": number,
        "name": name,
        "latitude": 40.68157,
        "longitude": 46.36134,
        "countrycode": "AZ",
        "population": people,
        "alternatenames": list(others),
    } | more


def package(tmp_path, *places):
    path = tmp_path / "package.whl"
    with zipfile.ZipFile(path, "w") as archive:
        text = json.dumps({str(p["geonameid"]): p for p in places})
        archive.writestr(tool.SOURCE, text)
    return path


def test_names_in_latin_letters_are_kept_one_of_each_spelling():
    others = ["Gəncə", "Gǝncǝ", "Gence", "Гянджа", "گنجه", "gngh", "KVD", "Gyandzha"]

    names = tool.names_of(place(others=others), Counter())

    assert names == ["Ganja", "Gəncə", "Gyandzha"]


def test_what_is_left_out_is_counted_under_a_reason():
    noted = Counter()

    tool.towns_table([place(others=["Гянджа", "KVD"]), place(2, people=999)], noted)

    assert noted["towns"] == noted["names"] == 1
    assert sum(n for what, n in noted.items() if "left out" in what) == 3


def test_a_name_that_the_source_has_at_the_wrong_town_is_left_out():
    (number, name), *_ = tool.WRONG_NAMES

    names = tool.names_of(place(number, name="Yevlakh", others=[name]), Counter())

    assert names == ["Yevlakh"]


def test_the_same_package_gives_the_same_bytes(tmp_path):
    wheel = package(tmp_path, place(), place(2, name="Baku", people=2_000_000))

    first = tool.build(wheel, tmp_path / "a")
    second = tool.build(wheel, tmp_path / "b")

    assert first["towns"].read_bytes() == second["towns"].read_bytes()
    assert first["provenance"].read_text() == second["provenance"].read_text()
    names = pq.read_table(first["towns"])["names"].to_pylist()
    assert names == ["Baku", "Ganja"]


def test_the_shipped_table_is_the_one_its_provenance_tells_of():
    text = (SHIPPED / "PROVENANCE.towns.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    raw = (SHIPPED / "towns.parquet").read_bytes()

    assert said["outputs"]["towns"]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert said["outputs"]["towns"]["rows"] == said["noted"]["towns"]
    assert said["licence"].startswith("CC BY 4.0")
    assert len(raw) <= 2_550_000
    assert "GeoNames" in (ROOT / "NOTICE").read_text(encoding="utf-8")

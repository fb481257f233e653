"""The tool that derives the shipped airfield tables."""

import hashlib
import importlib.util
import math
import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heavylift.reference.gazetteer import HeadingSource, Kind

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src/heavylift/reference/data"
SOURCE = ROOT.parent / "shared/data/airfields"


def load_tool():
    path = ROOT / "tools/build_airfields.py"
    spec = importlib.util.spec_from_file_location("build_airfields", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()

AIRPORT = {
    "id": "1",
    "ident": "XX-0001",
    "type": "small_airport",
    "name": "Test Field",
    "latitude_deg": "40.0",
    "longitude_deg": "46.0",
    "elevation_ft": "100",
    "iso_country": "AZ",
    "iso_region": "AZ-X",
    "municipality": "Town",
    "scheduled_service": "no",
    "icao_code": "",
    "iata_code": "",
    "gps_code": "",
    "local_code": "",
    "keywords": "",
}

#: 3 km due north from 40 N; a thousandth of a degree of latitude is 111 m.
RUNWAY = {
    "id": "10",
    "airport_ref": "1",
    "length_ft": "9843",
    "width_ft": "148",
    "surface": "ASP",
    "closed": "0",
    "le_ident": "36",
    "le_latitude_deg": "40.0",
    "le_longitude_deg": "46.0",
    "le_elevation_ft": "",
    "le_heading_degT": "",
    "le_displaced_threshold_ft": "",
    "he_ident": "18",
    "he_latitude_deg": "40.02698",
    "he_longitude_deg": "46.0",
    "he_elevation_ft": "",
    "he_heading_degT": "",
    "he_displaced_threshold_ft": "",
}


def write(folder, airports, runways):
    for name, rows in (
        ("airports", airports),
        ("runways", runways),
        ("countries", [{"code": "AZ", "name": "Azerbaijan", "continent": "AS"}]),
    ):
        lines = [",".join(rows[0]), *(",".join(r.values()) for r in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def built(tmp_path, *runways, **airport):
    """Tables of one airfield with the given runways, as lists of rows."""
    write(tmp_path, [AIRPORT | airport], [RUNWAY | r for r in runways])
    out = tool.build(tmp_path, tmp_path / "out")
    return [pq.read_table(out[name]).to_pylist() for name in ("airfields", "runways")]


@pytest.mark.parametrize(
    "surface, hard",
    [
        ("ASP", 1),
        ("CONC-G", 1),
        ("Asphalt/Concrete", 1),
        ("ASPH-TURF", 1),
        ("PEM", 1),
        ("MATS", 1),
        ("TURF", 0),
        ("Grass / sod", 0),
        ("GRVL-DIRT-P", 0),
        ("PIÇARRA", 0),
        ("WATER-E", 0),
        ("TREATED GRAVEL", 0),
        ("", -1),
        ("UNK", -1),
        ("X", -1),
        ("S", -1),
    ],
)
def test_surface_words_tell_hard_from_soft_and_from_unknown(surface, hard):
    assert tool.hardness(surface) == hard


def test_missing_headings_come_from_the_thresholds(tmp_path):
    _, [runway] = built(tmp_path, {})

    assert runway["low_heading_deg"] == pytest.approx(0, abs=0.1)
    assert runway["high_heading_deg"] == pytest.approx(180, abs=0.1)
    assert runway["low_heading_source"] == HeadingSource.THRESHOLDS


def test_without_thresholds_the_ident_gives_a_rough_heading(tmp_path):
    _, [runway] = built(tmp_path, {"he_latitude_deg": "", "le_ident": "20R"})

    assert runway["low_heading_deg"] == 200
    assert runway["low_heading_source"] == HeadingSource.IDENT


def test_a_heading_that_nothing_gives_stays_unknown(tmp_path):
    _, [runway] = built(tmp_path, {"he_latitude_deg": "", "le_ident": ""})

    assert math.isnan(runway["low_heading_deg"])
    assert runway["low_heading_source"] == HeadingSource.UNKNOWN


def test_a_given_heading_is_kept_where_it_fits_the_thresholds(tmp_path):
    _, [kept] = built(tmp_path, {"le_heading_degT": "3"})
    _, [replaced] = built(tmp_path, {"le_heading_degT": "30"})

    assert kept["low_heading_deg"] == 3
    assert kept["low_heading_source"] == HeadingSource.GIVEN
    assert replaced["low_heading_deg"] == pytest.approx(0, abs=0.1)


def test_ends_written_the_other_way_round_are_put_right(tmp_path):
    _, [runway] = built(tmp_path, {"le_ident": "18", "he_ident": "36"})

    assert runway["low_ident"] == "18"
    assert runway["low_lat_udeg"] == 40_026_980
    assert runway["low_heading_deg"] == pytest.approx(180, abs=0.1)


@pytest.mark.parametrize(
    "fault",
    [
        {"he_latitude_deg": "40.0"},
        {"he_latitude_deg": "40.2"},
        {"he_latitude_deg": "40.12"},
        {"le_ident": "09", "he_ident": "27"},
    ],
    ids=["one point twice", "far away", "spacing", "course"],
)
def test_impossible_thresholds_are_unknown_and_counted(tmp_path, fault):
    _, [runway] = built(tmp_path, fault)

    assert runway["low_lat_udeg"] is runway["high_lon_udeg"] is None
    noted = (tmp_path / "out/PROVENANCE.airfields.toml").read_text(encoding="utf-8")
    assert "runways whose thresholds are not used" in noted


def test_the_longest_runway_leaves_out_pads_and_closed_runways(tmp_path):
    [airfield], _ = built(
        tmp_path,
        {},
        {"id": "11", "length_ft": "12000", "closed": "1"},
        {"id": "12", "length_ft": "15000", "le_ident": "H1", "he_ident": ""},
    )

    assert airfield["longest_m"] == pytest.approx(3000, abs=1)


def test_a_closed_airfield_keeps_its_closed_runways(tmp_path):
    [airfield], _ = built(tmp_path, {"closed": "1"}, type="closed")

    assert airfield["kind"] == Kind.CLOSED
    assert airfield["longest_m"] == pytest.approx(3000, abs=1)


def test_an_unknown_surface_leaves_open_whether_there_is_a_hard_runway(tmp_path):
    [unknown], _ = built(tmp_path, {"surface": "X"})
    [soft], _ = built(tmp_path, {"surface": "TURF"})
    [hard], _ = built(tmp_path, {}, {"id": "11", "surface": "X", "length_ft": "900"})

    assert math.isnan(unknown["longest_hard_m"])
    assert soft["longest_hard_m"] == 0
    assert hard["longest_hard_m"] == pytest.approx(3000, abs=1)


def test_an_open_airfield_keeps_a_code_that_a_closed_one_also_has():
    closed = AIRPORT | {"id": "1", "ident": "OERY", "type": "closed"}
    opened = AIRPORT | {"id": "2", "ident": "SA-0094", "icao_code": "OERY"}

    codes, yielded = tool.assign_codes([closed, opened])

    assert codes == ["OA-1", "OERY"]
    assert len(yielded) == 1


def test_the_loser_of_a_code_takes_its_ident_if_that_is_free():
    closed = AIRPORT | {"id": "1", "icao_code": "UBXX", "type": "closed"}
    opened = AIRPORT | {"id": "2", "ident": "UBXX"}

    assert tool.assign_codes([closed, opened])[0] == ["XX-0001", "UBXX"]


def test_building_twice_gives_the_same_bytes(tmp_path):
    write(tmp_path, [AIRPORT], [RUNWAY])

    first = tool.build(tmp_path, tmp_path / "a")
    second = tool.build(tmp_path, tmp_path / "b")

    assert all(first[n].read_bytes() == second[n].read_bytes() for n in first)


def test_the_shipped_tables_are_those_the_provenance_names():
    text = (SHIPPED / "PROVENANCE.airfields.toml").read_text(encoding="utf-8")
    provenance = tomllib.loads(text)

    assert provenance["licence"] == "public domain"
    for output in provenance["outputs"].values():
        data = (SHIPPED / output["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == output["sha256"]
        assert pq.read_metadata(SHIPPED / output["file"]).num_rows == output["rows"]


@pytest.mark.skipif(not SOURCE.is_dir(), reason="../shared is not here")
def test_the_shipped_tables_can_be_built_again_from_their_source(tmp_path):
    text = (SHIPPED / "PROVENANCE.airfields.toml").read_text(encoding="utf-8")
    same_writer = tomllib.loads(text)["pyarrow"] == pa.__version__

    written = tool.build(SOURCE, tmp_path)

    for path in written.values():
        shipped = SHIPPED / path.name
        if same_writer:
            assert path.read_bytes() == shipped.read_bytes()
        elif path.suffix == ".parquet":
            # As text, since unknown numbers are NaN and equal nothing.
            old, new = pq.read_table(shipped), pq.read_table(path)
            assert str(old.to_pydict()) == str(new.to_pydict())

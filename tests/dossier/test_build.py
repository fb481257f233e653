"""From a case to its dossier: the folder that leaves the building."""

import hashlib
import json
import shutil
from collections import Counter
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from builders.cases import CASE, small_case, write_case, write_table, write_trace
from builders.tracks import (
    START,
    between,
    changed,
    flight,
    hole,
    lost_before,
    spoofed,
)
from heavylift.dossier.build import build_dossier
from heavylift.dossier.case import read_case
from heavylift.errors import ColumnsNotFound, MissingInput, NothingReadable, PlaceError
from heavylift.exports.flights import read_flights

RUN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

FILES = {
    "aircraft.json",
    "report.html",
    "flights.csv",
    "flights.parquet",
    "positions.parquet",
    "inputs.json",
    "case.toml",
}


def build(path, out=None, now=RUN):
    return build_dossier(read_case(path), out or path.parent / "dossier", now=now)


def numbers(path):
    """``inputs.json`` of a dossier."""
    return json.loads((path / "inputs.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A case with two flights, one that may be, one back and one elsewhere."""
    return small_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def dossier(case):
    return build(case)


def fleet_case(folder, text=CASE):
    """Two flights of a fleet to Ovda, one lost 45 km before it."""
    made = flight("UBBB", "LLOV", every_s=20, callsign="AZQ4141")
    return write_case(
        folder, text, a00001=made, a00002=made, a00003=lost_before(made, "LLOV", 45)
    )


# What is in it


def test_a_dossier_holds_its_seven_files_and_nothing_else(dossier):
    assert {p.name for p in dossier.folder.iterdir()} == FILES


def test_flights_that_belong_and_that_may_are_told_apart(dossier):
    belongs = dossier.selection.belongs.to_pylist()
    may = dossier.selection.may.to_pylist()

    assert [r["icao24"] for r in belongs] == ["a00001", "a00002"]
    assert {r["destination_class"] for r in belongs} == {"ground"}
    assert [r["icao24"] for r in may] == ["a00003"]
    assert may[0]["destination"] is None


def test_both_tables_hold_the_flights_of_the_report(dossier):
    table = read_flights(dossier.folder / "flights.parquet")

    assert table["icao24"].to_pylist() == ["a00001", "a00002", "a00003"]
    assert read_flights(dossier.folder / "flights.csv").equals(table)


def test_positions_are_those_of_the_flights_of_the_report_alone(dossier):
    flights = read_flights(dossier.folder / "flights.parquet")
    positions = pq.read_table(dossier.folder / "positions.parquet")

    counts = Counter(positions["flight_id"].to_pylist())
    assert counts == {
        f["flight_id"]: f["positions"] + f["quarantined"] for f in flights.to_pylist()
    }
    assert set(positions["icao24"].to_pylist()) == {"a00001", "a00002", "a00003"}
    assert set(positions["file"].to_pylist()) == {
        f"traces/0{k}/trace_full_a0000{k}.json" for k in (1, 2, 3)
    }


def test_a_position_leads_back_to_its_row_in_the_source(dossier, case):
    positions = pq.read_table(dossier.folder / "positions.parquet").to_pylist()
    flights = read_flights(dossier.folder / "flights.parquet").to_pylist()
    [source] = json.loads(flights[0]["sources"])

    rows = [p["row"] for p in positions if p["flight_id"] == flights[0]["flight_id"]]

    assert (rows[0], rows[-1]) == (source["first_row"], source["last_row"])
    assert (case.parent / source["file"]).is_file()


def test_inputs_are_hashed_and_counted(dossier, case):
    told = numbers(dossier.folder)

    [given] = told["inputs"]
    files = sorted((case.parent / "traces").rglob("*.json"))
    assert (given["path"], given["reader"]) == ("traces", "readsb")
    assert given["files"] == len(files) == 5
    assert given["size_bytes"] == sum(f.stat().st_size for f in files)
    assert given["rows_read"] == told["positions"]["read"] > 1_000
    assert (given["rows_refused"], given["files_refused"]) == ({}, {})
    assert told["flights"] == 5


def test_the_hash_of_a_folder_is_that_of_its_listing_as_sha256sum_prints_it(
    dossier, case
):
    folder = case.parent / "traces"
    listing = sorted(
        f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder)}\n"
        for f in folder.rglob("*.json")
    )

    [given] = numbers(dossier.folder)["inputs"]

    assert given["sha256"] == hashlib.sha256("".join(listing).encode()).hexdigest()


def test_the_case_is_kept_as_it_was_run(dossier, case):
    assert (dossier.folder / "case.toml").read_bytes() == case.read_bytes()


def test_the_report_tells_the_finding_with_its_counts(dossier):
    report = dossier.report.read_text(encoding="utf-8")

    assert dossier.finding in report
    assert "Which flights ran from Baku to Ovda" in report
    assert "2026-01-02 03:04:05 UTC" in report


def test_the_report_speaks_of_no_place_on_this_machine(dossier, case):
    for name in FILES - {"positions.parquet", "flights.parquet"}:
        text = (dossier.folder / name).read_text(encoding="utf-8")
        assert str(case.parent) not in text, name


# Again


def test_running_twice_gives_the_same_bytes_but_for_the_time_of_running(
    dossier, case, tmp_path
):
    again = build(case, tmp_path / "again", now=RUN.replace(year=2027))

    for name in FILES - {"report.html"}:
        old, new = dossier.folder / name, again.folder / name
        assert old.read_bytes() == new.read_bytes(), name
    old, new = dossier.report.read_text("utf-8"), again.report.read_text("utf-8")
    assert old.replace("2026-01-02", "2027-01-02") == new


def test_the_same_files_at_another_place_give_the_same_dossier(dossier, case, tmp_path):
    shutil.copytree(case.parent / "traces", tmp_path / "elsewhere" / "traces")
    shutil.copy(case, tmp_path / "elsewhere")

    moved = build(tmp_path / "elsewhere" / "case.toml")

    for name in FILES:
        assert (moved.folder / name).read_bytes() == (
            dossier.folder / name
        ).read_bytes(), name


def test_a_second_run_replaces_the_files_of_the_first(case, tmp_path):
    out = tmp_path / "dossier"
    out.mkdir()
    (out / "report.html").write_text("old")
    (out / "notes.txt").write_text("mine")

    build(case, out)

    assert (out / "report.html").read_text(encoding="utf-8") != "old"
    assert (out / "notes.txt").read_text() == "mine"


# What goes wrong


def test_a_bad_file_among_good_ones_is_counted_and_told_in_the_report(tmp_path):
    path = small_case(tmp_path)
    (tmp_path / "traces" / "ff").mkdir()
    (tmp_path / "traces" / "ff" / "trace_full_a000ff.json").write_bytes(b"\x1f\x8b cut")

    dossier = build(path)

    [given] = numbers(dossier.folder)["inputs"]
    [(reason, n)] = given["files_refused"].items()
    assert n == 1
    assert given["first_examples"][reason].endswith("trace_full_a000ff.json")
    assert given["files"] == 5
    assert reason in dossier.report.read_text(encoding="utf-8")


def test_a_row_that_is_refused_is_counted_and_told_in_the_report(tmp_path):
    path = write_case(tmp_path, a00001=flight("UBBB", "LLOV", every_s=30))
    broken = lost_before(flight("UBBB", "LLOV", every_s=30), "LLOV", 60)
    broken.lat_deg[10] = 91.0
    write_trace(tmp_path / "traces", "a00002", broken)

    dossier = build(path)

    [given] = numbers(dossier.folder)["inputs"]
    [(reason, n)] = given["rows_refused"].items()
    assert n == 1
    assert reason in dossier.report.read_text(encoding="utf-8")


def test_positions_that_are_not_trusted_stay_in_the_evidence(tmp_path):
    lying = spoofed(flight("UBBB", "LLOV"), 60, 10, (31.7171, 35.9994))

    dossier = build(write_case(tmp_path, a00001=lying))

    reasons = pq.read_table(dossier.folder / "positions.parquet")["quarantine"]
    assert Counter(reasons.to_pylist())["stuck_point"] == 60
    assert numbers(dossier.folder)["positions"]["quarantined"] == {"stuck_point": 60}


def test_untrusted_positions_before_and_after_a_flight_stay_in_the_evidence_too(
    tmp_path,
):
    far = {"lat_deg": 10.0, "lon_deg": -60.0}
    plain = flight("UBBB", "LLOV")
    lying = changed(changed(plain, slice(0, 3), **far), slice(-2, None), **far)

    dossier = build(write_case(tmp_path, a00001=lying))

    positions = pq.read_table(dossier.folder / "positions.parquet")
    [row] = dossier.selection.belongs.to_pylist()
    assert row["quarantined"] == 5
    assert Counter(positions["quarantine"].to_pylist())["jump"] == 5
    assert positions.num_rows == len(plain)


def test_no_flight_at_all_is_a_finding_too(tmp_path):
    dossier = build(write_case(tmp_path, a00005=flight("EGLL", "LFMN", every_s=30)))

    assert {p.name for p in dossier.folder.iterdir()} == FILES
    assert read_flights(dossier.folder / "flights.csv").num_rows == 0
    assert pq.read_table(dossier.folder / "positions.parquet").num_rows == 0
    assert dossier.finding in dossier.report.read_text(encoding="utf-8")
    assert numbers(dossier.folder)["flights"] == 1


def test_inputs_in_which_nothing_flies_still_make_a_dossier(tmp_path):
    stand = between(flight("UBBB", "LLOV"), 0, 1)

    dossier = build(write_case(tmp_path, a00001=stand))

    assert numbers(dossier.folder)["flights"] == 0
    assert numbers(dossier.folder)["stretches_on_the_surface_only"] == 1


def test_flights_outside_the_period_are_left_out(tmp_path):
    text = CASE.replace("start = 2023-09-02", "start = 2023-09-02T07:00:00Z")

    dossier = build(small_case(tmp_path, text))

    assert [r["icao24"] for r in dossier.selection.belongs.to_pylist()] == ["a00002"]
    assert dossier.selection.may.num_rows == 0


def test_only_the_named_aircraft_are_kept(tmp_path):
    dossier = build(small_case(tmp_path, 'aircraft = ["4K-001"]\n' + CASE))

    assert [r["icao24"] for r in dossier.selection.belongs.to_pylist()] == ["a00001"]
    assert "4K-001" in dossier.report.read_text(encoding="utf-8")


def test_tables_and_traces_may_be_mixed(tmp_path):
    text = CASE.replace('["traces"]', '["traces", "table.csv"]')
    path = write_case(tmp_path, text, a00001=flight("UBBB", "LLOV", every_s=20))
    later = flight("UBBB", "LLOV", start=START + 7_200, every_s=20)
    write_table(tmp_path / "table.csv", later, "a00002")

    dossier = build(path)

    assert dossier.selection.belongs["icao24"].to_pylist() == ["a00001", "a00002"]
    assert [i["reader"] for i in numbers(dossier.folder)["inputs"]] == [
        "readsb",
        "table",
    ]


def test_columns_of_the_case_file_are_used(tmp_path):
    text = CASE.replace('["traces"]', '["table.csv"]') + (
        '[columns]\ntime = "t"\nlat = "y"\nlon = "x"\nicao24 = "hex"\n'
        'altitude_ft = "alt"\non_ground = "gnd"\nspeed_kt = "v"\n'
    )
    path = write_case(tmp_path, text)
    table = write_table(tmp_path / "table.csv", flight("UBBB", "LLOV", every_s=20))
    _, lines = table.read_text().split("\n", 1)
    table.write_text("t,hex,name,y,x,alt,gnd,v,course\n" + lines)

    assert build(path).selection.belongs.num_rows == 1


@pytest.mark.parametrize(
    "change, error",
    [
        (('"traces"', '"nowhere"'), MissingInput),
        (('"UBBB"', '"Nowhereland"'), PlaceError),
        (('"LLOV"', '"circle:0,0,1"'), PlaceError),
        (('"traces"', '"case.toml"'), NothingReadable),
        (('"traces"', '"table.csv"'), ColumnsNotFound),
    ],
)
def test_a_case_that_cannot_run_leaves_no_dossier(tmp_path, change, error):
    path = small_case(tmp_path, CASE.replace(*change))
    (tmp_path / "table.csv").write_text("time,icao24\n1,4b1234\n")

    with pytest.raises(error, match="help: "):
        build(path)

    assert not (tmp_path / "dossier").exists()


# The prior


def test_the_prior_of_the_case_is_used_and_told(tmp_path):
    by_usage = build(fleet_case(tmp_path / "usage"))
    evenly = build(fleet_case(tmp_path / "even", 'prior = "even"\n' + CASE))

    [usage], [even] = (d.selection.may.to_pylist() for d in (by_usage, evenly))

    assert "AZQ" in usage["destination_reason"]
    assert "AZQ" not in even["destination_reason"]
    assert even["destination_candidates"] != usage["destination_candidates"]
    for dossier, prior in ((by_usage, "usage"), (evenly, "even")):
        report = dossier.report.read_text(encoding="utf-8")
        assert f"(prior: {prior})" in report
        assert f"investigate case.toml --prior {prior} --out DIR" in report
        assert numbers(dossier.folder)["prior"] == prior


# What was not heard


def test_the_report_says_of_an_end_that_was_not_seen_who_else_was_received(dossier):
    [may] = dossier.selection.may.to_pylist()
    report = dossier.report.read_text(encoding="utf-8")

    assert may["destination_gap"] == "nobody was received there then"
    assert f"after it: {may['destination_gap']}" in report


def test_the_report_tells_gaps_inside_a_flight(tmp_path):
    made = hole(flight("UBBB", "LLOV", every_s=20), 60, 40)

    dossier = build(write_case(tmp_path, a00001=made))

    report = dossier.report.read_text(encoding="utf-8")
    assert "km apart: nobody was received there then; no room for a stop" in report

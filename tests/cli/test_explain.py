"""``heavylift explain`` on tables and files as a user has them."""

import json
import math
import tarfile

import numpy as np
import pytest
from click.testing import CliRunner

from builders.readsb import member_name, row, split, trace_bytes, write_tar
from builders.tracks import end_s, flight, hole, joined, lost_before, positions
from heavylift.cli import group
from heavylift.errors import FlightsError
from heavylift.model.positions import Surface
from heavylift.units import METRES_PER_FOOT, MS_PER_KNOT

ADDRESS = "4b1234"
DAY_S = 1_693_612_800  # 2023-09-02, the day of the builder's flights


def trace(made, address=ADDRESS):
    """A trace file of a track."""
    rows = []
    for i in range(len(made)):
        height = made.baro_altitude_m[i]
        feet = (
            "ground" if math.isnan(height) else round(float(height) / METRES_PER_FOOT)
        )
        rows.append(
            row(
                float(made.time_ms[i]) / 1000 - DAY_S,
                float(made.lat_deg[i]),
                float(made.lon_deg[i]),
                feet,
                gs_kt=round(float(made.ground_speed_ms[i]) / MS_PER_KNOT, 1),
                track=round(float(made.track_deg[i]), 1),
                rate=None,
            )
        )
    return trace_bytes(address, rows, timestamp=float(DAY_S))


def run(*arguments):
    return CliRunner().invoke(
        group, [str(a) for a in arguments], catch_exceptions=False
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with one trace, lost 45 km before Ovda, and the table made from it."""
    monkeypatch.chdir(tmp_path)
    made = lost_before(flight("UBBB", "LLOV"), "LLOV", 45.0)
    (tmp_path / "traces").mkdir()
    (tmp_path / "traces" / f"trace_full_{ADDRESS}.json").write_bytes(trace(made))
    assert run("flights", "traces", "--out", "flights.parquet").exit_code == 0
    return tmp_path


def test_a_person_reads_class_facts_candidates_and_silences(here):
    shown = run("explain", "flights.parquet", ADDRESS)

    assert shown.exit_code == 0
    assert "take-off: on the ground at " in shown.output
    assert "landing: heading towards " in shown.output
    assert "  not near: " in shown.output
    assert "Ovda" in shown.output
    assert "after it: nothing of this aircraft in these files" in shown.output
    assert "positions kept but not trusted\n  none" in shown.output


def test_a_gap_that_matters_is_printed_with_who_else_was_received(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / f"trace_full_{ADDRESS}.json"
    path.write_bytes(trace(hole(flight("UBBB", "LLOV"), 60, 40)))
    run("flights", path.name, "--out", "flights.csv")

    shown = run("explain", "flights.csv", ADDRESS).output

    line = "    nobody was received there then; no room for a stop at an airfield\n"
    assert line in shown.split("not heard within the flight")[1]


def test_as_json_unknown_is_null_and_times_are_text(here):
    shown = json.loads(run("explain", "flights.parquet", ADDRESS, "--json").output)

    assert shown["destination"]["end_class"] == "toward"
    assert shown["destination"]["silence"] is None
    assert shown["destination"]["state"]["time"].startswith("2023-09-02T")
    assert {c["runway"] for c in shown["destination"]["candidates"]} == {""}
    assert all(c["along_m"] is None for c in shown["destination"]["candidates"])


def test_it_works_from_another_folder_when_the_table_lies_beside_its_inputs(
    here, monkeypatch, tmp_path_factory
):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    shown = run("explain", here / "flights.parquet", ADDRESS)

    assert shown.exit_code == 0


def test_files_that_are_gone_are_named_with_what_to_do(here):
    (here / "traces" / f"trace_full_{ADDRESS}.json").unlink()

    with pytest.raises(FlightsError) as raised:
        run("explain", "flights.parquet", ADDRESS)

    assert f"traces/trace_full_{ADDRESS}.json: not there" in raised.value.message
    assert "beside its inputs" in raised.value.help


def test_a_flight_that_is_not_in_the_table_is_answered_with_some_that_are(here):
    with pytest.raises(FlightsError) as raised:
        run("explain", "flights.parquet", "abc")

    assert "no flight begins with 'abc'" in raised.value.message
    assert f"{ADDRESS}-20230902T" in raised.value.help


def test_a_file_that_now_holds_another_aircraft_is_no_explanation(here):
    path = here / "traces" / f"trace_full_{ADDRESS}.json"
    path.write_bytes(trace(flight("LLOV", "UBBG"), "4b9999"))

    with pytest.raises(FlightsError) as raised:
        run("explain", "flights.parquet", ADDRESS)

    assert "is not in the files that it was made from" in raised.value.message


def test_a_trace_in_a_tar_in_parts_is_found_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = lost_before(flight("UBBB", "LLOV"), "LLOV", 45.0)
    tar = write_tar(tmp_path / "day.tar", {member_name(ADDRESS): trace(made)})
    parts = split(tar, 20_000)
    run("flights", *[p.name for p in parts], "--out", "flights.csv")

    shown = run("explain", "flights.csv", ADDRESS, "--json")

    assert len(parts) > 1
    assert json.loads(shown.output)["destination"]["end_class"] == "toward"


def lying(height_m):
    """An arrival at Amman that then reports one point in the air, as others do."""
    made = lost_before(flight("UBBB", "OJAI"), "OJAI", 20.0)
    n = 30
    still = positions(
        end_s(made) + 120.0 + 10.0 * np.arange(n),
        np.full(n, 31.72),
        np.full(n, 35.99),
        baro_altitude_m=height_m,
        ground_speed_ms=0.5,
        surface=int(Surface.AIRBORNE),
    )
    return joined(made, still)


def archive(path):
    """A day's tar of three aircraft at one point at different heights."""
    heights = {"4b1234": 2_000.0, "4b1235": 3_000.0, "4b1236": 4_000.0}
    members = {member_name(a): trace(lying(h), a) for a, h in heights.items()}
    return write_tar(path, members)


def test_positions_that_others_decide_are_explained_from_the_whole_archive(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "day.tar")
    run("flights", "day.tar", "--out", "flights.parquet")

    shown = run("explain", "flights.parquet", "4b1235")

    assert "shared point: " in shown.output
    assert "the table counts" not in shown.output


def test_where_the_others_are_not_read_that_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with tarfile.open(archive(tmp_path / "day.tar")) as tar:
        tar.extractall(tmp_path, filter="data")
    run("flights", "traces", "--out", "flights.parquet")

    shown = run("explain", "flights.parquet", "4b1235")

    assert "shared point: " not in shown.output
    assert "the table counts" in shown.output
    assert "other files were read when it was made" in shown.output

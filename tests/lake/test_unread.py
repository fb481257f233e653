"""What is known not to be wanted is not read, and everything else is."""

import math
import shutil
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders.heatmaps import write_day
from builders.lakes import DAY_MS, contents, lake_of, write_day_trace
from builders.tracks import START, flight
from heavylift.cli import group
from heavylift.errors import SourceError
from heavylift.geo import EARTH_RADIUS_M
from heavylift.lake import layout, make_lake
from heavylift.lake.days import days, read_days
from heavylift.lake.first_look import (
    MARGIN_M,
    FirstLook,
    cells_near,
    take_first_look,
)
from heavylift.lake.ingest import ingest
from heavylift.lake.pieces import LakeSources
from heavylift.lake.query import flights_between
from heavylift.lake.records import Deposit
from heavylift.lake.unread import NOT_NEAR
from heavylift.lake.wanted import AROUND_M, NOT_THERE, OTHER_TYPE, TYPE_UNKNOWN, Wanted
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import parse_place

DAY = START * 1000 // DAY_MS
EAST = flight("UBBB", "LLOV", every_s=20)
WEST = flight("EGLL", "LFMN", every_s=20)


def place(text):
    return parse_place(text, load_airfields())


def said(lake):
    """Positions of a lake by aircraft, and its flights, wherever they were read."""
    held = {}
    for pieces in LakeSources(lake, list(read_days(lake).values())).groups():
        for piece in pieces:
            own = piece.positions
            held.setdefault(piece.aircraft.label, []).append(
                (own.time_ms.tolist(), own.lat_deg.tolist(), own.lon_deg.tolist())
            )
    return held, flights_between(lake).drop(["sources"]).to_pylist()


def lake_with(folder, day, wanted):
    lake = make_lake(folder)
    [outcome] = ingest(lake, [day], wanted=wanted).outcomes
    return lake, outcome


def record_of(lake):
    [name] = lake.names(layout.INPUTS)
    return lake.read_record(name, Deposit)


# By type


def typed(folder):
    """A day with one aircraft of each: wanted, of another type, of none."""
    day = write_day_trace(folder, "a00001", EAST, DAY, t="IL76")
    write_day_trace(folder, "a00002", WEST, DAY, t="A320")
    write_day_trace(folder, "a00003", WEST, DAY, t=None)
    return day


def test_traces_of_other_types_are_counted_and_not_read(tmp_path):
    day = typed(tmp_path)

    lake, outcome = lake_with(tmp_path / "lake", day, Wanted(types=("IL76",)))

    assert outcome.unread == {OTHER_TYPE: 1, TYPE_UNKNOWN: 1}
    assert outcome.left_out == {}
    assert outcome.report.rows_read == len(EAST)
    assert record_of(lake).unread == outcome.unread
    assert [record.unread for record in days(lake)] == [2]


def test_the_lake_is_that_of_the_wanted_traces_alone(tmp_path):
    day = typed(tmp_path / "all")
    alone = write_day_trace(tmp_path / "alone", "a00001", EAST, DAY, t="IL76")

    lake, _ = lake_with(tmp_path / "lake", day, Wanted(types=("il76",)))

    assert said(lake) == said(lake_of(tmp_path / "other", alone))


def test_one_trace_that_says_a_wanted_type_is_enough_for_all_of_the_aircraft(tmp_path):
    later = replace(EAST, time_ms=EAST.time_ms + DAY_MS)
    write_day_trace(tmp_path, "a00001", EAST, DAY, t=None)
    write_day_trace(tmp_path, "a00001", later, DAY + 1, t="IL76")

    wanted = Wanted(types=("IL76",))
    lake, outcome = lake_with(tmp_path / "lake", tmp_path / "2023", wanted)

    assert outcome.unread == {}
    assert flights_between(lake).num_rows == 2


def test_a_type_behind_the_first_bytes_is_found_by_reading(tmp_path):
    far = {"ownOp": "".join(map(chr, range(33, 127))).replace('"', "") * 30}
    day = write_day_trace(tmp_path, "a00001", EAST, DAY, r="x", t="A320", **far)
    write_day_trace(tmp_path, "a00002", EAST, DAY, r="x", t="IL76", **far)

    wanted = Wanted(types=("IL76",))
    lake, outcome = lake_with(tmp_path / "lake", day, wanted)

    assert outcome.unread == {}
    assert outcome.left_out == {OTHER_TYPE: len(EAST)}
    assert flights_between(lake)["icao24"].to_pylist() == ["a00002"]


def test_beside_a_table_all_traces_are_read(tmp_path):
    day = typed(tmp_path)
    (day / "more.csv").write_text("time,icao24,lat,lon\n1693620000,a00002,40,45\n")

    _, outcome = lake_with(tmp_path / "lake", day, Wanted(types=("IL76",)))

    assert outcome.unread == {}
    assert set(outcome.left_out) == {OTHER_TYPE, TYPE_UNKNOWN}


def test_an_input_of_which_nothing_is_wanted_is_read_no_further(tmp_path):
    day = write_day_trace(tmp_path, "a00001", EAST, DAY, t="A320")

    lake, outcome = lake_with(tmp_path / "lake", day, Wanted(types=("IL76",)))

    assert outcome.became == {"": "no position of it is in the lake"}
    assert record_of(lake).unread == {OTHER_TYPE: 1}


# By a first look


def tracked(folder):
    """A day with an aircraft here, one elsewhere, and one heatmaps do not know."""
    day = write_day_trace(folder, "a00001", EAST, DAY)
    write_day_trace(folder, "~a00002", WEST, DAY)
    write_day_trace(folder, "a00003", WEST, DAY)
    return day


def heatmaps_of(folder, **more):
    known = {"a00001": EAST, "~a00002": WEST}
    return write_day(folder / "heatmap", DAY * DAY_MS, **known, **more)


@pytest.mark.parametrize("text", ["LLOV", "circle:40.4,50.0,50", "box:38,44,42,51"])
def test_a_first_look_leaves_the_aircraft_that_reading_all_leaves(tmp_path, text):
    day = tracked(tmp_path)
    wanted = Wanted(place=place(text))
    looking = replace(wanted, heatmaps=heatmaps_of(tmp_path))

    whole, read = lake_with(tmp_path / "whole", day, wanted)
    lake, outcome = lake_with(tmp_path / "lake", day, looking)

    assert said(lake) == said(whole)
    assert read.left_out == {NOT_THERE: 2 * len(WEST)}
    assert outcome.unread == {NOT_NEAR: 1}
    assert outcome.left_out == {NOT_THERE: len(WEST)}
    [record] = days(lake)
    assert record.unread == 1
    assert record.kept[0].startswith(f"region {text}; first look at 48 heatmaps (")
    assert read.became.keys() == outcome.became.keys() == {"2023-09-02"}


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ([0], "2023-09-02 00:00 to 2023-09-02 00:30"),
        ([47], "2023-09-02 23:30 to 2023-09-03 00:00"),
        (
            [3, 20, 21],
            "2023-09-02 01:30 to 2023-09-02 02:00, "
            "2023-09-02 10:00 to 2023-09-02 11:00",
        ),
    ],
)
def test_heatmaps_that_lack_a_part_of_the_day_exclude_nobody(tmp_path, gone, told):
    day = tracked(tmp_path)
    heatmaps = heatmaps_of(tmp_path)
    for k in gone:
        heatmaps[k].unlink()
    wanted = Wanted(place=place("LLOV"))
    looking = replace(wanted, heatmaps=[tmp_path / "heatmap"])

    lake, outcome = lake_with(tmp_path / "lake", day, looking)

    assert outcome.unread == {}
    assert outcome.became[""] == (f"all of it was read: heatmaps are missing, {told}")
    before = contents(tmp_path / "lake")
    [again] = ingest(lake, [day], wanted=wanted).outcomes
    assert "already in the lake" in again.became[""]
    assert contents(tmp_path / "lake") == before


def test_a_first_look_at_traces_beside_a_table_excludes_nobody(tmp_path):
    day = tracked(tmp_path)
    (day / "more.csv").write_text("time,icao24,lat,lon\n1693620000,a00002,40,45\n")
    looking = Wanted(place=place("LLOV"), heatmaps=heatmaps_of(tmp_path))

    lake, outcome = lake_with(tmp_path / "lake", day, looking)

    assert outcome.unread == {}
    assert "tables in it may tell of any aircraft" in outcome.became[""]
    assert record_of(lake).kept == "region LLOV"


@pytest.mark.parametrize("harm", ["cut", "nonsense", "another day"])
def test_a_heatmap_that_is_broken_covers_less(tmp_path, harm):
    heatmaps = heatmaps_of(tmp_path)
    data = heatmaps[9].read_bytes()
    if harm == "another day":
        other = write_day(tmp_path / "other", (DAY + 1) * DAY_MS, a00001=EAST)
        shutil.copy(other[9], heatmaps[9])
    else:
        heatmaps[9].write_bytes(data[:-40] if harm == "cut" else b"\0" * 900)

    look = take_first_look(heatmaps, place("LLOV"))

    assert "2023-09-02 04:30" in look.missing(["2023-09-02"]) or harm == "cut"
    assert look.missing(["2023-09-02"]).endswith("to 2023-09-02 05:00")


def test_a_trace_that_reaches_into_a_day_without_heatmaps_is_read(tmp_path):
    noon = START + 6 * 3_600
    look = take_first_look(heatmaps_of(tmp_path), place("LLOV"))

    assert look.covers(DAY * DAY_MS)
    assert not look.covers(noon * 1000)


def test_an_aircraft_is_near_that_is_so_in_one_position(tmp_path):
    once = replace(WEST, lat_deg=WEST.lat_deg.copy(), lon_deg=WEST.lon_deg.copy())
    # The first of its interval, 150 km from Ovda: 100 km around it and the margin.
    row = int(np.flatnonzero(np.diff(WEST.time_ms // 30_000))[50]) + 1
    once.lat_deg[row], once.lon_deg[row] = 29.94 + 150 / 111.2, 34.93

    heatmaps = heatmaps_of(tmp_path, a00004=once)

    look = take_first_look(heatmaps, place("LLOV"))
    assert look.far == {"~a00002"}


def test_a_first_look_at_what_is_no_heatmap_says_so(tmp_path):
    day = tracked(tmp_path)

    with pytest.raises(SourceError, match="no readsb heatmap is there"):
        take_first_look([day], place("LLOV"))


def test_a_first_look_needs_a_region(tmp_path):
    arguments = ["ingest", tmp_path, "--lake", tmp_path / "l", "--first-look", tmp_path]

    told = CliRunner().invoke(group, [str(a) for a in arguments])

    assert told.exit_code == 2
    assert "--first-look needs --region" in told.output


def moved(lat, lon, bearing, metres):
    """The point so far away on a great circle."""
    a, b, c = metres / EARTH_RADIUS_M, math.radians(lat), math.radians(bearing)
    north = math.asin(
        math.sin(b) * math.cos(a) + math.cos(b) * math.sin(a) * math.cos(c)
    )
    east = math.atan2(
        math.sin(c) * math.sin(a) * math.cos(b),
        math.cos(a) - math.sin(b) * math.sin(north),
    )
    turned = (lon + math.degrees(east) + 180) % 360 - 180
    return math.degrees(north), turned


def is_marked(cells, lat, lon):
    row = min(int((lat + 90) * 4), 719)
    return bool(cells[row, int((lon + 180) * 4) % 1440])


@settings(max_examples=200, deadline=None)
@given(
    code=st.sampled_from(["LLOV", "UBBB", "NFFN", "PAWD", "UHMA", "ENSB", "NZSP"]),
    bearing=st.floats(0, 360),
    part=st.floats(0, 1),
)
def test_no_point_near_an_airfield_is_far(code, bearing, part):
    fields = load_airfields()
    [row] = np.flatnonzero(fields.code == code)
    lat, lon = float(fields.lat_deg[row]), float(fields.lon_deg[row])

    cells = cells_near(place(code))

    away = part * (AROUND_M + MARGIN_M)
    assert is_marked(cells, *moved(lat, lon, bearing, away))
    assert not is_marked(cells, -lat, lon)


@settings(max_examples=200, deadline=None)
@given(
    lat=st.floats(0, 1),
    lon=st.floats(0, 1),
    bearing=st.floats(0, 360),
    part=st.floats(0, 1),
    box=st.sampled_from(
        [
            *((38, 44, 42, 51), (-20, 170, -15, 180), (-20, -180, -10, -170)),
            *((60, 10, 79, 12), (-60, -80, -50, -55)),
        ]
    ),
)
@example(lat=0.5, lon=1.0, bearing=90.0, part=1.0, box=(-20, 170, -15, 180))
def test_no_point_near_a_region_is_far(lat, lon, bearing, part, box):
    south, west, north, east = box
    text = "box:" + ",".join(map(str, box))

    cells = cells_near(place(text))

    inside = south + lat * (north - south), west + lon * (east - west)
    assert is_marked(cells, *moved(*inside, bearing, part * MARGIN_M))
    assert not is_marked(cells, -(south + north) / 2, (west + east) / 2)


@pytest.mark.parametrize(
    ("covered", "told"),
    [
        ([], "2023-09-02 00:00 to 2023-09-03 00:00"),
        ([(0, 24)], ""),
        ([(-5, 30)], ""),
        ([(2, 24)], "2023-09-02 00:00 to 2023-09-02 02:00"),
        ([(0, 5), (6, 30)], "2023-09-02 05:00 to 2023-09-02 06:00"),
        ([(-9, -1), (25, 30)], "2023-09-02 00:00 to 2023-09-03 00:00"),
    ],
)
def test_what_heatmaps_lack_is_told(covered, told):
    hour, start = 3_600_000, DAY * DAY_MS
    stretches = tuple((start + a * hour, start + b * hour) for a, b in covered)

    look = FirstLook(words="", far=frozenset(), covered=stretches)

    assert look.missing(["2023-09-02"]) == told

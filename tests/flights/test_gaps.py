"""Gaps inside a flight: room for a stop, and who else was received there then."""

import json
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import changed, flight, flights_of, hole, piece, positions
from heavylift.flights.gaps import LONG_S, Hole, rooms_inside
from heavylift.model.positions import Surface
from heavylift.reference.airfields import load_airfields

#: Baku to Ovda, two and a half hours; gaps are cut out of it.
WAY = flight("UBBB", "LLOV", every_s=20)
KEYS = {"start", "end", "from", "to", "altitude_m", "km", "others", "said"}
FEW = settings(max_examples=25, deadline=None)


def gaps_of(*pieces):
    """The gaps of the one flight of 4b1234."""
    table, _ = flights_of(*pieces)
    [row] = [r for r in table.to_pylist() if r["icao24"] == "4b1234"]
    return json.loads(row["gaps"])


def others_at(gap, n, *, after_s=0.0, height_m=None):
    """Aircraft where a gap began, in its first whole ten minutes."""
    start = datetime.fromisoformat(gap["start"]).timestamp()
    when = (start // 600 + 1) * 600 + 60 + after_s + np.arange(0, 60, 20)
    made = positions(
        when,
        np.full(3, gap["from"][0]) + np.arange(3) * 1e-3,
        np.full(3, gap["from"][1]),
        baro_altitude_m=gap["altitude_m"] if height_m is None else height_m,
        ground_speed_ms=60.0,
        surface=int(Surface.AIRBORNE),
    )
    return [piece(made, f"aaaa0{k}") for k in range(n)]


def test_a_long_gap_in_cruise_is_told_with_who_else_was_received():
    lost = hole(WAY, 60, 40)
    [gap] = gaps_of(lost)

    [told] = gaps_of(piece(lost), *others_at(gap, 3))

    assert gap.keys() == told.keys() == KEYS
    assert gap["others"] == 0
    assert gap["said"].startswith("nobody was received there then; ")
    assert told["others"] == 3
    assert told["said"].startswith("not received while 3 others were received nearby; ")


def test_a_gap_flown_through_has_no_room_for_a_stop():
    [gap] = gaps_of(hole(WAY, 60, 40))

    assert gap["said"].endswith("; no room for a stop at an airfield")


def test_a_short_gap_in_cruise_is_not_listed():
    assert gaps_of(hole(WAY, 60, 20)) == []


def test_a_flight_without_gaps_has_an_empty_list():
    assert gaps_of(WAY) == []


def test_a_short_gap_with_room_for_a_stop_is_listed_with_its_airfields():
    low = flight("LLBG", "LLOV", every_s=20, cruise_m=1_500.0, speed_ms=70.0)
    waited = changed_time(low, 15, 1_280)

    [gap] = gaps_of(waited)

    assert "room for a stop of up to " in gap["said"]
    assert gap["km"] < 20


def changed_time(made, minute, wait_s):
    """Everything after a minute happens so much later: the aircraft waited unheard."""
    later = made.time_ms >= made.time_ms[0] + minute * 60_000
    return changed(made, later, time_ms=made.time_ms[later] + int(wait_s * 1000))


@pytest.mark.parametrize(
    "elsewhere",
    [{"after_s": 3_000.0}, {"after_s": -1_500.0}, {"height_m": 500.0}],
    ids=["later", "before", "lower"],
)
def test_who_was_received_at_another_time_or_height_is_not_counted(elsewhere):
    lost = hole(WAY, 60, 40)
    [gap] = gaps_of(lost)

    [told] = gaps_of(piece(lost), *others_at(gap, 2, **elsewhere))

    assert told["others"] == 0


def test_without_height_nobody_is_counted_and_nothing_said_of_others():
    lost = hole(WAY, 60, 40)
    unknown = {"baro_altitude_m": np.nan, "geo_altitude_m": np.nan}
    lost = changed(lost, slice(None), **unknown)

    [gap] = gaps_of(lost)

    assert (gap["others"], gap["altitude_m"]) == (None, None)
    assert "receive" not in gap["said"]


def test_a_gap_before_take_off_or_after_landing_belongs_to_the_end():
    on_ground = np.flatnonzero(WAY.surface == Surface.GROUND)
    first_in_air = on_ground[np.flatnonzero(np.diff(on_ground) > 1)[0]] + 1
    waited = changed_time(
        WAY, (WAY.time_ms[first_in_air] - WAY.time_ms[0]) / 60_000, 900
    )

    assert gaps_of(waited) == []


def test_a_gap_over_the_antimeridian_is_as_long_as_it_is():
    made = positions(
        1_693_600_000 + 60.0 * np.r_[0:20, 60:80],
        np.full(40, 10.0),
        np.r_[np.linspace(175.0, 178.0, 20), np.linspace(-176.0, -173.0, 20)],
        baro_altitude_m=10_000.0,
        ground_speed_ms=230.0,
        surface=int(Surface.AIRBORNE),
    )

    [gap] = gaps_of(made)

    assert 640 < gap["km"] < 670


@given(start=st.floats(20, 100), minutes=st.floats(10, 45))
@FEW
def test_what_is_listed_is_long_or_has_room_and_lies_in_the_flight(start, minutes):
    table, _ = flights_of(hole(WAY, start, minutes))

    for row in table.to_pylist():
        for gap in json.loads(row["gaps"]):
            begin, end = (datetime.fromisoformat(gap[k]) for k in ("start", "end"))
            long = (end - begin).total_seconds() >= LONG_S
            assert row["first_seen"] <= begin < end <= row["last_seen"]
            assert long or "room for a stop of up to" in gap["said"]


@given(duration_s=st.floats(600, 7_200), longer_s=st.floats(0, 3_600))
@FEW
def test_a_longer_gap_never_has_less_room(duration_s, longer_s):
    def room(seconds):
        made = Hole(
            lat_deg=(30.5, 31.5),
            lon_deg=(34.9, 35.0),
            altitude_m=(3_000.0, 3_000.0),
            duration_s=seconds,
            highest_m=9_000.0,
            cruise_ms=210.0,
        )
        [words] = rooms_inside([made], load_airfields())
        return words

    if room(duration_s):
        assert room(duration_s + longer_s)

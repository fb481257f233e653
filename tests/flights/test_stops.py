"""Had a silence room for a stop?"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.flights.stops import had_room, room_for_stop_s

CRUISE_MS, HIGH_M = 230.0, 10_000.0

durations = st.floats(600, 86_400)
distances = st.floats(0, 5_000_000)
heights = st.floats(0, 13_000)
speeds = st.floats(50, 300)


@pytest.mark.parametrize("minutes", [11, 40, 65, 300])
def test_flying_straight_on_at_cruise_leaves_no_room(minutes):
    flown_m = minutes * 60 * CRUISE_MS

    room = room_for_stop_s(minutes * 60, flown_m, CRUISE_MS, HIGH_M, HIGH_M)

    assert not had_room(room, quick=True)


def test_flying_on_against_a_stronger_wind_leaves_no_room():
    flown_m = 40 * 60 * CRUISE_MS * 0.85

    room = room_for_stop_s(40 * 60, flown_m, CRUISE_MS, HIGH_M, HIGH_M)

    assert not had_room(room, quick=False)


def test_an_hour_that_ends_where_it_began_leaves_room():
    room = room_for_stop_s(3_600, 0, CRUISE_MS, 3_000, 3_000)

    assert had_room(room, quick=False)


def test_a_silence_from_surface_to_surface_needs_no_descent():
    on_ground = room_for_stop_s(3_600, 10_000, CRUISE_MS, 0, 0)

    assert on_ground > room_for_stop_s(3_600, 10_000, CRUISE_MS, HIGH_M, HIGH_M)
    assert on_ground == pytest.approx(3_600 * 0.95 - 10_000 / CRUISE_MS)


def test_a_descent_before_and_a_climb_after_need_less_room():
    assert had_room(900, quick=True)
    assert not had_room(900, quick=False)


@pytest.mark.parametrize("room", [math.nan, -1.0, 0.0])
def test_no_room_and_unknown_room_are_no_stop(room):
    assert not had_room(room, quick=True)


@given(durations, distances, speeds, heights, heights, st.floats(0, 3_600))
def test_a_longer_silence_never_leaves_less_room(d, m, v, before, after, more):
    shorter = room_for_stop_s(d, m, v, before, after)

    assert room_for_stop_s(d + more, m, v, before, after) >= shorter


@given(durations, distances, speeds, heights, heights, st.floats(0, 1_000_000))
def test_a_longer_way_never_leaves_more_room(d, m, v, before, after, more):
    nearer = room_for_stop_s(d, m, v, before, after)

    assert room_for_stop_s(d, m + more, v, before, after) <= nearer


@given(durations, distances, speeds, heights, heights)
def test_room_is_never_longer_than_the_silence(d, m, v, before, after):
    assert room_for_stop_s(d, m, v, before, after) <= d

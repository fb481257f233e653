"""Distances and directions on the Earth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.tracks import moved, place
from heavylift.geo import (
    EARTH_RADIUS_M,
    bearing_deg,
    bearing_deg_scalar,
    distance_m,
    distance_m_scalar,
    turn_deg_scalar,
)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
points = st.tuples(latitudes, longitudes)


def away(a, b):
    return distance_m(*(np.array([x]) for x in (*a, *b))).item()


def course(a, b):
    return bearing_deg(*(np.array([x]) for x in (*a, *b))).item()


@pytest.mark.parametrize(
    "one, other, km",
    [
        ("LLOV", "LLEY", 79.8),
        ("LLOV", "LLER", 24.9),
        ("UBBB", "UBBI", 43.6),
        ("LLOV", "UBBB", 1_798),
    ],
)
def test_airfields_lie_as_far_apart_as_on_the_map(one, other, km):
    assert away(place(one), place(other)) / 1000 == pytest.approx(km, rel=0.01)


def test_a_degree_of_latitude_is_111_km_everywhere():
    for lat in (-89, 0, 45, 88):
        assert away((lat, 10), (lat + 1, 10)) == pytest.approx(111_195, abs=1)


def test_the_way_over_the_antimeridian_is_the_short_one():
    assert away((0, 179.5), (0, -179.5)) == pytest.approx(111_195, abs=1)
    assert course((0, 179.5), (0, -179.5)) == pytest.approx(90)


def test_the_far_side_of_the_earth_is_half_a_round_away():
    assert away((0, 0), (0, 180)) == pytest.approx(np.pi * EARTH_RADIUS_M)


def test_where_something_is_unknown_the_distance_is_unknown():
    assert np.isnan(away((np.nan, 0), (0, 0)))
    assert np.isnan(distance_m_scalar(np.nan, 0.0, 0.0, 0.0))


@pytest.mark.parametrize(
    "one, other, turn",
    [
        (0, 0, 0),
        (350, 10, 20),
        (10, 350, 20),
        (90, 270, 180),
        (0, 720, 0),
        (-10, 10, 20),
    ],
)
def test_a_turn_is_the_smaller_angle(one, other, turn):
    assert turn_deg_scalar(float(one), float(other)) == pytest.approx(turn)


@given(points, points)
def test_there_and_back_are_equally_far_and_never_more_than_half_a_round(a, b):
    assert away(a, b) == pytest.approx(away(b, a), abs=1e-3)
    assert 0 <= away(a, b) <= np.pi * EARTH_RADIUS_M * (1 + 1e-9)


@given(points, points)
def test_kernels_and_columns_agree(a, b):
    assert distance_m_scalar(*a, *b) == pytest.approx(away(a, b), abs=1e-3)
    turn = turn_deg_scalar(bearing_deg_scalar(*a, *b), course(a, b))
    assert turn == pytest.approx(0, abs=1e-6)


@given(points, points, points)
def test_a_detour_is_never_shorter(a, b, c):
    assert away(a, c) <= away(a, b) + away(b, c) + 1e-3


@given(points, points)
def test_courses_lie_in_the_full_circle(a, b):
    assert 0 <= course(a, b) <= 360


@given(st.floats(-80, 80), longitudes, st.floats(0, 359), st.floats(1_000, 5_000_000))
def test_going_a_way_on_a_course_gives_both_back(lat, lon, bearing, metres):
    there = moved(lat, lon, bearing, metres)

    assert away((lat, lon), there) == pytest.approx(metres, rel=1e-6)
    turn = turn_deg_scalar(course((lat, lon), there), bearing)
    assert turn == pytest.approx(0, abs=1e-3)

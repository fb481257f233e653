"""Airfields near points and inside regions."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.geo import distance_m
from heavylift.reference.airfields import (
    in_country,
    load_airfields,
    nearest,
    neighbours,
    within_box,
    within_circle,
    within_polygon,
)

AIRFIELDS = load_airfields()
OVDA = (29.9403, 34.935799)

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def all_distances_m(lat, lon):
    n = len(AIRFIELDS)
    return distance_m(
        np.full(n, lat), np.full(n, lon), AIRFIELDS.lat_deg, AIRFIELDS.lon_deg
    )


def test_nearest_gives_rows_and_metres_in_order():
    rows, metres = nearest(AIRFIELDS, *OVDA, k=20)

    assert AIRFIELDS.code[rows[0]] == "LLOV"
    assert (np.diff(metres) >= 0).all()
    ramon = list(AIRFIELDS.code[rows]).index("LLER")
    assert metres[ramon] == pytest.approx(24_900, rel=0.01)


def test_on_final_to_ovda_the_nearest_airfield_is_another_one():
    # 45 km out on the extended centre line of runway 20.
    metres_per_degree = 111_195
    lat = OVDA[0] + 45_000 * np.cos(np.radians(22)) / metres_per_degree
    east = 45_000 * np.sin(np.radians(22)) / metres_per_degree
    lon = OVDA[1] + east / np.cos(np.radians(lat))

    rows, metres = nearest(AIRFIELDS, lat, lon, k=10)

    found = list(AIRFIELDS.code[rows])
    assert found.index("LLEY") < 10
    assert metres[found.index("LLEY")] == pytest.approx(35_000, rel=0.03)


@given(lat=latitudes, lon=longitudes, km=st.floats(0, 20_037))
@settings(max_examples=40, deadline=None)
def test_a_circle_holds_exactly_what_lies_within_its_radius(lat, lon, km):
    rows = within_circle(AIRFIELDS, lat, lon, km * 1000)

    metres = all_distances_m(lat, lon)
    assert set(np.flatnonzero(metres < km * 1000 - 0.01)) <= set(rows)
    assert metres[rows].max(initial=0.0) <= km * 1000 + 0.01


def test_neighbours_of_many_points_are_those_of_each_nearest_first():
    rng = np.random.default_rng(7)
    lat, lon = rng.uniform(-60, 70, 300), rng.uniform(-180, 180, 300)

    offsets, rows = neighbours(AIRFIELDS, lat, lon, 120_000)

    assert len(offsets) == 301
    for i in range(300):
        own = rows[offsets[i] : offsets[i + 1]]
        metres = all_distances_m(lat[i], lon[i])
        assert set(own) == set(np.flatnonzero(metres <= 120_000))
        assert (np.diff(metres[own]) >= -1e-6).all()


def test_more_points_than_fit_in_one_go_keep_their_order():
    lat = np.tile([OVDA[0], 0.0], 15_000)
    lon = np.tile([OVDA[1], -140.0], 15_000)

    offsets, rows = neighbours(AIRFIELDS, lat, lon, 1_000)

    assert (np.diff(offsets) == np.tile([1, 0], 15_000)).all()
    assert set(AIRFIELDS.code[rows]) == {"LLOV"}


def test_a_point_that_is_unknown_has_no_neighbours():
    offsets, rows = neighbours(
        AIRFIELDS, np.array([np.nan, OVDA[0]]), np.array([0.0, OVDA[1]]), 1_000
    )

    assert list(offsets) == [0, 0, 1]
    assert AIRFIELDS.code[rows[0]] == "LLOV"


def test_no_points_have_no_neighbours():
    offsets, rows = neighbours(AIRFIELDS, np.zeros(0), np.zeros(0), 1_000)

    assert (list(offsets), list(rows)) == ([0], [])


def test_a_box_may_cross_the_antimeridian():
    across = within_box(AIRFIELDS, -20, 177, -15, -178)

    fiji, around = AIRFIELDS.country[across], AIRFIELDS.lon_deg[across]
    assert "FJ" in fiji
    assert (around > 177).any()
    assert (around < -178).any()
    assert ((around >= 177) | (around <= -178)).all()


def test_a_country_holds_its_airfields_and_no_others():
    rows = in_country(AIRFIELDS, "az")

    assert {"UBBB", "UBBG", "UBBI", "UBEE"} < set(AIRFIELDS.code[rows])
    assert set(AIRFIELDS.country[rows]) == {"AZ"}


def test_a_country_that_is_not_one_is_empty():
    assert len(in_country(AIRFIELDS, "QQ")) == 0


def test_a_rectangle_gives_the_same_as_a_box():
    box = within_box(AIRFIELDS, 38, 44, 42, 51)
    polygon = within_polygon(AIRFIELDS, shapely.box(44, 38, 51, 42))

    assert list(box) == list(polygon)


def test_a_polygon_may_run_past_180_degrees():
    past = within_polygon(AIRFIELDS, shapely.box(177, -20, 182, -15))

    assert list(past) == list(within_box(AIRFIELDS, -20, 177, -15, -178))

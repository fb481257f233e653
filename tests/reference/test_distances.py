"""Airfields within a distance of others, and of areas."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.geo import distance_m
from heavylift.reference.airfields import load_airfields, within_polygon
from heavylift.reference.distances import within_of_airfields, within_of_area

AIRFIELDS = load_airfields()


def away_m(lat, lon):
    """Distance of every airfield from a point."""
    n = len(AIRFIELDS)
    return distance_m(
        np.full(n, lat), np.full(n, lon), AIRFIELDS.lat_deg, AIRFIELDS.lon_deg
    )


@given(
    anchors=st.lists(
        st.integers(0, len(AIRFIELDS) - 1), min_size=1, max_size=4, unique=True
    ),
    km=st.floats(0.1, 3000),
)
@settings(max_examples=25, deadline=None)
def test_exactly_what_lies_within_the_distance_of_the_nearest_is_there(anchors, km):
    rows = within_of_airfields(AIRFIELDS, np.array(anchors), km * 1000)

    nearest = np.min(
        [away_m(AIRFIELDS.lat_deg[a], AIRFIELDS.lon_deg[a]) for a in anchors], axis=0
    )
    assert set(anchors) <= set(rows.tolist())
    assert set(np.flatnonzero(nearest < km * 1000 - 5)) <= set(rows.tolist())
    assert nearest[rows].max() <= km * 1000 + 5


@given(
    lat=st.floats(-70, 70),
    lon=st.floats(-180, 179),
    km=st.floats(1, 400),
)
@settings(max_examples=25, deadline=None)
def test_near_an_area_is_what_lies_in_it_or_near_a_point_of_its_edge(lat, lon, km):
    area = shapely.box(lon, lat, lon + 2.0, lat + 1.5)

    rows = set(within_of_area(AIRFIELDS, area, km * 1000).tolist())

    inside = set(within_polygon(AIRFIELDS, area).tolist())
    # Looked at the other way: many points of the edge, each by itself.
    edge = shapely.get_coordinates(shapely.segmentize(shapely.boundary(area), 0.1))
    apart = np.min([away_m(y, x) for x, y in edge], axis=0)
    assert inside <= rows
    assert set(np.flatnonzero(apart <= km * 1000 * 0.999)) <= rows
    # Between two of those points an edge may be nearer by what is half way aside.
    aside = np.hypot(km * 1000, 7_000.0)
    assert all(apart[row] <= aside + 20 or row in inside for row in rows)


def test_the_step_along_an_edge_loses_less_than_it_says():
    # An airfield straight across from the middle of a step of the edge.
    metres = 30_000.0

    farther = np.hypot(metres, metres / 40) / metres - 1

    assert farther == pytest.approx(1 / 3_200, rel=0.01)


def test_an_area_over_the_antimeridian_has_both_sides():
    area = shapely.box(178.0, -19.0, 181.0, -16.0)  # Fiji

    rows = within_of_area(AIRFIELDS, area, 100_000)

    assert {"NFFN", "NFNM"} <= set(AIRFIELDS.code[rows])

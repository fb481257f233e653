"""Positions on a flat sheet."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.figures.projections import Frame, fit, wrap_deg
from heavylift.geo import distance_m

FRAME = Frame(left=10, top=20, width=400, height=300)

LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180)


def test_everything_that_was_fitted_lies_in_the_frame():
    lat, lon = np.array([55.97, 59.8, 54.89]), np.array([37.41, 30.26, 20.59])

    points = fit(lat, lon, FRAME).forward(lat, lon)

    assert (points.min(axis=0) > [9.99, 19.99]).all()
    assert (points.max(axis=0) < [410.01, 320.01]).all()


def test_north_is_up_and_east_is_right():
    lat, lon = np.array([50.0, 51.0]), np.array([10.0, 11.0])

    south_west, north_east = fit(lat, lon, FRAME).forward(lat, lon)

    assert north_east[0] > south_west[0]
    assert north_east[1] < south_west[1]


def test_a_case_across_the_antimeridian_is_not_torn_apart():
    lat, lon = np.array([0.0, 0.0]), np.array([179.0, -179.0])

    projection = fit(lat, lon, FRAME)

    # 2 degrees of longitude on the equator, 222 km, fill the 400 units.
    assert projection.metres * 400 == pytest.approx(222_390, rel=1e-3)


def test_one_airfield_still_gets_the_country_around_it():
    projection = fit(np.array([30.0]), np.array([35.0]), FRAME)

    assert projection.metres * 400 >= 80_000


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_a_point_comes_back_from_the_sheet(lat1, lon1, lat2, lon2):
    lat, lon = np.array([lat1, lat2]), np.array([lon1, lon2])
    projection = fit(lat, lon, FRAME)

    back_lat, back_lon = projection.inverse(projection.forward(lat, lon))

    # Near the antipode of the centre the sheet has no room; a metre elsewhere.
    centre = np.full(2, projection.lat_deg), np.full(2, projection.lon_deg)
    far = distance_m(*centre, lat, lon) > 19_000_000
    assert ((distance_m(lat, lon, back_lat, back_lon) < 1) | far).all()


def test_longitudes_wrap_into_one_turn():
    wrapped = wrap_deg(np.array([190.0, -190.0, 360.0]))

    assert wrapped.tolist() == [-170.0, 170.0, 0.0]

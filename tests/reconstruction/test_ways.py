"""Made-up flights fly: no jump, no time run backwards, both ends on the ground."""

import numpy as np
import pytest

from heavylift.geo import distance_m
from heavylift.reconstruction.plans import EAST, WAY
from heavylift.reconstruction.ways import fly, km_from
from heavylift.units import MS_PER_KNOT

CASES = [
    ("UBBB", "LLOV", (EAST, *WAY)),
    ("LLOV", "UBBG", WAY[::-1]),
    ("LLBG", "LLER", ()),
]


@pytest.mark.parametrize(("origin", "destination", "via"), CASES)
def test_a_flight_leads_from_ground_to_ground(origin, destination, via):
    made = fly(origin, destination, 1e9, via=via, cruise_kt=430.0, cruise_ft=31_000.0)

    assert made.ground[[0, -1]].all()
    assert km_from(origin, made.lat_deg[:1], made.lon_deg[:1])[0] < 5
    assert km_from(destination, made.lat_deg[-1:], made.lon_deg[-1:])[0] < 5
    assert made.altitude_ft.max() > 10_000


@pytest.mark.parametrize(("origin", "destination", "via"), CASES)
def test_no_position_is_out_of_reach_of_the_one_before(origin, destination, via):
    made = fly(origin, destination, 1e9, via=via, cruise_kt=430.0, cruise_ft=31_000.0)

    lat, lon = made.lat_deg, made.lon_deg
    metres = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    seconds = np.diff(made.time_s)
    assert (seconds > 0).all()
    assert (metres / seconds <= 430.0 * MS_PER_KNOT * 1.01).all()


def test_the_reported_way_keeps_away_from_states_that_are_not_named():
    made = fly("UBBG", "LLOV", 1e9, via=WAY, cruise_kt=430.0, cruise_ft=31_000.0)

    # Armenia, roughly: between 43.4 and 45.0 east nothing lies south of 41.1.
    over = (made.lon_deg > 43.45) & (made.lon_deg < 45.0)
    assert (made.lat_deg[over] > 41.1).all()

"""One altitude a position."""

import numpy as np
import pytest

from builders.tracks import START, positions
from heavylift.flights.altitudes import true_altitude

NAN = np.nan


def altitude(baro, geo, *, minutes=None, offsets=None):
    n = len(baro)
    at = START + 60.0 * np.arange(n) if minutes is None else START + 60.0 * minutes
    made = positions(
        at, np.zeros(n), np.zeros(n), baro_altitude_m=baro, geo_altitude_m=geo
    )
    return true_altitude(made, np.array(offsets or [0, n])).tolist()


def test_geometric_altitude_counts_where_it_was_reported():
    assert altitude([1_000.0, 2_000.0], [1_100.0, 2_050.0]) == [1_100.0, 2_050.0]


def test_pressure_altitude_serves_alone():
    assert altitude([1_000.0, 2_000.0], [NAN, NAN]) == [1_000.0, 2_000.0]


def test_the_difference_is_carried_to_the_positions_beside_it():
    made = altitude([1_000.0, 900.0, 800.0], [NAN, 1_000.0, NAN])

    assert made == [1_100.0, 1_000.0, 900.0]


def test_the_difference_is_not_carried_over_a_long_silence():
    minutes = np.array([0, 1, 30])

    made = altitude([900.0, 900.0, 800.0], [1_000.0, NAN, NAN], minutes=minutes)

    assert made == [1_000.0, 1_000.0, 800.0]


def test_the_difference_of_one_aircraft_does_not_reach_another():
    made = altitude([900.0, 500.0], [1_000.0, NAN], offsets=[0, 1, 2])

    assert made == [1_000.0, 500.0]


def test_no_altitude_stays_unknown():
    made = altitude([NAN, 900.0, NAN], [NAN, 1_000.0, NAN])

    assert np.isnan([made[0], made[2]]).all()
    assert made[1] == 1_000.0


@pytest.mark.parametrize("offsets", [[0, 0], [0, 0, 0]])
def test_tracks_without_positions_are_no_trouble(offsets):
    assert altitude([], [], offsets=offsets) == []

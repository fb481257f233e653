"""Which positions are on the surface."""

import numpy as np
import pytest

from builders.tracks import START, Positions, flight, moved, place, positions
from heavylift.flights.surface import find_surface
from heavylift.model.positions import Surface
from heavylift.reference.airfields import load_airfields

OVDA, OVDA_ELEVATION_M = place("LLOV"), 455.0


def on_surface(made: Positions, altitude_m=None):
    altitude = made.baro_altitude_m if altitude_m is None else altitude_m
    one_track = np.array([0, len(made)])
    return find_surface(
        made, one_track, np.asarray(altitude, np.float32), load_airfields()
    ).tolist()


def one(*, at=OVDA, speed=5.0, altitude=OVDA_ELEVATION_M, surface=Surface.UNKNOWN):
    """Whether one position is on the surface."""
    made = positions(
        [START],
        [at[0]],
        [at[1]],
        ground_speed_ms=speed,
        baro_altitude_m=altitude,
        surface=int(surface),
    )
    [told] = on_surface(made)
    return told


def test_the_transponders_word_is_taken():
    assert one(surface=Surface.GROUND, speed=np.nan, altitude=np.nan)


def test_a_slow_position_at_an_airfield_is_on_the_surface():
    assert one()
    assert one(surface=Surface.AIRBORNE)


@pytest.mark.parametrize("altitude", [0.0, np.nan])
def test_no_altitude_and_zero_count_as_not_above_the_field(altitude):
    assert one(altitude=altitude)


def test_a_slow_position_above_an_airfield_is_in_the_air():
    assert not one(altitude=OVDA_ELEVATION_M + 400)


def test_a_slow_position_far_from_any_airfield_is_in_the_air():
    desert = moved(*OVDA, 250.0, 15_000.0)

    assert not one(at=desert, altitude=np.nan)


def test_a_landing_roll_that_nothing_flags_is_on_the_surface():
    assert one(speed=60.0)
    assert not one(speed=60.0, surface=Surface.AIRBORNE)
    assert not one(speed=60.0, altitude=OVDA_ELEVATION_M + 100)


def test_flying_is_not_on_the_surface_at_any_height():
    assert not one(speed=120.0)


def test_fast_taxiing_between_surface_positions_is_on_the_surface():
    speeds = [5.0, 20.0, 22.0, 5.0]
    made = positions(
        START + 10.0 * np.arange(4),
        np.full(4, OVDA[0]),
        np.full(4, OVDA[1]),
        ground_speed_ms=speeds,
        baro_altitude_m=np.nan,
        surface=[int(Surface.GROUND), 0, 0, int(Surface.GROUND)],
    )

    assert on_surface(made) == [True] * 4


def test_a_hop_between_surface_positions_is_in_the_air():
    made = positions(
        START + 10.0 * np.arange(4),
        np.full(4, OVDA[0]),
        np.full(4, OVDA[1]),
        ground_speed_ms=[5.0, 70.0, 90.0, 5.0],
        baro_altitude_m=OVDA_ELEVATION_M + 200,
        surface=[int(Surface.GROUND), 0, 0, int(Surface.GROUND)],
    )

    assert on_surface(made) == [True, False, False, True]


def test_a_whole_flight_is_on_the_surface_where_its_flags_say_so():
    made = flight("LLOV", "UBBG")

    flagged = made.surface == Surface.GROUND

    assert on_surface(made) == flagged.tolist()


def test_no_positions_are_nowhere():
    assert on_surface(Positions.unknown(0)) == []

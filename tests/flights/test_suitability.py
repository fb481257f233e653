"""Which airfields could an aircraft have used?"""

import numpy as np
import pytest

from heavylift.flights.suitability import FITS, Motion, motion_of, suitability
from heavylift.reference.airfields import Kind, load_airfields

AIRFIELDS = load_airfields()


def fit(code, motion):
    [i] = np.flatnonzero(AIRFIELDS.code == code)
    [weight] = suitability(AIRFIELDS, np.array([i]), np.array([motion], dtype=np.int8))
    return weight


@pytest.mark.parametrize(
    "speed, altitude, motion",
    [
        (230, 10_000, Motion.FAST),
        (100, 9_000, Motion.FAST),
        (np.nan, 9_000, Motion.FAST),
        (100, 3_000, Motion.LIGHT),
        (40, 500, Motion.SLOW),
        (40, np.nan, Motion.SLOW),
        (40, 6_000, Motion.LIGHT),
        (np.nan, np.nan, Motion.UNKNOWN),
        (np.nan, 500, Motion.UNKNOWN),
    ],
)
def test_a_flight_is_judged_by_its_fastest_and_highest(speed, altitude, motion):
    [told] = motion_of(np.array([float(speed)]), np.array([float(altitude)]))

    assert told == motion


def test_a_military_field_is_as_good_as_an_airline_airport():
    # Ovda is typed small_airport and has no scheduled service.
    assert fit("LLOV", Motion.FAST) > 0.9
    assert fit("LLOV", Motion.FAST) == pytest.approx(fit("UBBB", Motion.FAST), abs=0.1)


def test_a_short_strip_is_hardly_open_to_a_jet():
    # Ein Yahav, 1 202 m, on the final of Ovda.
    assert fit("LLEY", Motion.FAST) < 0.3
    assert fit("LLEY", Motion.LIGHT) > 0.9


def test_heliports_are_for_what_could_be_a_helicopter():
    [heliport] = AIRFIELDS.code[np.flatnonzero(AIRFIELDS.kind == Kind.HELIPORT)[:1]]

    assert fit(heliport, Motion.FAST) == fit(heliport, Motion.LIGHT) == 0
    assert fit(heliport, Motion.SLOW) >= FITS


def test_no_airfield_is_ruled_out_by_its_size_or_service_alone():
    longest = AIRFIELDS.longest_hard_m
    long = np.flatnonzero((longest > 2_500) & (AIRFIELDS.kind <= Kind.SMALL_AIRPORT))

    weights = suitability(AIRFIELDS, long, np.full(len(long), Motion.FAST, np.int8))

    assert weights.min() > 0.9


def test_a_closed_field_is_ranked_low_and_not_left_out():
    closed = np.flatnonzero(
        (AIRFIELDS.kind == Kind.CLOSED) & (AIRFIELDS.longest_hard_m > 2_000)
    )

    weights = suitability(AIRFIELDS, closed, np.full(len(closed), Motion.FAST, np.int8))

    assert len(closed) > 10
    assert (weights > 0).all()
    assert (weights < 0.1).all()


@pytest.mark.parametrize("motion", list(Motion))
def test_every_weight_is_between_nothing_and_one(motion):
    everywhere = np.arange(len(AIRFIELDS))

    weights = suitability(
        AIRFIELDS, everywhere, np.full(len(everywhere), motion, np.int8)
    )

    assert np.isfinite(weights).all()
    assert ((weights >= 0) & (weights <= 1)).all()

"""Which airfields could an aircraft have used?"""

import numpy as np
import pytest

from heavylift.flights.suitability import (
    FITS,
    Motion,
    Needs,
    motion_of,
    suitability,
    unpublished,
)
from heavylift.reference.airfields import Kind, load_airfields
from heavylift.reference.performance import performance

AIRFIELDS = load_airfields()


def fit(code, motion):
    return weights_of([row_of(code)], motion).item()


def row_of(code):
    [i] = np.flatnonzero(AIRFIELDS.code == code)
    return int(i)


def weights_of(rows, motion=Motion.FAST, needs=None):
    motions = np.full(len(rows), motion, dtype=np.int8)
    return suitability(AIRFIELDS, np.asarray(rows), motions, needs)


def of_type(code, rows):
    """Weights of airfields for a jet of that type; ``None`` when it is not known."""
    known = performance(code)
    n = len(rows)
    needs = Needs(
        runway_m=np.full(n, known.runway_m), needs_hard=np.full(n, known.needs_hard)
    )
    return weights_of(rows, needs=needs)


@pytest.mark.parametrize(
    "speed, altitude, motion",
    [
        (230, 10_000, Motion.FAST),
        (100, 9_000, Motion.FAST),
        (np.nan, 9_000, Motion.FAST),
        (100, 3_000, Motion.BRISK),
        (90, 3_000, Motion.LIGHT),
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

    # Half of fast aircraft ask for 2 350 m; nothing but the length tells in between.
    assert weights.min() > 0.65
    assert weights[longest[long] > 2_800].min() > 0.9
    order = np.argsort(longest[long])
    assert (np.diff(weights[order]) >= -1e-9).all()


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


# What the type needs


def hard_between(least_m, most_m):
    """Open airfields whose longest runway is hard and of such a length."""
    hard, longest = AIRFIELDS.longest_hard_m, AIRFIELDS.longest_m
    length = (hard >= least_m) & (hard < most_m) & (longest == hard)
    return np.flatnonzero(length & (AIRFIELDS.kind <= Kind.SMALL_AIRPORT))


#: Open airfields with unpaved runways alone, 2 000 m long at least.
UNPAVED = np.flatnonzero(
    (AIRFIELDS.longest_hard_m == 0)
    & (AIRFIELDS.longest_m >= 2_000)
    & (AIRFIELDS.kind <= Kind.SMALL_AIRPORT)
)

#: Airfields of which no length of any runway is published.
UNPUBLISHED = np.flatnonzero(
    np.isnan(AIRFIELDS.longest_m)
    & (np.diff(AIRFIELDS.end_offsets) == 0)
    & (AIRFIELDS.kind <= Kind.SMALL_AIRPORT)
)


def test_a_large_freighter_does_not_compete_for_a_thousand_metres():
    short = hard_between(980, 1_020)

    assert len(short) > 100
    assert of_type("B748", short).max() < FITS / 10
    assert (of_type("B748", short) < of_type("A320", short)).all()


def test_a_runway_longer_than_the_type_needs_weighs_as_if_it_were_not_known():
    long = hard_between(2_200, 6_000)

    assert of_type("B748", long) == pytest.approx(weights_of(long), rel=0.01)


def test_an_unpaved_runway_is_open_to_a_type_that_uses_them_and_hardly_to_others():
    assert len(UNPAVED) > 30
    assert of_type("IL76", UNPAVED) == pytest.approx(weights_of(UNPAVED), rel=0.01)
    assert (of_type("B738", UNPAVED) <= 0.03).all()
    assert (of_type("B738", UNPAVED) < 0.5 * of_type("IL76", UNPAVED)).all()
    assert (of_type("B738", UNPAVED) > 0).all()


def test_an_unknown_type_rules_nothing_out():
    everywhere = np.arange(len(AIRFIELDS))

    assert (of_type(None, everywhere) == weights_of(everywhere)).all()


@pytest.mark.parametrize("code", ["B748", "B738", "IL76", "C172"])
def test_a_type_never_makes_an_airfield_likelier(code):
    everywhere = np.arange(len(AIRFIELDS))

    assert (of_type(code, everywhere) <= weights_of(everywhere)).all()


@pytest.mark.parametrize("code", ["B748", "B738", "IL76"])
def test_an_airfield_without_a_published_runway_is_not_ruled_out_by_the_type(code):
    assert len(UNPUBLISHED) > 1_000
    assert (of_type(code, UNPUBLISHED) == weights_of(UNPUBLISHED)).all()


# Between light and fast


@pytest.mark.parametrize("metres", [600, 1_000, 1_400, 1_800, 2_200])
def test_a_brisk_aircraft_is_between_a_light_and_a_fast_one(metres):
    rows = hard_between(metres, metres + 100)
    fast, brisk, light = (
        weights_of(rows, motion) for motion in (Motion.FAST, Motion.BRISK, Motion.LIGHT)
    )

    assert len(rows) > 20
    assert (fast <= brisk).all()
    assert (brisk <= light).all()


def test_a_regional_turboprop_field_is_open_to_brisk_aircraft_and_not_to_fast_ones():
    rows = hard_between(1_100, 1_250)

    assert (weights_of(rows, Motion.BRISK) > 10 * weights_of(rows, Motion.FAST)).all()


# What is not published may be there


@pytest.mark.parametrize("motion", list(Motion))
def test_only_open_airfields_without_a_known_runway_may_have_any(motion):
    everywhere = np.arange(len(AIRFIELDS))

    odds = unpublished(AIRFIELDS, everywhere, np.full(len(everywhere), motion, np.int8))

    rows = np.flatnonzero(odds)
    assert set(rows) == set(UNPUBLISHED)
    assert (odds <= 1).all()


def test_a_military_name_makes_a_long_runway_likelier_than_a_small_airport_does():
    military, plain = (
        [i for i in UNPUBLISHED if AIRFIELDS.kind[i] == Kind.SMALL_AIRPORT and named(i)]
        for named in (is_air_base, lambda i: not is_air_base(i))
    )
    fast = np.int8(Motion.FAST)

    assert len(military) > 10
    odds = unpublished(AIRFIELDS, np.array(military), np.full(len(military), fast))
    lower = unpublished(AIRFIELDS, np.array(plain), np.full(len(plain), fast))
    assert odds.min() > 0.5
    assert np.median(lower) < 0.1


def is_air_base(i):
    return "air base" in str(AIRFIELDS.name[i]).lower()

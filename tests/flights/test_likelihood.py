"""How well a state in the air fits an airfield."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.flights.likelihood import (
    LANDING,
    TAKE_OFF,
    Situation,
    likelihood,
)

NAN = np.nan


def fit(shape=LANDING, **state):
    """Likelihood of one airfield; on a usual descent where nothing else is said.

    The way to its runway is straight unless another is given.
    """
    usual = {
        "distance_m": 60_000.0,
        "way_m": state.get("distance_m", 60_000.0),
        "turn_deg": 20.0,
        "off_course_deg": 10.0,
        "height_m": 3_000.0,
        "sink_ms": 8.0,
    } | state
    made = {name: np.array([float(value)]) for name, value in usual.items()}
    return likelihood(shape, Situation(**made)).item()


def test_ahead_is_likelier_than_abeam_and_abeam_than_behind():
    assert fit(off_course_deg=0) > fit(off_course_deg=90) > fit(off_course_deg=180)


def test_the_distance_that_fits_the_height_is_likelier_than_a_third_or_thrice_it():
    assert fit() > fit(distance_m=15_000)
    assert fit() > fit(distance_m=190_000)


def test_a_way_that_fits_the_height_is_likelier_than_a_third_or_thrice_it():
    assert fit() > fit(way_m=20_000)
    assert fit() > fit(way_m=180_000)


@pytest.mark.parametrize("shape", [LANDING, TAKE_OFF])
def test_large_turns_are_over_for_a_low_aircraft_and_not_for_a_high_one(shape):
    low, high = (
        fit(shape, height_m=height, turn_deg=170) / fit(shape, height_m=height)
        for height in (150, 3_000)
    )

    assert low < 0.01
    assert high > 0.3


def test_a_low_aircraft_is_going_somewhere_near():
    assert fit(height_m=300, distance_m=6_000) > 10 * fit(
        height_m=300, distance_m=40_000
    )


def test_below_the_field_is_not_there():
    assert fit(height_m=-400) == 0


def test_low_over_the_airfield_course_says_nothing():
    there = {"distance_m": 1_000, "height_m": 50, "sink_ms": 3}

    assert fit(**there, off_course_deg=170) == fit(**there, off_course_deg=0) == 1


@pytest.mark.parametrize("missing", ["off_course_deg", "sink_ms"])
def test_what_is_not_known_leaves_a_likelihood(missing):
    assert 0 < fit(**{missing: NAN}) <= 1


def test_without_height_only_nearness_speaks():
    near = fit(height_m=NAN, distance_m=5_000)

    assert near > fit(height_m=NAN, distance_m=50_000) > 0
    assert near == fit(height_m=NAN, distance_m=5_000, way_m=30_000, turn_deg=180)


KNOWN_OR_NOT = {
    "distance_m": st.floats(0, 204_000),
    "way_m": st.floats(0, 250_000),
    "turn_deg": st.floats(0, 360),
    "off_course_deg": st.floats(0, 180) | st.just(NAN),
    "height_m": st.floats(-1_000, 14_000) | st.just(NAN),
    "sink_ms": st.floats(-60, 60) | st.just(NAN),
}


@given(st.sampled_from([LANDING, TAKE_OFF]), st.fixed_dictionaries(KNOWN_OR_NOT))
def test_every_state_has_a_likelihood_between_nothing_and_one(shape, state):
    assert 0 <= fit(shape, **state) <= 1

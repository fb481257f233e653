"""How well a state in the air fits an airfield."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.flights.likelihood import LANDING, TAKE_OFF, likelihood

NAN = np.nan


def fit(shape=LANDING, **state):
    """Likelihood of one airfield; on a usual descent where nothing else is said."""
    usual = {
        "distance_m": 60_000.0,
        "off_course_deg": 10.0,
        "height_m": 3_000.0,
        "speed_ms": 150.0,
        "sink_ms": 8.0,
    } | state
    made = {name: np.array([float(value)]) for name, value in usual.items()}
    return likelihood(shape, **made).item()


def test_ahead_is_likelier_than_abeam_and_abeam_than_behind():
    assert fit(off_course_deg=0) > fit(off_course_deg=90) > fit(off_course_deg=180)


def test_the_distance_that_fits_the_height_is_likelier_than_a_third_or_thrice_it():
    assert fit() > fit(distance_m=15_000)
    assert fit() > fit(distance_m=190_000)


def test_a_low_aircraft_is_going_somewhere_near():
    assert fit(height_m=300, distance_m=6_000) > 10 * fit(
        height_m=300, distance_m=40_000
    )


def test_below_the_field_is_not_there():
    assert fit(height_m=-400) == 0


def test_low_over_the_airfield_course_says_nothing():
    there = {"distance_m": 1_000, "height_m": 50, "sink_ms": 3}

    assert fit(**there, off_course_deg=170) == fit(**there, off_course_deg=0) == 1


@pytest.mark.parametrize("missing", ["off_course_deg", "speed_ms", "sink_ms"])
def test_what_is_not_known_leaves_a_likelihood(missing):
    assert 0 < fit(**{missing: NAN}) <= 1


def test_without_height_only_nearness_speaks():
    near = fit(height_m=NAN, distance_m=5_000)

    assert near > fit(height_m=NAN, distance_m=50_000) > 0


@given(
    st.sampled_from([LANDING, TAKE_OFF]),
    st.floats(0, 204_000),
    st.floats(0, 180) | st.just(NAN),
    st.floats(-1_000, 14_000) | st.just(NAN),
    st.floats(0, 400) | st.just(NAN),
    st.floats(-60, 60) | st.just(NAN),
)
def test_every_state_has_a_likelihood_between_nothing_and_one(
    shape, distance, course, height, speed, sink
):
    told = fit(
        shape,
        distance_m=distance,
        off_course_deg=course,
        height_m=height,
        speed_ms=speed,
        sink_ms=sink,
    )

    assert 0 <= told <= 1

"""Counts stand beside exposure, and what was not seen is unknown."""

import numpy as np
import pytest

from builders.rates import daily, window
from heavylift.errors import RatesError
from heavylift.tempo.counts import count_in


def test_a_day_without_exposure_has_no_rate_and_not_a_rate_of_zero():
    days = daily([2, 0, 0], [0.5, 1.0, 0.0])

    rates = days.rates()

    assert rates[:2].tolist() == [4.0, 0.0]
    assert np.isnan(rates[2])


def test_flights_on_a_day_on_which_nothing_could_be_seen_are_an_error():
    with pytest.raises(
        RatesError, match=r"2023-01-04: flights counted, but exposure 0"
    ):
        daily([0, 1, 1], [1.0, 1.0, 0.0])


@pytest.mark.parametrize("exposure", [-0.1, np.nan, np.inf])
def test_an_exposure_that_is_none_is_refused_with_its_day(exposure):
    with pytest.raises(RatesError, match="2023-01-03: an exposure"):
        daily([0, 0], [1.0, exposure])


def test_a_negative_count_and_columns_of_two_lengths_are_refused():
    with pytest.raises(RatesError, match="count below zero"):
        daily([0, -1])
    with pytest.raises(RatesError, match="1 daily counts, but exposure of 2 days"):
        type(daily([0]))(
            first=daily([0]).first, counts=np.array([0]), exposure=np.ones(2)
        )


def test_a_missing_fortnight_lowers_exposure_and_not_the_rate():
    every_other_day = np.tile([1, 0], 28)
    exposure = np.ones(56)
    whole = count_in(daily(every_other_day, exposure), window(0, 56))
    exposure[14:28] = 0
    every_other_day[14:28] = 0

    missing = count_in(daily(every_other_day, exposure), window(0, 56))

    assert (whole.exposure, missing.exposure) == (56, 42)
    assert (missing.days, missing.days_seen) == (56, 42)
    assert missing.rate == whole.rate == 0.5


def test_a_window_that_could_not_be_seen_at_all_has_no_rate():
    nothing = count_in(daily([0, 0], 0.0), window(0, 2))

    assert nothing.rate is None
    assert nothing.count == 0


def test_several_windows_add_up_to_one_baseline():
    days = daily([1, 2, 3, 4], [1.0, 0.5, 1.0, 0.25])

    both = count_in(days, [window(0, 2, "before"), window(3, 4, "after")])

    assert (both.label, both.count, both.exposure, both.days) == (
        "before and after",
        7,
        1.75,
        3,
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 5)])
def test_a_window_beyond_the_days_at_hand_is_refused(start, end):
    with pytest.raises(RatesError, match="reaches beyond the days at hand"):
        count_in(daily([0, 0, 0, 0]), window(start, end))

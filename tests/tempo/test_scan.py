"""What stands out is found, and chance is given the same search."""

from datetime import timedelta

import numpy as np
import pytest

from builders.rates import FIRST, daily
from heavylift.errors import RatesError
from heavylift.tempo.scan import scan_days


def test_the_window_that_stands_out_is_found_with_its_days():
    counts = np.tile([0, 0, 0, 1, 0, 0, 0], 20)
    counts[70:84] = 1

    found = scan_days(daily(counts))

    assert found.window.start == FIRST + timedelta(days=70)
    assert found.window.end == FIRST + timedelta(days=84)
    assert (found.count, found.total) == (14, 32)
    assert found.expected == pytest.approx(3.2)
    assert found.p_independent < 0.01


def test_even_flights_do_not_stand_out():
    found = scan_days(daily(np.tile([1, 0, 0], 40)))

    assert found.p > 0.5
    assert found.p_independent > 0.5


def test_a_rise_of_exposure_does_not_stand_out():
    exposure = np.where(np.arange(140) < 100, 0.25, 1.0)
    counts = np.where(np.arange(140) < 100, np.arange(140) % 8 == 0, 0)
    counts[100:] = np.arange(40) % 2

    found = scan_days(daily(counts, exposure))

    assert found.p_independent > 0.5


def test_clusters_are_taken_for_clusters():
    counts = np.zeros(182, int)
    counts[[4, 33, 60, 61, 101, 133, 160]] = 6

    found = scan_days(daily(counts))

    assert found.p > 0.2
    assert found.p_independent < 0.01


def test_weeks_of_clusters_stand_out_of_clusters():
    counts = np.zeros(182, int)
    counts[[4, 47, 133, 160]] = 3
    counts[[74, 78, 82, 86, 90, 94, 98, 102, 106]] = 3

    found = scan_days(daily(counts))

    assert found.p < 0.05
    assert found.window.start == FIRST + timedelta(days=74)
    assert found.window.end == FIRST + timedelta(days=107)


def test_a_window_as_long_as_the_period_has_nothing_to_stand_out_of():
    assert scan_days(daily(np.ones(10)), shortest_days=10) is None


def test_days_without_exposure_are_no_window():
    exposure = np.ones(60)
    exposure[20:40] = 0

    found = scan_days(
        daily(np.where(exposure > 0, 1, 0), exposure), shortest_days=3, longest_days=10
    )

    assert found is None or found.exposure > 0


def test_the_number_of_windows_tried_is_told():
    counts = np.zeros(20)
    counts[7] = 2

    found = scan_days(daily(counts), shortest_days=3, longest_days=4)

    assert found.looked == 18 + 17


def test_no_flights_have_no_window():
    assert scan_days(daily(np.zeros(60))) is None
    assert scan_days(daily(np.zeros(60), 0.0)) is None


def test_lengths_that_cannot_be_are_refused():
    with pytest.raises(RatesError, match="windows of 5 to 4 days cannot be tried"):
        scan_days(daily(np.ones(20)), shortest_days=5, longest_days=4)


def test_the_same_data_give_the_same_p_and_another_seed_nearly_the_same():
    counts = np.random.default_rng(8).poisson(0.2, 120)

    one, same = scan_days(daily(counts)), scan_days(daily(counts))
    other = scan_days(daily(counts), seed=9)

    assert one == same
    assert other.p == pytest.approx(one.p, abs=0.06)

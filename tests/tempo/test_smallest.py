"""What could have been found is found exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.rates import counted
from heavylift.tempo.rates import p_values
from heavylift.tempo.smallest import (
    fewest_found,
    findable_ratio,
    power_of,
    smallest_ratio,
)


@given(baseline=st.integers(0, 80), odds=st.floats(0.02, 5))
def test_the_fewest_found_fire_and_one_fewer_does_not(baseline, odds):
    [needed] = fewest_found(np.array([baseline]), odds)

    assert p_values(needed, baseline, odds)[0] <= 0.05
    assert p_values(needed - 1, baseline, odds)[0] > 0.05


def test_the_smallest_ratio_is_found_four_times_out_of_five():
    during, baseline = counted(0, 28.0), counted(30, 168.0)

    ratio = smallest_ratio(during, baseline)

    assert power_of(ratio, 5.0, 30.0) == pytest.approx(0.8, abs=0.001)


def test_power_is_the_share_of_random_counts_for_which_the_test_fires():
    chance = np.random.default_rng(4)
    during, baseline = chance.poisson(3 * 4.0, 40_000), chance.poisson(24.0, 40_000)

    fires = p_values(during, baseline, 4 / 24)[0] <= 0.05

    assert power_of(3.0, 4.0, 24.0) == pytest.approx(fires.mean(), abs=0.01)


def test_more_data_find_smaller_ratios():
    ratios = [findable_ratio(m, 6 * m) for m in (1.0, 3.0, 10.0, 30.0)]

    assert ratios == sorted(ratios, reverse=True)
    assert 1 < ratios[-1] < ratios[0] < 10


@pytest.mark.parametrize(
    ("during", "baseline"),
    [
        (counted(0, 0.0), counted(9, 80.0)),
        (counted(5, 20.0), counted(0, 80.0)),
        (counted(5, 0.001), counted(1, 80.0)),
    ],
)
def test_too_little_data_have_no_smallest_ratio(during, baseline):
    assert smallest_ratio(during, baseline) is None

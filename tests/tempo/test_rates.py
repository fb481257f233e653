"""Two rates are compared exactly, symmetrically and as published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from builders.rates import counted
from heavylift.tempo.rates import (
    NOTHING_COUNTED,
    UNSEEN_BASELINE,
    UNSEEN_DURING,
    NotTestable,
    compare,
    p_values,
    ratio_interval,
)

counts = st.integers(0, 60)
exposures = st.floats(0.05, 500)
factors = st.floats(0.01, 100)


def test_a_published_example_has_its_published_p_values():
    # Gu, Ng, Tang and Schucany 2008, example 1: coronary disease per person-year.
    mid, exact = p_values(60, 30, 51477.5 / 54308.7)

    assert mid == pytest.approx(0.000310, abs=5e-7)
    assert exact == pytest.approx(0.000428, abs=5e-7)


def test_a_published_example_against_a_ratio_of_one_and_a_half_agrees_as_well():
    # The same, example 2: breast cancer after fluoroscopy, 28,010 and 19,017 years.
    mid, exact = p_values(41, 15, 1.5 * 28010 / 19017)

    assert mid == pytest.approx(0.2450, abs=5e-4)
    assert exact == pytest.approx(0.2913, abs=5e-4)


@given(during=counts, baseline=counts, odds=st.floats(0.01, 100))
def test_the_exact_p_is_that_of_the_binomial_test(during, baseline, odds):
    expected = 1.0
    if during + baseline:
        share = odds / (1 + odds)
        n = during + baseline
        expected = binomtest(during, n, share, alternative="greater").pvalue

    _, exact = p_values(during, baseline, odds)

    assert exact == pytest.approx(expected, rel=1e-9)


@given(during=counts, baseline=counts.filter(bool), odds=st.floats(0.05, 20))
def test_at_the_ends_of_the_interval_the_mid_p_of_a_side_is_that_of_the_side(
    during, baseline, odds
):
    low, high = ratio_interval(during, baseline, odds)

    assert p_values(during, baseline, odds * high)[0] == pytest.approx(0.975, abs=1e-6)
    if during:
        at_low = p_values(during, baseline, odds * low)[0]
        assert at_low == pytest.approx(0.025, abs=1e-6)
    else:
        assert low == 0


@given(during=counts, baseline=counts, a=exposures, b=exposures, factor=factors)
def test_scaling_all_exposures_changes_nothing(during, baseline, a, b, factor):
    one = compare(counted(during, a), counted(baseline, b))
    other = compare(counted(during, a * factor), counted(baseline, b * factor))

    assert type(one) is type(other)
    if not isinstance(one, NotTestable):
        assert other.p == pytest.approx(one.p, rel=1e-6)
        assert other.low == pytest.approx(one.low, rel=1e-6)
        assert other.ratio == (one.ratio and pytest.approx(one.ratio, rel=1e-6))


@given(during=counts.filter(bool), baseline=counts.filter(bool), a=exposures)
def test_swapping_the_windows_inverts_the_ratio_and_its_interval(during, baseline, a):
    one = compare(counted(during, a), counted(baseline, 30.0))
    other = compare(counted(baseline, 30.0), counted(during, a))

    assert other.ratio == pytest.approx(1 / one.ratio)
    assert other.low == pytest.approx(1 / one.high, rel=1e-5)
    assert other.high == pytest.approx(1 / one.low, rel=1e-5)
    assert other.p == pytest.approx(1 - one.p)


@given(during=counts, baseline=counts, more=st.integers(1, 5), odds=factors)
def test_more_flights_during_never_raise_p(during, baseline, more, odds):
    p, exact = p_values([during, during + more], baseline, odds)

    assert p[1] <= p[0] + 1e-12
    assert exact[1] <= exact[0] + 1e-12


@given(during=counts, baseline=counts, a=exposures, b=exposures)
def test_the_interval_holds_the_ratio_and_the_exact_p_is_the_larger(
    during, baseline, a, b
):
    found = compare(counted(during, a), counted(baseline, b))

    if not isinstance(found, NotTestable):
        assert found.p <= found.p_exact
        if found.ratio is not None:
            assert found.low <= found.ratio <= found.high


@given(during=counts, baseline=counts.filter(bool), odds=st.floats(0.05, 20))
def test_a_two_sided_p_below_five_per_cent_and_an_interval_without_one_are_the_same(
    during, baseline, odds
):
    p, _ = p_values(during, baseline, odds, alternative="different")
    low, high = ratio_interval(during, baseline, odds)

    if abs(p - 0.05) > 1e-6:
        assert (p < 0.05) == (not low <= 1 <= high)


def test_a_threefold_rise_in_reception_with_flights_constant_gives_no_surge():
    # Twelve flew in each window; a third was seen before, and all of it during.
    found = compare(counted(12, 28.0), counted(12, 3 * 28.0 / 3))
    naive = compare(counted(36, 84.0), counted(12, 84.0))

    seen = compare(counted(36, 84.0), counted(12, 84.0 / 3))

    assert found.ratio == seen.ratio == pytest.approx(1)
    assert seen.p > 0.4
    assert naive.p < 0.001


def test_none_in_the_baseline_makes_no_ratio_but_a_lower_end():
    found = compare(counted(4, 20.0), counted(0, 80.0))

    assert found.ratio is None
    assert found.high is None
    # Half of the probability that all four fall into a fifth of the exposure.
    assert found.p == pytest.approx(0.2**4 / 2)
    assert found.low > 1


def test_none_during_makes_a_ratio_of_zero_and_the_one_sided_upper_end():
    found = compare(counted(0, 20.0), counted(9, 80.0))

    assert (found.ratio, found.low) == (0, 0)
    assert found.expected == pytest.approx(2.25)
    share = 20 * found.high / (80 + 20 * found.high)
    assert binom.pmf(0, 9, share) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("during", "baseline", "reason"),
    [
        (counted(0, 20.0), counted(0, 80.0), NOTHING_COUNTED),
        (counted(0, 0.0), counted(9, 80.0), UNSEEN_DURING),
        (counted(3, 20.0), counted(0, 0.0), UNSEEN_BASELINE),
    ],
)
def test_what_cannot_be_compared_says_why_and_raises_nothing(during, baseline, reason):
    found = compare(during, baseline)

    assert isinstance(found, NotTestable)
    assert found.reason == reason


def test_columns_of_counts_give_columns_of_p():
    p, exact = p_values(np.array([0, 5]), np.array([0, 5]), 0.5)

    assert p.tolist() == [0.5, pytest.approx(p_values(5, 5, 0.5)[0])]
    assert exact[0] == 1


@given(
    during=st.integers(0, 30),
    baseline=st.integers(1, 60),
    odds=st.floats(0.05, 5),
    error=st.floats(0.05, 0.8),
)
def test_an_exposure_that_is_an_estimate_makes_the_interval_wider(
    during, baseline, odds, error
):
    known = ratio_interval(during, baseline, odds)
    allowed = ratio_interval(during, baseline, odds, exposure_sd=error)

    assert allowed[0] <= known[0] * (1 + 1e-9)
    assert allowed[1] >= known[1] * (1 - 1e-9)


@given(
    during=st.integers(1, 30), baseline=st.integers(1, 60), error=st.floats(0.05, 0.8)
)
def test_the_interval_holds_the_ratios_that_the_p_does_not_reject(
    during, baseline, error
):
    low, high = ratio_interval(during, baseline, 0.5, exposure_sd=error)

    at_low, _ = p_values(during, baseline, 0.5 * low, exposure_sd=error)
    at_high, _ = p_values(during, baseline, 0.5 * high, exposure_sd=error)

    assert at_low == pytest.approx(0.025, abs=1e-4)
    assert at_high == pytest.approx(0.975, abs=1e-4)


def test_with_one_count_of_others_on_each_side_it_is_near_the_exact_test():
    # Cousins, Linnemann and Tucker 2008: others 40 and 40, so the ratio of exposures
    # is 1 with an error of the root of 1/40 + 1/40. Of two ratios of Poisson counts
    # the odds have a beta distribution; averaged over it p is exact.
    chance = np.random.default_rng(3)
    odds = chance.gamma(40.5, 1, 40_000) / chance.gamma(40.5, 1, 40_000)
    mean = p_values(30, 14, odds)[0].mean()

    p, _ = p_values(30, 14, 1.0, exposure_sd=np.sqrt(2 / 40.5))

    assert p == pytest.approx(mean, rel=0.03)


def test_what_the_error_of_exposure_costs_stands_beside_the_interval():
    found = compare(counted(12, 20.0), counted(12, 60.0), exposure_sd=0.4)

    assert found.low < found.low_if_known < found.ratio
    assert found.ratio < found.high_if_known < found.high
    assert found.p > compare(counted(12, 20.0), counted(12, 60.0)).p

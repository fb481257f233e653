"""The whole answer takes the test that the data allow."""

import numpy as np
import pytest

from benchmarks.tempo.made_up import Design, strew
from benchmarks.tempo.procedure import DRAWS, procedure_p
from builders.rates import daily, window
from heavylift.errors import RatesError
from heavylift.tempo.rates import UNSEEN_BASELINE, NotTestable, compare
from heavylift.tempo.surges import TOO_FEW_BLOCKS, measure_surge


def test_of_few_weeks_independent_rotations_are_compared_by_the_exact_test():
    counts = np.tile([1, 0, 0, 0, 1, 0, 0], 13)
    counts[77:] = np.tile([1, 0, 1, 2, 1, 0, 1], 2)

    surge = measure_surge(daily(counts), window(77, 91), [window(0, 77, "before")])

    assert surge.found.method == "exact"
    assert surge.found.ratio == pytest.approx(3)
    assert surge.found.p < 0.01
    assert 1 < surge.smallest < 4
    assert surge.looks == 1


def test_many_weeks_are_shuffled_whether_or_not_clusters_are_noticed():
    counts = np.random.default_rng(2).poisson(0.3, 196)
    counts[168:] += np.random.default_rng(3).poisson(0.4, 28)

    surge = measure_surge(daily(counts), window(168, 196), [window(0, 168, "before")])

    exact = compare(surge.found.during, surge.found.baseline)
    assert not surge.dispersion.clustered
    assert surge.found.method == "permuted p"
    assert surge.found.p != exact.p
    assert surge.found.p == pytest.approx(exact.p, abs=0.01)
    # Until clusters are noticed the interval is the exact one.
    assert (surge.found.low, surge.found.high) == (exact.low, exact.high)


def test_clustered_rotations_are_compared_by_shuffling_weeks():
    counts = np.zeros(112, int)
    counts[[3, 30, 31, 70]] = 7
    counts[[90, 100]] = 9

    surge = measure_surge(daily(counts), window(84, 112), [window(0, 84, "before")])

    assert surge.dispersion.clustered
    assert surge.found.method == "permutation"
    assert surge.found.p > 0.05 > surge.found.p_exact


def test_clusters_and_too_few_weeks_are_not_testable():
    counts = np.zeros(28, int)
    counts[[3, 23]] = [9, 12]

    surge = measure_surge(daily(counts), window(21, 28), [window(0, 21, "before")])

    assert isinstance(surge.found, NotTestable)
    assert surge.found.reason == TOO_FEW_BLOCKS


def test_a_threefold_rise_in_reception_with_flights_constant_gives_no_surge():
    flown = np.tile([3, 0, 3, 0, 0, 3, 0], 16)
    exposure = np.where(np.arange(112) < 84, 1 / 3, 1.0)
    seen = np.where(np.arange(112) < 84, flown // 3, flown)
    windows = window(84, 112), [window(0, 84, "before")]

    surge = measure_surge(daily(seen, exposure), *windows)
    naive = measure_surge(daily(seen, 1.0), *windows)

    assert surge.found.ratio == pytest.approx(1)
    assert surge.found.p > 0.4
    assert naive.found.ratio == pytest.approx(3)
    assert naive.found.p < 0.001


def test_a_missing_fortnight_lowers_exposure_and_not_the_rate():
    counts = np.tile([1, 0, 0, 0, 1, 0, 0], 16)
    exposure = np.ones(112)
    exposure[14:28] = 0
    windows = window(84, 112), [window(0, 84, "before")]

    whole = measure_surge(daily(counts), *windows)
    missing = measure_surge(
        daily(np.where(exposure > 0, counts, 0), exposure), *windows
    )

    assert missing.found.baseline.exposure == whole.found.baseline.exposure - 14
    assert missing.found.ratio == pytest.approx(whole.found.ratio)


def test_windows_before_and_after_count_as_one_baseline():
    counts = np.tile([1, 0, 0, 0, 1, 0, 0], 16)

    surge = measure_surge(
        daily(counts),
        window(42, 70),
        [window(0, 42, "before"), window(70, 112, "after")],
    )

    assert surge.found.baseline.label == "before and after"
    assert surge.found.ratio == pytest.approx(1)


def test_no_baseline_or_one_that_could_not_be_seen_is_not_testable():
    exposure = np.where(np.arange(40) < 20, 0.0, 1.0)
    counts = np.where(exposure > 0, 1, 0)

    none = measure_surge(daily(counts, exposure), window(20, 40), [])
    unseen = measure_surge(daily(counts, exposure), window(20, 40), [window(0, 20)])

    assert none.found.reason == unseen.found.reason == UNSEEN_BASELINE
    assert none.smallest is None


def test_a_baseline_beyond_the_days_at_hand_is_refused():
    with pytest.raises(RatesError, match="reaches beyond"):
        measure_surge(daily(np.ones(20)), window(10, 20), [window(-30, 10, "before")])


def test_the_same_data_give_the_same_answer():
    counts = np.random.default_rng(5).negative_binomial(0.2, 0.3, 112)
    windows = window(84, 112), [window(0, 84, "before")]

    assert measure_surge(daily(counts), *windows) == measure_surge(
        daily(counts), *windows
    )


def test_two_sided_p_are_twice_as_large_for_clusters_too():
    counts = np.zeros(112, int)
    counts[[3, 30, 31, 70]] = 7
    counts[[90, 100]] = 9
    windows = window(84, 112), [window(0, 84, "before")]

    more = measure_surge(daily(counts), *windows)
    different = measure_surge(daily(counts), *windows, alternative="different")

    assert different.found.p == pytest.approx(2 * more.found.p)


@pytest.mark.parametrize("kind", ["independent", "weekly rates", "consignments"])
def test_the_study_measures_this_very_procedure(kind):
    design = Design(kind=kind, during_days=28, baseline_days=84, change=3.0)
    counts = strew(design, 12, np.random.default_rng(6))
    windows = window(0, 28), [window(28, 112, "after")]

    studied, _ = procedure_p(design, counts, one_seed=True)
    measured = [
        measure_surge(daily(c, design.exposure), *windows, draws=DRAWS) for c in counts
    ]

    assert studied == pytest.approx([m.found.p for m in measured])


@pytest.mark.parametrize("change", [1.0, 3.0, 1 / 3])
@pytest.mark.parametrize("kind", ["independent", "weekly rates"])
def test_without_a_surge_one_in_twenty_tests_fires(kind, change):
    design = Design(kind=kind, change=change)
    counts = strew(design, 400, np.random.default_rng(7))

    p, _ = procedure_p(design, counts)

    # The study takes 2,000 runs; three standard errors of these 400 are 3.3 %.
    assert (p <= 0.05).mean() == pytest.approx(0.05, abs=0.033)

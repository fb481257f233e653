"""What this much data could have found, had it been there.

*Not unusual* can mean that nothing was unusual, or that there was too little to tell.
The smallest ratio that would have been found four times out of five says which.

It is found exactly, for the test of ``tempo.rates``: of every pair of counts that the
rates may bring the test says whether it fires. The rate of the baseline is taken to be
the one that was counted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import poisson

from heavylift.tempo.counts import Counted
from heavylift.tempo.exposure_error import FEW_POINTS, log_errors
from heavylift.tempo.rates import p_values

#: Chance of a false alarm that is put up with: a convention.
ALPHA: Final = 0.05

#: Chance of finding what is called findable: a convention (Cohen 1988). At 0.9 ratios
#: are a tenth to a fifth higher.
POWER: Final = 0.8

#: Probability of counts that are left out of sums, far below what is printed.
LEFT_OUT: Final = 1e-9

#: No airlift is a thousand times its baseline; higher ratios count as not findable.
HIGHEST_RATIO: Final = 1000.0


def smallest_ratio(
    during: Counted,
    baseline: Counted,
    *,
    power: float = POWER,
    alpha: float = ALPHA,
    exposure_sd: float = 0.0,
) -> float | None:
    """Give the smallest ratio of rates that this much data would have found.

    Args:
        during: The window; only its exposure counts.
        baseline: Counts and exposure of the baseline.
        power: Chance with which it would have been found.
        alpha: Level of the one-sided mid-p test.
        exposure_sd: Standard deviation of the ratio of exposures, relative to it, that
            the test allows for.

    Returns:
        The ratio; None when there is no exposure or nothing was counted in the
        baseline (then any number of ratios would fit), or it is above a thousand.
    """
    if during.exposure <= 0 or baseline.exposure <= 0 or baseline.count == 0:
        return None
    odds = during.exposure / baseline.exposure
    return findable_ratio(
        baseline.count * odds, baseline.count, power, alpha, exposure_sd
    )


def findable_ratio(
    expected_during: float,
    expected_baseline: float,
    power: float = POWER,
    alpha: float = ALPHA,
    exposure_sd: float = 0.0,
) -> float | None:
    """Give the ratio that is found with a power; None when that is above a thousand.

    Args:
        expected_during: Rotations that the baseline's rate brings in the window.
        expected_baseline: Rotations that it brings in the baseline.
        power: Chance of finding it.
        alpha: Level of the one-sided mid-p test.
        exposure_sd: Error of the exposures that the test allows for, and that is made.
    """
    odds = expected_during / expected_baseline
    counts, chances = _likely(expected_baseline)
    error, weight = log_errors(exposure_sd, FEW_POINTS)
    # Exposure measured too low makes the same count look like more.
    needed = [fewest_found(counts, odds * e, alpha, exposure_sd) for e in np.exp(error)]

    def short_of(ratio: float) -> float:
        found = [chances @ poisson.sf(n - 1, ratio * expected_during) for n in needed]
        return float(np.array(found) @ weight) - power

    if short_of(HIGHEST_RATIO) < 0:
        return None
    return float(brentq(short_of, 1.0, HIGHEST_RATIO, xtol=1e-4))


def power_of(
    ratio: float,
    expected_during: float,
    expected_baseline: float,
    alpha: float = ALPHA,
) -> float:
    """Give the chance that the test fires at a true ratio; at 1 it is its level.

    Args:
        ratio: Rate during over rate of the baseline.
        expected_during: Rotations that the baseline's rate brings in the window.
        expected_baseline: Rotations that it brings in the baseline.
        alpha: Level of the one-sided mid-p test.
    """
    counts, chances = _likely(expected_baseline)
    needed = fewest_found(counts, expected_during / expected_baseline, alpha)
    return float(chances @ poisson.sf(needed - 1, ratio * expected_during))


def fewest_found(
    baseline: NDArray[np.int64],
    odds: float,
    alpha: float = ALPHA,
    exposure_sd: float = 0.0,
) -> NDArray[np.int64]:
    """Give the fewest rotations in the window at which the test fires.

    Args:
        baseline: Counts of baselines, shape ``(n,)``.
        odds: Exposure during over exposure of the baseline.
        alpha: Level of the one-sided mid-p test.
        exposure_sd: Standard deviation of the odds, relative to them.

    >>> fewest_found(np.array([0, 4, 8]), odds=0.25)
    array([2, 4, 6])
    """
    low = np.zeros(baseline.shape, np.int64)
    high = np.ones(baseline.shape, np.int64)

    def p(during: NDArray[np.int64]) -> NDArray[np.float64]:
        return p_values(during, baseline, odds, exposure_sd=exposure_sd)[0]

    while (late := p(high) > alpha).any():
        high = np.where(late, 2 * high, high)
    while (open_ := high - low > 1).any():
        middle = np.where(open_, (low + high) // 2, high)
        fires = p(middle) <= alpha
        high = np.where(fires, middle, high)
        low = np.where(fires, low, middle)
    return high


def _likely(expected: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the counts that a Poisson mean brings, with their probabilities."""
    first, last = np.asarray(poisson.ppf([LEFT_OUT, 1 - LEFT_OUT], expected)).astype(
        int
    )
    counts = np.arange(first, last + 1, dtype=np.int64)
    return counts, np.asarray(poisson.pmf(counts, expected))

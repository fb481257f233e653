"""Look for the window itself: which days stand out, and would chance do the same?

Whoever looks for the highest window in a period always finds one. The scan statistic
(Naus 1965; for changing exposure Kulldorff 1997) tries every window of the allowed
lengths, takes the one in which the count is least likely, and asks how often the same
search would find as much in counts that chance alone has strewn over the days by their
exposure. So the p-value has paid for all the looks.

When rotations come in clusters, a search finds clusters, and they are no more than
that. So chance is given clusters too: rates that vary from week to week as much as
those of the data, and what stands out is measured by how much weeks vary, in the data
and in each random draw alike. A surge makes weeks vary as well, and nobody can say
beforehand which of it is surge; so this finds less than a test of a window that was
given in advance. The p of independent rotations stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from heavylift.errors import RatesError
from heavylift.tempo.blocks import BLOCK_DAYS, UNCUT
from heavylift.tempo.chance import SEED, midp_of_draws
from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.dispersion import cluster_variance
from heavylift.tempo.windows import Window

#: Shortest window, days: one rotation with its rest takes as long, and a shorter window
#: would ask about a single aircraft's timetable.
SHORTEST_DAYS: Final = 3

#: Longest window, days. Build-ups that were written about lasted two to six weeks. With
#: double, what is found is rather a change of season, and every p is larger.
LONGEST_DAYS: Final = 42

#: A window with more than half of the exposure would be called low outside, not high
#: inside (Kulldorff 1997).
LONGEST_SHARE: Final = 0.5

#: Searches in random data. A search is dear; 999 tell 5 % from 3 or 7.
SCAN_DRAWS: Final = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The window that stands out most.

    Attributes:
        window: Its days.
        count: Rotations in it.
        exposure: Observable days in it.
        expected: Rotations that its share of the exposure would have.
        total: Rotations of the whole period.
        p: Chance that a search in data without a surge finds as much.
        p_independent: The same if rotations were independent.
        looked: Windows that were tried.
    """

    window: Window
    count: int
    exposure: float
    expected: float
    total: int
    p: float
    p_independent: float
    looked: int


def scan_days(
    daily: DailyCounts,
    *,
    shortest_days: int = SHORTEST_DAYS,
    longest_days: int = LONGEST_DAYS,
    draws: int = SCAN_DRAWS,
    seed: int = SEED,
) -> Scan | None:
    """Find the window of days that stands out most, and what chance would find.

    Args:
        daily: Rotations and exposure by day.
        shortest_days: Days of the shortest window, 1 or more.
        longest_days: Days of the longest.
        draws: Searches in random data.
        seed: Where they start.

    Returns:
        The window; None when no window has more than its share, as without rotations.

    Raises:
        RatesError: The shortest window is longer than the longest, or than the period.
    """
    if not 1 <= shortest_days <= min(longest_days, daily.days):
        raise RatesError(
            f"windows of {shortest_days} to {longest_days} days cannot be tried on "
            f"{daily.days} days",
            help="give a shortest length of 1 or more, no longer than the longest and "
            "than the period",
        )
    total = int(daily.counts.sum())
    if total == 0:
        return None
    tried = _windows(daily.exposure, shortest_days, longest_days)
    found, start, length = _highest(daily.counts[None, :], tried)
    if not found[0] > 0:
        return None
    inside = slice(int(start[0]), int(start[0] + length[0]))
    weeks = _Weeks.of(daily.exposure)
    even = _strewn(daily.exposure, total, 0.0, draws, seed)
    highest = _highest(even, tried)[0]
    p_independent = midp_of_draws(float(found[0]), highest)
    variance = weeks.variance(daily.counts)
    if variance > 0:
        even = _strewn(daily.exposure, total, variance, draws, seed)
        highest = _highest(even, tried)[0]
    beyond = found / weeks.index(daily.counts[None, :])
    exposure = float(daily.exposure[inside].sum())
    first = daily.day(inside.start)
    return Scan(
        window=Window(
            start=first,
            end=first + timedelta(days=int(length[0])),
            label="the window that stands out most",
        ),
        count=int(daily.counts[inside].sum()),
        exposure=exposure,
        expected=total * exposure / float(daily.exposure.sum()),
        total=total,
        p=midp_of_draws(float(beyond[0]), highest / weeks.index(even)),
        p_independent=p_independent,
        looked=sum(int(allowed.sum()) for _, _, allowed in tried),
    )


#: A length in days, the share of exposure of each window of it, and whether to try it.
_Tried = tuple[int, NDArray[np.float64], NDArray[np.bool_]]


def _windows(
    exposure: NDArray[np.float64], shortest: int, longest: int
) -> list[_Tried]:
    summed = np.concatenate([[0.0], np.cumsum(exposure)]) / exposure.sum()
    tried = []
    for length in range(shortest, min(longest, exposure.size) + 1):
        share = summed[length:] - summed[:-length]
        # Differences of sums leave dust where there is no exposure at all.
        tried.append((length, share, (share > 1e-12) & (share <= LONGEST_SHARE)))
    return tried


def _highest(
    counts: NDArray[np.int64], tried: list[_Tried]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Find the window with the highest likelihood ratio in each row of counts.

    The logarithm of the ratio is ``n ln(n/m) + (N-n) ln((N-n)/(N-m))`` for ``n > m``,
    with ``m = N * share`` (Kulldorff 1997), else 0. All rows have the same sum ``N``.
    """
    rows = np.arange(len(counts))
    total = int(counts[0].sum())
    # n ln n for every n that may come; 0 ln 0 is 0.
    whole = np.arange(total + 1)
    table = xlogy(whole, whole)
    summed = np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
    best = np.zeros(len(counts))
    start = np.zeros(len(counts), np.int64)
    length = np.zeros(len(counts), np.int64)
    for days, share, allowed in tried:
        if not allowed.any():
            continue
        inside = summed[:, days:] - summed[:, :-days]
        expected = total * np.where(allowed, share, 0.5)
        ratio = table[inside] + table[total - inside]
        ratio -= inside * np.log(expected)
        ratio -= (total - inside) * np.log(total - expected)
        ratio = np.where(allowed & (inside > expected), ratio, 0.0)
        at = ratio.argmax(axis=1)
        better = ratio[rows, at] > best
        best = np.where(better, ratio[rows, at], best)
        start = np.where(better, at, start)
        length = np.where(better, days, length)
    return best, start, length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weeks:
    """The period cut into weeks, to see how rates vary from one to the next.

    Attributes:
        edges: First day of each, shape ``(n,)``.
        exposure: Observable days, shape ``(n,)``.
    """

    edges: NDArray[np.int64]
    exposure: NDArray[np.float64]

    @classmethod
    def of(cls, exposure: NDArray[np.float64]) -> _Weeks:
        parts = max(1, round(exposure.size / BLOCK_DAYS))
        days = np.array_split(np.arange(exposure.size), parts)
        edges = np.array([part[0] for part in days])
        return cls(edges=edges, exposure=np.add.reduceat(exposure, edges))

    def variance(self, counts: NDArray[np.int64]) -> float:
        """Estimate the variance of rates, with what the edges of weeks hide of it."""
        seen = self.exposure > 0
        weekly = np.add.reduceat(counts, self.edges)
        return cluster_variance(weekly[seen], self.exposure[seen]) / UNCUT

    def index(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the index of dispersion of each row of counts, 1 or more."""
        seen = self.exposure > 0
        weekly = np.add.reduceat(counts, self.edges, axis=1)[:, seen]
        share = self.exposure[seen] / self.exposure.sum()
        expected = weekly.sum(axis=1, keepdims=True) * share
        squares = ((weekly - expected) ** 2 / expected).sum(axis=1)
        index: NDArray[np.float64] = squares / max(1, share.size - 1)
        return np.maximum(index, 1.0)


def _strewn(
    exposure: NDArray[np.float64], total: int, variance: float, draws: int, seed: int
) -> NDArray[np.int64]:
    """Strew rotations over days by exposure, times a rate of its own for each week."""
    chance = np.random.default_rng(seed)
    if variance <= 0:
        share = exposure / exposure.sum()
        return chance.multinomial(total, share, size=draws)
    weeks = exposure.size // BLOCK_DAYS + 2
    rates = chance.gamma(1 / variance, variance, (draws, weeks))
    # Nobody knows on which day the weeks of the data begin.
    begin = chance.integers(0, BLOCK_DAYS, (draws, 1))
    week = (np.arange(exposure.size) + begin) // BLOCK_DAYS
    # A variance above some hundreds draws rates too small for a number.
    weight = exposure * np.maximum(np.take_along_axis(rates, week, axis=1), 1e-200)
    return chance.multinomial(total, weight / weight.sum(axis=1, keepdims=True))

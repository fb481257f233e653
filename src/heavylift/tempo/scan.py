"""Look for the window itself: which days stand out, and would chance do the same?

Whoever looks for the highest window in a period always finds one. The scan statistic
(Naus 1965; for changing exposure Kulldorff 1997) tries every window of the allowed
lengths, takes the one that stands out most, and asks how often the same search would
find as much where there is no surge. So the p-value has paid for all the looks.

Windows of different lengths are not alike: of short ones there are more, and a few
rotations make one stand out. So each length is compared with the same length in the
draws, and the smallest p of all lengths with the smallest p of each draw (Westfall and
Young 1993).

Without a surge means two things. If rotations were independent, chance would strew them
over the days by exposure; that is one p. When they come in clusters, a search finds
clusters, and they are no more than that. So the other p, which is the one to go by, is
about stretches of the period that have changed places (``tempo.stretches``): clusters
are then still there, and a surge of weeks is not. A surge as short as a stretch cannot
be told from a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy
from scipy.stats import rankdata

from heavylift.errors import RatesError
from heavylift.tempo.chance import SEED, TIE, midp_of_draws
from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.stretches import shuffle_stretches
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
    if not tried:
        return None
    found = _highest(daily.counts[None, :], tried)
    if not found.any():
        return None
    chance = np.random.default_rng(seed)
    share = daily.exposure / daily.exposure.sum()
    even = _highest(chance.multinomial(total, share, size=draws), tried)
    shuffled = _highest(shuffle_stretches(daily, draws, seed), tried)
    p_independent, _ = _compare(found, even)
    p, rare = _compare(found, shuffled)
    # Of lengths that stand out alike, the one with the highest ratio.
    rarest = np.flatnonzero(rare == rare.min())
    days = tried[rarest[found[0, rarest].argmax()]]
    inside = _where(daily.counts, days)
    exposure = float(daily.exposure[inside].sum())
    return Scan(
        window=Window(
            start=daily.day(inside.start),
            end=daily.day(inside.start) + timedelta(days=days.length),
            label="the window that stands out most",
        ),
        count=int(daily.counts[inside].sum()),
        exposure=exposure,
        expected=total * exposure / float(daily.exposure.sum()),
        total=total,
        p=p,
        p_independent=p_independent,
        looked=sum(int(tries.allowed.sum()) for tries in tried),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tries:
    """All windows of one length.

    Attributes:
        length: In days.
        share: Share of the exposure of each, by its first day.
        allowed: Whether to try it; at least one is.
    """

    length: int
    share: NDArray[np.float64]
    allowed: NDArray[np.bool_]


def _windows(
    exposure: NDArray[np.float64], shortest: int, longest: int
) -> list[_Tries]:
    summed = np.concatenate([[0.0], np.cumsum(exposure)]) / exposure.sum()
    tried = []
    for length in range(shortest, min(longest, exposure.size) + 1):
        share = summed[length:] - summed[:-length]
        # Differences of sums leave dust where there is no exposure at all.
        allowed = (share > 1e-12) & (share <= LONGEST_SHARE)
        if allowed.any():
            tried.append(_Tries(length=length, share=share, allowed=allowed))
    return tried


def _ratios(summed: NDArray[np.int64], tries: _Tries) -> NDArray[np.float64]:
    """Give the likelihood ratio of each window of a length, for each row of counts.

    The logarithm of the ratio is ``n ln(n/m) + (N-n) ln((N-n)/(N-m))`` for ``n > m``,
    with ``m = N * share`` (Kulldorff 1997), else 0. All rows have the same sum ``N``.

    Args:
        summed: Counts before each day and after the last, shape ``(rows, days + 1)``.
        tries: The windows.
    """
    total = int(summed[0, -1])
    # n ln n for every n that may come; 0 ln 0 is 0.
    whole = np.arange(total + 1)
    table = xlogy(whole, whole)
    inside = summed[:, tries.length :] - summed[:, : -tries.length]
    expected = total * np.where(tries.allowed, tries.share, 0.5)
    ratio = table[inside] + table[total - inside]
    ratio -= inside * np.log(expected)
    ratio -= (total - inside) * np.log(total - expected)
    return np.where(tries.allowed & (inside > expected), ratio, 0.0)


def _summed(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))


def _highest(counts: NDArray[np.int64], tried: list[_Tries]) -> NDArray[np.float64]:
    """Give the highest ratio of each length for each row, shape ``(rows, lengths)``."""
    summed = _summed(counts)
    return np.stack([_ratios(summed, tries).max(axis=1) for tries in tried], axis=1)


def _where(counts: NDArray[np.int64], tries: _Tries) -> slice:
    """Give the days of the window of a length that has the highest ratio."""
    start = int(_ratios(_summed(counts[None, :]), tries)[0].argmax())
    return slice(start, start + tries.length)


def _compare(
    found: NDArray[np.float64], drawn: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Compare the highest ratio of each length with what draws have.

    Args:
        found: Of the data, shape ``(1, lengths)``.
        drawn: Of the draws, shape ``(draws, lengths)``.

    Returns:
        The p of the whole search, and for each length the share of draws that have as
        much or more, ties by half, shape ``(lengths,)``.
    """
    both = np.vstack([found, drawn])
    # Sums of logarithms blur ties.
    ranks = rankdata(np.round(both / TIE), axis=0)
    rare = 1.0 - (ranks - 0.5) / len(both)
    return midp_of_draws(-float(rare[0].min()), -rare[1:].min(axis=1)), rare[0]

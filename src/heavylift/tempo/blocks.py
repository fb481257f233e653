"""Cut windows into blocks of about a week, which may be shuffled against each other.

Flights are not strewn over days at random: an operator flies on certain weekdays, and
one consignment brings several rotations within days of each other. What happens within
a block stays together; blocks are taken to be independent of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.windows import Window, refuse_overlap

#: Days of a block. A week keeps the rhythm of weekdays inside, and a rotation between
#: continents with its rest takes one to three days. Half of it would cut through
#: clusters, and shuffling would take them for chance; with double, windows of a
#: fortnight would be one block, which needs nineteen others to stand out from.
BLOCK_DAYS: Final = 7

#: Share of the variance of clusters that counts of blocks show, when clusters last as
#: long as a block and begin on any day: with ``f`` of one in a block and ``1 - f`` in
#: the next it is the mean of ``f^2 + (1 - f)^2``.
UNCUT: Final = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blocks:
    """Counts and exposure of blocks, those of the window asked about marked.

    Attributes:
        counts: Rotations, shape ``(n,)``.
        exposure: Observable days, above 0, shape ``(n,)``.
        during: Whether a block is of the window asked about, shape ``(n,)``.
    """

    counts: NDArray[np.int64]
    exposure: NDArray[np.float64]
    during: NDArray[np.bool_]


def cut_blocks(
    daily: DailyCounts,
    during: Window,
    baseline: Sequence[Window],
    *,
    block_days: int = BLOCK_DAYS,
) -> Blocks:
    """Cut the window asked about and its baseline into blocks.

    Each window is cut into as many nearly equal parts as it has whole blocks, rounded,
    so that no block reaches over an edge and none is a remainder of a day.

    Args:
        daily: Counts and exposure by day.
        during: The window asked about.
        baseline: What it is compared with; windows that share no day.
        block_days: Days of a block, 1 or more.

    Returns:
        The blocks in which something could have been seen, baseline last.

    Raises:
        RatesError: A window reaches beyond the days at hand, or two overlap.
    """
    refuse_overlap([during, *baseline])
    counts, exposure, marks = [], [], []
    for window in (during, *baseline):
        span = daily.span(window)
        parts = max(1, round(window.days / block_days))
        counts += [c.sum() for c in np.array_split(daily.counts[span], parts)]
        exposure += [e.sum() for e in np.array_split(daily.exposure[span], parts)]
        marks += [window is during] * parts
    seen = np.array(exposure) > 0
    return Blocks(
        counts=np.array(counts, np.int64)[seen],
        exposure=np.array(exposure, np.float64)[seen],
        during=np.array(marks)[seen],
    )

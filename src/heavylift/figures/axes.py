"""Choose round numbers for an axis."""

from __future__ import annotations

import math


def ticks(highest: float, at_most: int) -> list[float]:
    """Give evenly spaced round values from 0 to at least ``highest``.

    Args:
        highest: Largest value to be shown; 0 or more.
        at_most: How many values above zero, 1 or more.

    >>> ticks(11, 4), ticks(0, 4), ticks(12200, 4)
    ([0, 5, 10, 15], [0, 1], [0, 5000, 10000, 15000])
    """
    least = max(highest, 1) / at_most
    power = 10 ** math.floor(math.log10(least))
    # Whole numbers only: half a flight is not on any axis.
    steps = (max(1, round(m * power)) for m in (1, 2, 5, 10))
    step = next(s for s in steps if s >= least)
    return [i * step for i in range(math.ceil(max(highest, 1) / step) + 1)]

"""Exposure is an estimate: what a rate ratio may be is averaged over its error.

Reception is judged by other aircraft, and of few of them by chance more or fewer are
seen. That error of the exposure is an error of the ratio, and it does not shrink with
the number of rotations. So each probability, at a ratio that is tested, is averaged
over what the exposure may truly have been: the logarithm of the ratio of exposures is
taken as normal about the one measured (Cousins and Highland 1992). Where exposure comes
from one count of others on each side, that is the hybrid way which Cousins, Linnemann
and Tucker (2008) compare with an exact test of two counts and find to agree.

With no error everything is as for an exposure that is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Points of the average (Gauss and Hermite). With half as many, p of 0.025 is off in
#: the third digit when the error is a half; with twice as many nothing changes.
POINTS: Final = 15

#: Points where each of them costs a shuffle of all blocks; off in the third digit.
FEW_POINTS: Final = 7

#: An error below this changes no digit that is printed.
NO_ERROR: Final = 1e-3

Floats = NDArray[np.float64]


@lru_cache(maxsize=8)
def _rule(points: int) -> tuple[Floats, Floats]:
    places, weights = np.polynomial.hermite_e.hermegauss(points)
    return places, weights / weights.sum()


def log_errors(relative_sd: float, points: int = POINTS) -> tuple[Floats, Floats]:
    """Give errors of the logarithm of an exposure ratio, and the weight of each.

    Args:
        relative_sd: Standard deviation of the ratio, relative to it; 0 when known.
        points: How many errors.

    Returns:
        Errors and weights that add up to 1; shape ``(points,)``, or ``(1,)`` without
        error.

    >>> log_errors(0.0)
    (array([0.]), array([1.]))
    """
    if relative_sd < NO_ERROR:
        return np.zeros(1), np.ones(1)
    places, weights = _rule(points)
    return relative_sd * places, weights

"""Of the aircraft that came low to an airfield, how many were followed to the surface?

That share says what a landing there that nobody saw weighs. Where nobody came low, it
was not evaluated: that differs from 0 of 5, which is a finding.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from heavylift.exposure.ends import Depth, EndsAt
from heavylift.exposure.followed import lowest_m
from heavylift.model.ends import Role

#: Confidence of intervals. Those of Clopper and Pearson (1934) hold it for every
#: share and number, also for 0 of 5, at the price of being a little wide.
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """How far aircraft were followed at an airfield, or at several together.

    Attributes:
        codes: Codes of the airfields.
        role: Take-offs or landings; ``None`` for both together.
        to_surface: Ends followed to the surface.
        came_low: Ends below 1 500 ft within 5 NM, those followed to the surface among
            them.
        below_5000_ft: Ends below 5 000 ft within 20 NM, those of ``came_low`` among
            them.
        ends: All ends, those of unknown height among them.
        low: Lower bound of the share of 95 % confidence; 0 when not evaluated.
        high: Upper bound; 1 when not evaluated.
        median_lowest_m: Median of the lowest heights above the airfield; NaN without.
    """

    codes: tuple[str, ...]
    role: Role | None
    to_surface: int
    came_low: int
    below_5000_ft: int
    ends: int
    low: float
    high: float
    median_lowest_m: float

    @property
    def share(self) -> float | None:
        """Share followed to the surface; ``None`` when nobody came low."""
        return self.to_surface / self.came_low if self.came_low else None


def visibility_of(ends: Collection[EndsAt], code: str | None = None) -> Visibility:
    """Tell how far aircraft were followed at an airfield.

    Args:
        ends: Ends at it, of one role or of both; of one network, where
            ``EndsAt.of_network`` gave them.
        code: One of their airfields; all of them together by default.
    """
    depths, heights = [np.zeros(0, np.int8)], [np.zeros(0)]
    for own in ends:
        here = np.ones(len(own), np.bool_)
        if code is not None:
            here = np.array([c == code for c in own.codes], np.bool_)[own.airfield]
        depths.append(own.depth[here])
        heights.append(lowest_m(own)[here])
    depth, height_m = np.concatenate(depths), np.concatenate(heights)
    known = height_m[np.isfinite(height_m)]
    roles = {own.role for own in ends}
    codes = {c for own in ends for c in own.codes} if code is None else {code}
    return visibility_of_counts(
        tuple(sorted(codes)),
        roles.pop() if len(roles) == 1 else None,
        np.bincount(depth, minlength=len(Depth)),
        float(np.median(known)) if len(known) else float("nan"),
    )


def visibility_of_counts(
    codes: tuple[str, ...],
    role: Role | None,
    depths: NDArray[np.int64],
    median_lowest_m: float = float("nan"),
) -> Visibility:
    """Tell the same from counts.

    Args:
        codes: Codes of the airfields.
        role: Take-offs or landings; ``None`` for both together.
        depths: How many ends were followed how far, by ``Depth``.
        median_lowest_m: Median of the lowest heights; NaN when they are not known.
    """
    counts = depths.tolist()
    to_surface, came_low = counts[Depth.SURFACE], sum(counts[: Depth.LOW + 1])
    low, high = exact_interval(to_surface, came_low)
    return Visibility(
        codes=codes,
        role=role,
        to_surface=to_surface,
        came_low=came_low,
        below_5000_ft=sum(counts[: Depth.LOWER + 1]),
        ends=sum(counts),
        low=low,
        high=high,
        median_lowest_m=median_lowest_m,
    )


def exact_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Interval of Clopper and Pearson for a share (Biometrika 26, 1934).

    >>> low, high = exact_interval(0, 5)
    >>> low, round(high, 3)
    (0.0, 0.522)
    >>> exact_interval(0, 0)
    (0.0, 1.0)
    """
    if not trials:
        return 0.0, 1.0
    tail = (1.0 - confidence) / 2.0
    failures = trials - successes
    low = beta.ppf(tail, successes, failures + 1) if successes else 0.0
    high = beta.ppf(1.0 - tail, successes + 1, failures) if failures else 1.0
    return float(low), float(high)

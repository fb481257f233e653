"""Daily counts beside daily exposure, and what they add up to in windows.

A count means nothing without how much could have been seen. Exposure is measured in
*observable days*: a day on which whatever flew would have been seen has 1, one of which
half the archive is missing or half the landings are out of reception has a half, and a
day without data has 0. A day with exposure 0 has no count: unknown, and not zero.

Where exposure comes from is not decided here. What is counted is not either, but tests
need independent events: rotations, not legs, of which each rotation brings two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from heavylift.errors import RatesError
from heavylift.tempo.windows import Window, refuse_overlap


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DailyCounts:
    """What was counted on each day of a period, and out of how much.

    Attributes:
        first: The first day, UTC; the others follow without a hole.
        counts: Rotations of each day, whole numbers, 0 or more, shape ``(n,)``.
        exposure: Observable days of each day, finite, 0 or more, shape ``(n,)``.

    Raises:
        RatesError: The columns have different lengths or impossible values, or
            something was counted on a day on which nothing could have been seen.
    """

    first: date
    counts: NDArray[np.int64]
    exposure: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.counts.ndim != 1 or self.counts.shape != self.exposure.shape:
            raise RatesError(
                f"{self.counts.size} daily counts, but exposure of "
                f"{self.exposure.size} days",
                help="give one count and one exposure for each day of the period",
            )
        self._refuse(self.counts < 0, "a count below zero", "count again")
        impossible = ~(np.isfinite(self.exposure) & (self.exposure >= 0))
        self._refuse(
            impossible,
            "an exposure that is negative or no number",
            "exposure is 0 on a day on which nothing could have been seen",
        )
        self._refuse(
            (self.exposure == 0) & (self.counts > 0),
            "flights counted, but exposure 0: nothing could have been seen",
            "measure the exposure of that day anew; a flight that was seen shows that "
            "it is above 0",
        )

    def _refuse(self, wrong: NDArray[np.bool_], what: str, help: str) -> None:
        if wrong.any():
            day = self.day(int(np.argmax(wrong)))
            raise RatesError(f"{day}: {what} ({int(wrong.sum())} such days)", help=help)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return self.counts.size

    def day(self, index: int) -> date:
        """Give the day at an index of the columns."""
        return self.first + timedelta(days=index)

    def span(self, window: Window) -> slice:
        """Give the part of the columns that a window is.

        Raises:
            RatesError: It reaches beyond the period; days outside have no exposure
                that anybody measured.
        """
        start = (window.start - self.first).days
        end = (window.end - self.first).days
        if start < 0 or end > self.days:
            raise RatesError(
                f"{window.label}: {window.start} to {window.end} reaches beyond the "
                f"days at hand, {self.first} to {self.day(self.days)}",
                help="choose a window inside, or read more days",
            )
        return slice(start, end)

    def rates(self) -> NDArray[np.float64]:
        """Give what was counted per observable day; NaN where nothing could be seen.

        >>> seen, out_of = np.array([1, 0, 0]), np.array([0.5, 1.0, 0.0])
        >>> DailyCounts(first=date(2023, 9, 1), counts=seen, exposure=out_of).rates()
        array([ 2.,  0., nan])
        """
        seen = self.exposure > 0
        return np.where(seen, self.counts / np.where(seen, self.exposure, 1), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted in one window, or in several that count as one.

    Attributes:
        label: What the window is called.
        count: Rotations.
        exposure: Observable days.
        days: Days by the calendar.
        days_seen: Of these, days on which something could have been seen.
    """

    label: str
    count: int
    exposure: float
    days: int
    days_seen: int

    @property
    def rate(self) -> float | None:
        """Rotations per observable day; None when nothing could have been seen."""
        return self.count / self.exposure if self.exposure > 0 else None


def count_in(daily: DailyCounts, windows: Window | Sequence[Window]) -> Counted:
    """Add up what was counted in a window, or in several as one.

    Args:
        daily: Counts and exposure by day.
        windows: One window, or several that share no day.

    Raises:
        RatesError: A window reaches beyond the days at hand, or two overlap.
    """
    several = [windows] if isinstance(windows, Window) else list(windows)
    refuse_overlap(several)
    spans = [daily.span(window) for window in several]
    return Counted(
        label=" and ".join(w.label for w in several),
        count=int(sum(daily.counts[s].sum() for s in spans)),
        exposure=float(sum(daily.exposure[s].sum() for s in spans)),
        days=sum(w.days for w in several),
        days_seen=int(sum((daily.exposure[s] > 0).sum() for s in spans)),
    )

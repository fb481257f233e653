"""Spans of whole UTC days, and the windows before, during and after.

A window is half-open: it has its first day and not its last, so that windows side by
side share no day and lose none. Which windows are compared is chosen by who asks, and
chosen before looking; a window that was chosen because it looked high is a matter for
``tempo.scan``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from heavylift.errors import RatesError


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A half-open span of UTC days.

    Attributes:
        start: First day, from midnight UTC.
        end: First day after it.
        label: What it is called where people read.

    Raises:
        RatesError: It has no day.
    """

    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise RatesError(
                f"{self.label}: the window from {self.start} to {self.end} has no day",
                help="the last day is not part of a window; for one day give the day "
                "after it as its end",
            )

    @property
    def days(self) -> int:
        """How many days it has.

        >>> Window(start=date(2023, 9, 1), end=date(2023, 9, 18), label="during").days
        17
        """
        return (self.end - self.start).days


def windows_beside(
    during: Window, *, before_days: int, after_days: int = 0
) -> tuple[Window, ...]:
    """Give the windows that adjoin one, in order of time and without it.

    Args:
        during: What is asked about.
        before_days: Days of the window before it; 0 for none.
        after_days: Days of the window after it; 0 for none.

    Returns:
        At most two windows, called *before* and *after*.
    """
    beside = []
    if before_days > 0:
        start = during.start - timedelta(days=before_days)
        beside.append(Window(start=start, end=during.start, label="before"))
    if after_days > 0:
        end = during.end + timedelta(days=after_days)
        beside.append(Window(start=during.end, end=end, label="after"))
    return tuple(beside)


def refuse_overlap(windows: Sequence[Window]) -> None:
    """Refuse windows of which two share a day.

    Raises:
        RatesError: Two windows overlap; a flight would count on both sides.
    """
    for a, b in pairwise(sorted(windows, key=lambda w: (w.start, w.end))):
        if b.start < a.end:
            raise RatesError(
                f"{a.label} and {b.label} overlap: {a.label} ends on {a.end}, "
                f"{b.label} begins on {b.start}",
                help="end one window on the day on which the next begins",
            )

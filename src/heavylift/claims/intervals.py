"""Between which values does a figure lie, exactly?

Ends are fractions, so that 83.65 is 83.65 and a figure on the edge of its rounding is
not decided by how a computer stores it. ``None`` is an end that is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from ``low`` to ``high``, both included; ``None`` is no end."""

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def at(cls, value: Fraction | int) -> Interval:
        """The interval of one value."""
        return cls(Fraction(value), Fraction(value))

    def meets(self, other: Interval) -> bool:
        """Whether a value lies in both."""
        return not (_above(self.low, other.high) or _above(other.low, self.high))

    def is_within(self, other: Interval) -> bool:
        """Whether all values of this lie in the other."""
        low_in = other.low is None or (self.low is not None and self.low >= other.low)
        return low_in and (
            other.high is None or (self.high is not None and self.high <= other.high)
        )

    def clipped(self, other: Interval) -> Interval:
        """The values that lie in both; this when none does."""
        lows = [end for end in (self.low, other.low) if end is not None]
        highs = [end for end in (self.high, other.high) if end is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def plus(self, other: Interval) -> Interval:
        """Sums of a value of each."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def minus(self, other: Interval) -> Interval:
        """Differences of a value of this and one of the other."""
        low = None if other.high is None else -other.high
        high = None if other.low is None else -other.low
        return self.plus(Interval(low, high))

    def times(self, factor: Interval) -> Interval:
        """Products with factors that are positive and have both ends."""
        if factor.low is None or factor.high is None or factor.low <= 0:
            raise ValueError("a factor needs two ends above zero")
        ends = (factor.low, factor.high)
        low = None if self.low is None else min(self.low * end for end in ends)
        high = None if self.high is None else max(self.high * end for end in ends)
        return Interval(low, high)

    def over(self, other: Interval) -> Interval:
        """Quotients of values that are not negative; open where they may be endless."""
        low = None
        if self.low is not None and other.high is not None and other.high > 0:
            low = self.low / other.high
        high = None
        if self.high is not None and other.low is not None and other.low > 0:
            high = self.high / other.low
        return Interval(low, high)

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """Both ends as numbers."""
        low = None if self.low is None else float(self.low)
        return low, None if self.high is None else float(self.high)


def _above(low: Fraction | None, high: Fraction | None) -> bool:
    return low is not None and high is not None and low > high


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other

"""How many, as bounds: "at least six", "about a dozen", "92".

A figure in print says less than its digits: words before it leave room above, below or
on both sides. Two figures agree when one number satisfies both.
"""

from __future__ import annotations

import math
import re
from typing import Final, Literal

import msgspec

#: Room that "about" leaves on both sides, as a share of the number: who counted 11 or
#: 13 says "about a dozen", and who counted 10 or 14 might. Half of it would call 192
#: and "some 200" a conflict only just not; twice as much would let 100 agree with 120.
ABOUT: Final = 0.10

#: What words say of a number; empty when they say nothing, or there is a range.
Bound = Literal["", "at least", "more than", "at most", "less than", "nearly", "about"]

#: Words of each bound; the first found counts: "no more than" is no "more than".
_WORDS: Final[tuple[tuple[Bound, str], ...]] = (
    ("at least", r"at least|no (?:fewer|less) than|minimum|upwards of"),
    ("at most", r"at most|(?:no|not) more than|up to|maximum"),
    ("less than", r"less than|fewer than|\bunder\b|\bbelow\b"),
    ("more than", r"more than|\bover\b|\babove\b|exceed|in excess"),
    ("nearly", r"almost|nearly|close to|just under"),
    ("about", r"about|\bsome\b|around|approximately|roughly|estimat|or so|a dozen"),
)

_KINDS: Final = tuple((n, re.compile(p, re.IGNORECASE)) for n, p in _WORDS)


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A number as far as words bound it.

    Attributes:
        low: Smallest true value that it allows; ``None`` without one.
        high: Largest; ``None`` without one.
        value: The number as printed; of a range, ``None``.
        bound: What the words say of it.
        words: Words beside it, as written.
    """

    low: float | None = None
    high: float | None = None
    value: float | None = None
    bound: Bound = ""
    words: str = ""

    def __str__(self) -> str:
        """Write it with its bound: "at least 6", "100 to 110"."""
        if self.value is not None:
            return f"{self.bound} {number(self.value)}".strip()
        if self.low is not None and self.high is not None:
            return f"{number(self.low)} to {number(self.high)}"
        if self.low is not None:
            return f"{number(self.low)} or more"
        if self.high is not None:
            return f"{number(self.high)} or fewer"
        return f'"{self.words}"' if self.words else "no number"

    @property
    def is_open(self) -> bool:
        """Whether it bounds nothing: a word such as "frequently"."""
        return self.low is None and self.high is None

    def times(self, factor: float) -> Count:
        """Count in another unit.

        >>> str(Count(low=6, value=6, bound="at least").times(2))
        'at least 12'
        """
        scaled = (
            None if v is None else v * factor for v in (self.low, self.high, self.value)
        )
        low, high, value = scaled
        return Count(
            low=low, high=high, value=value, bound=self.bound, words=self.words
        )

    def meets(self, other: Count) -> bool:
        """Whether one number satisfies both.

        >>> Count(low=6).meets(Count(low=10, high=14))
        True
        """
        low = max(self.low or 0.0, other.low or 0.0)
        high = min(_top(self), _top(other))
        return low <= high

    def same_as(self, other: Count) -> bool:
        """Whether the same number is printed, or the same range."""
        if self.value is not None or other.value is not None:
            return self.value == other.value
        return (self.low, self.high) == (other.low, other.high)


def _top(count: Count) -> float:
    return math.inf if count.high is None else count.high


def count_of(low: float | None, high: float | None, words: str = "") -> Count | None:
    """Make bounds of two numbers and the words beside them.

    Args:
        low: Lower number of a list, or the number.
        high: Upper number; the same or ``None`` for one number.
        words: Words beside it: "at least", "about a dozen", "peak, no number".

    Returns:
        The bounds; ``None`` when there is neither number nor word.

    >>> str(count_of(6, None, "at least")), str(count_of(92, 100, "almost 100"))
    ('at least 6', '92 to 100')
    >>> dozen, over = count_of(12, 12, "about a dozen"), count_of(200, None, "over")
    >>> (dozen.low, dozen.high), (over.low, over.high)
    ((10.0, 14.0), (201, None))
    """
    if low is None and high is None:
        return Count(words=words) if words else None
    if low is not None and high is not None and low != high:
        return Count(low=low, high=high, words=words)
    value = low if low is not None else high
    assert value is not None
    kind = _bound(words, low, high)
    step = 1.0 if value == int(value) and value >= 1 else 0.0
    whole = int(step)
    bounds: dict[Bound, tuple[float | None, float | None]] = {
        "at least": (value, None),
        "more than": (value + whole, None),
        "at most": (0, value),
        "less than": (0, value - whole),
        "nearly": (_down(value * (1 - ABOUT), step), value),
        "about": (
            _down(value * (1 - ABOUT), step),
            _up(value * (1 + ABOUT), step),
        ),
        "": (value, value),
    }
    found_low, found_high = bounds[kind]
    return Count(low=found_low, high=found_high, value=value, bound=kind, words=words)


def _bound(words: str, low: float | None, high: float | None) -> Bound:
    for name, pattern in _KINDS:
        if pattern.search(words):
            return name
    # A list that gives a lower number and no upper one means at least that.
    return "at least" if high is None else "at most" if low is None else ""


def _down(value: float, step: float) -> float:
    return float(math.floor(value + 1e-9)) if step else value


def _up(value: float, step: float) -> float:
    return float(math.ceil(value - 1e-9)) if step else value


def number(value: float) -> str:
    """Write a number without a needless fraction; groups as a reader expects.

    >>> number(100417.0), number(4.85), number(6)
    ('100 417', '4.85', '6')
    """
    text = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return text.replace(",", " ") if abs(value) >= 10_000 else text.replace(",", "")

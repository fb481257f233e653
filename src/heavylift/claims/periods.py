"""When, as far as it is said: half-open spans of UTC days whose bounds may be vague.

"From 1 to 17 September" has exact bounds. "In the weeks before 19 September" has an end
and a range of possible starts; what is worked out from it is then a range too, and says
so. "In general" has none.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import msgspec

from heavylift.documents.partial_dates import parse_partial

#: Two sources that mean the same time may end it some days apart: one stopped counting
#: when it went to press. This share of the shorter period is let pass ...
TOLERANCE: Final = 0.15

#: ... and never more days than this: counts of years are brought up to date by months,
#: and 92 flights to March are not 103 to September.
MOST_TOLERANCE_DAYS: Final = 31

_DAY: Final = dt.timedelta(days=1)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A span of days; the bounds that are equal are exact, those missing not known.

    Attributes:
        start: Earliest first day.
        start_latest: Latest first day.
        end_earliest: Earliest day after the last.
        end: Latest day after the last.
        words: As written, where that says more.
    """

    start: dt.date | None = None
    start_latest: dt.date | None = None
    end_earliest: dt.date | None = None
    end: dt.date | None = None
    words: str = ""

    @property
    def widest(self) -> tuple[dt.date, dt.date] | None:
        """The longest that it may be; ``None`` when a bound is open."""
        if self.start is None or self.end is None:
            return None
        return self.start, self.end

    @property
    def narrowest(self) -> tuple[dt.date, dt.date] | None:
        """The days that it holds in any case; ``None`` when there are none."""
        if self.start_latest is None or self.end_earliest is None:
            return None
        if self.start_latest >= self.end_earliest:
            return None
        return self.start_latest, self.end_earliest

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are known to the day."""
        return (
            self.start is not None
            and self.end is not None
            and self.start == self.start_latest
            and self.end == self.end_earliest
        )

    @property
    def days(self) -> int | None:
        """Days of the longest that it may be."""
        return None if self.widest is None else (self.widest[1] - self.widest[0]).days

    def __str__(self) -> str:
        """Say it with its last day included, as people do."""
        if self.widest is None:
            return self.words or "no period given"
        first, last = self.widest[0], self.widest[1] - _DAY
        said = str(first) if first == last else f"{first} to {last}"
        if self.is_exact:
            return said
        vague = f"some time within {said}"
        return f"{vague} ({self.words})" if self.words else vague


def exactly(start: dt.date, end: dt.date, words: str = "") -> Period:
    """Make a period whose bounds are known; ``end`` is the first day after it."""
    return Period(
        start=start, start_latest=start, end_earliest=end, end=end, words=words
    )


def parse_period(first: str, last: str = "") -> Period:
    """Read a period from its first and last day, each as far as it is known.

    ``2023-09-01/2023-09-17``, ``2023-09-19/20`` and ``2016/2021`` are read too, as in
    ISO 8601-1, section 5.5: what the second part leaves out is as in the first.
    Anything else ("general", "to 2016") is kept as words, with no bounds.

    Args:
        first: First day, month or year; or both parts with a stroke.
        last: Last day, month or year, which is still within the period.

    >>> str(parse_period("2023-09-01", "2023-09-17"))
    '2023-09-01 to 2023-09-17'
    >>> str(parse_period("2023-09-19/20")), str(parse_period("2016/2021"))
    ('2023-09-19 to 2023-09-20', '2016-01-01 to 2021-12-31')
    >>> str(parse_period("general"))
    'general'
    """
    words = f"{first} to {last}" if first and last else first or last
    begin, stroke, finish = first.partition("/")
    finish = finish if stroke else last or begin
    try:
        start = parse_partial(begin).span
        end = parse_partial(_completed(begin, finish)).span
    except ValueError:
        return Period(words=words)
    if start is None or end is None or end[1] <= start[0]:
        return Period(words=words)
    return exactly(start[0], end[1])


_PART_OF_DATE: Final = re.compile(r"\d\d(?:-\d\d)?")


def _completed(begin: str, finish: str) -> str:
    """Give the second part what it leaves out: 2023-09-19/20 ends on 2023-09-20."""
    finish = finish.strip()
    if _PART_OF_DATE.fullmatch(finish) and len(finish) < len(begin.strip()):
        return begin.strip()[: -len(finish)] + finish
    return finish


def same_period(a: Period, b: Period) -> bool:
    """Whether two periods may be one, told by two sources.

    >>> ap, other = parse_period("2023-09-01", "2023-09-17"), parse_period("2023-09-01",
    ...     "2023-09-15")
    >>> same_period(ap, other)
    True
    >>> same_period(parse_period("2016/2023-03-05"), parse_period("2016/2023-09-13"))
    False
    """
    if a.widest is None or b.widest is None:
        return a.widest is b.widest and a.words.casefold() == b.words.casefold()
    shorter = min(_length(a), _length(b))
    room = min(int(shorter * TOLERANCE), MOST_TOLERANCE_DAYS)
    return (
        _apart(a.start, a.start_latest, b.start, b.start_latest) <= room
        and _apart(a.end_earliest, a.end, b.end_earliest, b.end) <= room
    )


def _length(period: Period) -> int:
    return period.days or 0


def _apart(
    a_first: dt.date | None,
    a_last: dt.date | None,
    b_first: dt.date | None,
    b_last: dt.date | None,
) -> int:
    """Days between two ranges of days; 0 where they share one."""
    low_a, high_a = a_first or a_last, a_last or a_first
    low_b, high_b = b_first or b_last, b_last or b_first
    if not (low_a and high_a and low_b and high_b):
        return 10**9
    return max((low_b - high_a).days, (low_a - high_b).days, 0)


def holds(whole: Period, part: Period) -> bool:
    """Whether one period surely lies within another, and is shorter."""
    if whole.narrowest is None or part.widest is None:
        return False
    (first, end), (inner_first, inner_end) = whole.narrowest, part.widest
    inside = first <= inner_first and inner_end <= end
    return inside and (inner_first, inner_end) != (first, end)


def overlap_days(a: Period, b: Period) -> int:
    """Days that both may have in common."""
    if a.widest is None or b.widest is None:
        return 0
    first = max(a.widest[0], b.widest[0])
    return max((min(a.widest[1], b.widest[1]) - first).days, 0)

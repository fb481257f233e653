"""Dates of which parts are not known.

Written in the manner of EDTF (ISO 8601-2, level 1): ``2023-10-05``, ``2023-10``,
``2023``, ``XXXX-09-19`` (the day is known and the year is not), or a moment,
``2023-10-05T14:30:00Z``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_PARTIAL: Final = re.compile(
    r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?P<time>[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)

#: A leap year, so that 29 February of an unknown year is a day.
_ANY_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    Attributes:
        year: ``None`` when not known.
        month: ``None`` when not known.
        day: ``None`` when not known.
        moment: The moment when a time of day with its zone was given.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    moment: dt.datetime | None = None

    @property
    def date(self) -> dt.date | None:
        """The day, when all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """First day and one past the last that it allows; ``None`` without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return dt.date(self.year, 1, 1), _next_year(self.year)
        first = dt.date(self.year, self.month, self.day or 1)
        if self.day is not None:
            return first, first + dt.timedelta(days=1)
        if self.month == 12:
            return first, _next_year(self.year)
        return first, dt.date(self.year, self.month + 1, 1)

    def __str__(self) -> str:
        """Write it as it is read."""
        if self.moment is not None:
            return self.moment.isoformat()
        year = "XXXX" if self.year is None else f"{self.year:04}"
        if self.month is None:
            return year
        return f"{year}-{self.month:02}" + (
            "" if self.day is None else f"-{self.day:02}"
        )


def parse_partial(text: str) -> PartialDate:
    """Read a partial date.

    Raises:
        ValueError: It is none; the message says what one looks like.
    """
    found = _PARTIAL.fullmatch(text.strip())
    if not found:
        raise ValueError(_wanted(text))
    year, month, day = (
        None if part is None or "X" in part else int(part)
        for part in found.group("year", "month", "day")
    )
    moment = None
    try:
        if found["time"]:
            moment = dt.datetime.fromisoformat(text.strip())
        if month is not None:
            dt.date(year or _ANY_YEAR, month, day or 1)
        elif day is not None or year == 0:
            raise ValueError
    except ValueError:
        raise ValueError(_wanted(text)) from None
    return PartialDate(year, month, day, moment)


def _next_year(year: int) -> dt.date:
    return dt.date(year + 1, 1, 1) if year < dt.MAXYEAR else dt.date.max


def _wanted(text: str) -> str:
    return (
        f"{text!r} is not a date such as 2023-10-05, 2023-10, XXXX-09-19 (year not "
        "known) or 2023-10-05T14:30:00Z"
    )

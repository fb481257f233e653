"""Parts of a month, a year, a decade or a century: "early", "late", "first half".

Nobody says where "early" ends. The bounds here are wide and overlap, so that what is
called so lies within them; the value keeps the whole that was named.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from heavylift.statements.times import spans
from heavylift.statements.times.spans import Stretch

#: Days of a month, the last one left out; 0 is the month's end. "Late" begins on the
#: 15th, as the annotators of GUM read it.
_DAYS: Final = {
    "early": (1, 16), "mid": (11, 21), "late": (15, 0), "first half": (1, 16),
    "second half": (16, 0),
}  # fmt: skip

#: Months of a year, the last one left out.
_MONTHS: Final = {
    "early": (1, 7), "mid": (5, 9), "late": (7, 13), "first half": (1, 7),
    "second half": (7, 13),
}  # fmt: skip

#: Years of a decade, the last one left out: four at either end, three in the middle.
_YEARS: Final = {"early": (0, 4), "mid": (4, 7), "late": (6, 10)}

#: Years of a century, the last one left out: forty at either end, the middle third.
_LONG_YEARS: Final = {"early": (0, 40), "mid": (34, 67), "late": (60, 100)}


def part_of(whole: Stretch, part: str) -> Stretch:
    """Give a part of a stretch; all of it where the part is not one of its kind.

    >>> september = spans.month_of(2023, 9)
    >>> [str(day) for day in (part_of(september, "late").first, september.end)]
    ['2023-09-15', '2023-10-01']
    """
    first, end = whole.first, whole.end
    if first is None or end is None or not part:
        return whole
    if part == "last day":
        return spans.day_of(end - dt.timedelta(days=1))
    match whole.granularity:
        case "month" if part in _DAYS:
            low, high = _DAYS[part]
            end = first.replace(day=high) if high else end
            first = first.replace(day=low)
        case "year" if part in _MONTHS:
            low, high = _MONTHS[part]
            end = first.replace(month=high) if high <= 12 else end
            first = first.replace(month=low)
        case "decade" if part in _YEARS:
            first, end = _years(whole, *_YEARS[part])
        case "century" if part in _LONG_YEARS:
            first, end = _years(whole, *_LONG_YEARS[part])
        case _:
            return whole
    return dataclasses.replace(whole, first=first, end=end, granularity="range")


def _years(whole: Stretch, low: int, high: int) -> tuple[dt.date, dt.date]:
    year = int(whole.value.replace("X", "0"))
    return spans.first_day(max(1, year + low)), spans.first_day(year + high)

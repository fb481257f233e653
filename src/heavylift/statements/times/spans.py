"""Stretches of the calendar, and how each is written.

Every stretch is half-open. Weeks are those of ISO 8601, Monday to Sunday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from heavylift.statements.records import Granularity


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, one end of which may not be known.

    Attributes:
        first: First day; ``None`` when it cannot be said.
        end: One past the last day; ``None`` when it cannot be said.
        granularity: How exactly it is given.
        value: As it is written; see :class:`heavylift.statements.records.Time`.
        clock: A time of the first day, ``hh:mm``, or empty.
    """

    first: dt.date | None
    end: dt.date | None
    granularity: Granularity
    value: str
    clock: str = ""


_DAY: Final = dt.timedelta(days=1)


def day_of(day: dt.date, clock: str = "") -> Stretch:
    """Give one day, or a moment of it."""
    value = day.isoformat() + (f"T{clock}" if clock else "")
    return Stretch(day, day + _DAY, "time" if clock else "day", value, clock)


def days_of(first: dt.date, last: dt.date, granularity: Granularity) -> Stretch:
    """Give the days from one to another, both of them included."""
    return Stretch(first, last + _DAY, granularity, f"{first}/{last}")


def week_of(day: dt.date) -> Stretch:
    """Give the week of a day, Monday to Sunday.

    >>> week_of(dt.date(2006, 1, 5)).value
    '2006-W01'
    """
    first = day - day.weekday() * _DAY
    year, week, _ = day.isocalendar()
    return Stretch(first, first + 7 * _DAY, "week", f"{year:04}-W{week:02}")


def weekend_of(day: dt.date) -> Stretch:
    """Give Saturday and Sunday of the week of a day."""
    saturday = day + (5 - day.weekday()) * _DAY
    return days_of(saturday, saturday + _DAY, "days")


def month_of(year: int, month: int) -> Stretch:
    """Give a month."""
    return Stretch(
        dt.date(year, month, 1), _month_after(year, month), "month",
        f"{year:04}-{month:02}",
    )  # fmt: skip


def year_of(year: int) -> Stretch:
    """Give a year."""
    return Stretch(dt.date(year, 1, 1), first_day(year + 1), "year", f"{year:04}")


def quarter_of(year: int, quarter: int) -> Stretch:
    """Give a quarter; EDTF writes the first as month 33 (ISO 8601-2)."""
    first = 3 * quarter - 2
    return Stretch(
        dt.date(year, first, 1), _month_after(year, first + 2), "quarter",
        f"{year:04}-{32 + quarter}",
    )  # fmt: skip


def season_of(year: int, season: int) -> Stretch:
    """Give a season of the northern half of the earth.

    From its first month to the one in which the next begins in the sky, so that it
    holds both what meteorology and what the calendar calls so. Winter goes by the
    year that it begins in.

    Args:
        year: The year.
        season: 21 (spring) to 24 (winter), as EDTF numbers them.
    """
    first = 3 * (season - 20)
    last_year, last = (year + 1, 3) if first == 12 else (year, first + 3)
    return Stretch(
        dt.date(year, first, 1), _month_after(last_year, last), "season",
        f"{year:04}-{season}",
    )  # fmt: skip


def decade_of(year: int) -> Stretch:
    """Give the decade of a year."""
    first = year // 10 * 10
    return Stretch(
        first_day(first), first_day(first + 10), "decade", f"{first // 10:03}X"
    )


def century_of(year: int) -> Stretch:
    """Give the hundred years with the same first two digits."""
    first = year // 100 * 100
    return Stretch(
        first_day(first), first_day(first + 100), "century", f"{first // 100:02}XX"
    )


def first_day(year: int) -> dt.date:
    """Give the first day of a year; the last day that can be told past the end."""
    return dt.date(year, 1, 1) if year <= dt.MAXYEAR else dt.date.max


def shift(day: dt.date, count: int, unit: str) -> dt.date:
    """Move a day by a number of units; the 31st becomes the last of a shorter month.

    Raises:
        OverflowError: There is no such day.
    """
    if unit in _UNIT_DAYS:
        return day + dt.timedelta(days=count * _UNIT_DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _UNIT_MONTHS[unit]
    year, month = divmod(months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(f"there is no year {year}")
    last = (_month_after(year, month + 1) - _DAY).day
    return dt.date(year, month + 1, min(day.day, last))


_UNIT_DAYS: Final = {
    "second": 0, "minute": 0, "hour": 0, "day": 1, "weekend": 7, "week": 7,
    "fortnight": 14,
}  # fmt: skip
_UNIT_MONTHS: Final = {
    "month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200
}  # fmt: skip


def unit_of(day: dt.date, unit: str) -> Stretch:
    """Give the unit of the calendar that a day lies in; shorter ones are the day."""
    return _UNITS.get(unit, day_of)(day)


_UNITS: Final[dict[str, Callable[[dt.date], Stretch]]] = {
    "week": week_of,
    "fortnight": week_of,
    "weekend": weekend_of,
    "month": lambda day: month_of(day.year, day.month),
    "quarter": lambda day: quarter_of(day.year, (day.month + 2) // 3),
    "year": lambda day: year_of(day.year),
    "decade": lambda day: decade_of(day.year),
    "century": lambda day: century_of(day.year),
}


def _month_after(year: int, month: int) -> dt.date:
    return first_day(year + 1) if month == 12 else dt.date(year, month + 1, 1)

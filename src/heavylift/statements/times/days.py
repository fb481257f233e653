"""What is meant by expressions that name a day, or a month without its year."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from heavylift.statements.times import spans
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.holidays import holiday
from heavylift.statements.times.lengths import MIDNIGHT
from heavylift.statements.times.parts import part_of
from heavylift.statements.times.spans import Stretch
from heavylift.statements.times.tense import Tense
from heavylift.statements.times.views import Resolved, View, said

_DAY: Final = dt.timedelta(days=1)


#: A date that names no year is of the year that brings it nearest to the day of
#: writing, where one that the tense of the verb speaks against counts as this many
#: times as far. With 1 the tense says nothing, and "November 20", written in May of
#: what is to come, lies in the past; with 10 every verb misread moves a date of last
#: week by a year.
_AGAINST_TENSE: Final = 3


#: A day of the week fits one year in six or so; further off it is a slip of the writer.
_LARGEST_DISTANCE_DAYS: Final = 366


def resolve_date(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "Sept. 19", "September 2023", "late September", "2023"."""
    year, month, day = expression.year, expression.month, expression.day
    part = expression.part
    if month is None:
        if year is None:
            return _day_of_month(expression, view, tense)
        stretch = part_of(spans.year_of(year), part)
        return Resolved(stretch, said("year", part), absolute=True)
    absolute = year is not None
    rule = "name of the day" if expression.which == "named" else "date"
    if year is None:
        year, rule = _year_near(expression, view, tense)
    if day is not None:
        stretch = spans.day_of(dt.date(year, month, day))
        return Resolved(stretch, rule, absolute=absolute)
    stretch = part_of(spans.month_of(year, month), part)
    if absolute:
        rule = "month"
    return Resolved(stretch, said(rule, part), absolute=absolute)


def _year_near(expression: Expression, view: View, tense: Tense) -> tuple[int, str]:
    """Find the year of a date that names none."""
    month, day = expression.month or 1, expression.day
    here = view.day
    if view.year is not None:
        return view.year, "year of the only dates in the text that name one"
    # A day of the week may ask for more than the years beside; 29 February does.
    reach = 8 if expression.weekday is not None or (month, day) == (2, 29) else 1
    years = range(max(1, here.year - reach), min(dt.MAXYEAR, here.year + reach) + 1)
    days = (_try_day(year, month, day or 15) for year in years)
    candidates = [each for each in days if each is not None]
    if expression.weekday is not None and day is not None:
        fitting = [each for each in candidates if each.weekday() == expression.weekday]
        if fitting:
            near = min(fitting, key=lambda each: abs((each - here).days))
            if abs((near - here).days) <= _LARGEST_DISTANCE_DAYS:
                return near.year, "year in which the day of the week fits"
    whole = here.replace(day=15) if day is None else here
    side = _side(expression.which, tense)
    if expression.which in ("last", "next"):
        strict = [
            c for c in candidates if (c < whole) == (side == "past") and c != whole
        ]
        near = min(strict, key=lambda each: abs((each - whole).days))
        return near.year, f"{expression.which} such date"
    if expression.which == "this":
        return here.year, "this year"
    near = min(candidates, key=lambda each: (_cost(each, whole, side), each))
    rule = "nearest such date"
    if side and expression.which != "since":
        words = "in the past" if side == "past" else "of what is to come"
        rule += f"; the verb is {words}" if (near <= whole) == (side == "past") else ""
    return near.year, rule


def _cost(day: dt.date, here: dt.date, side: str) -> int:
    """Give how far a day lies; further where the verb says the other side."""
    days = (day - here).days
    against = (side == "past" and days > 0) or (side == "future" and days < 0)
    return abs(days) * (_AGAINST_TENSE if against else 1)


def _side(which: str, tense: Tense) -> str:
    sides = {"last": "past", "since": "past", "next": "future", "this": ""}
    return sides.get(which, tense)


def _try_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _day_of_month(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "the 19th": of the month last named, else on the side of the tense."""
    day = expression.day or 1
    if view.named is not None and view.named.first is not None:
        first = view.named.first
        if view.named.granularity in ("day", "month", "time"):
            stretch = spans.day_of(dt.date(first.year, first.month, day))
            return Resolved(stretch, "day of the month last named", from_named=True)
    here = view.day
    candidates = [
        each
        for months in range(-2, 3)
        for start in (spans.shift(here.replace(day=1), months, "month"),)
        if (each := _try_day(start.year, start.month, day)) is not None
    ]
    if tense == "future":
        chosen = min(each for each in candidates if each >= here)
    else:
        chosen = max(each for each in candidates if each <= here)
    return Resolved(spans.day_of(chosen), "day of the month nearest")


def resolve_either(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "9/8/2023", which may be in August or in September."""
    year, month, day = (
        expression.year or 1,
        expression.month or 1,
        expression.day or 1,
    )
    one, two = sorted((dt.date(year, month, day), dt.date(year, day, month)))
    stretch = Stretch(one, two + _DAY, "day", f"[{one},{two}]")
    return Resolved(stretch, "day and month may be the other way round", absolute=True)


def resolve_dates(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "from 1 to 17 September"."""
    first = resolve_date(dataclasses.replace(expression, kind="date"), view, tense)
    start = first.stretch.first or view.day
    last = start.replace(day=expression.last_day or start.day)
    return dataclasses.replace(first, stretch=spans.days_of(start, last, "days"))


def resolve_weekday(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "Friday", "last Friday", "the next Tuesday"."""
    here, weekday = view.day, expression.weekday or 0
    back = (here.weekday() - weekday) % 7
    match expression.which:
        case "last":
            day = here - (back or 7) * _DAY
            rule = "last such day before"
        case "next":
            day = here - here.weekday() * _DAY + (7 + weekday) * _DAY
            rule = "such day of next week"
        case "this":
            day = here - here.weekday() * _DAY + weekday * _DAY
            rule = "such day of this week"
        case "following" | "previous":
            return _beside_named(expression, view)
        case _ if tense == "future" and back:
            day = here + (7 - back) * _DAY
            rule = "next such day; the verb tells of what is to come"
        case _:
            day = here - back * _DAY
            rule = "latest such day"
            rule += "; the verb is in the past" if tense == "past" else ""
    return Resolved(spans.day_of(day), rule)


def _beside_named(expression: Expression, view: View) -> Resolved:
    named, weekday = view.day_named, expression.weekday or 0
    base = view.day if named is None else named
    if expression.which == "following":
        day = base + (((weekday - base.weekday()) % 7) or 7) * _DAY
    else:
        day = base - (((base.weekday() - weekday) % 7) or 7) * _DAY
    return Resolved(
        spans.day_of(day), f"{expression.which} such day", from_named=named is not None
    )


def resolve_from_here(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "yesterday", "last night", "the day after tomorrow"."""
    day = view.day + (expression.count or 0) * _DAY
    return Resolved(spans.day_of(day), "days from the day of writing")


def resolve_holiday(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "Christmas", "last Easter", "Thanksgiving 1999"."""
    name, year = expression.unit, expression.year
    absolute = year is not None
    rule = "holiday"
    if year is None:
        here = view.day
        days = [holiday(name, each)[0] for each in (here.year - 1, here.year)]
        if here.year < dt.MAXYEAR:
            days.append(holiday(name, here.year + 1)[0])
        side = _side(expression.which, tense)
        if expression.which in ("last", "next"):
            days = [c for c in days if (c < here) == (side == "past") and c != here]
        day = min(days, key=lambda each: _cost(each, here, side))
        year, rule = day.year, "nearest such holiday"
    first, end = holiday(name, year)
    if end - first == _DAY:
        return Resolved(spans.day_of(first), rule, absolute=absolute)
    stretch = spans.days_of(first, end - _DAY, "days")
    return Resolved(stretch, rule, absolute=absolute)


def resolve_clock(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "at 22:30": on the day last named."""
    day = view.day_named
    if expression.clock == MIDNIGHT:
        stretch = Stretch(None, None, "time", "XXXX-XX-XXT00:00")
        return Resolved(stretch, "midnight; which end of a day is not said")
    if day is None or expression.which != "near":
        stretch = Stretch(None, None, "time", f"XXXX-XX-XXT{expression.clock}")
        rule = "time of a day that the paragraph does not name"
        return Resolved(stretch, rule, absolute=True)
    return Resolved(
        spans.day_of(day, expression.clock), "time of the day last named",
        from_named=True,
    )  # fmt: skip

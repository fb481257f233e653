"""What is meant by expressions that name a week, a month, a year or more of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from heavylift.statements.records import Granularity
from heavylift.statements.times import spans
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.lengths import duration_value
from heavylift.statements.times.parts import part_of
from heavylift.statements.times.spans import Stretch
from heavylift.statements.times.tense import Tense
from heavylift.statements.times.views import Resolved, View, said

_DAY: Final = dt.timedelta(days=1)


def resolve_unit(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "last month", "this week", "that year", "the next day"."""
    unit, which, part = expression.unit, expression.which, expression.part
    if which == "near":
        # "Over the weekend": the last one that has begun, or the one to come.
        day = _saturday(view.day, tense, "past")
        return Resolved(spans.weekend_of(day), "nearest weekend on the verb's side")
    if which in ("that", "following", "previous"):
        return _unit_beside_named(expression, view)
    if unit == "decade" and which in ("last", "next"):
        return resolve_window(
            dataclasses.replace(expression, kind="window", count=1), view, tense
        )
    if unit == "weekend" and which == "this":
        # "Was held this weekend", written on a Tuesday, is the one just over.
        day = _saturday(view.day, tense, "future")
        return Resolved(spans.weekend_of(day), "weekend on the verb's side")
    step = {"last": -1, "this": 0, "next": 1}[which]
    stretch = spans.unit_of(spans.shift(view.day, step, unit), unit)
    words = {"last": "one before", "this": "one of", "next": "one after"}[which]
    return _cut(stretch, part, view, f"the {unit} {words} the day of writing")


def _saturday(here: dt.date, tense: Tense, otherwise: Tense) -> dt.date:
    """Give the Saturday of the weekend that has begun, or of the one to come."""
    back = (here.weekday() - 5) % 7
    if (tense or otherwise) == "past" or back < 2:
        return here - back * _DAY
    return here + (7 - back) * _DAY


def _cut(stretch: Stretch, part: str, view: View, rule: str) -> Resolved:
    """Give the part of a unit that "early", "late" and the like name."""
    first = stretch.first or view.day
    here = view.day
    if part in ("earlier", "later"):
        if stretch.end is not None and first <= here < stretch.end:
            if part == "earlier":
                cut = Stretch(first, here + _DAY, "range", stretch.value)
            else:
                cut = Stretch(here, stretch.end, "range", stretch.value)
            return Resolved(cut, f"{rule}; {part}")
        return Resolved(stretch, rule)
    return Resolved(part_of(stretch, part), said(rule, part))


def _unit_beside_named(expression: Expression, view: View) -> Resolved:
    """Resolve "that day" and "the next month" against the date last named."""
    unit, which = expression.unit, expression.which
    step = {"that": 0, "following": 1, "previous": -1}[which]
    named = view.named
    if unit == "day" and view.day_named is not None:
        named = spans.day_of(view.day_named)
    exact = unit == "year" or (
        named is not None and named.granularity in _FINER.get(unit, ("day", "time"))
    )
    if named is None or named.first is None or not exact:
        return Resolved(unknown(unit), f"{which} {unit}; no date is named before")
    day = spans.shift(named.first, step, unit)
    return Resolved(
        spans.unit_of(day, unit), f"{which} {unit} of the date last named",
        from_named=True,
    )  # fmt: skip


#: What must have been named for "that week", "that month".
_FINER: Final[dict[str, tuple[Granularity, ...]]] = {
    "month": ("day", "time", "month"),
    "week": ("day", "time", "week"),
    "quarter": ("day", "time", "month", "quarter"),
    "decade": ("day", "time", "month", "year", "decade", "range"),
    "century": ("day", "time", "month", "year", "decade", "range"),
}


#: A date of which only the granularity is known.
_UNKNOWN: Final[dict[str, tuple[Granularity, str]]] = {
    "week": ("week", "XXXX-WXX"), "fortnight": ("week", "XXXX-WXX"),
    "weekend": ("days", "XXXX-WXX"), "month": ("month", "XXXX-XX"),
    "quarter": ("quarter", "XXXX-XX"), "year": ("year", "XXXX"),
    "decade": ("decade", "XXXX"), "century": ("century", "XXXX"),
}  # fmt: skip


def unknown(unit: str) -> Stretch:
    """Give what is known of a unit when its date is not: its kind."""
    granularity, value = _UNKNOWN.get(unit, ("day", "XXXX-XX-XX"))
    return Stretch(None, None, granularity, value)


def resolve_season(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "summer of 2012", "last fall"."""
    season = expression.count or 21
    year = expression.year
    absolute = year is not None
    rule = "season"
    if year is None:
        first_month = 3 * (season - 20)
        here = view.day
        year = here.year
        begun = here >= dt.date(here.year, first_month, 1)
        match expression.which:
            case "last":
                # The latest that has ended or nearly has.
                ended = begun and here.month - first_month >= 3
                year = here.year if ended else here.year - 1
                if first_month == 12:
                    year = here.year - 1 if here.month > 2 else here.year - 2
            case "next":
                year = here.year + 1 if begun else here.year
            case _:
                if first_month == 12 and here.month < 3:
                    year -= 1
        rule = f"{expression.which} season from the day of writing"
    stretch = spans.season_of(year, season)
    return Resolved(stretch, said(rule, expression.part), absolute=absolute)


def resolve_ago(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "two weeks ago", "a decade ago", "several years ago"."""
    count, unit = expression.count, expression.unit
    here = view.day
    if count is None:
        stretch = Stretch(None, here + _DAY, "range", f"../{here}")
        return Resolved(stretch, f"an unsaid number of {unit}s ago")
    if unit in ("second", "minute", "hour"):
        if unit == "hour" and count >= 24:
            day = here - (count // 24) * _DAY
            return Resolved(spans.day_of(day), "hours ago, counted in days")
        stretch = spans.days_of(here - _DAY, here, "range")
        return Resolved(stretch, f"{unit}s ago; the day may have turned")
    day = spans.shift(here, -count, unit)
    # A length is as exact as its unit: "two years ago" names a year.
    named = {"decade": "year", "century": "year", "quarter": "month"}.get(unit, unit)
    return Resolved(spans.unit_of(day, named), f"{unit}s before the day of writing")


def resolve_window(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "the last two weeks", "the next three months", "recent days"."""
    count, unit = expression.count, expression.unit
    back = expression.which == "last"
    here = view.day
    if count is None:
        stretch = (
            Stretch(None, here + _DAY, "range", f"../{here}")
            if back
            else Stretch(here, None, "range", f"{here}/..")
        )
        return Resolved(
            stretch,
            f"an unsaid number of {unit}s up to the day of writing"
            if back
            else f"an unsaid number of {unit}s from then on",
        )
    if unit in ("second", "minute", "hour"):
        days = -(-count // 24) if unit == "hour" else 1
        other = here - days * _DAY if back else here + days * _DAY
    else:
        other = spans.shift(here, -count if back else count, unit)
    first, last = (other, here) if back else (here, other)
    stretch = spans.days_of(first, last, "range")
    if unit in ("year", "decade", "century"):
        # As exact as the unit: of years only which the first and the last are.
        stretch = Stretch(
            spans.first_day(first.year), spans.first_day(last.year + 1), "range",
            f"{first.year:04}/{last.year:04}",
        )  # fmt: skip
    length = duration_value(count, unit)
    side = "up to" if back else "from"
    return Resolved(stretch, f"{length} {side} the day of writing, that day included")


def resolve_decade(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "the 1990s", "the late sixties", "the '20s"."""
    year, part = expression.year or 0, expression.part
    absolute = year >= _WITH_CENTURY
    if not absolute:
        # The latest such decade that has begun.
        year += (view.day.year - year) // 100 * 100
    stretch = part_of(spans.decade_of(year), part)
    return Resolved(stretch, said("decade", part), absolute=absolute)


#: A year below is one of any century.
_WITH_CENTURY: Final = 100


def resolve_century(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "the 20th century"."""
    first = max(1, ((expression.count or 1) - 1) * 100)
    part = expression.part
    stretch = part_of(spans.century_of(first), part)
    return Resolved(stretch, said("century", part), absolute=True)


def resolve_quarter(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "Q3 2023", "the third quarter"."""
    year, quarter = expression.year, expression.count or 1
    if year is not None:
        return Resolved(spans.quarter_of(year, quarter), "quarter", absolute=True)
    stretch = spans.quarter_of(view.day.year, quarter)
    here = view.day
    if tense != "future" and stretch.first is not None and stretch.first > here:
        stretch = spans.quarter_of(here.year - 1, quarter)
    return Resolved(stretch, "quarter nearest on the verb's side")


def resolve_year_span(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "2016-2021"."""
    first, last = expression.year or 1, expression.count or 1
    stretch = Stretch(
        spans.first_day(first), spans.first_day(last + 1), "range",
        f"{first:04}/{last:04}",
    )  # fmt: skip
    return Resolved(stretch, "from year to year", absolute=True)


def resolve_duration(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "24-hour", "three days": a length has no days."""
    stretch = Stretch(None, None, "duration", expression.unit)
    return Resolved(stretch, "length of time", absolute=True)


def resolve_cycle(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "daily", "every Friday": how often has no days."""
    stretch = Stretch(None, None, "set", expression.unit)
    return Resolved(stretch, "how often", absolute=True)

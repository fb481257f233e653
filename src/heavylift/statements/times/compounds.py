"""What is meant by expressions that are made of others: ranges and bounds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from heavylift.statements.times import spans
from heavylift.statements.times.days import resolve_date
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.singles import resolve_single
from heavylift.statements.times.spans import Stretch
from heavylift.statements.times.tense import Tense
from heavylift.statements.times.units import unknown
from heavylift.statements.times.views import Resolved, View
from heavylift.statements.times.vocabulary import UNITS, UNITS_PLURAL

_DAY: Final = dt.timedelta(days=1)


_LENGTHS: Final = UNITS | UNITS_PLURAL


def resolve_offset(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "two days later", "a week before Sept. 19"."""
    count, unit = expression.count, expression.unit
    sign = -1 if expression.which == "before" else 1
    if expression.part == "event":
        rule = f"{unit}s {expression.which} something that is not dated here"
        return Resolved(unknown(unit), rule)
    if expression.parts:
        base = resolve_single(expression.parts[0], view, tense)
        named: Stretch | None = base.stretch
        words, absolute, from_named = (
            "the date beside it",
            base.absolute,
            base.from_named,
        )
    else:
        named, absolute, from_named = view.named, False, True
        if unit == "day" and view.day_named is not None:
            named = spans.day_of(view.day_named)
        words = "the date last named"
    rule = f"{unit}s {expression.which} {words}"
    known = named is not None and (
        named.granularity in ("day", "time")
        or unit == "year"
        or (unit == "month" and named.granularity == "month")
    )
    if named is None or named.first is None or not known or count is None:
        return Resolved(unknown(unit), f"{rule}, which is not known")
    if unit in ("second", "minute", "hour"):
        return Resolved(unknown("day"), f"{rule}; the day may have turned")
    day = spans.shift(named.first, sign * count, unit)
    if unit == "day" or (expression.parts and unit in ("week", "fortnight")):
        return Resolved(spans.day_of(day), rule, from_named, absolute)
    named_unit = {"decade": "year", "century": "year"}.get(unit, unit)
    return Resolved(spans.unit_of(day, named_unit), rule, from_named, absolute)


def resolve_span(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "from 2016 to 5 March 2023", "between Sept. 2 and Sept. 18"."""
    one, two = expression.parts
    start = resolve_single(one, view, tense)
    first = start.stretch.first
    if _needs_order(one, two) and first is not None:
        # The end of a range comes after its beginning.
        end = resolve_single(two, View(first, named=start.stretch), "future")
    else:
        end = resolve_single(two, view, tense)
    last = end.stretch.end
    if first is not None and last is not None and first >= last:
        return Resolved(_open_range(), "a range whose end comes before its beginning")
    value = f"{start.stretch.value}/{end.stretch.value}"
    return Resolved(
        Stretch(first, last, "range", value), "from the first to the last",
        start.from_named or end.from_named, start.absolute and end.absolute,
    )  # fmt: skip


def _needs_order(one: Expression, two: Expression) -> bool:
    if two.kind == "date":
        return two.year is None
    return two.kind == "weekday" and one.kind in ("weekday", "date")


def _open_range() -> Stretch:
    return Stretch(None, None, "range", "../..")


def resolve_bounded(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "since March": open at one end, or up to the day of writing."""
    inner = resolve_single(expression.parts[0], view, tense)
    which, stretch = expression.which, inner.stretch
    first, end = stretch.first, stretch.end
    rule = f"{which}: {inner.rule}"
    absolute = inner.absolute
    value = stretch.value
    match which:
        case "since":
            here = view.day
            until = here + _DAY if first is None or first <= here else None
            upto = here.isoformat() if until else ".."
            made = Stretch(first, until, "range", f"{value}/{upto}")
            absolute = False
        case "after" | "before":
            made = _beyond(stretch, which)
        case _:
            made = Stretch(None, end, "range", f"../{value}")
    return Resolved(made, rule, inner.from_named, absolute)


def _beyond(stretch: Stretch, which: str) -> Stretch:
    """Give what lies before or after a stretch, with the other end open."""
    if which == "before":
        last = stretch.first
        if last is None or last == dt.date.min:
            return Stretch(None, None, "range", "../..")
        return Stretch(None, last, "range", f"../{last - _DAY}")
    first = stretch.end
    value = ".." if first is None else first.isoformat()
    return Stretch(first, None, "range", f"{value}/..")


def resolve_weeks_before(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "in the weeks before Sept. 19": nobody says how many."""
    inner = resolve_single(expression.parts[0], view, tense)
    made = _beyond(inner.stretch, expression.which)
    unit = _LENGTHS.get(expression.unit, "unit")
    rule = f"an unsaid number of {unit}s {expression.which}: {inner.rule}"
    return Resolved(made, rule, inner.from_named, inner.absolute)


def resolve_month_of_year(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "early October this year"."""
    date, unit = expression.parts
    year = resolve_single(unit, view, tense)
    if year.stretch.first is None:
        return year
    dated = dataclasses.replace(date, year=year.stretch.first.year)
    resolved = resolve_date(dated, view, tense)
    return dataclasses.replace(
        resolved, rule=f"date in {year.rule}", absolute=False,
        from_named=year.from_named,
    )  # fmt: skip


def resolve_week_of(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve "the week of Sept. 4"."""
    inner = resolve_single(expression.parts[0], view, tense)
    if inner.stretch.first is None:
        return dataclasses.replace(inner, stretch=unknown("week"))
    return dataclasses.replace(
        inner, stretch=spans.week_of(inner.stretch.first), rule=f"week of: {inner.rule}"
    )

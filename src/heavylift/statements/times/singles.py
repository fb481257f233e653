"""What is meant by an expression that is not made of others."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from heavylift.statements.times import days, spans, units
from heavylift.statements.times.expressions import Expression, Kind
from heavylift.statements.times.tense import Tense
from heavylift.statements.times.views import Resolved, View

Resolver = Callable[[Expression, View, Tense], Resolved]

SINGLES: Final[dict[Kind, Resolver]] = {
    "date": days.resolve_date,
    "either": days.resolve_either,
    "dates": days.resolve_dates,
    "weekday": days.resolve_weekday,
    "from_here": days.resolve_from_here,
    "holiday": days.resolve_holiday,
    "clock": days.resolve_clock,
    "unit": units.resolve_unit,
    "season": units.resolve_season,
    "ago": units.resolve_ago,
    "window": units.resolve_window,
    "decade": units.resolve_decade,
    "century": units.resolve_century,
    "quarter": units.resolve_quarter,
    "year_span": units.resolve_year_span,
    "duration": units.resolve_duration,
    "set": units.resolve_cycle,
}


def resolve_single(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve an expression, and set a time of day on its day.

    Raises:
        ValueError: There is no such day (31 September).
        OverflowError: It lies outside the calendar.
    """
    resolved = SINGLES[expression.kind](expression, view, tense)
    first = resolved.stretch.first
    if expression.clock and expression.kind != "clock" and first is not None:
        timed = spans.day_of(first, expression.clock)
        resolved = dataclasses.replace(resolved, stretch=timed)
    return resolved

"""What an expression means, seen from one day.

Everything is resolved against a day that is known. Where the day of writing is known
in part only, it is done twice, from the first and from the last day that it may be
(see ``anchoring``), and what differs is not known.
"""

from __future__ import annotations

from typing import Final

from heavylift.statements.times import compounds
from heavylift.statements.times.expressions import Expression, Kind
from heavylift.statements.times.singles import Resolver, resolve_single
from heavylift.statements.times.tense import Tense
from heavylift.statements.times.views import Resolved, View

_COMPOUNDS: Final[dict[Kind, Resolver]] = {
    "offset": compounds.resolve_offset,
    "range": compounds.resolve_span,
    "bounded": compounds.resolve_bounded,
    "weeks_before": compounds.resolve_weeks_before,
    "month_of_year": compounds.resolve_month_of_year,
    "week_of": compounds.resolve_week_of,
}

#: Kinds whose date is remembered as the one last named. The parts of a range are
#: expressions of their own and come before it.
_NAMING: Final = frozenset({"date", "weekday", "from_here", "unit", "holiday", "season",
    "offset", "ago", "clock", "month_of_year"})  # fmt: skip


def resolve(expression: Expression, view: View, tense: Tense) -> Resolved:
    """Resolve an expression, and remember its date for those after it.

    Raises:
        ValueError: There is no such day (31 September).
        OverflowError: It lies outside the calendar.
    """
    compound = _COMPOUNDS.get(expression.kind)
    if compound is None:
        resolved = resolve_single(expression, view, tense)
    else:
        resolved = compound(expression, view, tense)
    stretch = resolved.stretch
    dated = stretch.first is not None and stretch.end is not None
    if dated and expression.kind in _NAMING:
        view.named = stretch
        if stretch.granularity in ("day", "time"):
            view.day_named = stretch.first
    return resolved

"""Counts of flights: always a vector by class of the weaker end, never one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pyarrow as pa

from heavylift.model.ends import CLASS_ORDER, EndClass, weaker

Every = Literal["day", "week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCount:
    """Flights that began in one period.

    Attributes:
        start: First day (UTC); weeks begin on Monday.
        belongs: Flights that belong, by class of the weaker end.
        may: Flights that may belong.
    """

    start: date
    belongs: Mapping[EndClass, int]
    may: int


def count_by_class(flights: pa.Table) -> dict[EndClass, int]:
    """Count flights by the class of their weaker end.

    Returns:
        Every class, strongest first, zeros included.
    """
    counts = dict.fromkeys(CLASS_ORDER, 0)
    for origin, destination in _classes(flights):
        counts[weaker(origin, destination)] += 1
    return counts


def count_by_period(
    belongs: pa.Table,
    may: pa.Table,
    every: Every,
    window: tuple[datetime | None, datetime | None] = (None, None),
) -> list[PeriodCount]:
    """Count flights by the day or week (UTC) in which they were first seen.

    Args:
        belongs: Flights that belong.
        may: Flights that may belong.
        every: Length of a period.
        window: First moment and first moment after; periods without a flight inside
            it are listed with zeros. Without it, from the first flight to the last.

    Returns:
        Periods in order of time; empty when there is neither flight nor window.
    """
    sure = [
        (_period(t, every), weaker(*classes))
        for t, classes in zip(
            belongs["first_seen"].to_pylist(), _classes(belongs), strict=True
        )
    ]
    possible = [_period(t, every) for t in may["first_seen"].to_pylist()]
    first = [_period(window[0], every)] if window[0] else []
    last = [_period(window[1] - timedelta(milliseconds=1), every)] if window[1] else []
    days = [day for day, _ in sure] + possible + first + last
    if not days:
        return []
    step = timedelta(days=7 if every == "week" else 1)
    periods = []
    day = min(days)
    while day <= max(days):
        by_class = dict.fromkeys(CLASS_ORDER, 0)
        for d, end_class in sure:
            if d == day:
                by_class[end_class] += 1
        periods.append(
            PeriodCount(start=day, belongs=by_class, may=possible.count(day))
        )
        day += step
    return periods


def _classes(flights: pa.Table) -> list[tuple[EndClass, EndClass]]:
    return [
        (EndClass(o), EndClass(d))
        for o, d in zip(
            flights["origin_class"].to_pylist(),
            flights["destination_class"].to_pylist(),
            strict=True,
        )
    ]


def _period(moment: datetime, every: Every) -> date:
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday()) if every == "week" else day

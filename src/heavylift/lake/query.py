"""Ask a lake for flights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from heavylift.errors import LakeError
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.days import read_days
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake

#: Flights of traces that run over midnight lie with the day before.
_SLACK: Final = timedelta(days=1)


def flights_between(
    lake: Lake,
    start: datetime | None = None,
    end: datetime | None = None,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """Give all flights whose first position lies in a half-open window.

    Args:
        lake: The lake.
        start: First moment; no bound when ``None``.
        end: First moment after; no bound when ``None``.
        columns: Which columns to give, ``flight_id`` among them; all by default. What
            tells where evidence lies makes most of a flight's size.

    Returns:
        Columns as in ``model.flights``, in the order of ``flight_id``.

    Raises:
        LakeError: The flights of a day have not been made.
    """
    names = flight_files(made_days(lake, start, end))
    wanted = list(columns or FLIGHT_SCHEMA.names)
    tables = [
        FLIGHT_SCHEMA.empty_table().select(wanted),
        *(lake.read_table(n, wanted).select(wanted) for n in names),
    ]
    return pa.concat_tables(tables).sort_by("flight_id").combine_chunks()


def read_flights_columns(
    lake: Lake, days: Iterable[Day], columns: Sequence[str]
) -> pa.Table:
    """Give some columns of all flights of some days.

    Args:
        lake: The lake.
        days: Records of days whose flights have been made.
        columns: Names as in ``model.flights``.
    """
    tables = [
        lake.read_table(name, list(columns)).select(list(columns))
        for name in flight_files(days)
    ]
    empty = FLIGHT_SCHEMA.empty_table().select(list(columns))
    return pa.concat_tables([empty, *tables])


def made_days(
    lake: Lake, start: datetime | None = None, end: datetime | None = None
) -> list[Day]:
    """Records of the days that may hold flights of a window, in order.

    Raises:
        LakeError: The flights of one have not been made.
    """
    first = "" if start is None else (start - _SLACK).date().isoformat()
    last = "9" if end is None else (end - timedelta.resolution).date().isoformat()
    days = [d for d in read_days(lake).values() if first <= d.day <= last]
    waiting = [d.day for d in days if d.flights is None]
    if waiting:
        raise LakeError(
            f"{lake.where}: the flights of {waiting[0]} have not been made yet"
            + (f", nor of {len(waiting) - 1} more days" if len(waiting) > 1 else ""),
            help="an ingest was stopped; finish it by giving the same command again",
        )
    return days


def flight_files(days: Iterable[Day]) -> Sequence[str]:
    """Names of the files of flights of some days."""
    return [
        layout.flights_file(d.day, d.flights.made_from)
        for d in days
        if d.flights is not None
    ]


def flights_named(lake: Lake, beginning: str) -> pa.Table:
    """Give the flights whose name begins in a way; of a name all days are looked at.

    Args:
        lake: The lake.
        beginning: All of a ``flight_id``, or its beginning.
    """
    tables = [FLIGHT_SCHEMA.empty_table()]
    for day in made_days(lake):
        assert day.flights is not None
        made_from = day.flights.made_from
        named = lake.read_table(layout.ends_file(day.day, made_from), ["flight_id"])
        mask = pc.starts_with(named["flight_id"], beginning)
        if pc.any(mask).as_py():
            flights = lake.read_table(layout.flights_file(day.day, made_from))
            tables.append(flights.filter(mask))
    return pa.concat_tables(tables)

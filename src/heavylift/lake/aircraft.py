"""All flights of some aircraft in a lake: what visits and rotations are made of."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.ends import GROUP
from heavylift.lake.query import made_days
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake, reading
from heavylift.visits.legs import aircraft_of

#: Files looked at side by side; reading them releases the interpreter.
_WORKERS: Final = 2


def days_around(lake: Lake, flown: pa.Table, margin_days: int) -> list[Day]:
    """Records of the days around some flights, in order.

    Args:
        lake: The lake.
        flown: The flights.
        margin_days: Days before and after each.
    """
    first: datetime | None = pc.min(flown["first_seen"]).as_py()
    last: datetime | None = pc.max(flown["last_seen"]).as_py()
    if first is None or last is None:
        return []
    margin = timedelta(days=margin_days)
    moments = flown["first_seen"].cast(pa.int64()).to_numpy()
    return [
        day
        for day in made_days(lake, first - margin, last + margin)
        if np.any(
            np.abs(moments - layout.start_ms(day.day)) <= (margin_days + 1) * 86_400_000
        )
    ]


def flights_of_aircraft(
    lake: Lake, days: Sequence[Day], flown: pa.Table, columns: Sequence[str]
) -> pa.Table:
    """Give all flights of the aircraft of some flights.

    Args:
        lake: The lake.
        days: Records of days whose flights have been made.
        flown: The flights, columns as in ``model.flights``.
        columns: Which columns to give.
    """
    wanted = pc.unique(aircraft_of(flown).drop_null())

    def of(day: Day) -> pa.Table:
        assert day.flights is not None
        made_from = day.flights.made_from
        names = lake.read_table(
            layout.ends_file(day.day, made_from), ["icao24", "track"]
        )
        own = pc.fill_null(pc.is_in(aircraft_of(names), value_set=wanted), False)
        rows = np.flatnonzero(own.to_numpy())
        if not len(rows):
            return empty
        groups = np.unique(rows // GROUP)
        name = layout.flights_file(day.day, made_from)
        with reading(lake, name), lake.files.open_input_file(name) as raw:
            table = pq.ParquetFile(raw).read_row_groups(
                groups.tolist(), columns=list(columns), use_threads=False
            )
        at = np.searchsorted(groups, rows // GROUP) * GROUP + rows % GROUP
        return table.take(pa.array(at)).select(list(columns))

    empty = FLIGHT_SCHEMA.empty_table().select(list(columns))
    with ThreadPoolExecutor(_WORKERS) as workers:
        return pa.concat_tables([empty, *workers.map(of, days)])

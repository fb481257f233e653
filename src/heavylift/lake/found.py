"""Find the flights of one bucket of aircraft in a window of days.

A task of its own: its record says what to read and what to call the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.find import Tally, flight_batches
from heavylift.flights.reception import Reception
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.early import read_early
from heavylift.lake.engine import Progress
from heavylift.lake.pieces import LakeSources
from heavylift.lake.reception import (
    RECEPTION_SCHEMA,
    by_day,
    itself_columns,
    write_reception,
)
from heavylift.lake.records import Day
from heavylift.lake.stays import points_of
from heavylift.lake.storage import Lake, open_lake


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Flights that are to be found.

    Attributes:
        lake: Address of the lake.
        days: Records of the days to read, in order.
        bucket: Which aircraft.
        made_from: Days whose flights are wanted, each with the sum of what its flights
            are made from, which is in the names of the files.
    """

    lake: str
    days: tuple[Day, ...]
    bucket: int
    made_from: Mapping[str, str]

    @property
    def size(self) -> int:
        """About how many bytes are read: 12 a position."""
        return 12 * sum(c.rows_of(self.bucket) for d in self.days for c in d.copies)

    @property
    def cores(self) -> int:
        """One: all steps follow on each other."""
        return 1


def find_flights_of(task: Finding, progress: Progress = lambda _: None) -> int:
    """Find flights and who was received where, and write both for each day.

    Args:
        task: What to find.
        progress: Called with what is being read.

    Returns:
        How many flights were found.
    """
    lake = open_lake(task.lake)
    table, reception = _found(lake, task, progress)
    held = [d.day for d in task.days if any(task.bucket in c.buckets for c in d.copies)]
    homes = _homes(table["first_seen"].cast(pa.int64()).to_numpy(), held)
    heard = by_day(reception, held)
    for day, made_from in task.made_from.items():
        own = table.filter(pa.array(homes == layout.start_ms(day)))
        name = layout.reception_file(day, task.bucket, made_from)
        counts = heard.get(day, RECEPTION_SCHEMA.empty_table())
        write_reception(lake, name, counts)
        # Written last: whoever finds it finds the other too.
        name = layout.found_file(day, task.bucket, made_from)
        lake.write_table(name, own.sort_by("flight_id"))
    return int(table.num_rows)


def _found(lake: Lake, task: Finding, progress: Progress) -> tuple[pa.Table, Reception]:
    """Flights with the columns of ``ITSELF``, and who was received where."""
    early = read_early(lake, task.days, task.bucket)
    if early is None:
        sources = LakeSources(lake, task.days, buckets=[task.bucket])
        return _found_in(lake, sources, progress)
    table, reception = _EMPTY, Reception()
    if early.lingering and points_of(lake, task.days):
        late = LakeSources(lake, task.days, tracks=early.lingering)
        table, reception = _found_in(lake, late, progress)
        early = early.without_lingering()
    reception.add_heard(early.heard["key"].to_numpy())
    return pa.concat_tables([table, early.table]), reception


#: No flights, with the columns that are added to each.
_EMPTY: Final = itself_columns(FLIGHT_SCHEMA.empty_table(), Reception())


def _found_in(
    lake: Lake, sources: LakeSources, progress: Progress
) -> tuple[pa.Table, Reception]:
    tally = Tally()
    tables = [FLIGHT_SCHEMA.empty_table()]
    for batch in flight_batches(sources, tally, airfields=lake.airfields):
        tables.append(batch.table)
        del batch
        progress(sources)
    return itself_columns(pa.concat_tables(tables), tally.reception), tally.reception


def _homes(first_seen_ms: NDArray[np.int64], held: Sequence[str]) -> NDArray[np.int64]:
    """First moments of the days that flights are kept with: those of their take-offs.

    The last rows of a trace may run over midnight into a day that the lake has not;
    such a flight is kept with the day of its trace.
    """
    starts = np.array([layout.start_ms(day) for day in held], np.int64)
    at = np.searchsorted(starts, first_seen_ms, side="right") - 1
    return starts[np.maximum(at, 0)]

"""Settle the flights of one day with those around it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from heavylift.flights.reception import Counts
from heavylift.flights.settle import settle_ends
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake.ends import write_flights
from heavylift.lake.engine import Progress
from heavylift.lake.reception import joined, read_counts
from heavylift.lake.storage import Lake, open_lake

#: The fleet's other flights weigh on candidates, and the aircraft's own flights say
#: what its silences had room for, from so many days before to so many after.
SETTLING_DAYS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Flights that are to be settled.

    Attributes:
        lake: Address of the lake.
        day: Which day.
        made_from: Sum of what its flights are made from; in the names of the files.
        found: Files of flights of that day and those around it, by day, not settled.
        heard: Files that say who was received where, in those days.
    """

    lake: str
    day: str
    made_from: str
    found: Mapping[str, tuple[str, ...]]
    heard: tuple[str, ...]

    @property
    def size(self) -> int:
        """Next to nothing is read."""
        return 0

    @property
    def cores(self) -> int:
        """One: all steps follow on each other."""
        return 1


def settle_day(task: Settling, progress: Progress = lambda _: None) -> int:
    """Settle the flights that took off on a day, and write them.

    They are ordered by origin, destination and name.

    Args:
        task: What to settle.
        progress: Not called; a day is quick.

    Returns:
        How many flights took off.
    """
    del progress
    lake = open_lake(task.lake)
    with ThreadPoolExecutor(1) as beside:
        # Adding up lets go of the interpreter, which reading flights holds.
        counts = beside.submit(read_counts, lake, task.heard)
        found = {
            day: pa.concat_tables([lake.read_table(name) for name in names])
            for day, names in task.found.items()
        }
        table = _settled(lake, task, found, counts)
    write_flights(lake, task.day, task.made_from, table)
    return int(table.num_rows)


def _settled(
    lake: Lake,
    task: Settling,
    found: Mapping[str, pa.Table],
    counts: Future[Counts],
) -> pa.Table:
    day = task.day
    # In the order in which files would give them: sums then round alike.
    flights = pa.concat_tables(
        [
            table.append_column(
                _OWN, pa.array([near == day] * table.num_rows, pa.bool_())
            )
            for near, table in found.items()
        ]
    ).sort_by("flight_id")
    settled = settle_ends(
        flights.select([*FLIGHT_SCHEMA.names, _OWN]).combine_chunks(),
        lake.airfields,
        joined(counts.result(), found[day]),
    )
    settled = settled.filter(settled[_OWN]).select(FLIGHT_SCHEMA.names)
    order = [(name, "ascending") for name in ("origin", "destination", "flight_id")]
    return settled.sort_by(order)


#: Column that marks the flights of the day while they are settled with others.
_OWN: Final = "own"

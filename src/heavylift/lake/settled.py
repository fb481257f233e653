"""Settle the flights of one day with those around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pyarrow as pa

from heavylift.flights.settle import settle_ends
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake.reception import joined
from heavylift.lake.storage import Lake
from heavylift.reference.airfields import load_airfields

#: The fleet's other flights weigh on candidates, and the aircraft's own flights say
#: what its silences had room for, from so many days before to so many after.
SETTLING_DAYS: Final = 2


def settle_day(
    lake: Lake, day: str, found: Mapping[str, pa.Table], heard: Sequence[str]
) -> pa.Table:
    """Settle the flights that took off on a day.

    Args:
        lake: The lake.
        day: Which day.
        found: Flights of that day and those around it, by day, not settled.
        heard: Files that say who was received where, in those days.

    Returns:
        Columns as in ``model.flights``, ordered by origin, destination and name.
    """
    # In the order in which files would give them: sums then round alike.
    flights = pa.concat_tables(
        [
            table.append_column(
                _OWN, pa.array([near == day] * table.num_rows, pa.bool_())
            )
            for near, table in found.items()
        ]
    ).sort_by("flight_id")
    reception = joined(lake, heard, found[day])
    settled = settle_ends(
        flights.select([*FLIGHT_SCHEMA.names, _OWN]).combine_chunks(),
        load_airfields(),
        reception,
    )
    settled = settled.filter(settled[_OWN]).select(FLIGHT_SCHEMA.names)
    order = [(name, "ascending") for name in ("origin", "destination", "flight_id")]
    return settled.sort_by(order)


#: Column that marks the flights of the day while they are settled with others.
_OWN: Final = "own"

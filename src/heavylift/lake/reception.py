"""Keep who was received where, by day and bucket, and put it together again.

``flights.reception`` counts all traffic at once. A lake finds flights bucket by bucket,
so each leaves its counts, which add up: an aircraft is in one bucket only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.flights.reception import STEP_S, Counts, Reception, added_up
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake.layout import day_of, start_ms
from heavylift.lake.storage import Lake
from heavylift.model.ends import Role

RECEPTION_SCHEMA: Final = pa.schema([("key", pa.uint64()), ("aircraft", pa.int64())])

#: How counts are written: keys ascend and counts are small, so differences are all that
#: need be kept; looking for words among them takes four times as long.
_WRITING: Final = {
    "compression": "none",
    "use_dictionary": False,
    "column_encoding": dict.fromkeys(RECEPTION_SCHEMA.names, "DELTA_BINARY_PACKED"),
}

#: Columns that say whether an end's own aircraft is among those counted beyond it.
ITSELF: Final[dict[Role, str]] = {
    "origin": "origin_itself",
    "destination": "destination_itself",
}

#: Low bits of a key that hold the step of time (``flights.reception``).
_STEP: Final = np.uint64((1 << 24) - 1)


def itself_columns(table: pa.Table, reception: Reception) -> pa.Table:
    """Add to flights whether their own aircraft was received beyond their ends."""
    ids = table["flight_id"].to_pylist()
    for role, name in ITSELF.items():
        own = [(flight_id, role) in reception.itself for flight_id in ids]
        table = table.append_column(name, pa.array(own, pa.bool_()))
    return table


def by_day(reception: Reception, held: Sequence[str]) -> dict[str, pa.Table]:
    """Cut counts by day; nothing when there was too much to count.

    Who was received after midnight counts for the minutes before it too; where that day
    is not held, they are kept with the next.

    Args:
        reception: Counts of one bucket.
        held: Days that the bucket has positions of, in order.
    """
    # Asked of no flight it gathers what it holds.
    reception.others(FLIGHT_SCHEMA.empty_table(), "origin")
    if not len(reception.keys):
        return {}
    step_ms = (reception.keys & _STEP).astype(np.int64) * STEP_S * 1000
    days = step_ms // 86_400_000
    numbers = np.array([start_ms(day) // 86_400_000 for day in held])
    days = numbers[np.minimum(np.searchsorted(numbers, days), len(numbers) - 1)]
    found = {}
    for day in np.unique(days).tolist():
        own = days == day
        columns = [pa.array(reception.keys[own]), pa.array(reception.aircraft[own])]
        table = pa.table(columns, schema=RECEPTION_SCHEMA)
        found[day_of(day * 86_400_000)] = table
    return found


def write_reception(lake: Lake, name: str, counts: pa.Table) -> None:
    """Write the counts of a day and bucket, as ``by_day`` gives them."""
    lake.write_table(name, counts, **_WRITING)


def read_counts(lake: Lake, names: Iterable[str]) -> Counts:
    """Put the counts of buckets and days together.

    Args:
        lake: The lake.
        names: Files of counts.
    """
    return added_up(
        (t["key"].to_numpy(), t["aircraft"].to_numpy())
        for t in (lake.read_table(name) for name in names)
    )


def joined(counts: Counts, flights: pa.Table) -> Reception:
    """Who was received where, and which ends count themselves.

    Args:
        counts: Those of all buckets and days.
        flights: Flights with the columns of ``ITSELF``.
    """
    keys, aircraft = counts
    ids = flights["flight_id"].to_pylist()
    itself = {
        (flight_id, role)
        for role, name in ITSELF.items()
        for flight_id, own in zip(ids, flights[name].to_pylist(), strict=True)
        if own
    }
    return Reception(keys=keys, aircraft=aircraft, itself=itself)

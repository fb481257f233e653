"""What traces say of aircraft, on the days of their flights.

readsb writes registration, type, owner and flags into every trace, as its database had
them when the trace was made: the best witness of a day in the past. Flights carry it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heavylift.aircraft.columns import yes_where
from heavylift.aircraft.databases.reading import NO_ADDRESS, SAYS_NOTHING, Reading
from heavylift.aircraft.entries import (
    ENTRY_SCHEMA,
    address_numbers,
    entries_table,
    says_something,
)

#: What this source is called beside others.
SOURCE: Final = "traces"

#: readsb's ``dbFlags`` (README-json.md): 1 military, 4 PIA.
_MILITARY: Final = 1
_PRIVACY: Final = 4

#: Columns of flights that say who flew.
COLUMNS: Final = (
    "icao24",
    "registration",
    "aircraft_type",
    "operator",
    "db_flags",
    "first_seen",
    "last_seen",
)


def learn(flights: pa.Table) -> Reading:
    """Take from flights what their sources say of the aircraft on those days.

    Days of one aircraft that follow on each other and say the same are one entry.

    Args:
        flights: Flights with at least ``COLUMNS``.

    Returns:
        Entries, sorted by address and day; the rows refused are flights.
    """
    numbers, known = address_numbers(flights["icao24"].combine_chunks())
    flags = pc.fill_null(flights["db_flags"], 0)
    entries = entries_table(
        {
            "address": pa.array(numbers),
            "registration": flights["registration"],
            "type": flights["aircraft_type"],
            "owner": flights["operator"],
            "military": _flag(flags, _MILITARY),
            "privacy": _flag(flags, _PRIVACY),
            "from": flights["first_seen"].cast(pa.date32()),
            "to": flights["last_seen"].cast(pa.date32()),
        },
        len(flights),
    )
    says = says_something(entries)
    kept = _runs(entries.filter(pa.array(known & says)))
    refused = {
        NO_ADDRESS: int((~known).sum()),
        SAYS_NOTHING: int((known & ~says).sum()),
    }
    reading = Reading(source=SOURCE, entries=kept, rows=len(flights), is_picture=False)
    reading.refused.update({reason: n for reason, n in refused.items() if n})
    return reading


def _flag(flags: Any, bit: int) -> pa.Array:  # noqa: ANN401 -- Arrow has no types
    is_set = pc.not_equal(pc.bit_wise_and(flags.cast(pa.int64()), bit), 0)
    return yes_where(is_set)


def _runs(entries: pa.Table) -> pa.Table:
    """Join entries that say the same and whose days meet; ``to`` becomes half-open."""
    if not len(entries):
        return ENTRY_SCHEMA.empty_table()
    words = [n for n in ENTRY_SCHEMA.names if n not in {"from", "to"}]
    codes = np.column_stack([_codes(entries[name]) for name in words])
    first = entries["from"].cast(pa.int32()).to_numpy()
    last = entries["to"].cast(pa.int32()).to_numpy() + 1
    order = np.lexsort((last, first, *codes.T[::-1]))
    codes, first, last = codes[order], first[order], last[order]
    same = np.zeros(len(first), np.bool_)
    same[1:] = (codes[1:] == codes[:-1]).all(axis=1)
    # Flights of one day, and of a day and the next, meet; the furthest end so far
    # counts, as a long flight may end after one that began later.
    group = np.cumsum(~same)
    reach = _furthest(last, group)
    meets = np.zeros(len(first), np.bool_)
    meets[1:] = same[1:] & (first[1:] <= reach[:-1])
    starts = np.flatnonzero(~meets)
    ends = np.maximum.reduceat(last, starts)
    rows = entries.take(pa.array(order[starts]))
    columns: Mapping[str, pa.Array] = {
        "from": pa.array(first[starts].astype(np.int32)).cast(pa.date32()),
        "to": pa.array(ends.astype(np.int32)).cast(pa.date32()),
    }
    for name, column in columns.items():
        at = ENTRY_SCHEMA.get_field_index(name)
        rows = rows.set_column(at, ENTRY_SCHEMA.field(at), column)
    return rows.sort_by([("address", "ascending"), ("from", "ascending")])


def _furthest(last: Any, group: Any) -> Any:  # noqa: ANN401 -- columns of any width
    """The largest value so far within each group, which follow on each other."""
    # Groups ascend, so a step larger than any day between them keeps them apart.
    step = int(last.max() - last.min()) + 1
    lifted = np.maximum.accumulate(last.astype(np.int64) + group * step)
    return lifted - group * step


def _codes(column: Any) -> Any:  # noqa: ANN401 -- Arrow has no types
    coded = column.combine_chunks().dictionary_encode()
    return pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)

"""Flights of a day as two files: all of each flight, and what questions are asked of.

A corridor over years looks at the ends of millions of flights and wants to print a few
hundred. So the columns that decide lie apart, small and without what cannot matter
(candidates of ends that are established), and the rest is cut fine enough that a few
rows cost little.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.exposure.ends import likeliest_at
from heavylift.flights.candidates import read_lists
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.storage import Lake
from heavylift.model.ends import CLASS_ORDER, EndClass, Role

#: Columns that a window and filters look at.
NARROWED: Final = (
    *("flight_id", "first_seen", "icao24", "registration", "track"),
    *("aircraft_type", "operator", "callsign", "db_flags"),
)

#: Flights of a row group. Those of one corridor lie together, as flights are sorted by
#: their ends, and 2 000 flights with all columns are read in 3 ms; half as many would
#: double what has to be known of a file before it is read.
GROUP: Final = 2_048

#: Texts that hardly repeat: a dictionary of them is larger than they are.
_PLAIN: Final = ("reason", "sources", "flight_id", "_gap")

_ROLES: Final[tuple[Role, ...]] = ("origin", "destination")


#: Numbers of classes in the file, strongest first.
NUMBER_OF: Final = {c.value: n for n, c in enumerate(CLASS_ORDER)}

SCHEMA: Final = pa.schema(
    [
        field
        for role in _ROLES
        for field in (
            (f"{role}_class", pa.uint8()),
            (f"{role}_key", pa.uint64()),
            (f"{role}_may", pa.list_(pa.uint64())),
            (f"{role}_depth", pa.uint8()),
            (f"{role}_low", pa.uint64()),
        )
    ]
    + [FLIGHT_SCHEMA.field(name) for name in NARROWED]
)

#: Columns that ends are picked by.
PICKED: Final = tuple(
    f"{role}_{part}" for role in _ROLES for part in ("class", "key", "may")
)

#: Columns that say how far ends were followed: an ``exposure`` ``Depth``, at the
#: airfield where the end is established, else at the one that it counts at. Lakes made
#: before they were asked for do not have them.
FOLLOWED: Final = tuple(
    f"{role}_{part}" for role in _ROLES for part in ("depth", "low")
)


@lru_cache(maxsize=100_000)  # all airfields of the world
def key_of(code: str) -> int:
    """Number of an airfield's code: compared a hundred times as fast as the text.

    64 bits of a hash: no two of the world's airfields share one, and a test says so.
    """
    digest = hashlib.blake2b(code.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def write_flights(lake: Lake, day: str, made_from: str, flights: pa.Table) -> None:
    """Write the flights that took off on a day.

    Args:
        lake: The lake.
        day: Which day.
        made_from: Sum of what they were made from.
        flights: Columns as in ``model.flights``, those between two places together.
    """
    ends: dict[str, Any] = {name: flights[name] for name in NARROWED}
    for role in _ROLES:
        classes = flights[f"{role}_class"].to_pylist()
        codes = flights[role].to_pylist()
        ends[f"{role}_class"] = [NUMBER_OF[c] for c in classes]
        ends[f"{role}_key"] = [key_of(c) if c else None for c in codes]
        is_toward = np.array([c == _TOWARD for c in classes], np.bool_)
        ends[f"{role}_may"] = _named(flights[f"{role}_candidates"], is_toward)
        at, depth = likeliest_at(flights, lake.airfields, role)
        ends[f"{role}_depth"] = pa.array(depth.astype(np.uint8))
        ends[f"{role}_low"] = [
            None if row < 0 or sure else key_of(str(lake.airfields.code[row]))
            for row, sure in zip(at.tolist(), (~is_toward).tolist(), strict=True)
        ]
    lake.write_table(
        layout.ends_file(day, made_from),
        pa.table([_column(ends[f.name], f.type) for f in SCHEMA], schema=SCHEMA),
        use_dictionary=[n for n in SCHEMA.names if n not in _NOT_REPEATED],
    )
    lake.write_table(
        layout.flights_file(day, made_from),
        flights,
        row_group_size=GROUP,
        use_dictionary=[
            f.name
            for f in FLIGHT_SCHEMA
            if pa.types.is_string(f.type) and not f.name.endswith(_PLAIN)
        ],
    )


def _column(
    values: pa.ChunkedArray | pa.Array | list[object], kind: pa.DataType
) -> pa.Array:
    return pa.array(values, kind) if isinstance(values, list) else values


def _named(candidates: pa.ChunkedArray, wanted: NDArray[np.bool_]) -> pa.Array:
    """Numbers of the airfields that lists of candidates name, of those wanted."""
    [lists], codes = read_lists([candidates])
    lists = lists.take(np.flatnonzero(wanted))
    keys = np.array([key_of(code) for code in codes], np.uint64)
    lengths = np.zeros(len(wanted), np.int32)
    lengths[wanted] = np.diff(lists.offsets)
    return pa.ListArray.from_arrays(
        pa.array(np.cumsum([0, *lengths], dtype=np.int32)),
        pa.array(keys[lists.code]),
        mask=pa.array(~wanted),
    )


_TOWARD: Final = EndClass.TOWARD.value
_NOT_REPEATED: Final = frozenset({"flight_id", "first_seen"})

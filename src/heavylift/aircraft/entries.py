"""What a source says of an address, and for which days.

One row an entry: an address, what a source says of the aircraft behind it, and the
half-open span of days for which it says so. A database that is a picture of one day
says it for that day alone; whether it held before or after is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.aircraft.columns import mask_of

#: Columns of entries. ``address`` is the 24-bit address, plus ``NON_ICAO`` for one
#: that is none of ICAO's; text and flags are null where the source says nothing;
#: ``from`` is the first day, ``to`` the first day after, null where it is open.
ENTRY_SCHEMA: Final = pa.schema(
    [
        pa.field("address", pa.int32(), nullable=False),
        pa.field("registration", pa.string()),
        pa.field("type", pa.string()),
        pa.field("model", pa.string()),
        pa.field("operator", pa.string()),
        pa.field("designator", pa.string()),
        pa.field("owner", pa.string()),
        pa.field("military", pa.bool_()),
        pa.field("privacy", pa.bool_()),
        pa.field("serial", pa.string()),
        pa.field("from", pa.date32()),
        pa.field("to", pa.date32()),
    ]
)

#: What an entry can say of an aircraft, in the order in which people ask.
ATTRIBUTES: Final = (
    "registration",
    "type",
    "model",
    "operator",
    "designator",
    "owner",
    "military",
    "privacy",
    "serial",
)

#: Set in an address that is none of ICAO's (a leading ``~`` in text), as readsb does.
NON_ICAO: Final = 1 << 24

_ADDRESS: Final = re.compile(r"~?[0-9a-fA-F]{6}")

#: ICAO Doc 8643: two to four letters and digits, the first a letter in practice.
_DESIGNATOR: Final = "^[A-Z][A-Z0-9]{1,3}$"

#: The first day there is in NumPy and Arrow.
EPOCH: Final = date(1970, 1, 1)


def address_number(text: str) -> int | None:
    """Give the number of an address; ``None`` when the text is none.

    >>> address_number("600828"), address_number("~0000ff"), address_number("4K-AZ40")
    (6293544, 16777471, None)
    """
    text = text.strip()
    if not _ADDRESS.fullmatch(text):
        return None
    return int(text[-6:], 16) + (NON_ICAO if text[0] == "~" else 0)


def address_text(number: int) -> str:
    """Write an address as positions have it.

    >>> address_text(6293544), address_text(16777471)
    ('600828', '~0000ff')
    """
    mark = "~" if number & NON_ICAO else ""
    return f"{mark}{number & 0xFFFFFF:06x}"


def address_numbers(text: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Turn a column of addresses into numbers.

    Args:
        text: Six hex digits each, with or without ``~``; anything else is none.

    Returns:
        The numbers, and which rows have one.
    """
    text = pc.fill_null(pc.ascii_lower(pc.utf8_trim_whitespace(text)), "")
    fits = mask_of(pc.match_substring_regex(text, "^~?[0-9a-f]{6}$"))
    foreign = mask_of(pc.starts_with(text, "~")) & fits
    plain = pc.if_else(pa.array(fits), text, "000000")
    digits = pc.utf8_slice_codeunits(plain, -6, None)
    flat = digits.combine_chunks() if isinstance(digits, pa.ChunkedArray) else digits
    raw = np.frombuffer(_bytes_of(flat), np.uint8).reshape(-1, 6).astype(np.int32)
    # '0'-'9' are 48-57, 'a'-'f' 97-102.
    values = np.where(raw < 58, raw - 48, raw - 87)
    numbers = values @ np.array([16**k for k in range(5, -1, -1)], np.int32)
    return (numbers + foreign * NON_ICAO).astype(np.int32), fits


def _bytes_of(column: pa.Array) -> bytes:
    """The bytes of a column of text, end to end."""
    _, offsets, data = column.buffers()
    if data is None:
        return b""
    bounds = np.frombuffer(offsets, np.int32)[column.offset :]
    joined: bytes = data[int(bounds[0]) : int(bounds[len(column)])].to_pybytes()
    return joined


def entries_table(columns: Mapping[str, Any], rows: int) -> pa.Table:
    """Make entries of columns; those that are not given say nothing.

    Text is stripped, and empty text says nothing. A type that is no designator of
    ICAO Doc 8643 ("Il-76TD") is a model, unless a model is given too.

    Args:
        columns: By name of ``ENTRY_SCHEMA``; ``address`` is needed.
        rows: How many rows there are.
    """
    said = {
        name: _plain(value) if ENTRY_SCHEMA.field(name).type == pa.string() else value
        for name, value in columns.items()
    }
    if "type" in said:
        written = said["type"]
        upper = pc.utf8_upper(written)
        fits = pc.fill_null(pc.match_substring_regex(upper, _DESIGNATOR), False)
        said["type"] = pc.if_else(fits, upper, pa.scalar(None, pa.string()))
        loose = pc.if_else(fits, pa.scalar(None, pa.string()), written)
        said["model"] = pc.coalesce(said["model"], loose) if "model" in said else loose
    if "registration" in said:
        # Letters beyond ASCII stay as they are written: some have no single capital.
        said["registration"] = pc.ascii_upper(said["registration"])
    arrays = [
        _cast(said[f.name], f) if f.name in said else pa.nulls(rows, f.type)
        for f in ENTRY_SCHEMA
    ]
    return pa.table(arrays, schema=ENTRY_SCHEMA)


def _plain(column: Any) -> Any:  # noqa: ANN401 -- Arrow has no types
    column = (
        column
        if isinstance(column, pa.Array | pa.ChunkedArray)
        else pa.array(column, pa.string())
    )
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _cast(column: Any, field: pa.Field) -> Any:  # noqa: ANN401 -- Arrow has no types
    if not isinstance(column, pa.Array | pa.ChunkedArray):
        column = pa.array(column, field.type)
    return column.cast(field.type)


def says_something(entries: pa.Table) -> NDArray[np.bool_]:
    """Tell which entries say anything beside their address."""
    masks = [mask_of(pc.is_valid(entries[name])) for name in ATTRIBUTES]
    said: NDArray[np.bool_] = np.logical_or.reduce(masks)
    return said


def one_day(day: date, rows: int) -> dict[str, Any]:
    """Give the columns ``from`` and ``to`` of entries that are said of one day."""
    return {
        "from": pa.array([day], pa.date32()).take(pa.array(np.zeros(rows, np.int64))),
        "to": pa.array([day + timedelta(days=1)], pa.date32()).take(
            pa.array(np.zeros(rows, np.int64))
        ),
    }


def in_order(entries: pa.Table) -> pa.Table:
    """Sort entries by address, then by first day; the rest as it was read."""
    return entries.sort_by(
        [("address", "ascending"), ("from", "ascending"), ("to", "ascending")]
    )


def numbers_of(addresses: Iterable[str]) -> list[int]:
    """Numbers of addresses; texts that are none are left out."""
    return [n for n in map(address_number, addresses) if n is not None]

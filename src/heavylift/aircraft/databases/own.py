"""A table of the user's own: any CSV or Parquet whose columns have known names."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heavylift.aircraft.databases.dates import iso_dates
from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    ENDS_FIRST,
    NO_DATE,
    NO_FLAG,
    NOT_UTF8,
    Reading,
    reading_of,
)
from heavylift.aircraft.databases.text_tables import (
    TextTable,
    cells_of,
    head_of,
    read_text_table,
)
from heavylift.aircraft.entries import ATTRIBUTES
from heavylift.errors import RegistryError

#: What columns may be called, by what they hold; compared without case, blanks and
#: underscores. The first that is there is read.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "address": ("icao24", "hex", "address", "icaoaddress", "modes", "icao"),
    "registration": ("registration", "reg", "tail", "tailnumber", "r"),
    "type": ("type", "icaotype", "typecode", "aircrafttype", "t"),
    "model": ("model", "typeaslisted", "desc", "description"),
    "operator": ("operator", "airline"),
    "designator": ("operatoricao", "designator", "airlinecode", "airlineicao"),
    "owner": ("owner", "ownop", "registeredowner"),
    "military": ("military", "militaryflag", "mil"),
    "serial": ("serial", "serialnumber", "msn", "constructionnumber"),
    "from": ("from", "validfrom", "since", "firstday"),
    "to": ("to", "validto", "until"),
}

_DELIMITERS: Final = ",;\t|"

_YES: Final = pa.array(["yes", "y", "true", "1"])
_NO: Final = pa.array(["no", "n", "false", "0"])


def columns_of(names: Iterable[str]) -> dict[str, str]:
    """Tell which column of a table holds what.

    >>> columns_of(["Hex", "Reg", "valid from", "notes"])
    {'address': 'Hex', 'registration': 'Reg', 'from': 'valid from'}
    """
    folded: dict[str, str] = {}
    for n in names:
        folded.setdefault("".join(c for c in n.casefold() if c.isalnum()), n)
    found = {}
    for what, spellings in NAMES.items():
        for spelling in spellings:
            if spelling in folded:
                found[what] = folded[spelling]
                break
    return found


def is_own(head: str) -> bool:
    """Tell by the header whether it names anything of aircraft, and no positions."""
    names = _header(head)
    return bool(columns_of(names)) and not _has_positions(names)


def _has_positions(names: Iterable[str]) -> bool:
    return any(n.strip().lower() in {"lat", "latitude"} for n in names)


def read_own(data: bytes, name: str, source: str) -> Reading:
    """Read a table.

    Args:
        data: CSV, unpacked, or Parquet.
        name: What to call it in errors.
        source: What to call it beside other sources.

    Raises:
        RegistryError: It is none, or has no column of addresses.
    """
    table = _parquet(data, name) if data.startswith(b"PAR1") else _csv(data, name)
    found = _checked(table.columns.column_names, name)
    columns: dict[str, object] = {
        what: table.column(column)
        for what, column in found.items()
        if what not in {"address", "military", "from", "to"}
    }
    remarks = Counter({NOT_UTF8: table.replaced, BROKEN_LINE: table.broken_lines})
    for what in ("from", "to"):
        if what in found:
            columns[what], unread = iso_dates(table.column(found[what]))
            remarks[NO_DATE] += unread
    if "military" in found:
        columns["military"], unclear = _flags(table.column(found["military"]))
        remarks[NO_FLAG] += unclear
    reading = reading_of(
        source, table.column(found["address"]), columns, malformed=table.malformed
    )
    backwards = pc.fill_null(
        pc.greater_equal(reading.entries["from"], reading.entries["to"]), False
    )
    reading.entries = reading.entries.filter(pc.invert(backwards))
    reading.refused += Counter({ENDS_FIRST: pc.sum(backwards).as_py() or 0})
    reading.remarks += remarks  # without what is zero
    reading.is_picture = not found.keys() & {"from", "to"}
    return reading


def _checked(names: Sequence[str], name: str) -> dict[str, str]:
    """Tell which column holds what; refuse what says nothing of addresses."""
    found = columns_of(names)
    if "address" in found and found.keys() & set(ATTRIBUTES):
        return found
    raise RegistryError(
        f"{name}: no column of addresses, or nothing beside it; it has "
        f"{', '.join(names)}",
        help="name the columns icao24, registration, type, model, operator, "
        "designator, owner, military, serial, from, to; icao24 and one that says "
        "something of an aircraft are needed",
    )


def _header(head: str) -> list[str]:
    delimiter = max(_DELIMITERS, key=head.count)
    return cells_of(head, delimiter, '"')


def _csv(data: bytes, name: str) -> TextTable:
    delimiter = max(_DELIMITERS, key=head_of(data).count)
    return read_text_table(data, name, delimiter=delimiter)


def _parquet(data: bytes, name: str) -> TextTable:
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        if _has_positions(file.schema_arrow.names):
            raise RegistryError(
                f"{name}: a table of positions, not of aircraft",
                help="leave its columns of places out to import what it says of "
                "aircraft",
            )
        found = list(_checked(file.schema_arrow.names, name).values())
        table = file.read(columns=found)
        text = [_text(table[n]) for n in found]
    except (pa.ArrowException, OSError) as error:
        raise RegistryError(
            f"{name}: cannot be read as a table ({error})",
            help="get the file again; nothing of it was imported",
        ) from error
    return TextTable(columns=pa.table(text, names=found), malformed=0, replaced=0)


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text; of a moment its day (UTC), as columns of moments are days."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    return pc.fill_null(column.cast(pa.string()), "")


def _flags(text: pa.Array) -> tuple[pa.Array, int]:
    """Yes and no; what is neither is unknown."""
    word = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    yes = pc.is_in(word, value_set=_YES)
    no = pc.is_in(word, value_set=_NO)
    unknown = pa.scalar(None, pa.bool_())
    flags = pc.if_else(yes, True, pc.if_else(no, False, unknown))
    said = pc.sum(pc.not_equal(word, "")).as_py() or 0
    return flags, said - (len(flags) - flags.null_count)

"""A table of the user's own: any CSV or Parquet whose columns have known names."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heavylift.aircraft.databases.dates import iso_dates
from heavylift.aircraft.databases.reading import (
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
    folded = {"".join(c for c in n.casefold() if c.isalnum()): n for n in names}
    found = {}
    for what, spellings in NAMES.items():
        for spelling in spellings:
            if spelling in folded:
                found[what] = folded[spelling]
                break
    return found


def is_own(head: str) -> bool:
    """Tell by the header whether it names addresses and something about them."""
    return len(set(columns_of(_header(head)))) > 1 and "address" in columns_of(
        _header(head)
    )


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
    found = columns_of(table.columns.column_names)
    if "address" not in found or len(found) < 2:
        raise RegistryError(
            f"{name}: no column of addresses, or nothing beside it; it has "
            f"{', '.join(table.columns.column_names)}",
            help="name the columns icao24, registration, type, operator, designator, "
            "owner, military, serial, from, to; icao24 and one other are needed",
        )
    columns: dict[str, object] = {
        what: table.column(column)
        for what, column in found.items()
        if what not in {"address", "military", "from", "to"}
    }
    remarks = Counter({NOT_UTF8: table.replaced})
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
    reading.remarks += remarks
    reading.is_picture = not found.keys() & {"from", "to"}
    return reading


def _header(head: str) -> list[str]:
    delimiter = max(_DELIMITERS, key=head.count)
    return cells_of(head, delimiter, '"')


def _csv(data: bytes, name: str) -> TextTable:
    delimiter = max(_DELIMITERS, key=head_of(data).count)
    return read_text_table(data, name, delimiter=delimiter)


def _parquet(data: bytes, name: str) -> TextTable:
    try:
        table = pq.read_table(io.BytesIO(data))
        found = set(columns_of(table.column_names).values())
        text = [
            pc.fill_null(table[n].cast(pa.string()), "")
            for n in table.column_names
            if n in found
        ]
    except pa.ArrowException as error:
        raise RegistryError(
            f"{name}: cannot be read as a table ({error})",
            help="get the file again; nothing of it was imported",
        ) from error
    names = [n for n in table.column_names if n in found]
    return TextTable(columns=pa.table(text, names=names), malformed=0, replaced=0)


def _flags(text: pa.Array) -> tuple[pa.Array, int]:
    """Yes and no; what is neither is unknown."""
    word = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    yes = pc.is_in(word, value_set=_YES)
    no = pc.is_in(word, value_set=_NO)
    unknown = pa.scalar(None, pa.bool_())
    flags = pc.if_else(yes, True, pc.if_else(no, False, unknown))
    said = pc.sum(pc.not_equal(word, "")).as_py() or 0
    return flags, said - (len(flags) - flags.null_count)

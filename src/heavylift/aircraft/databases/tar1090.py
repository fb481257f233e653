"""tar1090-db's ``aircraft.csv.gz``: what most public maps show beside an address.

Rows ``hex;registration;type;flags;long type;year;owner or operator`` without a header,
later cells may be missing (github.com/wiedehopf/tar1090-db, branch ``csv``; readsb
reads the same). The first digits of the flags: military, interesting, PIA, LADD.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from heavylift.aircraft.columns import yes_where
from heavylift.aircraft.databases.reading import (
    NO_AIRCRAFT,
    NOT_UTF8,
    Reading,
    reading_of,
)
from heavylift.aircraft.databases.text_tables import (
    after_head,
    head_of,
    read_text_table,
)

SOURCE: Final = "tar1090-db"

TERMS: Final = "no licence stated by its publisher; a user's own download"

_NAMES: Final = ("hex", "reg", "type", "flags", "desc", "year", "owner")

#: Written in the place of a registration for what is no aircraft: towers, vehicles.
_NO_AIRCRAFT: Final = pa.array(["TWR", "GND", "SERV", "TEST"])

_ROW: Final = re.compile(r"~?[0-9a-fA-F]{6};[^;]*;[^;]*;[01]*;")


def is_tar1090(head: str) -> bool:
    """Tell the database by its first line.

    >>> is_tar1090("004002;Z-WPA;B732;00;BOEING 737-200;;"), is_tar1090("a;b;c;d;e")
    (True, False)
    """
    return bool(_ROW.match(head)) or head.startswith("hex;reg;type;flags")


def read_tar1090(data: bytes, name: str) -> Reading:
    """Read the database.

    Args:
        data: The file, unpacked.
        name: What to call it in errors.
    """
    head = head_of(data)
    names = [
        _NAMES[at] if at < len(_NAMES) else f"more#{at}"
        for at in range(head.count(";") + 1)
    ]
    if head.startswith("hex;reg"):
        data = after_head(data)
    table = read_text_table(data, name, delimiter=";", quote=False, names=names)
    flags = pc.utf8_trim_whitespace(table.column("flags"))
    marks = pc.utf8_trim_whitespace(table.column("reg"))
    is_other = pc.is_in(marks, value_set=_NO_AIRCRAFT)
    columns = {
        "registration": pc.if_else(is_other, "", marks),
        "type": table.column("type"),
        "model": table.column("desc"),
        "owner": table.column("owner"),
        "military": _flag(flags, 0),
        "privacy": _flag(flags, 2),
    }
    reading = reading_of(
        SOURCE,
        table.column("hex"),
        columns,
        malformed=table.malformed,
        terms=TERMS,
    )
    others = pc.sum(is_other).as_py() or 0
    reading.remarks += Counter({NO_AIRCRAFT: others, NOT_UTF8: table.replaced})
    return reading


def _flag(flags: pa.Array, at: int) -> pa.Array:
    """A flag by its place among the digits."""
    is_set = pc.equal(pc.utf8_slice_codeunits(flags, at, at + 1), "1")
    return yes_where(is_set)

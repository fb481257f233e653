"""Virtual Radar Server's standing data: ``aircraft/schema-01`` and its many files.

``ICAO,Registration,ModelICAO,Manufacturer,Model,ManufacturerAndModel,
IsPrivateOperator,Operator,AirlineCode,SerialNumber,YearBuilt``
(github.com/vradarserver/standing-data, CC0). Names of private operators are not kept.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    NAME_LEFT_OUT,
    NOT_UTF8,
    Reading,
    reading_of,
)
from heavylift.aircraft.databases.text_tables import read_text_table

SOURCE: Final = "Virtual Radar standing data"

TERMS: Final = "CC0"

#: What stands for no in ``IsPrivateOperator``; anything else may be a yes, and a name
#: once kept is not forgotten.
_NOT_PRIVATE: Final = pa.array(["0", "", "false", "no"])

_HEADER: Final = "ICAO,Registration,ModelICAO"


def is_virtual_radar(head: str) -> bool:
    """Tell the database by its header."""
    return head.startswith(_HEADER)


def read_virtual_radar(data: bytes, name: str) -> Reading:
    """Read one file of the database.

    Args:
        data: The file, unpacked.
        name: What to call it in errors.
    """
    table = read_text_table(data, name)
    mark = pc.utf8_lower(pc.utf8_trim_whitespace(table.column("IsPrivateOperator")))
    private = pc.invert(pc.is_in(mark, value_set=_NOT_PRIVATE))
    operator = pc.utf8_trim_whitespace(table.column("Operator"))
    named = pc.and_(private, pc.not_equal(operator, ""))
    reading = reading_of(
        SOURCE,
        table.column("ICAO"),
        {
            "registration": table.column("Registration"),
            "type": table.column("ModelICAO"),
            "model": table.column("ManufacturerAndModel"),
            "operator": pc.if_else(private, pa.scalar("", pa.string()), operator),
            "designator": table.column("AirlineCode"),
            "serial": table.column("SerialNumber"),
        },
        malformed=table.malformed,
        terms=TERMS,
    )
    left_out = pc.sum(named).as_py() or 0
    reading.remarks += Counter(
        {
            NAME_LEFT_OUT: left_out,
            NOT_UTF8: table.replaced,
            BROKEN_LINE: table.broken_lines,
        }
    )
    return reading

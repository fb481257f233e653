"""OpenSky's aircraft database, in either of its spellings.

``aircraftDatabase.csv`` quotes with ``"`` and writes names small; the later
``aircraft-database-complete-YYYY-MM.csv`` quotes with ``'`` and writes them in camel
case. ``registered`` is the day since which the registration holds.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal

import pyarrow.compute as pc

from heavylift.aircraft.databases.dates import iso_dates
from heavylift.aircraft.databases.reading import (
    BROKEN_LINE,
    NO_DATE,
    NOT_UTF8,
    Reading,
    reading_of,
)
from heavylift.aircraft.databases.text_tables import (
    after_head,
    cells_of,
    head_of,
    read_text_table,
)

SOURCE: Final = "OpenSky"

TERMS: Final = "The OpenSky Network: research and other non-commercial use, attribution"


def is_opensky(head: str) -> bool:
    """Tell the database by its header.

    >>> is_opensky('"icao24","registration","manufacturericao","operatoricao"')
    True
    """
    names = set(_names(head))
    return {"icao24", "registration"} <= names and bool(
        names & {"operatoricao", "manufacturericao", "typecode"}
    )


def read_opensky(data: bytes, name: str) -> Reading:
    """Read the database.

    Args:
        data: The file, unpacked.
        name: What to call it in errors.
    """
    head = head_of(data)
    # The names are given in small letters, so that both spellings have the same.
    table = read_text_table(
        after_head(data), name, quote=_quote(head), names=_names(head)
    )
    column = table.column
    maker, model = column("manufacturername"), column("model")
    since, unread = iso_dates(column("registered"))
    reading = reading_of(
        SOURCE,
        column("icao24"),
        {
            "registration": column("registration"),
            "type": column("typecode"),
            "model": pc.binary_join_element_wise(maker, model, " "),
            "operator": column("operator"),
            "designator": column("operatoricao"),
            "owner": column("owner"),
            "serial": column("serialnumber"),
            "from": since,
        },
        malformed=table.malformed,
        terms=TERMS,
    )
    reading.remarks += Counter(
        {NOT_UTF8: table.replaced, NO_DATE: unread, BROKEN_LINE: table.broken_lines}
    )
    return reading


def _quote(head: str) -> Literal["'", '"']:
    return "'" if head.startswith("'") else '"'


def _names(head: str) -> list[str]:
    return [cell.lower() for cell in cells_of(head, ",", _quote(head))]

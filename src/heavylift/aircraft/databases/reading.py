"""What a reader gives: entries, and what became of the other rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.aircraft.entries import (
    address_numbers,
    entries_table,
    says_something,
)

#: Reasons for which a row of a database is not used.
NO_ADDRESS: Final = "no address, or none of six hex digits"
SAYS_NOTHING: Final = "an address and nothing about it"
MALFORMED: Final = "number of cells does not fit the header"
ENDS_FIRST: Final = "its span of days ends before it begins"

#: Things noticed that refuse nothing.
NAME_LEFT_OUT: Final = "name of a private person, not kept"
NO_AIRCRAFT: Final = "a mark for a tower or a vehicle, not taken for a registration"
NO_DATE: Final = "a date that cannot be read, taken for unknown"
NO_FLAG: Final = "a flag that is neither yes nor no, taken for unknown"
NOT_UTF8: Final = "a byte that is no UTF-8, replaced by a mark"
BROKEN_LINE: Final = "a cell that holds a line break; look for a lone quotation mark"
SEVERAL: Final = "an address that has several rows, all kept"


@dataclass(slots=True, kw_only=True)
class Reading:
    """Entries of a database.

    Attributes:
        source: The database in the words of people: "tar1090-db", "FAA".
        entries: As in ``entries.ENTRY_SCHEMA``; days are empty where the database is
            a picture of one day.
        rows: Rows it has, headers apart.
        refused: Rows not used, by reason.
        remarks: Things noticed that refused nothing, by reason.
        terms: On what terms it may be used, as far as its publisher says.
        is_picture: Whether it is a picture of one day, so that an entry without a last
            day is said of that day and no later one; else such an entry goes on.
    """

    source: str
    entries: pa.Table
    rows: int
    is_picture: bool = True
    refused: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    terms: str = ""


def reading_of(
    source: str,
    addresses: pa.Array,
    columns: dict[str, object],
    *,
    malformed: int = 0,
    terms: str = "",
) -> Reading:
    """Make a reading of columns of text, leaving out rows without address or content.

    Args:
        source: The database in words.
        addresses: One text a row.
        columns: Further columns of ``ENTRY_SCHEMA``, one value a row.
        malformed: Rows left out before.
        terms: On what terms it may be used.
    """
    numbers, known = address_numbers(addresses)
    entries = entries_table({"address": pa.array(numbers), **columns}, len(numbers))
    says = says_something(entries)
    kept = entries.filter(pa.array(known & says))
    refused = Counter(
        {
            MALFORMED: malformed,
            NO_ADDRESS: int((~known).sum()),
            SAYS_NOTHING: int((known & ~says).sum()),
        }
    )
    again = len(kept) - len(np.unique(kept["address"].to_numpy()))
    return Reading(
        source=source,
        entries=kept,
        rows=len(numbers) + malformed,
        refused=+refused,
        remarks=+Counter({SEVERAL: again}),
        terms=terms,
    )

"""FAA's releasable aircraft database: who is, and who was, on the register of the US.

``MASTER.txt`` has those registered, ``DEREG.txt`` those that were, ``ACFTREF.txt`` the
names of models; all comma separated, cells padded with blanks, in the zip of the FAA
or beside each other. An entry holds from the day its certificate was issued, one of
``DEREG.txt`` until it was cancelled. Names of individuals and of partners are not kept
(``TYPE REGISTRANT`` 1, 2, 4 and 9: individual, partnership, co-owned). A cancelled
entry without the day of its certificate is known of its last day alone.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from heavylift.aircraft.databases.dates import iso_dates
from heavylift.aircraft.databases.reading import (
    ENDS_FIRST,
    NAME_LEFT_OUT,
    NO_DATE,
    NOT_UTF8,
    Reading,
    reading_of,
)
from heavylift.aircraft.databases.text_tables import TextTable, read_text_table
from heavylift.aircraft.entries import ENTRY_SCHEMA
from heavylift.errors import RegistryError

SOURCE: Final = "FAA"

TERMS: Final = "United States government work, public domain in the United States"

_MASTER: Final = "MASTER.TXT"
_DEREG: Final = "DEREG.TXT"
_MODELS: Final = "ACFTREF.TXT"

#: ``TYPE REGISTRANT`` of companies and public bodies, by FAA's ardata.pdf:
#: corporation, government, LLC, non-citizen corporation.
_BODIES: Final = pa.array(["3", "5", "7", "8"])


def is_faa(head: str) -> bool:
    """Tell one of its tables by the header."""
    return head.startswith(("N-NUMBER,SERIAL NUMBER", "N-NUMBER,SERIAL-NUMBER"))


def faa_files(path: Path, data: bytes) -> dict[str, bytes] | None:
    """Give the tables of a zip, by name in capitals; ``None`` when it has none.

    Raises:
        RegistryError: The zip is broken.
    """
    wanted = {_MASTER, _DEREG, _MODELS}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {
                Path(name).name.upper(): archive.read(name)
                for name in archive.namelist()
                if Path(name).name.upper() in wanted
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        # encrypted, and packed in a way that Python does not know
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise RegistryError(
            f"{path}: the zip is broken ({error})",
            help="get the file again; nothing of it was imported",
        ) from error
    return found if found.keys() & {_MASTER, _DEREG} else None


def faa_beside(path: Path, data: bytes) -> dict[str, bytes]:
    """Give one table, and the names of models that lie beside it."""
    is_master = b"CANCEL-DATE" not in data[:4096]
    found = {_MASTER if is_master else _DEREG: data}
    for other in path.parent.iterdir():
        if other.name.upper() == _MODELS:
            found[_MODELS] = other.read_bytes()
    return found


def read_faa(files: Mapping[str, bytes], name: str) -> Reading:
    """Read the database.

    Args:
        files: Tables by their names in capitals.
        name: What to call it in errors.
    """
    models = _models(files.get(_MODELS), name)
    parts = []
    if _MASTER in files:
        parts.append(_registered(_table(files[_MASTER], name), models))
    if _DEREG in files:
        parts.append(_cancelled(_table(files[_DEREG], name), models))
    first, *rest = parts
    for part in rest:
        first.entries = pa.concat_tables([first.entries, part.entries])
        first.rows += part.rows
        first.refused += part.refused
        first.remarks += part.remarks
    return first


def _table(data: bytes, name: str) -> TextTable:
    # Cells are never quoted: a quotation mark is a part of a name.
    return read_text_table(data, name, quote=False)


def _models(data: bytes | None, name: str) -> dict[str, str]:
    if data is None:
        return {}
    table = _table(data, name)
    codes, makers, models = (
        pc.utf8_trim_whitespace(table.column(c)).to_pylist()
        for c in ("CODE", "MFR", "MODEL")
    )
    return {
        code: f"{maker} {model}"
        for code, maker, model in zip(codes, makers, models, strict=True)
    }


def _registered(table: TextTable, models: Mapping[str, str]) -> Reading:
    since, unread = iso_dates(table.column("CERT ISSUE DATE"))
    names = pc.utf8_trim_whitespace(table.column("NAME"))
    kind = pc.utf8_trim_whitespace(table.column("TYPE REGISTRANT"))
    is_body = pc.is_in(kind, value_set=_BODIES)
    reading = reading_of(
        SOURCE,
        table.column("MODE S CODE HEX"),
        {
            "registration": _marks(table.column("N-NUMBER")),
            "model": _named(table.column("MFR MDL CODE"), models),
            "owner": pc.if_else(is_body, names, ""),
            "serial": table.column("SERIAL NUMBER"),
            "from": since,
        },
        malformed=table.malformed,
        terms=TERMS,
    )
    hidden = pc.and_(pc.invert(is_body), pc.not_equal(names, ""))
    reading.remarks += Counter(
        {
            NAME_LEFT_OUT: pc.sum(hidden).as_py() or 0,
            NO_DATE: unread,
            NOT_UTF8: table.replaced,
        }
    )
    return reading


def _cancelled(table: TextTable, models: Mapping[str, str]) -> Reading:
    # This table does not say what kind of registrant it was: no name is kept.
    since, unread_first = iso_dates(table.column("CERT-ISSUE-DATE"))
    until, unread_last = iso_dates(table.column("CANCEL-DATE"))
    reading = reading_of(
        f"{SOURCE}, cancelled",
        table.column("MODE-S-CODE-HEX"),
        {
            "registration": _marks(table.column("N-NUMBER")),
            "model": _named(table.column("MFR-MDL-CODE"), models),
            "serial": table.column("SERIAL-NUMBER"),
            "from": since,
            "to": until,
        },
        malformed=table.malformed,
        terms=TERMS,
    )
    backwards = pc.fill_null(
        pc.greater_equal(reading.entries["from"], reading.entries["to"]), False
    )
    # A cancelled entry without a day of cancelling would hold for ever.
    endless = pc.is_null(reading.entries["to"])
    entries = reading.entries.filter(pc.invert(pc.or_(backwards, endless)))
    reading.entries = _begun(entries)
    reading.refused += Counter({ENDS_FIRST: pc.sum(backwards).as_py() or 0})
    reading.refused += Counter({_ENDLESS: pc.sum(endless).as_py() or 0})
    reading.remarks += Counter(
        {NO_DATE: unread_first + unread_last, NOT_UTF8: table.replaced}
    )
    reading.source = SOURCE
    return reading


def _begun(entries: pa.Table) -> pa.Table:
    """Say of entries without a first day only that they held on their last."""
    days = entries["to"].cast(pa.int32())
    last = pc.subtract(days, pa.scalar(1, pa.int32())).cast(pa.date32())
    at = ENTRY_SCHEMA.get_field_index("from")
    first = pc.coalesce(entries["from"], last)
    return entries.set_column(at, ENTRY_SCHEMA.field(at), first)


#: A row of ``DEREG.txt`` that does not say until when it held.
_ENDLESS: Final = "cancelled on a day that is not given"


def _marks(numbers: pa.Array) -> pa.Array:
    """N-numbers are written without the N."""
    numbers = pc.utf8_trim_whitespace(numbers)
    marked = pc.binary_join_element_wise("N", numbers, "")
    return pc.if_else(pc.equal(numbers, ""), "", marked)


def _named(codes: pa.Array, models: Mapping[str, str]) -> pa.Array:
    codes = pc.utf8_trim_whitespace(codes)
    known = pa.array(list(models), pa.string())
    names = pa.array(list(models.values()), pa.string())
    return names.take(pc.index_in(codes, known))

"""Flights tables as files: written for any spreadsheet, read back without loss.

CSV is UTF-8 with a header, times in ISO 8601 with ``Z``, empty where unknown. Parquet
keeps types. Files are written beside their name and renamed, so that a run that is
stopped leaves the old file whole.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from heavylift.errors import FlightsError, MissingInput
from heavylift.files import replacing
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.model.ends import Candidate, EndClass
from heavylift.model.flights import FLIGHT_COLUMN_NAMES, FLIGHT_COLUMNS

#: What a spreadsheet may take for a formula when a cell begins with it; a callsign is
#: an untrusted broadcast. See "CSV injection" at OWASP. A quotation mark before it
#: makes it text, and one mark is taken away again when the file is read.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_QUOTED_FORMULA: Final = r"^'('*[=+\-@\t\r])"

#: Columns that hold free text.
_TEXT: Final = frozenset(c.name for c in FLIGHT_COLUMNS if c.kind == "text")


def write_flights(table: pa.Table, path: Path) -> None:
    """Write flights to a ``.csv`` or ``.parquet`` file.

    Raises:
        FlightsError: The ending is neither.
    """
    check_ending(path)
    if path.suffix.lower() == ".csv":
        write_csv(table, path)
    else:
        write_parquet(table, path)


def check_ending(path: Path) -> None:
    """Refuse a file name that says neither CSV nor Parquet, before any work is done.

    Raises:
        FlightsError: The ending is neither.
    """
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise FlightsError(
            f"{path}: flights are written as .csv or .parquet",
            help="end the name of the file in .csv (spreadsheets) or .parquet",
        )


def is_flights(path: Path) -> bool:
    """Whether a file begins like a table of flights that heavylift has written."""
    try:
        if _is_parquet(path):
            names = pq.read_schema(path).names
        else:
            # Programs that write such a table again quote names, or mark the order.
            with path.open(encoding="utf-8-sig", errors="replace") as file:
                names = file.readline(_HEADER_BYTES).strip().split(",")
                names = [name.strip('"') for name in names]
    except (OSError, pa.ArrowException):
        return False
    return set(FLIGHT_COLUMN_NAMES[:1]) | {"origin_class"} <= set(names)


#: No header of ours is longer.
_HEADER_BYTES: Final = 4096


def read_flights(path: Path) -> pa.Table:
    """Read flights that heavylift has written.

    Raises:
        MissingInput: The file is not there.
        FlightsError: It is not a table of flights.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        table = pq.read_table(path) if _is_parquet(path) else _read_csv(path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise FlightsError(
            f"{path}: cannot be read as a table of flights ({error})",
            help="make one with: heavylift flights INPUT… --out flights.parquet",
        ) from error
    missing = [n for n in FLIGHT_COLUMN_NAMES if n not in table.column_names]
    if missing:
        raise FlightsError(
            f"{path}: not a table of flights; it lacks {', '.join(missing[:4])}"
            + (f" and {len(missing) - 4} more columns" if len(missing) > 4 else ""),
            help="make one with: heavylift flights INPUT… --out flights.parquet",
        )
    return _checked(_typed(table.select(FLIGHT_COLUMN_NAMES), path), path)


def _read_csv(path: Path) -> pa.Table:
    table = pacsv.read_csv(
        path,
        convert_options=pacsv.ConvertOptions(
            column_types={
                f.name: pa.string() if pa.types.is_timestamp(f.type) else f.type
                for f in FLIGHT_SCHEMA
            },
            # Nothing else is unknown: an aircraft may well call itself NA or NULL.
            null_values=[""],
            strings_can_be_null=True,
        ),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
    )
    for at, field in enumerate(table.schema):
        if field.name in _TEXT:
            plain = pc.replace_substring_regex(table[at], _QUOTED_FORMULA, r"\1")
            table = table.set_column(at, field, plain)
    return table


def _typed(table: pa.Table, path: Path) -> pa.Table:
    columns = []
    for field in FLIGHT_SCHEMA:
        column = table[field.name]
        is_text_of_time = pa.types.is_timestamp(field.type) and pa.types.is_string(
            column.type
        )
        try:
            if is_text_of_time:
                column = pa.array(map(_moment, column.to_pylist()), field.type)
            columns.append(column.cast(field.type))
        except (pa.ArrowException, ValueError) as error:
            raise _holds_something_else(path, field.name, error) from error
    return pa.table(columns, schema=FLIGHT_SCHEMA)


def _checked(table: pa.Table, path: Path) -> pa.Table:
    """Refuse classes that are none of ours, and candidates that are no ranked list."""
    known = {c.value for c in EndClass}
    for role in ("origin", "destination"):
        strange = set(pc.unique(table[f"{role}_class"]).to_pylist()) - known
        if strange:
            raise _holds_something_else(path, f"{role}_class", strange.pop())
        name = f"{role}_candidates"
        at = FLIGHT_SCHEMA.get_field_index(name)
        listed = table[name].fill_null("[]")
        for text in pc.unique(listed).to_pylist():
            try:
                msgspec.json.decode(text, type=list[Candidate])
            except msgspec.MsgspecError as error:
                raise _holds_something_else(path, name, error) from error
        table = table.set_column(at, FLIGHT_SCHEMA.field(at), listed)
    return table


def _holds_something_else(path: Path, column: str, what: object) -> FlightsError:
    return FlightsError(
        f"{path}: column {column} holds something else ({what})",
        help="make it anew with: heavylift flights INPUT… --out FILE",
    )


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a Parquet file; the same table always gives the same bytes."""
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a CSV file of any table of ours; times as ISO 8601 with milliseconds."""
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as file,
    ):
        write_csv_to(table, file)


def write_csv_to(table: pa.Table, file: TextIO) -> None:
    """Write a table as CSV to an open text file."""
    # The writer quotes only line breaks that its own lines end in: naming both lets
    # none through, and ``_PlainLines`` ends the lines as everywhere else.
    writer = csv.writer(_PlainLines(file), lineterminator="\r\n")
    writer.writerow(table.column_names)
    columns = [
        [_cell(v, name in _TEXT) for v in table[name].to_pylist()]
        for name in table.column_names
    ]
    writer.writerows(zip(*columns, strict=True))


class _PlainLines:
    """Passes lines on with a line feed as their only ending."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> int:
        """Write one line of the ``csv`` module."""
        return self._file.write(line.removesuffix("\r\n") + "\n")


def _cell(value: object, is_text: bool) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return iso(value)
    if is_text and isinstance(value, str) and value.lstrip("'").startswith(FORMULA):
        return "'" + value
    return value


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC, to the millisecond where it has one."""
    utc = moment.astimezone(UTC)
    spec = "milliseconds" if utc.microsecond else "seconds"
    return utc.isoformat(timespec=spec).replace("+00:00", "Z")


def flights_as_json(table: pa.Table) -> list[dict[str, object]]:
    """Flights as JSON values: times as text, candidates and sources as lists."""
    holds_json = {c.name for c in FLIGHT_COLUMNS if c.kind == "json"}
    return [
        {
            name: (
                iso(value)
                if isinstance(value, datetime)
                else json.loads(value)
                if name in holds_json and isinstance(value, str)
                else value
            )
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]


def rows_as_json(table: pa.Table) -> list[dict[str, object]]:
    """Rows of any table as JSON values, times as text."""
    return [
        {
            name: iso(value) if isinstance(value, datetime) else value
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]

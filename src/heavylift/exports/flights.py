"""Flights tables as files: written for any spreadsheet, read back without loss.

CSV is UTF-8 with a header, times in ISO 8601 with ``Z``, empty where unknown. Parquet
keeps types. Files are written beside their name and renamed, so that a run that is
stopped leaves the old file whole.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from heavylift.errors import FlightsError, MissingInput
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.model.flights import FLIGHT_COLUMN_NAMES, FLIGHT_COLUMNS

#: What a spreadsheet may take for a formula when a cell begins with it; a callsign is
#: an untrusted broadcast. See "CSV injection" at OWASP.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


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


def read_flights(path: Path) -> pa.Table:
    """Read flights that heavylift has written.

    Raises:
        MissingInput: The file is not there.
        FlightsError: It is not a table of flights.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        table = (
            pq.read_table(path)
            if _is_parquet(path)
            else pacsv.read_csv(
                path,
                convert_options=pacsv.ConvertOptions(
                    column_types={
                        f.name: pa.string() if pa.types.is_timestamp(f.type) else f.type
                        for f in FLIGHT_SCHEMA
                    },
                    strings_can_be_null=True,
                ),
                parse_options=pacsv.ParseOptions(newlines_in_values=True),
            )
        )
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
    return _typed(table.select(FLIGHT_COLUMN_NAMES), path)


def _typed(table: pa.Table, path: Path) -> pa.Table:
    columns = []
    for field in FLIGHT_SCHEMA:
        column = table[field.name]
        if pa.types.is_timestamp(field.type) and pa.types.is_string(column.type):
            columns.append(pa.array(map(_moment, column.to_pylist()), field.type))
        else:
            try:
                columns.append(column.cast(field.type))
            except pa.ArrowInvalid as error:
                raise FlightsError(
                    f"{path}: column {field.name} holds something else ({error})",
                    help="make it anew with: heavylift flights INPUT… --out FILE",
                ) from error
    table = pa.table(columns, schema=FLIGHT_SCHEMA)
    for name in ("origin_candidates", "destination_candidates"):
        at = FLIGHT_SCHEMA.get_field_index(name)
        table = table.set_column(
            at, FLIGHT_SCHEMA.field(at), table[name].fill_null("[]")
        )
    return table


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
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.column_names)
    text = {c.name for c in FLIGHT_COLUMNS if c.kind == "text"}
    columns = [
        [_cell(v, name in text) for v in table[name].to_pylist()]
        for name in table.column_names
    ]
    writer.writerows(zip(*columns, strict=True))


def _cell(value: object, is_text: bool) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return iso(value)
    if is_text and isinstance(value, str) and value.startswith(_FORMULA):
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


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; rename it over ``path`` on success."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="_", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files for their owner alone; a report is to be shared.
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)

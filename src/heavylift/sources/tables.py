"""Open a table, CSV or Parquet, and give its columns in stretches of rows.

A table is read in stretches so that its text is never in memory at once. Lines of a
CSV with the wrong number of cells are counted and left out; a file that breaks off
gives what came before.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.sources import refusals
from heavylift.sources.columns import Layout, looks_like_a_table, recognise
from heavylift.sources.detect import Kind
from heavylift.sources.inflate import GzipStream, is_gzip
from heavylift.sources.members import Member
from heavylift.sources.refusals import Findings
from heavylift.sources.utf8_stream import Utf8Stream

#: Rows of Parquet read at a time: with 69 bytes a position, 35 MB.
STRETCH_ROWS: Final = 500_000

#: Bytes of CSV read at a time, about as many rows.
STRETCH_BYTES: Final = 32 << 20

_DELIMITERS: Final = ",;\t|"


@dataclass(slots=True, kw_only=True)
class Table:
    """A table that is open for reading.

    Attributes:
        layout: What its columns hold.
        stretches: Its rows: number of the first row, and the columns used, by what
            they hold. Errors of the file end it and are in the findings.
        bytes_done: Says how much of the file was read so far.
    """

    layout: Layout
    stretches: Iterator[tuple[NDArray[np.int32], dict[str, Any]]]
    bytes_done: Callable[[], int] = field(default=lambda: 0)


def open_table(
    member: Member,
    given: Mapping[str, str] | None,
    findings: Findings,
    closing: ExitStack,
) -> Table | None:
    """Open a table and find out what its columns hold.

    Args:
        member: The file or the member of a tar.
        given: Columns that the user named.
        findings: Gets what is refused or noticed, while reading too; changed.
        closing: Closes the file.

    Returns:
        The table; ``None``, with the reason in ``findings.refused``, when the file is
        not one.

    Raises:
        ColumnsNotFound: It is a table, but columns that are needed are not there.
    """
    try:
        file = _open(member, closing)
        if member.kind is Kind.PARQUET:
            return _open_parquet(member, file, given, findings)
        return _open_csv(member, file, given, findings)
    except OSError:
        findings.refused = refusals.NOT_OPENED
    except pa.ArrowException:
        findings.refused = refusals.TABLE_BROKEN
    return None


def _open(member: Member, closing: ExitStack) -> BinaryIO:
    if member.path is not None:
        return closing.enter_context(member.path.open("rb"))
    return io.BytesIO(member.read())


def _open_parquet(
    member: Member,
    file: BinaryIO,
    given: Mapping[str, str] | None,
    findings: Findings,
) -> Table:
    parquet = pq.ParquetFile(file)
    names = parquet.schema_arrow.names
    layout = recognise(names, given, member.name)
    used = sorted({names[f.index] for f in layout.fields.values()})

    def stretches() -> Iterator[tuple[NDArray[np.int32], dict[str, Any]]]:
        first = 0
        try:
            for batch in parquet.iter_batches(STRETCH_ROWS, columns=used):
                rows = np.arange(first, first + len(batch), dtype=np.int32)
                first += len(batch)
                yield rows, _by_role(layout, {n: batch.column(n) for n in used}, names)
        except (pa.ArrowException, OSError):
            findings.remark(refusals.TABLE_BROKEN, f"row {first}")

    return Table(layout=layout, stretches=stretches())


#: What ends a line, on any machine there was: Arrow takes each of them too.
_LINE_END: Final = re.compile(r"[\r\n]")


def _open_csv(
    member: Member,
    file: BinaryIO,
    given: Mapping[str, str] | None,
    findings: Findings,
) -> Table | None:
    head = member.head.decode("utf-8-sig", "replace").lstrip("\r\n")
    line = _LINE_END.split(head, maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=line.count)
    names = next(csv.reader([line], delimiter=delimiter), [])
    if not looks_like_a_table(names) and not set((given or {}).values()) & set(names):
        findings.refused = refusals.UNKNOWN_FORMAT
        return None
    layout = recognise(names, given, member.name)
    gzip = None
    raw: BinaryIO = file
    if is_gzip(file.read(2)):
        gzip = GzipStream(file, whole_lines=True)
        raw = io.BufferedReader(gzip)
    file.seek(0)
    malformed: list[int] = []

    def skip(row: pa_csv.InvalidRow) -> Literal["skip"]:
        malformed.append(row.number if row.number is not None else -1)
        return "skip"

    text = Utf8Stream(raw)
    reader = _csv_reader(io.BufferedReader(text, STRETCH_BYTES), names, delimiter, skip)

    def stretches() -> Iterator[tuple[NDArray[np.int32], dict[str, Any]]]:
        first = 0
        try:
            for batch in reader:
                count = len(batch)
                rows = _row_numbers(first, count, malformed)
                first += count
                columns = dict(zip(batch.schema.names, batch.columns, strict=True))
                stand_ins = [str(i) for i in range(len(names))]
                yield rows, _by_role(layout, columns, stand_ins)
        except (pa.ArrowException, OSError):
            findings.remark(refusals.TABLE_BROKEN, f"row {first}")
        if malformed:
            place = f"line {malformed[0]}" if malformed[0] >= 0 else ""
            findings.refuse_row(refusals.ROW_MALFORMED, place, rows=len(malformed))
        findings.remark(refusals.NOT_UTF8, times=text.replaced)
        if gzip is not None and gzip.cut:
            findings.remark(refusals.GZIP_CUT)

    def bytes_done() -> int:
        return gzip.bytes_in if gzip is not None else file.tell()

    return Table(layout=layout, stretches=stretches(), bytes_done=bytes_done)


def _csv_reader(
    raw: BinaryIO,
    names: Sequence[str],
    delimiter: str,
    skip: Callable[[pa_csv.InvalidRow], Literal["skip"]],
) -> pa_csv.CSVStreamingReader:
    """Open a stream of batches in which every cell is still bytes."""
    # two columns may bear one name, so each is called by its number
    stand_ins = [str(i) for i in range(len(names))]
    return pa_csv.open_csv(
        raw,
        read_options=pa_csv.ReadOptions(
            column_names=stand_ins,
            skip_rows=1,
            block_size=STRETCH_BYTES,
            use_threads=False,
        ),
        parse_options=pa_csv.ParseOptions(
            delimiter=delimiter, invalid_row_handler=skip
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(stand_ins, pa.binary()),
            check_utf8=False,
            strings_can_be_null=False,
        ),
    )


def _row_numbers(first: int, count: int, malformed: Sequence[int]) -> NDArray[np.int32]:
    """Number rows as they stand in the file, where malformed ones count too."""
    rows = np.arange(first, first + count)
    # Arrow counts lines from 1 and the header is the first
    skipped = np.array([line - 2 for line in malformed if line >= 2], np.int64)
    shift = np.searchsorted(skipped - np.arange(len(skipped)), rows, side="right")
    return (rows + shift).astype(np.int32)


def _by_role(
    layout: Layout, columns: Mapping[str, Any], names: Sequence[str]
) -> dict[str, Any]:
    return {role: columns[names[f.index]] for role, f in layout.fields.items()}

"""Read a table of text with any delimiter and quotation mark, all cells as text.

Registers are small enough to be held whole: the largest has a million rows.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from heavylift.errors import MissingInput, RegistryError
from heavylift.sources.inflate import inflate, is_gzip

#: Bytes looked at to tell what a file is; headers of registers take a kilobyte.
HEAD_BYTES: Final = 8192

#: Bytes parsed at a time; larger than any header, small beside the whole.
_BLOCK_BYTES: Final = 8 << 20

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

#: Line ends of today's, older Windows' and the oldest programs.
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")

#: Ask zlib for a gzip wrapper (zlib.h, inflateInit2: 16 + window bits).
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A table whose cells are text.

    Attributes:
        columns: The cells, empty text where nothing is written.
        malformed: Rows left out because they have too many or too few cells.
        replaced: Bytes that were no UTF-8.
        broken_lines: Cells that hold a line break: rare in a register, and what a lone
            quotation mark makes of the rows after it.
    """

    columns: pa.Table
    malformed: int
    replaced: int
    broken_lines: int = 0

    def column(self, name: str) -> pa.Array:
        """Give a column in one piece; empty texts when there is none of the name."""
        if name not in self.columns.column_names:
            return pa.array([""] * len(self.columns), pa.string())
        column = self.columns[name].combine_chunks()
        return column if isinstance(column, pa.Array) else column.chunk(0)


def read_head(path: Path) -> bytes:
    """Read the first bytes of a file, unpacked when it is gzip.

    What is no register may be a day's archive of gigabytes.

    Raises:
        MissingInput: It is not there.
        RegistryError: It cannot be opened.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise _cannot_be_read(path, error) from error
    if not is_gzip(head):
        return head
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(head, HEAD_BYTES)
    except zlib.error:
        return head


def read_whole(path: Path) -> bytes:
    """Read a file, unpacked when it is gzip.

    Raises:
        MissingInput: It is not there.
        RegistryError: It cannot be opened, or its gzip breaks off: half a register
            would make aircraft disappear.
    """
    if not path.is_file():
        raise MissingInput(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _cannot_be_read(path, error) from error
    if not is_gzip(data):
        return data
    unpacked = inflate(data)
    if unpacked.too_large:
        raise RegistryError(
            f"{path}: larger than any register when unpacked",
            help="give a register of aircraft; nothing of it was imported",
        )
    if unpacked.cut:
        raise RegistryError(
            f"{path}: the gzip breaks off",
            help="get the file again; nothing of it was imported",
        )
    return bytes(unpacked.data)


def _cannot_be_read(path: Path, error: OSError) -> RegistryError:
    return RegistryError(
        f"{path}: cannot be read ({error.strerror})", help="check who may read it"
    )


def head_of(data: bytes) -> str:
    """Give the first line of a file that is not blank, as text."""
    first = _LINE_END.split(_begun(data[:HEAD_BYTES]), maxsplit=1)[0]
    return first.decode("utf-8", "replace")


def after_head(data: bytes) -> bytes:
    """Give what follows the first line that is not blank."""
    data = _begun(data)
    end = _LINE_END.search(data)
    return data[end.end() :] if end else b""


def _begun(data: bytes) -> bytes:
    """Leave out a mark of the byte order, and blank lines before the first."""
    return data.removeprefix(_BYTE_ORDER_MARK).lstrip(b"\r\n")


def cells_of(line: str, delimiter: str, quote: str | Literal[False]) -> list[str]:
    """Split a header; a nameless or repeated column is named after its place."""
    seen: set[str] = set()
    names = []
    for at, cell in enumerate(line.split(delimiter)):
        name = cell.strip().strip(quote or "").strip()
        name = name if name and name not in seen else f"{name}#{at}"
        seen.add(name)
        names.append(name)
    return names


def read_text_table(
    data: bytes,
    name: str,
    *,
    delimiter: str = ",",
    quote: str | Literal[False] = '"',
    names: list[str] | None = None,
) -> TextTable:
    """Read a table whole.

    Args:
        data: Its bytes.
        name: What to call it in errors.
        delimiter: Between cells.
        quote: Around cells; ``False`` when the mark means itself.
        names: Names of the columns when the table has no header.

    Raises:
        RegistryError: It is no such table.
    """
    data = _begun(data)
    replaced = 0
    try:
        data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        replaced = text.count("\N{REPLACEMENT CHARACTER}")
        data = text.encode()
    header = names
    if header is None:
        header = cells_of(head_of(data), delimiter, quote)
        data = after_head(data)
    skipped = []

    def skip(row: pacsv.InvalidRow) -> Literal["skip"]:
        skipped.append(row.actual_columns)  # not a sum: several threads call this
        return "skip"

    if not data.strip():
        empty = {n: pa.array([], pa.string()) for n in header}
        return TextTable(columns=pa.table(empty), malformed=0, replaced=replaced)
    try:
        table = pacsv.read_csv(
            io.BytesIO(data),
            read_options=pacsv.ReadOptions(
                column_names=header, block_size=_BLOCK_BYTES
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter,
                quote_char=quote,
                double_quote=bool(quote),
                newlines_in_values=bool(quote),
                invalid_row_handler=skip,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowException as error:
        raise RegistryError(
            f"{name}: cannot be read as a table ({error})",
            help="get the file again; nothing of it was imported",
        ) from error
    malformed = len(skipped)
    more_lines = bool(quote) and data.count(b"\n") > len(table) + malformed
    return TextTable(
        columns=table,
        malformed=malformed,
        replaced=replaced,
        broken_lines=_broken_lines(table) if more_lines else 0,
    )


def _broken_lines(table: pa.Table) -> int:
    """Count cells that hold a line break."""
    return sum(
        pc.sum(pc.match_substring_regex(column, "[\r\n]")).as_py() or 0
        for column in table.columns
    )

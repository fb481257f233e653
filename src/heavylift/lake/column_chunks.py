"""One column of some rows as a column chunk of a Parquet file: its pages, and a record.

Format: ``parquet.thrift``, "Encodings.md" and "Compression.md" of Apache Parquet. Each
column is one data page (version 1) behind its dictionary page, if it has one. How a
column is written is chosen for time and room on a day in readsb's layout: what changes
in steps as differences, which no compression makes smaller; what has few different
values as their numbers, a byte each, which LZ4 takes to almost nothing; and a column
that holds nothing as a page of some bytes, without looking at its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.lake import thrift
from heavylift.lake.pages import (
    MOST_WORDS,
    Bytes,
    codes,
    deltas,
    levels,
    room_for_deltas,
)

Floats = NDArray[np.float32] | NDArray[np.float64]


class Physical(IntEnum):
    """``Type``: how values lie in pages."""

    INT32 = 1
    INT64 = 2
    FLOAT = 4
    DOUBLE = 5
    BYTE_ARRAY = 6


class _Encoding(IntEnum):
    """``Encoding``."""

    PLAIN = 0
    RLE = 3
    DELTA_BINARY_PACKED = 5
    RLE_DICTIONARY = 8


class _Codec(IntEnum):
    """``CompressionCodec``."""

    UNCOMPRESSED = 0
    LZ4_RAW = 7


#: ``PageType``.
_DATA_PAGE: Final = 0
_DICTIONARY_PAGE: Final = 2

#: Numbers of words take one byte up to so many words, and two above.
_BYTE_WORDS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChunk:
    """A column of a row group, ready to be written.

    Attributes:
        data: Its pages.
        rows: Values in it, missing ones included.
        physical: How they lie in pages.
        encodings: Ways in which pages are written.
        codec: How they are compressed.
        unpacked_bytes: Bytes of its pages before they were compressed.
        dictionary_bytes: Bytes of the dictionary page; 0 without one.
        nothing: How many values are missing; ``None``: not said.
        bounds: Lowest and highest value, as pages would hold them.
    """

    data: bytes
    rows: int
    physical: Physical
    encodings: tuple[int, ...]
    codec: int
    unpacked_bytes: int
    dictionary_bytes: int = 0
    nothing: int | None = None
    bounds: tuple[bytes, bytes] | None = None

    def record(self, name: str, at: int) -> thrift.Value:
        """Give its ``ColumnChunk``.

        Args:
            name: Name of the column.
            at: Where in the file it begins.
        """
        fields = {
            1: thrift.i32(self.physical),
            2: thrift.listed([thrift.i32(e) for e in self.encodings]),
            3: thrift.listed([thrift.binary(name.encode())]),
            4: thrift.i32(self.codec),
            5: thrift.i64(self.rows),
            6: thrift.i64(self.unpacked_bytes),
            7: thrift.i64(len(self.data)),
            9: thrift.i64(at + self.dictionary_bytes),
        }
        if self.dictionary_bytes:
            fields[11] = thrift.i64(at)
        if self.nothing is not None or self.bounds is not None:
            fields[12] = self._statistics()
        return thrift.struct({2: thrift.i64(at), 3: thrift.struct(fields)})

    def _statistics(self) -> thrift.Value:
        fields = {}
        if self.nothing is not None:
            fields[3] = thrift.i64(self.nothing)
        if self.bounds is not None:
            lowest, highest = self.bounds
            fields[5] = thrift.binary(highest)
            fields[6] = thrift.binary(lowest)
        return thrift.struct(fields)


class Scratch:
    """Memory that columns are put together in; used again for each."""

    def __init__(self, rows: int) -> None:
        """Make room for columns of so many rows at most."""
        self.bytes: Bytes = np.empty(room_for_deltas(rows), np.uint8)
        self.codes = np.empty(rows, np.uint16)
        self.words = np.empty(MOST_WORDS, np.uint64)
        self.levels: Bytes = np.empty(rows // 2 + 16, np.uint8)


def nothing(rows: int, physical: Physical) -> ColumnChunk:
    """A column in which no value is there."""
    page = _page([_run_of_levels(rows, 0)], rows, _Encoding.PLAIN)
    return ColumnChunk(
        data=page,
        rows=rows,
        physical=physical,
        encodings=(_Encoding.PLAIN, _Encoding.RLE),
        codec=_Codec.UNCOMPRESSED,
        unpacked_bytes=len(page),
        nothing=rows,
    )


def numbers(
    values: NDArray[np.int32] | NDArray[np.int64],
    scratch: Scratch,
    *,
    known: NDArray[np.bool_] | None = None,
    may_miss: bool = False,
) -> ColumnChunk:
    """A column of whole numbers that change in steps.

    Args:
        values: Those that are there.
        scratch: Memory.
        known: Which rows have one; all when ``None``.
        may_miss: Whether the column is declared as one that may lack values.
    """
    rows = len(values) if known is None else len(known)
    physical = Physical.INT64 if values.itemsize == 8 else Physical.INT32
    if may_miss and not len(values):
        return nothing(rows, physical)
    size = deltas(values, scratch.bytes, 0)
    before = _levels(rows, known, scratch) if may_miss else b""
    content = before, scratch.bytes[:size].data
    page = _page(content, rows, _Encoding.DELTA_BINARY_PACKED)
    return ColumnChunk(
        data=page,
        rows=rows,
        physical=physical,
        encodings=(_Encoding.DELTA_BINARY_PACKED, _Encoding.RLE),
        codec=_Codec.UNCOMPRESSED,
        unpacked_bytes=len(page),
    )


def floats(values: Floats, known: NDArray[np.bool_], scratch: Scratch) -> ColumnChunk:
    """A column of numbers with a fraction, where they are there.

    Args:
        values: Those that are there.
        known: Which rows have one.
        scratch: Memory.
    """
    rows = len(known)
    physical = Physical.DOUBLE if values.itemsize == 8 else Physical.FLOAT
    if not len(values):
        return nothing(rows, physical)
    content = _levels(rows, known, scratch) + values.tobytes()
    packed = _packed(content)
    page = _page([packed], rows, _Encoding.PLAIN, len(content))
    return ColumnChunk(
        data=page,
        rows=rows,
        physical=physical,
        encodings=(_Encoding.PLAIN, _Encoding.RLE),
        codec=_Codec.LZ4_RAW,
        unpacked_bytes=len(page) - len(packed) + len(content),
        nothing=rows - len(values),
    )


def words(
    values: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint64],
    first: NDArray[np.int64],
    end: NDArray[np.int64],
    scratch: Scratch,
    dtype: np.dtype[np.generic],
) -> ColumnChunk | None:
    """A column of whole numbers of which few are different.

    Args:
        values: The column, its bytes taken as numbers without a sign.
        first: First row of each stretch that is wanted.
        end: Row after its last.
        scratch: Memory.
        dtype: What its bytes are.

    Returns:
        ``None`` when there are too many different ones.
    """
    found = codes(values, first, end, scratch.words, scratch.codes)
    if found < 0:
        return None
    rows = int((end - first).sum())
    is_long = values.itemsize == 8
    own = scratch.words[:found].astype(values.dtype).view(dtype)
    told = _packed(own.astype(np.int64 if is_long else np.int32).tobytes())
    head = _dictionary_page(told, found, found * (8 if is_long else 4))
    numbered = scratch.codes[:rows]
    content = _numbers_of_words(
        numbered.astype(np.uint8) if found <= _BYTE_WORDS else numbered
    )
    packed = _packed(content)
    page = _page([packed], rows, _Encoding.RLE_DICTIONARY, len(content))
    saved = len(content) - len(packed) + found * (8 if is_long else 4) - len(told)
    return ColumnChunk(
        data=head + page,
        rows=rows,
        physical=Physical.INT64 if is_long else Physical.INT32,
        encodings=(_Encoding.PLAIN, _Encoding.RLE, _Encoding.RLE_DICTIONARY),
        codec=_Codec.LZ4_RAW,
        unpacked_bytes=len(head) + len(page) + saved,
        dictionary_bytes=len(head),
    )


def texts(
    values: Sequence[str | None],
    lengths: Sequence[int],
    *,
    may_miss: bool,
) -> ColumnChunk:
    """A column of texts that stay for a while.

    Args:
        values: The text of each stretch of rows, ``None`` where there is none.
        lengths: Its rows.
        may_miss: Whether the column is declared as one that may lack values.
    """
    rows = sum(lengths)
    numbered: dict[str, int] = {}
    for value in values:
        if value is not None:
            numbered.setdefault(value, len(numbered))
    if may_miss and not numbered:
        return nothing(rows, Physical.BYTE_ARRAY)
    raw = [text.encode() for text in numbered]
    told = b"".join(len(r).to_bytes(4, "little") + r for r in raw)
    head = _dictionary_page(told, len(raw), len(told))
    width = max(1, (len(raw) - 1).bit_length())
    size = (width + 7) // 8
    runs = bytearray([width])
    there = bytearray()
    missing = 0
    for value, length in zip(values, lengths, strict=True):
        there += thrift.varint(length << 1) + bytes([value is not None])
        if value is None:
            missing += length
        else:
            runs += thrift.varint(length << 1)
            runs += numbered[value].to_bytes(size, "little")
    before = b""
    if may_miss:
        before = _run_of_levels(rows, 1) if not missing else _sized(bytes(there))
    page = _page([before, bytes(runs)], rows, _Encoding.RLE_DICTIONARY)
    return ColumnChunk(
        data=head + page,
        rows=rows,
        physical=Physical.BYTE_ARRAY,
        encodings=(_Encoding.PLAIN, _Encoding.RLE, _Encoding.RLE_DICTIONARY),
        codec=_Codec.UNCOMPRESSED,
        unpacked_bytes=len(head) + len(page),
        dictionary_bytes=len(head),
        bounds=(min(raw), max(raw)) if raw else None,
    )


def _levels(rows: int, known: NDArray[np.bool_] | None, scratch: Scratch) -> bytes:
    """Which rows have a value, as a page begins with it."""
    if known is None:
        return _run_of_levels(rows, 1)
    return _sized(scratch.levels[: levels(known, scratch.levels)].tobytes())


def _run_of_levels(rows: int, level: int) -> bytes:
    return _sized(thrift.varint(rows << 1) + bytes([level]))


def _sized(raw: bytes) -> bytes:
    """Levels behind their length, as in data pages of version 1."""
    return len(raw).to_bytes(4, "little") + raw


def _numbers_of_words(numbered: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    """Numbers of words as one packed run: whole bytes, so that nothing is moved."""
    groups = -(-len(numbered) // 8)
    width = 8 * numbered.itemsize
    padding = bytes((groups * 8 - len(numbered)) * numbered.itemsize)
    head = bytes([width]) + thrift.varint(groups << 1 | 1)
    return head + numbered.tobytes() + padding


def _packed(raw: bytes) -> bytes:
    return bytes(pa.compress(raw, codec="lz4_raw", asbytes=True))


def _page(
    content: Sequence[bytes | memoryview],
    rows: int,
    encoding: _Encoding,
    unpacked: int | None = None,
) -> bytes:
    """A data page: its ``PageHeader`` and its content, compressed if it is."""
    size = sum(map(len, content))
    header = thrift.struct(
        {
            1: thrift.i32(_DATA_PAGE),
            2: thrift.i32(size if unpacked is None else unpacked),
            3: thrift.i32(size),
            5: thrift.struct(
                {
                    1: thrift.i32(rows),
                    2: thrift.i32(encoding),
                    3: thrift.i32(_Encoding.RLE),
                    4: thrift.i32(_Encoding.RLE),
                }
            ),
        }
    )
    return b"".join([header[1], *content])


def _dictionary_page(content: bytes, values: int, unpacked: int) -> bytes:
    header = thrift.struct(
        {
            1: thrift.i32(_DICTIONARY_PAGE),
            2: thrift.i32(unpacked),
            3: thrift.i32(len(content)),
            7: thrift.struct({1: thrift.i32(values), 2: thrift.i32(_Encoding.PLAIN)}),
        }
    )
    return header[1] + content

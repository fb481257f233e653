"""Read rows of a readsb trace that are exactly as readsb prints them, many at once.

First the fields of some rows are found: all commas of a row at once, and of each field
its last bytes are put into a column. Then each column is read, which a compiler turns
into instructions that do eight numbers. Whether all were numbers of their format is
asked once for all. What is not so is left to ``readsb_rows``, which reads field after
field; the two must give the same values. Formats: ``json_out.c`` of readsb (``%.2f``
for time, ``%.6f`` for places, ``%.1f`` for speed, track and roll, else ``%d``).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import inline_kernel, parser
from heavylift.model.positions import NO_QUALITY, NO_SQUAWK
from heavylift.sources.eight_bytes import Index, Text, eight
from heavylift.sources.json_bytes import (
    BRACE,
    N0,
    N1,
    N2,
    N8,
    OPEN,
    UNBRACE,
    null,
)
from heavylift.sources.many_bytes import (
    STRETCH,
    after_last,
    commas,
    first_at,
    line_ends,
    without_first,
    without_last,
)
from heavylift.sources.readsb_columns import ROWS, RowColumns, RowMemory
from heavylift.sources.readsb_details import details, source_between
from heavylift.sources.readsb_printed_columns import (
    BEFORE_LAT,
    BEFORE_LON,
    GEO_ALTITUDE,
    LAT,
    LON,
    ROLL,
    read_fields,
)
from heavylift.sources.readsb_printed_details import printed_details

#: A word is read back from the end of a field, and another one before it.
BEFORE: Final = np.uint64(16)

#: The last fields of a row are looked for in so many bytes before its end: as many must
#: come before the rows of a trace, and its header has them.
HEADER: Final = 64

#: Ends a row, if another one follows.
_ROW_ENDS: Final = np.uint64(int.from_bytes(b"],\n[", "little"))
_FOUR_BYTES: Final = np.uint64(0xFFFFFFFF)


@parser
def _keep(
    b: Text, start: Index, end: Index, found: RowMemory, field: int, k: Index
) -> None:
    """Keep a field: its last eight bytes, and how long it is."""
    found.words[field, k] = eight(b, end - N8)
    found.lengths[field, k] = end - start


@parser
def _find_lines(b: Text, start: Index, ends: NDArray[np.uint64], most: int) -> int:
    """Find where the next lines end; gives how many were found, at most so many."""
    n = 0
    at, size = start, np.uint64(len(b))
    # A stretch may have the ends of several lines.
    while n < most and at + STRETCH <= size:
        marks = line_ends(b, at)
        # As good as always one or none: written in any case, so that nothing branches.
        ends[n] = at + first_at(marks)
        n += marks != N0
        marks = without_first(marks)
        while marks != N0 and n < most:
            ends[n] = at + first_at(marks)
            n += 1
            marks = without_first(marks)
        at += STRETCH
    return n


@parser
def _find_head(b: Text, i: Index, found: RowMemory, k: Index) -> Index:
    """Find the first eight fields of a row from ``i`` on; the index after, or 0."""
    marks = commas(b, i)
    start = i
    for field in range(8):
        end = i + first_at(marks)
        marks = without_first(marks)
        _keep(b, start, end, found, field, k)
        if field == LAT:
            found.words[BEFORE_LAT, k] = eight(b, end - BEFORE)
        elif field == LON:
            found.words[BEFORE_LON, k] = eight(b, end - BEFORE)
        start = end + N1
    return start if start <= i + STRETCH else N0


@parser
def _find_tail(
    b: Text, closes: Index, found: RowMemory, k: Index
) -> tuple[Index, Index]:
    """Find the last five fields before ``closes``: where the first begins and ends.

    Where it begins is 0 when it is not found.
    """
    before = closes - STRETCH
    marks = commas(b, before)
    end = closes
    for field in range(ROLL, GEO_ALTITUDE - 1, -1):
        start = before + after_last(marks)
        marks = without_last(marks)
        _keep(b, start, end, found, field, k)
        end = start - N1
    return (before + after_last(marks) if marks != N0 else N0), end


@parser
def _forget_words(out: RowColumns, r: Index) -> None:
    """Begin anew with what a row says in words."""
    out.flags[r] = 0
    out.callsign[r] = 0
    out.squawk[r] = NO_SQUAWK
    out.nic[r] = NO_QUALITY
    out.nac_p[r] = NO_QUALITY
    out.sil[r] = NO_QUALITY


@inline_kernel
def _find_row(
    b: Text,
    line: tuple[Index, Index],
    out: RowColumns,
    r: Index,
    found: RowMemory,
    k: Index,
) -> bool:
    """Find the fields of a row between its brackets; whether it is sound.

    What is said in words goes straight into the columns.
    """
    start, closes = line
    tail, tail_end = _find_tail(b, closes, found, k)
    start = _find_head(b, start, found, k)
    if min(start, tail) == N0:
        return False
    out.source_type[r], is_known = source_between(b, tail, tail_end)
    _forget_words(out, r)
    end = tail - N1
    if b[start] != BRACE:
        return bool(is_known and null(b, start) == end)
    if b[end - N1] == UNBRACE and printed_details(
        b, start + N1, end - N1, out, r, found.marks
    ):
        return bool(is_known)
    _forget_words(out, r)
    return bool(is_known and details(b, start, out, r) == end)


@inline_kernel
def printed_rows(
    b: Text,
    start: Index,
    base_s: float,
    out: RowColumns,
    first: int,
    found: RowMemory,
) -> tuple[int, Index]:
    """Read rows as long as they are as readsb prints them.

    Args:
        b: The file and ``PADDING`` zero bytes, shape ``(n,)``, uint8.
        start: Index of the bracket that opens the first row, at least ``BEFORE``.
        base_s: The file's ``timestamp``, Unix seconds.
        out: Columns to fill.
        first: The row of the columns that the first row goes to.
        found: Memory.

    Returns:
        Number of rows read, and the index of the bracket that opens the next row.
    """
    room = len(out.time_ms)
    done, i = 0, start
    while b[i] == OPEN:
        lines = _find_lines(b, i, found.line_ends, min(ROWS, room - first - done))
        n, at = 0, i
        own = np.uint64(first + done)
        while n < lines:
            k = np.uint64(n)
            closes = found.line_ends[k] - N2
            # Looked at before anything is read back from there.
            if eight(b, closes) & _FOUR_BYTES != _ROW_ENDS:
                break
            if not _find_row(b, (at + N1, closes), out, own + k, found, k):
                break
            at = found.line_ends[k] + N1
            n += 1
        if n == 0:
            break
        if read_fields(found, base_s, out, own, n) != N0:
            break
        done += n
        i = at
    return done, i

"""Parse the rows of a readsb trace straight into columns, in the layout readsb writes.

A day of the world is 150 million rows; a JSON parser that builds objects takes half
an hour for it, this takes half a minute. The price is that only the exact layout is
accepted: no blank inside a row, no escape, no exponent, at most 15 digits, nothing
nested deeper than readsb nests. At anything else the parser gives up on the whole
file and ``readsb_general`` reads it; the two must give the same values.

Input that is cut short is never read past its end, see ``json_bytes``, and a row is
only begun where the columns have room for it. Row layout: README-json.md of readsb,
"trace jsons".
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.kernels import parser, parser_kernel
from heavylift.model.positions import NO_QUALITY, NO_SQUAWK, Flag, Surface
from heavylift.sources.eight_bytes import Index, Text, eight
from heavylift.sources.json_bytes import (
    BRACE,
    CLOSE,
    COMMA,
    LETTER_N,
    N0,
    N1,
    N8,
    OPEN,
    QUOTE,
    flat_end,
    null,
    number,
    number_or_null,
    skip_blanks,
)
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.readsb_columns import FLAG_BITS, ROWS, RowColumns, RowMemory
from heavylift.sources.readsb_details import details, source
from heavylift.sources.readsb_printed import HEADER, printed_rows
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

#: What ``parse_rows`` gives as row count when the layout is not readsb's.
NOT_THIS_LAYOUT: Final = -1

#: ... and when the columns have no room for another row.
NO_ROOM: Final = -2

_GROUND: Final = np.uint64(int.from_bytes(b'"ground"', "little"))

# Plain integers for the compiled code, which cannot look into classes.
_UNKNOWN_SURFACE: Final = int(Surface.UNKNOWN)
_AIRBORNE: Final = int(Surface.AIRBORNE)
_ON_GROUND: Final = int(Surface.GROUND)
_ALTITUDE_GEOMETRIC: Final = int(Flag.ALTITUDE_GEOMETRIC)


@parser
def _altitude(b: Text, i: Index, out: RowColumns, r: Index) -> Index:
    """Read feet, ``"ground"`` or ``null`` at ``i``; the index after it, or 0."""
    out.baro_altitude_m[r] = np.nan
    out.surface[r] = _UNKNOWN_SURFACE
    c = b[i]
    if c == LETTER_N:
        return null(b, i)
    if c != QUOTE:
        feet, i = number(b, i)
        out.baro_altitude_m[r] = np.float32(feet * METRES_PER_FOOT)
        out.surface[r] = _AIRBORNE
        return i
    out.surface[r] = _ON_GROUND
    return i + N8 if eight(b, i) == _GROUND else N0


@parser
def _place_and_time(
    b: Text, i: Index, base_s: float, out: RowColumns, r: Index
) -> Index:
    """Read offset, latitude and longitude at ``i``; the index of the altitude, or 0."""
    offset_s, i = number(b, i)
    if i == N0 or b[i] != COMMA:
        return N0
    lat, i = number(b, i + N1)
    if i == N0 or b[i] != COMMA:
        return N0
    lon, i = number(b, i + N1)
    if i == N0 or b[i] != COMMA:
        return N0
    time_s = base_s + offset_s
    if not (EARLIEST_S <= time_s < LATEST_S):
        return N0
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        return N0
    out.time_ms[r] = np.int64(np.rint(time_s * 1000.0))
    out.lat_deg[r] = lat
    out.lon_deg[r] = lon
    return i + N1


@parser
def _motion(b: Text, i: Index, out: RowColumns, r: Index) -> Index:
    """Read speed, track, flags and vertical rate at ``i``; the index after, or 0."""
    knots, i = number_or_null(b, i)
    if i == N0 or b[i] != COMMA or knots < 0.0 or knots * MS_PER_KNOT > MAX_SPEED_MS:
        return N0
    track, i = number_or_null(b, i + N1)
    if i == N0 or b[i] != COMMA:
        return N0
    flags, i = number(b, i + N1)
    if i == N0 or b[i] != COMMA or flags != np.floor(flags) or not 0 <= flags < 256:
        return N0
    rate, i = number_or_null(b, i + N1)
    out.ground_speed_ms[r] = np.float32(knots * MS_PER_KNOT)
    out.track_deg[r] = np.float32(track)
    out.flags[r] = np.uint8(np.int64(flags) & FLAG_BITS)
    out.vertical_rate_ms[r] = np.float32(rate * MS_PER_FOOT_PER_MINUTE)
    return i


@parser
def _tail(b: Text, i: Index, out: RowColumns, r: Index) -> Index:
    """Read source type, geometric altitude and the rest; the index after the row."""
    if b[i] == COMMA:
        out.source_type[r], i = source(b, i + N1)
        if i == N0:
            return N0
    if b[i] == COMMA:
        feet, i = number_or_null(b, i + N1)
        if i == N0:
            return N0
        out.geo_altitude_m[r] = np.float32(feet * METRES_PER_FOOT)
    while b[i] == COMMA:
        i = flat_end(b, i + N1)
        if i == N0:
            return N0
    return i + N1 if b[i] == CLOSE else N0


@parser
def _head(b: Text, i: Index, base_s: float, out: RowColumns, r: Index) -> Index:
    """Read time to vertical rate at ``i``; the index after the comma, or 0."""
    i = _place_and_time(b, i, base_s, out, r)
    if i == N0:
        return N0
    i = _altitude(b, i, out, r)
    if i == N0 or b[i] != COMMA:
        return N0
    i = _motion(b, i + N1, out, r)
    return i + N1 if i != N0 and b[i] == COMMA else N0


@parser
def _row(b: Text, i: Index, base_s: float, out: RowColumns, r: Index) -> Index:
    """Read the row after the bracket at ``i``; the index after the row, or 0."""
    i = _place_and_time(b, i + N1, base_s, out, r)
    if i == N0:
        return N0
    i = _altitude(b, i, out, r)
    if i == N0 or b[i] != COMMA:
        return N0
    i = _motion(b, i + N1, out, r)
    if i == N0 or b[i] != COMMA:
        return N0
    out.geo_altitude_m[r] = np.nan
    out.source_type[r] = 0
    out.callsign[r] = 0
    out.squawk[r] = NO_SQUAWK
    out.nic[r] = NO_QUALITY
    out.nac_p[r] = NO_QUALITY
    out.sil[r] = NO_QUALITY
    i += N1
    if b[i] == BRACE:
        i = details(b, i, out, r)
    elif b[i] == LETTER_N:
        i = null(b, i)
    else:
        return N0
    if i == N0:
        return N0
    i = _tail(b, i, out, r)
    if out.flags[r] & _ALTITUDE_GEOMETRIC:
        if np.isnan(out.geo_altitude_m[r]):
            out.geo_altitude_m[r] = out.baro_altitude_m[r]
        out.baro_altitude_m[r] = np.nan
    return i


@parser
def _next_row(b: Text, i: Index) -> Index:
    """Give where the next row opens after one that ends at ``i``.

    Without one: the bracket that closes the trace, or a comma with no row behind it; 0
    when neither is there, as where a comma is missing between two rows.
    """
    i = skip_blanks(b, i)
    if b[i] != COMMA:
        return i if b[i] == CLOSE else N0
    opens = skip_blanks(b, i + N1)
    # A comma with no row behind it is what is wrong.
    return opens if b[opens] == OPEN else i


@parser_kernel
def _rows(
    b: Text, i: Index, base_s: float, out: RowColumns, first: int
) -> tuple[int, Index]:
    """Read some rows from the bracket at ``i`` on; gives what ``printed_rows`` does.

    The index is 0 when a row is not as readsb writes it.
    """
    most = min(ROWS, len(out.time_ms) - first)
    n = 0
    while n < most and b[i] == OPEN:
        end = _row(b, i, base_s, out, np.uint64(first + n))
        if end == N0:
            return n, N0
        n += 1
        i = _next_row(b, end)
    return n, i


@parser_kernel
def parse_rows(
    b: Text,
    start: Index,
    base_s: float,
    out: RowColumns,
    first: int,
    found: RowMemory,
) -> tuple[int, Index, int, int]:
    """Parse all rows of a trace.

    Args:
        b: The file and ``PADDING`` zero bytes, shape ``(n,)``, uint8.
        start: Index after the ``[`` that opens the trace, uint64, not 0.
        base_s: The file's ``timestamp``, Unix seconds.
        out: Columns to fill.
        first: The row of the columns that the first row of the trace goes to.
        found: Memory.

    Returns:
        Number of rows; the index after the ``]`` that closes the trace; how many rows
        are earlier than the row before them; the first of those, counted in the trace.
        ``NOT_THIS_LAYOUT`` rows when anything is not as readsb writes it, ``NO_ROOM``
        when the columns are full.
    """
    n = 0
    i = skip_blanks(b, start)
    while b[i] == OPEN:
        if first + n >= len(out.time_ms):
            return NO_ROOM, N0, 0, 0
        if i >= HEADER:
            done, i = printed_rows(b, i, base_s, out, first + n, found)
            n += done
        done, i = _rows(b, i, base_s, out, first + n)
        n += done
        if i == N0:
            break
    if i == N0 or b[i] != CLOSE:
        return NOT_THIS_LAYOUT, N0, 0, 0
    backwards, first_backwards = 0, 0
    time_ms, row = out.time_ms[first : first + n], out.row[first : first + n]
    for k in range(n):
        row[k] = k
    for k in range(1, n):
        backwards += time_ms[k] < time_ms[k - 1]
    if backwards:
        first_backwards = 1
        while time_ms[first_backwards] >= time_ms[first_backwards - 1]:
            first_backwards += 1
    return n, i + N1, backwards, first_backwards

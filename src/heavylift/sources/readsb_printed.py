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

from heavylift.kernels import parser
from heavylift.model.positions import NO_QUALITY, NO_SQUAWK, Flag, Surface
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
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.many_bytes import (
    STRETCH,
    after_last,
    commas,
    first_at,
    line_ends,
    without_first,
    without_last,
)
from heavylift.sources.printed_numbers import (
    is_null,
    one_decimal,
    six_decimals,
    two_decimals,
    whole,
)
from heavylift.sources.readsb_columns import FLAG_BITS, ROWS, RowColumns, RowMemory
from heavylift.sources.readsb_details import details, source_between
from heavylift.sources.readsb_printed_details import printed_details
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

# Where the words of each field are kept. Places have two each.
_TIME, _LAT, _LON, _ALTITUDE, _SPEED, _TRACK, _FLAGS, _RATE = range(8)
_GEO_ALTITUDE, _GEO_RATE, _AIRSPEED, _ROLL = range(8, 12)
_BEFORE_LAT, _BEFORE_LON = 12, 13


#: A word is read back from the end of a field, and another one before it.
BEFORE: Final = np.uint64(16)

#: The last fields of a row are looked for in so many bytes before its end: as many must
#: come before the rows of a trace, and its header has them.
HEADER: Final = 64

#: Ends a row, if another one follows.
_ROW_ENDS: Final = np.uint64(int.from_bytes(b"],\n[", "little"))
_FOUR_BYTES: Final = np.uint64(0xFFFFFFFF)
_GROUND: Final = np.uint64(int.from_bytes(b'"ground"', "little"))

# Plain integers for the compiled code, which cannot look into classes.
_UNKNOWN_SURFACE: Final = int(Surface.UNKNOWN)
_AIRBORNE: Final = int(Surface.AIRBORNE)
_ON_GROUND: Final = int(Surface.GROUND)
_ALTITUDE_GEOMETRIC: Final = int(Flag.ALTITUDE_GEOMETRIC)


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
        if field == _LAT:
            found.words[_BEFORE_LAT, k] = eight(b, end - BEFORE)
        elif field == _LON:
            found.words[_BEFORE_LON, k] = eight(b, end - BEFORE)
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
    for field in range(_ROLL, _GEO_ALTITUDE - 1, -1):
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


@parser
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


@parser
def _read_places(
    found: RowMemory, base_s: float, out: RowColumns, first: Index, n: int
) -> np.uint64:
    """Read time, latitude and longitude of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[_TIME, :n], found.lengths[_TIME, :n]
    time_ms = out.time_ms[first : first + n]
    for k in range(n):
        offset_s, more = two_decimals(words[k], lengths[k])
        time_s = base_s + offset_s
        is_in_time = (time_s >= EARLIEST_S) & (time_s < LATEST_S)
        wrong |= more | np.uint64(not is_in_time)
        time_ms[k] = np.int64(np.rint(time_s * 1000.0))
    befores, words = found.words[_BEFORE_LAT, :n], found.words[_LAT, :n]
    lengths = found.lengths[_LAT, :n]
    lat_deg = out.lat_deg[first : first + n]
    for k in range(n):
        degrees, more = six_decimals(befores[k], words[k], lengths[k])
        wrong |= more | np.uint64(np.abs(degrees) > 90.0)
        lat_deg[k] = degrees
    befores, words = found.words[_BEFORE_LON, :n], found.words[_LON, :n]
    lengths = found.lengths[_LON, :n]
    lon_deg = out.lon_deg[first : first + n]
    for k in range(n):
        degrees, more = six_decimals(befores[k], words[k], lengths[k])
        wrong |= more | np.uint64(np.abs(degrees) > 180.0)
        lon_deg[k] = degrees
    return wrong


@parser
def _read_altitudes(
    found: RowMemory, out: RowColumns, first: Index, n: int
) -> np.uint64:
    """Read both altitudes and flags of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[_ALTITUDE, :n], found.lengths[_ALTITUDE, :n]
    baro_altitude_m = out.baro_altitude_m[first : first + n]
    surface = out.surface[first : first + n]
    for k in range(n):
        feet, more = whole(words[k], lengths[k])
        is_unknown = is_null(words[k], lengths[k])
        is_ground = (lengths[k] == N8) & (words[k] == _GROUND)
        is_told = not (is_unknown | is_ground)
        wrong |= more if is_told else N0
        feet = feet if is_told else np.nan
        baro_altitude_m[k] = np.float32(feet * METRES_PER_FOOT)
        missing = _ON_GROUND if is_ground else _UNKNOWN_SURFACE
        surface[k] = _AIRBORNE if is_told else missing
    words, lengths = found.words[_GEO_ALTITUDE, :n], found.lengths[_GEO_ALTITUDE, :n]
    geo_altitude_m = out.geo_altitude_m[first : first + n]
    for k in range(n):
        feet, more = _whole_or_nan(words[k], lengths[k])
        wrong |= more
        geo_altitude_m[k] = np.float32(feet * METRES_PER_FOOT)
    words, lengths = found.words[_FLAGS, :n], found.lengths[_FLAGS, :n]
    flags = out.flags[first : first + n]
    for k in range(n):
        told, more = whole(words[k], lengths[k])
        wrong |= more | np.uint64((told < 0.0) | (told >= 256.0))
        flags[k] |= np.uint8(np.int64(told) & FLAG_BITS)
    for k in range(n):
        is_geometric = flags[k] & _ALTITUDE_GEOMETRIC != 0
        baro, geo = baro_altitude_m[k], geo_altitude_m[k]
        geo_altitude_m[k] = baro if is_geometric & np.isnan(geo) else geo
        baro_altitude_m[k] = np.float32(np.nan) if is_geometric else baro
    return wrong


@parser
def _read_motion(found: RowMemory, out: RowColumns, first: Index, n: int) -> np.uint64:
    """Read speed, track and vertical rate of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[_SPEED, :n], found.lengths[_SPEED, :n]
    ground_speed_ms = out.ground_speed_ms[first : first + n]
    for k in range(n):
        knots, more = _tenths_or_nan(words[k], lengths[k])
        speed_ms = knots * MS_PER_KNOT
        # Not so where it is not known.
        wrong |= more | np.uint64((knots < 0.0) | (speed_ms > MAX_SPEED_MS))
        ground_speed_ms[k] = np.float32(speed_ms)
    words, lengths = found.words[_TRACK, :n], found.lengths[_TRACK, :n]
    track_deg = out.track_deg[first : first + n]
    for k in range(n):
        degrees, more = _tenths_or_nan(words[k], lengths[k])
        wrong |= more
        track_deg[k] = np.float32(degrees)
    words, lengths = found.words[_RATE, :n], found.lengths[_RATE, :n]
    vertical_rate_ms = out.vertical_rate_ms[first : first + n]
    for k in range(n):
        rate, more = _whole_or_nan(words[k], lengths[k])
        wrong |= more
        vertical_rate_ms[k] = np.float32(rate * MS_PER_FOOT_PER_MINUTE)
    return wrong


@parser
def _look_at_others(found: RowMemory, n: int) -> np.uint64:
    """Look at fields that are not kept; not zero when one is not as printed."""
    wrong = N0
    for field in (_GEO_RATE, _AIRSPEED):
        words, lengths = found.words[field, :n], found.lengths[field, :n]
        for k in range(n):
            wrong |= _whole_or_nan(words[k], lengths[k])[1]
    words, lengths = found.words[_ROLL, :n], found.lengths[_ROLL, :n]
    for k in range(n):
        wrong |= _tenths_or_nan(words[k], lengths[k])[1]
    return wrong


@parser
def _whole_or_nan(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    value, wrong = whole(word, length)
    is_missing = is_null(word, length)
    return np.nan if is_missing else value, N0 if is_missing else wrong


@parser
def _tenths_or_nan(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    value, wrong = one_decimal(word, length)
    is_missing = is_null(word, length)
    return np.nan if is_missing else value, N0 if is_missing else wrong


@parser
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
        wrong = _read_places(found, base_s, out, own, n)
        wrong |= _read_altitudes(found, out, own, n)
        wrong |= _read_motion(found, out, own, n)
        wrong |= _look_at_others(found, n)
        if wrong != N0:
            break
        done += n
        i = at
    return done, i

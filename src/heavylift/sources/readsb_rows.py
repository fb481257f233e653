"""Parse the rows of a readsb trace straight into columns, in the layout readsb writes.

A day of the world is 150 million rows; a JSON parser that builds objects takes half
an hour for it, this takes half a minute. The price is that only the exact layout is
accepted: no blank inside a row, no escape, no exponent, at most 15 digits, nothing
nested deeper than readsb nests. At anything else the parser gives up on the whole
file and ``readsb_general`` reads it; the two must give the same values.

Every index is checked: input that is cut short raises ``IndexError`` and never reads
past the end. Row layout: README-json.md of readsb, "trace jsons".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

import numba as nb
import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import NO_QUALITY, NO_SQUAWK, Flag, SourceType, Surface
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

#: What ``parse_rows`` gives as row count when the layout is not readsb's.
NOT_THIS_LAYOUT: Final = -1

#: Shortest row that is accepted, comma included: ``[0,0,0,0,0,0,0,0,{}],``. Columns
#: that have room for this many bytes a row never overflow.
MIN_ROW_BYTES: Final = 21

#: Earliest and latest time believed, Unix seconds: 1990 (no Mode S position was kept
#: before) and 2100. A clock that starts at zero says 1970.
EARLIEST_S: Final = 631_152_000.0
LATEST_S: Final = 4_102_444_800.0

#: Ground speed above this is no aircraft's: the fastest, the SR-71, flew 981 m/s.
MAX_SPEED_MS: Final = 1000.0

#: Bits of readsb's flags; what lies above is not defined.
FLAG_BITS: Final = 0x0F


#: The bytes of a file, and an index into them.
Text = NDArray[np.uint8]
Index = np.uint64


class RowColumns(NamedTuple):
    """The columns of ``Positions`` that a row fills, all of one length."""

    time_ms: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    baro_altitude_m: NDArray[np.float32]
    geo_altitude_m: NDArray[np.float32]
    surface: NDArray[np.int8]
    ground_speed_ms: NDArray[np.float32]
    track_deg: NDArray[np.float32]
    vertical_rate_ms: NDArray[np.float32]
    source_type: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    callsign: NDArray[np.uint64]
    squawk: NDArray[np.uint16]
    nic: NDArray[np.int8]
    nac_p: NDArray[np.int8]
    sil: NDArray[np.int8]


def _word(text: str, at: int) -> int:
    return int.from_bytes(text.encode("ascii")[at : at + 8], "little")


_SOURCES: Final = [s for s in SourceType if s not in (SourceType.UNKNOWN, 14)]
_SOURCE_WORD1: Final = np.array([_word(s.name.lower(), 0) for s in _SOURCES], "uint64")
_SOURCE_WORD2: Final = np.array([_word(s.name.lower(), 8) for s in _SOURCES], "uint64")
_SOURCE_CODE: Final = np.array(_SOURCES, "uint8")

_FLIGHT: Final = np.uint64(_word("flight", 0))
_SQUAWK: Final = np.uint64(_word("squawk", 0))
_NIC: Final = np.uint64(_word("nic", 0))
_NAC_P: Final = np.uint64(_word("nac_p", 0))
_SIL: Final = np.uint64(_word("sil", 0))
_GPS_OK: Final = np.uint64(_word("gpsOkBefore", 0))
_GPS_OK2: Final = np.uint64(_word("gpsOkBefore", 8))

# Plain integers for the compiled code, which cannot look into classes.
_UNKNOWN_SURFACE: Final = int(Surface.UNKNOWN)
_AIRBORNE: Final = int(Surface.AIRBORNE)
_ON_GROUND: Final = int(Surface.GROUND)
_ALTITUDE_GEOMETRIC: Final = int(Flag.ALTITUDE_GEOMETRIC)
_GPS_LOST: Final = int(Flag.GPS_LOST)

#: Powers of ten that a float holds exactly reach to 22; a quotient of two exact
#: numbers is rounded once, which is what a correct JSON parser gives (Clinger 1990).
_POWERS_OF_TEN: Final = 10.0 ** np.arange(16)
_MAX_DIGITS: Final = np.uint64(15)

_0: Final = np.uint64(0)
_1: Final = np.uint64(1)
_2: Final = np.uint64(2)
_3: Final = np.uint64(3)
_4: Final = np.uint64(4)
_8: Final = np.uint64(8)
_64: Final = np.uint64(64)

_QUOTE: Final = ord('"')
_COMMA: Final = ord(",")
_COLON: Final = ord(":")
_OPEN: Final = ord("[")
_CLOSE: Final = ord("]")
_BRACE: Final = ord("{")
_UNBRACE: Final = ord("}")
_MINUS: Final = ord("-")
_POINT: Final = ord(".")
_ZERO: Final = ord("0")
_BACKSLASH: Final = ord("\\")
_N: Final = ord("n")
_F: Final = ord("f")
_G: Final = ord("g")
_S: Final = ord("s")
_T: Final = ord("t")

Function = TypeVar("Function", bound=Callable[..., object])


def _compiled(function: Function, *, inline: bool = False) -> Function:
    """Compile for speed, with every index checked.

    Indices are unsigned, so that one bound is checked instead of two; ``numpy``
    division needs no test for zero. Nothing is allocated, so references need no
    counting: counting them for sixteen columns at each call costs 25 times the rest.
    """
    compiled: Function = nb.njit(  # type: ignore[call-overload]
        cache=True,
        nogil=True,
        boundscheck=True,
        error_model="numpy",
        _nrt=False,
        forceinline=inline,
    )(function)
    return compiled


def _inlined(function: Function) -> Function:
    return _compiled(function, inline=True)


@_inlined
def _number(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number at ``i``: its value and the index after it, 0 when it is none."""
    negative = b[i] == _MINUS
    if negative:
        i += _1
    start = i
    mantissa = np.int64(0)
    d = np.uint8(b[i] - np.uint8(_ZERO))
    while d < 10:
        mantissa = mantissa * 10 + np.int64(d)
        i += _1
        d = np.uint8(b[i] - np.uint8(_ZERO))
    digits = i - start
    if digits == _0 or (digits > _1 and b[start] == _ZERO):
        return np.nan, _0
    value = np.float64(mantissa)
    if b[i] == _POINT:
        i += _1
        start = i
        d = np.uint8(b[i] - np.uint8(_ZERO))
        while d < 10:
            mantissa = mantissa * 10 + np.int64(d)
            i += _1
            d = np.uint8(b[i] - np.uint8(_ZERO))
        decimals = i - start
        digits += decimals
        if decimals == _0 or digits > _MAX_DIGITS:
            return np.nan, _0
        value = np.float64(mantissa) / _POWERS_OF_TEN[decimals]
    elif digits > _MAX_DIGITS:
        return np.nan, _0
    return (-value if negative else value), i


@_inlined
def _null(b: Text, i: Index) -> Index:
    """Give the index after ``null`` at ``i``, 0 when it is not there."""
    if b[i + _1] == 117 and b[i + _2] == 108 and b[i + _3] == 108:  # "ull"
        return i + _4
    return _0


@_inlined
def _number_or_null(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number or ``null`` (as NaN) and the index after it, 0 when neither."""
    if b[i] == _N:
        return np.nan, _null(b, i)
    return _number(b, i)


@_inlined
def _text_end(b: Text, i: Index) -> Index:
    """Give the index after a plain string that begins at ``i`` with its quote, or 0."""
    i += _1
    c = b[i]
    while c != _QUOTE:
        if c < 32 or c >= 127 or c == _BACKSLASH:
            return _0
        i += _1
        c = b[i]
    return i + _1


@_inlined
def _flat_end(b: Text, i: Index) -> Index:
    """Give the index after a string, number, ``null`` or list of strings, or 0."""
    c = b[i]
    if c == _QUOTE:
        return _text_end(b, i)
    if c == _N:
        return _null(b, i)
    if c != _OPEN:
        return _number(b, i)[1]
    i += _1
    if b[i] == _CLOSE:
        return i + _1
    while b[i] == _QUOTE:
        i = _text_end(b, i)
        if i == _0 or b[i] == _CLOSE:
            break
        if b[i] != _COMMA:
            return _0
        i += _1
    return i + _1 if i != _0 and b[i] == _CLOSE else _0


@_inlined
def _callsign(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Pack a callsign at ``i`` as ``pack_callsign`` does, and the index after it."""
    if b[i] != _QUOTE:
        return _0, _0
    end = _text_end(b, i)
    packed = _0
    shift = _0
    i += _1
    while i + _1 < end:
        if b[i] != 32 and shift < _64:
            packed |= np.uint64(b[i]) << shift
            shift += _8
        i += _1
    return packed, end


@_inlined
def _squawk(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Read four octal digits in quotes and the index after them, 0 when not."""
    if b[i] != _QUOTE:
        return np.uint64(NO_SQUAWK), _0
    code = _0
    for k in range(1, 5):
        d = np.uint8(b[i + np.uint64(k)] - np.uint8(_ZERO))
        if d > 7:
            return np.uint64(NO_SQUAWK), _0
        code = code * _8 + np.uint64(d)
    if b[i + np.uint64(5)] != _QUOTE:
        return np.uint64(NO_SQUAWK), _0
    return code, i + np.uint64(6)


@_inlined
def _quality(b: Text, i: Index) -> tuple[np.int8, Index]:
    """Read a small whole number and the index after it, 0 when it is not one."""
    value, end = _number(b, i)
    if not (0.0 <= value <= 127.0) or value != np.floor(value):
        return np.int8(NO_QUALITY), _0
    return np.int8(value), end


@_inlined
def _key(b: Text, i: Index) -> tuple[np.uint64, np.uint64, Index]:
    """Read a key at ``i``: its first 16 bytes as two words, and the index after it."""
    end = _text_end(b, i)
    if end == _0:
        return _0, _0, _0
    first = b[i + _1]
    if first != _F and first != _G and first != _N and first != _S:  # noqa: PLR1714
        return _0, _0, end
    word1, word2 = _0, _0
    length = end - i - _2
    if length > _8 + _8:
        return _0, _0, end
    for k in range(np.int64(length)):
        c = np.uint64(b[i + _1 + np.uint64(k)])
        if k < 8:
            word1 |= c << np.uint64(8 * k)
        else:
            word2 |= c << np.uint64(8 * k - 64)
    return word1, word2, end


@_inlined
def _details(b: Text, i: Index, out: RowColumns, r: int) -> Index:
    """Read the details object that begins at ``i``; the index after it, or 0."""
    i += _1
    if b[i] == _UNBRACE:
        return i + _1
    while b[i] == _QUOTE:
        word1, word2, i = _key(b, i)
        if i == _0 or b[i] != _COLON:
            return _0
        i = _detail(b, i + _1, word1, word2, out, r)
        if i == _0:
            return _0
        if b[i] == _UNBRACE:
            return i + _1
        if b[i] != _COMMA:
            return _0
        i += _1
    return _0


@_inlined
def _detail(
    b: Text, i: Index, word1: np.uint64, word2: np.uint64, out: RowColumns, r: int
) -> Index:
    """Read the value of one detail at ``i``; the index after it, or 0."""
    if word1 == _GPS_OK and word2 == _GPS_OK2:
        out.flags[r] |= np.uint8(_GPS_LOST)
    elif word2 != _0:
        pass
    elif word1 == _FLIGHT:
        out.callsign[r], i = _callsign(b, i)
        return i
    elif word1 == _SQUAWK:
        out.squawk[r], i = _squawk(b, i)
        return i
    elif word1 == _NIC:
        out.nic[r], i = _quality(b, i)
        return i
    elif word1 == _NAC_P:
        out.nac_p[r], i = _quality(b, i)
        return i
    elif word1 == _SIL:
        out.sil[r], i = _quality(b, i)
        return i
    return _flat_end(b, i)


@_inlined
def _source(b: Text, i: Index) -> tuple[np.uint8, Index]:
    """Read a source type that readsb knows, and the index after it, or 0."""
    if b[i] != _QUOTE:
        return np.uint8(0), _0
    i += _1
    word1, word2, shift = _0, _0, _0
    while b[i] != _QUOTE:
        if shift < _64:
            word1 |= np.uint64(b[i]) << shift
        elif shift < _64 + _64:
            word2 |= np.uint64(b[i]) << (shift - _64)
        else:
            return np.uint8(0), _0
        shift += _8
        i += _1
    for k in range(len(_SOURCE_CODE)):
        if word1 == _SOURCE_WORD1[k] and word2 == _SOURCE_WORD2[k]:
            return _SOURCE_CODE[k], i + _1
    return np.uint8(0), _0


@_inlined
def _altitude(b: Text, i: Index, out: RowColumns, r: int) -> Index:
    """Read feet, ``"ground"`` or ``null`` at ``i``; the index after it, or 0."""
    out.baro_altitude_m[r] = np.nan
    out.surface[r] = _UNKNOWN_SURFACE
    c = b[i]
    if c == _N:
        return _null(b, i)
    if c != _QUOTE:
        feet, i = _number(b, i)
        out.baro_altitude_m[r] = np.float32(feet * METRES_PER_FOOT)
        out.surface[r] = _AIRBORNE
        return i
    out.surface[r] = _ON_GROUND
    end = _text_end(b, i)
    whole = (
        end == i + _8
        and b[i + _1] == _G
        and b[i + _2] == 114  # r
        and b[i + _3] == 111  # o
        and b[i + _4] == 117  # u
        and b[i + np.uint64(5)] == _N
        and b[i + np.uint64(6)] == 100  # d
    )
    return end if whole else _0


@_inlined
def _place_and_time(b: Text, i: Index, base_s: float, out: RowColumns, r: int) -> Index:
    """Read offset, latitude and longitude at ``i``; the index of the altitude, or 0."""
    offset_s, i = _number(b, i)
    if i == _0 or b[i] != _COMMA:
        return _0
    lat, i = _number(b, i + _1)
    if i == _0 or b[i] != _COMMA:
        return _0
    lon, i = _number(b, i + _1)
    if i == _0 or b[i] != _COMMA:
        return _0
    time_s = base_s + offset_s
    if not (EARLIEST_S <= time_s < LATEST_S):
        return _0
    if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
        return _0
    out.time_ms[r] = np.int64(np.rint(time_s * 1000.0))
    out.lat_deg[r] = lat
    out.lon_deg[r] = lon
    return i + _1


@_inlined
def _motion(b: Text, i: Index, out: RowColumns, r: int) -> Index:
    """Read speed, track, flags and vertical rate at ``i``; the index after, or 0."""
    knots, i = _number_or_null(b, i)
    if i == _0 or b[i] != _COMMA or knots < 0.0 or knots * MS_PER_KNOT > MAX_SPEED_MS:
        return _0
    track, i = _number_or_null(b, i + _1)
    if i == _0 or b[i] != _COMMA:
        return _0
    flags, i = _number(b, i + _1)
    if i == _0 or b[i] != _COMMA or flags != np.floor(flags) or not 0 <= flags < 256:
        return _0
    rate, i = _number_or_null(b, i + _1)
    out.ground_speed_ms[r] = np.float32(knots * MS_PER_KNOT)
    out.track_deg[r] = np.float32(track)
    out.flags[r] = np.uint8(np.int64(flags) & FLAG_BITS)
    out.vertical_rate_ms[r] = np.float32(rate * MS_PER_FOOT_PER_MINUTE)
    return i


@_inlined
def _tail(b: Text, i: Index, out: RowColumns, r: int) -> Index:
    """Read source type, geometric altitude and the rest; the index after the row."""
    if b[i] == _COMMA:
        out.source_type[r], i = _source(b, i + _1)
        if i == _0:
            return _0
    if b[i] == _COMMA:
        feet, i = _number_or_null(b, i + _1)
        if i == _0:
            return _0
        out.geo_altitude_m[r] = np.float32(feet * METRES_PER_FOOT)
    while b[i] == _COMMA:
        i = _flat_end(b, i + _1)
        if i == _0:
            return _0
    return i + _1 if b[i] == _CLOSE else _0


@_inlined
def _row(b: Text, i: Index, base_s: float, out: RowColumns, r: int) -> Index:
    """Read the row after the bracket at ``i``; the index after the row, or 0."""
    i = _place_and_time(b, i + _1, base_s, out, r)
    if i == _0:
        return _0
    i = _altitude(b, i, out, r)
    if i == _0 or b[i] != _COMMA:
        return _0
    i = _motion(b, i + _1, out, r)
    if i == _0 or b[i] != _COMMA:
        return _0
    out.geo_altitude_m[r] = np.nan
    out.source_type[r] = 0
    out.callsign[r] = 0
    out.squawk[r] = NO_SQUAWK
    out.nic[r] = NO_QUALITY
    out.nac_p[r] = NO_QUALITY
    out.sil[r] = NO_QUALITY
    i += _1
    if b[i] == _BRACE:
        i = _details(b, i, out, r)
    elif b[i] == _N:
        i = _null(b, i)
    else:
        return _0
    if i == _0:
        return _0
    i = _tail(b, i, out, r)
    if out.flags[r] & _ALTITUDE_GEOMETRIC:
        if np.isnan(out.geo_altitude_m[r]):
            out.geo_altitude_m[r] = out.baro_altitude_m[r]
        out.baro_altitude_m[r] = np.nan
    return i


@_inlined
def _skip_blanks(b: Text, i: Index) -> Index:
    """Give the index of the next byte that is no blank (RFC 8259, 2)."""
    while b[i] == 32 or b[i] == 10 or b[i] == 13 or b[i] == 9:
        i += _1
    return i


@_compiled
def parse_rows(
    b: Text, start: Index, base_s: float, out: RowColumns
) -> tuple[int, Index]:
    """Parse all rows of a trace.

    Args:
        b: The file, shape ``(n,)``, uint8.
        start: Index after the ``[`` that opens the trace, uint64, not 0.
        base_s: The file's ``timestamp``, Unix seconds.
        out: ``RowColumns`` of at least ``n // MIN_ROW_BYTES + 1`` rows; changed.

    Returns:
        Number of rows, and the index after the ``]`` that closes the trace.
        ``NOT_THIS_LAYOUT`` rows when anything is not as readsb writes it.

    Raises:
        IndexError: The input ends within the trace.
    """
    r = 0
    i = _skip_blanks(b, start)
    if b[i] == _CLOSE:
        return r, i + _1
    while b[i] == _OPEN:
        i = _row(b, i, base_s, out, r)
        if i == _0:
            break
        r += 1
        i = _skip_blanks(b, i)
        if b[i] == _CLOSE:
            return r, i + _1
        if b[i] != _COMMA:
            break
        i = _skip_blanks(b, i + _1)
    return NOT_THIS_LAYOUT, _0

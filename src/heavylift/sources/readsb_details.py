"""Parse what a readsb row says in words: its details object and its source type.

Compiled, for ``readsb_rows``; see there. Keys and words are compared as numbers of
eight bytes, which costs one instruction instead of eight.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.model.positions import NO_QUALITY, NO_SQUAWK, Flag, SourceType
from heavylift.sources.json_bytes import (
    COLON,
    COMMA,
    LETTER_F,
    LETTER_G,
    LETTER_N,
    LETTER_S,
    N0,
    N1,
    N2,
    N8,
    N64,
    QUOTE,
    UNBRACE,
    ZERO,
    Index,
    Text,
    flat_end,
    inlined,
    number,
    text_end,
)
from heavylift.sources.readsb_columns import RowColumns


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

# A plain integer for the compiled code, which cannot look into classes.
_GPS_LOST: Final = int(Flag.GPS_LOST)


@inlined
def _callsign(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Pack a callsign at ``i`` as ``pack_callsign`` does, and the index after it."""
    if b[i] != QUOTE:
        return N0, N0
    end = text_end(b, i)
    packed = N0
    shift = N0
    i += N1
    while i + N1 < end:
        if b[i] != 32 and shift < N64:
            packed |= np.uint64(b[i]) << shift
            shift += N8
        i += N1
    return packed, end


@inlined
def _squawk(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Read four octal digits in quotes and the index after them, 0 when not."""
    if b[i] != QUOTE:
        return np.uint64(NO_SQUAWK), N0
    code = N0
    for k in range(1, 5):
        d = np.uint8(b[i + np.uint64(k)] - np.uint8(ZERO))
        if d > 7:
            return np.uint64(NO_SQUAWK), N0
        code = code * N8 + np.uint64(d)
    if b[i + np.uint64(5)] != QUOTE:
        return np.uint64(NO_SQUAWK), N0
    return code, i + np.uint64(6)


@inlined
def _quality(b: Text, i: Index) -> tuple[np.int8, Index]:
    """Read a small whole number and the index after it, 0 when it is not one."""
    value, end = number(b, i)
    if not (0.0 <= value <= 127.0) or value != np.floor(value):
        return np.int8(NO_QUALITY), N0
    return np.int8(value), end


@inlined
def _key(b: Text, i: Index) -> tuple[np.uint64, np.uint64, Index]:
    """Read a key at ``i``: its first 16 bytes as two words, and the index after it."""
    end = text_end(b, i)
    if end == N0:
        return N0, N0, N0
    first = b[i + N1]
    if first not in (LETTER_F, LETTER_G, LETTER_N, LETTER_S):
        return N0, N0, end
    word1, word2 = N0, N0
    length = end - i - N2
    if length > N8 + N8:
        return N0, N0, end
    for k in range(np.int64(length)):
        c = np.uint64(b[i + N1 + np.uint64(k)])
        if k < 8:
            word1 |= c << np.uint64(8 * k)
        else:
            word2 |= c << np.uint64(8 * k - 64)
    return word1, word2, end


@inlined
def details(b: Text, i: Index, out: RowColumns, r: int) -> Index:
    """Read the details object that begins at ``i``; the index after it, or 0."""
    i += N1
    if b[i] == UNBRACE:
        return i + N1
    while b[i] == QUOTE:
        word1, word2, i = _key(b, i)
        if i == N0 or b[i] != COLON:
            return N0
        i = _detail(b, i + N1, word1, word2, out, r)
        if i == N0:
            return N0
        if b[i] == UNBRACE:
            return i + N1
        if b[i] != COMMA:
            return N0
        i += N1
    return N0


@inlined
def _detail(
    b: Text, i: Index, word1: np.uint64, word2: np.uint64, out: RowColumns, r: int
) -> Index:
    """Read the value of one detail at ``i``; the index after it, or 0."""
    if word1 == _GPS_OK and word2 == _GPS_OK2:
        out.flags[r] |= np.uint8(_GPS_LOST)
    elif word2 != N0:
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
    return flat_end(b, i)


@inlined
def source(b: Text, i: Index) -> tuple[np.uint8, Index]:
    """Read a source type that readsb knows, and the index after it, or 0."""
    if b[i] != QUOTE:
        return np.uint8(0), N0
    i += N1
    word1, word2, shift = N0, N0, N0
    while b[i] != QUOTE:
        # a zero byte would pack into nothing and make two words look the same
        if b[i] == 0:
            return np.uint8(0), N0
        if shift < N64:
            word1 |= np.uint64(b[i]) << shift
        elif shift < N64 + N64:
            word2 |= np.uint64(b[i]) << (shift - N64)
        else:
            return np.uint8(0), N0
        shift += N8
        i += N1
    for k in range(len(_SOURCE_CODE)):
        if word1 == _SOURCE_WORD1[k] and word2 == _SOURCE_WORD2[k]:
            return _SOURCE_CODE[k], i + N1
    return np.uint8(0), N0

"""Parse what a readsb row says in words: its details object and its source type.

Compiled, for ``readsb_rows``; see there. Keys and words are compared as numbers of
eight bytes, which costs one instruction instead of eight.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.kernels import parser, parser_kernel
from heavylift.model.positions import NO_QUALITY, NO_SQUAWK, Flag, SourceType
from heavylift.sources.eight_bytes import (
    Index,
    Text,
    blank,
    eight,
    first_marked,
    lowest,
    text_stop,
)
from heavylift.sources.json_bytes import (
    COLON,
    COMMA,
    N0,
    N1,
    N2,
    N8,
    QUOTE,
    UNBRACE,
    flat_end,
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
_SOURCE_LENGTH: Final = np.array([len(s.name) for s in _SOURCES], "uint64")

_FLIGHT: Final = np.uint64(_word("flight", 0))
_SQUAWK: Final = np.uint64(_word("squawk", 0))
_NIC: Final = np.uint64(_word("nic", 0))
_NAC_P: Final = np.uint64(_word("nac_p", 0))
_SIL: Final = np.uint64(_word("sil", 0))
_GPS_OK: Final = np.uint64(_word("gpsOkBefore", 0))
_GPS_OK2: Final = np.uint64(_word("gpsOkBefore", 8))
_EIGHT_BLANKS: Final = np.uint64(_word(" " * 8, 0))
_ALL: Final = ~N0
_N64: Final = np.uint64(64)
_N7: Final = np.uint64(7)
_N16: Final = np.uint64(16)

#: Four octal digits and the quote after them: what their bits above the lowest three
#: must be.
_OCTAL_MASK: Final = np.uint64(0xFF_F8F8F8F8)
_OCTAL: Final = np.uint64(_word('0000"', 0))
_S3: Final = np.uint64(3)
_S6: Final = np.uint64(6)
_S9: Final = np.uint64(9)
_S16: Final = np.uint64(16)
_S24: Final = np.uint64(24)
_BITS3: Final = np.uint64(7)

# A plain integer for the compiled code, which cannot look into classes.
_GPS_LOST: Final = int(Flag.GPS_LOST)


@parser
def callsign(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Pack a callsign at ``i`` as ``pack_callsign`` does, and the index after it."""
    if b[i] != QUOTE:
        return N0, N0
    end = text_end(b, i)
    i += N1
    if end == N0 or end - i > N8 + N1:
        return _long_callsign(b, i, end)
    length = end - i - N1
    word = lowest(eight(b, i), length)
    # Blanks fill callsigns up; without them the word is the number wanted.
    first = min(first_marked(blank(word)), length)
    packed = lowest(word, first)
    if word == packed | (_EIGHT_BLANKS & lowest(_ALL, length) & ~lowest(_ALL, first)):
        return packed, end
    return _long_callsign(b, i, end)


@parser_kernel
def _long_callsign(b: Text, i: Index, end: Index) -> tuple[np.uint64, Index]:
    """Pack a callsign of any length with blanks anywhere, from after its quote."""
    packed = N0
    shift = N0
    while i + N1 < end:
        if b[i] != 32 and shift < _N64:
            packed |= np.uint64(b[i]) << shift
            shift += N8
        i += N1
    return packed, end


@parser
def squawk(b: Text, i: Index) -> tuple[np.uint64, Index]:
    """Read four octal digits in quotes and the index after them, 0 when not."""
    word = eight(b, i + N1)
    if b[i] != QUOTE or word & _OCTAL_MASK != _OCTAL:
        return np.uint64(NO_SQUAWK), N0
    code = (
        (word & _BITS3) << _S9
        | (word >> N8 & _BITS3) << _S6
        | (word >> _S16 & _BITS3) << _S3
        | word >> _S24 & _BITS3
    )
    return code, i + np.uint64(6)


@parser
def quality(b: Text, i: Index) -> tuple[np.int8, Index]:
    """Read a small whole number and the index after it, 0 when it is not one."""
    value, end = number(b, i)
    if not (0.0 <= value <= 127.0) or value != np.floor(value):
        return np.int8(NO_QUALITY), N0
    return np.int8(value), end


@parser
def _key(b: Text, i: Index) -> tuple[np.uint64, np.uint64, Index]:
    """Read a text at ``i``: its first 16 bytes as two words, and the index after it.

    The words of a longer text are 0: it is none that is looked for.
    """
    i += N1
    word1 = eight(b, i)
    stop = first_marked(text_stop(word1))
    if stop < N8:
        i += stop
        return lowest(word1, stop), N0, i + N1 if b[i] == QUOTE else N0
    i += N8
    word2 = eight(b, i)
    stop = first_marked(text_stop(word2))
    if stop < N8:
        i += stop
        return word1, lowest(word2, stop), i + N1 if b[i] == QUOTE else N0
    return N0, N0, text_end(b, i + _N7)


@parser_kernel
def details(b: Text, i: Index, out: RowColumns, r: Index) -> Index:
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


@parser
def _detail(
    b: Text, i: Index, word1: np.uint64, word2: np.uint64, out: RowColumns, r: Index
) -> Index:
    """Read the value of one detail at ``i``; the index after it, or 0."""
    if word1 == _GPS_OK and word2 == _GPS_OK2:
        out.flags[r] |= np.uint8(_GPS_LOST)
    elif word2 != N0:
        pass
    elif word1 == _FLIGHT:
        out.callsign[r], i = callsign(b, i)
        return i
    elif word1 == _SQUAWK:
        out.squawk[r], i = squawk(b, i)
        return i
    elif word1 == _NIC:
        out.nic[r], i = quality(b, i)
        return i
    elif word1 == _NAC_P:
        out.nac_p[r], i = quality(b, i)
        return i
    elif word1 == _SIL:
        out.sil[r], i = quality(b, i)
        return i
    return flat_end(b, i)


@parser
def source(b: Text, i: Index) -> tuple[np.uint8, Index]:
    """Read a source type that readsb knows, and the index after it, or 0."""
    if b[i] != QUOTE:
        return np.uint8(0), N0
    word1, word2, i = _key(b, i)
    for k in range(len(_SOURCE_CODE)):
        if word1 == _SOURCE_WORD1[k] and word2 == _SOURCE_WORD2[k]:
            return _SOURCE_CODE[k], i
    return np.uint8(0), N0


@parser
def source_between(b: Text, start: Index, end: Index) -> tuple[np.uint8, bool]:
    """Read a source type from its quote to after the other; whether readsb knows it."""
    length = end - start - N2
    if b[start] != QUOTE or b[end - N1] != QUOTE or length - N1 >= _N16:
        return np.uint8(0), False
    word1 = lowest(eight(b, start + N1), min(length, N8))
    word2 = lowest(eight(b, start + N1 + N8), length - N8) if length > N8 else N0
    for k in range(len(_SOURCE_CODE)):
        if (
            word1 == _SOURCE_WORD1[k]
            and word2 == _SOURCE_WORD2[k]
            and length == _SOURCE_LENGTH[k]
        ):
            return _SOURCE_CODE[k], True
    return np.uint8(0), False

"""Read the words of JSON from bytes, compiled: numbers, texts, null.

Only plain JSON is understood: no escape, no exponent, at most 15 digits, ASCII. That
is what machines write for each other; whatever else comes makes these functions give
index 0, and the caller leaves the file to a general parser.

No index is checked. A text ends with zero bytes (``PADDING``), nothing here goes on
past a zero byte, and nothing looks farther than eight bytes ahead: so nothing is ever
read past the end. The tests run the same code with every index checked.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.kernels import parser, parser_kernel
from heavylift.sources.eight_bytes import (
    Index,
    Text,
    digits,
    eight,
    first_marked,
    lowest,
    no_digit,
    text_stop,
)

#: Powers of ten that a float holds exactly reach to 22; a quotient of two exact
#: numbers is rounded once, which is what a correct JSON parser gives (Clinger 1990).
_POWERS_OF_TEN: Final = np.array([float(10**k) for k in range(16)])
_WHOLE_POWERS: Final = np.array([10**k for k in range(9)], np.int64)
_MAX_DIGITS: Final = np.uint64(15)

# Indices must not meet signed integers: the two together would become floats.
N0: Final = np.uint64(0)
N1: Final = np.uint64(1)
N2: Final = np.uint64(2)
N4: Final = np.uint64(4)
N8: Final = np.uint64(8)

QUOTE: Final = ord('"')
COMMA: Final = ord(",")
COLON: Final = ord(":")
OPEN: Final = ord("[")
CLOSE: Final = ord("]")
BRACE: Final = ord("{")
UNBRACE: Final = ord("}")
ZERO: Final = ord("0")
LETTER_N: Final = ord("n")
_MINUS: Final = ord("-")
_POINT: Final = ord(".")

_BYTE: Final = np.uint64(0xFF)
_FIRST: Final = np.uint64(0x80)
_ALL: Final = ~N0
_NULL: Final = np.uint64(int.from_bytes(b"null", "little"))
_FOUR_BYTES: Final = np.uint64(0xFFFFFFFF)


@parser
def number(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number at ``i``: its value and the index after it, 0 when it is none."""
    word = eight(b, i)
    stops = no_digit(word)
    if stops & _FIRST == N0:
        return _unsigned(b, i, word, stops)
    if b[i] != _MINUS:
        return np.nan, N0
    word = eight(b, i + N1)
    value, end = _unsigned(b, i + N1, word, no_digit(word))
    return -value, end


@parser
def _unsigned(
    b: Text, i: Index, word: np.uint64, stops: np.uint64
) -> tuple[float, Index]:
    """Read a number without a sign at ``i``, whose first eight bytes are ``word``."""
    whole = first_marked(stops)
    if whole == N0 or (whole > N1 and word & _BYTE == ZERO):
        return np.nan, N0
    if stops == N0:
        return _long_number(b, i)
    if (word >> (whole * N8)) & _BYTE != _POINT:
        return np.float64(digits(word, whole)), i + whole
    # Where a point is the lowest mark, the one above it is right too.
    stops &= stops - N1
    if stops != N0:
        end = first_marked(stops)
        decimals = end - whole - N1
        if decimals == N0:
            return np.nan, N0
        before = lowest(word, whole)
        word = before | (word >> N8 & ~lowest(_ALL, whole))
        mantissa = digits(word, end - N1)
        return np.float64(mantissa) / _POWERS_OF_TEN[decimals], i + end
    return _with_decimals(b, i, word, whole)


@parser
def _with_decimals(
    b: Text, i: Index, word: np.uint64, whole: np.uint64
) -> tuple[float, Index]:
    """Read a number of more than eight characters, of which ``whole`` come first."""
    start = i + whole + N1
    after = eight(b, start)
    decimals = first_marked(no_digit(after))
    if decimals == N8:
        return _long_number(b, i)
    if decimals == N0:
        return np.nan, N0
    mantissa = digits(word, whole) * _WHOLE_POWERS[decimals] + digits(after, decimals)
    return np.float64(mantissa) / _POWERS_OF_TEN[decimals], start + decimals


@parser_kernel
def _long_number(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number without a sign, however long: its value and the index after it."""
    start = i
    mantissa = np.int64(0)
    d = np.uint8(b[i] - np.uint8(ZERO))
    while d < 10:
        mantissa = mantissa * 10 + np.int64(d)
        i += N1
        d = np.uint8(b[i] - np.uint8(ZERO))
    count = i - start
    if count == N0 or (count > N1 and b[start] == ZERO):
        return np.nan, N0
    value = np.float64(mantissa)
    if b[i] == _POINT:
        i += N1
        start = i
        d = np.uint8(b[i] - np.uint8(ZERO))
        while d < 10:
            mantissa = mantissa * 10 + np.int64(d)
            i += N1
            d = np.uint8(b[i] - np.uint8(ZERO))
        decimals = i - start
        count += decimals
        if decimals == N0 or count > _MAX_DIGITS:
            return np.nan, N0
        value = np.float64(mantissa) / _POWERS_OF_TEN[decimals]
    elif count > _MAX_DIGITS:
        return np.nan, N0
    return value, i


@parser
def null(b: Text, i: Index) -> Index:
    """Give the index after ``null`` at ``i``, 0 when it is not there."""
    return i + N4 if eight(b, i) & _FOUR_BYTES == _NULL else N0


@parser
def number_or_null(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number or ``null`` (as NaN) and the index after it, 0 when neither."""
    if b[i] == LETTER_N:
        return np.nan, null(b, i)
    return number(b, i)


@parser
def text_end(b: Text, i: Index) -> Index:
    """Give the index after a plain string that begins at ``i`` with its quote, or 0."""
    i += N1
    stop = first_marked(text_stop(eight(b, i)))
    while stop == N8:
        i += N8
        stop = first_marked(text_stop(eight(b, i)))
    i += stop
    return i + N1 if b[i] == QUOTE else N0


@parser_kernel
def flat_end(b: Text, i: Index) -> Index:
    """Give the index after a string, number, ``null`` or list of strings, or 0."""
    c = b[i]
    if c == QUOTE:
        return text_end(b, i)
    if c == LETTER_N:
        return null(b, i)
    if c != OPEN:
        return number(b, i)[1]
    i += N1
    if b[i] == CLOSE:
        return i + N1
    while b[i] == QUOTE:
        i = text_end(b, i)
        if i == N0 or b[i] == CLOSE:
            break
        if b[i] != COMMA:
            return N0
        i += N1
    return i + N1 if i != N0 and b[i] == CLOSE else N0


@parser
def skip_blanks(b: Text, i: Index) -> Index:
    """Give the index of the next byte that is no blank (RFC 8259, 2)."""
    while b[i] == 32 or b[i] == 10 or b[i] == 13 or b[i] == 9:
        i += N1
    return i

"""Read the words of JSON from bytes, compiled: numbers, texts, null.

Only plain JSON is understood: no escape, no exponent, at most 15 digits, ASCII. That
is what machines write for each other; whatever else comes makes these functions give
index 0, and the caller leaves the file to a general parser. Every index is checked:
input that is cut short raises ``IndexError`` and is never read past its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import checked_kernel

#: The bytes of a file, and an index into them.
Text = NDArray[np.uint8]
Index = np.uint64

#: Powers of ten that a float holds exactly reach to 22; a quotient of two exact
#: numbers is rounded once, which is what a correct JSON parser gives (Clinger 1990).
_POWERS_OF_TEN: Final = np.array([float(10**k) for k in range(16)])
_MAX_DIGITS: Final = np.uint64(15)

# Indices must not meet signed integers: the two together would become floats.
N0: Final = np.uint64(0)
N1: Final = np.uint64(1)
N2: Final = np.uint64(2)
N3: Final = np.uint64(3)
N4: Final = np.uint64(4)
N8: Final = np.uint64(8)
N64: Final = np.uint64(64)

QUOTE: Final = ord('"')
COMMA: Final = ord(",")
COLON: Final = ord(":")
OPEN: Final = ord("[")
CLOSE: Final = ord("]")
BRACE: Final = ord("{")
UNBRACE: Final = ord("}")
ZERO: Final = ord("0")
LETTER_F: Final = ord("f")
LETTER_G: Final = ord("g")
LETTER_N: Final = ord("n")
LETTER_S: Final = ord("s")
_MINUS: Final = ord("-")
_POINT: Final = ord(".")
_BACKSLASH: Final = ord("\\")

Function = TypeVar("Function", bound=Callable[..., object])


def inlined(function: Function) -> Function:
    """Compile the same, to become part of whoever calls it."""
    return checked_kernel(function, inline=True)


@inlined
def number(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number at ``i``: its value and the index after it, 0 when it is none."""
    negative = b[i] == _MINUS
    if negative:
        i += N1
    start = i
    mantissa = np.int64(0)
    d = np.uint8(b[i] - np.uint8(ZERO))
    while d < 10:
        mantissa = mantissa * 10 + np.int64(d)
        i += N1
        d = np.uint8(b[i] - np.uint8(ZERO))
    digits = i - start
    if digits == N0 or (digits > N1 and b[start] == ZERO):
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
        digits += decimals
        if decimals == N0 or digits > _MAX_DIGITS:
            return np.nan, N0
        value = np.float64(mantissa) / _POWERS_OF_TEN[decimals]
    elif digits > _MAX_DIGITS:
        return np.nan, N0
    return (-value if negative else value), i


@inlined
def null(b: Text, i: Index) -> Index:
    """Give the index after ``null`` at ``i``, 0 when it is not there."""
    if b[i + N1] == 117 and b[i + N2] == 108 and b[i + N3] == 108:  # "ull"
        return i + N4
    return N0


@inlined
def number_or_null(b: Text, i: Index) -> tuple[float, Index]:
    """Read a number or ``null`` (as NaN) and the index after it, 0 when neither."""
    if b[i] == LETTER_N:
        return np.nan, null(b, i)
    return number(b, i)


@inlined
def text_end(b: Text, i: Index) -> Index:
    """Give the index after a plain string that begins at ``i`` with its quote, or 0."""
    i += N1
    c = b[i]
    while c != QUOTE:
        if c < 32 or c >= 127 or c == _BACKSLASH:
            return N0
        i += N1
        c = b[i]
    return i + N1


@inlined
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


@inlined
def skip_blanks(b: Text, i: Index) -> Index:
    """Give the index of the next byte that is no blank (RFC 8259, 2)."""
    while b[i] == 32 or b[i] == 10 or b[i] == 13 or b[i] == 9:
        i += N1
    return i

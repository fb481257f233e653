"""Read numbers as C's ``printf`` writes them, each in its last eight bytes.

readsb writes each column with so many decimals (``%.6f``, ``%.1f``, ``%d``). In a word
that ends where such a number ends its point has one place, so nothing is searched and
nothing depends on how long the number is: a processor does several at once. Whatever is
not written so is told by a word that is not zero; those of many numbers are put
together and looked at once.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.kernels import parser
from heavylift.sources.eight_bytes import (
    ABOVE_NINE,
    HIGH,
    ZEROS,
    eight_digits,
    trailing_zeros,
)

_N0: Final = np.uint64(0)
_N1: Final = np.uint64(1)
_N2: Final = np.uint64(2)
_N3: Final = np.uint64(3)
_N4: Final = np.uint64(4)
_N7: Final = np.uint64(7)
_N8: Final = np.uint64(8)
_N9: Final = np.uint64(9)
_N16: Final = np.uint64(16)
_N24: Final = np.uint64(24)
_N32: Final = np.uint64(32)
_N40: Final = np.uint64(40)
_N48: Final = np.uint64(48)
_N56: Final = np.uint64(56)
_BYTE: Final = np.uint64(0xFF)
_ALL: Final = ~_N0
_MINUS: Final = np.uint64(ord("-"))
_POINT: Final = np.uint64(ord("."))
_ZERO: Final = np.uint64(ord("0"))
_NULL: Final = np.uint64(int.from_bytes(b"null", "little"))

#: What the third digit of a whole number weighs before six decimals and two digits.
_HUNDREDS: Final = np.int64(100_000_000)


@parser
def is_null(word: np.uint64, length: np.uint64) -> bool:
    """Whether a field is ``null``."""
    return bool((length == _N4) & (word >> _N32 == _NULL))


@parser
def _first(word: np.uint64, length: np.uint64) -> np.uint64:
    """Give the first byte of a field of 1 to 8."""
    return (word >> ((_N8 * (_N8 - length)) & _N56)) & _BYTE


@parser
def _last_digits(
    word: np.uint64, n: np.uint64, least: np.uint64
) -> tuple[np.int64, np.uint64]:
    """Read the last ``n`` bytes, values of digits; and not zero if they are none.

    More than ``least`` digits must not begin with a zero (RFC 8259, 6).
    """
    # Of no digits and of more than eight nothing sensible is kept, and that is told.
    unused = (_N8 * (_N8 - n)) & _N56
    kept = (word >> unused) << unused
    begins_with_0 = (kept >> unused) & _BYTE == _N0
    wrong = ((kept + ABOVE_NINE) | kept) & HIGH
    wrong |= np.uint64((n - least > _N8 - least) | (begins_with_0 & (n > least)))
    return eight_digits(kept), wrong


@parser
def whole(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    """Read a whole number (``%d``): its value, and not zero when it is none."""
    is_below = _first(word, length) == _MINUS
    digits, wrong = _last_digits(word ^ ZEROS, length - np.uint64(is_below), _N1)
    value = np.float64(digits)
    return -value if is_below else value, wrong


@parser
def one_decimal(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    """Read a number with one decimal (``%.1f``), not zero when it is none."""
    is_below = _first(word, length) == _MINUS
    n = length - np.uint64(is_below) - _N1
    # What stands before the point is moved up over it.
    value = word ^ ZEROS
    value = (value & (_ALL << _N56)) | (value & (_ALL >> _N16)) << _N8
    digits, wrong = _last_digits(value, n, _N2)
    tenths = np.float64(digits) / 10.0
    wrong |= (word >> _N48 & _BYTE) ^ _POINT
    return -tenths if is_below else tenths, wrong


@parser
def two_decimals(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    """Read a number with two decimals (``%.2f``), not zero when none or below 0."""
    value = word ^ ZEROS
    value = (value & (_ALL << _N48)) | (value & (_ALL >> _N24)) << _N8
    digits, wrong = _last_digits(value, length - _N1, _N3)
    wrong |= (word >> _N40 & _BYTE) ^ _POINT
    return np.float64(digits) / 100.0, wrong


@parser
def six_decimals(
    before: np.uint64, word: np.uint64, length: np.uint64
) -> tuple[float, np.uint64]:
    """Read a number below 1000 with six decimals (``%.6f``), not zero when none.

    ``before`` has the eight bytes before the last eight.
    """
    is_below = (length > _N8) & (_first(before, length - _N8) == _MINUS)
    n = length - np.uint64(is_below)
    tens = (before >> _N56) ^ _ZERO if n > _N8 else _N0
    hundreds = (before >> _N48 & _BYTE) ^ _ZERO if n > _N9 else _N0
    # Tens, ones, six decimals; the byte of the point is where the ones go.
    value = word ^ ZEROS
    value = (value & (_ALL << _N16)) | (value & _BYTE) << _N8 | tens
    wrong = ((value + ABOVE_NINE) | value) & HIGH
    wrong |= (word >> _N8 & _BYTE) ^ _POINT
    wrong |= np.uint64(
        (n - _N8 > _N2)
        | (hundreds > _N9)
        | ((n == _N9) & (tens == _N0))
        | ((n > _N9) & (hundreds == _N0))
    )
    digits = eight_digits(value) + np.int64(hundreds) * _HUNDREDS
    degrees = np.float64(digits) / 1e6
    return -degrees if is_below else degrees, wrong


@parser
def is_plain_number(word: np.uint64, length: np.uint64) -> bool:
    """Whether a field of 1 to 8 bytes is a number without an exponent."""
    n = length - np.uint64(_first(word, length) == _MINUS)
    unused = (_N8 * (_N8 - n)) & _N56
    kept = ((word ^ ZEROS) >> unused) << unused
    others = ((kept + ABOVE_NINE) | kept) & HIGH
    # No other byte at all, or a point that is neither the first nor the last.
    point = trailing_zeros(others) >> _N3
    is_point = (word >> (_N8 * point & _N56)) & _BYTE == _POINT
    is_point &= (others & (others - _N1) == _N0) & (point + n > _N8) & (point < _N7)
    begins_with_0 = (kept >> unused) & _BYTE == _N0
    # A zero may lead where the point comes next, or nothing.
    leads_well = (n == _N1) | (point + n == _N9) | (not begins_with_0)
    return bool((n - _N1 < _N8) & ((others == _N0) | is_point) & leads_well)

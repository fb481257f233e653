"""Look at eight bytes of text at once.

Text that machines write is numbers and short words. Going over them byte by byte costs
a wrongly guessed branch at each end; eight bytes in one word of 64 bits can be
searched, masked and read as digits without any. The first byte is the lowest of the
word. Method: Lamport, "Multiple byte processing with full-word instructions" (CACM 18,
1975), and Mycroft's test for a zero byte.

A search marks the highest bit of bytes. Marks above the lowest one may be wrong (a
carry runs upwards), so only the lowest is ever used.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from heavylift.kernels import parser

#: The bytes of a file, and an index into them.
Text = NDArray[np.uint8]
Index = np.uint64

#: Texts end with so many zero bytes of their own, which stop every search: as many
#: from the first of them, the most that are looked at, are still within the text.
PADDING: Final = 64

# Indices must not meet signed integers: the two together would become floats.
_N0: Final = np.uint64(0)
_N1: Final = np.uint64(1)
_N8: Final = np.uint64(8)
_N64: Final = np.uint64(64)


def _each(byte: int) -> np.uint64:
    return np.uint64(byte * 0x0101010101010101)


_ONE_EACH: Final = _each(0x01)

#: The highest bit of each byte, which carries a mark.
HIGH: Final = _each(0x80)

#: Eight times the digit 0.
ZEROS: Final = _each(ord("0"))

#: Added to a byte, it sets the highest bit where that is above nine.
ABOVE_NINE: Final = _each(0x80 - 10)

_QUOTES: Final = _each(ord('"'))
_BACKSLASHES: Final = _each(ord("\\"))
_BLANKS: Final = _each(ord(" "))

# Digits are put together by pairs, fours and eights: each product adds ten (a hundred,
# ten thousand) times the left half to the right one.
_PAIRS: Final = np.uint64((10 << 8) + 1)
_FOURS: Final = np.uint64((100 << 16) + 1)
_EIGHTS: Final = np.uint64((10_000 << 32) + 1)
_PAIR_MASK: Final = np.uint64(0x00FF00FF00FF00FF)
_FOUR_MASK: Final = np.uint64(0x0000FFFF0000FFFF)
_S16: Final = np.uint64(16)
_S32: Final = np.uint64(32)
_S56: Final = np.uint64(56)


def _typed_load(_typing: Any, text: Any, index: Any) -> tuple[Any, Any]:
    """Load eight bytes that lie anywhere: an instruction Numba has no word for."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        at = builder.gep(array.data, [args[1]])
        word = context.get_value_type(signature.return_type).as_pointer()
        return builder.load(builder.bitcast(at, word), align=1)

    return types.uint64(text, index), code


def _typed_trailing_zeros(_typing: Any, word: Any) -> tuple[Any, Any]:
    """Count the zero bits below the lowest one; 64 when there is none."""

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], context.get_constant(types.boolean, 0))

    return types.uint64(word), code


def _typed_leading_zeros(_typing: Any, word: Any) -> tuple[Any, Any]:
    """Count the zero bits above the highest one; 64 when there is none."""

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctlz(args[0], context.get_constant(types.boolean, 0))

    return types.uint64(word), code


def _typed_ones(_typing: Any, word: Any) -> tuple[Any, Any]:
    """Count the bits that are one."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.uint64(word), code


_load: Any = intrinsic(_typed_load)
_trailing_zeros: Any = intrinsic(_typed_trailing_zeros)
_leading_zeros: Any = intrinsic(_typed_leading_zeros)
_ones: Any = intrinsic(_typed_ones)


@parser
def eight(b: Text, i: Index) -> np.uint64:
    """Give the eight bytes from ``i`` on as one word."""
    b[i], b[i + np.uint64(7)]  # costs nothing, unless indices are checked
    return np.uint64(_load(b, i))


@parser
def trailing_zeros(word: np.uint64) -> np.uint64:
    """Count the zero bits below the lowest one; 64 when there is none."""
    return np.uint64(_trailing_zeros(word))


@parser
def leading_zeros(word: np.uint64) -> np.uint64:
    """Count the zero bits above the highest one; 64 when there is none."""
    return np.uint64(_leading_zeros(word))


@parser
def ones(word: np.uint64) -> np.uint64:
    """Count the bits that are one."""
    return np.uint64(_ones(word))


@parser
def first_marked(marks: np.uint64) -> np.uint64:
    """Give which byte (0 to 7) carries the lowest mark, 8 when none does."""
    return np.uint64(_trailing_zeros(marks)) >> np.uint64(3)


@parser
def lowest(word: np.uint64, n: np.uint64) -> np.uint64:
    """Keep the first ``n`` bytes (0 to 8) of a word."""
    if n == _N0:
        return _N0
    return word & (~_N0 >> (_N64 - _N8 * n))


@parser
def no_digit(word: np.uint64) -> np.uint64:
    """Mark bytes that are no digits."""
    value = word ^ ZEROS
    return ((value + ABOVE_NINE) | value) & HIGH


@parser
def digits(word: np.uint64, n: np.uint64) -> np.int64:
    """Read the first ``n`` bytes (1 to 8), all of them digits, as a number."""
    # Moved up, so that zeros lead.
    return eight_digits((word ^ ZEROS) << (_N64 - _N8 * n))


@parser
def eight_digits(value: np.uint64) -> np.int64:
    """Read eight bytes, each the value of a digit, as a number."""
    value = ((value * _PAIRS) >> _N8) & _PAIR_MASK
    value = ((value * _FOURS) >> _S16) & _FOUR_MASK
    return np.int64((value * _EIGHTS) >> _S32)


@parser
def text_stop(word: np.uint64) -> np.uint64:
    """Mark a quote, and bytes that a plain text cannot hold.

    Those are control characters, backslashes, and all above the tilde.
    """
    quote = word ^ _QUOTES
    backslash = word ^ _BACKSLASHES
    return (
        ((quote - _ONE_EACH) & ~quote)
        | ((backslash - _ONE_EACH) & ~backslash)
        | ((word - _BLANKS) & ~word)
        | (word + _ONE_EACH)
        | word
    ) & HIGH


@parser
def blank(word: np.uint64) -> np.uint64:
    """Mark blanks."""
    value = word ^ _BLANKS
    return (value - _ONE_EACH) & ~value & HIGH

"""Find marks in a stretch of text, 64 bytes at once.

Where each field of a row ends is known from one comparison of all its bytes with a
comma: a bit for each byte, the first byte the lowest. Fields can then be read side by
side, for none has to wait until the one before it was read. Method: Langdale and
Lemire, "Parsing gigabytes of JSON per second" (VLDB Journal 28, 2019).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from heavylift.kernels import parser
from heavylift.sources.eight_bytes import (
    Index,
    Text,
    leading_zeros,
    ones,
    trailing_zeros,
)

#: Bytes of a stretch, and what ``first_at`` gives when no byte is marked.
STRETCH: Final = np.uint64(64)

_N1: Final = np.uint64(1)
_HIGHEST: Final = np.uint64(1 << 63)


def _marks(told: Callable[[Any, Any, Callable[[int], Any]], Any]) -> Any:
    """Make what marks bytes of a stretch: instructions that Numba has no word for."""

    def _typed(_typing: Any, text: Any, index: Any) -> tuple[Any, Any]:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            kind = ir.VectorType(ir.IntType(8), int(STRETCH))

            def each(byte: int) -> Any:
                return ir.Constant(kind, [byte] * int(STRETCH))

            at = builder.gep(array.data, [args[1]])
            stretch = builder.load(builder.bitcast(at, kind.as_pointer()), align=1)
            is_it = told(builder, stretch, each)
            return builder.bitcast(is_it, ir.IntType(int(STRETCH)))

        return types.uint64(text, index), code

    return intrinsic(_typed)


def _any_of(wanted: str) -> Any:
    """Make what marks some characters."""

    def told(builder: Any, stretch: Any, each: Callable[[int], Any]) -> Any:
        first, *others = (
            builder.icmp_unsigned("==", stretch, each(ord(char))) for char in wanted
        )
        for other in others:
            first = builder.or_(first, other)
        return first

    return _marks(told)


def _told_no_text(builder: Any, stretch: Any, each: Callable[[int], Any]) -> Any:
    # Control characters wrap around to the largest bytes.
    above_blank = builder.sub(stretch, each(ord(" ")))
    is_outside = builder.icmp_unsigned(">", above_blank, each(ord("~") - ord(" ")))
    is_escape = builder.icmp_unsigned("==", stretch, each(ord("\\")))
    return builder.or_(is_outside, is_escape)


_commas: Any = _any_of(",")
_separators: Any = _any_of(",:")
_quotes: Any = _any_of('"')
_line_ends: Any = _any_of("\n")
_no_text: Any = _marks(_told_no_text)


@parser
def commas(b: Text, i: Index) -> np.uint64:
    """Mark commas among the 64 bytes from ``i`` on."""
    b[i], b[i + STRETCH - _N1]  # costs nothing, unless indices are checked
    return np.uint64(_commas(b, i))


@parser
def separators(b: Text, i: Index) -> np.uint64:
    """Mark commas and colons among the 64 bytes from ``i`` on."""
    b[i], b[i + STRETCH - _N1]
    return np.uint64(_separators(b, i))


@parser
def quotes(b: Text, i: Index) -> np.uint64:
    """Mark quotes among the 64 bytes from ``i`` on."""
    b[i], b[i + STRETCH - _N1]
    return np.uint64(_quotes(b, i))


@parser
def no_text(b: Text, i: Index) -> np.uint64:
    """Mark what plain text cannot hold: backslashes, and what is no visible ASCII."""
    b[i], b[i + STRETCH - _N1]
    return np.uint64(_no_text(b, i))


@parser
def line_ends(b: Text, i: Index) -> np.uint64:
    """Mark line ends among the 64 bytes from ``i`` on."""
    b[i], b[i + STRETCH - _N1]
    return np.uint64(_line_ends(b, i))


@parser
def first_of(marks: np.uint64, n: np.uint64) -> np.uint64:
    """Keep the marks of the first ``n`` bytes; all when there are more."""
    return marks & ((_N1 << n) - _N1) if n < STRETCH else marks


@parser
def how_many(marks: np.uint64) -> np.uint64:
    """Count marks."""
    return ones(marks)


@parser
def first_at(marks: np.uint64) -> np.uint64:
    """Give which byte (0 to 63) carries the first mark, 64 when none does."""
    return trailing_zeros(marks)


@parser
def without_first(marks: np.uint64) -> np.uint64:
    """Take the first mark away; no marks stay none."""
    return marks & (marks - _N1)


@parser
def after_last(marks: np.uint64) -> np.uint64:
    """Give the byte after the one that carries the last mark, 0 when none does."""
    return STRETCH - leading_zeros(marks)


@parser
def without_last(marks: np.uint64) -> np.uint64:
    """Take the last mark away; no marks stay none."""
    return marks & ~(_HIGHEST >> leading_zeros(marks))

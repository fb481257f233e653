"""Columns of numbers as the bytes of pages of a Parquet file, in compiled loops.

A general writer asks at each value what it may be. Here a column of a lake is known: it
is never nested, and what is missing was counted before. Names in capitals are those of
the format: "Encodings.md" of Apache Parquet.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import inline_kernel, kernel

Bytes = NDArray[np.uint8]
Whole = NDArray[np.int32] | NDArray[np.int64]

#: Differences of a block, and of each of its miniblocks, which have a width of their
#: own. The numbers that other writers use, so that every reader has seen them.
BLOCK: Final = 128
MINIBLOCK: Final = 32
_MINIBLOCKS: Final = BLOCK // MINIBLOCK

#: Fewer equal levels than this are packed with their neighbours: a run of its own takes
#: two bytes or three, and ends the packed ones before it.
_LEAST_RUN: Final = 24

#: Levels are packed by so many.
_PACKED: Final = 8

#: Different values that a column of words may have. Their table stays in the fastest
#: memory, and 26 aircraft of a group have some hundred callsigns.
MOST_WORDS: Final = 4_096

#: Places of the table of words, twice as many: so few are tried that it is no search.
_SLOTS: Final = 2 * MOST_WORDS
_SLOT_BITS: Final = 13

#: 2^64 divided by the golden ratio: spreads numbers that lie together (Knuth, The Art
#: of Computer Programming 3, 6.4).
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)

_WORD: Final = np.uint64(64)
_ZERO: Final = np.uint64(0)


def room_for_deltas(n: int) -> int:
    """Bytes that ``deltas`` of so many values fill at most."""
    blocks = n // BLOCK + 1
    # The header; of each block its least difference, widths, and all at full width.
    return 32 + blocks * (10 + _MINIBLOCKS + 8 * BLOCK)


@inline_kernel
def _varint(out: Bytes, at: int, number: np.uint64) -> int:
    """Write ULEB128 at ``at``; the index after it."""
    while number > np.uint64(0x7F):
        out[at] = np.uint8(number & np.uint64(0x7F) | np.uint64(0x80))
        number >>= np.uint64(7)
        at += 1
    out[at] = np.uint8(number)
    return at + 1


@inline_kernel
def _zigzag(number: np.int64) -> np.uint64:
    """A number with its sign in the lowest bit."""
    return np.uint64((number << np.int64(1)) ^ (number >> np.int64(63)))


@kernel
def deltas(values: Whole, out: Bytes, at: int) -> int:
    """Write whole numbers as ``DELTA_BINARY_PACKED``.

    Differences are taken modulo the width of the column, as the format asks, so that
    none needs more bits than a value.

    Args:
        values: The numbers, shape ``(n,)``.
        out: Where to, with ``room_for_deltas``.
        at: From which index on.

    Returns:
        The index after the last byte.
    """
    n = len(values)
    # Moves a number of 32 bits up and down again, which cuts it to its width.
    cut = np.int64(64 - 8 * values.itemsize)
    at = _varint(out, at, np.uint64(BLOCK))
    at = _varint(out, at, np.uint64(_MINIBLOCKS))
    at = _varint(out, at, np.uint64(n))
    at = _varint(out, at, _zigzag(np.int64(values[0] if n else 0)))
    steps = np.empty(BLOCK, np.int64)
    more = np.empty(BLOCK, np.uint64)
    packed = np.empty(MINIBLOCK + 1, np.uint64)
    raw = packed.view(np.uint8)
    first = 1
    while first < n:
        count = min(BLOCK, n - first)
        least = np.int64(0x7FFFFFFFFFFFFFFF)
        # Looked at through a window, eight values are taken at a time.
        before = values[first - 1 : first + count - 1]
        after = values[first : first + count]
        for i in range(count):
            step = np.int64(after[i]) - np.int64(before[i])
            step = (step << cut) >> cut
            steps[i] = step
            least = min(least, step)
        for i in range(count):
            more[i] = np.uint64(steps[i] - least)
        more[count:] = _ZERO
        at = _varint(out, at, _zigzag(least))
        widths = at
        at += _MINIBLOCKS
        for mini in range(_MINIBLOCKS):
            own = more[mini * MINIBLOCK : (mini + 1) * MINIBLOCK]
            width = _width(own)
            out[widths + mini] = width
            if width:
                _pack(own, width, packed)
                size = width * (MINIBLOCK // 8)
                for i in range(size):
                    out[at + i] = raw[i]
                at += size
        first += count
    return at


@inline_kernel
def _width(values: NDArray[np.uint64]) -> int:
    """Bits that the largest of some numbers needs."""
    together = _ZERO
    for i in range(MINIBLOCK):
        together |= values[i]
    width = 0
    while together:
        together >>= np.uint64(1)
        width += 1
    return width


@inline_kernel
def _pack(values: NDArray[np.uint64], width: int, out: NDArray[np.uint64]) -> None:
    """Put the lowest bits of 32 numbers end to end, lowest first.

    As many as fit into 64 bits are put together at first: each depends on its
    neighbours alone, so that a processor does several at once.
    """
    w = np.uint64(width)
    held, filled, k = _ZERO, _ZERO, 0
    each = 4 if width <= 16 else 2 if width <= 32 else 1
    bits = w * np.uint64(each)
    for i in range(0, MINIBLOCK, each):
        own = values[i]
        if each > 1:
            own |= values[i + 1] << w
        if each > 2:
            own |= values[i + 2] << (w + w) | values[i + 3] << (w + w + w)
        # What is not full yet is written again with more in it.
        held |= own << filled
        out[k] = held
        over = filled + bits >= _WORD
        # In two steps: a shift by 64 would do nothing.
        rest = (own >> np.uint64(1)) >> (np.uint64(63) - filled)
        held = rest if over else held
        k += int(over)
        filled = (filled + bits) & np.uint64(63)
    out[k] = held


@kernel
def levels(known: NDArray[np.bool_], out: Bytes) -> int:
    """Write which values are there, as levels in ``RLE`` of one bit.

    Args:
        known: Whether each value is there, shape ``(n,)``.
        out: Where to; half as many bytes as there are values, and 16, are enough.

    Returns:
        How many bytes were written.
    """
    n = len(known)
    at, first = 0, 0
    while first < n:
        end = first + 1
        while end < n and known[end] == known[first]:
            end += 1
        if end - first >= _LEAST_RUN or end == n:
            at = _varint(out, at, np.uint64((end - first) << 1))
            out[at] = known[first]
            at += 1
            first = end
            continue
        last = first + _PACKED
        while last < n and not _begins_run(known, last):
            last += _PACKED
        groups = (last - first) // _PACKED
        at = _varint(out, at, np.uint64(groups << 1 | 1))
        for group in range(groups):
            bits = 0
            for bit in range(_PACKED):
                i = first + group * _PACKED + bit
                if i < n and known[i]:
                    bits |= 1 << bit
            out[at] = bits
            at += 1
        first = last
    return at


@inline_kernel
def _begins_run(known: NDArray[np.bool_], first: int) -> bool:
    """Whether so many equal levels follow that they are better a run."""
    if len(known) - first < _LEAST_RUN:
        return False
    same = True
    for i in range(first + 1, first + _LEAST_RUN):
        same &= known[i] == known[first]
    return same


@kernel
def codes(
    values: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint64],
    first: NDArray[np.int64],
    end: NDArray[np.int64],
    words: NDArray[np.uint64],
    out: NDArray[np.uint16],
) -> int:
    """Number the different values of a column, in the order they are met.

    Args:
        values: The column.
        first: First row of each stretch that is wanted.
        end: Row after its last.
        words: The different values are put here; shape ``(MOST_WORDS,)``.
        out: The number of each row is put here.

    Returns:
        How many different ones there are; -1 when they are more than ``MOST_WORDS``.
    """
    slots = np.full(_SLOTS, -1, np.int16)
    n, found = 0, 0
    last, number = _ZERO, -1
    for stretch in range(len(first)):
        for i in range(first[stretch], end[stretch]):
            value = np.uint64(values[i])
            if value != last or number < 0:
                slot = np.int64((value * _SPREAD) >> np.uint64(64 - _SLOT_BITS))
                while slots[slot] >= 0 and words[slots[slot]] != value:
                    slot = (slot + 1) % _SLOTS
                if slots[slot] < 0:
                    if found == MOST_WORDS:
                        return -1
                    words[found] = value
                    slots[slot] = found
                    found += 1
                number = int(slots[slot])
                last = value
            out[n] = number
            n += 1
    return found

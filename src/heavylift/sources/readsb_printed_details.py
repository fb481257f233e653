"""Read a details object of which both ends are known, as readsb prints it.

Its commas and colons are found first, 64 bytes at once: they cut it into keys and
values, so that none has to wait until the one before it was read. That quotes stand
nowhere else is known from their number. Whatever is different is left to
``readsb_details``; the two must give the same values.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import parser
from heavylift.model.positions import Flag
from heavylift.sources.eight_bytes import Index, Text, eight
from heavylift.sources.json_bytes import (
    CLOSE,
    COLON,
    COMMA,
    N0,
    N1,
    N2,
    N4,
    N8,
    OPEN,
    QUOTE,
    flat_end,
)
from heavylift.sources.many_bytes import (
    STRETCH,
    first_at,
    first_of,
    how_many,
    no_text,
    quotes,
    separators,
    without_first,
)
from heavylift.sources.printed_numbers import is_plain_number
from heavylift.sources.readsb_columns import MOST_MARKS, RowColumns
from heavylift.sources.readsb_details import callsign, quality, squawk

#: Memory for commas and colons.
Marks = NDArray[np.uint64]

#: As many commas and colons in 64 bytes are found; readsb's shortest keys and values
#: (``"wd":9,``) have 18, but never so many of them together.
_IN_STRETCH: Final = 16

_THREE: Final = np.uint64(3)
_FIVE: Final = np.uint64(5)
_SIX: Final = np.uint64(6)
_ELEVEN: Final = np.uint64(11)


def _word(text: str) -> np.uint64:
    return np.uint64(int.from_bytes(text.encode("ascii"), "little"))


_NIC: Final = _word("nic")
_SIL: Final = _word("sil")
_NAC_P: Final = _word("nac_p")
_FLIGHT: Final = _word("flight")
_SQUAWK: Final = _word("squawk")
_GPS_OK: Final = _word("gpsOkBef")
_GPS_OK2: Final = _word("ore")
_THREE_BYTES: Final = np.uint64(0xFFFFFF)
_FIVE_BYTES: Final = np.uint64(0xFF_FFFFFFFF)
_SIX_BYTES: Final = np.uint64(0xFFFF_FFFFFFFF)

# A plain integer for the compiled code, which cannot look into classes.
_GPS_LOST: Final = int(Flag.GPS_LOST)


@parser
def _find(
    b: Text, start: Index, end: Index, marks: Marks
) -> tuple[np.int64, np.uint64]:
    """Find commas and colons between two indices: how many, and how many quotes.

    0 when there are too many, or what text cannot hold.
    """
    n, quoted, wrong = np.int64(0), N0, N0
    at = start
    while at < end:
        own = first_of(separators(b, at), end - at)
        quoted += how_many(first_of(quotes(b, at), end - at))
        wrong |= first_of(no_text(b, at), end - at)
        found = np.int64(how_many(own))
        if n + _IN_STRETCH >= MOST_MARKS or found > _IN_STRETCH:
            return np.int64(0), N0
        # All are written, however many there are: so nothing branches.
        for k in range(_IN_STRETCH):
            marks[np.uint64(n + k)] = at + first_at(own)
            own = without_first(own)
        n += found
        at += STRETCH
    return (n, quoted) if wrong == N0 else (np.int64(0), N0)


@parser
def _keep(b: Text, pair: tuple[Index, Index, Index], out: RowColumns, r: Index) -> bool:
    """Keep a value, if its key is one of those kept; false if it is not as it must be.

    A pair is where its key begins, its colon, and the index after its value.
    """
    key, colon, after = pair
    length = colon - key - N2
    word = eight(b, key + N1)
    value = colon + N1
    end = after
    if length == _THREE:
        if word & _THREE_BYTES == _NIC:
            out.nic[r], end = quality(b, value)
        elif word & _THREE_BYTES == _SIL:
            out.sil[r], end = quality(b, value)
    elif length == _FIVE:
        if word & _FIVE_BYTES == _NAC_P:
            out.nac_p[r], end = quality(b, value)
    elif length == _SIX:
        if word & _SIX_BYTES == _FLIGHT:
            out.callsign[r], end = callsign(b, value)
        elif word & _SIX_BYTES == _SQUAWK:
            out.squawk[r], end = squawk(b, value)
    elif (
        length == _ELEVEN
        and word == _GPS_OK
        and eight(b, key + N1 + N8) & _THREE_BYTES == _GPS_OK2
    ):
        out.flags[r] |= np.uint8(_GPS_LOST)
    return bool(end == after)


@parser
def _is_text(b: Text, start: Index, after: Index) -> bool:
    """Whether quotes stand at both ends; that none is between is known by counting."""
    return bool(b[start] == QUOTE and b[after - N1] == QUOTE and start + N1 < after)


@parser
def _is_value(b: Text, start: Index, after: Index) -> bool:
    """Whether a number, a text, or what ``flat_end`` knows besides, stands there."""
    if b[start] == QUOTE:
        return _is_text(b, start, after)
    length = after - start
    return bool(
        (length <= N8 and is_plain_number(eight(b, after - N8), length))
        or flat_end(b, start) == after
    )


@parser
def printed_details(
    b: Text, start: Index, end: Index, out: RowColumns, r: Index, marks: Marks
) -> bool:
    """Read a details object.

    Args:
        b: The file.
        start: Index after the brace that opens it.
        end: Index of the brace that closes it.
        out: Columns to fill.
        r: Which row of them.
        marks: Memory, shape ``(MOST_MARKS,)``.

    Returns:
        Whether it is as readsb prints it; if not, some values may have been filled in.
    """
    n, quoted = _find(b, start, end, marks)
    marks[np.uint64(n)] = end
    key, k = start, 0
    is_sound = True
    while k < n and is_sound:
        colon, after = marks[np.uint64(k)], marks[np.uint64(k + 1)]
        k += 2
        value = colon + N1
        if b[value] == OPEN:
            quoted -= N2
            # Commas in a list are none between values.
            while b[after - N1] != CLOSE and k <= n:
                after = marks[np.uint64(k)]
                k += 1
                quoted -= N2
        quoted -= N4 if b[value] == QUOTE else N2
        is_sound = (
            b[colon] == COLON
            and (after == end or b[after] == COMMA)
            and _is_text(b, key, colon)
            and _is_value(b, value, after)
            and _keep(b, (key, colon, after), out, r)
        )
        key = after + N1
    return bool(is_sound and key == end + N1 and quoted == N0)

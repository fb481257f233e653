"""Are two callsigns one and the same?

Sources pad flight numbers differently: AHY021 here is AHY21 there. A callsign with
letters behind its number (AFL02PA) is no padded number: it was chosen as it is.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from heavylift.kernels import kernel
from heavylift.model.positions import pack_callsign, unpack_callsign

#: A transponder sends no more characters (ICAO Annex 10, Volume IV: aircraft
#: identification).
LONGEST: Final = 8

#: What people write between designator and number; no transponder sends it.
_FILLING: Final = re.compile(r"[\s\-]+")

_ZERO, _NINE, _LETTERS = 48, 57, 65


def normal_callsign(text: str | None) -> str:
    """Write a callsign so that two spellings of one are equal.

    Returns:
        Upper case, without blanks and hyphens and without zeros that pad the number;
        empty text for none.

    >>> normal_callsign("AHY 021"), normal_callsign("ahy21"), normal_callsign("AFL02PA")
    ('AHY21', 'AHY21', 'AFL02PA')
    """
    plain = _FILLING.sub("", (text or "").upper())
    if len(plain) > LONGEST or not plain.isascii():
        return plain
    return unpack_callsign(int(unpadded(np.uint64(pack_callsign(plain)))))


@kernel
def unpadded(packed: np.uint64) -> np.uint64:
    """Take the zeros away that pad the number behind the designator.

    Args:
        packed: A callsign as in the ``callsign`` column.

    Returns:
        The same, packed, without zeros between its leading letters and the first
        other digit; the last character stays. Only letters and then a number are
        changed: not what begins with a digit, and not what ends in letters.

    >>> unpack_callsign(unpadded(np.uint64(pack_callsign("AHY021"))))
    'AHY21'
    """
    byte, end = np.uint64(8), np.uint64(0)
    number = np.uint64(packed)
    letters = end
    while number & np.uint64(0xFF) >= _LETTERS:
        number >>= byte
        letters += byte
    if letters == end:
        return np.uint64(packed)
    left = number
    while left != end:
        if not _ZERO <= left & np.uint64(0xFF) <= _NINE:
            return np.uint64(packed)
        left >>= byte
    while number & np.uint64(0xFF) == _ZERO and number >> byte != end:
        number >>= byte
    designator = np.uint64(packed) & ((np.uint64(1) << letters) - np.uint64(1))
    return designator | (number << letters)

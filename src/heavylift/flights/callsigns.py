"""Are two callsigns one and the same?

Sources pad flight numbers differently: AHY021 here is AHY21 there. A callsign that is
blank says nothing. Neither makes another flight.
"""

from __future__ import annotations

import numpy as np

from heavylift.kernels import kernel

_ZERO, _NINE, _LETTERS = 48, 57, 65


@kernel
def unpadded(packed: np.uint64) -> np.uint64:
    """Take the zeros away that pad the number behind the designator.

    Args:
        packed: A callsign as in the ``callsign`` column.

    Returns:
        The same, packed, without zeros between its leading letters and the first
        other digit; the last character stays. What begins with a digit is no
        designator with a number, and stays as it is.

    >>> from heavylift.model.positions import pack_callsign, unpack_callsign
    >>> unpack_callsign(unpadded(np.uint64(pack_callsign("AHY021"))))
    'AHY21'
    """
    left = np.uint64(packed)
    out = np.uint64(0)
    kept = np.uint64(0)
    letters = 0
    leading = True
    while left != np.uint64(0):
        c = left & np.uint64(0xFF)
        left >>= np.uint64(8)
        if leading and c >= _LETTERS:
            letters += 1
        elif leading and letters and c == _ZERO and left != np.uint64(0):
            following = left & np.uint64(0xFF)
            if _ZERO <= following <= _NINE:
                continue
            leading = False
        else:
            leading = False
        out |= c << kept
        kept += np.uint64(8)
    return out


@kernel
def renamed(before: np.uint64, after: np.uint64) -> bool:
    """Whether both are known (not 0) and differ in more than padding."""
    known = before != 0 and after != 0
    return bool(known and unpadded(before) != unpadded(after))

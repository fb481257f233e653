"""What is peculiar to OpenSky's state vectors.

OpenSky writes one vector a second for every aircraft it holds in memory, and goes on
for up to 300 s after it last heard it, repeating the last position. Read as they
stand, such vectors are an aircraft hovering. ``lastcontact`` tells which vectors are
left over, ``lastposupdate`` when the position was really heard.
Source: OpenSky Network, historical database, "State vectors".
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import Positions, Surface

#: A vector whose aircraft was not heard for longer than this is left over. OpenSky's
#: own guide uses 15 s; transponders in range are heard every second.
MAX_SILENCE_MS: Final = 15_000


def is_left_over(
    time_ms: NDArray[np.int64], contact_ms: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which vectors were written after the aircraft had left coverage.

    Args:
        time_ms: When each vector was written, Unix ms, shape ``(n,)``.
        contact_ms: ``lastcontact`` of each, Unix ms, shape ``(n,)``.

    >>> is_left_over(np.array([20_000, 20_000]), np.array([4_999, 5_000]))
    array([ True, False])
    """
    return time_ms - contact_ms > MAX_SILENCE_MS


def first_of_each_position(
    positions: Positions, vector_ms: NDArray[np.int64], *, timed: bool
) -> NDArray[np.bool_]:
    """Tell which vectors of one aircraft hold a position for the first time.

    The first vector is kept because its altitude and speed belong to the position;
    later ones pair an old position with a new altitude.

    Args:
        positions: Positions of one aircraft, in the order of the file.
        vector_ms: When the vector of each was written, Unix ms, shape ``(n,)``.
        timed: Whether ``positions.time_ms`` is ``lastposupdate``. If it is not, an
            airborne vector at exactly the same point as the one before is a repeat.

    Returns:
        Mask of shape ``(n,)``.
    """
    n = len(positions)
    first = np.ones(n, np.bool_)
    if n < 2:
        return first
    if timed:
        order = np.lexsort((vector_ms, positions.time_ms))
        same = np.diff(positions.time_ms[order]) == 0
    else:
        order = np.argsort(vector_ms, kind="stable")
        same = (
            (np.diff(positions.lat_deg[order]) == 0)
            & (np.diff(positions.lon_deg[order]) == 0)
            & (positions.surface[order][1:] == int(Surface.AIRBORNE))
        )
    first[order[1:][same]] = False
    return first

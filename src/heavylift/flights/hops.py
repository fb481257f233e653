"""Positions "in the air" that an aircraft on the ground reports.

A receiver's decoding error, or a position by multilateration, puts a parked aircraft
in the air for a moment. Left alone, it would be a flight with both its ends seen on
the ground, where nothing flew.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.sides import Rows
from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel

#: Between two surface positions an aircraft no faster than this (50 kt) has not flown.
TAXI_MOST_MS: Final = 26.0

#: Farther from where it stood than an apron is wide, it went somewhere.
STAYED_M: Final = 1_500.0

#: Altitudes of an aircraft that stands differ by no more than this.
SAME_HEIGHT_M: Final = 100.0


@kernel
def without_hops(rows: Rows, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows are on the surface, stretches that show no flight among them.

    Args:
        rows: All rows.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.

    Returns:
        ``rows.on_surface``, and true as well for airborne rows between two surface
        rows when none of them is fast or at another height than the others, and all are
        where the aircraft stood, before and after.
    """
    on_surface = rows.on_surface
    out = on_surface.copy()
    for k in range(len(offsets) - 1):
        ground = -1
        for i in range(offsets[k], offsets[k + 1]):
            if not on_surface[i]:
                continue
            if 0 <= ground < i - 1 and not _flew(rows, ground, i):
                out[ground + 1 : i] = True
            ground = i
    return out


@kernel
def _flew(rows: Rows, before: int, after: int) -> bool:
    """Whether anything between two surface rows shows a flight."""
    lowest = np.inf
    highest = -np.inf
    for i in range(before + 1, after + 1):
        away_m = distance_m_scalar(
            rows.lat_deg[before], rows.lon_deg[before], rows.lat_deg[i], rows.lon_deg[i]
        )
        if away_m > STAYED_M:
            return True
        if i < after and rows.speed_ms[i] > TAXI_MOST_MS:
            return True
        if i < after and np.isfinite(rows.altitude_m[i]):
            lowest = min(lowest, rows.altitude_m[i])
            highest = max(highest, rows.altitude_m[i])
    return bool(highest - lowest > SAME_HEIGHT_M)

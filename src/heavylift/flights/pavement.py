"""How far is a place on the ground from the runways of an airfield?

The reference point of a large airport may lie farther from its runways than that of a
heliport or a seaplane base across the fence. An aircraft that has just landed, or is
about to take off, is on or beside a runway: the distance to those is what tells.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.reference.airfields import Airfields


def from_runways_m(
    airfields: Airfields,
    field: NDArray[np.int64],
    lat_deg: NDArray[np.float64],
    lon_deg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Distance from each place to the nearest runway of each airfield.

    Args:
        airfields: The table.
        field: Index of the airfield of each pair; shape ``(pairs,)`` as all.
        lat_deg: The place; NaN unknown.
        lon_deg: The place.

    Returns:
        Metres to the line between both ends of the nearest runway; NaN where no runway
        has known ends, and where the place is not known.
    """
    return _from_runways(
        field,
        lat_deg,
        lon_deg,
        airfields.end_offsets,
        airfields.end_lat_deg,
        airfields.end_lon_deg,
    )


@kernel
def _from_runways(
    field: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    end_offsets: NDArray[np.int64],
    end_lat: NDArray[np.float64],
    end_lon: NDArray[np.float64],
) -> NDArray[np.float64]:
    out = np.full(len(field), np.nan)
    for p in range(len(field)):
        if not np.isfinite(lat[p]):
            continue
        east_m = 111_195.0 * math.cos(math.radians(lat[p]))
        # Ends come in pairs. A flat map around the place does for a runway's length.
        for r in range(end_offsets[field[p]], end_offsets[field[p] + 1], 2):
            y1 = (end_lat[r] - lat[p]) * 111_195.0
            y2 = (end_lat[r + 1] - lat[p]) * 111_195.0
            x1 = ((end_lon[r] - lon[p] + 180.0) % 360.0 - 180.0) * east_m
            x2 = ((end_lon[r + 1] - lon[p] + 180.0) % 360.0 - 180.0) * east_m
            dx, dy = x2 - x1, y2 - y1
            length = dx * dx + dy * dy
            along = 0.0
            if length > 0.0:
                along = min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
            away = math.hypot(x1 + along * dx, y1 + along * dy)
            if not away >= out[p]:
                out[p] = away
    return out

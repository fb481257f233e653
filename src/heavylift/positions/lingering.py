"""Which aircraft may have stayed in the air at one point, be it for a moment?

Positions of an aircraft are set apart because others share its point only when it does
not plainly fly on. Whether it does is told by its own track alone, before anything is
known of others, so that most aircraft never have to wait for the rest of the inputs.

Most aircraft of a day do not linger: on half an hour with real interference one in 25,
with one position in 70.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import EARTH_RADIUS_M
from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Surface
from heavylift.positions.stays import (
    FLYING_MS,
    MAX_STEP_S,
    MIN_STAY_POSITIONS,
    MIN_STAY_S,
    STAY_M,
    VERTICAL_M,
    Stays,
)

#: As ``stays._DEGREE_M``; a compiled function needs its own.
_DEGREE_M: Final = float(np.radians(1.0) * EARTH_RADIUS_M)


def find_lingering(
    positions: Positions, offsets: NDArray[np.int64], stays: Stays
) -> NDArray[np.bool_]:
    """Tell which aircraft linger.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        stays: Their stays, from ``stays.find_stays``.

    Returns:
        True for a track that has a stay, or two positions in the air in a row that
        are as near and as long apart as those of a stay, or one that says that it
        hardly moves and is not low; and for tracks too short to tell.
    """
    lingering = _lingering(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        positions.baro_altitude_m,
        positions.ground_speed_ms,
        positions.surface,
        offsets,
    )
    lingering[stays.track] = True
    return lingering


@kernel
def _lingering(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    surface: NDArray[np.int8],
    offsets: NDArray[np.int64],
) -> NDArray[np.bool_]:
    out = np.zeros(len(offsets) - 1, dtype=np.bool_)
    for k in range(len(offsets) - 1):
        in_air = 0
        for i in range(offsets[k], offsets[k + 1]):
            if surface[i] == Surface.GROUND:
                continue
            in_air += 1
            # Low and slow are helicopters and taxiing aircraft: there are many.
            if speed[i] < FLYING_MS and altitude[i] > VERTICAL_M:
                out[k] = True
                break
            if i == offsets[k] or surface[i - 1] == Surface.GROUND:
                continue
            if abs(lat[i] - lat[i - 1]) * _DEGREE_M > STAY_M:
                continue
            across = np.cos(np.radians(lat[i]))
            waited_ms = time_ms[i] - time_ms[i - 1]
            if (
                abs(lon[i] - lon[i - 1]) * _DEGREE_M * across <= STAY_M
                and waited_ms >= MIN_STAY_S * 1000
                and waited_ms <= MAX_STEP_S * 1000
            ):
                out[k] = True
                break
        if 0 < in_air < MIN_STAY_POSITIONS:
            out[k] = True
    return out

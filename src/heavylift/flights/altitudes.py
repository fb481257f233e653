"""One altitude a position: pressure altitude brought to true height where possible.

Pressure altitude assumes 1013.25 hPa; a deep low or high moves it by up to 300 m
against the ground. Geometric altitude does not, but comes with fewer positions. The
difference between the two changes slowly, so it is carried over to the positions
beside it.

The ellipsoid lies within 110 m of mean sea level everywhere, and within 50 m over
most land; heights above a field are therefore good to some 100 m, and every threshold
that uses them is wider than that.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions

#: The difference between the two altitudes is carried so far: weather and level change
#: it by less than 50 m in this time.
CARRY_MS: Final = 900_000


def true_altitude(
    positions: Positions, offsets: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Altitude of each row in metres; NaN where none was reported.

    Geometric altitude where it was reported, else pressure altitude plus the nearest
    known difference of the same track, else pressure altitude as it is.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
    """
    return _true_altitude(
        positions.time_ms, positions.baro_altitude_m, positions.geo_altitude_m, offsets
    )


@kernel
def _true_altitude(
    time_ms: NDArray[np.int64],
    baro: NDArray[np.float32],
    geo: NDArray[np.float32],
    offsets: NDArray[np.int64],
) -> NDArray[np.float32]:
    out = np.empty(len(baro), dtype=np.float32)
    for k in range(len(offsets) - 1):
        lo, hi = offsets[k], offsets[k + 1]
        since = np.int64(0)
        difference = np.float32(np.nan)
        for i in range(lo, hi):
            if np.isfinite(geo[i]):
                out[i] = geo[i]
                if np.isfinite(baro[i]):
                    difference = geo[i] - baro[i]
                    since = time_ms[i]
            elif np.isfinite(difference) and time_ms[i] - since <= CARRY_MS:
                out[i] = baro[i] + difference
            else:
                out[i] = np.nan
        difference = np.float32(np.nan)
        for i in range(hi - 1, lo - 1, -1):
            if np.isfinite(geo[i]) and np.isfinite(baro[i]):
                difference = geo[i] - baro[i]
                since = time_ms[i]
            elif not np.isfinite(out[i]):
                near = np.isfinite(difference) and since - time_ms[i] <= CARRY_MS
                out[i] = baro[i] + difference if near else baro[i]
    return out

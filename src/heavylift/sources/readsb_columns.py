"""The columns that the compiled reader of readsb rows fills."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Bits of readsb's flags; what lies above is not defined.
FLAG_BITS: Final = 0x0F


class RowColumns(NamedTuple):
    """The columns of ``Positions`` that a row fills, all of one length."""

    time_ms: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    baro_altitude_m: NDArray[np.float32]
    geo_altitude_m: NDArray[np.float32]
    surface: NDArray[np.int8]
    ground_speed_ms: NDArray[np.float32]
    track_deg: NDArray[np.float32]
    vertical_rate_ms: NDArray[np.float32]
    source_type: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    callsign: NDArray[np.uint64]
    squawk: NDArray[np.uint16]
    nic: NDArray[np.int8]
    nac_p: NDArray[np.int8]
    sil: NDArray[np.int8]

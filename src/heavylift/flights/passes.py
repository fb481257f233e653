"""Did the aircraft come down over an airfield, and stay down?

A track may go on for a little after touch-down, or begin before lift-off, without a
flag that says so: positions drift, some sources draw a curve through them. An aircraft
that came low over an airfield and was not heard higher afterwards landed there; one
that made a low pass or went around was heard climbing again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields

#: The pass is looked for in this time before the last position (after the first).
WITHIN_S: Final = 120.0

#: Over the airfield: runways lie within this distance of the reference point.
OVER_M: Final = 3_500.0

#: Low: half the decision height of a category I approach (60 m), and what pressure
#: altitude errs by.
LOW_M: Final = 75.0

#: Farther from the airfield than this at the end, it may have gone on to the next.
STILL_WITHIN_M: Final = 8_000.0

#: Length of a degree of latitude, rounded down.
_DEGREE_M: Final = 111_000.0


def lowest_pass(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    airfields: Airfields,
) -> NDArray[np.float64]:
    """Find the nearest point of a low pass after which the aircraft stayed low.

    Args:
        positions: Trusted rows only.
        altitude_m: Altitude of each row, NaN where unknown.
        states: The ends.
        pairs: Offsets by end, shape ``(ends + 1,)``, and candidates' indices into
            ``airfields``, shape ``(pairs,)``.
        airfields: The table of airfields.

    Returns:
        Distance from the reference point, height above it, and the time from there to
        the outermost position in seconds; NaN where there was no such pass; shape
        ``(pairs, 3)``.
    """
    offsets, fields = pairs
    return _passes(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude_m,
        states.row,
        states.inner,
        states.step,
        offsets,
        fields,
        airfields.lat_deg,
        airfields.lon_deg,
        _elevation_m(airfields),
    )


@lru_cache(maxsize=2)
def _elevation_m(airfields: Airfields) -> NDArray[np.float64]:
    return np.nan_to_num(airfields.elevation_m.astype(np.float64))


@kernel
def _passes(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    rows: NDArray[np.int64],
    inners: NDArray[np.int64],
    step: int,
    offsets: NDArray[np.int64],
    fields: NDArray[np.int64],
    field_lat: NDArray[np.float64],
    field_lon: NDArray[np.float64],
    elevation: NDArray[np.float64],
) -> NDArray[np.float64]:
    found = np.full((len(fields), 3), np.nan)
    for e in range(len(rows)):
        row, inner = rows[e], inners[e]
        for p in range(offsets[e], offsets[e + 1]):
            f = fields[p]
            # A difference of latitude alone settles it for most.
            if abs(lat[row] - field_lat[f]) * _DEGREE_M > STILL_WITHIN_M:
                continue
            there_m = distance_m_scalar(lat[row], lon[row], field_lat[f], field_lon[f])
            if there_m > STILL_WITHIN_M:
                continue
            i = row
            while abs(time_ms[i] - time_ms[row]) <= WITHIN_S * 1000.0:
                height = altitude[i] - elevation[f]
                # Higher again nearer to the end: it did not stay down.
                if height > LOW_M:
                    break
                away = distance_m_scalar(lat[i], lon[i], field_lat[f], field_lon[f])
                if np.isfinite(height) and away <= OVER_M and not (away >= found[p, 0]):
                    found[p, 0] = away
                    found[p, 1] = height
                    found[p, 2] = abs(time_ms[i] - time_ms[row]) / 1000.0
                if i == inner:
                    break
                i -= step
    return found

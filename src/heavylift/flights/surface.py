"""Which positions are on the surface.

Most transponders say so. Some never do (no switch on the landing gear), and some
tables do not carry the flag; a slow position at an airfield, at its elevation, is
then taken as on the surface.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Surface
from heavylift.reference.airfields import Airfields, neighbours

#: No aeroplane flies at 25 kt over the ground (a gust excepted); taxiing is slower.
SLOW_MS: Final = 12.9

#: Where a track carries no flag at all: a landing roll or fast taxiing (80 kt, also
#: readsb's own bound), if it is at the field's elevation within ``ROLL_HEIGHT_M``.
ROLL_MS: Final = 41.0
ROLL_HEIGHT_M: Final = 60.0

#: A silence that ends a stretch of taxiing.
_STRETCH_MS: Final = 60_000

#: The same for the roll at landing speed (155 kt), closer to the ground still.
TOUCHDOWN_MS: Final = 80.0
TOUCHDOWN_HEIGHT_M: Final = 20.0

#: Between two surface positions an aircraft no faster than this (50 kt) has not flown.
TAXI_MOST_MS: Final = 26.0

#: Aprons lie within this distance of an airfield's reference point, the largest
#: airports apart, and those have transponders that say "ground".
AT_AIRFIELD_M: Final = 3_500.0

#: Pressure altitude on the ground is off by this much in a strong high or low.
AT_ELEVATION_M: Final = 300.0


def find_surface(
    positions: Positions,
    offsets: NDArray[np.int64],
    altitude_m: NDArray[np.float32],
    airfields: Airfields,
) -> NDArray[np.bool_]:
    """Tell which positions are on the surface.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        altitude_m: Altitude of each row, NaN where unknown.
        airfields: Where slow positions can be on the ground.

    Returns:
        True where the transponder says so, or a position is slow, at an airfield and
        not above it (an altitude of 0 or none counts as not above).
    """
    unflagged = positions.surface == Surface.UNKNOWN
    on_surface: NDArray[np.bool_] = positions.surface == Surface.GROUND
    on_surface[_at_rest(positions, on_surface, altitude_m, airfields)] = True
    _join(
        on_surface,
        unflagged,
        positions.ground_speed_ms,
        altitude_m,
        positions.time_ms,
        offsets,
    )
    return on_surface


def _at_rest(
    positions: Positions,
    flagged: NDArray[np.bool_],
    altitude_m: NDArray[np.float32],
    airfields: Airfields,
) -> NDArray[np.int64]:
    """Rows without a surface flag that are slow, at an airfield and not above it."""
    unflagged = positions.surface == Surface.UNKNOWN
    speed = positions.ground_speed_ms
    doubtful = ~flagged & ((speed <= SLOW_MS) | (unflagged & ~(speed > TOUCHDOWN_MS)))
    rows = np.flatnonzero(doubtful)
    fields, fields_of = neighbours(
        airfields, positions.lat_deg[rows], positions.lon_deg[rows], AT_AIRFIELD_M
    )
    near = np.diff(fields) > 0
    rows, field = rows[near], fields_of[fields[:-1][near]]
    elevation = np.nan_to_num(airfields.elevation_m[field], nan=0.0)
    altitude = altitude_m[rows]
    above = np.where(altitude == 0.0, 0.0, np.abs(altitude - elevation))
    slow = (speed[rows] <= SLOW_MS) & ~(above > AT_ELEVATION_M)
    rolling = unflagged[rows] & (
        ((speed[rows] <= ROLL_MS) & (above <= ROLL_HEIGHT_M))
        | (above <= TOUCHDOWN_HEIGHT_M)
    )
    at_rest: NDArray[np.int64] = rows[slow | rolling]
    return at_rest


@kernel
def _join(
    on_surface: NDArray[np.bool_],
    unflagged: NDArray[np.bool_],
    speed: NDArray[np.float32],
    altitude_m: NDArray[np.float32],
    time_ms: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> None:
    """Put rows beside surface positions on the surface too, track by track."""
    for k in range(len(offsets) - 1):
        lo, hi = offsets[k], offsets[k + 1]
        if not on_surface[lo:hi].any():
            continue
        _join_taxiing(on_surface[lo:hi], speed[lo:hi], time_ms[lo:hi])
        _join_tails(
            on_surface[lo:hi], unflagged[lo:hi], altitude_m[lo:hi], time_ms[lo:hi]
        )


@kernel
def _join_taxiing(
    on_surface: NDArray[np.bool_],
    speed: NDArray[np.float32],
    time_ms: NDArray[np.int64],
) -> None:
    """Put slow stretches of one track between surface positions on the surface too."""
    last = -1
    fastest = np.float32(0.0)
    for i in range(len(on_surface)):
        step_ms = time_ms[i] - time_ms[i - 1] if i else 0
        if step_ms > _STRETCH_MS:
            last = -1
        if on_surface[i]:
            if last >= 0 and fastest <= TAXI_MOST_MS:
                for j in range(last + 1, i):
                    on_surface[j] = True
            last = i
            fastest = np.float32(0.0)
        elif not speed[i] <= fastest:
            fastest = speed[i]


@kernel
def _join_tails(
    on_surface: NDArray[np.bool_],
    unflagged: NDArray[np.bool_],
    altitude_m: NDArray[np.float32],
    time_ms: NDArray[np.int64],
) -> None:
    """Put what follows (precedes) a surface position at its very height with it.

    Only where nothing flags the surface, only up to the next silence, and only when the
    whole rest never leaves that height: it has not flown again.
    """
    n = len(on_surface)
    for direction in (1, -1):
        i = 0 if direction > 0 else n - 1
        while 0 <= i < n:
            j = i + direction
            if on_surface[i] and 0 <= j < n and not on_surface[j]:
                stays = True
                while 0 <= j < n and not on_surface[j]:
                    if abs(time_ms[j] - time_ms[j - direction]) > _STRETCH_MS:
                        break
                    if not unflagged[j] or (
                        abs(altitude_m[j] - altitude_m[i]) > TOUCHDOWN_HEIGHT_M
                    ):
                        stays = False
                        break
                    j += direction
                if stays:
                    for m in range(i, j, direction):
                        on_surface[m] = True
                i = j
            else:
                i += direction

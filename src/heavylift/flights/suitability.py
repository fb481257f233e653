"""Which airfields could this aircraft have used at all?

What may weigh here is physical: the length and surface of the runways, against what an
aircraft that flies this fast and this high needs. Published use (scheduled service,
airport size, an IATA code) does not weigh: military airfields are the point, and Ovda
is typed a small airport.

Nothing here prefers an airfield because it is known.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.reference.airfields import Airfields, Kind

#: Faster than this over the ground, or higher than ``FAST_ALTITUDE_M``, flies a jet or
#: a large turboprop (250 kt; light aircraft below it, with rare exceptions).
FAST_MS: Final = 129.0
FAST_ALTITUDE_M: Final = 7_600.0

#: Never faster than this in the whole track (160 kt): could be a helicopter.
SLOW_MS: Final = 82.0
SLOW_ALTITUDE_M: Final = 4_500.0

#: Jets and large turboprops in service land on 1 200 m at least; 1 800 m is usual.
FAST_RUNWAY_M: Final = 1_500.0
FAST_RUNWAY_SPREAD_M: Final = 200.0

#: Light aircraft use 300 m strips.
LIGHT_RUNWAY_M: Final = 350.0
LIGHT_RUNWAY_SPREAD_M: Final = 80.0

#: A soft runway is open to few fast aircraft (Il-76, An-12, C-130 among them): ranked
#: low, not ruled out.
SOFT_FOR_FAST: Final = 0.1

#: A runway of unknown surface: most that are long enough for fast aircraft are hard.
SURFACE_UNKNOWN: Final = 0.8

#: An airfield without published runways may have one.
NO_RUNWAY_FAST: Final = 0.01
NO_RUNWAY_LIGHT: Final = 0.2

#: ... and before any other is called the only one that fits, it is taken to have one:
#: military airfields are among those whose runways are not published.
MAY_HAVE_RUNWAY: Final = 0.5

#: A closed airfield is a real place that may be in use, but seldom is.
CLOSED: Final = 0.03

#: Below this an airfield does not compete: it could not have been used.
FITS: Final = 0.05


class Motion(IntEnum):
    """What the track says of the aircraft's needs."""

    UNKNOWN = 0
    SLOW = 1
    LIGHT = 2
    FAST = 3


def motion_of(
    max_speed_ms: NDArray[np.float64], max_altitude_m: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Tell what kind of motion each flight shows.

    Args:
        max_speed_ms: Fastest ground speed of the flight, NaN unknown; shape ``(n,)``.
        max_altitude_m: Highest altitude of the flight, NaN unknown.

    Returns:
        ``Motion`` of each flight.
    """
    fast = (max_speed_ms >= FAST_MS) | (max_altitude_m >= FAST_ALTITUDE_M)
    slow = (max_speed_ms <= SLOW_MS) & ~(max_altitude_m > SLOW_ALTITUDE_M)
    known = np.isfinite(max_speed_ms) | fast
    return np.select(
        [fast, slow, known], [Motion.FAST, Motion.SLOW, Motion.LIGHT], Motion.UNKNOWN
    ).astype(np.int8)


def suitability(
    airfields: Airfields, fields: NDArray[np.int64], motion: NDArray[np.int8]
) -> NDArray[np.float64]:
    """How well each airfield serves an aircraft of that motion, from 0 to 1.

    Args:
        airfields: The table.
        fields: Index of the airfield of each pair; shape ``(pairs,)``.
        motion: ``Motion`` of the aircraft of each pair.
    """
    kind = airfields.kind[fields]
    longest = _longest_known(airfields)[fields]
    hard = airfields.longest_hard_m[fields].astype(np.float64)
    unpublished = np.isnan(longest)
    longest = np.nan_to_num(longest, nan=0.0)
    hard_fit = _fit(
        np.where(np.isnan(hard), longest, hard), FAST_RUNWAY_M, FAST_RUNWAY_SPREAD_M
    )
    fast = np.maximum(
        hard_fit * np.where(np.isnan(hard), SURFACE_UNKNOWN, 1.0),
        SOFT_FOR_FAST * _fit(longest, FAST_RUNWAY_M, FAST_RUNWAY_SPREAD_M),
    )
    fast = np.where(unpublished, NO_RUNWAY_FAST, fast)
    light = np.where(
        unpublished,
        NO_RUNWAY_LIGHT,
        _fit(longest, LIGHT_RUNWAY_M, LIGHT_RUNWAY_SPREAD_M),
    )
    runway_field = kind <= Kind.SMALL_AIRPORT
    closed = kind == Kind.CLOSED
    by_motion = np.select(
        [motion == Motion.FAST, motion == Motion.SLOW],
        [fast, np.where(runway_field, np.maximum(light, 0.5), 0.3)],
        light,
    )
    weight = by_motion * np.where(closed, CLOSED, 1.0)
    no_aeroplanes = (kind == Kind.HELIPORT) | (kind == Kind.BALLOONPORT)
    weight = np.where(no_aeroplanes & (motion != Motion.SLOW), 0.0, weight)
    water = kind == Kind.SEAPLANE_BASE
    return np.where(water, np.where(motion == Motion.FAST, 0.0, 0.1), weight)


def unpublished(airfields: Airfields, fields: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far airfields could be used for all that is not known of their runways.

    Args:
        airfields: The table.
        fields: Index of the airfield of each pair; shape ``(pairs,)``.

    Returns:
        ``MAY_HAVE_RUNWAY`` for open airfields without a known runway length, else 0.
    """
    unknown = np.isnan(_longest_known(airfields)[fields])
    for_aeroplanes = airfields.kind[fields] <= Kind.SMALL_AIRPORT
    return np.where(unknown & for_aeroplanes, MAY_HAVE_RUNWAY, 0.0)


@lru_cache(maxsize=4)
def _longest_known(airfields: Airfields) -> NDArray[np.float64]:
    """Longest runway of each airfield as far as known, NaN when none is.

    The table leaves the longest open when the length of any runway is missing; a
    runway with both thresholds is a lower bound then.
    """
    longest = airfields.longest_m.astype(np.float64)
    counts = np.diff(airfields.end_offsets)
    has_ends = np.flatnonzero(counts > 0)
    by_ends = np.full(len(longest), np.nan)
    if len(has_ends):
        by_ends[has_ends] = np.fmax.reduceat(
            airfields.end_length_m.astype(np.float64), airfields.end_offsets[has_ends]
        )
    known: NDArray[np.float64] = np.fmax(longest, by_ends)
    return known


def _fit(
    length_m: NDArray[np.float64], need_m: float, spread_m: float
) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-(length_m - need_m) / spread_m))

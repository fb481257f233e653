"""What was heard on the two sides of a silence.

A silence is judged by what the aircraft could have done in it: how fast it flies, how
high it was when it was last heard and when it was heard again, whether it came down
before and went up after. One position may lack any of that or be wrong in it, so each
is taken from the minutes beside the silence.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel

#: What is heard so far from a silence still tells how fast the aircraft flies: long
#: enough to reach from a touch-down back into cruise.
SPEED_WINDOW_MS: Final = 1_800_000

#: Speed is taken between positions at least so far apart when none was reported.
SPEED_BASE_MS: Final = 60_000

#: An altitude holds, roughly, for so long: a descent of two minutes is 900 m.
HEIGHT_WINDOW_MS: Final = 120_000

#: The same for the callsign, which some sources give once a minute.
CALLSIGN_WINDOW_MS: Final = 300_000

#: Fallback where neither track nor type tells a speed: 300 kt, a turboprop's.
DEFAULT_SPEED_MS: Final = 154.0

#: No slower than this share of the type's cruise, or this high (16 400 ft), or level
#: beside the silence: it was heard en route. Else only its climb or approach was.
CRUISE_SHARE: Final = 0.75
CRUISE_HEIGHT_M: Final = 5_000.0

#: Vertical rate that counts as descending or climbing beside a silence (300 ft/min).
TREND_MS: Final = 1.5


class Rows(NamedTuple):
    """Trusted rows as kernels take them, by aircraft and time; shape ``(n,)`` each."""

    time_ms: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    altitude_m: NDArray[np.float32]
    speed_ms: NDArray[np.float32]
    rate_ms: NDArray[np.float32]
    callsign: NDArray[np.uint64]
    on_surface: NDArray[np.bool_]


@kernel
def speed_on_side(
    rows: Rows, i: int, stop: int, step: int, cruise_ms: float
) -> tuple[float, bool]:
    """How fast it flew on one side of a silence, and whether that was en route.

    Args:
        rows: All rows.
        i: The row beside the silence.
        stop: First row, seen from ``i``, that belongs to another aircraft.
        step: +1 when rows lead away from the silence, -1 when they lead back.
        cruise_ms: Usual cruise of the type, NaN unknown.

    Returns:
        The highest ground speed within half an hour, NaN when nothing tells; whether
        it is one that the aircraft keeps, not that of a climb or an approach.
    """
    fastest = np.nan
    highest = np.nan
    m = i
    while m != stop and abs(rows.time_ms[m] - rows.time_ms[i]) <= SPEED_WINDOW_MS:
        if not rows.on_surface[m]:
            if rows.speed_ms[m] > fastest or np.isnan(fastest):
                fastest = float(rows.speed_ms[m])
            if rows.altitude_m[m] > highest or np.isnan(highest):
                highest = float(rows.altitude_m[m])
        m += step
    if math.isnan(fastest):
        fastest = _speed_between(rows, i, stop, step)
    en_route = (
        fastest >= CRUISE_SHARE * cruise_ms
        or highest >= CRUISE_HEIGHT_M
        or abs(climb_on_side(rows, i, stop, step)) < TREND_MS
    )
    return fastest, en_route and not math.isnan(fastest)


@kernel
def _speed_between(rows: Rows, i: int, stop: int, step: int) -> float:
    """The fastest it moved between positions a minute or more apart; NaN unknown."""
    fastest = np.nan
    a = i
    m = i
    while m != stop and abs(rows.time_ms[m] - rows.time_ms[i]) <= SPEED_WINDOW_MS:
        apart_ms = abs(rows.time_ms[m] - rows.time_ms[a])
        if apart_ms >= SPEED_BASE_MS:
            moved_m = distance_m_scalar(
                rows.lat_deg[a], rows.lon_deg[a], rows.lat_deg[m], rows.lon_deg[m]
            )
            speed_ms = moved_m / (apart_ms / 1000.0)
            if not rows.on_surface[m] and not fastest >= speed_ms:
                fastest = speed_ms
            a = m
        m += step
    return fastest


@kernel
def speed_across(
    before: tuple[float, bool], after: tuple[float, bool], cruise_ms: float
) -> float:
    """Ground speed that the aircraft would keep from one side to the other.

    Args:
        before: Result of ``speed_on_side`` before the silence.
        after: The same after it.
        cruise_ms: Usual cruise of the type, NaN unknown.

    Returns:
        The mean when it was heard en route on both sides: winds differ. Else what is
        known of its cruise: the one side, the type; at least what was heard.
    """
    if before[1] and after[1]:
        return 0.5 * (before[0] + after[0])
    heard = np.fmax(before[0], after[0])
    if not before[1] and not after[1]:
        heard = np.fmax(heard, cruise_ms)
    return DEFAULT_SPEED_MS if np.isnan(heard) else heard


@kernel
def height_on_side(rows: Rows, i: int, stop: int, step: int) -> float:
    """Altitude beside a silence, 0 on the surface and where none is known."""
    m = i
    while m != stop and abs(rows.time_ms[m] - rows.time_ms[i]) <= HEIGHT_WINDOW_MS:
        if rows.on_surface[m]:
            break
        if np.isfinite(rows.altitude_m[m]):
            return max(0.0, float(rows.altitude_m[m]))
        m += step
    return 0.0


@kernel
def climb_on_side(rows: Rows, i: int, stop: int, step: int) -> float:
    """Vertical rate beside a silence in m/s, climb positive; NaN unknown or on ground.

    As reported, else from the altitudes of two minutes.
    """
    if rows.on_surface[i]:
        return np.nan
    if np.isfinite(rows.rate_ms[i]):
        return float(rows.rate_ms[i])
    m = i
    farthest = i
    while m != stop and abs(rows.time_ms[m] - rows.time_ms[i]) <= HEIGHT_WINDOW_MS:
        if not rows.on_surface[m] and np.isfinite(rows.altitude_m[m]):
            farthest = m
        m += step
    apart_s = (rows.time_ms[farthest] - rows.time_ms[i]) / 1000.0
    if abs(apart_s) < 20.0:
        return np.nan
    return float((rows.altitude_m[farthest] - rows.altitude_m[i]) / apart_s)


@kernel
def callsign_on_side(rows: Rows, i: int, stop: int, step: int) -> np.uint64:
    """The callsign in force beside a silence, blanks skipped; 0 unknown."""
    m = i
    while m != stop and abs(rows.time_ms[m] - rows.time_ms[i]) <= CALLSIGN_WINDOW_MS:
        if rows.callsign[m] != 0:
            return np.uint64(rows.callsign[m])
        m += step
    return np.uint64(0)

"""How far is still to be flown to a runway of each airfield?

An aircraft that joins the final of one airport flies past the next without turning to
its runways. The straight distance cannot tell the two; the way along the runway's axis
can: turn to a point on the final, turn on to the axis, fly it to the runway.

The runway is its middle here, for landings and, seen backwards, for take-offs: where
aircraft touch down and lift off lies on either side of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.geo import arc_m_scalar, course_deg_scalar, turn_deg_scalar
from heavylift.kernels import inline_kernel, kernel
from heavylift.reference.airfields import Airfields

#: Farther out the direction of the runways matters little beside the distance, and
#: costs time: the turns add less than a tenth there.
NEAR_RUNWAYS_M: Final = 60_000.0

#: The axis is joined at one of these distances before the middle of the runway,
#: whichever makes the shortest way: overhead, on a visual circuit, at the final
#: approach fix of a short and of a usual instrument approach (ICAO Doc 8168: 3 to 6 NM
#: before the threshold and more).
JOINED_AT_M: Final = (0.0, 3_500.0, 7_500.0, 13_000.0)

#: Bank angle of a normal turn, and the speed taken for it when none was reported
#: (200 kt).
BANK_DEG: Final = 25.0
TURN_SPEED_MS: Final = 103.0

#: Turns are flown wider, and begun later, than the least radius: the way they add is
#: taken twice.
WIDER: Final = 2.0

#: Bounds of a way are taken so much lower, far above their rounding, and a degree of
#: latitude a little shorter than it is: no shorter way is passed over for it.
_SLACK_M: Final = 0.001
_DEGREE_M: Final = 111_194.0

#: Where the direction of the runway is not known, half of a right angle on average.
ANY_TURN_DEG: Final = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The shortest way of each pair; shape ``(pairs,)``.

    Attributes:
        way_m: Its length.
        turn_deg: Turns on it, added up.
    """

    way_m: NDArray[np.float64]
    turn_deg: NDArray[np.float64]


def way_to_runways(
    airfields: Airfields,
    states: EndStates,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    distance_m: NDArray[np.float64],
) -> Ways:
    """Shortest way from each end's outermost position to a runway of each airfield.

    Args:
        airfields: The table.
        states: The ends.
        pairs: End and airfield of each pair, as indices; shape ``(pairs,)`` both.
        distance_m: Straight distance to the reference point of each pair.

    Returns:
        Ways by the best of the runways; where none is known, to the reference point
        with turns of a usual size.
    """
    end, field = pairs
    speed = np.nan_to_num(states.speed_ms, nan=TURN_SPEED_MS)
    radius_m = speed**2 / (9.80665 * math.tan(math.radians(BANK_DEG)))
    ways = _ways(
        end,
        field,
        (states.lat_deg, states.lon_deg, states.course_deg, radius_m),
        distance_m,
        airfields.lon_deg,
        _latitudes_of(airfields),
        airfields.end_offsets,
        airfields.end_heading_deg,
        _middles_of(airfields),
    )
    return Ways(way_m=ways[:, 0], turn_deg=ways[:, 1])


@lru_cache(maxsize=2)
def _latitudes_of(airfields: Airfields) -> NDArray[np.float64]:
    return _latitudes(airfields.lat_deg)


@lru_cache(maxsize=2)
def _middles_of(airfields: Airfields) -> NDArray[np.float64]:
    return _middles(
        airfields.end_lat_deg, airfields.end_lon_deg, airfields.end_heading_deg
    )


@kernel
def _latitudes(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sines and cosines of latitudes; shape ``(n, 2)``."""
    out = np.empty((len(lat), 2))
    for i in range(len(lat)):
        phi = math.radians(lat[i])
        out[i, 0], out[i, 1] = math.sin(phi), math.cos(phi)
    return out


@kernel
def _middles(
    lat: NDArray[np.float64], lon: NDArray[np.float64], heading: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Middle of the runway of each end, and what lies back along its axis.

    Latitude and longitude, degrees, and what a metre back along the axis takes from
    them, in metres of a degree; shape ``(ends, 4)``.
    """
    out = np.empty((len(lat), 4))
    for r in range(len(lat)):
        # Ends come in pairs: the middle lies between an end and its opposite.
        out[r, 0] = 0.5 * (lat[r] + lat[r ^ 1])
        out[r, 1] = _between(lon[r], lon[r ^ 1])
        along = math.radians(heading[r])
        out[r, 2] = math.cos(along)
        out[r, 3] = math.sin(along) / math.cos(math.radians(out[r, 0]))
    return out


@kernel
def _ways(
    ends: NDArray[np.int64],
    field: NDArray[np.int64],
    states: tuple[NDArray[np.float64], ...],
    distance: NDArray[np.float64],
    field_lon: NDArray[np.float64],
    field_lat: NDArray[np.float64],
    end_offsets: NDArray[np.int64],
    end_heading: NDArray[np.float64],
    middles: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Length and turns of the shortest way of each pair; shape ``(pairs, 2)``."""
    lats, lons, courses, radii = states
    ways = np.empty((len(field), 2))
    known = -1
    lat = lon = phi = sine = cosine = course = radius = 0.0
    for p in range(len(field)):
        e, i = ends[p], field[p]
        if e != known:
            known = e
            lat, lon, course, radius = lats[e], lons[e], courses[e], radii[e]
            phi = math.radians(lat)
            sine, cosine = math.sin(phi), math.cos(phi)
        begin, end = end_offsets[i], end_offsets[i + 1]
        if begin == end or distance[p] > NEAR_RUNWAYS_M:
            dlam = math.radians(field_lon[i] - lon)
            there = course_deg_scalar(
                dlam, sine, cosine, field_lat[i, 0], field_lat[i, 1]
            )
            turn = _turn(course, there)
            ways[p, 0] = distance[p] + _added(turn, radius)
            ways[p, 1] = turn
            if distance[p] <= NEAR_RUNWAYS_M:
                ways[p, 0] += _added(ANY_TURN_DEG, radius)
                ways[p, 1] += ANY_TURN_DEG
            continue
        ways[p, 0] = np.inf
        for r in range(begin, end):
            ways[p, 0], ways[p, 1] = _shorter_way(
                (lat, lon, phi, sine, cosine, course, radius),
                (middles[r, 0], middles[r, 1], middles[r, 2], middles[r, 3]),
                end_heading[r],
                (ways[p, 0], ways[p, 1]),
            )
    return ways


@inline_kernel
def _shorter_way(
    state: tuple[float, float, float, float, float, float, float],
    middle: tuple[float, float, float, float],
    heading: float,
    known: tuple[float, float],
) -> tuple[float, float]:
    """Way to one runway in one direction, or one known before that is no longer.

    The axis is joined at the best point. Points that cannot make the way shorter are
    passed over at a look: most of them.
    """
    lat, lon, phi, sine, cosine, course, radius = state
    mid_lat, mid_lon, north, east = middle
    least, turns = known
    # Two turns add up to no less than the one from course to heading, and add least
    # when they are alike.
    bend = 0.0
    if np.isfinite(course):
        bend = turn_deg_scalar(course, heading)
    bends_m = 2.0 * _added(0.5 * bend, radius) - _SLACK_M
    for joined in JOINED_AT_M:
        at_lat = mid_lat - joined * north / 111_195.0
        if abs(at_lat - lat) * _DEGREE_M + joined + bends_m >= least:
            continue
        at_phi = math.radians(at_lat)
        at_cosine = math.cos(at_phi)
        dlam = math.radians(mid_lon - joined * east / 111_195.0 - lon)
        straight = arc_m_scalar(at_phi - phi, dlam, cosine, at_cosine)
        if straight + joined + bends_m >= least:
            continue
        there = course_deg_scalar(dlam, sine, cosine, math.sin(at_phi), at_cosine)
        onto = _turn(course, there)
        along = turn_deg_scalar(there, heading)
        way = straight + joined + _added(onto, radius) + _added(along, radius)
        if way < least:
            least = way
            turns = onto + along
    return least, turns


@inline_kernel
def _between(lon1: float, lon2: float) -> float:
    """Longitude half-way, across the 180th meridian as well."""
    return lon1 + 0.5 * ((lon2 - lon1 + 180.0) % 360.0 - 180.0)


@inline_kernel
def _turn(course: float, there: float) -> float:
    """Angle between two directions; a right angle when the course is not known."""
    return turn_deg_scalar(course, there) if np.isfinite(course) else 90.0


@inline_kernel
def _added(turn_deg: float, radius_m: float) -> float:
    """What a turn adds to the way, over flying straight."""
    turn = math.radians(turn_deg)
    return WIDER * radius_m * (turn - math.sin(turn))

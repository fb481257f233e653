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
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.geo import bearing_deg_scalar, distance_m_scalar, turn_deg_scalar
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
        states.lat_deg,
        states.lon_deg,
        states.course_deg,
        radius_m,
        distance_m,
        airfields.lat_deg,
        airfields.lon_deg,
        airfields.end_offsets,
        airfields.end_lat_deg,
        airfields.end_lon_deg,
        airfields.end_heading_deg,
    )
    return Ways(way_m=ways[:, 0], turn_deg=ways[:, 1])


@kernel
def _ways(
    ends: NDArray[np.int64],
    field: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    course: NDArray[np.float64],
    radius: NDArray[np.float64],
    distance: NDArray[np.float64],
    field_lat: NDArray[np.float64],
    field_lon: NDArray[np.float64],
    end_offsets: NDArray[np.int64],
    end_lat: NDArray[np.float64],
    end_lon: NDArray[np.float64],
    end_heading: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Length and turns of the shortest way of each pair; shape ``(pairs, 2)``."""
    ways = np.empty((len(field), 2))
    for p in range(len(field)):
        e, i = ends[p], field[p]
        begin, end = end_offsets[i], end_offsets[i + 1]
        if begin == end or distance[p] > NEAR_RUNWAYS_M:
            there = bearing_deg_scalar(lat[e], lon[e], field_lat[i], field_lon[i])
            turn = _turn(course[e], there)
            ways[p, 0] = distance[p] + _added(turn, radius[e])
            ways[p, 1] = turn
            if distance[p] <= NEAR_RUNWAYS_M:
                ways[p, 0] += _added(ANY_TURN_DEG, radius[e])
                ways[p, 1] += ANY_TURN_DEG
            continue
        ways[p, 0] = np.inf
        for r in range(begin, end):
            # Ends come in pairs: the middle lies between an end and its opposite.
            ways[p, 0], ways[p, 1] = _shorter_way(
                (lat[e], lon[e], course[e], radius[e]),
                0.5 * (end_lat[r] + end_lat[r ^ 1]),
                _between(end_lon[r], end_lon[r ^ 1]),
                end_heading[r],
                (ways[p, 0], ways[p, 1]),
            )
    return ways


@inline_kernel
def _shorter_way(
    state: tuple[float, float, float, float],
    mid_lat: float,
    mid_lon: float,
    heading: float,
    known: tuple[float, float],
) -> tuple[float, float]:
    """Way to one runway in one direction, or one known before that is no longer.

    The axis is joined at the best point. Points that cannot make the way shorter are
    passed over at a look: most of them.
    """
    lat, lon, course, radius = state
    least, turns = known
    north = math.cos(math.radians(heading))
    east = math.sin(math.radians(heading)) / math.cos(math.radians(mid_lat))
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
        at_lon = mid_lon - joined * east / 111_195.0
        straight = distance_m_scalar(lat, lon, at_lat, at_lon)
        if straight + joined + bends_m >= least:
            continue
        there = bearing_deg_scalar(lat, lon, at_lat, at_lon)
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

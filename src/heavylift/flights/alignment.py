"""Is the end of a flight lined up with a runway?

The strongest evidence short of surface positions: the aircraft moves along the axis of
a runway, low, descending towards it (or, seen backwards, climbing from it). The track
must be lined up up to its very last position; a go-around or a low pass that was heard
flying on is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.geo import distance_m_scalar, turn_deg_scalar
from heavylift.kernels import inline_kernel, kernel
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields

#: Lined-up positions are followed back this far from the end.
FOLLOW_S: Final = 600.0

#: An instrument approach is established from 10 to 12 NM out; beyond, other airfields
#: lie on the same line too often.
MAX_ALONG_M: Final = 20_000.0

#: The last position must be at most this far from the threshold (8 NM).
MAX_LAST_ALONG_M: Final = 15_000.0

#: ... whose far end and what lies beside its axis are a little farther away.
_FARTHEST_M: Final = MAX_LAST_ALONG_M + 1_000.0

#: Length of a degree of latitude, rounded down.
_DEGREE_M: Final = 111_000.0

#: Distance from the axis that is still on it: half a wide runway and position noise
#: beside the threshold, full deflection of a localiser (about 2.5°) farther out.
ACROSS_M: Final = 120.0
ACROSS_SLOPE: Final = 0.035

#: Direction of motion against the axis. Crosswind moves the heading, not the track.
MAX_TURN_DEG: Final = 12.0

#: A 3° glide path gains 52 m a kilometre, a steep one (4°) 70 m; higher on the axis of
#: a runway is on the way to another one. The constant covers pressure and geoid error.
HEIGHT_SLACK_M: Final = 150.0
APPROACH_SLOPE: Final = 0.07

#: Departures climb two to three times as steeply, and lift off far before the far
#: threshold, from which they are measured: over it they are 100 to 200 m high already.
CLIMB_SLACK_M: Final = 250.0
CLIMB_SLOPE: Final = 0.25

#: Positions this low and this near to a threshold may be a landing roll or taxiing that
#: no flag tells (75 m covers pressure error); the line-up is looked for before them.
ROLL_OUT_M: Final = 6_000.0
ROLL_OUT_HEIGHT_M: Final = 75.0

#: Lined-up positions must last this long or reach this far: a single position on an
#: axis is a coincidence.
MIN_ALIGNED_S: Final = 8.0
MIN_ALIGNED_M: Final = 500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignments:
    """Best runway of every (end, candidate airfield) pair; shape ``(pairs,)``.

    Attributes:
        runway_end: Index into ``Airfields.end_*``, the end approached with time
            running towards the airfield; -1 when no runway is lined up.
        along_m: Distance of the outermost position from that threshold, positive
            before it.
        across_m: Mean distance of the lined-up positions from the axis.
        height_m: Height of the outermost position above the threshold; NaN unknown.
        rows: How many positions are lined up.
    """

    runway_end: NDArray[np.int64]
    along_m: NDArray[np.float64]
    across_m: NDArray[np.float64]
    height_m: NDArray[np.float64]
    rows: NDArray[np.int64]


def align(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    airfields: Airfields,
) -> Alignments:
    """Find the runway that each end is lined up with, for each candidate airfield.

    Args:
        positions: Trusted rows only.
        altitude_m: Altitude of each row, NaN where unknown.
        states: The ends.
        pairs: Offsets by end, shape ``(ends + 1,)``, and the candidates' indices into
            ``airfields``, shape ``(pairs,)``.
        airfields: Airfields and their runways.
    """
    offsets, fields = pairs
    runway_end, measured = _align(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude_m,
        positions.track_deg,
        states.row,
        states.inner,
        states.course_deg,
        states.step,
        offsets,
        fields,
        airfields.end_offsets,
        airfields.end_lat_deg,
        airfields.end_lon_deg,
        airfields.end_heading_deg,
        *_lengths_and_elevations(airfields),
    )
    return Alignments(
        runway_end=runway_end,
        along_m=measured[:, 0],
        across_m=measured[:, 1],
        height_m=measured[:, 2],
        rows=measured[:, 3].astype(np.int64),
    )


@lru_cache(maxsize=2)
def _lengths_and_elevations(
    airfields: Airfields,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Length and elevation of each runway end, else the elevation of its airfield."""
    elevation = np.where(
        np.isfinite(airfields.end_elevation_m),
        airfields.end_elevation_m,
        np.repeat(airfields.elevation_m, np.diff(airfields.end_offsets)),
    )
    return airfields.end_length_m.astype(np.float64), elevation.astype(np.float64)


@kernel
def _align(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    track: NDArray[np.float32],
    rows: NDArray[np.int64],
    inners: NDArray[np.int64],
    courses: NDArray[np.float64],
    step: int,
    offsets: NDArray[np.int64],
    fields: NDArray[np.int64],
    end_offsets: NDArray[np.int64],
    end_lat: NDArray[np.float64],
    end_lon: NDArray[np.float64],
    end_heading: NDArray[np.float64],
    end_length: NDArray[np.float64],
    end_elevation: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    best_end = np.full(len(fields), -1, dtype=np.int64)
    measured = np.full((len(fields), 4), np.nan)
    measured[:, 3] = 0.0
    slope = APPROACH_SLOPE if step > 0 else CLIMB_SLOPE
    slack_m = HEIGHT_SLACK_M if step > 0 else CLIMB_SLACK_M
    for e in range(len(rows)):
        row, inner = rows[e], inners[e]
        for p in range(offsets[e], offsets[e + 1]):
            for r in range(end_offsets[fields[p]], end_offsets[fields[p] + 1]):
                far_m = _far_m(lat[row], lon[row], end_lat[r], end_lon[r])
                if far_m > _FARTHEST_M:
                    continue
                arrived = (
                    far_m <= ROLL_OUT_M
                    and altitude[row] - end_elevation[r] <= ROLL_OUT_HEIGHT_M
                )
                # Only runways that point the way the aircraft moves need a look,
                # unless it may be rolling or taxiing already.
                if not arrived and not (
                    turn_deg_scalar(courses[e], end_heading[r]) <= MAX_TURN_DEG
                ):
                    continue
                n = 0
                across_sum = 0.0
                last_along = np.nan
                last_height = np.nan
                span_s = 0.0
                span_m = 0.0
                i = row
                while True:
                    away_s = abs(time_ms[i] - time_ms[row]) / 1000.0
                    if away_s > FOLLOW_S:
                        break
                    along, across = _along_across(
                        lat[i], lon[i], end_lat[r], end_lon[r], end_heading[r]
                    )
                    height = altitude[i] - end_elevation[r]
                    course = track[i] if step > 0 else track[i] + 180.0
                    if not (
                        -end_length[r] - 300.0 <= along <= MAX_ALONG_M
                        and abs(across) <= ACROSS_M + ACROSS_SLOPE * max(along, 0.0)
                        and not (height > slack_m + slope * max(along, 0.0))
                        and not (turn_deg_scalar(course, end_heading[r]) > MAX_TURN_DEG)
                    ):
                        rolling = (
                            n == 0
                            and arrived
                            and height <= ROLL_OUT_HEIGHT_M
                            and abs(along) <= ROLL_OUT_M
                            and abs(across) <= ROLL_OUT_M
                        )
                        if not rolling or i == inner:
                            break
                        i -= step
                        continue
                    if n == 0:
                        last_along = along
                    if not np.isfinite(last_height):
                        last_height = height
                    n += 1
                    across_sum += abs(across)
                    span_s = away_s
                    span_m = along - last_along
                    if i == inner:
                        break
                    i -= step
                if (
                    n >= 2
                    and last_along <= MAX_LAST_ALONG_M
                    and (span_s >= MIN_ALIGNED_S)
                    and span_m >= MIN_ALIGNED_M
                    and (best_end[p] < 0 or across_sum / n < measured[p, 1])
                ):
                    best_end[p] = r
                    measured[p, 0] = last_along
                    measured[p, 1] = across_sum / n
                    measured[p, 2] = last_height
                    measured[p, 3] = n
    return best_end, measured


@inline_kernel
def _far_m(lat: float, lon: float, end_lat: float, end_lon: float) -> float:
    """Distance to a threshold; any one beyond ``_FARTHEST_M`` may be infinite."""
    # A difference of latitude alone settles it for most.
    if abs(lat - end_lat) * _DEGREE_M > _FARTHEST_M:
        return np.inf
    return distance_m_scalar(lat, lon, end_lat, end_lon)


@inline_kernel
def _along_across(
    lat: float, lon: float, end_lat: float, end_lon: float, heading: float
) -> tuple[float, float]:
    """Place against a threshold, in metres: before it along the axis, right of it.

    A flat map around the threshold: within 20 km it is off by less than 20 m below
    70° of latitude.
    """
    north = (lat - end_lat) * 111_195.0
    dlon = (lon - end_lon + 180.0) % 360.0 - 180.0
    east = dlon * 111_195.0 * math.cos(math.radians(0.5 * (lat + end_lat)))
    h = math.radians(heading)
    forward = north * math.cos(h) + east * math.sin(h)
    right = east * math.cos(h) - north * math.sin(h)
    return -forward, right

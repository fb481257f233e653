"""How well does the last (first) state in the air fit each airfield?

Geometry alone speaks here: how far the airfield is for the height still to lose, and
how far off the course. Both are wide: approaches go around, holds are flown, departures
turn. The result is a likelihood for each candidate, to be weighed by what the aircraft
could use (``suitability``) and set against *elsewhere*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is usual between the last position heard and the runway.

    Attributes:
        slope: Usual gradient of the path still to fly, height over distance.
        base_m: Distance flown level or slowing down, added to the gradient's.
        mean: Mean of the logarithm of (path to the airfield / usual path).
        spread: Standard deviation of that logarithm when descending.
        spread_level: The same when level: any distance may lie ahead.
        turn_scale_m: Distance over which a course away from the airfield becomes
            unlikely; nearer, any course is usual.
        turn_most: Largest weight of the course, reached far away.
        turns_low_deg: Turns that are usual on the ground's last stretch of the way ...
        turns_deg_m: ... and how much more for each metre above the runway.
        elsewhere: Weight of an airfield that is none of the candidates.
        sharpness: Power that the weight of a candidate is raised to before weights
            are compared: what the spreads leave too wide.
    """

    slope: float
    base_m: float
    mean: float
    spread: float
    spread_level: float
    turn_scale_m: float
    turn_most: float
    turns_low_deg: float
    turns_deg_m: float
    elsewhere: float
    sharpness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How each pair of an end and an airfield lies; columns of shape ``(pairs,)``.

    Attributes:
        distance_m: From the outermost position to the airfield.
        way_m: Shortest way to a runway, from ``paths.way_to_runways``.
        turn_deg: Turns on that way, added up.
        off_course_deg: Angle between course and the way there, 0 to 180; NaN unknown.
        height_m: Height above the airfield; NaN unknown.
        sink_ms: Rate of descent towards the end; NaN unknown.
    """

    distance_m: Floats
    way_m: Floats
    turn_deg: Floats
    off_course_deg: Floats
    height_m: Floats
    sink_ms: Floats


#: Fitted on half of the flights of ``kaliningrad-2022`` and ``labelled`` (cut at 3 to
#: 100 km) with the slope held at 3.7°, each airfield weighing by the square root of its
#: flights. The sharpness came out as 1.6; the other half, on which probabilities were
#: still too low, is calibrated best at 2.2. See ``docs/reference/measurements.md``.
LANDING: Final = Shape(
    slope=0.065,
    base_m=13_500.0,
    mean=-0.27,
    spread=0.20,
    spread_level=0.47,
    turn_scale_m=8_800.0,
    turn_most=9.0,
    turns_low_deg=27.0,
    turns_deg_m=0.07,
    elsewhere=3e-5,
    sharpness=2.2,
)

#: Departures climb about twice as steeply and turn to course early. Fitted in the same
#: way on departures cut at 2 to 60 km.
TAKE_OFF: Final = Shape(
    slope=0.11,
    base_m=2_750.0,
    mean=-0.31,
    spread=0.37,
    spread_level=0.72,
    turn_scale_m=6_300.0,
    turn_most=11.0,
    turns_low_deg=26.0,
    turns_deg_m=0.065,
    elsewhere=1e-6,
    sharpness=2.0,
)

#: Height below which manoeuvring towards the runway is over, more or less: the glide
#: path of 3° is joined there, from 13 km out.
_MANOEUVRE_M: Final = 700.0

#: Pressure altitude, the geoid and the slope of the ground make heights err by so much.
_HEIGHT_ERROR_M: Final = 100.0

#: The runway lies within this distance of the reference point.
_AT_FIELD_M: Final = 1_500.0

#: Low over an airfield: within its fence, below circuit height by more than pressure
#: altitude errs.
_OVER_FIELD_M: Final = 3_500.0
_OVER_FIELD_HEIGHT_M: Final = 120.0

#: Approaches are not shallower than 2°; an aircraft may still level off on the way, for
#: about as long as it takes to descend from there.
_SHALLOWEST: Final = 0.035
_LEVEL_ON_M: Final = 700.0

#: Vertical rate below which an aircraft counts as level (200 ft/min).
LEVEL_MS: Final = 1.0


def likelihood(shape: Shape, seen: Situation) -> Floats:
    """Likelihood of each (end, airfield) pair, on one scale for all.

    Args:
        shape: ``LANDING`` or ``TAKE_OFF``.
        seen: The pairs.

    Returns:
        Likelihoods in [0, 1].
    """
    distance_m, height_m = seen.distance_m, seen.height_m
    turn = np.radians(np.nan_to_num(seen.off_course_deg, nan=90.0))
    height = np.maximum(height_m, 0.0)
    # Low aircraft have done their manoeuvring: what is left is the way straight down.
    manoeuvring = 1.0 - np.exp(-((height / _MANOEUVRE_M) ** 2))
    base_m = _AT_FIELD_M + shape.base_m * manoeuvring
    usual_m = height / shape.slope + base_m
    log_ratio = np.log((seen.way_m + base_m) / (usual_m + base_m))
    log_ratio -= shape.mean * manoeuvring
    level = ~(np.abs(seen.sink_ms) > LEVEL_MS)
    by_height = _HEIGHT_ERROR_M / shape.slope / (usual_m + base_m)
    spread = np.hypot(np.where(level, shape.spread_level, shape.spread), by_height)
    by_path = np.exp(-0.5 * (log_ratio / spread) ** 2)
    # Height unknown: only nearness speaks, and weakly.
    by_path = np.where(np.isnan(height_m), np.exp(-distance_m / 20_000.0), by_path)
    weight = np.minimum(distance_m / shape.turn_scale_m, shape.turn_most)
    by_course = np.exp(weight * (np.cos(turn) - 1.0))
    # Low aircraft are on the final already, or nearly: large turns are over.
    most = shape.turns_low_deg + shape.turns_deg_m * height
    by_turns = np.exp(-0.5 * (seen.turn_deg / most) ** 2)
    by_course *= np.where(np.isnan(height_m), 1.0, by_turns)
    # Lower than the shallowest approach for its distance: going somewhere nearer. A
    # height that is not known is not low.
    height = np.nan_to_num(height, nan=np.inf)
    short_m = distance_m - _OVER_FIELD_M - height / _SHALLOWEST
    by_path *= np.exp(-np.maximum(short_m, 0.0) / (_LEVEL_ON_M + height / shape.slope))
    # Low over the airfield itself, path and course say no more than that.
    there = (distance_m <= _OVER_FIELD_M) & (height_m <= _OVER_FIELD_HEIGHT_M)
    by_path = np.where(there, 1.0, by_path)
    by_course = np.where(there, 1.0, by_course)
    # Below the field's surface by more than altitude can err: not there.
    under = np.nan_to_num(height_m, nan=0.0) < -300.0
    return np.where(under, 0.0, by_path * by_course)

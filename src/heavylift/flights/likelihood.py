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
        elsewhere: Likelihood of an airfield that is none of the candidates.
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
    elsewhere: float
    sharpness: float


#: Fitted on half of the flights of ``kaliningrad-2022`` and ``labelled`` (cut at 10 to
#: 100 km) with the slope held at 3.7°, then widened by a fifth: a fit on two regions
#: is narrower than the world. See ``docs/reference/measurements.md``.
LANDING: Final = Shape(
    slope=0.065,
    base_m=12_000.0,
    mean=-0.25,
    spread=0.25,
    spread_level=0.35,
    turn_scale_m=9_000.0,
    turn_most=10.0,
    elsewhere=0.003,
    sharpness=1.5,
)

#: Departures climb about twice as steeply and turn to course early. Fitted in the same
#: way on departures cut at 5 to 60 km; the weight of the course, which came out far
#: stronger, is held near that of landings.
TAKE_OFF: Final = Shape(
    slope=0.11,
    base_m=3_000.0,
    mean=-0.12,
    spread=0.28,
    spread_level=0.6,
    turn_scale_m=6_000.0,
    turn_most=10.0,
    elsewhere=0.003,
    sharpness=1.5,
)

#: Height below which manoeuvring towards the runway is over: a 3° glide path from
#: 9 km out.
_MANOEUVRE_M: Final = 500.0

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

#: Bank angle of a normal turn.
_BANK_DEG: Final = 25.0

#: Speed taken for the turn when none was reported: 200 kt.
_TURN_SPEED_MS: Final = 103.0

#: Vertical rate below which an aircraft counts as level (200 ft/min).
LEVEL_MS: Final = 1.0


def likelihood(
    shape: Shape,
    *,
    distance_m: Floats,
    off_course_deg: Floats,
    height_m: Floats,
    speed_ms: Floats,
    sink_ms: Floats,
) -> Floats:
    """Likelihood of each (end, airfield) pair, on one scale with ``shape.elsewhere``.

    Args:
        shape: ``LANDING`` or ``TAKE_OFF``.
        distance_m: From the outermost position to the airfield; shape ``(pairs,)``.
        off_course_deg: Angle between course and the way there, 0 to 180; NaN unknown.
        height_m: Height above the airfield; NaN unknown.
        speed_ms: Ground speed; NaN unknown.
        sink_ms: Rate of descent towards the end; NaN unknown.

    Returns:
        Likelihoods in [0, 1].
    """
    turn = np.radians(np.nan_to_num(off_course_deg, nan=90.0))
    speed = np.nan_to_num(speed_ms, nan=_TURN_SPEED_MS)
    radius_m = speed**2 / (9.80665 * np.tan(np.radians(_BANK_DEG)))
    path_m = distance_m + 2.0 * radius_m * (turn - np.sin(turn))
    height = np.maximum(height_m, 0.0)
    # Low aircraft have done their manoeuvring: what is left is the way straight down.
    base_m = _AT_FIELD_M + shape.base_m * (1.0 - np.exp(-height / _MANOEUVRE_M))
    usual_m = height / shape.slope + base_m
    log_ratio = np.log((path_m + base_m) / (usual_m + base_m))
    log_ratio -= shape.mean * (1.0 - np.exp(-height / _MANOEUVRE_M))
    level = ~(np.abs(sink_ms) > LEVEL_MS)
    spread = np.where(level, shape.spread_level, shape.spread)
    by_path = np.exp(-0.5 * (log_ratio / spread) ** 2)
    # Height unknown: only nearness speaks, and weakly.
    by_path = np.where(np.isnan(height_m), np.exp(-distance_m / 20_000.0), by_path)
    weight = np.minimum(distance_m / shape.turn_scale_m, shape.turn_most)
    by_course = np.exp(weight * (np.cos(turn) - 1.0))
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

"""Give each end of each flight a class of evidence, strongest first.

``ground``, ``runway`` and ``near`` name one airfield; ``toward`` ranks several;
``unknown`` is the honest rest. Abstaining is the default: a confident wrong airfield is
the worst thing that can leave here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.flights.suitability import BRISK_MS, FITS, SLOW_MS, Needs
from heavylift.flights.weigh import DROPPED_M, SINKING_MS, Weighed, weigh
from heavylift.model.ends import Candidate, EndClass
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields, Kind

#: The rule published with EUROCONTROL's OPDI, 99.4 % right where it answers: within
#: 10 NM and 5 000 ft above the field.
NEAR_M: Final = 18_520.0
NEAR_HEIGHT_M: Final = 1_524.0

#: Light aircraft wander past airfields at circuit height: only within 4 NM of one does
#: a slow climb or descent say that it is the place.
NEAR_LIGHT_M: Final = 7_408.0

#: ... and no higher than twice the circuit (2 000 ft).
NEAR_LIGHT_HEIGHT_M: Final = 610.0

#: No approach is shallower than 2°: an aircraft lower than that for its distance is
#: going to (or coming from) somewhere nearer. The constant is the size of an airfield.
SHALLOWEST: Final = 0.035
AT_FIELD_M: Final = 3_500.0

#: ``near`` needs X to be the only airfield that fits: this share of belief.
NEAR_BELIEF: Final = 0.90

#: A surface position names the airfield it is on: within this distance of its
#: reference point.
ON_POINT_FIELD_M: Final = 3_500.0

#: ... or on one of its runways: half the width of the widest, and position noise.
ON_RUNWAY_M: Final = 150.0

#: An entry of the table that is closed, or that could not have been used, lies so much
#: farther away.
NOT_LIKELY_M: Final = 1_500.0

#: Where no runway is known, the reference point stands for all of it: it lies some
#: hundred metres from where aircraft are.
NO_RUNWAY_KNOWN_M: Final = 500.0

#: Of two lined-up airfields the weaker must be this much less likely.
ALIGNED_BELIEF: Final = 0.80

#: ... and the way there, with height and course, must speak for it as well.
ALIGNED_LIKELY: Final = 0.60

#: A runway end needs the aircraft descending to it, unless it is this low already.
LOW_ON_AXIS_M: Final = 150.0

#: Low enough, near an airfield, that a climb or descent of minutes says more than the
#: rate at the very end: circuit height of large aircraft (1 500 ft).
LOW_M: Final = 457.0

#: Low, and level or unsure: nothing but a landing only this near, where a glide path of
#: 3° is below 150 m. Light aircraft fly that low past airfields.
OVER_FIELD_M: Final = 5_000.0

#: Candidates below this probability are not listed.
LISTED: Final = 0.01
#: Longest list.
MOST_LISTED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Classed ends of one role; one row a flight.

    Attributes:
        end_class: Class of evidence.
        airfield: Index of the airfield for sure classes, else -1.
        runway: Designator, empty where not shown.
        candidates: Ranked candidates.
        elsewhere: Probability of none of the candidates.
        reason: The measured facts in one line.
        altitude_m: Altitude of the outermost airborne position, NaN unknown.
        course_deg: Direction of motion there, time running forward; NaN unknown.
    """

    end_class: list[EndClass]
    airfield: NDArray[np.int64]
    runway: list[str]
    candidates: list[tuple[Candidate, ...]]
    elsewhere: NDArray[np.float64]
    reason: list[str]
    altitude_m: NDArray[np.float64]
    course_deg: NDArray[np.float64]


def classify_ends(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    airfields: Airfields,
    needs: Needs | None = None,
) -> Ends:
    """Class one end of every flight.

    Args:
        positions: Trusted rows only, by aircraft and time.
        altitude_m: Altitude of each row, NaN where unknown.
        states: The ends, from ``states.describe_ends``.
        airfields: The table of airfields.
        needs: What the type of each flight's aircraft needs, if known.
    """
    weighed = weigh(positions, altitude_m, states, airfields, needs)
    ends = Ends(
        end_class=[EndClass.UNKNOWN] * len(states),
        airfield=np.full(len(states), -1, dtype=np.int64),
        runway=[""] * len(states),
        candidates=[()] * len(states),
        elsewhere=np.ones(len(states)),
        reason=[""] * len(states),
        altitude_m=states.altitude_m,
        course_deg=(states.course_deg + (0.0 if states.step > 0 else 180.0)) % 360.0,
    )
    for e in range(len(states)):
        _class_one(e, states, weighed, airfields, ends)
    return ends


def _class_one(
    e: int, states: EndStates, weighed: Weighed, airfields: Airfields, ends: Ends
) -> None:
    """Class one end: the first rule that holds, strongest first."""
    pairs = slice(int(weighed.offsets[e]), int(weighed.offsets[e + 1]))
    ranked = pairs.start + np.argsort(-weighed.probability[pairs], kind="stable")
    for rule in (_ground, _runway, _passed, _near):
        pair, facts = rule(e, states, weighed, airfields, ranked)
        if pair >= 0:
            ends.end_class[e] = _CLASS_OF[rule.__name__]
            ends.airfield[e] = weighed.field[pair]
            runway_end = int(weighed.aligned.runway_end[pair])
            if runway_end >= 0:
                ends.runway[e] = _runway_ident(airfields, runway_end, states.step)
            ends.candidates[e] = (
                Candidate(
                    airfield=str(airfields.code[weighed.field[pair]]), probability=1.0
                ),
            )
            ends.elsewhere[e] = 0.0
            ends.reason[e] = facts
            return
    ends.reason[e] = _state_facts(e, states)
    if not weighed.heading_down[e] or not len(ranked):
        return
    listed = ranked[weighed.probability[ranked] >= LISTED][:MOST_LISTED]
    believed = float(weighed.probability[listed].sum())
    if not len(listed) or believed < 0.2:
        return
    ends.end_class[e] = EndClass.TOWARD
    ends.candidates[e] = tuple(
        Candidate(
            airfield=str(airfields.code[weighed.field[p]]),
            probability=round(float(weighed.probability[p]), 4),
        )
        for p in listed
    )
    ends.elsewhere[e] = round(1.0 - sum(c.probability for c in ends.candidates[e]), 4)


_CLASS_OF: Final = {
    "_ground": EndClass.GROUND,
    "_runway": EndClass.RUNWAY,
    "_passed": EndClass.NEAR,
    "_near": EndClass.NEAR,
}


def _runway_ident(airfields: Airfields, runway_end: int, step: int) -> str:
    """Designator as a pilot would say it: a take-off uses the opposite end."""
    return str(airfields.end_ident[runway_end if step > 0 else runway_end ^ 1])


def _ground(
    e: int,
    states: EndStates,
    weighed: Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Surface positions beyond the airborne phase, at one airfield."""
    if not states.surface_rows[e] or not len(ranked):
        return -1, ""
    away = weighed.surface_m[ranked].copy()
    kind = airfields.kind[weighed.field[ranked]]
    # Airfields lie side by side, and two entries may share a place: prefer the one on
    # whose runway it is, that is open, and that fits.
    handicap = np.where(kind == Kind.CLOSED, NOT_LIKELY_M, 0.0)
    handicap += np.where(weighed.fit[ranked] < FITS, NOT_LIKELY_M, 0.0)
    # Water and helipads: for what is known to fly as slowly as a helicopter.
    if not states.max_speed_ms[e] <= SLOW_MS:
        handicap += np.where(kind > Kind.SMALL_AIRPORT, NOT_LIKELY_M, 0.0)
    from_runway = weighed.runway_m[ranked]
    at = (away <= ON_POINT_FIELD_M) | (from_runway <= ON_RUNWAY_M)
    if not at.any():
        return -1, ""
    beside = np.where(np.isnan(from_runway), away + NO_RUNWAY_KNOWN_M, from_runway)
    cost = np.where(at, beside + handicap, np.inf)
    best = int(np.argmin(cost))
    pair = int(ranked[best])
    n = int(states.surface_rows[e])
    return pair, (
        f"{n} surface position{'s' if n > 1 else ''}, the one next to the airborne "
        f"phase {away[best] / 1000:.1f} km from the reference point, "
        f"{states.surface_wait_s[e]:.0f} s apart"
    )


def _runway(
    e: int,
    states: EndStates,
    weighed: Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Lined up with a runway of one airfield, low, on the way down to it."""
    aligned = weighed.aligned
    pairs = ranked[(aligned.runway_end[ranked] >= 0) & (weighed.fit[ranked] >= FITS)]
    if not len(pairs):
        return -1, ""
    height = aligned.height_m[pairs]
    along = np.maximum(aligned.along_m[pairs], 0.0)
    down = (states.sink_ms[e] > 0.5) | (height < LOW_ON_AXIS_M)
    # Not lower than a glide path with half the usual slope: it is going elsewhere.
    steep_enough = height >= 0.02 * along - 150.0
    pairs = pairs[down & steep_enough & np.isfinite(height)]
    if not len(pairs):
        return -1, ""
    slope = 0.052 if states.step > 0 else 0.1
    usual = slope * np.maximum(aligned.along_m[pairs], 0.0)
    misfit = np.abs(aligned.height_m[pairs] - usual) / (100.0 + 0.3 * usual)
    belief = np.exp(-0.5 * misfit**2) * weighed.fit[pairs] + 1e-9
    best = int(np.argmax(belief))
    pair = int(pairs[best])
    # Airfields too far away for a line-up are rivals as well, by the way there.
    if (
        belief[best] / belief.sum() < ALIGNED_BELIEF
        or weighed.probability[pair] < ALIGNED_LIKELY
    ):
        return -1, ""
    runway_end = int(aligned.runway_end[pair])
    heard = "last" if states.step > 0 else "first"
    moving = "descending" if states.step > 0 else "climbing"
    mark = (
        f"threshold {airfields.end_ident[runway_end]}"
        if states.step > 0
        else f"the far end of runway {airfields.end_ident[runway_end ^ 1]}"
    )
    return pair, (
        f"{heard} heard {max(aligned.along_m[pair], 0) / 1000:.1f} km from {mark}, "
        f"{aligned.height_m[pair]:.0f} m above it, "
        f"on its axis within {aligned.across_m[pair]:.0f} m, {moving}"
    )


def _passed(
    e: int,
    states: EndStates,
    weighed: Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Came low over an airfield and was not heard higher after (before) that."""
    away = weighed.passed[ranked, 0]
    brisk = states.max_speed_ms[e] >= BRISK_MS
    fits = np.isfinite(away) & (weighed.fit[ranked] >= FITS)
    # Two airfields so near to each other: the low pass does not tell them apart.
    if not brisk or fits.sum() != 1:
        return -1, ""
    pair = int(ranked[int(np.argmax(fits))])
    distance, height, wait_s = weighed.passed[pair]
    when = "after" if states.step > 0 else "before"
    return pair, (
        f"{distance / 1000:.1f} km from {airfields.code[weighed.field[pair]]} and "
        f"{height:.0f} m above it; not heard higher {when} that, for {wait_s:.0f} s"
    )


def _near(
    e: int,
    states: EndStates,
    weighed: Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Low and near the only airfield that fits."""
    if not len(ranked):
        return -1, ""
    pair = int(ranked[0])
    distance, height = weighed.distance_m[pair], weighed.height_m[pair]
    sink = states.sink_ms[e]
    down = (
        sink > 0.5
        or (height < LOW_ON_AXIS_M and distance <= OVER_FIELD_M)
        or (bool(weighed.descended[e]) and sink > -SINKING_MS)
        # So low, and so much higher within ten minutes: one rate at the end, through a
        # wrong altitude, does not weigh against that.
        or (height <= LOW_M and states.drop_m[e] >= DROPPED_M)
    )
    brisk = states.max_speed_ms[e] >= BRISK_MS
    fits = (
        distance <= (NEAR_M if brisk else NEAR_LIGHT_M)
        and height <= (NEAR_HEIGHT_M if brisk else NEAR_LIGHT_HEIGHT_M)
        and distance <= AT_FIELD_M + max(height, 0.0) / SHALLOWEST
        and weighed.unrivalled[pair] >= NEAR_BELIEF
        and weighed.fit[pair] >= FITS
        and down
    )
    if not fits:
        return -1, ""
    heard = "last" if states.step > 0 else "first"
    return pair, (
        f"{heard} heard {distance / 1000:.1f} km from "
        f"{airfields.code[weighed.field[pair]]} and {height:.0f} m above it; "
        "no other airfield fits"
    )


def _state_facts(e: int, states: EndStates) -> str:
    heard = "last" if states.step > 0 else "first"
    altitude = states.altitude_m[e]
    where = "altitude not reported" if np.isnan(altitude) else f"at {altitude:.0f} m"
    sink = states.sink_ms[e] * states.step
    if np.isnan(sink):
        moving = ""
    elif abs(sink) < SINKING_MS:
        moving = ", level"
    else:
        moving = f", {'descending' if sink > 0 else 'climbing'} at {abs(sink):.1f} m/s"
    return f"{heard} heard in the air {where}{moving}"

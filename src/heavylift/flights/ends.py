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

from heavylift.flights.alignment import Alignments, align
from heavylift.flights.likelihood import LANDING, TAKE_OFF, likelihood
from heavylift.flights.states import EndStates
from heavylift.flights.suitability import FITS, Motion, motion_of, suitability
from heavylift.geo import bearing_deg, distance_m
from heavylift.model.ends import Candidate, EndClass
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields, Kind, neighbours

#: Candidates are looked for this far from the last position (110 NM): from there a
#: normal descent takes 20 minutes, and a fuller list helps nobody.
CANDIDATE_RADIUS_M: Final = 204_000.0

#: Low ends need fewer: below ``LOW_M`` no transport has farther to go.
LOW_M: Final = 1_500.0
LOW_RADIUS_M: Final = 75_000.0

#: The rule published with EUROCONTROL's OPDI, 99.4 % right where it answers: within
#: 10 NM and 5 000 ft above the field.
NEAR_M: Final = 18_520.0
NEAR_HEIGHT_M: Final = 1_524.0

#: No approach is shallower than 2°: an aircraft lower than that for its distance is
#: going to (or coming from) somewhere nearer. The constant is the size of an airfield.
SHALLOWEST: Final = 0.035
AT_FIELD_M: Final = 3_500.0

#: ``near`` needs X to be the only airfield that fits: this share of belief.
NEAR_BELIEF: Final = 0.90

#: A surface position names the airfield it is on: within this distance of a runway, or
#: of the reference point where runways are not known.
ON_RUNWAY_FIELD_M: Final = 2_500.0
ON_POINT_FIELD_M: Final = 3_500.0

#: Of two lined-up airfields the weaker must be this much less likely.
ALIGNED_BELIEF: Final = 0.80

#: A runway end needs the aircraft descending to it, unless it is this low already.
LOW_ON_AXIS_M: Final = 150.0

#: Descending (or, seen backwards, climbing) in earnest: this rate ...
SINKING_MS: Final = 1.5

#: ... or this much lost in ten minutes, steps between included ...
DROPPED_M: Final = 600.0

#: ... or already below this share of the flight's highest altitude (a level stretch
#: during an approach), when that was a cruise at all.
DESCENDED_SHARE: Final = 0.5
CRUISE_M: Final = 5_000.0

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
    """

    end_class: list[EndClass]
    airfield: NDArray[np.int64]
    runway: list[str]
    candidates: list[tuple[Candidate, ...]]
    elsewhere: NDArray[np.float64]
    reason: list[str]


def classify_ends(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    airfields: Airfields,
) -> Ends:
    """Class one end of every flight.

    Args:
        positions: Trusted rows only, by aircraft and time.
        altitude_m: Altitude of each row, NaN where unknown.
        states: The ends, from ``states.describe_ends``.
        airfields: The table of airfields.
    """
    weighed = _weigh(positions, altitude_m, states, airfields)
    ends = Ends(
        end_class=[EndClass.UNKNOWN] * len(states),
        airfield=np.full(len(states), -1, dtype=np.int64),
        runway=[""] * len(states),
        candidates=[()] * len(states),
        elsewhere=np.ones(len(states)),
        reason=[""] * len(states),
    )
    for e in range(len(states)):
        _class_one(e, states, weighed, airfields, ends)
    return ends


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """Pairs of ends and candidate airfields; ``offsets`` by end, the rest by pair."""

    offsets: NDArray[np.int64]
    field: NDArray[np.int64]
    distance_m: NDArray[np.float64]
    height_m: NDArray[np.float64]
    surface_m: NDArray[np.float64]
    fit: NDArray[np.float64]
    probability: NDArray[np.float64]
    elsewhere: NDArray[np.float64]
    aligned: Alignments
    motion: NDArray[np.int8]


def _weigh(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    airfields: Airfields,
) -> _Weighed:
    offsets, field = _candidates(states, airfields)
    end = np.repeat(np.arange(len(states)), np.diff(offsets))
    motion = motion_of(states.max_speed_ms, states.max_altitude_m)
    fit = suitability(airfields, field, motion[end])
    keep = fit > 0.0
    end, field, fit = end[keep], field[keep], fit[keep]
    offsets = np.searchsorted(end, np.arange(len(states) + 1)).astype(np.int64)

    lat, lon = airfields.lat_deg[field], airfields.lon_deg[field]
    away = distance_m(states.lat_deg[end], states.lon_deg[end], lat, lon)
    course = bearing_deg(states.lat_deg[end], states.lon_deg[end], lat, lon)
    off = np.abs((course - states.course_deg[end] + 180.0) % 360.0 - 180.0)
    elevation = np.nan_to_num(airfields.elevation_m[field].astype(np.float64), nan=0.0)
    height = states.altitude_m[end] - elevation
    shape = LANDING if states.step > 0 else TAKE_OFF
    weight = fit * likelihood(
        shape,
        distance_m=away,
        off_course_deg=off,
        height_m=height,
        speed_ms=states.speed_ms[end],
        sink_ms=states.sink_ms[end],
    )
    total = np.bincount(end, weights=weight, minlength=len(states)) + shape.elsewhere
    return _Weighed(
        offsets=offsets,
        field=field,
        distance_m=away,
        height_m=height,
        surface_m=distance_m(
            states.surface_lat_deg[end], states.surface_lon_deg[end], lat, lon
        ),
        fit=fit,
        probability=weight / total[end],
        elsewhere=shape.elsewhere / total,
        aligned=align(positions, altitude_m, states, (offsets, field), airfields),
        motion=motion,
    )


def _candidates(
    states: EndStates, airfields: Airfields
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Airfields within reach of each end, as offsets by end and airfield indices."""
    high = states.altitude_m >= LOW_M
    lists: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)] * len(states)
    for ends, radius_m in (
        (np.flatnonzero(~high), LOW_RADIUS_M),
        (np.flatnonzero(high), CANDIDATE_RADIUS_M),
    ):
        offsets, found = neighbours(
            airfields, states.lat_deg[ends], states.lon_deg[ends], radius_m
        )
        for e, lo, hi in zip(ends, offsets[:-1], offsets[1:], strict=True):
            lists[e] = found[lo:hi]
    lengths = [len(found) for found in lists]
    return np.concatenate(([0], np.cumsum(lengths))), np.concatenate(lists)


def _class_one(
    e: int, states: EndStates, weighed: _Weighed, airfields: Airfields, ends: Ends
) -> None:
    """Class one end: the first rule that holds, strongest first."""
    pairs = slice(int(weighed.offsets[e]), int(weighed.offsets[e + 1]))
    ranked = pairs.start + np.argsort(-weighed.probability[pairs], kind="stable")
    for rule in (_ground, _runway, _near):
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
    if not _is_heading_down(e, states) or not len(ranked):
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
    "_near": EndClass.NEAR,
}


def _runway_ident(airfields: Airfields, runway_end: int, step: int) -> str:
    """Designator as a pilot would say it: a take-off uses the opposite end."""
    return str(airfields.end_ident[runway_end if step > 0 else runway_end ^ 1])


def _ground(
    e: int,
    states: EndStates,
    weighed: _Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Surface positions beyond the airborne phase, at one airfield."""
    if not states.surface_rows[e] or not len(ranked):
        return -1, ""
    away = weighed.surface_m[ranked].copy()
    kind = airfields.kind[weighed.field[ranked]]
    # Two entries may share a place: prefer the one that is open and fits.
    handicap = np.where(kind == Kind.CLOSED, 1_500.0, 0.0)
    handicap += np.where(weighed.fit[ranked] < FITS, 1_500.0, 0.0)
    limit = ON_POINT_FIELD_M
    at = away <= limit
    if not at.any():
        return -1, ""
    cost = np.where(at, away + handicap, np.inf)
    best = int(np.argmin(cost))
    pair = int(ranked[best])
    n = int(states.surface_rows[e])
    return pair, (
        f"{n} surface position{'s' if n > 1 else ''}, the nearest to the airborne phase "
        f"{away[best] / 1000:.1f} km from the reference point, "
        f"{states.surface_wait_s[e]:.0f} s apart"
    )


def _runway(
    e: int,
    states: EndStates,
    weighed: _Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Lined up with a runway of one airfield, low, on the way down to it."""
    aligned = weighed.aligned
    pairs = ranked[
        (aligned.runway_end[ranked] >= 0) & (weighed.fit[ranked] >= FITS)
    ]
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
    if belief[best] / belief.sum() < ALIGNED_BELIEF:
        return -1, ""
    pair = int(pairs[best])
    runway_end = int(aligned.runway_end[pair])
    heard = "last" if states.step > 0 else "first"
    moving = "descending" if states.step > 0 else "climbing"
    return pair, (
        f"{heard} heard {max(aligned.along_m[pair], 0) / 1000:.1f} km from threshold "
        f"{airfields.end_ident[runway_end]}, {aligned.height_m[pair]:.0f} m above it, "
        f"on its axis within {aligned.across_m[pair]:.0f} m, {moving}"
    )


def _near(
    e: int,
    states: EndStates,
    weighed: _Weighed,
    airfields: Airfields,
    ranked: NDArray[np.intp],
) -> tuple[int, str]:
    """Low and near the only airfield that fits."""
    if not len(ranked):
        return -1, ""
    pair = int(ranked[0])
    distance, height = weighed.distance_m[pair], weighed.height_m[pair]
    fits = (
        distance <= NEAR_M
        and height <= NEAR_HEIGHT_M
        and distance <= AT_FIELD_M + max(height, 0.0) / SHALLOWEST
        and weighed.probability[pair] >= NEAR_BELIEF
        and (states.sink_ms[e] > 0.5 or height < LOW_ON_AXIS_M)
    )
    if not fits:
        return -1, ""
    heard = "last" if states.step > 0 else "first"
    return pair, (
        f"{heard} heard {distance / 1000:.1f} km from "
        f"{airfields.code[weighed.field[pair]]} and {height:.0f} m above it; "
        "no other airfield fits"
    )


def _is_heading_down(e: int, states: EndStates) -> bool:
    """Whether the aircraft was plainly on its way down (up, for a take-off)."""
    altitude, highest = states.altitude_m[e], states.max_altitude_m[e]
    return bool(
        states.sink_ms[e] >= SINKING_MS
        or (states.drop_m[e] >= DROPPED_M and states.sink_ms[e] > -SINKING_MS)
        or (highest >= CRUISE_M and altitude <= DESCENDED_SHARE * highest)
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

"""Give each end of each flight a class of evidence, strongest first.

``ground``, ``runway`` and ``near`` name one airfield; ``toward`` ranks several;
``unknown`` is the honest rest. Abstaining is the default: a confident wrong airfield is
the worst thing that can leave here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.candidates import take_runs, write_list
from heavylift.flights.heard import said_of
from heavylift.flights.states import EndStates
from heavylift.flights.suitability import BRISK_MS, FITS, SLOW_MS, Needs
from heavylift.flights.weigh import DROPPED_M, SINKING_MS, Weighed, weigh
from heavylift.model.ends import EndClass
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
#: ... and there is none when its airfields together have less belief than this.
BELIEVED: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Classed ends of one role; one row a flight.

    Attributes:
        end_class: Class of evidence.
        airfield: Index of the airfield for sure classes, else -1.
        runway: Designator, empty where not shown.
        candidates: Ranked candidates, as JSON.
        elsewhere: Probability of none of the candidates.
        reason: The measured facts in one line.
        altitude_m: Altitude of the outermost airborne position, NaN unknown.
        course_deg: Direction of motion there, time running forward; NaN unknown.
    """

    end_class: list[EndClass]
    airfield: NDArray[np.int64]
    runway: list[str]
    candidates: list[str]
    elsewhere: NDArray[np.float64]
    reason: list[str]
    altitude_m: NDArray[np.float64]
    course_deg: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """Ends that no stronger rule has named an airfield for.

    Attributes:
        states: All ends.
        weighed: Their candidates.
        end: The end of each pair.
        is_open: Which ends are meant.
    """

    states: EndStates
    weighed: Weighed
    end: NDArray[np.int64]
    is_open: NDArray[np.bool_]


#: Pairs that a rule names, one an end, and the measured facts of each.
_Named = tuple[NDArray[np.intp], Iterable[str]]


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
    n = len(states)
    weighed = weigh(positions, altitude_m, states, airfields, needs)
    end = np.repeat(np.arange(n), np.diff(weighed.offsets))
    ends = Ends(
        end_class=[EndClass.UNKNOWN] * n,
        airfield=np.full(n, -1, dtype=np.int64),
        runway=[""] * n,
        candidates=["[]"] * n,
        elsewhere=np.ones(n),
        reason=[""] * n,
        altitude_m=states.altitude_m,
        course_deg=(states.course_deg + (0.0 if states.step > 0 else 180.0)) % 360.0,
    )
    left = np.ones(n, dtype=np.bool_)
    for end_class, rule in _RULES:
        still = _Open(states=states, weighed=weighed, end=end, is_open=left)
        pairs, facts = rule(still, airfields)
        _name(ends, end_class, still, pairs, airfields)
        for e, told in zip(end[pairs].tolist(), facts, strict=True):
            ends.reason[e] = told
        left[end[pairs]] = False
    unnamed = np.flatnonzero(left)
    for e, told in zip(unnamed.tolist(), said_of(states, unnamed), strict=True):
        ends.reason[e] = told
    _list(ends, _Open(states=states, weighed=weighed, end=end, is_open=left), airfields)
    return ends


def _name(
    ends: Ends,
    end_class: EndClass,
    still: _Open,
    pairs: NDArray[np.intp],
    airfields: Airfields,
) -> None:
    """Give the ends of some pairs a class that names the airfield."""
    own, field = still.end[pairs], still.weighed.field[pairs]
    ends.airfield[own] = field
    ends.elsewhere[own] = 0.0
    runway = still.weighed.aligned.runway_end[pairs]
    # As a pilot would say it: a take-off uses the opposite end.
    said = airfields.end_ident[runway if still.states.step > 0 else runway ^ 1]
    told = zip(
        own.tolist(), airfields.code[field], (runway >= 0).tolist(), said, strict=True
    )
    for e, code, is_aligned, ident in told:
        ends.end_class[e] = end_class
        ends.candidates[e] = write_list([str(code)], [1.0])
        if is_aligned:
            ends.runway[e] = str(ident)


def _list(ends: Ends, still: _Open, airfields: Airfields) -> None:
    """Rank the airfields of ends on their way down of which none could be named."""
    weighed = still.weighed
    may = (still.is_open & weighed.heading_down)[still.end]
    pairs = np.flatnonzero(may & (weighed.probability >= LISTED))
    pairs = pairs[np.lexsort((-weighed.probability[pairs], still.end[pairs]))]
    end = still.end[pairs]
    pairs = pairs[np.arange(len(end)) - np.searchsorted(end, end) < MOST_LISTED]
    end, share = still.end[pairs], weighed.probability[pairs]
    believed = np.bincount(end, weights=share, minlength=len(still.is_open))
    worth = believed[end] >= BELIEVED
    end, share, field = end[worth], share[worth], weighed.field[pairs[worth]]
    codes = [str(code) for code in airfields.code[field]]
    shares = [round(p, 4) for p in share.tolist()]
    own, first = np.unique(end, return_index=True)
    bounds = [*first.tolist(), len(codes)]
    for e, lo, hi in zip(own.tolist(), bounds[:-1], bounds[1:], strict=True):
        ends.end_class[e] = EndClass.TOWARD
        ends.candidates[e] = write_list(codes[lo:hi], shares[lo:hi])
        ends.elsewhere[e] = round(1.0 - sum(shares[lo:hi]), 4)


def _best(end: NDArray[np.int64], *keys: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where the least of each end is, by the first key, then the next."""
    order = np.lexsort((*reversed(keys), end))
    ordered = end[order]
    return order[np.flatnonzero(np.diff(ordered, prepend=-1))]


def _ground(still: _Open, airfields: Airfields) -> _Named:
    """Surface positions beyond the airborne phase, at one airfield."""
    states, weighed = still.states, still.weighed
    pairs = np.flatnonzero((still.is_open & (states.surface_rows > 0))[still.end])
    costs = _ground_costs(still, pairs, airfields)
    at = np.isfinite(costs)
    pairs, costs = pairs[at], costs[at]
    pairs = pairs[_best(still.end[pairs], costs, -weighed.probability[pairs])]
    end = still.end[pairs]
    measured = zip(
        states.surface_rows[end].tolist(),
        (weighed.surface_m[pairs] / 1000).tolist(),
        states.surface_wait_s[end].tolist(),
        strict=True,
    )
    return pairs, (
        f"{n} surface position{'s' if n > 1 else ''}, the one next to the airborne "
        f"phase {km:.1f} km from the reference point, {wait_s:.0f} s apart"
        for n, km, wait_s in measured
    )


def _ground_costs(
    still: _Open, pairs: NDArray[np.intp], airfields: Airfields
) -> NDArray[np.float64]:
    """How far each airfield is from the surface position, handicaps included.

    Infinite where the position is not at the airfield.
    """
    weighed = still.weighed
    away, from_runway = weighed.surface_m[pairs], weighed.runway_m[pairs]
    kind = airfields.kind[weighed.field[pairs]]
    # Airfields lie side by side, and two entries may share a place: prefer the one on
    # whose runway it is, that is open, and that fits.
    handicap = np.where(kind == Kind.CLOSED, NOT_LIKELY_M, 0.0)
    handicap += np.where(weighed.fit[pairs] < FITS, NOT_LIKELY_M, 0.0)
    # Water and helipads: for what is known to fly as slowly as a helicopter.
    slow = (still.states.max_speed_ms <= SLOW_MS)[still.end[pairs]]
    handicap += np.where(~slow & (kind > Kind.SMALL_AIRPORT), NOT_LIKELY_M, 0.0)
    at = (away <= ON_POINT_FIELD_M) | (from_runway <= ON_RUNWAY_M)
    beside = np.where(np.isnan(from_runway), away + NO_RUNWAY_KNOWN_M, from_runway)
    return np.where(at, beside + handicap, np.inf)


def _runway(still: _Open, airfields: Airfields) -> _Named:
    """Lined up with a runway of one airfield, low, on the way down to it."""
    states, weighed, aligned = still.states, still.weighed, still.weighed.aligned
    pairs = np.flatnonzero((aligned.runway_end >= 0) & (weighed.fit >= FITS))
    pairs = pairs[still.is_open[still.end[pairs]]]
    height = aligned.height_m[pairs]
    along = np.maximum(aligned.along_m[pairs], 0.0)
    sink = states.sink_ms[still.end[pairs]]
    # So low it needs no rate, unless it climbs: the start of a take-off is no landing.
    low = (height < LOW_ON_AXIS_M) & ~(sink <= -SINKING_MS)
    down = (sink > 0.5) | low
    # Not lower than a glide path with half the usual slope: it is going elsewhere.
    steep_enough = height >= 0.02 * along - 150.0
    pairs = pairs[down & steep_enough & np.isfinite(height)]
    pairs = pairs[np.lexsort((-weighed.probability[pairs], still.end[pairs]))]
    end = still.end[pairs]
    slope = 0.052 if states.step > 0 else 0.1
    usual = slope * np.maximum(aligned.along_m[pairs], 0.0)
    misfit = np.abs(aligned.height_m[pairs] - usual) / (100.0 + 0.3 * usual)
    belief = np.exp(-0.5 * misfit**2) * weighed.fit[pairs] + 1e-9
    total = np.bincount(end, weights=belief, minlength=len(states))
    best = _best(end, -belief)
    # Airfields too far away for a line-up are rivals as well, by the way there.
    unsure = (belief[best] / total[end[best]] < ALIGNED_BELIEF) | (
        weighed.probability[pairs[best]] < ALIGNED_LIKELY
    )
    pairs = pairs[best[~unsure]]
    return pairs, _runway_facts(still, pairs, airfields)


def _runway_facts(
    still: _Open, pairs: NDArray[np.intp], airfields: Airfields
) -> Iterator[str]:
    aligned = still.weighed.aligned
    landing = still.states.step > 0
    heard, moving = ("last", "descending") if landing else ("first", "climbing")
    mark = "threshold" if landing else "the far end of runway"
    runway_end = aligned.runway_end[pairs]
    measured = zip(
        (np.maximum(aligned.along_m[pairs], 0) / 1000).tolist(),
        airfields.end_ident[runway_end if landing else runway_end ^ 1],
        aligned.height_m[pairs].tolist(),
        aligned.across_m[pairs].tolist(),
        strict=True,
    )
    for along_km, ident, height_m, across_m in measured:
        yield (
            f"{heard} heard {along_km:.1f} km from {mark} {ident}, {height_m:.0f} m "
            f"above it, on its axis within {across_m:.0f} m, {moving}"
        )


def _passed(still: _Open, airfields: Airfields) -> _Named:
    """Came low over an airfield and was not heard higher after (before) that."""
    states, weighed = still.states, still.weighed
    pairs = np.flatnonzero(np.isfinite(weighed.passed[:, 0]) & (weighed.fit >= FITS))
    brisk = still.is_open & (states.max_speed_ms >= BRISK_MS)
    pairs = pairs[brisk[still.end[pairs]]]
    # Two airfields so near to each other: the low pass does not tell them apart.
    only = np.bincount(still.end[pairs], minlength=len(states)) == 1
    pairs = pairs[only[still.end[pairs]]]
    when = "after" if states.step > 0 else "before"
    codes = airfields.code[weighed.field[pairs]]
    return pairs, (
        f"{away / 1000:.1f} km from {code} and {height:.0f} m above it; not heard "
        f"higher {when} that, for {wait_s:.0f} s"
        for code, (away, height, wait_s) in zip(
            codes, weighed.passed[pairs].tolist(), strict=True
        )
    )


def _near(still: _Open, airfields: Airfields) -> _Named:
    """Low and near the only airfield that fits."""
    states, weighed = still.states, still.weighed
    pairs = np.flatnonzero(
        (weighed.distance_m <= NEAR_M) & (weighed.unrivalled >= NEAR_BELIEF)
    )
    pairs = pairs[still.is_open[still.end[pairs]]]
    end = still.end[pairs]
    distance, height = weighed.distance_m[pairs], weighed.height_m[pairs]
    sink = states.sink_ms[end]
    down = (
        (sink > 0.5)
        | (
            (height < LOW_ON_AXIS_M)
            & (distance <= OVER_FIELD_M)
            & ~(sink <= -SINKING_MS)
        )
        | (weighed.descended[end] & (sink > -SINKING_MS))
        # So low, and so much higher within ten minutes: one rate at the end, through a
        # wrong altitude, does not weigh against that.
        | ((height <= LOW_M) & (states.drop_m[end] >= DROPPED_M))
    )
    brisk = states.max_speed_ms[end] >= BRISK_MS
    fits = (
        (distance <= np.where(brisk, NEAR_M, NEAR_LIGHT_M))
        & (height <= np.where(brisk, NEAR_HEIGHT_M, NEAR_LIGHT_HEIGHT_M))
        & (distance <= AT_FIELD_M + np.maximum(height, 0.0) / SHALLOWEST)
        & (weighed.fit[pairs] >= FITS)
        & down
    )
    pairs = pairs[fits]
    # It must be the likeliest of all.
    _, rivals = take_runs(weighed.offsets, np.unique(still.end[pairs]))
    likeliest = rivals[_best(still.end[rivals], -weighed.probability[rivals])]
    pairs = pairs[np.isin(pairs, likeliest)]
    heard = "last" if states.step > 0 else "first"
    measured = zip(
        (weighed.distance_m[pairs] / 1000).tolist(),
        airfields.code[weighed.field[pairs]],
        weighed.height_m[pairs].tolist(),
        strict=True,
    )
    return pairs, (
        f"{heard} heard {km:.1f} km from {code} and {height_m:.0f} m above it; "
        "no other airfield fits"
        for km, code, height_m in measured
    )


#: Rules in the order of strength.
_RULES: Final[tuple[tuple[EndClass, Callable[[_Open, Airfields], _Named]], ...]] = (
    (EndClass.GROUND, _ground),
    (EndClass.RUNWAY, _runway),
    (EndClass.NEAR, _passed),
    (EndClass.NEAR, _near),
)

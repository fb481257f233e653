"""Which airfields could each end have been at, and how likely is each?

Candidates are the airfields within reach of the outermost position. Each is weighed by
what the aircraft could use and by the geometry of the last (first) state in the air;
what is left over is *elsewhere*. Lines up with a runway are looked for at the same
time, because both need the same pairs of ends and airfields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.alignment import Alignments, align
from heavylift.flights.likelihood import LANDING, TAKE_OFF, Situation, likelihood
from heavylift.flights.passes import lowest_pass
from heavylift.flights.paths import way_to_runways
from heavylift.flights.pavement import from_runways_m
from heavylift.flights.states import EndStates
from heavylift.flights.suitability import (
    Motion,
    Needs,
    motion_of,
    suitability,
    unpublished,
    usable_kinds,
)
from heavylift.geo import distance_and_bearing, distance_m, places
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields, neighbours, places_of

#: Candidates are looked for this far from the last position (110 NM): from there a
#: normal descent takes 20 minutes, and a fuller list helps nobody.
CANDIDATE_RADIUS_M: Final = 204_000.0

#: Low ends need fewer: below ``LOW_M`` no transport has farther to go.
LOW_M: Final = 1_500.0
LOW_RADIUS_M: Final = 75_000.0

#: Where surface positions say where the aircraft is, only what lies around them counts.
SURFACE_RADIUS_M: Final = 15_000.0

#: Descending (or, seen backwards, climbing) in earnest: this rate ...
SINKING_MS: Final = 1.5

#: ... or this much lost in ten minutes, steps between included ...
DROPPED_M: Final = 600.0

#: ... or already below this share of the flight's highest altitude (a level stretch
#: during an approach), when that was a cruise at all.
DESCENDED_SHARE: Final = 0.5
CRUISE_M: Final = 5_000.0

#: ... or this low in an aircraft that flies fast or high (16 000 ft): none of them
#: cruises there, they hold or level off on the way.
NO_CRUISE_M: Final = 4_900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Pairs of ends and candidate airfields.

    Attributes:
        offsets: Where each end's pairs begin; shape ``(ends + 1,)``.
        field: Index of the airfield; shape ``(pairs,)`` as all but the last two.
        distance_m: From the outermost airborne position to its reference point.
        height_m: Height of that position above it; NaN unknown.
        surface_m: From the surface position next to the airborne phase to it; NaN
            when there is none.
        runway_m: From that surface position to the nearest runway with known ends; NaN
            when there is none.
        fit: How well it serves such an aircraft, 0 to 1.
        probability: Share of belief; with ``elsewhere`` they add up to one.
        unrivalled: The same for asking whether it is the only one that fits: airfields
            whose runways are not published may have any.
        aligned: Best runway of each pair.
        elsewhere: Share of belief in none of the candidates; shape ``(ends,)``.
        heading_down: Whether the aircraft was on its way down (up, for a take-off), or
            lower than such an aircraft cruises; shape ``(ends,)``.
        descended: Whether it had plainly come down from higher.
        passed: Low pass of each pair, from ``passes.lowest_pass``.
    """

    offsets: NDArray[np.int64]
    field: NDArray[np.int64]
    distance_m: NDArray[np.float64]
    height_m: NDArray[np.float64]
    surface_m: NDArray[np.float64]
    runway_m: NDArray[np.float64]
    fit: NDArray[np.float64]
    probability: NDArray[np.float64]
    unrivalled: NDArray[np.float64]
    aligned: Alignments
    elsewhere: NDArray[np.float64]
    heading_down: NDArray[np.bool_]
    descended: NDArray[np.bool_]
    passed: NDArray[np.float64]


def weigh(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    states: EndStates,
    airfields: Airfields,
    needs: Needs | None = None,
) -> Weighed:
    """Weigh the candidates of every end.

    Args:
        positions: Trusted rows only, by aircraft and time.
        altitude_m: Altitude of each row, NaN where unknown.
        states: The ends, from ``states.describe_ends``.
        airfields: The table of airfields.
        needs: What the type of each flight's aircraft needs, if known.
    """
    n = len(states)
    descended = _descended(states)
    motion = motion_of(states.max_speed_ms, states.max_altitude_m)
    heading_down = descended | _low_for_fast(states, motion)
    offsets, field = _candidates(states, heading_down, motion, airfields)
    end = np.repeat(np.arange(n), np.diff(offsets))
    needed = None if needs is None else needs.take(end)
    fit = suitability(airfields, field, motion[end], needed)
    keep = fit > 0.0
    if not keep.all():
        end, field, fit = end[keep], field[keep], fit[keep]
        offsets = np.searchsorted(end, np.arange(n + 1)).astype(np.int64)

    away, course = distance_and_bearing(
        places(states.lat_deg, states.lon_deg).take(end),
        places_of(airfields).take(field),
    )
    elevation = np.nan_to_num(airfields.elevation_m[field].astype(np.float64), nan=0.0)
    height = states.altitude_m[end] - elevation
    shape = LANDING if states.step > 0 else TAKE_OFF
    ways = way_to_runways(airfields, states, (end, field), away)
    geometry = likelihood(
        shape,
        Situation(
            distance_m=away,
            way_m=ways.way_m,
            turn_deg=ways.turn_deg,
            off_course_deg=np.abs(
                (course - states.course_deg[end] + 180.0) % 360.0 - 180.0
            ),
            height_m=height,
            sink_ms=states.sink_ms[end],
        ),
    )
    # Which airfield is likeliest is told by what is published of its runways; whether
    # it is the only one that fits, by what they may be as well.
    likely = geometry**shape.sharpness
    weight = fit * likely
    doubt = unpublished(airfields, field, motion[end])
    doubted = np.maximum(fit, doubt) * likely
    total = np.bincount(end, weights=weight, minlength=n) + shape.elsewhere
    rivals = np.bincount(end, weights=doubted, minlength=n)[end] - doubted
    surface_m, runway_m = _from_surface(states, end, field, airfields)
    return Weighed(
        offsets=offsets,
        field=field,
        distance_m=away,
        height_m=height,
        surface_m=surface_m,
        runway_m=runway_m,
        fit=fit,
        probability=weight / total[end],
        # An airfield without a known runway is never the only one: there are others.
        unrivalled=np.where(
            doubt > 0.0, 0.0, weight / (weight + rivals + shape.elsewhere)
        ),
        aligned=align(positions, altitude_m, states, (offsets, field), airfields),
        elsewhere=np.asarray(shape.elsewhere / total, dtype=np.float64),
        heading_down=heading_down,
        descended=descended,
        passed=lowest_pass(positions, altitude_m, states, (offsets, field), airfields),
    )


def _descended(states: EndStates) -> NDArray[np.bool_]:
    dropped = (states.drop_m >= DROPPED_M) & (states.sink_ms > -SINKING_MS)
    was_higher = (states.max_altitude_m >= CRUISE_M) & (
        states.altitude_m <= DESCENDED_SHARE * states.max_altitude_m
    )
    down: NDArray[np.bool_] = (states.sink_ms >= SINKING_MS) | dropped | was_higher
    return down


def _low_for_fast(states: EndStates, motion: NDArray[np.int8]) -> NDArray[np.bool_]:
    low = (motion >= Motion.BRISK) & (states.altitude_m <= NO_CRUISE_M)
    climbing_away = states.sink_ms <= -SINKING_MS
    return np.asarray(low & ~climbing_away)


def _candidates(
    states: EndStates,
    heading_down: NDArray[np.bool_],
    motion: NDArray[np.int8],
    airfields: Airfields,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Airfields within reach of each end, as offsets by end and airfield indices.

    A level end far up has none: nothing speaks for any airfield.
    """
    on_surface = states.surface_rows > 0
    high = states.altitude_m >= LOW_M
    radius_m = np.select(
        [on_surface, ~high, heading_down],
        [SURFACE_RADIUS_M, LOW_RADIUS_M, CANDIDATE_RADIUS_M],
        -1.0,
    )
    # Where it stands says more than where it was last heard in the air.
    lat = np.where(on_surface, states.surface_lat_deg, states.lat_deg)
    lon = np.where(on_surface, states.surface_lon_deg, states.lon_deg)
    return neighbours(airfields, lat, lon, radius_m, usable_kinds(motion))


def _from_surface(
    states: EndStates,
    end: NDArray[np.int64],
    field: NDArray[np.int64],
    airfields: Airfields,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From the surface position of each pair to its reference point and a runway."""
    surface_m, runway_m = np.full((2, len(end)), np.nan)
    pairs = np.flatnonzero(np.isfinite(states.surface_lat_deg)[end])
    end, field = end[pairs], field[pairs]
    lat, lon = states.surface_lat_deg[end], states.surface_lon_deg[end]
    surface_m[pairs] = distance_m(
        lat, lon, airfields.lat_deg[field], airfields.lon_deg[field]
    )
    runway_m[pairs] = from_runways_m(airfields, field, lat, lon)
    return surface_m, runway_m

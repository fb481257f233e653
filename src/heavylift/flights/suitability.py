"""Which airfields could this aircraft have used at all?

What may weigh here is physical: the length and surface of the runways, against what an
aircraft that flies this fast and this high needs. Published use (scheduled service,
airport size, an IATA code) does not weigh: military airfields are the point, and Ovda
is typed a small airport.

Nothing here prefers an airfield because it is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.reference.airfields import Airfields, Kind


class Motion(IntEnum):
    """What the track says of the aircraft's needs."""

    UNKNOWN = 0
    SLOW = 1
    LIGHT = 2
    BRISK = 3
    FAST = 4


#: Faster than this over the ground, or higher than ``FAST_ALTITUDE_M``, flies a jet or
#: a large turboprop (250 kt; light aircraft below it, with rare exceptions).
FAST_MS: Final = 129.0
FAST_ALTITUDE_M: Final = 7_600.0

#: Between this and ``FAST_MS`` (185 kt) fly turboprops, and jets that were only heard
#: slowed down; single-engined light aircraft seldom.
BRISK_MS: Final = 95.0

#: Never faster than this in the whole track (160 kt): could be a helicopter.
SLOW_MS: Final = 82.0
SLOW_ALTITUDE_M: Final = 4_500.0

#: Where do fast aircraft land? Jets in service need 1 200 m (light business jets) to
#: 3 000 m (wide-bodies, laden), and most of what flies are airliners that ask for
#: 2 000 m with their margins (EASA and FAA: 1.67 of the landing distance). Fitted on
#: half of the labelled flights, between these bounds: half the weight at 2 350 m.
FAST_RUNWAY_M: Final = 2_350.0
FAST_RUNWAY_SPREAD_M: Final = 200.0

#: The same of turboprops: 800 m (PC-12) to 1 300 m (ATR 72, Dash 8).
BRISK_RUNWAY_M: Final = 1_000.0
BRISK_RUNWAY_SPREAD_M: Final = 150.0

#: How many of the aircraft heard between ``BRISK_MS`` and ``FAST_MS`` are jets slowed
#: down: most that fly at all are, and turboprops cruise faster (fitted the same way).
BRISK_JETS: Final = 0.85

#: Light aircraft use 300 m strips.
LIGHT_RUNWAY_M: Final = 350.0
LIGHT_RUNWAY_SPREAD_M: Final = 80.0

#: The runways that the type needs at least, where it is known, are lower bounds; an
#: airfield's figures err by about as much as this.
TYPE_SPREAD_M: Final = 75.0

#: What is left of an airfield whose runway is too soft for a type that is not operated
#: from unpaved ones: the surface as published may be out of date.
TOO_SOFT: Final = 0.02

#: A soft runway is open to few fast aircraft (Il-76, An-12, C-130 among them): ranked
#: low, not ruled out.
SOFT_FOR_FAST: Final = 0.1

#: A runway of unknown surface: most that are long enough for fast aircraft are hard.
SURFACE_UNKNOWN: Final = 0.8

#: An airfield without published runways may have one.
NO_RUNWAY_FAST: Final = 0.004
NO_RUNWAY_LIGHT: Final = 0.2

#: ... and before any other is called the only one that fits, it is taken to have one
#: with these odds: the shares of airfields of that kind, with published runways, that
#: have a hard one of 1 900 m (fast) or 1 000 m (brisk). Counted in OurAirports: 3 % of
#: small and 61 % of medium airports, 25 % and 85 %; rounded up. Light aircraft can use
#: most that exist.
MAY_HAVE_RUNWAY: Final = {
    Motion.FAST: (0.06, 0.65),
    Motion.BRISK: (0.25, 0.85),
    Motion.LIGHT: (0.5, 0.85),
}

#: Names of military airfields, whose runways are often not published: taken as medium
#: airports, whatever their entry says.
MILITARY: Final = re.compile(
    r"\b(air ?base|air force|naval|navy|army|military|air station)\b", re.IGNORECASE
)

#: A closed airfield is a real place that may be in use, but seldom is.
CLOSED: Final = 0.004

#: Below this an airfield does not compete: it could not have been used. A hard runway
#: of 1 300 m is above it for fast aircraft.
FITS: Final = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What the type of the aircraft needs; shape ``(n,)``.

    Attributes:
        runway_m: Least length of runway; 0 when not known.
        needs_hard: Whether it does not use unpaved runways.
    """

    runway_m: NDArray[np.float64]
    needs_hard: NDArray[np.bool_]

    def take(self, rows: NDArray[np.int64]) -> Needs:
        """The needs of some rows."""
        return Needs(runway_m=self.runway_m[rows], needs_hard=self.needs_hard[rows])


def motion_of(
    max_speed_ms: NDArray[np.float64], max_altitude_m: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Tell what kind of motion each flight shows.

    Args:
        max_speed_ms: Fastest ground speed of the flight, NaN unknown; shape ``(n,)``.
        max_altitude_m: Highest altitude of the flight, NaN unknown.

    Returns:
        ``Motion`` of each flight.
    """
    fast = (max_speed_ms >= FAST_MS) | (max_altitude_m >= FAST_ALTITUDE_M)
    slow = (max_speed_ms <= SLOW_MS) & ~(max_altitude_m > SLOW_ALTITUDE_M)
    brisk = max_speed_ms >= BRISK_MS
    known = np.isfinite(max_speed_ms) | fast
    return np.select(
        [fast, slow, brisk, known],
        [Motion.FAST, Motion.SLOW, Motion.BRISK, Motion.LIGHT],
        Motion.UNKNOWN,
    ).astype(np.int8)


def suitability(
    airfields: Airfields,
    fields: NDArray[np.int64],
    motion: NDArray[np.int8],
    needs: Needs | None = None,
) -> NDArray[np.float64]:
    """How well each airfield serves an aircraft of that motion, from 0 to 1.

    Args:
        airfields: The table.
        fields: Index of the airfield of each pair; shape ``(pairs,)``.
        motion: ``Motion`` of the aircraft of each pair.
        needs: What the type of the aircraft of each pair needs, if known.
    """
    weight = _served(airfields)[motion, fields]
    if needs is not None:
        weight *= _allowed(airfields, fields, needs)
    kind = airfields.kind[fields]
    weight *= np.where(kind == Kind.CLOSED, CLOSED, 1.0)
    water = kind == Kind.SEAPLANE_BASE
    return np.where(water, np.where(motion >= Motion.BRISK, 0.0, 0.1), weight)


def usable_kinds(motion: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Kinds of airfields that serve an aircraft of that motion at all.

    Returns:
        For each aircraft the bits ``1 << Kind``; ``suitability`` is 0 at all others.
    """
    every = sum(1 << kind for kind in Kind)
    no_aeroplanes = 1 << Kind.HELIPORT | 1 << Kind.BALLOONPORT
    no_fast_ones = no_aeroplanes | 1 << Kind.SEAPLANE_BASE
    return np.select(
        [motion == Motion.SLOW, motion >= Motion.BRISK],
        [every, every & ~no_fast_ones],
        every & ~no_aeroplanes,
    ).astype(np.uint8)


@lru_cache(maxsize=2)
def _served(airfields: Airfields) -> NDArray[np.float64]:
    """How well each airfield's runways serve each ``Motion``; whether closed or not.

    Shape ``(motions, airfields)``; 0 where no aeroplanes are.
    """
    longest = _longest_known(airfields)
    hard = airfields.longest_hard_m.astype(np.float64)
    unpublished = np.isnan(longest)
    longest = np.nan_to_num(longest, nan=0.0)
    hard_m = np.where(np.isnan(hard), longest, hard)
    sure_of_surface = np.where(np.isnan(hard), SURFACE_UNKNOWN, 1.0)
    fast, brisk = (
        np.where(
            unpublished,
            NO_RUNWAY_FAST,
            np.maximum(
                _fit(hard_m, need_m, spread_m) * sure_of_surface,
                SOFT_FOR_FAST * _fit(longest, need_m, spread_m),
            ),
        )
        for need_m, spread_m in (
            (FAST_RUNWAY_M, FAST_RUNWAY_SPREAD_M),
            (BRISK_RUNWAY_M, BRISK_RUNWAY_SPREAD_M),
        )
    )
    brisk = BRISK_JETS * fast + (1.0 - BRISK_JETS) * brisk
    light = np.where(
        unpublished,
        NO_RUNWAY_LIGHT,
        _fit(longest, LIGHT_RUNWAY_M, LIGHT_RUNWAY_SPREAD_M),
    )
    slow = np.where(airfields.kind <= Kind.SMALL_AIRPORT, np.maximum(light, 0.5), 0.3)
    by_motion = {Motion.FAST: fast, Motion.BRISK: brisk, Motion.SLOW: slow}
    table = np.stack([by_motion.get(motion, light) for motion in Motion])
    no_aeroplanes = np.isin(airfields.kind, (Kind.HELIPORT, Kind.BALLOONPORT))
    for motion in set(Motion) - {Motion.SLOW}:
        table[motion, no_aeroplanes] = 0.0
    return table


def _allowed(
    airfields: Airfields, fields: NDArray[np.int64], needs: Needs
) -> NDArray[np.float64]:
    """What the type's needs leave of each airfield; the unknown rules nothing out."""
    allowed = np.ones(len(fields))
    told = np.flatnonzero((needs.runway_m > 0.0) | needs.needs_hard)
    needs, fields = needs.take(told), fields[told]
    longest = _longest_known(airfields)[fields]
    hard = airfields.longest_hard_m[fields].astype(np.float64)
    unpublished = np.isnan(longest)
    longest = np.nan_to_num(longest, nan=0.0)
    long_enough = _fit(longest, needs.runway_m - TYPE_SPREAD_M, TYPE_SPREAD_M)
    long_enough = np.where(unpublished | (needs.runway_m <= 0.0), 1.0, long_enough)
    hard_enough = _fit(hard, needs.runway_m - TYPE_SPREAD_M, TYPE_SPREAD_M)
    soft = needs.needs_hard & np.isfinite(hard) & ~unpublished
    limit = np.where(soft, np.maximum(hard_enough, TOO_SOFT), 1.0)
    allowed[told] = np.minimum(long_enough, limit)
    return allowed


def unpublished(
    airfields: Airfields, fields: NDArray[np.int64], motion: NDArray[np.int8]
) -> NDArray[np.float64]:
    """How far airfields could be used for all that is not known of their runways.

    Args:
        airfields: The table.
        fields: Index of the airfield of each pair; shape ``(pairs,)``.
        motion: ``Motion`` of the aircraft of each pair.

    Returns:
        Odds from ``MAY_HAVE_RUNWAY`` for open airfields without a known runway length,
        else 0.
    """
    return _doubts(airfields)[motion, fields]


@lru_cache(maxsize=2)
def _doubts(airfields: Airfields) -> NDArray[np.float64]:
    """``unpublished`` for each ``Motion``; shape ``(motions, airfields)``."""
    unknown = np.isnan(_longest_known(airfields))
    unknown &= airfields.kind <= Kind.SMALL_AIRPORT
    table = np.zeros((len(Motion), len(unknown)))
    for motion in Motion:
        small, larger = MAY_HAVE_RUNWAY[max(motion, Motion.LIGHT)]
        odds = np.where(_is_larger(airfields), larger, small)
        table[motion] = np.where(unknown, odds, 0.0)
    return table


@lru_cache(maxsize=4)
def _is_larger(airfields: Airfields) -> NDArray[np.bool_]:
    """Whether each airfield is a medium or large airport, or military by its name."""
    names = pa.array(airfields.name, pa.string())
    # Arrow looks twice as fast through all names of the world.
    found = pc.match_substring_regex(names, MILITARY.pattern, ignore_case=True)
    military: NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return military | (airfields.kind <= Kind.MEDIUM_AIRPORT)


@lru_cache(maxsize=4)
def _longest_known(airfields: Airfields) -> NDArray[np.float64]:
    """Longest runway of each airfield as far as known, NaN when none is.

    The table leaves the longest open when the length of any runway is missing; a
    runway with both thresholds is a lower bound then.
    """
    longest = airfields.longest_m.astype(np.float64)
    counts = np.diff(airfields.end_offsets)
    has_ends = np.flatnonzero(counts > 0)
    by_ends = np.full(len(longest), np.nan)
    if len(has_ends):
        by_ends[has_ends] = np.fmax.reduceat(
            airfields.end_length_m.astype(np.float64), airfields.end_offsets[has_ends]
        )
    known: NDArray[np.float64] = np.fmax(longest, by_ends)
    return known


def _fit(
    length_m: NDArray[np.float64], need_m: NDArray[np.float64] | float, spread_m: float
) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-(length_m - need_m) / spread_m))

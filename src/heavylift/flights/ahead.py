"""Where does the same fleet go, of what lies ahead of an aircraft still in cruise?

Level and high, motion names no airfield: anything may lie ahead. The other flights of
the same fleet often do: of the places where they were seen to land or take off, or for
which they were headed, only one or two lie ahead. They are listed then, with a share
for *elsewhere* that shrinks as more such flights are seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.geo import distance_and_bearing, places
from heavylift.model.ends import Role
from heavylift.reference.airfields import Airfields, places_of

#: Lower than this it is not in cruise, and motion has spoken (16 000 ft).
CRUISE_M: Final = 4_900.0

#: Farther ahead than this a place is not looked for: 1 000 NM.
FARTHEST_M: Final = 1_852_000.0

#: Steepest descent from there: twice the usual 3°, else it would have begun.
STEEPEST: Final = 0.11

#: Standard deviation of the way there against the course: airways bend.
BEND_DEG: Final = 25.0

#: Fewer flights than this of the same fleet at a place say nothing.
LEAST: Final = 3.0

#: Flights that the places not seen in the inputs are taken to have.
UNSEEN_AHEAD: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CruiseEnds:
    """Ends of flights as seen from cruise; NaN unknown; shape ``(ends,)``.

    Attributes:
        lat_deg: Outermost position.
        lon_deg: Outermost position.
        altitude_m: Altitude there.
        course_deg: Direction of motion there, with time running towards the end.
    """

    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    altitude_m: NDArray[np.float64]
    course_deg: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Places ahead of ends, by end and then by share, likeliest first.

    Attributes:
        pair: Which of the pairs that were asked for.
        end: Which end.
        share: Share of belief; what is missing to one is *elsewhere*.
    """

    pair: NDArray[np.int64]
    end: NDArray[np.int64]
    share: NDArray[np.float64]


def cruise_ends(table: pa.Table, role: Role) -> CruiseEnds:
    """One end of each flight as seen from cruise.

    Args:
        table: Flights, columns as in ``model.flights``.
        role: Which end.
    """
    parts = ("lat", "lon", "altitude_m", "course")
    lat, lon, altitude, course = (
        table[f"{role}_{part}"].to_numpy().astype(np.float64) for part in parts
    )
    return CruiseEnds(
        lat_deg=lat,
        lon_deg=lon,
        altitude_m=altitude,
        course_deg=(course + (0.0 if role == "destination" else 180.0)) % 360.0,
    )


def places_ahead(
    ends: CruiseEnds,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    seen: NDArray[np.float64],
    airfields: Airfields,
) -> Ahead:
    """Share of belief in each place that the fleet uses and that lies ahead.

    Args:
        ends: The ends, with time running towards them: for a take-off ahead is behind.
        pairs: End and airfield of each pair, as indices; ends in ascending order.
        seen: How many other flights of the fleet were at or headed for the airfield.
        airfields: The table of airfields.

    Returns:
        The pairs of which the airfield is used and lies ahead.
    """
    weight = np.where(seen >= LEAST, seen, 0.0) * fit_ahead(ends, pairs, airfields)
    pair = np.flatnonzero(weight > 0.0)
    end, weight = pairs[0][pair], weight[pair]
    total = np.bincount(end, weights=weight, minlength=len(ends.lat_deg))
    share = weight / (total[end] + UNSEEN_AHEAD)
    order = np.lexsort((-share, end))
    return Ahead(pair=pair[order], end=end[order], share=share[order])


def fit_ahead(
    ends: CruiseEnds,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    airfields: Airfields,
) -> NDArray[np.float64]:
    """How well airfields lie ahead, from 1 on the course to 0 for those that do not.

    Args:
        ends: The ends, with time running towards them.
        pairs: End and airfield of each pair, as indices.
        airfields: The table of airfields.
    """
    fits = np.zeros(len(pairs[0]))
    known = np.isfinite(ends.lat_deg + ends.lon_deg + ends.course_deg)
    cruising = np.flatnonzero((known & (ends.altitude_m >= CRUISE_M))[pairs[0]])
    end, rows = pairs[0][cruising], pairs[1][cruising]
    here = places(ends.lat_deg, ends.lon_deg).take(end)
    away_m, course = distance_and_bearing(here, places_of(airfields).take(rows))
    bend = (course - ends.course_deg[end] + 180.0) % 360.0 - 180.0
    ahead = (away_m <= FARTHEST_M) & (ends.altitude_m[end] <= STEEPEST * away_m)
    ahead &= np.abs(bend) <= 3.0 * BEND_DEG
    fits[cruising] = np.where(ahead, np.exp(-0.5 * (bend / BEND_DEG) ** 2), 0.0)
    return fits

"""Where does the same fleet go, of what lies ahead of an aircraft still in cruise?

Level and high, motion names no airfield: anything may lie ahead. The other flights of
the same fleet often do: of the places where they were seen to land or take off, or for
which they were headed, only one or two lie ahead. They are listed then, with a share
for *elsewhere* that shrinks as more such flights are seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.sequences import row_by_code
from heavylift.geo import bearing_deg, distance_m
from heavylift.reference.airfields import Airfields

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
class CruiseEnd:
    """An end of a flight in cruise.

    Attributes:
        lat_deg: Outermost position.
        lon_deg: Outermost position.
        altitude_m: Altitude there.
        course_deg: Direction of motion there, with time running towards the end.
    """

    lat_deg: float
    lon_deg: float
    altitude_m: float
    course_deg: float


def places_ahead(
    end: CruiseEnd, seen: Mapping[str, float], airfields: Airfields
) -> dict[str, float]:
    """Share of belief in each place that the fleet uses and that lies ahead.

    Args:
        end: The end, with time running towards it: for a take-off ahead is behind.
        seen: How many other flights of the fleet were at or headed for each airfield.
        airfields: The table of airfields.

    Returns:
        Shares by code, likeliest first; what is missing to one is *elsewhere*. Empty
        when nothing that is used lies ahead.
    """
    row_of = row_by_code(airfields)
    codes = [c for c, n in seen.items() if n >= LEAST and c in row_of]
    fits = fit_ahead(end, np.array([row_of[c] for c in codes], np.int64), airfields)
    weight = np.array([seen[c] for c in codes]) * fits
    share = weight / (weight.sum() + UNSEEN_AHEAD)
    order = np.argsort(-share, kind="stable")
    return {codes[i]: float(share[i]) for i in order if share[i] > 0.0}


def fit_ahead(
    end: CruiseEnd, rows: NDArray[np.int64], airfields: Airfields
) -> NDArray[np.float64]:
    """How well airfields lie ahead, from 1 on the course to 0 for those that do not.

    Args:
        end: The end, with time running towards it.
        rows: Airfields, as indices into the table.
        airfields: The table of airfields.
    """
    n = len(rows)
    if not end.altitude_m >= CRUISE_M or not n:
        return np.zeros(n)
    here = np.full(n, end.lat_deg), np.full(n, end.lon_deg)
    there = airfields.lat_deg[rows], airfields.lon_deg[rows]
    away_m = distance_m(*here, *there)
    bend = (bearing_deg(*here, *there) - end.course_deg + 180.0) % 360.0 - 180.0
    ahead = (away_m <= FARTHEST_M) & (end.altitude_m <= STEEPEST * away_m)
    ahead &= np.abs(bend) <= 3.0 * BEND_DEG
    return np.where(ahead, np.exp(-0.5 * (bend / BEND_DEG) ** 2), 0.0)

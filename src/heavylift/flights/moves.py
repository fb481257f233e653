"""When was an aircraft on the ground at one airfield, and next at another?

Where nothing was heard between the two, something was flown, or several flights were,
or the aircraft went by road. How many, when, and by way of where is not in the data,
so no flight is made of it: a row of the flights table is one take-off and one landing
around positions in the air. Moves are counted instead, so that they are not missed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.segment import SAME_AIRFIELD_M
from heavylift.flights.surface import AT_AIRFIELD_M
from heavylift.geo import distance_m
from heavylift.kernels import kernel
from heavylift.model.positions import Positions
from heavylift.positions.stories import MAX_SPEED_MS, POSITION_SLACK_M
from heavylift.reference.airfields import Airfields, neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move between two airfields of which nothing was heard.

    Attributes:
        row: Row of the last position on the ground at the first.
        origin: Code of the airfield nearest to it.
        destination: Code of the airfield nearest to the next position.
    """

    row: int
    origin: str
    destination: str


def find_moves(
    trusted: Positions,
    offsets: NDArray[np.int64],
    on_surface: NDArray[np.bool_],
    airfields: Airfields,
) -> list[Move]:
    """Find the moves of every track.

    Args:
        trusted: Trusted rows only, by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        on_surface: Which rows are on the surface (see ``surface.find_surface``).
        airfields: The table of airfields.

    Returns:
        Moves in the order of the rows. Both positions lie at an airfield, at different
        ones, and the second could be reached; where it could not, the two are of two
        aircraft with one address, or false.
    """
    lat, lon = trusted.lat_deg, trusted.lon_deg
    rows = _steps(on_surface, lat, lon, offsets)
    away_m = distance_m(lat[rows], lon[rows], lat[rows + 1], lon[rows + 1])
    waited_s = (trusted.time_ms[rows + 1] - trusted.time_ms[rows]) / 1000.0
    reachable = away_m <= POSITION_SLACK_M + MAX_SPEED_MS * waited_s
    rows = rows[(away_m >= SAME_AIRFIELD_M) & reachable]
    codes = [_codes(trusted, at, airfields) for at in (rows, np.asarray(rows + 1))]
    return [
        Move(row=row, origin=origin, destination=destination)
        for row, origin, destination in zip(rows.tolist(), *codes, strict=True)
        if origin and destination and origin != destination
    ]


@kernel
def _steps(
    on_surface: NDArray[np.bool_],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    offsets: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Rows on the ground from which the next one, on the ground too, may be far."""
    found: list[int] = []
    for k in range(len(offsets) - 1):
        for i in range(offsets[k], offsets[k + 1] - 1):
            if not (on_surface[i] and on_surface[i + 1]):
                continue
            # Nearly all are a few metres away: no need for a great circle.
            away = abs(lat[i + 1] - lat[i]) + abs(lon[i + 1] - lon[i])
            if away > SAME_AIRFIELD_M / 111_195.0:
                found.append(i)
    return np.array(found, dtype=np.int64)


def _codes(
    trusted: Positions, rows: NDArray[np.intp], airfields: Airfields
) -> list[str]:
    """Code of the airfield that each row lies at; empty at none."""
    bounds, near = neighbours(
        airfields, trusted.lat_deg[rows], trusted.lon_deg[rows], AT_AIRFIELD_M
    )
    # Neighbours come nearest first.
    return [
        str(airfields.code[near[lo]]) if hi > lo else ""
        for lo, hi in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]

"""At which airfields near an end had the silence room for a stop?

For a silence between two flights of one aircraft this lists the nearest airfields that
it could have used, with the time it could have stood there. Room is not a stop: the
list says what the silence cannot rule out, and never names where the aircraft was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.brackets import OPEN, fastest_ms, in_words
from heavylift.flights.sequences import FlownEnd, FlownFlight, in_turn, silence_s
from heavylift.flights.stops import QUICK_TURN_ROUND_S, room_for_stop_s
from heavylift.flights.suitability import FITS, motion_of, suitability
from heavylift.geo import Metres, distance_m
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields, neighbours

#: Airfields are looked for this far from the position: where an aircraft on its way
#: down from cruise would land. A longer silence leaves room farther away too.
WITHIN_M: Final = 150_000.0

#: So many are named.
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A silence beyond an end that was not seen."""

    row: int
    role: Role
    own: FlownEnd
    far: FlownEnd
    flight: FlownFlight
    duration_s: float

    @property
    def before(self) -> FlownEnd:
        """The end with which the silence begins."""
        return self.far if self.role == "origin" else self.own

    @property
    def after(self) -> FlownEnd:
        """The end with which it is over."""
        return self.own if self.role == "origin" else self.far


def rooms(table: pa.Table, airfields: Airfields) -> dict[tuple[int, Role], str]:
    """Say at which airfields the silences beside ends that were not seen had room.

    Args:
        table: Flights, columns as in ``model.flights``.
        airfields: The table of airfields.

    Returns:
        Words by row and role, such as "room for a stop of 1 h 05 min at LLOV, 40 min
        at LLER". Ends without another flight of the aircraft beyond are not in it.
    """
    gaps = _gaps(table)
    offsets, found = neighbours(
        airfields,
        np.array([g.own.lat_deg for g in gaps], dtype=np.float64),
        np.array([g.own.lon_deg for g in gaps], dtype=np.float64),
        WITHIN_M,
    )
    gap_of = np.repeat(np.arange(len(gaps)), np.diff(offsets))
    highest = np.array([g.flight.highest_m for g in gaps], dtype=np.float64)
    motion = motion_of(np.full(len(gaps), np.nan), highest)
    keep = suitability(airfields, found, motion[gap_of]) >= FITS
    gap_of, found = gap_of[keep], found[keep]
    bounds = np.searchsorted(gap_of, np.arange(len(gaps) + 1)).tolist()
    there = _metres([gap.before for gap in gaps], gap_of, airfields, found)
    back = _metres([gap.after for gap in gaps], gap_of, airfields, found)
    away_m = there + back
    return {
        (gap.row, gap.role): _in_words(gap, airfields, found[lo:hi], away_m[lo:hi])
        for gap, lo, hi in zip(gaps, bounds[:-1], bounds[1:], strict=True)
    }


def _gaps(table: pa.Table) -> list[_Gap]:
    unseen = OPEN | {EndClass.BRACKETED}
    out = []
    for before, after in in_turn(table):
        landed, left = before.destination, after.origin
        sides: tuple[tuple[Role, FlownFlight, FlownEnd, FlownEnd], ...] = (
            ("destination", before, landed, left),
            ("origin", after, left, landed),
        )
        if "stop" in (before.end_boundary, after.start_boundary):
            continue  # A stay on the ground was heard: there is no silence.
        duration_s = silence_s(before, after)
        out += [
            _Gap(
                row=flight.row,
                role=role,
                own=own,
                far=far,
                flight=flight,
                duration_s=duration_s,
            )
            for role, flight, own, far in sides
            if own.end_class in unseen
        ]
    return out


def _metres(
    ends: Sequence[FlownEnd],
    gap_of: NDArray[np.int64],
    airfields: Airfields,
    found: NDArray[np.int64],
) -> Metres:
    """Distance of each airfield from the end of its gap."""
    lat = np.array([end.lat_deg for end in ends], dtype=np.float64)
    lon = np.array([end.lon_deg for end in ends], dtype=np.float64)
    return distance_m(
        lat[gap_of], lon[gap_of], airfields.lat_deg[found], airfields.lon_deg[found]
    )


def _in_words(
    gap: _Gap, airfields: Airfields, nearest_first: NDArray[np.int64], away_m: Metres
) -> str:
    heights = _height_m(gap.before), _height_m(gap.after)
    speed_ms = fastest_ms(gap.flight.cruise_ms)
    named = []
    for i, way_m in zip(nearest_first.tolist(), away_m.tolist(), strict=True):
        room_s = room_for_stop_s(
            gap.duration_s,
            way_m,
            speed_ms,
            *heights,
        )
        if room_s >= QUICK_TURN_ROUND_S:
            named.append(f"{in_words(room_s)} at {airfields.code[i]}")
        if len(named) == MOST_NAMED:
            break
    if not named:
        return f"no room for a stop within {WITHIN_M / 1000:.0f} km"
    return f"room for a stop of up to {', '.join(named)}"


def _height_m(end: FlownEnd) -> float:
    """Height at an end; none when it was on the ground or is not known."""
    on_ground = end.end_class is EndClass.GROUND or np.isnan(end.altitude_m)
    return 0.0 if on_ground else max(end.altitude_m, 0.0)

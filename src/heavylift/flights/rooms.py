"""At which airfields near an end had the silence room for a stop?

For a silence between two flights of one aircraft this lists the nearest airfields that
it could have used, with the time it could have stood there. Room is not a stop: the
list says what the silence cannot rule out, and never names where the aircraft was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.brackets import fastest_ms, in_words
from heavylift.flights.sequences import Turns, classed, cruises_of, in_turn, numbers_of
from heavylift.flights.sightings import OPEN
from heavylift.flights.stops import QUICK_TURN_ROUND_S, room_for_stop_s
from heavylift.flights.suitability import FITS, motion_of, suitability, usable_kinds
from heavylift.geo import Metres, distance_m
from heavylift.kernels import kernel
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields, neighbours

#: Airfields are looked for this far from the position: where an aircraft on its way
#: down from cruise would land. A longer silence leaves room farther away too.
WITHIN_M: Final = 150_000.0

#: So many are named.
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gaps:
    """Silences beyond ends of one role that were not seen; shape ``(gaps,)``.

    Attributes:
        row: The flight whose end it is.
        lat_deg: That end.
        lon_deg: That end.
        before_m: Height at the end with which the silence begins.
        after_m: Height at the end with which it is over.
        duration_s: Its length.
        highest_m: Highest altitude of the flight; NaN unknown.
        fastest_ms: The fastest its type flies.
        sides: Places of the two ends: latitudes and longitudes.
    """

    row: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    before_m: Metres
    after_m: Metres
    duration_s: NDArray[np.float64]
    highest_m: Metres
    fastest_ms: NDArray[np.float64]
    sides: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]


def rooms(table: pa.Table, airfields: Airfields) -> dict[tuple[int, Role], str]:
    """Say at which airfields the silences beside ends that were not seen had room.

    Args:
        table: Flights, columns as in ``model.flights``.
        airfields: The table of airfields.

    Returns:
        Words by row and role, such as "room for a stop of 1 h 05 min at LLOV, 40 min
        at LLER". Ends without another flight of the aircraft beyond are not in it.
    """
    turns = in_turn(table)
    # Where a stay on the ground was heard there is no silence.
    turns = turns.take(~turns.is_stop)
    roles: tuple[Role, ...] = ("origin", "destination")
    return {
        (row, role): said
        for role in roles
        for row, said in _rooms(_gaps(table, turns, role), airfields)
    }


def _gaps(table: pa.Table, turns: Turns, role: Role) -> _Gaps:
    """The silences before take-offs, or after landings, that were not seen."""
    of_role = turns.after if role == "origin" else turns.before
    turns = turns.take(classed(table, role, OPEN | {EndClass.BRACKETED})[of_role])
    row = turns.after if role == "origin" else turns.before
    (*start, before_m), (*stop, after_m) = (
        _side(table, turns.before, "destination"),
        _side(table, turns.after, "origin"),
    )
    lat, lon = stop if role == "origin" else start
    return _Gaps(
        row=row,
        lat_deg=lat,
        lon_deg=lon,
        before_m=before_m,
        after_m=after_m,
        duration_s=turns.silence_s,
        highest_m=numbers_of(table, "max_altitude_m")[row],
        fastest_ms=fastest_ms(cruises_of(table)[row]),
        sides=((start[0], start[1]), (stop[0], stop[1])),
    )


def _side(
    table: pa.Table, rows: NDArray[np.int64], role: Role
) -> tuple[NDArray[np.float64], NDArray[np.float64], Metres]:
    """Place of some ends and height; none on the ground or when it is not known."""
    lat, lon, altitude = (
        numbers_of(table, f"{role}_{part}")[rows]
        for part in ("lat", "lon", "altitude_m")
    )
    on_ground = classed(table, role, frozenset({EndClass.GROUND}))[rows]
    low = on_ground | ~(altitude > 0.0)
    return lat, lon, np.where(low, 0.0, altitude)


def _rooms(gaps: _Gaps, airfields: Airfields) -> list[tuple[int, str]]:
    """Rows of gaps, and what is said of each."""
    n = len(gaps.row)
    motion = motion_of(np.full(n, np.nan), gaps.highest_m)
    offsets, found = neighbours(
        airfields, gaps.lat_deg, gaps.lon_deg, WITHIN_M, usable_kinds(motion)
    )
    gap = np.repeat(np.arange(n), np.diff(offsets))
    keep = suitability(airfields, found, motion[gap]) >= FITS
    gap, found = gap[keep], found[keep]
    there = airfields.lat_deg[found], airfields.lon_deg[found]
    start, stop = (distance_m(lat[gap], lon[gap], *there) for lat, lon in gaps.sides)
    named, room_s = _with_room(
        np.searchsorted(gap, np.arange(n + 1)),
        start + stop,
        gaps.duration_s,
        gaps.fastest_ms,
        gaps.before_m,
        gaps.after_m,
    )
    counts = (named >= 0).sum(axis=1).tolist()
    codes = airfields.code[found[named]].tolist() if len(found) else [[]] * n
    told = zip(gaps.row.tolist(), counts, codes, room_s.tolist(), strict=True)
    return [
        (row, _in_words(own[:count], times[:count])) for row, count, own, times in told
    ]


@kernel
def _with_room(
    bounds: NDArray[np.int64],
    way_m: Metres,
    duration_s: NDArray[np.float64],
    fastest_ms: NDArray[np.float64],
    before_m: Metres,
    after_m: Metres,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The first airfields of each gap that had room, -1 after them, and the room."""
    named = np.full((len(duration_s), MOST_NAMED), -1, dtype=np.int64)
    rooms_s = np.full((len(duration_s), MOST_NAMED), np.nan)
    for g in range(len(duration_s)):
        n = 0
        for i in range(bounds[g], bounds[g + 1]):
            room_s = room_for_stop_s(
                duration_s[g], way_m[i], fastest_ms[g], before_m[g], after_m[g]
            )
            if room_s >= QUICK_TURN_ROUND_S:
                named[g, n] = i
                rooms_s[g, n] = room_s
                n += 1
                if n == MOST_NAMED:
                    break
    return named, rooms_s


def _in_words(codes: list[str], rooms_s: list[float]) -> str:
    if not codes:
        return f"no room for a stop within {WITHIN_M / 1000:.0f} km"
    named = [
        f"{in_words(room_s)} at {code}"
        for code, room_s in zip(codes, rooms_s, strict=True)
    ]
    return f"room for a stop of up to {', '.join(named)}"

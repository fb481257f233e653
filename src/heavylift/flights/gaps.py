"""What can be said of the gaps inside a flight?

A gap that the aircraft could simply have flown through leaves the flight one flight.
Some such gaps still matter: those in which a stop would have fitted somewhere, and
those that are long. For each this says at which airfields there was room, and whether
others were received where the aircraft was last heard.

Room is not a stop, and nothing is concluded from who was received.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.brackets import fastest_ms, in_words
from heavylift.flights.reception import (
    STEP_S,
    STEPS,
    Reception,
    keys_of,
    words,
)
from heavylift.flights.segment import Segments
from heavylift.flights.stops import (
    MIN_GAP_S,
    QUICK_TURN_ROUND_S,
    room_for_stop_s,
)
from heavylift.flights.suitability import FITS, Motion, motion_of, suitability
from heavylift.geo import EARTH_RADIUS_M, Degrees, Metres, distance_m
from heavylift.model.positions import Positions, Surface
from heavylift.reference.airfields import Airfields

#: Gaps this long are told even when they have no room for a stop: half an hour surely
#: holds 20 minutes of whole tens, in which others can be counted; half of it would
#: list the ocean crossings of every satellite-fed source.
LONG_S: Final = 1_800.0

#: Said of a long gap without room.
NO_ROOM: Final = "no room for a stop at an airfield"

#: So many airfields are named, those least out of the way: none has more room.
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A gap between two airborne positions of one flight.

    Attributes:
        lat_deg: Where it was last heard, and where it was heard next.
        lon_deg: The same.
        altitude_m: Altitude there; NaN unknown.
        duration_s: Length of the gap.
        highest_m: Highest altitude of the flight; NaN unknown.
        cruise_ms: Usual cruise of the type; NaN unknown.
    """

    lat_deg: tuple[float, float]
    lon_deg: tuple[float, float]
    altitude_m: tuple[float, float]
    duration_s: float
    highest_m: float
    cruise_ms: float


def find_gaps(
    trusted: Positions,
    altitude_m: NDArray[np.float32],
    segments: Segments,
    cruise_ms: NDArray[np.float64],
    highest_m: NDArray[np.float32],
    airfields: Airfields,
) -> list[str]:
    """List the gaps that matter inside each flight.

    Args:
        trusted: Trusted rows, by aircraft and time.
        altitude_m: Altitude of each of those, NaN unknown.
        segments: The flights as ranges of those.
        cruise_ms: Usual cruise of each track's type, NaN unknown; shape ``(tracks,)``.
        highest_m: Highest altitude of each flight, NaN unknown.
        airfields: The table of airfields.

    Returns:
        For each flight the gaps as JSON, columns as in ``model.flights`` but without
        who else was received; ``[]`` when there are none.
    """
    found: list[list[dict[str, object]]] = [[] for _ in range(len(segments))]
    for row in np.flatnonzero(np.diff(trusted.time_ms) >= MIN_GAP_S * 1000).tolist():
        flight = int(np.searchsorted(segments.first, row, side="right")) - 1
        if flight < 0 or not _is_inside(trusted, segments, flight, row):
            continue
        hole = Hole(
            lat_deg=_pair(trusted.lat_deg, row),
            lon_deg=_pair(trusted.lon_deg, row),
            altitude_m=_pair(altitude_m, row),
            duration_s=float(np.diff(trusted.time_ms[row : row + 2])[0]) / 1000.0,
            highest_m=float(highest_m[flight]),
            cruise_ms=float(cruise_ms[segments.track[flight]]),
        )
        room = room_inside(hole, airfields)
        if room or hole.duration_s >= LONG_S:
            found[flight].append(_told(hole, room, int(trusted.time_ms[row])))
    return [json.dumps(gaps) for gaps in found]


def room_inside(hole: Hole, airfields: Airfields) -> str:
    """Say at which airfields a gap had room for a stop; empty when at none.

    Args:
        hole: The gap.
        airfields: The table of airfields.
    """
    speed_ms = fastest_ms(hole.cruise_ms)
    heights = [0.0 if np.isnan(h) else max(h, 0.0) for h in hole.altitude_m]

    def room_s(path_m: float) -> float:
        return room_for_stop_s(hole.duration_s, path_m, speed_ms, *heights)

    direct_m = _across_m(hole)
    if room_s(direct_m) < QUICK_TURN_ROUND_S:
        return ""
    [motion] = motion_of(np.array([np.nan]), np.array([hole.highest_m])).tolist()
    fields, places = _usable(airfields, motion)
    sides = _unit(np.array(hole.lat_deg), np.array(hole.lon_deg))
    away = np.arccos(np.clip(places @ sides.T, -1.0, 1.0))
    path_m = EARTH_RADIUS_M * away.sum(axis=1)
    # Room shrinks with the way: none has more than those least out of the way.
    few = np.arange(len(path_m))
    if len(few) > MOST_NAMED:
        few = np.argpartition(path_m, MOST_NAMED)[:MOST_NAMED]
    first = few[np.argsort(path_m[few], kind="stable")].tolist()
    named = [
        f"{in_words(room)} at {airfields.code[fields[n]]}"
        for n in first
        if (room := room_s(float(path_m[n]))) >= QUICK_TURN_ROUND_S
    ]
    return f"room for a stop of up to {', '.join(named)}" if named else ""


@lru_cache(maxsize=len(Motion))
def _usable(
    airfields: Airfields, motion: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Airfields that such an aircraft could use, and their places on a sphere.

    A jet can use one in seven, and measuring the way over all of those at once takes
    0.3 ms a gap: there is no need to look for those within reach first.
    """
    rows = np.arange(len(airfields))
    fit = suitability(airfields, rows, np.full(len(rows), motion, np.int8)) >= FITS
    return rows[fit], _unit(airfields.lat_deg[fit], airfields.lon_deg[fit])


def _unit(lat: Degrees, lon: Degrees) -> NDArray[np.float64]:
    """Places as points on a sphere of radius 1, shape ``(n, 3)``."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )


def settle_gaps(table: pa.Table, reception: Reception | None) -> pa.Table:
    """Add to each gap who else was received where it began.

    Args:
        table: Flights, columns as in ``model.flights``.
        reception: Who was received where, from all traffic; ``None`` unknown.

    Returns:
        The same flights in the same order.
    """
    texts = table["gaps"].to_pylist()
    listed = [json.loads(text) if text and text != "[]" else [] for text in texts]
    every = [gap for gaps in listed for gap in gaps]
    if not every:
        return table
    for gap, others in zip(every, _others(every, reception), strict=True):
        gap["others"] = None if np.isnan(others) else int(others)
        said = (words(others), str(gap["room"]) or NO_ROOM)
        gap["said"] = "; ".join(part for part in said if part)
        del gap["room"]
    at = table.schema.get_field_index("gaps")
    told = pa.array([json.dumps(gaps) for gaps in listed], table.schema.field(at).type)
    return table.set_column(at, table.schema.field(at), told)


def _others(
    gaps: Sequence[dict[str, Any]], reception: Reception | None
) -> NDArray[np.float64]:
    """Others received where each gap began, in the first whole steps of it."""
    if reception is None:
        return np.full(len(gaps), np.nan)
    step = np.array([_seconds(g["start"]) // STEP_S + 1 for g in gaps], np.int64)
    last = np.array([_seconds(g["end"]) // STEP_S for g in gaps], np.int64)
    height = np.array([g["altitude_m"] for g in gaps], dtype=np.float64)
    # Minutes after the gap would count the aircraft itself, and those who hear it.
    known = np.isfinite(height) & (step + STEPS <= last)
    lat, lon = np.array([g["from"] for g in gaps], dtype=np.float64).T
    counts = reception.count(keys_of((lat, lon), height, step, known))
    return np.where(known, counts, np.nan)


def _is_inside(trusted: Positions, segments: Segments, flight: int, row: int) -> bool:
    """Whether the gap after a row lies between airborne positions of the flight.

    Before and after the first and last of them it is a matter of the ends.
    """
    return bool(
        segments.first_airborne[flight] <= row < segments.last_airborne[flight]
        and trusted.surface[row] != Surface.GROUND
        and trusted.surface[row + 1] != Surface.GROUND
    )


def _told(hole: Hole, room: str, start_ms: int) -> dict[str, object]:
    height_m = hole.altitude_m[0]
    end_ms = start_ms + round(hole.duration_s * 1000)
    return {
        "start": stamp(start_ms),
        "end": stamp(end_ms),
        "from": [round(hole.lat_deg[0], 4), round(hole.lon_deg[0], 4)],
        "to": [round(hole.lat_deg[1], 4), round(hole.lon_deg[1], 4)],
        "altitude_m": None if np.isnan(height_m) else round(height_m),
        "km": round(_across_m(hole) / 1000),
        "room": room,
    }


def _across_m(hole: Hole) -> float:
    """Great-circle distance between the two sides of a gap."""
    lat, lon = np.array([hole.lat_deg[1]]), np.array([hole.lon_deg[1]])
    return float(_metres(hole, 0, lat, lon)[0])


def _metres(hole: Hole, side: int, lat: Degrees, lon: Degrees) -> Metres:
    """Distance from one side of a gap to places."""
    n = len(lat)
    return distance_m(
        np.full(n, hole.lat_deg[side]), np.full(n, hole.lon_deg[side]), lat, lon
    )


def _pair(
    column: NDArray[np.float64] | NDArray[np.float32], row: int
) -> tuple[float, float]:
    return float(column[row]), float(column[row + 1])


def stamp(time_ms: int) -> str:
    """Write a moment as the ``gaps`` column has it: to the second, UTC."""
    moment = datetime.fromtimestamp(time_ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())

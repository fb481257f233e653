"""What can be said of the gaps inside a flight?

A gap that the aircraft could simply have flown through leaves the flight one flight.
Some such gaps still matter: those in which a stop would have fitted somewhere, and
those that are long. For each this says at which airfields there was room, and whether
others were received where the aircraft was last heard.

Room is not a stop, and nothing is concluded from who was received.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.brackets import fastest_ms, in_words
from heavylift.flights.columns import with_columns
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
from heavylift.geo import EARTH_RADIUS_M, Degrees, distance_m
from heavylift.kernels import kernel
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

#: Cosines of angles are compared with so much to spare, far above their rounding, that
#: no airfield is passed over for it.
_SLACK: Final = 1e-12


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
    rows, flights = _inside(trusted, segments)
    holes = [
        Hole(
            lat_deg=lat,
            lon_deg=lon,
            altitude_m=height,
            duration_s=duration_ms / 1000.0,
            highest_m=highest,
            cruise_ms=cruise,
        )
        for lat, lon, height, duration_ms, highest, cruise in zip(
            _pairs(trusted.lat_deg, rows),
            _pairs(trusted.lon_deg, rows),
            _pairs(altitude_m, rows),
            (trusted.time_ms[rows + 1] - trusted.time_ms[rows]).tolist(),
            highest_m[flights].tolist(),
            cruise_ms[segments.track[flights]].tolist(),
            strict=True,
        )
    ]
    across_m = _across_m(holes)
    rooms = rooms_inside(holes, airfields)
    found: dict[int, list[dict[str, object]]] = {}
    for hole, room, direct_m, flight, start_ms in zip(
        holes,
        rooms,
        across_m,
        flights.tolist(),
        trusted.time_ms[rows].tolist(),
        strict=True,
    ):
        if room or hole.duration_s >= LONG_S:
            told = _told(hole, room, direct_m, start_ms)
            found.setdefault(flight, []).append(told)
    texts = ["[]"] * len(segments)
    for flight, gaps in found.items():
        texts[flight] = json.dumps(gaps)
    return texts


def rooms_inside(holes: Sequence[Hole], airfields: Airfields) -> list[str]:
    """Say at which airfields each gap had room for a stop; empty when at none.

    Args:
        holes: The gaps.
        airfields: The table of airfields.
    """
    rooms = [""] * len(holes)
    # Most gaps have no room even on the way itself.
    wide = [
        n
        for n, (hole, direct_m) in enumerate(zip(holes, _across_m(holes), strict=True))
        if _room_s(hole, direct_m) >= QUICK_TURN_ROUND_S
    ]
    highest = np.array([holes[n].highest_m for n in wide], dtype=np.float64)
    motions = motion_of(np.full(len(wide), np.nan), highest)
    for motion in np.unique(motions).tolist():
        alike = [wide[n] for n in np.flatnonzero(motions == motion).tolist()]
        fields, places = _usable(airfields, motion)
        before, after = (
            _unit(
                np.array([holes[n].lat_deg[side] for n in alike]),
                np.array([holes[n].lon_deg[side] for n in alike]),
            )
            for side in (0, 1)
        )
        nearest, away = _least_out_of_the_way(places, before, after)
        codes = airfields.code[fields[nearest]].tolist()
        path_m = (EARTH_RADIUS_M * away).tolist()
        for n, named, ways_m in zip(alike, codes, path_m, strict=True):
            rooms[n] = _in_words(holes[n], named, ways_m)
    return rooms


def _room_s(hole: Hole, path_m: float) -> float:
    """Time left to stand on the ground when the way is so long; negative for none."""
    before_m, after_m = (0.0 if math.isnan(h) else max(h, 0.0) for h in hole.altitude_m)
    speed_ms = fastest_ms(hole.cruise_ms)
    return room_for_stop_s(hole.duration_s, path_m, speed_ms, before_m, after_m)


def _in_words(hole: Hole, codes: Sequence[str], ways_m: Sequence[float]) -> str:
    """What room there was at airfields, those least out of the way first."""
    named = [
        f"{in_words(room_s)} at {code}"
        for code, way_m in zip(codes, ways_m, strict=True)
        if (room_s := _room_s(hole, way_m)) >= QUICK_TURN_ROUND_S
    ]
    return f"room for a stop of up to {', '.join(named)}" if named else ""


@kernel
def _least_out_of_the_way(
    places: NDArray[np.float64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The places least out of the way of each gap, and the angle over each of them.

    Room shrinks with the way: none has more than those.
    """
    most = min(MOST_NAMED, len(places))
    nearest = np.zeros((len(before), most), dtype=np.int64)
    away = np.full((len(before), most), np.inf)
    for g in range(len(before)):
        # A place whose angle from one side alone is as wide as the last of the best is
        # passed over by its cosine: nearly all are, without a root or an arc.
        least = -2.0
        for i in range(len(places)):
            there = (
                places[i, 0] * before[g, 0]
                + places[i, 1] * before[g, 1]
                + places[i, 2] * before[g, 2]
            )
            if there < least:
                continue
            back = (
                places[i, 0] * after[g, 0]
                + places[i, 1] * after[g, 1]
                + places[i, 2] * after[g, 2]
            )
            if back < least:
                continue
            way = math.acos(min(max(there, -1.0), 1.0))
            way += math.acos(min(max(back, -1.0), 1.0))
            if way >= away[g, most - 1]:
                continue
            k = most - 1
            while k > 0 and away[g, k - 1] > way:
                away[g, k] = away[g, k - 1]
                nearest[g, k] = nearest[g, k - 1]
                k -= 1
            away[g, k] = way
            nearest[g, k] = i
            if away[g, most - 1] < math.pi:
                least = math.cos(away[g, most - 1]) - _SLACK
    return nearest, away


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
    settled = [
        json.dumps(gaps) if gaps else text
        for text, gaps in zip(texts, listed, strict=True)
    ]
    return with_columns(table, {"gaps": settled})


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


def _inside(
    trusted: Positions, segments: Segments
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows after which a gap lies between airborne positions of a flight, and flights.

    Before and after the first and last of them it is a matter of the ends.
    """
    rows = _silent(trusted.time_ms, segments.first_airborne, segments.last_airborne)
    flights = np.searchsorted(segments.first, rows, side="right") - 1
    inside = (trusted.surface[rows] != Surface.GROUND) & (
        trusted.surface[rows + 1] != Surface.GROUND
    )
    return rows[inside], flights[inside]


@kernel
def _silent(
    time_ms: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Rows from ``first`` up to ``last`` of each flight after which a gap begins."""
    found = []
    for e in range(len(first)):
        for i in range(first[e], last[e]):
            if time_ms[i + 1] - time_ms[i] >= MIN_GAP_S * 1000:
                found.append(i)
    return np.array(found, dtype=np.int64)


def _told(hole: Hole, room: str, direct_m: float, start_ms: int) -> dict[str, object]:
    height_m = hole.altitude_m[0]
    end_ms = start_ms + round(hole.duration_s * 1000)
    return {
        "start": stamp(start_ms),
        "end": stamp(end_ms),
        "from": [round(hole.lat_deg[0], 4), round(hole.lon_deg[0], 4)],
        "to": [round(hole.lat_deg[1], 4), round(hole.lon_deg[1], 4)],
        "altitude_m": None if math.isnan(height_m) else round(height_m),
        "km": round(direct_m / 1000),
        "room": room,
    }


def _across_m(holes: Sequence[Hole]) -> list[float]:
    """Great-circle distance between the two sides of each gap."""
    sides = [(*h.lat_deg, *h.lon_deg) for h in holes]
    lat1, lat2, lon1, lon2 = np.array(sides, dtype=np.float64).reshape(-1, 4).T
    metres: list[float] = distance_m(lat1, lon1, lat2, lon2).tolist()
    return metres


def _pairs(
    column: NDArray[np.float64] | NDArray[np.float32], rows: NDArray[np.intp]
) -> Iterator[tuple[float, float]]:
    """The values of each of some rows and the one after it."""
    return zip(column[rows].tolist(), column[rows + 1].tolist(), strict=True)


def stamp(time_ms: int) -> str:
    """Write a moment as the ``gaps`` column has it: to the second, UTC."""
    moment = datetime.fromtimestamp(time_ms // 1000, UTC)
    return f"{moment.isoformat()[:19]}Z"


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())

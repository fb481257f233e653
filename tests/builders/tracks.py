"""Tracks of flights between real airfields, made to order, and ways to spoil them.

A flight taxies, takes off along a runway, climbs, flies great circles, comes down on
a 3° final and rolls out. What a receiver would have missed or mistaken is then taken
out or put in by the functions below it; each gives new positions and changes none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from heavylift.flights.find import find_flights
from heavylift.geo import bearing_deg, distance_m
from heavylift.model.positions import Positions, Quarantine, Surface, pack_callsign
from heavylift.model.sources import Aircraft, Piece, SourceFile
from heavylift.reference.airfields import load_airfields

#: 2 September 2023, 06:00 UTC: early enough for a day's flights to stay in that day.
START = int(datetime(2023, 9, 2, 6, tzinfo=UTC).timestamp())
MIDNIGHT = int(datetime(2023, 9, 3, tzinfo=UTC).timestamp())

#: Transponders report pressure altitude in steps of 25 ft.
ALTITUDE_STEP_M = 7.62

#: Lift-off and touch-down as usual for transports.
LIFT_OFF_MS, TOUCH_DOWN_MS, TAXI_MS = 80.0, 70.0, 6.0
TAKE_OFF_ROLL_M, LANDING_ROLL_M, AIMING_POINT_M = 1_500.0, 1_200.0, 300.0

#: Tangent of a 3° glide path, and a climb as steep as loaded transports keep up.
GLIDE, CLIMB = 0.0524, 0.07


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a flight is flown; runways by designator, the one nearest to the course."""

    cruise_m: float = 10_000.0
    speed_ms: float = 230.0
    every_s: float = 10.0
    take_off: str = ""
    landing: str = ""
    via: tuple[tuple[float, float], ...] = ()
    climb_out_m: float = 10_000.0
    final_m: float = 25_000.0
    taxi_s: float = 120.0
    callsign: str = "AZQ4141"


@dataclass(frozen=True, kw_only=True)
class Runway:
    """One end of a runway: its threshold, its course, its height."""

    lat: float
    lon: float
    heading: float
    elevation: float


def flight(origin: str, destination: str, *, start: float = START, **way) -> Positions:
    """A whole flight, from the first taxiing to the last; see ``Way`` for the rest."""
    how = Way(**way)
    there = [*how.via, place(destination)][0]
    whence = [place(origin), *how.via][-1]
    off = runway(origin, how.take_off, towards=course(place(origin), there))
    on = runway(destination, how.landing, towards=course(whence, place(destination)))
    path = [
        ahead(off, 0.0, aside=TAXI_MS * how.taxi_s),
        (off.lat, off.lon),
        ahead(off, TAKE_OFF_ROLL_M + how.climb_out_m),
        *how.via,
        ahead(on, -how.final_m),
        ahead(on, AIMING_POINT_M + LANDING_ROLL_M),
        ahead(on, AIMING_POINT_M + LANDING_ROLL_M, aside=TAXI_MS * how.taxi_s),
    ]
    marks = _along(path)
    lift = marks[1] + TAKE_OFF_ROLL_M
    touch = marks[-2] - LANDING_ROLL_M
    s = np.arange(0.0, marks[-1], 50.0)
    height = np.minimum(
        how.cruise_m,
        np.minimum(
            off.elevation + CLIMB * (s - lift), on.elevation + GLIDE * (touch - s)
        ),
    )
    above = np.minimum(height - off.elevation, height - on.elevation)
    share = np.clip(above / 6_000.0, 0.0, 1.0)
    speed = LIFT_OFF_MS + (how.speed_ms - LIFT_OFF_MS) * share
    rolling = (s - marks[1]) / TAKE_OFF_ROLL_M
    speed = np.where(s < lift, LIFT_OFF_MS * np.sqrt(np.clip(rolling, 0, 1)), speed)
    slowing = (marks[-2] - s) / LANDING_ROLL_M
    slower = TOUCH_DOWN_MS * np.sqrt(np.clip(slowing, 0, 1))
    speed = np.maximum(np.where(s > touch, slower, speed), TAXI_MS)
    seconds = np.concatenate([[0.0], np.cumsum(50.0 / speed[:-1])])
    when = np.arange(0.0, seconds[-1], how.every_s)
    at = np.interp(when, seconds, s)
    lat, lon = _points(path, marks, at)
    on_ground = (at < lift) | (at > touch)
    h = np.round(np.interp(at, s, height) / ALTITUDE_STEP_M) * ALTITUDE_STEP_M
    v = np.interp(at, s, speed)
    track = bearing_deg(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return positions(
        start + when,
        lat,
        lon,
        baro_altitude_m=np.where(on_ground, np.nan, h),
        surface=np.where(on_ground, int(Surface.GROUND), int(Surface.AIRBORNE)),
        ground_speed_ms=v,
        track_deg=np.append(track, track[-1]),
        vertical_rate_ms=np.where(on_ground, np.nan, np.gradient(h, when)),
        callsign=np.full(len(when), pack_callsign(how.callsign), np.uint64),
    )


def positions(time_s, lat, lon, **columns) -> Positions:
    """Positions of which only what is named is known; rows are numbered."""
    made = Positions.unknown(len(time_s))
    values = {
        "time_ms": np.round(np.asarray(time_s, np.float64) * 1000),
        "lat_deg": np.round(lat, 6),
        "lon_deg": np.round(lon, 6),
        "row": np.arange(len(time_s)),
        **columns,
    }
    for name, value in values.items():
        getattr(made, name)[:] = value
    return made


def place(code: str) -> tuple[float, float]:
    """Reference point of an airfield."""
    fields = load_airfields()
    [i] = np.flatnonzero(fields.code == code)
    return float(fields.lat_deg[i]), float(fields.lon_deg[i])


def runway(code: str, ident: str = "", *, towards: float = 0.0) -> Runway:
    """A runway end by its designator, else the one that points ``towards`` (°) best.

    Where no runway is published, one is laid through the reference point.
    """
    fields = load_airfields()
    [i] = np.flatnonzero(fields.code == code)
    ends = range(fields.end_offsets[i], fields.end_offsets[i + 1])

    def turn(e: int) -> float:
        return abs((fields.end_heading_deg[e] - towards + 180) % 360 - 180)

    height = float(np.nan_to_num(fields.elevation_m[i]))
    if not ends:
        lat, lon = place(code)
        return Runway(lat=lat, lon=lon, heading=towards, elevation=height)
    if ident:
        [e] = [e for e in ends if fields.end_ident[e] == ident]
    else:
        e = min(ends, key=lambda e: (turn(e), e))
    return Runway(
        lat=float(fields.end_lat_deg[e]),
        lon=float(fields.end_lon_deg[e]),
        heading=float(fields.end_heading_deg[e]),
        elevation=height,
    )


def course(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Initial course from one point to another, degrees."""
    return float(bearing_deg(*(np.array([x]) for x in (*a, *b)))[0])


def ahead(end: Runway, metres: float, *, aside: float = 0.0) -> tuple[float, float]:
    """A point on a runway's axis beyond its threshold, or ``aside`` to its right."""
    lat, lon = moved(end.lat, end.lon, end.heading, metres)
    return moved(lat, lon, end.heading + 90.0, aside)


def moved(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """The point so many metres away along a great circle."""
    d, b = metres / 6_371_008.8, np.radians(bearing)
    phi, lam = np.radians(lat), np.radians(lon)
    phi2 = np.arcsin(np.sin(phi) * np.cos(d) + np.cos(phi) * np.sin(d) * np.cos(b))
    lam2 = lam + np.arctan2(
        np.sin(b) * np.sin(d) * np.cos(phi), np.cos(d) - np.sin(phi) * np.sin(phi2)
    )
    return float(np.degrees(phi2)), float((np.degrees(lam2) + 180) % 360 - 180)


def _along(path: Sequence[tuple[float, float]]) -> np.ndarray:
    """Distance of each point of a path from its beginning, metres."""
    lat, lon = np.array(path).T
    legs = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return np.concatenate([[0.0], np.cumsum(legs)])


def _points(
    path: Sequence[tuple[float, float]], marks: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Points on the great circles of a path at distances from its beginning."""
    phi, lam = np.radians(np.array(path)).T
    corners = np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )
    leg = np.clip(np.searchsorted(marks, at, side="right") - 1, 0, len(path) - 2)
    length = np.maximum(marks[leg + 1] - marks[leg], 1e-9)
    share = ((at - marks[leg]) / length)[:, None]
    angle = (length / 6_371_008.8)[:, None]
    xyz = np.sin((1 - share) * angle) * corners[leg]
    xyz = (xyz + np.sin(share * angle) * corners[leg + 1]) / np.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(xyz[:, 2], -1, 1)))
    return lat, np.degrees(np.arctan2(xyz[:, 1], xyz[:, 0]))


# Ways to spoil a track


def end_s(made: Positions) -> float:
    """Time of the last position, Unix seconds."""
    return float(made.time_ms[-1]) / 1000.0


def km_from(made: Positions, code: str) -> np.ndarray:
    """Distance of each position from an airfield."""
    lat, lon = place(code)
    n = len(made)
    here = made.lat_deg, made.lon_deg
    return distance_m(*here, np.full(n, lat), np.full(n, lon)) / 1000.0


def lost_before(made: Positions, code: str, km: float) -> Positions:
    """Reception ends for good when the aircraft comes within so many kilometres."""
    near = km_from(made, code) < km
    far = np.flatnonzero(~near)
    return made.take(slice(0, int(far[-1]) + 1))


def found_after(made: Positions, code: str, km: float) -> Positions:
    """Reception begins when the aircraft is so many kilometres away."""
    far = np.flatnonzero(km_from(made, code) >= km)
    return made.take(slice(int(far[0]), None))


def between(made: Positions, first_min: float, last_min: float) -> Positions:
    """Only what was heard from minute ``first_min`` up to ``last_min``."""
    minute = (made.time_ms - made.time_ms[0]) / 60_000
    return made.take((minute >= first_min) & (minute < last_min))


def hole(made: Positions, first_min: float, minutes: float) -> Positions:
    """Nothing heard for so many minutes."""
    minute = (made.time_ms - made.time_ms[0]) / 60_000
    return made.take((minute < first_min) | (minute >= first_min + minutes))


def changed(made: Positions, rows, **columns) -> Positions:
    """Other values in some rows (mask, slice or index)."""
    new = replace(made, **{n: getattr(made, n).copy() for n in columns})
    for name, value in columns.items():
        getattr(new, name)[rows] = value
    return new


def minutes_in(made: Positions, first_min: float, minutes: float) -> np.ndarray:
    """Mask of the positions in a stretch of time."""
    minute = (made.time_ms - made.time_ms[0]) / 60_000
    return (minute >= first_min) & (minute < first_min + minutes)


def spoofed(
    made: Positions, first_min: float, minutes: float, at: tuple[float, float]
) -> Positions:
    """A stretch in which all positions are one and the same point."""
    rows = minutes_in(made, first_min, minutes)
    return changed(made, rows, lat_deg=at[0], lon_deg=at[1])


def without_ground(made: Positions) -> Positions:
    """No position on the surface was heard."""
    return made.take(made.surface != Surface.GROUND)


def unflagged(made: Positions, elevation_m: float) -> Positions:
    """A source that does not say what is on the surface, but has altitudes there."""
    on_ground = made.surface == Surface.GROUND
    altitude = np.where(on_ground, elevation_m, made.baro_altitude_m)
    return changed(
        made, slice(None), surface=int(Surface.UNKNOWN), baro_altitude_m=altitude
    )


def moving(made: Positions, least_ms: float) -> Positions:
    """Without surface positions slower than that: nothing but the rolls is heard."""
    slow = (made.surface == Surface.GROUND) & (made.ground_speed_ms < least_ms)
    return made.take(~slow)


def joined(*parts: Positions) -> Positions:
    """One track after the other, rows numbered anew."""
    whole = Positions.concatenate(parts)
    return replace(whole, row=np.arange(len(whole), dtype=np.int32))


# From positions to flights


def piece(made: Positions, icao24: str = "4b1234") -> Piece:
    """Positions of one aircraft from one file."""
    return Piece(aircraft=Aircraft(icao24=icao24, label=icao24), positions=made)


class Held:
    """Pieces in memory, given out as readers give theirs: one group, files numbered."""

    def __init__(self, pieces: Sequence[Piece], names: Sequence[str] = ()) -> None:
        names = names or [f"{i}.json" for i in range(len(pieces))]
        self.files = [SourceFile(name=name, reader="table") for name in names]
        self.pieces = [
            replace(p, positions=changed(p.positions, slice(None), file=i))
            for i, p in enumerate(pieces)
        ]

    def groups(self) -> Iterator[list[Piece]]:
        """All pieces in one group."""
        if self.pieces:
            yield self.pieces


def flights_of(*pieces: Piece | Positions, names: Sequence[str] = ()):
    """The table of flights that pieces give, and what happened on the way."""
    given = [p if isinstance(p, Piece) else piece(p) for p in pieces]
    return find_flights(Held(given, names))


def found(*pieces: Piece | Positions) -> list[dict]:
    """Flights as dictionaries, in the order of ``flight_id``."""
    return flights_of(*pieces)[0].to_pylist()


def ranked(row: dict, role: str) -> dict[str, float]:
    """Candidates of an end with their probabilities, likeliest first."""
    listed = json.loads(row[f"{role}_candidates"])
    return {c["airfield"]: c["probability"] for c in listed}


def is_sure(row: dict, role: str) -> bool:
    """Whether the end names an airfield."""
    return row[role] is not None


def quarantined(made: Positions) -> dict[str, int]:
    """How many positions are kept but not trusted, by reason."""
    reasons, counts = np.unique(made.quarantine, return_counts=True)
    return {
        Quarantine(r).name.lower(): int(n)
        for r, n in zip(reasons, counts, strict=True)
        if r
    }

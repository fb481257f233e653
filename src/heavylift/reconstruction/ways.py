"""Lay a made-up flight from runway to runway: where was the aircraft, and when?

Great circles between corners, a straight climb, a level cruise, a 3° final. That is as
much as the classes of evidence depend on; wind, turns and traffic are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import EARTH_RADIUS_M, bearing_deg, distance_m
from heavylift.reference.gazetteer import Airfields, load_airfields
from heavylift.units import METRES_PER_FOOT, MS_PER_KNOT

Column = NDArray[np.float64]
Point = tuple[float, float]

#: Where wheels leave the runway, and where they touch it: as usual for transports.
LIFT_OFF_M: Final = 1_500.0
TOUCH_DOWN_M: Final = 300.0

#: The end of the roll-out.
STOP_M: Final = 1_500.0

#: Height gained for each metre flown: about 4° up, and the 3° of a glide path.
CLIMB: Final = 0.07
GLIDE: Final = 0.0524

#: How far a flight goes straight after the runway and before the next one.
STRAIGHT_OUT_M: Final = 10_000.0
STRAIGHT_IN_M: Final = 25_000.0

#: Speeds at lift-off and touch-down, and of taxiing.
ROLL_KT: Final = 150.0
TAXI_KT: Final = 12.0

#: From the apron to the runway, beside it.
APRON_M: Final = 700.0

#: Full speed is reached so far above the airfield.
FAST_M: Final = 6_000.0

#: Seconds between two positions: on the ground, low, and high. An archive has three
#: times as many; these are enough for every class and keep the days small.
GROUND_S: Final = 20.0
LOW_S: Final = 8.0
HIGH_S: Final = 30.0

#: Up to this height above the lower airfield positions stand closer.
LOW_M: Final = 3_000.0

#: Step of the way that is worked out.
_STEP_M: Final = 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One flight as it was flown, before any of it is lost.

    Attributes:
        time_s: Unix seconds, increasing, shape ``(n,)``.
        lat_deg: Degrees north, shape ``(n,)``.
        lon_deg: Degrees east, shape ``(n,)``.
        altitude_ft: Pressure altitude in steps of 25 ft, shape ``(n,)``.
        ground: On the ground, shape ``(n,)``.
        speed_kt: Over the ground, shape ``(n,)``.
        track_deg: Direction of motion, shape ``(n,)``.
        rate_fpm: Vertical rate, ft/min, in steps of 64, shape ``(n,)``.
        take_off_s: When the wheels left the runway.
        landing_s: When they touched it.
    """

    time_s: Column
    lat_deg: Column
    lon_deg: Column
    altitude_ft: Column
    ground: NDArray[np.bool_]
    speed_kt: Column
    track_deg: Column
    rate_fpm: Column
    take_off_s: float
    landing_s: float


@dataclass(frozen=True, slots=True)
class _RunwayEnd:
    lat: float
    lon: float
    heading_deg: float
    elevation_m: float

    def ahead(self, metres: float, aside: float = 0.0) -> Point:
        """A point beyond the threshold on the axis, or to the right of it."""
        there = _moved((self.lat, self.lon), self.heading_deg, metres)
        return _moved(there, self.heading_deg + 90.0, aside)


def fly(
    origin: str,
    destination: str,
    start_s: float,
    *,
    via: Sequence[Point] = (),
    cruise_kt: float,
    cruise_ft: float,
) -> Flown:
    """Fly once, starting to taxi at ``start_s``.

    Args:
        origin: Code of the airfield of the take-off.
        destination: Code of the airfield of the landing.
        start_s: Unix seconds.
        via: Points on the way, latitude and longitude.
        cruise_kt: Speed over the ground in cruise.
        cruise_ft: Height of the cruise; a short flight stays below it.
    """
    a, b = _place(origin), _place(destination)
    off = _runway(origin, _course(a, (*via, b)[0]))
    on = _runway(destination, _course((a, *via)[-1], b))
    corners = [
        off.ahead(0.0, APRON_M),
        (off.lat, off.lon),
        off.ahead(LIFT_OFF_M + STRAIGHT_OUT_M),
        *via,
        on.ahead(-STRAIGHT_IN_M),
        on.ahead(STOP_M),
        on.ahead(STOP_M, APRON_M),
    ]
    marks = _along(corners)
    lift, touch = marks[1] + LIFT_OFF_M, marks[-2] - STOP_M + TOUCH_DOWN_M
    s = np.arange(0.0, marks[-1], _STEP_M)
    height = np.minimum(
        cruise_ft * METRES_PER_FOOT,
        np.minimum(
            off.elevation_m + CLIMB * np.maximum(s - lift, 0.0),
            on.elevation_m + GLIDE * np.maximum(touch - s, 0.0),
        ),
    )
    lower = min(off.elevation_m, on.elevation_m)
    speed = _speed_kt(s, (marks[1], lift, touch, marks[-2]), height - lower, cruise_kt)
    seconds = np.concatenate([[0.0], np.cumsum(_STEP_M / (speed[:-1] * MS_PER_KNOT))])
    on_ground = (s <= lift) | (s >= touch)
    step_s = np.where(on_ground, GROUND_S, HIGH_S)
    step_s = np.where(~on_ground & (height - lower < LOW_M), LOW_S, step_s)
    due = np.concatenate([[0.0], np.cumsum(np.diff(seconds) / step_s[1:])])
    when = np.interp(np.arange(0.0, due[-1]), due, seconds)
    at = np.interp(when, seconds, s)
    lat, lon = _points(corners, marks, at)
    feet = np.interp(at, s, height) / METRES_PER_FOOT
    track = bearing_deg(lat[:-1], lon[:-1], lat[1:], lon[1:])
    rate = np.gradient(feet, when / 60.0)
    ends = np.interp([lift, touch], s, seconds) + start_s
    return Flown(
        time_s=np.round(when + start_s, 2),
        lat_deg=np.round(lat, 6),
        lon_deg=np.round(lon, 6),
        altitude_ft=np.round(feet / 25.0) * 25.0,
        ground=(at <= lift) | (at >= touch),
        speed_kt=np.interp(at, s, speed),
        track_deg=np.append(track, track[-1]),
        rate_fpm=np.round(rate / 64.0) * 64.0,
        take_off_s=float(ends[0]),
        landing_s=float(ends[1]),
    )


def km_from(code: str, lat_deg: Column, lon_deg: Column) -> Column:
    """Distance of each point from the reference point of an airfield, kilometres."""
    lat, lon = _place(code)
    there = np.full_like(lat_deg, lat), np.full_like(lon_deg, lon)
    return distance_m(lat_deg, lon_deg, *there) / 1000.0


def _speed_kt(
    s: Column,
    marks: tuple[float, float, float, float],
    above_m: Column,
    cruise_kt: float,
) -> Column:
    """Taxi, roll, climb, cruise, descent, roll-out: the speed at each point."""
    begin, lift, touch, stop = marks
    speed = ROLL_KT + (cruise_kt - ROLL_KT) * np.clip(above_m / FAST_M, 0.0, 1.0)
    rolling = np.sqrt(np.clip((s - begin) / (lift - begin), 0.0, 1.0))
    slowing = np.sqrt(np.clip((stop - s) / (stop - touch), 0.0, 1.0))
    speed = np.where(s < lift, ROLL_KT * rolling, speed)
    speed = np.where(s > touch, ROLL_KT * slowing, speed)
    return np.maximum(speed, TAXI_KT)


def _place(code: str) -> Point:
    fields, i = _row(code)
    return float(fields.lat_deg[i]), float(fields.lon_deg[i])


@cache
def _row(code: str) -> tuple[Airfields, int]:
    fields = load_airfields()
    [i] = np.flatnonzero(fields.code == code)
    return fields, int(i)


def _runway(code: str, towards_deg: float) -> _RunwayEnd:
    """The end of a runway that points best towards a direction.

    Where no runway is published, one is laid through the reference point.
    """
    fields, i = _row(code)
    ends = range(fields.end_offsets[i], fields.end_offsets[i + 1])
    elevation = float(np.nan_to_num(fields.elevation_m[i]))
    if not ends:
        return _RunwayEnd(*_place(code), towards_deg, elevation)
    turns = {
        e: abs((float(fields.end_heading_deg[e]) - towards_deg + 180) % 360 - 180)
        for e in ends
    }
    end = min(turns, key=lambda e: (turns[e], e))
    return _RunwayEnd(
        float(fields.end_lat_deg[end]),
        float(fields.end_lon_deg[end]),
        float(fields.end_heading_deg[end]),
        elevation,
    )


def _course(a: Point, b: Point) -> float:
    return float(bearing_deg(*(np.array([x]) for x in (*a, *b)))[0])


def _moved(start: Point, course_deg: float, metres: float) -> Point:
    """The point so many metres away along a great circle."""
    d, b = metres / EARTH_RADIUS_M, np.radians(course_deg)
    phi, lam = np.radians(start[0]), np.radians(start[1])
    sine = np.sin(phi) * np.cos(d) + np.cos(phi) * np.sin(d) * np.cos(b)
    east = np.sin(b) * np.sin(d) * np.cos(phi)
    lam2 = lam + np.arctan2(east, np.cos(d) - np.sin(phi) * sine)
    return float(np.degrees(np.arcsin(sine))), float(np.degrees(lam2))


def _along(path: Sequence[Point]) -> Column:
    """Distance of each corner of a path from its beginning, metres."""
    lat, lon = np.array(path).T
    legs = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return np.concatenate([[0.0], np.cumsum(legs)])


def _points(path: Sequence[Point], marks: Column, at: Column) -> tuple[Column, Column]:
    """Points on the great circles of a path, so far from its beginning."""
    phi, lam = np.radians(np.array(path)).T
    cos = np.cos(phi)
    corners = np.column_stack([cos * np.cos(lam), cos * np.sin(lam), np.sin(phi)])
    leg = np.clip(np.searchsorted(marks, at, side="right") - 1, 0, len(path) - 2)
    length = np.maximum(marks[leg + 1] - marks[leg], 1e-9)
    share = ((at - marks[leg]) / length)[:, None]
    angle = (length / EARTH_RADIUS_M)[:, None]
    xyz = np.sin((1 - share) * angle) * corners[leg]
    xyz = (xyz + np.sin(share * angle) * corners[leg + 1]) / np.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(xyz[:, 2], -1, 1)))
    return lat, np.degrees(np.arctan2(xyz[:, 1], xyz[:, 0]))

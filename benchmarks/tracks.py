"""Make up the tracks of an aircraft for some days: flights between real runways.

The tracks have what makes real ones hard to read: taxiing, straight climbs and
finals, reception that begins late or ends early, oceans without receivers, flights
over midnight. They say nothing about the real world and are never shown as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.airframes import Airframe
from benchmarks.runways import Runway
from heavylift.geo import distance_m
from heavylift.units import METRES_PER_FOOT, MS_PER_KNOT

Column = NDArray[np.float64]

DAY_S = 86_400.0

#: Where wheels leave the runway and where they touch it, from its beginning.
LIFT_OFF_M = 1_800.0
TOUCHDOWN_M = 400.0

#: Height gained for each metre flown: about 3.7° up, and the 3° of an ILS down.
CLIMB_SLOPE = 0.065
DESCENT_SLOPE = 0.0524

#: How far a flight goes straight after the runway and before the next one.
STRAIGHT_OUT_M = 8_000.0
STRAIGHT_IN_M = 20_000.0

#: Seconds between two rows that readsb writes: near the ground, in climb and
#: descent, in cruise. They give about 2 000 rows a file, as on a real day.
STEP_GROUND_S = 7.0
STEP_CLIMB_S = 5.0
STEP_CRUISE_S = 14.0


#: Between two flights, on average, beyond the 40 minutes of the shortest turn-round.
MEAN_STAY_S = 24_000.0

#: Positions are sent in steps of about 5 m; 4e-5° is what they scatter.
SCATTER_DEG = 4e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One flight: what was received of it, and what was really flown.

    Attributes:
        time_s: Unix seconds, increasing, shape ``(n,)``.
        lat: Degrees north, shape ``(n,)``.
        lon: Degrees east, shape ``(n,)``.
        altitude_ft: Pressure altitude, in steps of 25 ft as sent, shape ``(n,)``.
        ground: On the ground, shape ``(n,)``.
        speed_kt: Over the ground, shape ``(n,)``.
        track_deg: Direction of motion, shape ``(n,)``.
        rate_fpm: Vertical rate in ft/min, in steps of 64 as sent, shape ``(n,)``.
        origin: Airfield of the take-off.
        destination: Airfield of the landing.
        take_off_s: When the wheels left the runway, Unix seconds.
        landing_s: When they touched it.
        over_s: When the taxiing ended.
    """

    time_s: Column
    lat: Column
    lon: Column
    altitude_ft: Column
    ground: NDArray[np.bool_]
    speed_kt: Column
    track_deg: Column
    rate_fpm: Column
    origin: str
    destination: str
    take_off_s: float
    landing_s: float
    over_s: float


def legs(
    rng: np.random.Generator,
    airframe: Airframe,
    airfields: list[tuple[Runway, Runway]],
    start_s: float,
    end_s: float,
) -> Iterator[Leg]:
    """Fly one aircraft about, from somewhat before ``start_s`` until ``end_s``.

    Args:
        rng: Where chance comes from.
        airframe: What flies.
        airfields: Where it can go.
        start_s: Begin of the first day, Unix seconds.
        end_s: End of the last day, Unix seconds.

    Yields:
        Flights in order of time. The first may have begun the day before, the last
        may end the day after.
    """
    lat = np.array([pair[0].start_lat for pair in airfields])
    lon = np.array([pair[0].start_lon for pair in airfields])
    here = int(rng.integers(len(airfields)))
    now_s = start_s + rng.uniform(-5, 9) * 3600
    while now_s < end_s:
        away_m = distance_m(
            np.full_like(lat, lat[here]), np.full_like(lat, lon[here]), lat, lon
        )
        reachable = np.flatnonzero(
            (away_m > 150e3) & (away_m < airframe.range_km * 1e3)
        )
        nearest = np.argsort(away_m)[1:6]
        there = int(rng.choice(reachable if len(reachable) else nearest))
        take_off, landing = (airfields[k][int(rng.integers(2))] for k in (here, there))
        leg = fly(rng, airframe, take_off, landing, now_s)
        yield leg
        now_s = leg.over_s + 2400 + rng.gamma(1.5, MEAN_STAY_S / 1.5)
        here = there


def fly(
    rng: np.random.Generator,
    airframe: Airframe,
    take_off: Runway,
    landing: Runway,
    start_s: float,
) -> Leg:
    """Fly once from runway to runway, starting to taxi at ``start_s``."""
    lat, lon, lift_off_m, touch_m = _path(take_off, landing)
    along_m = _along(lat, lon)
    gone_m = np.maximum(along_m - lift_off_m, 0)
    left_m = np.maximum(touch_m - along_m, 0)
    ground = (along_m <= lift_off_m) | (along_m >= touch_m)
    up_m, down_m = gone_m * CLIMB_SLOPE, left_m * DESCENT_SLOPE
    altitude_ft = np.minimum(
        airframe.cruise_ft,
        np.minimum(
            take_off.elevation_ft + up_m / METRES_PER_FOOT,
            landing.elevation_ft + down_m / METRES_PER_FOOT,
        ),
    )
    speed_kt = _speed_kt(airframe, along_m, lift_off_m, touch_m)

    mean_ms = (speed_kt[1:] + speed_kt[:-1]) / 2 * MS_PER_KNOT
    time_s = np.concatenate([[0.0], np.cumsum(np.diff(along_m) / mean_ms)]) + start_s
    lift_off_s, touch_s = np.interp([lift_off_m, touch_m], along_m, time_s)

    cruising = altitude_ft >= airframe.cruise_ft
    step_s = np.where(ground, STEP_GROUND_S, STEP_CLIMB_S)
    step_s = np.where(cruising, STEP_CRUISE_S, step_s)
    at_s = _moments(rng, time_s, step_s)
    at_s = at_s[_received(rng, at_s, lift_off_s, touch_s, along_m[-1])]
    at_lat = np.interp(at_s, time_s, lat) + rng.normal(0, SCATTER_DEG, len(at_s))
    at_lon = np.interp(at_s, time_s, lon) + rng.normal(0, SCATTER_DEG, len(at_s))
    at_ft = np.round(np.interp(at_s, time_s, altitude_ft) / 25) * 25
    rate_fpm = np.gradient(altitude_ft, time_s / 60)
    at_rate = np.interp(at_s, time_s, rate_fpm) + rng.normal(0, 40, len(at_s))
    return Leg(
        time_s=at_s,
        lat=at_lat,
        lon=(at_lon + 180) % 360 - 180,
        altitude_ft=at_ft,
        ground=(at_s <= lift_off_s) | (at_s >= touch_s),
        speed_kt=np.interp(at_s, time_s, speed_kt) + rng.normal(0, 0.5, len(at_s)) ** 2,
        track_deg=np.interp(at_s, time_s, _course(lat, lon)) % 360,
        rate_fpm=np.round(at_rate / 64) * 64,
        origin=take_off.airfield,
        destination=landing.airfield,
        take_off_s=float(lift_off_s),
        landing_s=float(touch_s),
        over_s=float(time_s[-1]),
    )


def _path(take_off: Runway, landing: Runway) -> tuple[Column, Column, float, float]:
    """Lay the way from apron to apron.

    Returns:
        Latitudes, longitudes (unwrapped, so that they can be interpolated), and how
        far along it the wheels leave the ground and touch it again, in metres.
    """
    out = take_off.beyond_end(STRAIGHT_OUT_M)
    final = landing.before_start(STRAIGHT_IN_M)
    way = _great_circle(out, final)
    lead_in = [
        (landing.start_lat, landing.start_lon),
        (landing.end_lat, landing.end_lon),
    ]
    lead_out = [
        (take_off.start_lat, take_off.start_lon),
        (take_off.end_lat, take_off.end_lon),
    ]
    # An apron half a kilometre beside the runway at either end.
    apron_out = (take_off.start_lat + 0.004, take_off.start_lon + 0.004)
    apron_in = (landing.end_lat - 0.004, landing.end_lon - 0.004)
    corners = np.array([apron_out, *lead_out, *way, *lead_in, apron_in])
    corners[:, 1] = np.unwrap(corners[:, 1], period=360)
    at_m = _along(corners[:, 0], corners[:, 1])
    # Steps of 250 m, and the corners themselves.
    fine_m = np.union1d(np.arange(0, at_m[-1], 250.0), at_m)
    fine_m = fine_m[np.diff(fine_m, prepend=-np.inf) > 1]  # a corner beside a step
    lat = np.interp(fine_m, at_m, corners[:, 0])
    lon = np.interp(fine_m, at_m, corners[:, 1])
    return lat, lon, float(at_m[1]) + LIFT_OFF_M, float(at_m[-3]) + TOUCHDOWN_M


def _great_circle(
    start: tuple[float, float], end: tuple[float, float]
) -> list[tuple[float, float]]:
    """Give points every 20 km or so on the shortest way, both ends included."""

    def vector(lat: float, lon: float) -> Column:
        phi, lam = np.radians(lat), np.radians(lon)
        return np.array(
            [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
        )

    a, b = vector(*start), vector(*end)
    angle = np.arccos(np.clip(a @ b, -1, 1))
    f = np.linspace(0, 1, max(2, int(angle * 320)))[:, None]
    xyz = (np.sin((1 - f) * angle) * a + np.sin(f * angle) * b) / np.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(xyz[:, 2], -1, 1)))
    lon = np.degrees(np.arctan2(xyz[:, 1], xyz[:, 0]))
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def _along(lat: Column, lon: Column) -> Column:
    """Give the distance from the beginning to each point, in metres."""
    steps_m = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return np.concatenate([[0.0], np.cumsum(steps_m)])


def _course(lat: Column, lon: Column) -> Column:
    """Give the direction of motion at each point, unwrapped so it interpolates."""
    east = np.gradient(lon) * np.cos(np.radians(lat))
    course: Column = np.unwrap(
        np.degrees(np.arctan2(east, np.gradient(lat))), period=360
    )
    return course


def _speed_kt(
    airframe: Airframe, along_m: Column, lift_off_m: float, touch_m: float
) -> Column:
    """Give the speed at each point: taxi, roll, climb, cruise, final, roll-out."""
    roll = 150 * np.sqrt(np.clip((along_m - lift_off_m) / LIFT_OFF_M + 1, 0, 1))
    roll_out = 140 * np.sqrt(np.clip(1 - (along_m - touch_m) / 1_500, 0, 1))
    # 250 kt near 10 000 ft and full speed near 30 000 ft, in round figures.
    fast_up = np.clip((along_m - lift_off_m) / 140e3, 0, 1)
    fast_down = np.clip((touch_m - along_m) / 170e3, 0, 1)
    up = 150 + (airframe.cruise_kt - 150) * fast_up
    down = 140 + (airframe.cruise_kt - 140) * fast_down
    speed = np.minimum(
        np.minimum(up, down),
        np.minimum(
            np.where(along_m < lift_off_m, roll, np.inf),
            np.where(along_m > touch_m, roll_out, np.inf),
        ),
    )
    return np.maximum(speed, 12.0)


def _moments(rng: np.random.Generator, time_s: Column, step_s: Column) -> Column:
    """Draw the moments of rows, ``step_s`` apart on average at each point."""
    density = 1 / ((step_s[1:] + step_s[:-1]) / 2)
    expected = np.concatenate([[0.0], np.cumsum(np.diff(time_s) * density)])
    # Gamma of shape 4: intervals vary by half, and are never near zero.
    ticks = np.cumsum(rng.gamma(4.0, 0.25, int(expected[-1] * 1.1) + 20))
    moments = np.interp(ticks[ticks < expected[-1]], expected, time_s)
    unique: Column = np.unique(np.round(moments, 2))
    return unique


def _received(
    rng: np.random.Generator,
    at_s: Column,
    lift_off_s: float,
    touch_s: float,
    length_m: float,
) -> NDArray[np.bool_]:
    """Say which rows a network of volunteers would have heard."""
    airborne_s = touch_s - lift_off_s
    share = (at_s - lift_off_s) / airborne_s
    heard = np.ones(len(at_s), dtype=bool)
    luck = rng.random()
    if luck < 0.15:
        heard &= share < rng.uniform(0.6, 0.97)
    elif luck < 0.25:
        heard &= share > rng.uniform(0.03, 0.3)
    elif luck < 0.32:
        heard &= (share > 0.1) & (share < rng.uniform(0.7, 0.95))
    if rng.random() < 0.35:
        heard &= (share > 0) & (share < 1)
    if length_m > 2.5e6 and rng.random() < 0.7:
        heard &= (share < 0.3) | (share > 0.65)
    return heard

"""The state in which a flight is first and last heard in the air.

A take-off is a landing seen backwards: with time reversed, a departing aircraft
descends towards its runway. Both ends are described that way, so that one set of rules
weighs both, each with thresholds of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.segment import Segments
from heavylift.geo import bearing_deg_scalar, distance_m_scalar
from heavylift.kernels import kernel
from heavylift.model.positions import Positions

#: The sink rate is a straight line through the altitudes of this long; long enough to
#: smooth 25 ft steps (7.6 m), short enough to see a level-off.
SINK_WINDOW_S: Final = 90.0

#: Change of height is taken over this long as well: descents come in steps.
TREND_WINDOW_S: Final = 600.0

#: Course is measured over at least this distance when it was not reported.
COURSE_BASE_M: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStates:
    """One row an end; time runs towards the airfield for both roles.

    Attributes:
        row: Row of the outermost airborne position; shape ``(ends,)`` as all.
        inner: Row of the flight's other airborne end.
        step: +1 when rows run towards this end (destination), -1 (origin).
        lat_deg: Latitude of the outermost airborne position.
        lon_deg: Longitude of it.
        altitude_m: Altitude there; NaN when none was reported near it.
        speed_ms: Ground speed there; NaN when it cannot be told.
        course_deg: Direction of motion towards the end; NaN when it cannot be told.
        sink_ms: Rate of descent towards the end; NaN when it cannot be told.
        drop_m: Height lost towards the end in the ten minutes nearest to it; NaN when
            altitudes are missing.
        max_speed_ms: Fastest of the whole flight, NaN when never known.
        max_altitude_m: Highest of the whole flight, NaN when never known.
        surface_rows: Surface positions beyond the airborne phase.
        surface_lat_deg: Latitude of the surface position next to the airborne phase.
        surface_lon_deg: Longitude of it.
        surface_wait_s: Silence between the airborne phase and that position.
    """

    row: NDArray[np.int64]
    inner: NDArray[np.int64]
    step: int
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    altitude_m: NDArray[np.float64]
    speed_ms: NDArray[np.float64]
    course_deg: NDArray[np.float64]
    sink_ms: NDArray[np.float64]
    drop_m: NDArray[np.float64]
    max_speed_ms: NDArray[np.float64]
    max_altitude_m: NDArray[np.float64]
    surface_rows: NDArray[np.int64]
    surface_lat_deg: NDArray[np.float64]
    surface_lon_deg: NDArray[np.float64]
    surface_wait_s: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of ends."""
        return len(self.row)


def describe_ends(
    positions: Positions,
    altitude_m: NDArray[np.float32],
    segments: Segments,
    *,
    arriving: bool,
) -> EndStates:
    """Describe one end of every flight.

    Args:
        positions: Trusted rows only, by aircraft and time.
        altitude_m: Altitude of each row, NaN where unknown.
        segments: The flights.
        arriving: Whether to describe landings (else take-offs).
    """
    if arriving:
        row, inner = segments.last_airborne, segments.first_airborne
        surface = np.where(segments.last > row, row + 1, -1)
        surface_rows = segments.last - row
        step = 1
    else:
        row, inner = segments.first_airborne, segments.last_airborne
        surface = np.where(segments.first < row, row - 1, -1)
        surface_rows = row - segments.first
        step = -1
    measured = _describe(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude_m,
        positions.ground_speed_ms,
        positions.track_deg,
        positions.vertical_rate_ms,
        row,
        inner,
        step,
    )
    seen = surface >= 0
    beside = np.where(seen, surface, 0)
    return EndStates(
        row=row,
        inner=inner,
        step=step,
        lat_deg=positions.lat_deg[row],
        lon_deg=positions.lon_deg[row],
        altitude_m=measured[:, 0],
        speed_ms=measured[:, 1],
        course_deg=measured[:, 2],
        sink_ms=measured[:, 3],
        drop_m=measured[:, 4],
        max_speed_ms=measured[:, 5],
        max_altitude_m=measured[:, 6],
        surface_rows=np.where(seen, surface_rows, 0),
        surface_lat_deg=np.where(seen, positions.lat_deg[beside], np.nan),
        surface_lon_deg=np.where(seen, positions.lon_deg[beside], np.nan),
        surface_wait_s=np.where(
            seen,
            np.abs(positions.time_ms[beside] - positions.time_ms[row]) / 1e3,
            np.nan,
        ),
    )


@kernel
def _describe(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    track: NDArray[np.float32],
    rate: NDArray[np.float32],
    rows: NDArray[np.int64],
    inners: NDArray[np.int64],
    step: int,
) -> NDArray[np.float64]:
    out = np.full((len(rows), 7), np.nan)
    for e in range(len(rows)):
        row = rows[e]
        inner = inners[e]
        out[e, 0] = _altitude_at(time_ms, altitude, row, inner, step)
        out[e, 1] = _speed_at(time_ms, lat, lon, speed, row, inner, step)
        out[e, 2] = _course_at(lat, lon, track, row, inner, step)
        out[e, 3] = _sink_at(time_ms, altitude, rate, row, inner, step)
        out[e, 4] = _drop_at(time_ms, altitude, out[e, 0], row, inner, step)
        fastest = np.float32(np.nan)
        highest = np.float32(np.nan)
        for i in range(min(row, inner), max(row, inner) + 1):
            if speed[i] > fastest or np.isnan(fastest):
                fastest = speed[i]
            if altitude[i] > highest or np.isnan(highest):
                highest = altitude[i]
        out[e, 5] = fastest
        out[e, 6] = highest
    return out


@kernel
def _altitude_at(
    time_ms: NDArray[np.int64],
    altitude: NDArray[np.float32],
    row: int,
    inner: int,
    step: int,
) -> float:
    """Middle one of the three outermost altitudes within a minute of the end.

    One wrong altitude in the last row would else decide the class of the end.
    """
    found = np.empty(3)
    n = 0
    i = row
    while n < 3 and abs(time_ms[i] - time_ms[row]) <= 60_000:
        if np.isfinite(altitude[i]):
            found[n] = altitude[i]
            n += 1
        if i == inner:
            break
        i -= step
    if n == 0:
        return np.nan
    if n < 3:
        return float(found[0])
    return float(np.median(found))


@kernel
def _speed_at(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    speed: NDArray[np.float32],
    row: int,
    inner: int,
    step: int,
) -> float:
    if np.isfinite(speed[row]):
        return float(speed[row])
    i = row
    while i != inner:
        i -= step
        if np.isfinite(speed[i]) and abs(time_ms[i] - time_ms[row]) <= 60_000:
            return float(speed[i])
        dt_s = abs(time_ms[i] - time_ms[row]) / 1000.0
        if dt_s >= 10.0:
            return float(distance_m_scalar(lat[i], lon[i], lat[row], lon[row]) / dt_s)
    return np.nan


@kernel
def _course_at(
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    track: NDArray[np.float32],
    row: int,
    inner: int,
    step: int,
) -> float:
    if np.isfinite(track[row]):
        turned = 0.0 if step > 0 else 180.0
        return float((track[row] + turned) % 360.0)
    i = row
    while i != inner:
        i -= step
        if distance_m_scalar(lat[i], lon[i], lat[row], lon[row]) >= COURSE_BASE_M:
            return float(bearing_deg_scalar(lat[i], lon[i], lat[row], lon[row]))
    return np.nan


@kernel
def _sink_at(
    time_ms: NDArray[np.int64],
    altitude: NDArray[np.float32],
    rate: NDArray[np.float32],
    row: int,
    inner: int,
    step: int,
) -> float:
    """Slope through the altitudes of the last 90 s, else the rate reported."""
    n = 0
    st = 0.0
    sa = 0.0
    stt = 0.0
    sta = 0.0
    i = row
    while True:
        t = abs(time_ms[i] - time_ms[row]) / 1000.0
        if t > SINK_WINDOW_S:
            break
        a = altitude[i]
        if np.isfinite(a):
            n += 1
            st += t
            sa += a
            stt += t * t
            sta += t * a
        if i == inner:
            break
        i -= step
    spread = n * stt - st * st
    if n >= 3 and spread > 0.0 and stt / n > 25.0:
        # t grows away from the end, so a positive slope is height lost towards it.
        return float((n * sta - st * sa) / spread)
    i = row
    while True:
        if abs(time_ms[i] - time_ms[row]) > 60_000:
            return np.nan
        if np.isfinite(rate[i]):
            return float(-step * rate[i])
        if i == inner:
            return np.nan
        i -= step


@kernel
def _drop_at(
    time_ms: NDArray[np.int64],
    altitude: NDArray[np.float32],
    altitude_at_end: float,
    row: int,
    inner: int,
    step: int,
) -> float:
    earlier = np.nan
    i = row
    while abs(time_ms[i] - time_ms[row]) <= TREND_WINDOW_S * 1000.0:
        if np.isfinite(altitude[i]):
            earlier = float(altitude[i])
        if i == inner:
            break
        i -= step
    return earlier - altitude_at_end

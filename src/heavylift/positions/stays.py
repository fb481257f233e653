"""Where aircraft in the air stay at one point, and which of them cannot.

Jammed and spoofed receivers often report one point, an airport as a rule, for minutes
and from any height. Each such position could follow on the one before; what gives the
stay away is that the aircraft reports to be flying, or climbs thousands of feet on
the spot, or that several aircraft at different heights stay at the very same point.

A hovering helicopter, a tethered balloon, a parked aircraft that says "airborne", a
formation and a true crossing are none of these. Nothing here says *why* a position is
wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from heavylift.geo import EARTH_RADIUS_M
from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Surface

#: Reports of one spoofed point scatter by some 30 m (Amman, December 2024: 33
#: aircraft within 35 m); twice that and a half more. Half would cut such stays.
STAY_M: Final = 80.0

#: Anything in the air, gliders too, is out of ``STAY_M`` again in that time.
MIN_STAY_S: Final = 20.0

#: Two positions at one point can be a track that crosses itself.
MIN_STAY_POSITIONS: Final = 3

#: After a silence this long an aircraft may have come back to where it was.
MAX_STEP_S: Final = 300.0

#: A stay contradicts the reported speed only if that would have led this far ...
CONTRADICTION_M: Final = 1_000.0

#: ... and is one at which nothing stands still in the wind (49 kt), ...
FLYING_MS: Final = 25.0

#: ... and nothing turns inside the stay: 9 g is the most that airframes are built for.
MAX_TURN_MS2: Final = 9 * 9.81

#: Transponders give places to some 5 m (CPR, airborne), so no circle is smaller.
MIN_RADIUS_M: Final = 5.0

#: Nothing climbs so far within ``STAY_M``: helicopters drift more, balloons go with
#: the wind. Above pressure errors and QNH changes of one place by far.
VERTICAL_M: Final = 600.0

#: Nothing hovers above this: tethered balloons reach 4 600 m, helicopters cannot.
HOVERING_M: Final = 6_000.0

#: Aircraft at one point at the same time: two may cross, three do not stay.
SHARED_AIRCRAFT: Final = 3

#: Stays whose middles are that near share a point.
SHARED_M: Final = 150.0

#: Stays with less time than this between them are at the same time: the same spell of
#: interference, not one aircraft today and another tomorrow.
SHARED_PAUSE_S: Final = 600.0

#: Their heights are so far apart, which on a parking stand they never are.
SHARED_HEIGHTS_M: Final = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Stretches in which an aircraft in the air does not leave a point; shape ``(n,)``.

    Attributes:
        track: Which track, index as the caller numbers tracks.
        first: First row of the stay.
        last: Last row, inclusive.
        lat_deg: Middle of the stay, degrees north.
        lon_deg: Degrees east.
        start_ms: Time of the first row.
        end_ms: Time of the last row.
        lowest_m: Lowest pressure altitude, NaN when none was reported.
        highest_m: Highest.
        impossible: Whether it contradicts what the aircraft says of itself.
    """

    track: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    start_ms: NDArray[np.int64]
    end_ms: NDArray[np.int64]
    lowest_m: NDArray[np.float64]
    highest_m: NDArray[np.float64]
    impossible: NDArray[np.bool_]

    def __len__(self) -> int:
        """Number of stays."""
        return len(self.track)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPoint:
    """A point at which several aircraft in the air stayed at the same time.

    Attributes:
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        start_ms: When the first stay began, Unix milliseconds.
        end_ms: When the last one ended.
        aircraft: How many aircraft stayed there.
        positions: Rows from the first to the last of each stay, added up.
    """

    lat_deg: float
    lon_deg: float
    start_ms: int
    end_ms: int
    aircraft: int
    positions: int


def find_stays(positions: Positions, offsets: NDArray[np.int64]) -> Stays:
    """Find the stays of every track.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.

    Returns:
        The stays, by track and time; most tracks have none.
    """
    bounds = _stay_bounds(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        positions.surface,
        offsets,
    )
    values = np.array(
        [_describe(positions, first, last) for _, first, last in bounds.tolist()]
    ).reshape(-1, 5)
    return Stays(
        track=bounds[:, 0],
        first=bounds[:, 1],
        last=bounds[:, 2],
        lat_deg=values[:, 0],
        lon_deg=values[:, 1],
        start_ms=positions.time_ms[bounds[:, 1]],
        end_ms=positions.time_ms[bounds[:, 2]],
        lowest_m=values[:, 2],
        highest_m=values[:, 3],
        impossible=values[:, 4] > 0,
    )


def join_stays(groups: Iterable[tuple[int, Stays]]) -> Stays:
    """Put the stays of several groups together.

    Args:
        groups: For each group what to add to its numbers of tracks, and its stays.

    Returns:
        All stays. ``first`` and ``last`` go on counting within their own group.
    """
    parts = [replace(s, track=s.track + before) for before, s in groups]
    if not parts:
        return find_stays(Positions.unknown(0), np.zeros(1, np.int64))
    return Stays(
        **{
            f.name: np.concatenate([getattr(p, f.name) for p in parts])
            for f in fields(Stays)
        }
    )


def shared_points(stays: Stays) -> list[SharedPoint]:
    """Find the points at which at least three aircraft stay at different heights.

    Args:
        stays: Of one group or of several; ``track`` tells aircraft apart.

    Returns:
        The points, each for one spell of time, in the order of time.
    """
    if len(stays) < SHARED_AIRCRAFT:
        return []
    places = link_places(stays.lat_deg, stays.lon_deg, SHARED_M)
    found = []
    for place in np.flatnonzero(np.bincount(places) >= SHARED_AIRCRAFT).tolist():
        rows = np.flatnonzero(places == place)
        for spell in _spells(stays, rows):
            heights = stays.highest_m[spell], stays.lowest_m[spell]
            if not np.isfinite(heights[0]).any():
                continue
            apart = np.nanmax(heights[0]) - np.nanmin(heights[1]) >= SHARED_HEIGHTS_M
            aircraft = len(np.unique(stays.track[spell]))
            if aircraft >= SHARED_AIRCRAFT and apart:
                found.append(_shared_point(stays, spell, aircraft))
    return sorted(found, key=lambda p: (p.start_ms, p.lat_deg, p.lon_deg))


def is_at(
    positions: Positions, point: SharedPoint, *, within_m: float = SHARED_M
) -> NDArray[np.bool_]:
    """Tell which positions in the air are at a shared point during its spell."""
    pause_ms = int(SHARED_PAUSE_S * 1000)
    near: NDArray[np.bool_] = (
        (np.abs(positions.lat_deg - point.lat_deg) < within_m / _DEGREE_M)
        & (positions.time_ms >= point.start_ms - pause_ms)
        & (positions.time_ms <= point.end_ms + pause_ms)
        & (positions.surface != Surface.GROUND)
    )
    rows = np.flatnonzero(near)
    east = (positions.lon_deg[rows] - point.lon_deg + 180.0) % 360.0 - 180.0
    across = np.cos(np.radians(point.lat_deg))
    near[rows] = np.abs(east) * across < within_m / _DEGREE_M
    return near


#: Length of a degree of latitude.
_DEGREE_M: Final = float(np.radians(1.0) * EARTH_RADIUS_M)


@kernel
def _stay_bounds(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    surface: NDArray[np.int8],
    offsets: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Track, first and last row of each stay, shape ``(n, 3)``."""
    found = []
    for k in range(len(offsets) - 1):
        end = offsets[k + 1]
        i = offsets[k]
        while i < end:
            j = i + 1
            # A cosine costs more than all else; few rows have one beside them.
            if (
                surface[i] != Surface.GROUND
                and j < end
                and abs(lat[j] - lat[i]) * _DEGREE_M <= STAY_M
            ):
                across = np.cos(np.radians(lat[i]))
                while (
                    j < end
                    and surface[j] != Surface.GROUND
                    and time_ms[j] - time_ms[j - 1] <= MAX_STEP_S * 1000
                    and abs(lat[j] - lat[i]) * _DEGREE_M <= STAY_M
                    and abs(lon[j] - lon[i]) * _DEGREE_M * across <= STAY_M
                ):
                    j += 1
                if (
                    j - i >= MIN_STAY_POSITIONS
                    and time_ms[j - 1] - time_ms[i] >= MIN_STAY_S * 1000
                ):
                    found.append((k, i, j - 1))
            i = j
    out = np.empty((len(found), 3), dtype=np.int64)
    for n in range(len(found)):
        out[n, 0], out[n, 1], out[n, 2] = found[n]
    return out


def _describe(
    positions: Positions, first: int, last: int
) -> tuple[float, float, float, float, bool]:
    """Middle, lowest, highest of a stay, and whether it cannot be."""
    rows = slice(first, last + 1)
    lat, lon = positions.lat_deg[rows], positions.lon_deg[rows]
    altitude = positions.baro_altitude_m[rows]
    if not np.isfinite(altitude).any():
        altitude = positions.geo_altitude_m[rows]
    known = altitude[np.isfinite(altitude)]
    lowest = float(known.min()) if len(known) else np.nan
    highest = float(known.max()) if len(known) else np.nan
    north = float(np.ptp(lat)) * _DEGREE_M
    east = float(np.ptp(lon)) * _DEGREE_M * float(np.cos(np.radians(lat[0])))
    radius = max(np.hypot(north, east) / 2, MIN_RADIUS_M)
    speed = positions.ground_speed_ms[rows]
    speed = speed[np.isfinite(speed)]
    seconds = (positions.time_ms[last] - positions.time_ms[first]) / 1000
    typical = float(np.median(speed)) if len(speed) else 0.0
    flying = (
        typical > FLYING_MS
        and typical * seconds > CONTRADICTION_M
        and typical**2 > MAX_TURN_MS2 * radius
    )
    # comparisons with NaN are false: an unknown height contradicts nothing
    impossible = flying or highest - lowest > VERTICAL_M or lowest > HOVERING_M
    middle = float(np.median(lat)), float(np.median(lon))
    return *middle, lowest, highest, bool(impossible)


def link_places(
    lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64], metres: float
) -> NDArray[np.int32]:
    """Number places: points linked by steps shorter than ``metres`` are one place."""
    phi, lam = np.radians(lat_deg), np.radians(lon_deg)
    sphere = np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )
    pairs = cKDTree(sphere).query_pairs(metres / EARTH_RADIUS_M, output_type="ndarray")
    n = len(lat_deg)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    labels: NDArray[np.int32] = connected_components(links, directed=False)[1]
    return labels


def _spells(stays: Stays, rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Cut the stays at one place where for a while none was there."""
    rows = rows[np.argsort(stays.start_ms[rows], kind="stable")]
    until = np.maximum.accumulate(stays.end_ms[rows])
    pause = stays.start_ms[rows][1:] - until[:-1] > SHARED_PAUSE_S * 1000
    return np.split(rows, np.flatnonzero(pause) + 1)


def _shared_point(stays: Stays, spell: NDArray[np.intp], aircraft: int) -> SharedPoint:
    return SharedPoint(
        lat_deg=float(np.median(stays.lat_deg[spell])),
        lon_deg=float(np.median(stays.lon_deg[spell])),
        start_ms=int(stays.start_ms[spell].min()),
        end_ms=int(stays.end_ms[spell].max()),
        aircraft=aircraft,
        positions=int((stays.last[spell] - stays.first[spell] + 1).sum()),
    )

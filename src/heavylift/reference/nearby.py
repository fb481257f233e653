"""Which airfields lie near a point, or inside a region?

Distances are great circles on the sphere of ``geo``. Sets are rows of ``airfields`` in
ascending order. Every kind of airfield is included; the caller rules out what cannot
be meant.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from heavylift.geo import (
    EARTH_RADIUS_M,
    Degrees,
    Metres,
    Places,
    distance_m,
    places,
)
from heavylift.kernels import kernel
from heavylift.reference.gazetteer import Airfields

Rows = NDArray[np.int64]

#: Kinds of airfields as bits.
Kinds = NDArray[np.uint8]

_ALL_KINDS: Final = np.uint8(0xFF)

#: Airfields by bands of latitude: where they begin, rows, longitudes, points, kinds.
_Bands = tuple[NDArray[np.int64], Rows, Degrees, NDArray[np.float64], Kinds]

#: Chords are compared first; a millionth more loses no neighbour to rounding before
#: the exact cut along the great circle.
CHORD_SLACK: Final = 1.0 + 1e-6

#: Bands and longitudes are looked through so much farther, for the same reason (11 cm).
SLACK_DEG: Final = 1e-6

#: Airfields are kept by bands of a quarter of a degree: a circle of 15 km lies in two,
#: one of 200 km in fifteen, and a search in each costs less than what lies beside it.
BANDS_PER_DEGREE: Final = 4
BANDS: Final = 180 * BANDS_PER_DEGREE

#: Points looked up at a time, which bounds the memory for the pairs.
POINTS_AT_ONCE = 20_000


def nearest(
    airfields: Airfields, lat: float, lon: float, k: int = 1
) -> tuple[Rows, Metres]:
    """Give the ``k`` airfields nearest to a point.

    Returns:
        Rows and distances in metres, nearest first, shape ``(min(k, n),)``.

    >>> from heavylift.reference.gazetteer import load_airfields
    >>> airfields = load_airfields()
    >>> rows, metres = nearest(airfields, 29.94, 34.94)
    >>> airfields.code[rows], metres.round(-2)
    (array(['LLOV'], dtype=object), array([400.]))
    """
    k = min(k, len(airfields))
    _, rows = _tree(airfields).query(
        unit_vectors(np.array([lat]), np.array([lon])), k=[*range(1, k + 1)]
    )
    rows = rows.ravel().astype(np.int64)
    metres = _distance_m(airfields, lat, lon, rows)
    order = np.argsort(metres, kind="stable")
    return rows[order], metres[order]


def within_circle(
    airfields: Airfields, lat: float, lon: float, radius_m: float
) -> Rows:
    """Airfields at most ``radius_m`` from a point."""
    # Not by neighbours: for one point all distances are there before a kernel is.
    rows = np.arange(len(airfields))
    return np.flatnonzero(_distance_m(airfields, lat, lon, rows) <= radius_m)


def within_box(
    airfields: Airfields, south: float, west: float, north: float, east: float
) -> Rows:
    """Airfields in a box of degrees, edges included.

    A box whose west is greater than its east crosses the antimeridian.
    """
    lat, lon = airfields.lat_deg, airfields.lon_deg
    if west <= east:
        inside = (west <= lon) & (lon <= east)
    else:
        inside = (west <= lon) | (lon <= east)
    return np.flatnonzero((south <= lat) & (lat <= north) & inside)


def in_country(airfields: Airfields, country: str) -> Rows:
    """Airfields of a country by its ISO 3166-1 alpha-2 code, in either case.

    OurAirports decides which country an airfield lies in.
    """
    return np.flatnonzero(airfields.country == country.upper())


def within_polygon(airfields: Airfields, geometry: BaseGeometry) -> Rows:
    """Airfields in or on the edge of a geometry of longitudes and latitudes.

    A polygon may run past 180 degrees east or west to cross the antimeridian.
    """
    shapely.prepare(geometry)
    inside = np.zeros(len(airfields), bool)
    for turn in (-360.0, 0.0, 360.0):
        inside |= shapely.intersects_xy(
            geometry, airfields.lon_deg + turn, airfields.lat_deg
        )
    return np.flatnonzero(inside)


def neighbours(
    airfields: Airfields,
    lat: Degrees,
    lon: Degrees,
    radius_m: float | Metres,
    kinds: Kinds | None = None,
) -> tuple[Rows, Rows]:
    """Give the airfields at most ``radius_m`` from each of many points.

    Args:
        airfields: Where to look.
        lat: Degrees north, shape ``(m,)``; a point that is NaN has no neighbours.
        lon: Degrees east, shape ``(m,)``.
        radius_m: Great-circle distance, edge included; of all points or of each. No
            airfield is at a distance below 0.
        kinds: Which kinds of airfields are looked for around each point: the bits
            ``1 << Kind``; all by default.

    Returns:
        ``(offsets, rows)``: the neighbours of point ``i`` are
        ``rows[offsets[i]:offsets[i + 1]]``, nearest first; ``offsets`` has shape
        ``(m + 1,)``.
    """
    lat, lon = np.asarray(lat, float), np.asarray(lon, float)
    reach_m = np.broadcast_to(np.asarray(radius_m, float), lat.shape)
    counts = np.zeros(len(lat), np.int64)
    found = []
    for start in range(0, len(lat), POINTS_AT_ONCE):
        part = slice(start, start + POINTS_AT_ONCE)
        wanted = None if kinds is None else kinds[part]
        point, rows = _pairs(airfields, lat[part], lon[part], reach_m[part], wanted)
        counts[part] = np.bincount(point, minlength=len(lat[part]))
        found.append(rows)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return offsets, np.concatenate(found) if found else np.zeros(0, np.int64)


def _pairs(
    airfields: Airfields,
    lat: Degrees,
    lon: Degrees,
    radius_m: Metres,
    kinds: Kinds | None,
) -> tuple[Rows, Rows]:
    """Points and airfields within reach of each other, by point, then by distance."""
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon) & (radius_m >= 0))
    if not len(known):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    here = lat[known], (lon[known] + 180.0) % 360.0 - 180.0
    wanted = np.full(len(known), _ALL_KINDS) if kinds is None else kinds[known]
    point, found, metres = _within(
        *here,
        unit_vectors(lat[known], lon[known]),
        _bands(airfields),
        radius_m[known],
        wanted,
    )
    # One sort by point, then distance: the fraction of a whole number is the distance.
    key = point + metres / (metres.max(initial=0.0) + 1.0)
    order = np.argsort(key)
    key, found = key[order], found[order]
    # Entries that share a place come in the order of the table, on every processor.
    tied = np.flatnonzero(key[1:] == key[:-1])
    if len(tied):
        rows = np.union1d(tied, tied + 1)
        found[rows] = found[rows][np.lexsort((found[rows], key[rows]))]
    return known[point[order]], found


def _distance_m(airfields: Airfields, lat: float, lon: float, rows: Rows) -> Metres:
    there = airfields.lat_deg[rows], airfields.lon_deg[rows]
    return distance_m(np.full(len(rows), lat), np.full(len(rows), lon), *there)


@lru_cache(maxsize=2)
def _tree(airfields: Airfields) -> cKDTree:
    return cKDTree(unit_vectors(airfields.lat_deg, airfields.lon_deg))


@lru_cache(maxsize=2)
def places_of(airfields: Airfields) -> Places:
    """The airfields as places, for many distances and courses."""
    return places(airfields.lat_deg, airfields.lon_deg)


@lru_cache(maxsize=2)
def _bands(airfields: Airfields) -> _Bands:
    """The airfields by bands of latitude, in each from west to east.

    Returns:
        Where each band begins, shape ``(BANDS + 1,)``; and in that order the rows, the
        longitudes, the points on the unit sphere and the kind of each as a bit.
    """
    # The one at the pole belongs to the last band.
    band = np.minimum((airfields.lat_deg + 90.0) * BANDS_PER_DEGREE, BANDS - 1)
    band = band.astype(np.int64)
    rows = np.lexsort((airfields.lon_deg, band))
    starts = np.searchsorted(band[rows], np.arange(BANDS + 1)).astype(np.int64)
    lon = np.ascontiguousarray(airfields.lon_deg[rows], dtype=np.float64)
    points = np.ascontiguousarray(
        unit_vectors(airfields.lat_deg, airfields.lon_deg)[rows]
    )
    kind = np.left_shift(1, airfields.kind[rows]).astype(np.uint8)
    return starts, rows.astype(np.int64), lon, points, kind


@kernel
def _widest_deg(lat: float, reach: float) -> float:
    """How far a circle reaches east and west of its middle; 360 when round a pole."""
    if abs(lat) + reach >= 90.0:
        return 360.0
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(lat))
    return math.degrees(math.asin(min(sine, 1.0))) + SLACK_DEG


@kernel
def _within(
    lat: Degrees,
    lon: Degrees,
    points: NDArray[np.float64],
    bands: _Bands,
    radius_m: Metres,
    kinds: Kinds,
) -> tuple[Rows, Rows, Metres]:
    """Each pair of a point and an airfield within reach, and their distance."""
    starts, rows, lons, there, kind = bands
    point = np.empty(1024, dtype=np.int64)
    found = np.empty(1024, dtype=np.int64)
    metres = np.empty(1024, dtype=np.float64)
    n = 0
    for p in range(len(lat)):
        angle = min(radius_m[p] / EARTH_RADIUS_M, math.pi)
        reach = math.degrees(angle) + SLACK_DEG
        chord = 2.0 * math.sin(angle / 2.0) * CHORD_SLACK + 1e-12
        wide = _widest_deg(lat[p], reach)
        south = max(int((lat[p] - reach + 90.0) * BANDS_PER_DEGREE), 0)
        north = min(int((lat[p] + reach + 90.0) * BANDS_PER_DEGREE), BANDS - 1)
        for band in range(south, north + 1):
            first, last = starts[band], starts[band + 1]
            for turn in (0.0, -360.0, 360.0):
                either_way = np.inf if wide >= 180.0 else wide
                west, east = lon[p] + turn - either_way, lon[p] + turn + either_way
                i = first + np.searchsorted(lons[first:last], west)
                while i < last and lons[i] <= east:
                    if not kind[i] & kinds[p]:
                        i += 1
                        continue
                    x = points[p, 0] - there[i, 0]
                    y = points[p, 1] - there[i, 1]
                    z = points[p, 2] - there[i, 2]
                    straight = math.sqrt(x * x + y * y + z * z)
                    if straight <= chord:
                        away = 2 * EARTH_RADIUS_M * math.asin(min(straight / 2, 1.0))
                        if away <= radius_m[p]:
                            if n == len(found):
                                point, found, metres = _longer(point, found, metres)
                            point[n] = p
                            found[n] = rows[i]
                            metres[n] = away
                            n += 1
                    i += 1
                if wide >= 180.0 or (turn == 0.0 and abs(lon[p]) + wide < 180.0):
                    break
    return point[:n].copy(), found[:n].copy(), metres[:n].copy()


@kernel
def _longer(point: Rows, found: Rows, metres: Metres) -> tuple[Rows, Rows, Metres]:
    """The same with room for as much again."""
    return (
        np.append(point, np.empty_like(point)),
        np.append(found, np.empty_like(found)),
        np.append(metres, np.empty_like(metres)),
    )


def unit_vectors(lat: Degrees, lon: Degrees) -> NDArray[np.float64]:
    """Points on the unit sphere, shape ``(n, 3)``."""
    phi, lam = np.radians(lat), np.radians(lon)
    xyz = (np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))
    return np.column_stack(xyz)

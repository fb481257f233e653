"""Which airfields lie near a point, or inside a region?

Distances are great circles on the sphere of ``geo``. Sets are rows of ``airfields`` in
ascending order. Every kind of airfield is included; the caller rules out what cannot
be meant.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from heavylift.geo import EARTH_RADIUS_M, Degrees, Metres, distance_m
from heavylift.reference.gazetteer import Airfields

Rows = NDArray[np.int64]

#: The tree compares chords; a millionth more loses no neighbour to rounding before
#: the exact cut along the great circle.
CHORD_SLACK = 1.0 + 1e-6

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
        _unit(np.array([lat]), np.array([lon])), k=[*range(1, k + 1)]
    )
    rows = rows.ravel().astype(np.int64)
    metres = _distance_m(airfields, lat, lon, rows)
    order = np.argsort(metres, kind="stable")
    return rows[order], metres[order]


def within_circle(
    airfields: Airfields, lat: float, lon: float, radius_m: float
) -> Rows:
    """Airfields at most ``radius_m`` from a point."""
    _, rows = neighbours(airfields, np.array([lat]), np.array([lon]), radius_m)
    return np.sort(rows)


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
    airfields: Airfields, lat: Degrees, lon: Degrees, radius_m: float
) -> tuple[Rows, Rows]:
    """Give the airfields at most ``radius_m`` from each of many points.

    Args:
        airfields: Where to look.
        lat: Degrees north, shape ``(m,)``; a point that is NaN has no neighbours.
        lon: Degrees east, shape ``(m,)``.
        radius_m: Great-circle distance, edge included.

    Returns:
        ``(offsets, rows)``: the neighbours of point ``i`` are
        ``rows[offsets[i]:offsets[i + 1]]``, nearest first; ``offsets`` has shape
        ``(m + 1,)``.
    """
    lat, lon = np.asarray(lat, float), np.asarray(lon, float)
    counts = np.zeros(len(lat), np.int64)
    found = []
    for start in range(0, len(lat), POINTS_AT_ONCE):
        part = slice(start, start + POINTS_AT_ONCE)
        point, rows = _pairs(airfields, lat[part], lon[part], radius_m)
        counts[part] = np.bincount(point, minlength=len(lat[part]))
        found.append(rows)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return offsets, np.concatenate(found) if found else np.zeros(0, np.int64)


def _pairs(
    airfields: Airfields, lat: Degrees, lon: Degrees, radius_m: float
) -> tuple[Rows, Rows]:
    """Points and airfields within reach of each other, by point, then by distance."""
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    if not len(known) or radius_m < 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    half_angle = min(radius_m / EARTH_RADIUS_M, np.pi) / 2
    chord = 2 * np.sin(half_angle) * CHORD_SLACK + 1e-12
    here = cKDTree(_unit(lat[known], lon[known]))
    pairs = here.sparse_distance_matrix(_tree(airfields), chord, output_type="ndarray")
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(pairs["v"] / 2, 1.0))
    pairs, metres = pairs[metres <= radius_m], metres[metres <= radius_m]
    # One sort by point, then distance: the fraction of a whole number is the distance.
    order = np.argsort(pairs["i"] + metres / (metres.max(initial=0.0) + 1.0))
    return known[pairs["i"][order]], pairs["j"][order].astype(np.int64)


def _distance_m(airfields: Airfields, lat: float, lon: float, rows: Rows) -> Metres:
    there = airfields.lat_deg[rows], airfields.lon_deg[rows]
    return distance_m(np.full(len(rows), lat), np.full(len(rows), lon), *there)


@lru_cache(maxsize=2)
def _tree(airfields: Airfields) -> cKDTree:
    return cKDTree(_unit(airfields.lat_deg, airfields.lon_deg))


def _unit(lat: Degrees, lon: Degrees) -> NDArray[np.float64]:
    """Points on the unit sphere, shape ``(n, 3)``."""
    phi, lam = np.radians(lat), np.radians(lon)
    xyz = (np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))
    return np.column_stack(xyz)

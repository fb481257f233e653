"""Which airfields lie within a distance of a point, of airfields, or of an area?

Distances are great circles to the reference point of an airfield, not to its runways.
To a country they are measured from its airfields, and not from its border: the
basemap's borders are statements that nothing here is computed from. To an area they are
measured from its edge, whose sides are straight in longitude and latitude as RFC 7946
has them; what lies in it is at distance 0.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from heavylift.geo import EARTH_RADIUS_M, Degrees
from heavylift.reference.gazetteer import Airfields
from heavylift.reference.nearby import (
    CHORD_SLACK,
    Rows,
    unit_vectors,
    within_polygon,
)

#: The edge of an area is looked at in steps of this share of the distance. What lies
#: just at the distance is then measured at most 1 in 3 200 too far (Pythagoras: half a
#: step aside), less than what a drawn edge is worth.
STEP: Final = 1 / 20

#: So many points of an edge at most: a second's work.
MAX_POINTS: Final = 1_000_000

_DEGREE_M: Final = math.radians(1.0) * EARTH_RADIUS_M


def within_of_airfields(airfields: Airfields, anchors: Rows, metres: float) -> Rows:
    """Airfields at most so far from the nearest of some, those themselves included."""
    lat, lon = airfields.lat_deg[anchors], airfields.lon_deg[anchors]
    return np.flatnonzero(_is_near(airfields, lat, lon, metres))


def within_of_area(airfields: Airfields, geometry: BaseGeometry, metres: float) -> Rows:
    """Airfields in an area or at most so far from its edge.

    Args:
        airfields: Where to look.
        geometry: Polygons of longitudes and latitudes in degrees.
        metres: The distance, edge included.
    """
    edge = shapely.boundary(geometry)
    step = max(metres * STEP / _DEGREE_M, shapely.length(edge) / MAX_POINTS)
    lon, lat = shapely.get_coordinates(shapely.segmentize(edge, step)).T
    near = _is_near(airfields, lat, lon, metres)
    near[within_polygon(airfields, geometry)] = True
    return np.flatnonzero(near)


def _is_near(
    airfields: Airfields, lat: Degrees, lon: Degrees, metres: float
) -> NDArray[np.bool_]:
    """Which airfields are at most so far from the nearest of some points."""
    angle = min(metres / EARTH_RADIUS_M, math.pi)
    chord = 2.0 * math.sin(angle / 2.0) * CHORD_SLACK
    away, _ = cKDTree(unit_vectors(lat, lon)).query(
        unit_vectors(airfields.lat_deg, airfields.lon_deg), distance_upper_bound=chord
    )
    near: NDArray[np.bool_] = np.isfinite(away)
    return near

"""Which airfields lie in a circle, a box or a polygon that somebody wrote down?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from heavylift.errors import MissingInput, PlaceError
from heavylift.reference.gazetteer import Airfields
from heavylift.reference.nearby import within_box, within_circle, within_polygon
from heavylift.reference.place_sets import Place, empty, place_of, point_in_words
from heavylift.reference.polygons import read_polygons

#: Half of the Earth's circumference: no circle is wider.
MAX_RADIUS_KM: Final = 20_038.0

_CIRCLE: Final = "circle:LAT,LON,KM, for example circle:39.82,46.75,150"
_BOX: Final = "box:SOUTH,WEST,NORTH,EAST, for example box:38.3,44.7,41.9,50.6"


def is_geojson(text: str) -> bool:
    """Whether a text names a GeoJSON file."""
    return Path(text).suffix.lower() in {".geojson", ".json"}


def circle(text: str, rest: str, airfields: Airfields) -> Place:
    """Airfields in ``circle:LAT,LON,KM``; ``rest`` is what follows the colon."""
    lat, lon, km = circle_numbers(text, rest)
    rows = within_circle(airfields, lat, lon, km * 1000)
    where = f"within {km:g} km of {point_in_words(lat, lon)}"
    if not len(rows):
        raise empty(where, airfields, lat, lon)
    return place_of(text, where, airfields, rows)


def circle_numbers(text: str, rest: str) -> tuple[float, float, float]:
    """Latitude, longitude and kilometres of a circle, checked."""
    lat, lon, km = _numbers(text, rest, 3, _CIRCLE)
    on_earth = -90 <= lat <= 90 and -180 <= lon <= 180
    check(on_earth, text, "is not on Earth", _CIRCLE)
    check(0 < km <= MAX_RADIUS_KM, text, "has an impossible radius", _CIRCLE)
    return lat, lon, km


def box(text: str, rest: str, airfields: Airfields) -> Place:
    """Airfields in ``box:SOUTH,WEST,NORTH,EAST``."""
    south, west, north, east = _edges(text, rest)
    rows = within_box(airfields, south, west, north, east)
    where, geometry = area_in_box(text, rest)
    if not len(rows):
        width = (east - west) % 360
        middle_lon = (west + width / 2 + 180) % 360 - 180
        raise empty(where, airfields, (south + north) / 2, middle_lon)
    return place_of(text, where, airfields, rows, geometry)


def area_in_box(text: str, rest: str) -> tuple[str, BaseGeometry]:
    """The area of a box and the words for it, whatever lies in it."""
    south, west, north, east = _edges(text, rest)
    where = f"from {point_in_words(south, west)} to {point_in_words(north, east)}"
    return where, _area(south, west, north, east)


def _edges(text: str, rest: str) -> tuple[float, float, float, float]:
    south, west, north, east = _numbers(text, rest, 4, _BOX)
    inside = -90 <= south <= 90 and -90 <= north <= 90
    inside &= -180 <= west <= 180 and -180 <= east <= 180
    check(inside, text, "is not on Earth", _BOX)
    check(south < north, text, "has its south not below its north", _BOX)
    return south, west, north, east


def _area(south: float, west: float, north: float, east: float) -> BaseGeometry:
    """The area of a box; in two parts if it reaches over the antimeridian."""
    if west <= east:
        return shapely.box(west, south, east, north)
    parts = [
        shapely.box(west, south, 180.0, north),
        shapely.box(-180.0, south, east, north),
    ]
    return shapely.union_all(parts)


def polygon(text: str, airfields: Airfields, base: Path) -> Place:
    """Airfields in the polygons of a GeoJSON file.

    Raises:
        MissingInput: The file is not there.
        PlaceError: It has no polygons, or no airfield lies in them.
    """
    where, geometry = area_in_file(text, base)
    rows = within_polygon(airfields, geometry)
    if not len(rows):
        middle = geometry.representative_point()
        raise empty(where, airfields, middle.y, (middle.x + 180) % 360 - 180)
    return place_of(text, where, airfields, rows, geometry)


def area_in_file(text: str, base: Path) -> tuple[str, BaseGeometry]:
    """The area in a GeoJSON file and the words for it, whatever lies in it."""
    path = base / text
    if not path.is_file():
        raise MissingInput(path)
    return f"the area in {Path(text).name}", read_polygons(path)


def _numbers(text: str, rest: str, n: int, form: str) -> list[float]:
    try:
        numbers = [float(word) for word in rest.split(",")]
    except ValueError:
        numbers = []
    finite = len(numbers) == n and bool(np.isfinite(numbers).all())
    check(finite, text, f"does not have {n} numbers", form)
    return numbers


def check(holds: bool, text: str, fault: str, form: str) -> None:
    """Refuse a place that is not written in its form."""
    if not holds:
        raise PlaceError(f"place '{text}' {fault}", help=f"write {form}")

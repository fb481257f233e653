"""What area does a GeoJSON file describe?

RFC 7946: longitude before latitude, degrees on WGS 84. Polygons and MultiPolygons
count, alone, in a Feature, a FeatureCollection or a GeometryCollection; they are
joined. Points and lines enclose nothing and are refused rather than passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from heavylift.errors import PlaceError

#: Polygons past the antimeridian may run beyond 180, once around and no more.
MAX_LONGITUDE = 540.0


def read_polygons(path: Path) -> BaseGeometry:
    """Read the area of a GeoJSON file.

    Returns:
        A Polygon or MultiPolygon of longitudes and latitudes in degrees.

    Raises:
        PlaceError: The file is not GeoJSON, holds something else than polygons, or
            its coordinates are not degrees.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        geometries = [shape(g) for g in _geometries(document)]
    except _NotAnArea as error:
        raise _refused(path, str(error)) from error
    except OSError:
        raise
    except Exception as error:
        # Bad JSON, bytes that are not UTF-8, rings without corners: shapely and json
        # raise many kinds, and all mean the same to the person who gave the file.
        raise _refused(path, "is not GeoJSON") from error
    if not geometries or any(g.is_empty for g in geometries):
        raise _refused(path, "has no area")
    area = shapely.union_all([shapely.make_valid(g) for g in geometries])
    west, south, east, north = area.bounds
    if not (-90 <= south <= north <= 90 and -MAX_LONGITUDE <= west <= east):
        raise _refused(path, "has coordinates that are not degrees")
    if east > MAX_LONGITUDE:
        raise _refused(path, "has coordinates that are not degrees")
    return area


class _NotAnArea(Exception):
    """Something in the document is no polygon."""


def _geometries(item: object) -> Iterator[dict[str, object]]:
    """Walk down to the polygons of a GeoJSON object."""
    if not isinstance(item, dict):
        raise _NotAnArea("is not GeoJSON")
    match item.get("type"):
        case "FeatureCollection":
            for feature in item["features"]:
                yield from _geometries(feature)
        case "GeometryCollection":
            for geometry in item["geometries"]:
                yield from _geometries(geometry)
        case "Feature":
            yield from _geometries(item["geometry"])
        case "Polygon" | "MultiPolygon":
            yield item
        case str(kind):
            raise _NotAnArea(f"holds a {kind}, which encloses no area")
        case _:
            raise _NotAnArea("is not GeoJSON")


def _refused(path: Path, fault: str) -> PlaceError:
    return PlaceError(
        f"{path}: {fault}",
        help="give a GeoJSON file with a Polygon or MultiPolygon, alone or in "
        "features, longitude before latitude in degrees",
    )

"""Draw land and borders under a case, cut to the sheet and thinned to its size."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from heavylift.figures.palette import BORDER, COAST, LAND
from heavylift.figures.projections import Frame, Projection, wrap_deg
from heavylift.figures.svg import Points, path
from heavylift.reference.basemap import Basemap, clip

#: Vertices closer than this to the line between their neighbours are left out: less
#: than half a pixel on any screen the drawing meets.
TOLERANCE = 0.4

#: Long edges are bent as the sheet bends them. One degree keeps the chord within a
#: tenth of a pixel on a map of a continent.
STEP_DEG = 1.0

#: Air around the sheet, so that cut edges never show.
BLEED = 12.0

#: Beyond this share of a hemisphere the sheet needs the whole world.
WORLD_SPAN_DEG = 300.0


def draw_coasts(basemap: Basemap, projection: Projection, frame: Frame) -> str:
    """Draw land and borders.

    Args:
        basemap: The whole world.
        projection: Of the sheet.
        frame: What is seen of it.

    Returns:
        Markup, without the sea.
    """
    south, west, north, east = bounds_deg(projection, frame)
    near = clip(basemap, south, west, north, east)
    # Rings are cut at the antimeridian; a stroke there would be a coast that is none.
    stroke = "none" if west >= east or east - west >= 360 else COAST
    sheet = (
        frame.left - BLEED,
        frame.top - BLEED,
        frame.left + frame.width + BLEED,
        frame.top + frame.height + BLEED,
    )
    land = "".join(_areas(near.land, projection, sheet))
    borders = "".join(_lines(near.borders, projection, sheet))
    return (
        f'<path d="{land}" fill="{LAND}" fill-rule="evenodd" stroke="{stroke}" '
        f'stroke-width=".8"/><path d="{borders}" fill="none" stroke="{BORDER}" '
        f'stroke-width=".9" stroke-dasharray="6 2 1.5 2"/>'
    )


def bounds_deg(
    projection: Projection, frame: Frame
) -> tuple[float, float, float, float]:
    """Give south, west, north and east of what a frame shows.

    West is above east when the frame crosses the antimeridian. A frame that shows a
    pole, or most of the world, has all longitudes.
    """
    x = np.linspace(frame.left - BLEED, frame.left + frame.width + BLEED, 25)
    y = np.linspace(frame.top - BLEED, frame.top + frame.height + BLEED, 25)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    lat, lon = projection.inverse(grid)
    if np.isnan(lat).any():
        return -90.0, -180.0, 90.0, 180.0
    south, north = float(lat.min()), float(lat.max())
    for pole in (-90.0, 90.0):
        [[px, py]] = projection.forward(np.array([pole]), np.array([0.0])).tolist()
        if x[0] <= px <= x[-1] and y[0] <= py <= y[-1]:
            south, north = min(south, pole), max(north, pole)
            return south, -180.0, north, 180.0
    offset = wrap_deg(lon - projection.lon_deg)
    west, east = float(offset.min()), float(offset.max())
    if east - west > WORLD_SPAN_DEG:
        return south, -180.0, north, 180.0
    edges = wrap_deg(np.array([projection.lon_deg + west, projection.lon_deg + east]))
    return south, float(edges[0]), north, float(edges[1])


Sheet = tuple[float, float, float, float]
Lines = Iterable[NDArray[np.float32]]


def _areas(rings: Lines, projection: Projection, sheet: Sheet) -> Iterable[str]:
    for ring in rings:
        if len(ring) < 4:
            continue
        area = shapely.make_valid(shapely.Polygon(_bent(ring, projection)))
        seen = shapely.simplify(shapely.clip_by_rect(area, *sheet), TOLERANCE)
        for part in shapely.get_parts(seen):
            if isinstance(part, shapely.Polygon):
                yield path(shapely.get_coordinates(part.exterior), closed=True)
                for hole in part.interiors:
                    yield path(shapely.get_coordinates(hole), closed=True)


def _lines(lines: Lines, projection: Projection, sheet: Sheet) -> Iterable[str]:
    for line in lines:
        # the border of the smallest states shrinks to one point on the atlas's grid
        if len(line) < 2 or not np.ptp(line, axis=0).any():
            continue
        drawn = shapely.LineString(_bent(line, projection))
        seen = shapely.simplify(shapely.clip_by_rect(drawn, *sheet), TOLERANCE)
        for part in shapely.get_parts(seen):
            if isinstance(part, shapely.LineString):
                yield path(shapely.get_coordinates(part))


def _bent(line: NDArray[np.float32], projection: Projection) -> Points:
    dense = shapely.segmentize(shapely.LineString(line.astype(np.float64)), STEP_DEG)
    lon, lat = shapely.get_coordinates(dense).T
    return projection.forward(lat, lon)

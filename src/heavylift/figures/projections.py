"""Put a case on a flat sheet: Lambert's azimuthal equal-area, centred on the case.

Areas are true, distances near the centre nearly so, poles and the antimeridian need
no special care. Formulas: J. P. Snyder, Map Projections: A Working Manual, USGS
Professional Paper 1395 (1987), pages 185 and 186, for the sphere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heavylift.figures.svg import Points
from heavylift.geo import EARTH_RADIUS_M, Degrees

#: Smallest sheet. A case of one airfield still shows the country around it.
MIN_SPAN_M = 80_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle on the drawing, in its units, y downwards."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A sheet: where its centre lies, and how much Earth one unit holds.

    Attributes:
        lat_deg: Latitude of the point of contact.
        lon_deg: Longitude of it.
        metres: Metres of Earth for one unit of the drawing.
        x: Where the point of contact falls on the drawing.
        y: The same, downwards.
    """

    lat_deg: float
    lon_deg: float
    metres: float
    x: float
    y: float

    def forward(self, lat_deg: Degrees, lon_deg: Degrees) -> Points:
        """Project positions, shape ``(n,)``, to points of shape ``(n, 2)``."""
        plane = _plane(self.lat_deg, self.lon_deg, lat_deg, lon_deg) / self.metres
        points: Points = plane * np.array([1.0, -1.0]) + np.array([self.x, self.y])
        return points

    def inverse(self, points: Points) -> tuple[Degrees, Degrees]:
        """Give latitudes and longitudes of points; NaN beyond the antipode."""
        east = (points[:, 0] - self.x) * self.metres / EARTH_RADIUS_M
        north = (self.y - points[:, 1]) * self.metres / EARTH_RADIUS_M
        rho = np.hypot(east, north)
        with np.errstate(invalid="ignore"):
            c = 2 * np.arcsin(rho / 2)
        phi0 = np.radians(self.lat_deg)
        # At the centre itself any direction serves; dividing by one avoids 0 / 0.
        safe = np.where(rho == 0, 1.0, rho)
        sin_lat = np.cos(c) * np.sin(phi0) + north * np.sin(c) * np.cos(phi0) / safe
        lam = np.arctan2(
            east * np.sin(c),
            safe * np.cos(phi0) * np.cos(c) - north * np.sin(phi0) * np.sin(c),
        )
        return np.degrees(np.arcsin(np.clip(sin_lat, -1, 1))), wrap_deg(
            self.lon_deg + np.degrees(lam)
        )


def wrap_deg(lon_deg: Degrees) -> Degrees:
    """Bring longitudes into -180 to 180."""
    wrapped: Degrees = (np.asarray(lon_deg) + 180.0) % 360.0 - 180.0
    return wrapped


def span_m(lat_deg: Degrees, lon_deg: Degrees) -> tuple[float, float]:
    """Give the width and height in metres of a sheet that holds all positions."""
    centre = _centre(lat_deg, lon_deg)
    extent = np.ptp(_plane(*centre, lat_deg, lon_deg), axis=0)
    width, height = np.maximum(extent, MIN_SPAN_M).tolist()
    return width, height


def fit(lat_deg: Degrees, lon_deg: Degrees, frame: Frame) -> Projection:
    """Choose the sheet on which all positions just fill a frame.

    Args:
        lat_deg: Degrees north, shape ``(n,)``, ``n > 0``, finite.
        lon_deg: Degrees east, shape ``(n,)``.
        frame: Where they must fall.
    """
    lat0, lon0 = _centre(lat_deg, lon_deg)
    plane = _plane(lat0, lon0, lat_deg, lon_deg)
    middle = (plane.min(axis=0) + plane.max(axis=0)) / 2
    width, height = span_m(lat_deg, lon_deg)
    metres = max(width / frame.width, height / frame.height)
    return Projection(
        lat_deg=lat0,
        lon_deg=lon0,
        metres=metres,
        x=frame.left + frame.width / 2 - float(middle[0]) / metres,
        y=frame.top + frame.height / 2 + float(middle[1]) / metres,
    )


def _centre(lat_deg: Degrees, lon_deg: Degrees) -> tuple[float, float]:
    # The middle of the box around unit vectors: many points at one airfield must not
    # pull the point of contact there, and the antimeridian must not split the box.
    phi, lam = np.radians(lat_deg), np.radians(lon_deg)
    vectors = np.stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )
    x, y, z = ((vectors.min(axis=1) + vectors.max(axis=1)) / 2).tolist()
    return (
        float(np.degrees(np.arctan2(z, np.hypot(x, y)))),
        float(np.degrees(np.arctan2(y, x))),
    )


def _plane(lat0: float, lon0: float, lat_deg: Degrees, lon_deg: Degrees) -> Points:
    phi0, phi = np.radians(lat0), np.radians(lat_deg)
    lam = np.radians(wrap_deg(np.asarray(lon_deg) - lon0))
    cos_c = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(lam)
    # The antipode itself has no place on the sheet; the floor keeps it finite.
    k = EARTH_RADIUS_M * np.sqrt(2 / np.maximum(1 + cos_c, 1e-9))
    east = k * np.cos(phi) * np.sin(lam)
    north = k * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(lam))
    return np.stack([east, north], axis=1)

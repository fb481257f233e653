"""Distances and directions on the Earth. Degrees in, metres out.

One sphere serves everywhere: it is within 0.5 % of WGS 84, far below what reception
leaves uncertain. The compiled ``*_scalar`` functions are for kernels; the others take
whole columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import inline_kernel

#: IUGG mean radius R1. A sphere is within 0.5 % of WGS 84 everywhere.
EARTH_RADIUS_M = 6_371_008.8

Degrees = NDArray[np.float64]
Metres = NDArray[np.float64]


@inline_kernel
def distance_m_scalar(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in metres (haversine)."""
    phi1 = math.radians(lat1)
    phi2 = math.radians(lat2)
    dlam = math.radians(lon2 - lon1)
    return arc_m_scalar(phi2 - phi1, dlam, math.cos(phi1), math.cos(phi2))


@inline_kernel
def arc_m_scalar(dphi: float, dlam: float, cosine1: float, cosine2: float) -> float:
    """The same by differences in radians and the cosines of both latitudes."""
    s1 = math.sin(dphi / 2.0)
    s2 = math.sin(dlam / 2.0)
    h = s1 * s1 + cosine1 * cosine2 * s2 * s2
    # Not min(): compiled, it answers 1.0 when h is NaN.
    if h > 1.0:  # noqa: PLR1730
        h = 1.0
    return 2.0 * EARTH_RADIUS_M * math.asin(math.sqrt(h))


@inline_kernel
def bearing_deg_scalar(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Initial course from the first point to the second, 0 to 360° from true north."""
    phi1 = math.radians(lat1)
    phi2 = math.radians(lat2)
    return course_deg_scalar(
        math.radians(lon2 - lon1),
        math.sin(phi1),
        math.cos(phi1),
        math.sin(phi2),
        math.cos(phi2),
    )


@inline_kernel
def course_deg_scalar(
    dlam: float, sine1: float, cosine1: float, sine2: float, cosine2: float
) -> float:
    """The same by the difference of longitudes in radians and both latitudes'."""
    y = math.sin(dlam) * cosine2
    x = cosine1 * sine2 - sine1 * cosine2 * math.cos(dlam)
    course = math.degrees(math.atan2(y, x))
    # What a division by 360 leaves, without the division; + 0.0 makes -0.0 zero.
    return course + 360.0 if course < 0.0 else course + 0.0


@inline_kernel
def turn_deg_scalar(course1: float, course2: float) -> float:
    """Smallest angle between two courses, 0 to 180°."""
    turn = course1 - course2 + 180.0
    # Courses from 0 to 360° need no division.
    if -360.0 < turn < 0.0:
        turn += 360.0
    elif 360.0 <= turn < 720.0:
        turn -= 360.0
    elif not 0.0 <= turn < 360.0:
        turn %= 360.0
    return abs(turn - 180.0)


def distance_m(lat1: Degrees, lon1: Degrees, lat2: Degrees, lon2: Degrees) -> Metres:
    """Great-circle distance between points, element by element.

    Args:
        lat1: Latitudes of the first points, degrees north, shape ``(n,)``.
        lon1: Longitudes of the first points, degrees east, shape ``(n,)``.
        lat2: Latitudes of the second points, shape ``(n,)``.
        lon2: Longitudes of the second points, shape ``(n,)``.

    Returns:
        Distances in metres, shape ``(n,)``.

    >>> quarter = distance_m(
    ...     np.array([0.0]), np.array([0.0]), np.array([90.0]), np.array([0.0])
    ... )
    >>> round(quarter.item() / 1000)
    10008
    """
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    dlam = np.radians(np.subtract(lon2, lon1))
    return _arc_m(phi2 - phi1, dlam, np.cos(phi1) * np.cos(phi2))


def bearing_deg(lat1: Degrees, lon1: Degrees, lat2: Degrees, lon2: Degrees) -> Degrees:
    """Initial course from the first points to the second, 0 to 360° from true north.

    >>> bearing_deg(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([1.0]))
    array([90.])
    """
    here, there = places(lat1, lon1), places(lat2, lon2)
    return _course_deg(here, there, np.radians(np.subtract(lon2, lon1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Places with what is taken of their latitudes again and again; shape ``(n,)``.

    Attributes:
        phi: Latitude in radians.
        sine: Sine of it.
        cosine: Cosine of it.
        lon_deg: Degrees east.
    """

    phi: NDArray[np.float64]
    sine: NDArray[np.float64]
    cosine: NDArray[np.float64]
    lon_deg: Degrees

    def take(self, rows: NDArray[np.int64]) -> Places:
        """Some of the places."""
        return Places(
            phi=self.phi[rows],
            sine=self.sine[rows],
            cosine=self.cosine[rows],
            lon_deg=self.lon_deg[rows],
        )


def places(lat_deg: Degrees, lon_deg: Degrees) -> Places:
    """Make places that distances and courses are asked for many times."""
    phi = np.radians(lat_deg)
    return Places(phi=phi, sine=np.sin(phi), cosine=np.cos(phi), lon_deg=lon_deg)


def distance_and_bearing(here: Places, there: Places) -> tuple[Metres, Degrees]:
    """Give what ``distance_m`` and ``bearing_deg`` give, element by element."""
    dlam = np.radians(np.subtract(there.lon_deg, here.lon_deg))
    away = _arc_m(there.phi - here.phi, dlam, here.cosine * there.cosine)
    return away, _course_deg(here, there, dlam)


def _course_deg(here: Places, there: Places, dlam: NDArray[np.float64]) -> Degrees:
    """Initial course; ``dlam`` is the difference of longitudes in radians."""
    y = np.sin(dlam) * there.cosine
    x = here.cosine * there.sine - here.sine * there.cosine * np.cos(dlam)
    course: Degrees = np.degrees(np.arctan2(y, x)) % 360.0
    return course


def _arc_m(
    dphi: NDArray[np.float64], dlam: NDArray[np.float64], cosines: NDArray[np.float64]
) -> Metres:
    """Distance by differences in radians and the product of both latitudes' cosines."""
    h = np.sin(dphi / 2) ** 2 + cosines * np.sin(dlam / 2) ** 2
    metres: Metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return metres

"""Airfields that a user drew: how do they come into the table of airfields?

A strip is one runway from end to end. It takes part in everything like any other
airfield: places, candidates, classes, maps. What is not said of it stays unknown; an
elevation that is not said counts as sea level where one is needed, as it does for all
airfields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

import msgspec
import numpy as np

from heavylift.geo import bearing_deg, distance_m
from heavylift.reference.gazetteer import Airfields, Kind, load_airfields

#: Codes made from a name begin so. ICAO codes have no hyphen, OurAirports' idents two
#: letters before theirs; a test looks for one that begins like this.
PREFIX: Final = "OWN-"


class Strip(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One runway that a user drew.

    Attributes:
        code: Its code, which no airfield of the table has.
        name: Its name.
        lat1_deg: One end, degrees north.
        lon1_deg: One end, degrees east.
        lat2_deg: The other end.
        lon2_deg: The other end.
        elevation_m: Above mean sea level; ``None`` when not said.
        hard: Whether its surface is hard; ``None`` when not said.
        country: ISO 3166-1 alpha-2; empty when not said.
    """

    code: str
    name: str
    lat1_deg: float
    lon1_deg: float
    lat2_deg: float
    lon2_deg: float
    elevation_m: float | None = None
    hard: bool | None = None
    country: str = ""


class StripsFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of strips.

    Attributes:
        name: The file as the user named it.
        sha256: Hash of its bytes.
        strips: What is in it, in its order.
    """

    name: str
    sha256: str
    strips: tuple[Strip, ...]


def airfields_with(drawn: Sequence[StripsFile]) -> Airfields:
    """The shipped airfields and those of some files.

    The same strips give the same object in a process, so that what is worked out for a
    table of airfields is worked out once. Without any it is the shipped table.
    """
    strips = strips_of(drawn)
    return _with_strips(strips) if strips else load_airfields()


def strips_of(drawn: Iterable[StripsFile]) -> tuple[Strip, ...]:
    """All strips of some files in the order of their codes."""
    strips = (strip for file in drawn for strip in file.strips)
    return tuple(sorted(strips, key=lambda strip: strip.code))


@lru_cache(maxsize=2)
def _with_strips(strips: tuple[Strip, ...]) -> Airfields:
    return add_strips(load_airfields(), strips)


def add_strips(airfields: Airfields, strips: Sequence[Strip]) -> Airfields:
    """Add strips to a table of airfields, which stays in the order of codes.

    Args:
        airfields: The table; it is not changed.
        strips: Strips with codes that it has not.
    """
    new = _columns(strips)
    both = {
        name: np.concatenate([getattr(airfields, name), column]).astype(
            getattr(airfields, name).dtype
        )
        for name, column in new.items()
    }
    counts = np.concatenate(
        [np.diff(airfields.end_offsets), np.full(len(strips), 2, np.int64)]
    )
    order = np.array(sorted(range(len(both["code"])), key=both["code"].__getitem__))
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    ends = np.concatenate(
        [np.arange(starts[i], starts[i] + counts[i]) for i in order]
    ).astype(np.int64)
    return Airfields(
        end_offsets=np.concatenate([[0], np.cumsum(counts[order])]).astype(np.int64),
        **{
            name: column[ends if name.startswith("end_") else order]
            for name, column in both.items()
        },
    )


def length_m(strip: Strip) -> float:
    """Distance between the ends of a strip."""
    ends = strip.lat1_deg, strip.lon1_deg, strip.lat2_deg, strip.lon2_deg
    return float(distance_m(*(np.array([x]) for x in ends))[0])


def _columns(strips: Sequence[Strip]) -> dict[str, Any]:
    """The columns of ``Airfields`` but for the offsets; two ends for each strip."""
    lat = np.array([[s.lat1_deg, s.lat2_deg] for s in strips], float).reshape(-1, 2)
    lon = np.array([[s.lon1_deg, s.lon2_deg] for s in strips], float).reshape(-1, 2)
    # Each end and the one opposite.
    near = lat.ravel(), lon.ravel()
    far = lat[:, ::-1].ravel(), lon[:, ::-1].ravel()
    heading = bearing_deg(*near, *far)
    length = distance_m(*near, *far)
    hard = [{True: 1, False: 0, None: -1}[s.hard] for s in strips]
    longest_hard = [
        {1: long, 0: 0.0, -1: np.nan}[is_hard]
        for is_hard, long in zip(hard, length[::2], strict=True)
    ]
    elevation = [np.nan if s.elevation_m is None else s.elevation_m for s in strips]
    middle_lat, middle_lon = _middles(lat, lon)
    given: dict[str, Any] = {
        "code": [s.code for s in strips],
        "ident": [s.code for s in strips],
        "name": [s.name for s in strips],
        "country": [s.country for s in strips],
        "kind": [int(Kind.SMALL_AIRPORT)] * len(strips),
        "lat_deg": middle_lat,
        "lon_deg": middle_lon,
        "elevation_m": elevation,
        "scheduled": [False] * len(strips),
        "longest_m": length[::2],
        "longest_hard_m": longest_hard,
        "end_ident": [_designator(course) for course in heading.tolist()],
        "end_lat_deg": near[0],
        "end_lon_deg": near[1],
        "end_heading_deg": heading,
        "end_elevation_m": np.repeat(elevation, 2),
        "end_length_m": length,
        "end_hard": np.repeat(hard, 2),
        "end_far_lat_deg": far[0],
        "end_far_lon_deg": far[1],
    }
    blank = [""] * len(strips)
    names = [f.name for f in fields(Airfields) if f.name != "end_offsets"]
    return {name: np.array(given.get(name, blank), _TYPES.get(name)) for name in names}


#: Columns that are text stay Python's own.
_TYPES: Final = dict.fromkeys(
    (
        "code",
        "ident",
        "name",
        "municipality",
        "country",
        "region",
        "iata",
        "gps_code",
        "local_code",
        "keywords",
        "end_ident",
    ),
    object,
)


def _middles(lat: Any, lon: Any) -> tuple[Any, Any]:  # noqa: ANN401 -- columns
    """The point half way between both ends, also across the antimeridian."""
    east = (lon[:, 1] - lon[:, 0] + 180.0) % 360.0 - 180.0
    return lat.mean(axis=1), (lon[:, 0] + east / 2 + 180.0) % 360.0 - 180.0


def _designator(course_deg: float) -> str:
    """Designator by the true course; ``T`` as on runways that are named by true north.

    >>> _designator(199.2), _designator(2.0)
    ('20T', '36T')
    """
    return f"{round(course_deg / 10.0) % 36 or 36:02d}T"

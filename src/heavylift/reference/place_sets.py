"""What is a place, once it is resolved: a set of airfields and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from heavylift.errors import PlaceError
from heavylift.reference.gazetteer import Airfields
from heavylift.reference.lookup import called
from heavylift.reference.nearby import Rows, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A set of airfields and the words for it.

    Attributes:
        label: For people: "Ovda (LLOV)", "Azerbaijan (41 airfields)".
        text: As it was asked for.
        airfields: Codes of its airfields; never empty.
        region: Where it is, as longitudes and latitudes in degrees, for a box or a
            GeoJSON file; ``None`` for every other form.
    """

    label: str
    text: str
    airfields: frozenset[str]
    region: BaseGeometry | None = None


def place_of(
    text: str,
    where: str,
    airfields: Airfields,
    rows: Rows,
    region: BaseGeometry | None = None,
) -> Place:
    """Make a place of rows of the table; the label says how many they are."""
    count = "1 airfield" if len(rows) == 1 else f"{len(rows)} airfields"
    return Place(
        label=f"{where} ({count})",
        text=text,
        airfields=codes_of(airfields, rows),
        region=region,
    )


def joined(text: str, places: Sequence[Place]) -> Place:
    """Several places together; one alone keeps its region."""
    if len(places) == 1:
        [own] = places
        return Place(
            label=own.label, text=text, airfields=own.airfields, region=own.region
        )
    return Place(
        label=listed([place.label for place in places]),
        text=text,
        airfields=frozenset().union(*(place.airfields for place in places)),
    )


def codes_of(airfields: Airfields, rows: Iterable[int]) -> frozenset[str]:
    """Codes of some rows."""
    return frozenset(str(airfields.code[i]) for i in rows)


def rows_of(airfields: Airfields, codes: Iterable[str]) -> Rows:
    """Rows of some codes, in the order of the table."""
    wanted = frozenset(codes)
    # Not np.isin: it compares every code with every other.
    found = [row for row, code in enumerate(airfields.code) if code in wanted]
    return np.array(found, dtype=np.int64)


def empty(where: str, airfields: Airfields, lat: float, lon: float) -> PlaceError:
    """Say that no airfield lies in a place, and which is nearest to its middle."""
    [row], [metres] = nearest(airfields, lat, lon)
    return PlaceError(
        f"no airfield lies {'in ' * where.startswith('the area')}{where}",
        help=f"the nearest to its middle is {called(airfields, int(row))}, "
        f"{metres / 1000:.0f} km away; make the region larger or check that latitude "
        "comes before longitude",
    )


def point_in_words(lat: float, lon: float) -> str:
    """A point as people write it: ``39.82°N 46.75°E``."""
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):g}°{north} {abs(lon):g}°{east}"


def listed(words: list[str]) -> str:
    """Words joined by commas, the last by "or"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)

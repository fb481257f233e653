"""Which airfields does a place in a question stand for?

``--from``, ``--to`` and the case file name places in a few forms, listed in
``FORMS``. A place is a set of airfields, kept with the words it was asked for in, so
that a report can say both. What is not found, ambiguous or empty is an error with a
suggestion: a wrong code must not look like a corridor without flights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from heavylift.errors import MissingInput, PlaceError
from heavylift.reference.gazetteer import Airfields, country_names
from heavylift.reference.lookup import called, find, suggest
from heavylift.reference.nearby import (
    Rows,
    in_country,
    nearest,
    within_box,
    within_circle,
    within_polygon,
)
from heavylift.reference.polygons import read_polygons

#: The forms a place can take; shown in help texts.
FORMS: Final = (
    "codes (UBBB,UBBG), circle:LAT,LON,KM, box:SOUTH,WEST,NORTH,EAST, country:AZ, "
    "a GeoJSON file, a name (Ovda), or several of these joined by +"
)

#: How many choices an error lists; more do not fit a line or help.
MAX_CHOICES = 6

#: Half of the Earth's circumference: no circle is wider.
MAX_RADIUS_KM = 20_038.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A set of airfields and the words for it.

    Attributes:
        label: For people: "Ovda (LLOV)", "Azerbaijan (41 airfields)".
        text: As it was asked for.
        airfields: Codes of its airfields; never empty.
        region: Where it is, as longitudes and latitudes in degrees, for a box or a
            GeoJSON file; ``None`` for codes, names, circles and countries.
    """

    label: str
    text: str
    airfields: frozenset[str]
    region: BaseGeometry | None = None


def parse_place(text: str, airfields: Airfields, *, base: Path | None = None) -> Place:
    """Resolve a place.

    Args:
        text: One of ``FORMS``.
        airfields: The known airfields.
        base: Folder that the path of a GeoJSON file is relative to; the current one
            if ``None``.

    Returns:
        The place, with at least one airfield.

    Raises:
        PlaceError: The text is none of the forms, is ambiguous, or holds no airfield.
        MissingInput: The GeoJSON file is not there.

    >>> from heavylift.reference.gazetteer import load_airfields
    >>> place = parse_place("VDA", load_airfields())
    >>> place.label, sorted(place.airfields)
    ('Ovda (LLOV)', ['LLOV'])
    """
    base = base or Path()
    parts = [part.strip() for part in text.split("+")]
    if not all(parts):
        raise PlaceError(f"place '{text}' has an empty part", help=f"give {FORMS}")
    if _is_geojson(text) and (base / text).is_file():
        parts = [text]  # a file's name may hold a plus
    places = [place for part in parts for place in _each(part, airfields, base)]
    if len(places) == 1:
        return Place(
            label=places[0].label,
            text=text,
            airfields=places[0].airfields,
            region=places[0].region,
        )
    return Place(
        label=_listed([place.label for place in places]),
        text=text,
        airfields=frozenset().union(*(place.airfields for place in places)),
    )


def _each(part: str, airfields: Airfields, base: Path) -> list[Place]:
    kind, colon, rest = part.partition(":")
    match kind.strip().lower() if colon else "":
        case "circle":
            return [_circle(part, rest, airfields)]
        case "box":
            return [_box(part, rest, airfields)]
        case "country":
            return [_country(part, rest.strip(), airfields)]
    if _is_geojson(part):
        return [_polygon(part, airfields, base)]
    # A name may hold a comma, so the whole is tried before its pieces.
    if "," in part and not find(airfields, part):
        return [_named(code.strip(), airfields) for code in part.split(",")]
    return [_named(part, airfields)]


def _is_geojson(text: str) -> bool:
    return Path(text).suffix.lower() in {".geojson", ".json"}


def _named(text: str, airfields: Airfields) -> Place:
    rows = find(airfields, text)
    if len(rows) == 1:
        label = called(airfields, rows[0])
        return Place(label=label, text=text, airfields=_codes(airfields, rows))
    if rows:
        more = f" and {len(rows) - MAX_CHOICES} more" if len(rows) > MAX_CHOICES else ""
        choices = ", ".join(called(airfields, i) for i in rows[:MAX_CHOICES])
        raise PlaceError(
            f"place '{text}' may be any of {len(rows)} airfields: {choices}{more}",
            help="give the code of the one you mean, or several joined by +",
        )
    close = suggest(airfields, text)
    meant = f"did you mean {' or '.join(close)}? otherwise " if close else ""
    raise PlaceError(f"no airfield '{text}' is known", help=f"{meant}give {FORMS}")


def _circle(text: str, rest: str, airfields: Airfields) -> Place:
    form = "circle:LAT,LON,KM, for example circle:39.82,46.75,150"
    lat, lon, km = _numbers(text, rest, 3, form)
    _check(-90 <= lat <= 90 and -180 <= lon <= 180, text, "is not on Earth", form)
    _check(0 < km <= MAX_RADIUS_KM, text, "has an impossible radius", form)
    rows = within_circle(airfields, lat, lon, km * 1000)
    where = f"within {km:g} km of {_point(lat, lon)}"
    if not len(rows):
        raise _empty(where, airfields, lat, lon)
    return _region(text, where, airfields, rows)


def _box(text: str, rest: str, airfields: Airfields) -> Place:
    form = "box:SOUTH,WEST,NORTH,EAST, for example box:38.3,44.7,41.9,50.6"
    south, west, north, east = _numbers(text, rest, 4, form)
    inside = -90 <= south <= 90 and -90 <= north <= 90
    inside &= -180 <= west <= 180 and -180 <= east <= 180
    _check(inside, text, "is not on Earth", form)
    _check(south < north, text, "has its south not below its north", form)
    rows = within_box(airfields, south, west, north, east)
    where = f"from {_point(south, west)} to {_point(north, east)}"
    if not len(rows):
        width = (east - west) % 360
        middle_lon = (west + width / 2 + 180) % 360 - 180
        raise _empty(where, airfields, (south + north) / 2, middle_lon)
    return _region(text, where, airfields, rows, _area(south, west, north, east))


def _area(south: float, west: float, north: float, east: float) -> BaseGeometry:
    """The area of a box; in two parts if it reaches over the antimeridian."""
    if west <= east:
        return shapely.box(west, south, east, north)
    parts = [
        shapely.box(west, south, 180.0, north),
        shapely.box(-180.0, south, east, north),
    ]
    return shapely.union_all(parts)


def _country(text: str, rest: str, airfields: Airfields) -> Place:
    names = country_names()
    codes = {name.casefold(): code for code, name in names.items()}
    code = rest.upper() if rest.upper() in names else codes.get(rest.casefold())
    if code is None:
        close = [n for n in names.values() if rest and rest.casefold() in n.casefold()]
        meant = f"did you mean {_listed(close[:MAX_CHOICES])}? " if close else ""
        raise PlaceError(
            f"no country '{rest}' is known",
            help=f"{meant}give its two letters (ISO 3166), for example country:AZ",
        )
    return _region(text, names[code], airfields, in_country(airfields, code))


def _polygon(text: str, airfields: Airfields, base: Path) -> Place:
    path = base / text
    if not path.is_file():
        raise MissingInput(path)
    geometry = read_polygons(path)
    rows = within_polygon(airfields, geometry)
    where = f"the area in {Path(text).name}"
    if not len(rows):
        middle = geometry.representative_point()
        raise _empty(where, airfields, middle.y, (middle.x + 180) % 360 - 180)
    return _region(text, where, airfields, rows, geometry)


def _region(
    text: str,
    where: str,
    airfields: Airfields,
    rows: Rows,
    geometry: BaseGeometry | None = None,
) -> Place:
    count = "1 airfield" if len(rows) == 1 else f"{len(rows)} airfields"
    return Place(
        label=f"{where} ({count})",
        text=text,
        airfields=_codes(airfields, rows),
        region=geometry,
    )


def _empty(where: str, airfields: Airfields, lat: float, lon: float) -> PlaceError:
    [row], [metres] = nearest(airfields, lat, lon)
    return PlaceError(
        f"no airfield lies {'in ' * where.startswith('the area')}{where}",
        help=f"the nearest to its middle is {called(airfields, int(row))}, "
        f"{metres / 1000:.0f} km away; make the region larger or check that latitude "
        "comes before longitude",
    )


def _numbers(text: str, rest: str, n: int, form: str) -> list[float]:
    try:
        numbers = [float(word) for word in rest.split(",")]
    except ValueError:
        numbers = []
    finite = len(numbers) == n and bool(np.isfinite(numbers).all())
    _check(finite, text, f"does not have {n} numbers", form)
    return numbers


def _check(holds: bool, text: str, fault: str, form: str) -> None:
    if not holds:
        raise PlaceError(f"place '{text}' {fault}", help=f"write {form}")


def _codes(airfields: Airfields, rows: Iterable[int]) -> frozenset[str]:
    return frozenset(str(airfields.code[i]) for i in rows)


def _point(lat: float, lon: float) -> str:
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):g}°{north} {abs(lon):g}°{east}"


def _listed(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)

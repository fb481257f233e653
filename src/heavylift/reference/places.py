"""Which airfields does a place in a question stand for?

``--from``, ``--to`` and the case file name places in a few forms, listed in
``FORMS``. A place is a set of airfields, kept with the words it was asked for in, so
that a report can say both. What is not found, ambiguous or empty is an error with a
suggestion: a wrong code must not look like a corridor without flights.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from heavylift.errors import PlaceError
from heavylift.reference.anchors import anchor_town, is_called, town_in_words
from heavylift.reference.areas import (
    MAX_RADIUS_KM,
    area_in_box,
    area_in_file,
    box,
    check,
    circle,
    circle_numbers,
    is_geojson,
    polygon,
)
from heavylift.reference.distances import within_of_airfields, within_of_area
from heavylift.reference.gazetteer import Airfields
from heavylift.reference.lookup import called, find, find_by_code, suggest
from heavylift.reference.nearby import Rows, within_circle
from heavylift.reference.place_sets import (
    Place,
    codes_of,
    empty,
    joined,
    listed,
    place_of,
    point_in_words,
    rows_of,
)
from heavylift.reference.regions import (
    countries_like,
    country,
    country_called,
    region,
)
from heavylift.reference.towns import (
    find_towns,
    suggest_towns,
)

__all__ = ["FORMS", "Place", "check_lists", "parse_place"]

#: The forms a place can take; shown in help texts.
FORMS: Final = (
    "codes (UBBB,UBBG), a name (Ovda), a country (Azerbaijan or country:AZ), "
    "region:AZ-GA, 'within 150 km of' a town, an airfield, a country or any of these, "
    "circle:LAT,LON,KM, box:SOUTH,WEST,NORTH,EAST, a GeoJSON file, or several of these "
    "joined by +"
)

#: How many choices an error lists; more do not fit a line or help.
MAX_CHOICES = 6

#: The example of every message about this form.
_WITHIN_FORM: Final = "within KM km of PLACE, for example: within 150 km of Stepanakert"

_WITHIN: Final = re.compile(r"(?:airfields\s+)?within\b\s*(.*)", re.IGNORECASE)
_DISTANCE: Final = re.compile(r"(\S+?)\s*km\s+(?:of|from)\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a place is read with.

    Attributes:
        airfields: The known airfields.
        base: Folder that files are relative to.
        own: Lists of the user: a place in text by its name, folded.
        through: Names of those that are being read.
    """

    airfields: Airfields
    base: Path
    own: Mapping[str, str]
    through: tuple[str, ...] = ()


def parse_place(
    text: str,
    airfields: Airfields,
    *,
    base: Path | None = None,
    own: Mapping[str, str] | None = None,
) -> Place:
    """Resolve a place.

    Args:
        text: One of ``FORMS``, or the name of a list of the user.
        airfields: The known airfields.
        base: Folder that the path of a GeoJSON file is relative to; the current one
            if ``None``.
        own: Lists of the user: places as text, by name. A name in it goes before
            names of airfields and countries.

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
    lists = {name.casefold(): said for name, said in (own or {}).items()}
    asked = _Asked(airfields=airfields, base=base or Path(), own=lists)
    return joined(text, _parts(text, asked))


def check_lists(
    own: Mapping[str, str], airfields: Airfields, *, base: Path | None = None
) -> None:
    """Refuse lists of the user that could be mistaken, or that are no places.

    Raises:
        PlaceError: A name is a code or holds signs of the forms, two differ in capitals
            alone, or a list is no place, or leads back to itself.
    """
    seen: dict[str, str] = {}
    for name in own:
        odd = any(sign in name for sign in "+,:") or not name.strip()
        if odd or _WITHIN.fullmatch(name) or is_geojson(name):
            raise PlaceError(
                f"a list of places cannot be called '{name}'",
                help="take a name without + , : such as israel_south",
            )
        if find_by_code(airfields, name.upper()):
            raise PlaceError(
                f"a list of places is called '{name}', which is the code of an "
                "airfield",
                help="take another name, so that the code keeps its meaning",
            )
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise PlaceError(
                f"two lists of places are called '{other}' and '{name}'",
                help="capitals do not matter; give one of them another name",
            )
        parse_place(name, airfields, base=base, own=own)


def _parts(text: str, asked: _Asked) -> list[Place]:
    parts = [part.strip() for part in text.split("+")]
    if not all(parts):
        raise PlaceError(f"place '{text}' has an empty part", help=f"give {FORMS}")
    if is_geojson(text) and (asked.base / text).is_file():
        parts = [text]  # a file's name may hold a plus
    return [place for part in parts for place in _each(part, asked)]


def _each(part: str, asked: _Asked) -> list[Place]:
    airfields = asked.airfields
    if part.casefold() in asked.own:
        return [_own(part, asked)]
    if within := _WITHIN.fullmatch(part):
        return [_within(part, within[1], asked)]
    kind, rest = _kind(part)
    if kind in _KINDS:
        return [_KINDS[kind](part, rest, airfields)]
    if is_geojson(part):
        return [polygon(part, airfields, asked.base)]
    # A name may hold a comma, so the whole is tried before its pieces.
    if "," in part and not find(airfields, part):
        return [_named(code.strip(), asked) for code in part.split(",")]
    return [_named(part, asked)]


#: Forms that begin with a word and a colon.
_KINDS: Final[dict[str, Callable[[str, str, Airfields], Place]]] = {
    "circle": circle,
    "box": box,
    "country": country,
    "region": region,
}


def _kind(part: str) -> tuple[str, str]:
    kind, colon, rest = part.partition(":")
    return (kind.strip().lower(), rest.strip()) if colon else ("", "")


def _own(name: str, asked: _Asked) -> Place:
    """A list of the user, which may name others."""
    folded = name.casefold()
    if folded in asked.through:
        way = " → ".join((*asked.through, folded))
        raise PlaceError(
            f"the lists of places lead back to themselves: {way}",
            help="leave one of them out of another",
        )
    inside = replace(asked, through=(*asked.through, folded))
    try:
        places = _parts(asked.own[folded], inside)
    except PlaceError as error:
        if error.message.startswith("the lists of places"):
            raise
        raise PlaceError(
            f"{error.message} (in the list '{name}')", help=error.help
        ) from error
    whole = joined(name, places)
    rows = rows_of(asked.airfields, whole.airfields)
    return place_of(name, name, asked.airfields, rows, whole.region)


def _named(text: str, asked: _Asked) -> Place:
    airfields = asked.airfields
    rows = find(airfields, text)
    land = country_called(text)
    if land:
        so_called = [i for i in rows if is_called(airfields, i, text)]
        if so_called:
            raise PlaceError(
                f"place '{text}' may be the country or "
                f"{_choices(airfields, so_called)}",
                help=f"write country:{land}, or the code of the airfield",
            )
        return country(text, land, airfields)
    if len(rows) == 1:
        label = called(airfields, rows[0])
        return Place(label=label, text=text, airfields=codes_of(airfields, rows))
    if rows:
        raise PlaceError(
            f"place '{text}' may be any of {len(rows)} airfields: "
            f"{_choices(airfields, rows)}",
            help="give the code of the one you mean, or several joined by +",
        )
    raise _unknown(text, asked)


def _choices(airfields: Airfields, rows: list[int]) -> str:
    more = f" and {len(rows) - MAX_CHOICES} more" if len(rows) > MAX_CHOICES else ""
    return ", ".join(called(airfields, i) for i in rows[:MAX_CHOICES]) + more


def _unknown(text: str, asked: _Asked) -> PlaceError:
    """Say that a name is not known, and what it may have meant."""
    close = get_close_matches(text.casefold(), asked.own, 2, 0.8)
    # Pieces of a word of three letters are in the names of most countries.
    close += countries_like(text)[:2] if len(text) > 3 else []
    if find_towns(text):
        close.append(f"'within 50 km of {text}', a town")
    else:
        close += [
            f"'within 50 km of {t.name}, {t.country}'"
            for t in suggest_towns(text, limit=1)
        ]
    close += suggest(asked.airfields, text)
    meant = f"did you mean {listed(close)}? otherwise " if close else ""
    return PlaceError(f"no airfield '{text}' is known", help=f"{meant}give {FORMS}")


def _within(part: str, rest: str, asked: _Asked) -> Place:
    """Airfields within a distance of something."""
    found = _DISTANCE.fullmatch(rest.strip())
    check(found is not None, part, "does not say how far from what", _WITHIN_FORM)
    assert found is not None
    km, anchor = _kilometres(part, found[1]), found[2].strip()
    where, rows = _near(anchor, km * 1000.0, asked)
    label = f"within {km:g} km of {where}"
    return place_of(part, label, asked.airfields, rows)


def _kilometres(part: str, number: str) -> float:
    try:
        km = float(number)
    except ValueError:
        km = np.nan
    fits = 0.0 < km <= MAX_RADIUS_KM
    check(fits, part, "has an impossible distance", _WITHIN_FORM)
    return km


def _near(anchor: str, metres: float, asked: _Asked) -> tuple[str, Rows]:
    """What an anchor is, in words, and the airfields within a distance of it."""
    airfields = asked.airfields
    kind, rest = _kind(anchor)
    if kind == "circle":
        lat, lon, km = circle_numbers(anchor, rest)
        where = f"the {km:g} km around {point_in_words(lat, lon)}"
        return where, _around(airfields, lat, lon, metres + km * 1000.0, where)
    if is_geojson(anchor):
        return _near_area(*area_in_file(anchor, asked.base), metres, airfields)
    if kind == "box":
        where, geometry = area_in_box(anchor, rest)
        return _near_area(f"the box {where}", geometry, metres, airfields)
    is_own = anchor.casefold() in asked.own
    if not (kind or is_own or _all_codes(anchor, asked)):
        town = anchor_town(anchor, airfields)
        if town is not None:
            where = town_in_words(anchor, town)
            return where, _around(airfields, town.lat_deg, town.lon_deg, metres, where)
    places = _each(anchor, asked)
    rows = np.concatenate([_near_place(place, metres, asked) for place in places])
    return listed([_anchor_in_words(place) for place in places]), np.unique(rows)


def _near_area(
    where: str, geometry: BaseGeometry, metres: float, airfields: Airfields
) -> tuple[str, Rows]:
    rows = within_of_area(airfields, geometry, metres)
    if not len(rows):
        middle = geometry.representative_point()
        lon = (middle.x + 180) % 360 - 180
        raise empty(f"within {metres / 1000:g} km of {where}", airfields, middle.y, lon)
    return where, rows


def _around(
    airfields: Airfields, lat: float, lon: float, metres: float, where: str
) -> Rows:
    rows = within_circle(airfields, lat, lon, metres)
    if not len(rows):
        raise empty(f"within {metres / 1000:g} km of {where}", airfields, lat, lon)
    return rows


def _near_place(place: Place, metres: float, asked: _Asked) -> Rows:
    if place.region is not None:
        return within_of_area(asked.airfields, place.region, metres)
    rows = rows_of(asked.airfields, place.airfields)
    return within_of_airfields(asked.airfields, rows, metres)


def _anchor_in_words(place: Place) -> str:
    """What a distance is measured from: an area, an airfield, or any of several."""
    name = _COUNT.sub("", place.label)
    if place.region is not None or len(place.airfields) == 1:
        return name
    return f"any airfield of {name}"


#: How many airfields a place has, at the end of its label.
_COUNT: Final = re.compile(r" \(\d+ airfields?\)$")


def _all_codes(text: str, asked: _Asked) -> bool:
    return all(find_by_code(asked.airfields, code) for code in text.split(","))

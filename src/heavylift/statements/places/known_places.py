"""All names of places that are looked for in a text, ready to be looked up.

Made once and used for every document. A name is folded: small letters, no accents, one
blank between words (``heavylift.reference.towns.fold_name``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from heavylift.reference.gazetteer import Kind, country_names
from heavylift.reference.place_names import (
    BETWEEN_IDS,
    FieldNames,
    areas,
    demonyms,
    field_names,
    town_names,
)
from heavylift.reference.towns import fold_name
from heavylift.statements.records import PlaceCandidate

#: No name of the tables that a person would write out has more words.
LONGEST_NAME: Final = 6

#: Ends of names of airfields that are left out in speaking of them.
_GENERIC: Final = re.compile(
    r"(?<=\w)(?: (?:international|regional|municipal|military|domestic|civil))*"
    r" (?:airport|airfield|airstrip|airbase|air base|air force base|aerodrome|afb)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlace:
    """A place of the case, as the user names it.

    Attributes:
        name: Its name.
        other_names: Other names of it.
        code: Its code, or empty.
        country: ISO 3166-1 alpha-2, or empty.
        latitude: Degrees north; ``None`` for an area.
        longitude: Degrees east; ``None`` for an area.
    """

    name: str
    other_names: tuple[str, ...] = ()
    code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Names with what they may mean; all keys are folded.

    Attributes:
        case: Places of the case.
        regions: Areas that are no countries.
        countries: Countries.
        acronyms: Names of countries that are written in capitals alone.
        demonyms: Words for people and things of a country, with its code.
        country_of: The name of a country by its code.
        towns: Larger towns, as rows of the table with blanks between.
        words: Names of towns that are English words.
        full_names: Airfields by name, "ovda airport".
        short_names: Airfields by name without what all have, "ovda".
        served: Airfields by the town that they serve.
        codes: Airfields by ICAO code, in capitals.
        iata: Airfields by IATA code, in capitals.
        fields: The airfields that rows are of.
    """

    case: dict[str, list[PlaceCandidate]]
    regions: dict[str, list[PlaceCandidate]]
    countries: dict[str, list[PlaceCandidate]]
    acronyms: frozenset[str]
    demonyms: dict[str, str]
    country_of: dict[str, str]
    towns: dict[str, str]
    words: frozenset[str]
    full_names: dict[str, list[int]]
    short_names: dict[str, list[int]]
    served: dict[str, list[int]]
    codes: dict[str, int]
    iata: dict[str, int]
    fields: FieldNames = field(repr=False)

    def town_rows(self, name: str) -> list[int]:
        """Rows of the larger towns of a name."""
        rows = self.towns.get(name)
        return [] if rows is None else [int(row) for row in rows.split(BETWEEN_IDS)]

    def airfield(self, row: int) -> PlaceCandidate:
        """An airfield as what a name may mean."""
        fields = self.fields
        return PlaceCandidate(
            name=fields.name[row],
            kind="airfield",
            code=fields.code[row],
            country=fields.country[row],
            latitude=round(fields.lat_deg[row], 5),
            longitude=round(fields.lon_deg[row], 5),
        )


def gazetteer(case_places: Iterable[CasePlace] = ()) -> Gazetteer:
    """Make the gazetteer.

    Args:
        case_places: Places of the case, which go before all others.
    """
    fields = field_names()
    full, short, served = _airfield_names(fields)
    by_code = {code: row for row, code in enumerate(fields.code)}
    by_iata = {iata: row for row, iata in enumerate(fields.iata) if iata}
    towns, words = town_names()
    regions, countries, acronyms = _areas()
    return Gazetteer(
        case=_case(case_places),
        regions=regions,
        countries=countries,
        acronyms=acronyms,
        demonyms=demonyms(),
        country_of=country_names(),
        towns=towns,
        words=words,
        full_names=full,
        short_names=short,
        served=served,
        codes=by_code,
        iata=by_iata,
        fields=fields,
    )


Names = dict[str, list[int]]


def _airfield_names(fields: FieldNames) -> tuple[Names, Names, Names]:
    """Airfields by full and short name and by town."""
    full: Names = {}
    short: Names = {}
    served: Names = {}
    columns = zip(fields.kind, fields.name, fields.keywords, fields.town, strict=True)
    for row, (kind, name, keywords, town) in enumerate(columns):
        for each in (name, *_names_in(keywords)):
            folded = fold_name(each)
            shorter = _GENERIC.sub("", folded)
            full.setdefault(folded, []).append(row)
            if shorter != folded:
                short.setdefault(shorter, []).append(row)
        if town and kind != Kind.SMALL_AIRPORT:
            served.setdefault(fold_name(town), []).append(row)
    return full, short, served


def _names_in(keywords: str) -> list[str]:
    """Names among the keywords of an airfield; towns and codes are among them too."""
    if not keywords:
        return []
    return [word for word in keywords.split(",") if _GENERIC.search(fold_name(word))]


def _areas() -> tuple[
    dict[str, list[PlaceCandidate]], dict[str, list[PlaceCandidate]], frozenset[str]
]:
    """Regions and countries by name, and names in capitals alone."""
    regions: dict[str, list[PlaceCandidate]] = {}
    countries: dict[str, list[PlaceCandidate]] = {}
    acronyms = set()
    for code, name in country_names().items():
        countries[fold_name(name)] = [
            PlaceCandidate(name=name, kind="country", code=code, country=code)
        ]
    for area in areas():
        is_country = area.kind == "country"
        found = PlaceCandidate(
            name=area.name,
            kind="country" if is_country else "region",
            code=area.code,
            country=area.country,
        )
        for name in area.names:
            folded = fold_name(name)
            if name.isupper():
                acronyms.add(folded)
            table = countries if is_country else regions
            if is_country:
                table[folded] = [found]
            else:
                table.setdefault(folded, []).append(found)
    return regions, countries, frozenset(acronyms)


def _case(places: Iterable[CasePlace]) -> dict[str, list[PlaceCandidate]]:
    found: dict[str, list[PlaceCandidate]] = {}
    for place in places:
        candidate = PlaceCandidate(
            name=place.name,
            kind="case",
            code=place.code,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
        )
        for name in {fold_name(n) for n in (place.name, *place.other_names)} - {""}:
            found.setdefault(name, []).append(candidate)
    return found

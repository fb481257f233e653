"""By which names are towns, areas and countries found in a text?

The index of town names is derived from GeoNames by ``tools/build_places.py``
(``data/PROVENANCE.place_names.toml``). Areas that are no towns, further names of
countries and the words for their people are in ``data/areas.csv`` and
``data/demonyms.csv``, each row with its source.

A name that is used is a name that finds its place. That says nothing about whose the
place is; the country beside it is the one that the named source assigns.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO, StringIO
from typing import Final, NamedTuple

import pyarrow.parquet as pq

from heavylift.reference.gazetteer import Kind
from heavylift.reference.towns import BETWEEN_NAMES, STEPS_PER_DEGREE, Town, fold_name

#: Towns with as many people are looked for in every text; smaller ones only in a text
#: that names their country. Half of it would double the names, of which most are
#: family names and words; twice of it would lose Shusha (19 400).
LARGE_TOWN: Final = 15_000

#: A town with as many names is known beyond its country, however few people it has:
#: Khankendi (2 100) has nine, Lachin (2 300) eight. With half as many the table would
#: grow by half.
MANY_NAMES: Final = 7

#: The name of a town with as many people is taken for a word only where a text writes
#: it so: a dictionary has "baku", a tree. Half of it would take Nice and Reading.
WELL_KNOWN_TOWN: Final = 500_000

#: Towns of one name stand behind each other in the index.
BETWEEN_IDS: Final = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A region or country by its names.

    Attributes:
        name: The name that it is listed under.
        names: All names, that one included.
        kind: ``region`` or ``country``.
        code: ISO 3166 code, or empty when it has none.
        country: ISO 3166-1 alpha-2 code as the source assigns it, or empty.
        source: Where the names are from.
    """

    name: str
    names: tuple[str, ...]
    kind: str
    code: str
    country: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNames:
    """Airfields with an ICAO code by what they are called; lists of one length.

    There are four times as many strips without one, whose names are those of farms and
    families; heliports, seaplane bases and balloonports are left out too.

    Attributes:
        code: ICAO code.
        iata: IATA code, or empty.
        name: Name in Latin letters.
        keywords: Other names, with commas between them.
        town: The town that it serves.
        country: ISO 3166-1 alpha-2.
        kind: A ``gazetteer.Kind``.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
    """

    code: list[str]
    iata: list[str]
    name: list[str]
    keywords: list[str]
    town: list[str]
    country: list[str]
    kind: list[int]
    lat_deg: list[float]
    lon_deg: list[float]


@lru_cache(maxsize=1)
def field_names() -> FieldNames:
    """Read the names of airfields; neither their runways nor those of other strips."""
    columns = ["code", "iata", "name", "keywords", "municipality", "country", "kind"]
    source = BytesIO(_read("airfields.parquet"))
    table = pq.ParquetFile(source).read([*columns, "lat_udeg", "lon_udeg"])
    lists = [column.to_pylist() for column in table.columns]
    rows = [
        row
        for row, (code, kind) in enumerate(
            zip(table["code"].to_pylist(), table["kind"].to_pylist(), strict=True)
        )
        if kind in _OF_LAND and _ICAO.fullmatch(code)
    ]
    chosen = dict(
        zip(
            table.column_names,
            ([each[row] for row in rows] for each in lists),
            strict=True,
        )
    )
    return FieldNames(
        code=chosen["code"],
        iata=chosen["iata"],
        name=chosen["name"],
        keywords=chosen["keywords"],
        town=chosen["municipality"],
        country=chosen["country"],
        kind=chosen["kind"],
        lat_deg=[degrees / 1e6 for degrees in chosen["lat_udeg"]],
        lon_deg=[degrees / 1e6 for degrees in chosen["lon_udeg"]],
    )


_ICAO: Final = re.compile("[A-Z]{4}")

_OF_LAND: Final = frozenset(
    {Kind.LARGE_AIRPORT, Kind.MEDIUM_AIRPORT, Kind.SMALL_AIRPORT, Kind.CLOSED}
)


@lru_cache(maxsize=1)
def town_names() -> tuple[dict[str, str], frozenset[str]]:
    """Names of larger towns with their rows, and those that are English words."""
    table = pq.ParquetFile(BytesIO(_read("place_names.parquet"))).read()
    names = table["name"].to_pylist()
    marks = zip(names, table["is_word"].to_pylist(), strict=True)
    rows = dict(zip(names, table["towns"].to_pylist(), strict=True))
    return rows, frozenset(name for name, is_word in marks if is_word)


def town_at(row: int) -> Town:
    """Give the town of a row of the table."""
    towns = _towns()
    name, *others = towns.names[row].split(BETWEEN_NAMES)
    return Town(
        name=name,
        other_names=tuple(others),
        country=towns.country[row],
        lat_deg=towns.lat_step[row] / STEPS_PER_DEGREE,
        lon_deg=towns.lon_step[row] / STEPS_PER_DEGREE,
        population=towns.population[row],
    )


@lru_cache(maxsize=256)
def small_towns(country: str) -> dict[str, list[int]]:
    """Names of the smaller towns of a country with their rows."""
    towns = _towns()
    # The table is in the order of countries.
    first = bisect_left(towns.country, country)
    past = bisect_right(towns.country, country)
    found: dict[str, list[int]] = {}
    for row in range(first, past):
        names = towns.names[row].split(BETWEEN_NAMES)
        if not is_large(towns.population[row], len(names)):
            for name in names:
                found.setdefault(fold_name(name), []).append(row)
    return found


def is_large(people: int, names: int) -> bool:
    """Whether a town is looked for in every text."""
    return people >= LARGE_TOWN or names >= MANY_NAMES


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """All areas: regions, then countries by further names."""
    return tuple(
        Area(
            name=row["names"].split("|")[0],
            names=tuple(row["names"].split("|")),
            kind=row["kind"],
            code=row["code"],
            country=row["country"],
            source=row["source"],
        )
        for row in _rows("areas.csv")
    )


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Words for the people of a country, in small letters, with its code."""
    return {
        word.lower(): row["code"]
        for row in _rows("demonyms.csv")
        for word in row["words"].split("|")
    }


class _Towns(NamedTuple):
    """Columns of the table of towns."""

    names: list[str]
    country: list[str]
    lat_step: list[int]
    lon_step: list[int]
    population: list[int]


@lru_cache(maxsize=1)
def _towns() -> _Towns:
    table = pq.ParquetFile(BytesIO(_read("towns.parquet"))).read()
    return _Towns(*(table[name].to_pylist() for name in _Towns._fields))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = _read(name).decode()
    lines = (line for line in StringIO(text) if not line.startswith("#"))
    yield from csv.DictReader(lines)


def _read(name: str) -> bytes:
    return files("heavylift.reference").joinpath("data", name).read_bytes()

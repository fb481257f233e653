"""Databases that change daily: aircraft (tar1090-db) and airfields (OurAirports)."""

from __future__ import annotations

from typing import Final

from heavylift.fetch.plan import Content, Item, Terms

#: Folder that holds tar1090-db's table; the project's README.md names this link.
AIRCRAFT: Final = "https://github.com/wiedehopf/tar1090-db/raw/refs/heads/csv"

#: GitHub serves files of a repository from here.
AIRCRAFT_ONWARD: Final = frozenset({"raw.githubusercontent.com"})

AIRCRAFT_TERMS: Final = Terms(
    licence="none stated by the publisher: for your own use, not to be passed on",
    attribution="tar1090-db, from the database of Mictronics",
    address="https://github.com/wiedehopf/tar1090-db",
)

#: Folder that ourairports.com/data links its tables from.
AIRFIELDS: Final = "https://davidmegginson.github.io/ourairports-data"

AIRFIELDS_TERMS: Final = Terms(
    licence="public domain",
    attribution="OurAirports (no attribution is asked for)",
    address="https://ourairports.com/data/",
)

#: Tables from which airfields are built: places, runways, and names of countries.
_AIRFIELD_TABLES: Final = ("airports.csv", "runways.csv", "countries.csv")


def aircraft_items(base: str, onward: frozenset[str] = AIRCRAFT_ONWARD) -> list[Item]:
    """List the table of aircraft: address, registration, type, flags, long type."""
    return [
        Item(
            url=f"{base.rstrip('/')}/aircraft.csv.gz",
            name="aircraft.csv.gz",
            content=Content.GZIP,
            terms=AIRCRAFT_TERMS,
            onward=onward,
            changes=True,
        )
    ]


def airfield_items(base: str, onward: frozenset[str] = frozenset()) -> list[Item]:
    """List the tables of airfields, runways and countries."""
    return [
        Item(
            url=f"{base.rstrip('/')}/{name}",
            name=name,
            content=Content.TABLE,
            terms=AIRFIELDS_TERMS,
            onward=onward,
            changes=True,
        )
        for name in _AIRFIELD_TABLES
    ]

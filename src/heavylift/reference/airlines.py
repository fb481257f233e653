"""Which operator does a designator or a callsign name?

ICAO gives operators a designator of three letters and a name for the radio (Doc 8585).
The table ``data/airlines.csv`` is built by ``tools/build_identity.py``: names from
standing-data (CC0), what it does not say from FAA Order JO 7340.2 (public domain) for
air forces, governments, cargo and charter operators and large airlines.

Designators are given back and given out again, and the table knows one holder of each.
A callsign says under whose number an aircraft flew, not whose it was: Azerbaijan's air
force used numbers of AHY.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from heavylift.model.callsigns import normal_callsign
from heavylift.reference.lookup import fold

__all__ = [
    "Airline",
    "airline",
    "airline_of_callsign",
    "airlines",
    "find_airlines",
    "normal_callsign",
]

#: An operator's designator and a flight number that begins with a digit (ICAO Annex 10,
#: Volume II, 5.2.1.7.2.1, type c). Registrations as callsigns rarely look like it.
_WITH_DESIGNATOR: Final = re.compile(r"([A-Z]{3})\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Airline:
    """An operator with an ICAO designator; empty text is unknown.

    Attributes:
        designator: Three letters, ICAO Doc 8585.
        name: As the source writes it.
        telephony: Its name on the radio.
        iata: Two letters or digits; several operators may share one.
        country: ISO 3166-1 alpha-2 of the state that notified the designator.
        military: Certainly armed forces, or what they operate. ``False`` says nothing.
    """

    designator: str
    name: str
    telephony: str
    iata: str
    country: str
    military: bool


def airline(designator: str) -> Airline | None:
    """Look an operator up by its ICAO designator, in either case; ``None`` if unknown.

    >>> found = airline("azq")
    >>> found.name, found.telephony, found.country
    ('Silk Way Airlines', 'SILK LINE', 'AZ')
    """
    return airlines().get(designator.strip().upper())


def airline_of_callsign(callsign: str | None) -> Airline | None:
    """Say whose designator a callsign begins with.

    Returns:
        The operator; ``None`` when three letters and a digit do not begin it, as in a
        registration, or nobody is known to have the designator.

    >>> airline_of_callsign("AHY021").name
    'Azerbaijan Airlines'
    >>> airline_of_callsign("4KAZ60") is None
    True
    """
    match = _WITH_DESIGNATOR.match(normal_callsign(callsign))
    return airline(match[1]) if match else None


def find_airlines(name: str) -> list[Airline]:
    """Find operators by words of their name or of their name on the radio.

    Args:
        name: Words in any order, case and accents; each must be there.

    Returns:
        In order of designator; empty when no word is given or none is found.

    >>> [a.designator for a in find_airlines("silk way")]
    ['AZG', 'AZQ']
    """
    wanted = [f" {word} " for word in fold(name).split()]
    return [
        found
        for found, words in _words()
        if wanted and all(word in words for word in wanted)
    ]


@lru_cache(maxsize=1)
def airlines() -> dict[str, Airline]:
    """All operators by designator, in its order."""
    data = files("heavylift.reference").joinpath("data", "airlines.csv")
    rows = csv.DictReader(data.read_text(encoding="utf-8").splitlines())
    return {
        row["designator"]: Airline(
            designator=row["designator"],
            name=row["name"],
            telephony=row["telephony"],
            iata=row["iata"],
            country=row["country"],
            military=row["military"] == "yes",
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[Airline, str], ...]:
    return tuple((a, fold(f"{a.name} {a.telephony}")) for a in airlines().values())

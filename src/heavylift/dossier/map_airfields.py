"""Which airfields does a report name, on its map and in its tables?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from heavylift.dossier.own_airfields import marked
from heavylift.dossier.rows import FlightRow
from heavylift.figures.map import MapAirfield
from heavylift.reference.airfields import StripsFile, airfields_with
from heavylift.reference.places import Place

#: A place of up to so many airfields is drawn whole; of a country only those that
#: flights name.
FEW: Final = 6


def map_airfields(
    rows: Iterable[FlightRow], places: tuple[Place, Place], own: Sequence[StripsFile]
) -> tuple[MapAirfield, ...]:
    """Airfields that flights name, and those of a question that names few.

    Args:
        rows: The flights of the report.
        places: Where they leave and arrive.
        own: Files of airfields that the user drew.
    """
    airfields = airfields_with(own)
    case_codes = places[0].airfields | places[1].airfields
    named: set[str] = set()
    for row in rows:
        for end in (row.origin, row.destination):
            named.update(c.airfield for c in end.candidates)
            if end.airfield:
                named.add(end.airfield)
    drawn = {c for p in places for c in p.airfields if len(p.airfields) <= FEW} | {
        c for c in named if c in case_codes
    }
    row_of = {str(code): i for i, code in enumerate(airfields.code)}
    return tuple(
        MapAirfield(
            code=code,
            name=marked(str(airfields.name[row_of[code]]), code, own),
            lat_deg=float(airfields.lat_deg[row_of[code]]),
            lon_deg=float(airfields.lon_deg[row_of[code]]),
            role="case" if code in drawn else "other",
        )
        for code in sorted(drawn | named)
    )

"""Which airfields lie in a country, or in one of its regions?

OurAirports decides: each airfield has one country (ISO 3166-1) and one region (ISO
3166-2, with codes of its own such as ``AZ-U-A`` where the standard has none). An
airfield that a user drew has the country that the user gave, or none.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

import numpy as np

from heavylift.errors import PlaceError
from heavylift.reference.gazetteer import Airfields, country_names
from heavylift.reference.nearby import in_country
from heavylift.reference.place_sets import Place, listed, place_of
from heavylift.reference.towns import fold_name

#: So many choices are listed by an error.
_LISTED: Final = 12
_MEANT: Final = 6


def country(text: str, rest: str, airfields: Airfields) -> Place:
    """Airfields of a country by its two letters or its name.

    Raises:
        PlaceError: No country is called so, or it has no airfield.
    """
    names = country_names()
    code = rest.upper() if rest.upper() in names else country_called(rest)
    if not code:
        close = countries_like(rest)
        meant = f"did you mean {listed(close)}? " if close else ""
        raise PlaceError(
            f"no country '{rest}' is known",
            help=f"{meant}give its two letters (ISO 3166), for example country:AZ",
        )
    rows = in_country(airfields, code)
    if not len(rows):
        raise PlaceError(
            f"no airfield lies in {names[code]}",
            help="give an area: circle:LAT,LON,KM or a GeoJSON file",
        )
    return place_of(text, names[code], airfields, rows)


def country_called(name: str) -> str:
    """Code of the country of that name; empty if none has it.

    >>> country_called("azerbaijan"), country_called("Ovda")
    ('AZ', '')
    """
    wanted = fold_name(name)
    found = [code for code, n in country_names().items() if fold_name(n) == wanted]
    return found[0] if wanted and found else ""


def countries_like(name: str) -> list[str]:
    """Names of countries that hold the text, or are written almost like it."""
    by_name = {fold_name(n): n for n in country_names().values()}
    wanted = fold_name(name)
    if not wanted:
        return []
    holding = [n for folded, n in by_name.items() if wanted in folded]
    close = [by_name[f] for f in get_close_matches(wanted, by_name, 3, 0.8)]
    return list(dict.fromkeys(holding + close))[:_MEANT]


def region(text: str, rest: str, airfields: Airfields) -> Place:
    """Airfields of a region by its ISO 3166-2 code; the data have no names of them.

    Raises:
        PlaceError: No airfield lies in such a region.
    """
    code = rest.upper()
    rows = np.flatnonzero(airfields.region == code) if code else np.zeros(0, np.int64)
    if len(rows):
        name = country_names().get(code.partition("-")[0], "")
        where = f"region {code} of {name}" if name else f"region {code}"
        return place_of(text, where, airfields, rows)
    known = sorted({str(r) for r in airfields.region if r})
    land = code.partition("-")[0]
    close = get_close_matches(code, known, 3, 0.7)
    close += [r for r in known if r.startswith(f"{land}-") and r not in close]
    more = ", …" if len(close) > _LISTED else ""
    meant = f"did you mean {', '.join(close[:_LISTED])}{more}? " if close else ""
    raise PlaceError(
        f"no airfield lies in a region '{rest}'",
        help=f"{meant}give the code of ISO 3166-2 that OurAirports has, for example "
        "region:AZ-GA, or country:AZ for the whole",
    )

"""Which town is a distance measured from, when somebody names one?

A town is meant only when nothing else is called so: no other town, no country, and no
airfield that lies elsewhere. Who knows the airport Ramon does not mean the town of that
name in Russia.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.geo import distance_m
from heavylift.reference.gazetteer import Airfields, country_names
from heavylift.reference.lookup import GENERIC, called
from heavylift.reference.place_sets import point_in_words
from heavylift.reference.regions import country_called
from heavylift.reference.towns import Town, ambiguous, find_towns, fold_name

#: An airfield that is called like a town and lies within this distance serves it: the
#: airports that cities open far out lie up to 60 km away. One that lies farther is
#: another place.
SERVES_M: Final = 60_000.0


def anchor_town(text: str, airfields: Airfields) -> Town | None:
    """The town that a distance is measured from; ``None`` when none is called so.

    Raises:
        PlaceError: Several towns, a country, or an airfield far from the town have the
            same name.
    """
    towns = find_towns(text)
    if not towns:
        return None
    others = [
        called(airfields, i)
        for i in _called_so(airfields, text)
        if _is_far(airfields, i, towns)
    ]
    land = country_called(text)
    lands = [f"{country_names()[land]} (country:{land})"] if land else []
    choices = [*lands, *others, *(town.label for town in towns)]
    if len(choices) > 1:
        raise ambiguous(text, choices)
    return towns[0]


def _called_so(airfields: Airfields, text: str) -> list[int]:
    """Airfields that have this very name, or serve a town that has."""
    # Names are folded of those alone that may begin so: of all of them it takes as
    # long as everything else.
    first = fold_name(text)[:1]
    return [
        i
        for i, names in enumerate(
            zip(airfields.name.tolist(), airfields.municipality.tolist(), strict=True)
        )
        if any(n[:1].lower() == first or not n[:1].isascii() for n in names)
        and is_called(airfields, i, text)
    ]


def is_called(airfields: Airfields, i: int, text: str) -> bool:
    """Whether an airfield or the town it serves has this very name."""
    names = GENERIC.sub("", airfields.name[i]), airfields.municipality[i]
    return fold_name(text) in map(fold_name, names)


def town_in_words(text: str, town: Town) -> str:
    """The town by the name that it was asked for by, and by its own."""
    asked_as, _, _ = text.partition(",")
    own = "" if asked_as.casefold() == town.name.casefold() else f"{town.name}, "
    land = country_names().get(town.country, town.country)
    point = point_in_words(town.lat_deg, town.lon_deg)
    return f"{asked_as.strip()} ({own}{land}, {point})"


def _is_far(airfields: Airfields, i: int, towns: list[Town]) -> bool:
    """Whether an airfield serves none of some towns, by its distance."""
    lat, lon = float(airfields.lat_deg[i]), float(airfields.lon_deg[i])
    away = distance_m(
        np.array([t.lat_deg for t in towns]),
        np.array([t.lon_deg for t in towns]),
        np.full(len(towns), lat),
        np.full(len(towns), lon),
    )
    return bool(away.min() > SERVES_M)

"""Which airfields would a question about a place miss?

Traffic moves: an air base is closed for a year, a new airport opens beside the old one,
and a question for the old one alone sees nothing any more. So beside every place stand
the airfields nearby that it does not name and that a transport could use.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from heavylift.geo import distance_m
from heavylift.reference.distances import within_of_airfields
from heavylift.reference.gazetteer import Airfields, Kind
from heavylift.reference.lookup import called
from heavylift.reference.nearby import Rows, unit_vectors
from heavylift.reference.place_sets import rows_of

#: So far from a place an airfield serves the same ends: an hour by road. Half of it
#: would miss Nasosnaya, 44 km from Baku; twice would list the airports of the next
#: city, and of any two places some.
NEAR_M: Final = 60_000.0

#: The least runway on which the large freighters of ``data/types.csv`` can be: 1 500 m
#: for an An-124 or A300, 1 800 m for a 747. An Il-76 has used less, but where half of
#: this counted, flying clubs would fill the list.
RUNWAY_M: Final = 1_500.0

#: So many are told of a place, the nearest first; how many more there are is told too.
MOST: Final = 8

#: What military airfields call themselves. Of many no runway is published.
AIR_BASE: Final = re.compile(
    r"\b(air ?base|air force|naval|navy|army|military|air station)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """An airfield beside a place.

    Attributes:
        code: Its code.
        label: How it is called: "Ramon (LLER)".
        distance_m: From the nearest airfield of the place that a transport could use.
        beside: Code of that one.
        beside_label: How that one is called.
        runway_m: Its longest runway; ``None`` when not known.
        is_closed: Whether the source says that it is closed.
    """

    code: str
    label: str
    distance_m: float
    beside: str
    beside_label: str
    runway_m: float | None
    is_closed: bool

    @property
    def words(self) -> str:
        """The alternative in words: "Ramon (LLER), 25 km from Ovda (LLOV)"."""
        closed = ", closed as published" if self.is_closed else ""
        away = f"{self.distance_m / 1000:.0f} km from {self.beside_label}"
        return f"{self.label}{closed}, {away}"


def alternatives(
    airfields: Airfields, place: Collection[str], named: Collection[str] = ()
) -> list[Alternative]:
    """Give the airfields near those of a place that a question does not name.

    A transport could use an airfield whose longest known runway has ``RUNWAY_M``; one
    of unknown length when it is a large or medium airport, or an air base by its name.
    Of a whole country these are the ones beyond its borders.

    Args:
        airfields: The known airfields.
        place: Codes of the place.
        named: Other codes that the question names.

    Returns:
        All of them, nearest first.

    >>> from heavylift.reference.gazetteer import load_airfields
    >>> [a.words for a in alternatives(load_airfields(), {"LLOV"})][0]
    'Ramon (LLER), 25 km from Ovda (LLOV)'
    """
    own = rows_of(airfields, place)
    # A heliport at the edge of a place would bring in what is far from its airfields.
    anchors = own[_is_usable(airfields, own)]
    if not len(anchors):
        anchors = own
    near = within_of_airfields(airfields, anchors, NEAR_M)
    left_out = {*place, *named}
    near = np.array([i for i in near if airfields.code[i] not in left_out], np.int64)
    near = near[_is_usable(airfields, near)]
    if not len(near):
        return []
    anchor = anchors[_nearest(airfields, anchors, near)]
    metres = distance_m(
        airfields.lat_deg[near],
        airfields.lon_deg[near],
        airfields.lat_deg[anchor],
        airfields.lon_deg[anchor],
    )
    order = np.argsort(metres, kind="stable")
    lengths = _longest_m(airfields, near)
    return [
        Alternative(
            code=str(airfields.code[near[k]]),
            label=called(airfields, int(near[k])),
            distance_m=float(metres[k]),
            beside=str(airfields.code[anchor[k]]),
            beside_label=called(airfields, int(anchor[k])),
            runway_m=None if np.isnan(lengths[k]) else float(lengths[k]),
            is_closed=bool(airfields.kind[near[k]] == Kind.CLOSED),
        )
        for k in order.tolist()
    ]


def in_words(found: Sequence[Alternative]) -> str:
    """Tell the nearest, and how many more there are."""
    told = [each.words for each in found[:MOST]]
    if len(found) > MOST:
        told.append(f"and {len(found) - MOST} more within {NEAR_M / 1000:.0f} km")
    return "; ".join(told)


def _nearest(airfields: Airfields, anchors: Rows, rows: Rows) -> Rows:
    """Index of the anchor nearest to each row."""
    lat, lon = airfields.lat_deg, airfields.lon_deg
    tree = cKDTree(unit_vectors(lat[anchors], lon[anchors]))
    _, found = tree.query(unit_vectors(lat[rows], lon[rows]))
    return np.asarray(found, np.int64)


def _is_usable(airfields: Airfields, rows: Rows) -> NDArray[np.bool_]:
    """Whether a transport could use each airfield, as far as is known."""
    kind = airfields.kind[rows]
    length = _longest_m(airfields, rows)
    is_land = (kind <= Kind.SMALL_AIRPORT) | (kind == Kind.CLOSED)
    is_base = np.array([bool(AIR_BASE.search(n)) for n in airfields.name[rows]], bool)
    is_large = (kind <= Kind.MEDIUM_AIRPORT) | (is_base & (kind != Kind.CLOSED))
    with np.errstate(invalid="ignore"):
        fits = (length >= RUNWAY_M) | (np.isnan(length) & is_large)
    return np.asarray(is_land & fits, np.bool_)


def _longest_m(airfields: Airfields, rows: Rows) -> NDArray[np.float64]:
    """The longest runway that is known of each airfield; NaN when none is."""
    lo, hi = airfields.end_offsets[rows], airfields.end_offsets[rows + 1]
    drawn = [
        airfields.end_length_m[a:b].max() if b > a else np.nan
        for a, b in zip(lo.tolist(), hi.tolist(), strict=True)
    ]
    longest = airfields.longest_m[rows].astype(np.float64)
    return np.asarray(np.fmax(longest, np.array(drawn, np.float64)))

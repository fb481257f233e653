"""Which other corridors show what reception alone would do?

A rise in a corridor that others like it show as well is not its own. Control corridors
are chosen by rule and by volume outside the window that is asked about, so that nobody
picks those that suit, and none is chosen for having risen or not risen then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.exposure.completeness import Completeness
from heavylift.exposure.exposure import legs_by_day
from heavylift.flights.sequences import row_by_code
from heavylift.reference.airfields import Airfields, within_circle
from heavylift.visits.legs import NOWHERE, Legs
from heavylift.visits.units import Window, within

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: Airfields this near to a place are of its region: a country of middle size, or what
#: one group of receivers hears of high traffic. Half of it leaves places in the
#: Caucasus without a neighbour; twice as much mixes it with the Levant.
REGION_M: Final = 500_000.0

#: Pairs of airfields taken for each rule. Three tell an odd one from the other two.
MOST_CONTROLS: Final = 3

#: Pairs with fewer legs outside the window say nothing of a rise within it.
LEAST_LEGS: Final = 10


class Rule(StrEnum):
    """How control corridors are chosen."""

    #: From the corridor's origins to other airfields of its destinations' region.
    SAME_ORIGIN = "same origin, other places of the destination's region"
    #: Between the two regions, by aircraft of the types that flew in the corridor.
    SAME_TYPES = "same aircraft types, same regions"
    #: Between the two regions, by any aircraft.
    SAME_REGIONS = "same regions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control corridor.

    Attributes:
        rule: By which rule it was chosen.
        rank: Its place by volume among the pairs of that rule, from 1.
        of_pairs: Pairs of airfields that have any leg by that rule.
        origin: Code of the airfield it starts at.
        destination: Code of the airfield it ends at.
        types: Aircraft types that it is limited to; empty for any.
        leg: Its legs, in the whole of the data; numbers of legs.
        legs_outside: Those outside of the window, by which it was chosen.
        without_own_aircraft: Whether aircraft of the corridor asked about are left out.
    """

    rule: Rule
    rank: int
    of_pairs: int
    origin: str
    destination: str
    types: tuple[str, ...]
    leg: Numbers
    legs_outside: int
    without_own_aircraft: bool

    def by_day(self, legs: Legs, completeness: Completeness) -> pa.Array:
        """Legs by the day of their first position; empty on days without data."""
        return legs_by_day(legs.first_ms[self.leg], completeness)[0]

    def said(self) -> str:
        """Say which it is and by which rule it was chosen."""
        left = "; aircraft of the corridor left out" * self.without_own_aircraft
        return (
            f"{self.origin} to {self.destination}: control by the rule "
            f"'{self.rule.value}', number {self.rank} of {self.of_pairs:,} by its "
            f"{self.legs_outside:,} legs outside the window{left}"
        )


def find_controls(
    legs: Legs,
    airfields: Airfields,
    corridor: tuple[Collection[str], Collection[str]],
    window: Window | None = None,
    *,
    without_own_aircraft: bool = True,
    region_m: float = REGION_M,
) -> list[Control]:
    """Choose control corridors for a corridor.

    Args:
        legs: Flights in turn, of all traffic.
        airfields: The table of airfields.
        corridor: Codes of the airfields it starts and ends at.
        window: The window that is asked about: legs in it do not weigh in the choice.
            Without it all legs do.
        without_own_aircraft: Whether legs of aircraft that flew in the corridor, either
            way, are left out.
        region_m: See ``REGION_M``.

    Returns:
        For each rule at most ``MOST_CONTROLS`` pairs of airfields, most legs first,
        those alike by their codes. A pair may come under several rules; neither the
        corridor nor its way back is among them.
    """
    origins, destinations = corridor
    there, back = legs.from_to(origins, destinations), legs.from_to(*corridor[::-1])
    may = (legs.origin != NOWHERE) & (legs.destination != NOWHERE) & ~there & ~back
    if without_own_aircraft:
        may &= ~np.isin(legs.aircraft, np.unique(legs.aircraft[there | back]))
    around = [_region(airfields, codes, region_m) for codes in corridor]
    to_region = legs.at("destination", around[1])
    between = may & to_region & legs.at("origin", around[0])
    types = _types(legs, there)
    pools: dict[Rule, tuple[Mask, tuple[str, ...]]] = {
        Rule.SAME_ORIGIN: (may & legs.at("origin", origins) & to_region, ()),
        Rule.SAME_TYPES: (between & _of_types(legs, types), types),
        Rule.SAME_REGIONS: (between, ()),
    }
    # One and the same airfield on both sides is no corridor.
    flown = legs.origin != legs.destination
    found = []
    for rule, (pool, limit) in pools.items():
        own = np.flatnonzero(pool & flown)
        for control in _by_volume(legs, own, window):
            rank, of_pairs, leg, outside = control
            found.append(
                Control(
                    rule=rule,
                    rank=rank,
                    of_pairs=of_pairs,
                    origin=legs.codes[legs.origin[leg[0]]],
                    destination=legs.codes[legs.destination[leg[0]]],
                    types=limit,
                    leg=leg,
                    legs_outside=outside,
                    without_own_aircraft=without_own_aircraft,
                )
            )
    return found


def _by_volume(
    legs: Legs, own: Numbers, window: Window | None
) -> list[tuple[int, int, Numbers, int]]:
    """Rank, number of pairs, legs and legs outside the window of the largest pairs."""
    outside = np.ones(len(own), np.bool_)
    if window is not None:
        outside = ~within(legs.first_ms[own], window)
    # Codes are in alphabetical order, and so are the numbers of pairs.
    pair = legs.origin[own] * len(legs.codes) + legs.destination[own]
    pairs, at = np.unique(pair, return_inverse=True)
    volume = np.bincount(at[outside], minlength=len(pairs))
    order = np.argsort(-volume, kind="stable")[:MOST_CONTROLS]
    return [
        (rank, len(pairs), own[at == k], int(volume[k]))
        for rank, k in enumerate(order.tolist(), 1)
        if volume[k] >= LEAST_LEGS
    ]


def _region(
    airfields: Airfields, codes: Collection[str], region_m: float
) -> frozenset[str]:
    """Airfields within reach of some, those themselves among them."""
    rows = row_by_code(airfields)
    near = set(codes)
    for row in (rows[code] for code in codes if code in rows):
        lat, lon = float(airfields.lat_deg[row]), float(airfields.lon_deg[row])
        near.update(airfields.code[within_circle(airfields, lat, lon, region_m)])
    return frozenset(near)


def _types(legs: Legs, wanted: Mask) -> tuple[str, ...]:
    rows = pa.array(legs.row[wanted])
    named = legs.table["aircraft_type"].take(rows).to_pylist()
    return tuple(sorted({t for t in named if t}))


def _of_types(legs: Legs, types: tuple[str, ...]) -> Mask:
    value_set = pa.array(types, pa.string())
    fits = pc.is_in(legs.table["aircraft_type"], value_set=value_set).to_numpy()
    mask: Mask = fits.astype(np.bool_)[legs.row]
    return mask

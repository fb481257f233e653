"""What did the aircraft of a corridor do between its flights, and where else?

Only aircraft of the flights given are followed, through all of their flights: how long
they stood at the airfields of the corridor and how each side of that was seen, which
legs make a way out and back, and which other pairs of airfields they flew between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heavylift.visits.legs import NOWHERE, Legs, aircraft_of, legs_of
from heavylift.visits.rotations import find_rotations
from heavylift.visits.shared_aircraft import shared_aircraft
from heavylift.visits.units import UnitCounts, Window, count_units, within
from heavylift.visits.visits import find_visits

#: Days of flights beyond a window that are looked at: a rotation takes 14 days at most,
#: and the visit before a leg is older than that only for aircraft that stood still.
MARGIN_DAYS: Final = 14

#: Other pairs of airfields that are told, those flown by most of the aircraft first.
MOST_PAIRS: Final = 5

#: Columns of flights that this looks at.
COLUMNS: Final = (
    *("flight_id", "icao24", "track", "db_flags", "first_seen", "last_seen"),
    *("start_boundary", "end_boundary"),
    *(
        f"{role}{part}"
        for role in ("origin", "destination")
        for part in ("", "_class", "_runway")
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Visits and rotations of the aircraft of a corridor.

    Attributes:
        units: Their flights in the window, in each unit. Landings and take-offs are
            those of these aircraft alone.
        visits: Visits at airfields of the corridor that begin or end with one of its
            flights in the window, either way; columns as in ``VISIT_SCHEMA``.
        rotations: Rotations with a leg out in the window; as in ``ROTATION_SCHEMA``.
        shared: Aircraft that also flew between other airfields, in all the flights at
            hand; columns as in ``SHARED_SCHEMA``.
    """

    units: UnitCounts
    visits: pa.Table
    rotations: pa.Table
    shared: pa.Table


def stays_of(
    flights: pa.Table,
    flown: pa.Table,
    places: tuple[Collection[str], Collection[str]],
    window: Window = (None, None),
    *,
    privacy: bool = False,
) -> Stays:
    """Follow the aircraft of a corridor through their flights.

    Args:
        flights: All flights at hand, the more days the better; columns ``COLUMNS``.
        flown: Flights of the corridor, those that may belong among them.
        places: Codes of the airfields it starts at, and of those it ends at.
        window: When; half-open.
        privacy: Whether flights of privacy addresses (PIA) are kept.
    """
    wanted = pc.unique(aircraft_of(flown).drop_null())
    own = pc.is_in(aircraft_of(flights), value_set=wanted)
    legs = legs_of(flights.filter(own), privacy=privacy)
    rotations = find_rotations(legs, places=places)
    origins, destinations = places
    begins = within(legs.first_ms, window)
    out = legs.from_to(origins, destinations) & begins
    back = legs.from_to(destinations, origins) & begins
    ids = legs.table["flight_id"].take(pa.array(legs.row))
    of_corridor = pa.array(out | back)
    told = pc.unique(
        pa.concat_arrays(
            [ids.filter(of_corridor).combine_chunks(), _ids(flown["flight_id"])]
        )
    )
    visits = find_visits(legs)
    at_place = pc.is_in(
        visits["airfield"], value_set=pa.array(sorted({*origins, *destinations}))
    )
    beside = pc.or_(
        *(
            pc.is_in(visits[f"{side}_flight"], value_set=told)
            for side in ("arrived", "left")
        )
    )
    leaves = np.unique(rotations.of_leg[out & (rotations.of_leg >= 0)])
    return Stays(
        units=count_units(legs, rotations, origins, destinations, window),
        visits=visits.filter(pc.and_(at_place, beside)),
        rotations=rotations.table(legs).take(pa.array(leaves)),
        shared=_shared(legs, places),
    )


def _ids(column: pa.ChunkedArray) -> pa.Array:
    return column.cast(pa.string()).combine_chunks()


def _shared(legs: Legs, places: tuple[Collection[str], Collection[str]]) -> pa.Table:
    """The corridor, its way back, and the pairs most of its aircraft flew beside."""
    origins, destinations = places
    either = legs.from_to(origins, destinations) | legs.from_to(destinations, origins)
    other = (legs.origin != NOWHERE) & (legs.destination != NOWHERE) & ~either
    other &= (legs.origin != legs.destination) & np.isin(
        legs.aircraft, np.unique(legs.aircraft[either])
    )
    at = np.flatnonzero(other)
    pair = legs.origin[at] * len(legs.codes) + legs.destination[at]
    each = np.unique(np.column_stack([pair, legs.aircraft[at]]), axis=0)
    pairs, aircraft = np.unique(each[:, 0], return_counts=True)
    flown = np.bincount(np.searchsorted(pairs, pair), minlength=len(pairs))
    order = np.lexsort((pairs, -flown, -aircraft))[:MOST_PAIRS]
    corridors: dict[str, tuple[Collection[str], Collection[str]]] = {
        "the corridor": (origins, destinations),
        "its way back": (destinations, origins),
    }
    for number in pairs[order].tolist():
        start, end = (legs.codes[k] for k in divmod(number, len(legs.codes)))
        corridors[f"{start} to {end}"] = ([start], [end])
    if len(corridors) == 2:
        # An aircraft that flew out and back flew in one corridor.
        return shared_aircraft(legs, {})
    shared = shared_aircraft(legs, corridors)
    beside = pc.invert(
        pc.is_in(shared["corridor"], value_set=pa.array(list(corridors)[:2]))
    )
    also = pc.unique(shared["aircraft"].filter(beside))
    return shared.filter(pc.is_in(shared["aircraft"], value_set=also))

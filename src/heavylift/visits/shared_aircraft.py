"""Which aircraft flew in more than one corridor?

That an aircraft flew in two corridors is a fact about the aircraft; it says nothing of
what either was flown for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.visits.legs import Legs, Numbers
from heavylift.visits.units import Window, within

#: Columns of ``shared_aircraft``: one row for each aircraft and corridor it flew in.
SHARED_SCHEMA: Final = pa.schema(
    [
        ("aircraft", pa.string()),
        ("corridor", pa.string()),
        ("legs", pa.int64()),
        ("first_seen", pa.timestamp("ms", tz="UTC")),
        ("last_seen", pa.timestamp("ms", tz="UTC")),
    ]
)


def shared_aircraft(
    legs: Legs,
    corridors: Mapping[str, tuple[Collection[str], Collection[str]]],
    window: Window = (None, None),
) -> pa.Table:
    """Give the aircraft with established legs in at least two corridors.

    Args:
        legs: Flights in turn.
        corridors: Origins and destinations of each corridor, by its name. A corridor
            and its way back are two, if both are named.
        window: When a leg's first position lies; half-open.

    Returns:
        Columns as in ``SHARED_SCHEMA``, by aircraft, then corridors as given.
    """
    inside = within(legs.first_ms, window)
    found: list[tuple[Numbers, Numbers]] = []
    for number, (origins, destinations) in enumerate(corridors.values()):
        own = np.flatnonzero(legs.from_to(origins, destinations) & inside)
        found.append((own, np.full(len(own), number)))
    if not found:
        return SHARED_SCHEMA.empty_table()
    leg = np.concatenate([own for own, _ in found])
    corridor = np.concatenate([number for _, number in found])
    # Legs come in the order of time within each aircraft, and a stable order keeps it.
    key = legs.aircraft[leg] * len(corridors) + corridor
    order = np.argsort(key, kind="stable")
    key, leg = key[order], leg[order]
    pairs, first, counts = np.unique(key, return_index=True, return_counts=True)
    aircraft, corridor = np.divmod(pairs, len(corridors))
    _, at, flown = np.unique(aircraft, return_inverse=True, return_counts=True)
    several = flown[at] > 1
    earliest, latest = leg[first], leg[first + counts - 1]
    names = list(corridors)
    return pa.table(
        {
            "aircraft": [legs.names[k] for k in aircraft[several].tolist()],
            "corridor": [names[k] for k in corridor[several].tolist()],
            "legs": counts[several],
            "first_seen": legs.first_ms[earliest[several]],
            "last_seen": legs.last_ms[latest[several]],
        },
    ).cast(SHARED_SCHEMA)

"""What only all flights together can say of an end: the last word on the table.

Usage looks at a fleet's flights, reception at all traffic. Brackets need the flights of
one aircraft alone, so batches have them already: an end that they settle counts for
the fleet here.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from heavylift.flights.columns import with_columns
from heavylift.flights.gaps import settle_gaps
from heavylift.flights.reception import Reception, words
from heavylift.flights.rooms import rooms
from heavylift.flights.usage import weigh_by_usage
from heavylift.model.ends import SURE_CLASSES, EndClass, Prior, Role
from heavylift.reference.airfields import Airfields

#: Ends with a silence that matters: those at which the aircraft was not seen.
_UNSEEN = frozenset(EndClass) - SURE_CLASSES | {EndClass.BRACKETED}


def settle_ends(
    table: pa.Table,
    airfields: Airfields,
    reception: Reception | None = None,
    *,
    prior: Prior = "usage",
) -> pa.Table:
    """Settle the ends of all flights of all aircraft.

    Args:
        table: Flights, columns as in ``model.flights``, brackets given.
        airfields: The table of airfields.
        reception: Who was received where, from all traffic; the columns of others are
            left empty without it.
        prior: ``even`` leaves probabilities as motion and runways give them.

    Returns:
        The same flights in the same order, gaps inside them settled too. An end that
        names an airfield is never changed.
    """
    if prior == "usage":
        table = weigh_by_usage(table, airfields)
    room = rooms(table, airfields)
    roles: tuple[Role, ...] = ("origin", "destination")
    for role in roles:
        others = np.full(table.num_rows, np.nan)
        if reception is not None:
            others = reception.others(table, role)
        classes = table[f"{role}_class"].to_pylist()
        gaps = [
            _gap(others[i], room.get((i, role), "")) if c in _UNSEEN else None
            for i, c in enumerate(classes)
        ]
        counts = [None if np.isnan(n) else int(n) for n in others]
        table = with_columns(table, {f"{role}_others": counts, f"{role}_gap": gaps})
    return settle_gaps(table, reception)


def _gap(others: float, room: str) -> str | None:
    return "; ".join(said for said in (words(others), room) if said) or None

"""The flights of each aircraft, one after the other, from the flights table.

What was seen of an aircraft next often says more of an end than the end itself. This
is where rows of one aircraft are brought in order; nothing is concluded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.flights.segment import Boundary
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields
from heavylift.reference.performance import performance

#: Classes of ends that were seen, one way or another; only they can hold up a bracket.
SEEN: Final = frozenset({EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Two flights of an aircraft, one after the other; shape ``(turns,)``.

    Attributes:
        before: Row of the earlier flight in the table.
        after: Row of the later one.
        silence_s: Time between the two in which the aircraft was not heard.
        is_stop: Whether a stay on the ground was heard that parts them.
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    silence_s: NDArray[np.float64]
    is_stop: NDArray[np.bool_]

    def take(self, wanted: NDArray[np.bool_]) -> Turns:
        """Some of the turns."""
        return Turns(
            before=self.before[wanted],
            after=self.after[wanted],
            silence_s=self.silence_s[wanted],
            is_stop=self.is_stop[wanted],
        )


def in_turn(table: pa.Table) -> Turns:
    """Give each two flights of an aircraft between which an end was not seen.

    The first is the earlier one; its landing, the other's take-off or both were not
    seen. Flights with one address that overlap, or are parted by a jump, are of two
    aircraft or false; nothing can be told from one to the other, and they are left out.

    Args:
        table: Flights, columns as in ``model.flights``, in any order.
    """
    aircraft = pc.coalesce(table["icao24"], table["track"])
    codes = aircraft.combine_chunks().dictionary_encode().indices.to_numpy()
    first_seen, last_seen = (
        table[name].cast(pa.int64()).to_numpy() for name in ("first_seen", "last_seen")
    )
    order = np.lexsort((np.arange(len(codes)), first_seen, codes))
    before, after = order[:-1], order[1:]
    wanted = codes[before] == codes[after]
    wanted &= (
        ~classed(table, "destination", SEEN)[before]
        | ~classed(table, "origin", SEEN)[after]
    )
    wanted &= last_seen[before] <= first_seen[after]
    before, after = before[wanted], after[wanted]
    turns = Turns(
        before=before,
        after=after,
        silence_s=(first_seen[after] - last_seen[before]) / 1000.0,
        is_stop=_parted(table, before, after, Boundary.STOP),
    )
    return turns.take(~_parted(table, before, after, Boundary.JUMP))


def _parted(
    table: pa.Table,
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    boundary: Boundary,
) -> NDArray[np.bool_]:
    """Whether either flight is bounded so where the two meet."""
    word = boundary.name.lower()
    ends, starts = (
        pc.is_in(table[name], value_set=pa.array([word])).to_numpy()
        for name in ("end_boundary", "start_boundary")
    )
    parted: NDArray[np.bool_] = ends[before] | starts[after]
    return parted


def classed(
    table: pa.Table, role: Role, classes: frozenset[EndClass]
) -> NDArray[np.bool_]:
    """Which ends of one role are of some classes."""
    values = pa.array([c.value for c in classes])
    mask: NDArray[np.bool_] = pc.is_in(
        table[f"{role}_class"], value_set=values
    ).to_numpy()
    return mask


def numbers_of(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column of numbers, NaN where unknown."""
    numbers: NDArray[np.float64] = table[name].to_numpy()
    return numbers


def cruises_of(table: pa.Table) -> NDArray[np.float64]:
    """Usual cruise of the type of each flight, NaN unknown."""
    types = table["aircraft_type"].combine_chunks().dictionary_encode()
    known = [performance(kind).cruise_ms for kind in types.dictionary.to_pylist()]
    unknown = performance(None).cruise_ms
    at = types.indices.fill_null(len(known)).to_numpy()
    cruises: NDArray[np.float64] = np.array([*known, unknown], np.float64)[at]
    return cruises


@lru_cache(maxsize=2)
def row_by_code(airfields: Airfields) -> dict[str, int]:
    """Row of each airfield by its code."""
    return {str(code): i for i, code in enumerate(airfields.code)}

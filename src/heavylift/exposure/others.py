"""Which flights are other than those asked about?

Reception is judged by other traffic. Were the flights asked about among it, a surge
would raise its own exposure and vanish in it. So everything that may be of the corridor
is left out, in both directions, with all other flights of its aircraft.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.model.ends import EndClass, Role
from heavylift.visits.legs import aircraft_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Flights other than those asked about.

    Attributes:
        mask: Which rows of the flights they are; shape ``(flights,)``.
        asked: Flights that may be of the corridor, in either direction.
        same_aircraft: Other flights of the aircraft of those.
        open_ended: Flights with one end at a place of the corridor, of whose other end
            nothing is known: they may be of it.
    """

    mask: Mask
    asked: int
    same_aircraft: int
    open_ended: int


def others_than(
    flights: pa.Table,
    origins: Collection[str],
    destinations: Collection[str],
    *,
    whole_aircraft: bool = True,
    open_ended: bool = True,
) -> Others:
    """Tell which flights are other than those of a corridor.

    Args:
        flights: Columns as in ``model.flights``.
        origins: Codes of the airfields the corridor starts at.
        destinations: Codes of the airfields it ends at.
        whole_aircraft: Whether all flights of an aircraft that may have flown in the
            corridor are left out, over the whole of the table: what it does beside the
            corridor grows with what it does there.
        open_ended: Whether flights between a place of the corridor and nobody knows
            where are left out. Where landings are not heard, a surge consists of such.
    """
    of = {
        role: [_may_be_at(flights, role, codes) for codes in (origins, destinations)]
        for role in _ROLES
    }
    (from_a, from_b), (to_a, to_b) = of["origin"], of["destination"]
    asked = (from_a & to_b) | (from_b & to_a)
    silent = {
        role: _is(flights[f"{role}_class"], EndClass.UNKNOWN.value) for role in _ROLES
    }
    open_to = ((from_a | from_b) & silent["destination"]) | (
        (to_a | to_b) & silent["origin"]
    )
    open_to &= open_ended & ~asked
    same = _same_aircraft(flights, asked) & ~asked & whole_aircraft
    return Others(
        mask=~(asked | same | open_to),
        asked=int(asked.sum()),
        same_aircraft=int(same.sum()),
        open_ended=int((open_to & ~same).sum()),
    )


_ROLES: tuple[Role, ...] = ("origin", "destination")


def _may_be_at(flights: pa.Table, role: Role, codes: Collection[str]) -> Mask:
    """Which ends are established at some airfields, or have one for a candidate."""
    wanted = pa.array(sorted(codes), pa.string())
    there = _plain(pc.is_in(flights[role], value_set=wanted))
    toward = np.flatnonzero(_is(flights[f"{role}_class"], EndClass.TOWARD.value))
    lists = flights[f"{role}_candidates"].take(pa.array(toward))
    for code in codes:
        there[toward] |= _plain(pc.match_substring(lists, f'"{code}"'))
    return there


def _same_aircraft(flights: pa.Table, wanted: Mask) -> Mask:
    aircraft = aircraft_of(flights)
    known = aircraft.filter(pa.array(wanted)).drop_null().unique()
    return _plain(pc.is_in(aircraft, value_set=known))


def _is(column: pa.ChunkedArray, word: str) -> Mask:
    return _plain(pc.equal(column, word))


def _plain(mask: pa.ChunkedArray) -> Mask:
    plain: Mask = pc.fill_null(mask, False).to_numpy().astype(np.bool_)
    return plain

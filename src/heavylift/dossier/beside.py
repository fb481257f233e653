"""What ended beside the places of a case?

A question names airfields; traffic moves to others. For each airfield beside a place
that a transport could use, the flights are counted that the case would have had, had
it asked for that one: the same period, the same filters, the same other place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from heavylift.corridors import Corridor, Selection, select_flights
from heavylift.dossier.words import count, number
from heavylift.model.ends import Role
from heavylift.reference.airfields import Airfields
from heavylift.reference.alternatives import MOST, NEAR_M, Alternative, alternatives

_ROLES: Final[tuple[Role, Role]] = ("origin", "destination")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An airfield beside a place of a case, and what ended there.

    Attributes:
        role: Which end of flights is meant.
        airfield: The airfield.
        established: Flights with both ends established: one there, the other at the
            case's other place.
        may: Flights that may be such ones.
    """

    role: Role
    airfield: Alternative
    established: int
    may: int


def count_beside(
    select: Callable[[Corridor], Selection], corridor: Corridor, airfields: Airfields
) -> tuple[Beside, ...]:
    """Count flights beside both places of a corridor, those with none too.

    Args:
        select: Picks the flights of a corridor from the inputs of the case.
        corridor: What the case asks for.
        airfields: The known airfields.
    """
    named = {*corridor.origins, *corridor.destinations}
    found: list[Beside] = []
    for role in _ROLES:
        beside = alternatives(airfields, _place(corridor, role), named)
        if not beside:
            continue
        # All together once, which may be a look at a year; one by one among the few.
        wider = _at(corridor, role, [each.code for each in beside])
        picked = select(wider)
        few = pa.concat_tables([picked.belongs, picked.may])
        for each in beside:
            # Beside a large country are hundreds.
            own = (
                picked
                if not few.num_rows
                else select_flights(few, _at(corridor, role, [each.code]))
            )
            found.append(
                Beside(
                    role=role,
                    airfield=each,
                    established=own.belongs.num_rows,
                    may=own.may.num_rows,
                )
            )
    return tuple(found)


def _place(corridor: Corridor, role: Role) -> Collection[str]:
    return corridor.origins if role == "origin" else corridor.destinations


def _at(corridor: Corridor, role: Role, codes: Sequence[str]) -> Corridor:
    if role == "origin":
        return replace(corridor, origins=codes)
    return replace(corridor, destinations=codes)


def beside_in_words(beside: Sequence[Beside]) -> str:
    """What a report says of the places beside those asked; empty when there are none.

    The nearest are told, and every one with flights; of the rest how many they are.
    That no flight was counted somewhere is said as well.
    """
    if not beside:
        return ""
    told: list[str] = []
    for role in _ROLES:
        way = "from" if role == "origin" else "to"
        own = [each for each in beside if each.role == role]
        shown = [e for n, e in enumerate(own) if n < MOST or e.established or e.may]
        told += [_count_in_words(each, way) for each in shown]
        if rest := len(own) - len(shown):
            told.append(f"{count(rest, 'more airfield')}: 0 flights {way} there")
    return (
        "The question does not ask for these airfields within "
        f"{NEAR_M / 1000:.0f} km of those it asks for, which a transport could use "
        "as far as is known. Flights of the period with one end established there "
        "and the other at the other place of the case are counted, and apart from "
        "them those that may be; a flight whose end was not seen may be counted at "
        f"several. {'; '.join(told)}."
    )


def _count_in_words(each: Beside, way: str) -> str:
    may = f", {number(each.may)} that may be" if each.may else ""
    flights = count(each.established, "flight")
    return f"{each.airfield.words}: {flights} {way} there{may}"

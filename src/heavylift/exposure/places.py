"""How far are aircraft followed at the places of a corridor?

A count of flights, and most of all a zero, says nothing without it: of those that came
low at each airfield, how many were followed to the surface? It is judged by flights
other than those asked about; where nobody else was there, by those themselves, and
that is said.

A place may be one airfield or all of a country. Each airfield at which somebody was
seen has figures of its own, and all of them together have one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.exposure.ends import Depth, EndsAt, ends_at
from heavylift.exposure.others import others_than
from heavylift.exposure.visibility import (
    Visibility,
    visibility_of,
    visibility_of_counts,
)
from heavylift.model.ends import Role
from heavylift.reference.airfields import Airfields

#: By whose flights reception is judged: others, or any flights for lack of others.
Whose = Literal["others", "anybody"]

ROLES: Final[tuple[Role, Role]] = ("origin", "destination")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceVisibility:
    """How far aircraft were followed at one place of a corridor.

    Attributes:
        role: Take-offs, where the corridor starts; landings, where it ends.
        whose: By whose flights it is judged.
        fields: Airfields of the place at which an end was seen, most ends first.
        unused: Codes of the others.
        together: All of them as one.
    """

    role: Role
    whose: Whose
    fields: tuple[Visibility, ...]
    unused: tuple[str, ...]
    together: Visibility


#: What is known of both places: where the corridor starts, and where it ends.
BothPlaces = tuple[PlaceVisibility, PlaceVisibility]


def visibility_at_places(
    flights: pa.Table,
    airfields: Airfields,
    origins: Collection[str],
    destinations: Collection[str],
) -> BothPlaces:
    """Tell how far aircraft were followed at both places of a corridor.

    Other flights of the corridor's aircraft are looked at: a share followed does not
    grow with how often they fly, as a number would.

    Args:
        flights: All flights of the time that is asked about, of any route and aircraft;
            columns as in ``model.flights``.
        airfields: The table of airfields.
        origins: Codes of the airfields the corridor starts at.
        destinations: Codes of the airfields it ends at.
    """
    others = others_than(flights, origins, destinations, whole_aircraft=False).mask
    start, end = (
        place_of(ends_at(flights, airfields, codes, role), others)
        for role, codes in zip(ROLES, (origins, destinations), strict=True)
    )
    return start, end


def place_of(ends: EndsAt, others: NDArray[np.bool_]) -> PlaceVisibility:
    """Tell how far aircraft were followed at one place.

    Args:
        ends: Ends at its airfields, of any flights.
        others: Which flights are not asked about; shape ``(flights,)``.
    """
    judging = ends.where(others[ends.row])
    whose: Whose = "others" if len(judging) or not len(ends) else "anybody"
    if whose == "anybody":
        judging = ends
    numbers = np.bincount(judging.airfield, minlength=len(ends.codes))
    used = [
        # The role of ends that are none would be unknown.
        replace(visibility_of([judging], ends.codes[k]), role=ends.role)
        for k in np.argsort(-numbers, kind="stable").tolist()
        if numbers[k]
    ]
    return _place(ends.role, whose, used, visibility_of([judging]), ends.codes)


def place_of_counts(
    role: Role,
    codes: Collection[str],
    others: NDArray[np.int64],
    anybody: NDArray[np.int64],
) -> PlaceVisibility:
    """Do the same from counts that were made elsewhere; heights are then unknown.

    Args:
        role: Take-offs or landings.
        codes: Codes of the airfields.
        others: Ends of flights not asked about, shape ``(airfields, len(Depth))``.
        anybody: Ends of all flights, in the same shape.
    """
    whose: Whose = "others" if others.any() or not anybody.any() else "anybody"
    judging = others if whose == "others" else anybody
    named = sorted(codes)
    order = np.argsort(-judging.sum(axis=1), kind="stable").tolist()
    used = [
        visibility_of_counts((named[k],), role, judging[k])
        for k in order
        if judging[k].any()
    ]
    whole = judging.sum(axis=0) if named else np.zeros(len(Depth), np.int64)
    together = visibility_of_counts(tuple(named), role, whole)
    return _place(role, whose, used, together, named)


def _place(
    role: Role,
    whose: Whose,
    used: list[Visibility],
    together: Visibility,
    codes: Collection[str],
) -> PlaceVisibility:
    seen = {v.codes[0] for v in used}
    return PlaceVisibility(
        role=role,
        whose=whose,
        fields=tuple(used),
        unused=tuple(code for code in codes if code not in seen),
        together=together,
    )

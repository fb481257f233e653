"""How many legs, landings and rotations: the same flights counted in each unit.

Six, a dozen and ninety-two have been printed of one corridor, because some counted
landings, some legs and some rotations, over other windows. Here every count has its
unit in its name, and is a vector by class; none is ever one number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.model.ends import CLASS_ORDER, EndClass
from heavylift.visits.legs import Legs, Mask, Numbers
from heavylift.visits.rotations import Rotations

#: A count by class, strongest first, zeros included.
ByClass = Mapping[EndClass, int]

#: A half-open window: first moment and first moment after; ``None`` for no bound.
Window = tuple[datetime | None, datetime | None]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCounts:
    """Flights of a corridor in a window, in each unit; nothing here adds up to another.

    Only established ends count. Flights that may belong are counted by ``corridors``
    and have to be told beside these.

    Attributes:
        legs_out: Flights from the corridor's origins to its destinations whose first
            position lies in the window, by class of the weaker end.
        legs_back: The same from its destinations to its origins.
        landings: By airfield of either side: landings there whose last position lies in
            the window, wherever the flight came from, by class of the landing.
        take_offs: The same of take-offs, by first position and class of the take-off.
        rotations: Rotations with a leg out, by weakest class of all their ends; each
            counts where its first leg out lies.
        legs_out_alone: Legs out without the way back in the data, by class.
        aircraft: Aircraft with a leg out.
        first_day: Day (UTC) of the first leg out; ``None`` without one.
        last_day: Day of the last.
    """

    legs_out: ByClass
    legs_back: ByClass
    landings: Mapping[str, ByClass]
    take_offs: Mapping[str, ByClass]
    rotations: ByClass
    legs_out_alone: ByClass
    aircraft: tuple[str, ...]
    first_day: date | None
    last_day: date | None


def count_units(
    legs: Legs,
    rotations: Rotations,
    origins: Collection[str],
    destinations: Collection[str],
    window: Window = (None, None),
) -> UnitCounts:
    """Count a corridor in every unit.

    Args:
        legs: Flights in turn, all of each aircraft: a way back may lie beyond the
            window.
        rotations: Theirs, best found with both places of the corridor as one each.
        origins: Codes of the airfields the corridor starts at.
        destinations: Codes of the airfields it ends at.
        window: When; half-open.
    """
    begins = within(legs.first_ms, window)
    ends = within(legs.last_ms, window)
    leaves = legs.from_to(origins, destinations)
    out = leaves & begins
    back = legs.from_to(destinations, origins) & begins
    weaker = legs.weaker_class
    days = legs.first_ms[out] // 86_400_000
    fields = sorted({*origins, *destinations})
    return UnitCounts(
        legs_out=_by_class(weaker[out]),
        legs_back=_by_class(weaker[back]),
        landings={
            code: _by_class(
                legs.destination_class[legs.at("destination", [code]) & ends]
            )
            for code in fields
        },
        take_offs={
            code: _by_class(legs.origin_class[legs.at("origin", [code]) & begins])
            for code in fields
        },
        rotations=_by_class(
            rotations.weakest[_rotations_in(rotations, leaves, begins)]
        ),
        legs_out_alone=_by_class(weaker[out & (rotations.of_leg < 0)]),
        aircraft=tuple(legs.names[k] for k in np.unique(legs.aircraft[out]).tolist()),
        first_day=_day(days.min()) if len(days) else None,
        last_day=_day(days.max()) if len(days) else None,
    )


def within(time_ms: Numbers, window: Window) -> Mask:
    """Which times lie in a half-open window."""
    inside = np.ones(len(time_ms), np.bool_)
    start, end = window
    if start is not None:
        inside &= time_ms >= unix_ms(start)
    if end is not None:
        inside &= time_ms < unix_ms(end)
    return inside


def unix_ms(moment: datetime) -> int:
    """Unix milliseconds of a moment, without the rounding of a float.

    >>> unix_ms(datetime(1970, 1, 2, tzinfo=UTC))
    86400000
    """
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _rotations_in(rotations: Rotations, leaves: Mask, begins: Mask) -> Numbers:
    """Rotations whose first leg of the corridor begins in the window.

    In the first, so that two windows side by side never count one rotation twice.
    """
    legs = np.flatnonzero(leaves & (rotations.of_leg >= 0))
    found, first = np.unique(rotations.of_leg[legs], return_index=True)
    chosen: Numbers = found[begins[legs[first]]]
    return chosen


def _by_class(numbers: NDArray[np.int8]) -> ByClass:
    counts = np.bincount(numbers, minlength=len(CLASS_ORDER)).tolist()
    return dict(zip(CLASS_ORDER, counts, strict=True))


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))

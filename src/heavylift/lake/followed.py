"""How far aircraft were followed at the places of a corridor, from the ends of a day.

The columns that a corridor is picked by say it in passing, so it costs next to nothing
beside every count over a lake of years.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.corridors import Corridor
from heavylift.exposure.ends import Depth
from heavylift.exposure.places import BothPlaces, place_of_counts
from heavylift.lake.ends import FOLLOWED, NUMBER_OF, PICKED, key_of
from heavylift.model.ends import CLASS_ORDER, EndClass, Role

Keys = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

_ROLES: Final[tuple[Role, Role]] = ("origin", "destination")

#: Whether a class is sure, by its number.
SURE: Final = np.array([c.is_sure for c in CLASS_ORDER])


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFollowed:
    """Ends of one day at both places, counted.

    Attributes:
        others: Of flights not asked about, by role; shape ``(airfields, len(Depth))``,
            airfields in the order of their keys.
        anybody: Of all flights.
    """

    others: Mapping[Role, NDArray[np.int64]]
    anybody: Mapping[Role, NDArray[np.int64]]


def followed_on(
    ends: pa.Table, wanted: Mapping[Role, Keys], established: Mapping[Role, Mask]
) -> DayFollowed | None:
    """Count the ends of a day at both places.

    Args:
        ends: Columns of ``lake.ends`` ``PICKED`` and, where the lake has them,
            ``FOLLOWED``.
        wanted: Keys of the airfields of the corridor, ascending.
        established: Which ends are established at those of their role.

    Returns:
        The counts; ``None`` when the lake was made before they were kept.
    """
    if not set(FOLLOWED) <= set(ends.column_names):
        return None
    others: dict[Role, NDArray[np.int64]] = {}
    anybody: dict[Role, NDArray[np.int64]] = {}
    for role in _ROLES:
        rows, at = _at(ends, role, wanted[role], established[role])
        size = len(wanted[role]) * len(Depth)
        if not len(rows):
            none = np.zeros((len(wanted[role]), len(Depth)), np.int64)
            others[role] = anybody[role] = none
            continue
        few = ends.select([*PICKED, *FOLLOWED]).take(pa.array(rows))
        cell = at * len(Depth) + few[f"{role}_depth"].to_numpy()
        left = ~_is_asked(few, wanted)
        for counts, own in ((others, cell[left]), (anybody, cell)):
            counts[role] = np.bincount(own, minlength=size).reshape(-1, len(Depth))
    return DayFollowed(others=others, anybody=anybody)


def both_places(days: Sequence[DayFollowed], corridor: Corridor) -> BothPlaces:
    """Add up days, and give the places by their codes."""
    start, end = (
        place_of_counts(
            role,
            codes,
            _added(codes, [d.others[role] for d in days]),
            _added(codes, [d.anybody[role] for d in days]),
        )
        for role, codes in zip(
            _ROLES, (corridor.origins, corridor.destinations), strict=True
        )
    )
    return start, end


def _added(
    codes: Collection[str], counts: Sequence[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Sums over days, airfields in the order of their codes."""
    named = sorted(set(codes))
    by_key = np.zeros((len(named), len(Depth)), np.int64)
    for each in counts:
        by_key += each
    keys = np.array([key_of(code) for code in named], np.uint64)
    place: NDArray[np.int64] = np.empty_like(by_key)
    place[np.argsort(keys)] = by_key
    return place


def _at(
    ends: pa.Table, role: Role, keys: Keys, established: Mask
) -> tuple[Rows, NDArray[np.int64]]:
    """Rows of ends at some airfields, and the place of each among the keys."""
    rows = np.flatnonzero(established)
    key = ends[f"{role}_key"].take(pa.array(rows)).to_numpy()
    low = ends[f"{role}_low"]
    if low.null_count < len(low):
        # Where an end is established this is empty.
        at = np.flatnonzero(pc.is_valid(low).to_numpy())
        headed = low.drop_null().to_numpy()
        own = among(headed, keys)
        rows, key = np.append(rows, at[own]), np.append(key, headed[own])
    return rows, np.searchsorted(keys, key).astype(np.int64)


def _is_asked(ends: pa.Table, wanted: Mapping[Role, Keys]) -> Mask:
    """Which flights may be of the corridor either way, or end nobody knows where.

    The same as ``exposure.others`` says of a table.
    """
    may: dict[tuple[Role, Role], Mask] = {}
    silent: dict[Role, Mask] = {}
    for role in _ROLES:
        end_class = ends[f"{role}_class"].to_numpy()
        key = pc.fill_null(ends[f"{role}_key"], 0).to_numpy()
        listed = ends[f"{role}_may"].combine_chunks()
        silent[role] = end_class == NUMBER_OF[EndClass.UNKNOWN.value]
        for place in _ROLES:
            there = SURE[end_class] & among(key, wanted[place])
            may[role, place] = there | naming(listed, wanted[place])
    out = may["origin", "origin"] & may["destination", "destination"]
    back = may["origin", "destination"] & may["destination", "origin"]
    either = {role: may[role, "origin"] | may[role, "destination"] for role in _ROLES}
    open_ended = (either["origin"] & silent["destination"]) | (
        either["destination"] & silent["origin"]
    )
    asked: Mask = out | back | open_ended
    return asked


def among(values: Keys, keys: Keys) -> Mask:
    """Which values are among some, ascending."""
    if not len(keys):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
    found: Mask = keys[at] == values
    return found


def naming(listed: pa.ListArray, keys: Keys) -> Mask:
    """Rows whose list of candidates names an airfield among some."""
    named = among(listed.flatten().to_numpy(), keys)
    rows = np.zeros(len(listed), np.bool_)
    if named.any():
        rows[pc.list_parent_indices(listed).to_numpy()[named]] = True
    return rows

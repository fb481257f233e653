"""Which flights ran from here to there, which may have, and which left it open?

A corridor is directed. Flights with both ends established in it belong. Flights with an
end that is only ``toward`` a place of it may belong; they are listed apart and never
added to the others. Flights with one end established in it and nothing known of the
other are counted, so that nobody mistakes their absence for an answer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.corridors.criteria import ANY, Covered, Criteria, Name, counted, fitting
from heavylift.model.ends import SURE_CLASSES, EndClass, Role

#: A flight is listed as one that may belong when its candidates in the place have at
#: least this probability together. Below it the list would hold every flight that
#: passed: one in twenty of them would be right.
MIN_PROBABILITY: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """A directed pair of places, and what narrows it.

    Attributes:
        origins: Codes of the airfields it starts at.
        destinations: Codes of the airfields it ends at.
        start: First moment; a flight counts by its first trusted position. ``None``:
            no bound.
        end: First moment after the window (half-open).
        criteria: What is asked of the aircraft.
        privacy: Whether flights of privacy addresses (PIA) are given too. They are
            temporary addresses of persons who ask not to be followed; without a reason
            that is printed they are left out and counted.
        min_probability: See ``MIN_PROBABILITY``.
    """

    origins: Collection[str]
    destinations: Collection[str]
    start: datetime | None = None
    end: datetime | None = None
    criteria: Criteria = ANY
    privacy: bool = False
    min_probability: float = MIN_PROBABILITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Flights of a corridor; the tables have the columns of ``model.flights``.

    Attributes:
        belongs: Both ends established in the corridor.
        may: At least one end ``toward`` it, the other established in it or ``toward``
            it too.
        half_open: One end established in it, nothing known of the other.
        considered: Flights that pass the window and criteria, whatever their ends.
        covered: Addresses that fit in that window, by what is asked of them and by who
            says so.
        private: Flights left out because theirs is a privacy address (PIA).
    """

    belongs: pa.Table
    may: pa.Table
    half_open: pa.Table
    considered: int
    covered: Mapping[Name, Mapping[str, int]] = field(default_factory=dict)
    private: int = 0


#: readsb's ``dbFlags``: 4 is a privacy address of the FAA's programme (PIA).
_PIA: Final = 4


def select_flights(flights: pa.Table, corridor: Corridor) -> Selection:
    """Pick the flights of a corridor.

    Args:
        flights: Flights, columns as in ``model.flights``.
        corridor: What to look for.

    Returns:
        Three tables that share no flight, each in the order of ``flights``.
    """
    passes, covered = narrow(flights, corridor)
    considered = flights.filter(pa.array(passes))
    established, possible, silent = {}, {}, {}
    ends: tuple[tuple[Role, Collection[str]], ...] = (
        ("origin", corridor.origins),
        ("destination", corridor.destinations),
    )
    for role, codes in ends:
        established[role] = _established(considered, role, codes)
        silent[role] = pc.equal(considered[f"{role}_class"], EndClass.UNKNOWN.value)
    for role, codes in ends:
        other = established["destination" if role == "origin" else "origin"]
        toward = pc.equal(considered[f"{role}_class"], EndClass.TOWARD.value)
        # Lists are read only where the other end leaves the question open.
        other_role = "destination" if role == "origin" else "origin"
        other_toward = pc.equal(
            considered[f"{other_role}_class"], EndClass.TOWARD.value
        )
        ask = pc.and_(toward, pc.or_(other, other_toward))
        possible[role] = _towards(
            considered, role, codes, ask, corridor.min_probability
        )
    belongs = pc.and_(established["origin"], established["destination"])
    may = pc.or_(
        pc.and_(established["origin"], possible["destination"]),
        pc.or_(
            pc.and_(possible["origin"], established["destination"]),
            pc.and_(possible["origin"], possible["destination"]),
        ),
    )
    half_open = pc.or_(
        pc.and_(established["origin"], silent["destination"]),
        pc.and_(silent["origin"], established["destination"]),
    )
    kept = [considered.filter(mask) for mask in (belongs, may, half_open)]
    private = 0
    if not corridor.privacy:
        public = [table.filter(_is_public(table)) for table in kept]
        private = sum(map(len, kept)) - sum(map(len, public))
        kept = public
    return Selection(
        belongs=kept[0],
        may=kept[1],
        half_open=kept[2],
        considered=considered.num_rows,
        covered=counted(covered),
        private=private,
    )


def _is_public(flights: pa.Table) -> pa.Array:
    flags = pc.fill_null(flights["db_flags"], 0).cast(pa.int64())
    return pc.equal(pc.bit_wise_and(flags, _PIA), 0)


def narrow(flights: pa.Table, corridor: Corridor) -> tuple[NDArray[np.bool_], Covered]:
    """Tell which rows pass the window and the criteria, whatever their ends.

    Returns:
        Which pass, and the addresses within the window that fit each criterion.
    """
    keep = pc.is_valid(flights["flight_id"])
    seen = flights["first_seen"]
    if corridor.start is not None:
        keep = pc.and_(
            keep, pc.greater_equal(seen, pa.scalar(corridor.start, seen.type))
        )
    if corridor.end is not None:
        keep = pc.and_(keep, pc.less(seen, pa.scalar(corridor.end, seen.type)))
    inside: NDArray[np.bool_] = pc.fill_null(keep, False).to_numpy().astype(np.bool_)
    if not corridor.criteria.names:
        return inside, {}
    fits, covered = fitting(flights.filter(pa.array(inside)), corridor.criteria)
    inside[inside] = fits
    return inside, covered


def _established(flights: pa.Table, role: Role, codes: Collection[str]) -> pa.Array:
    sure = pc.is_in(
        flights[f"{role}_class"], value_set=pa.array([c.value for c in SURE_CLASSES])
    )
    there = pc.is_in(flights[role], value_set=pa.array(sorted(codes), pa.string()))
    return pc.and_(sure, there)


def _towards(
    flights: pa.Table,
    role: Role,
    codes: Collection[str],
    ask: pa.Array,
    least: float,
) -> pa.Array:
    wanted = frozenset(codes)
    asked = ask.to_pylist()
    listed = flights[f"{role}_candidates"].to_pylist()
    return pa.array(
        [
            bool(a) and share_towards(text, wanted) >= least
            for a, text in zip(asked, listed, strict=True)
        ],
        pa.bool_(),
    )


def share_towards(candidates: str, codes: frozenset[str]) -> float:
    """Probability that an end was at one of the airfields.

    Args:
        candidates: A candidates column's JSON.
        codes: Codes of the airfields.

    >>> ganja = frozenset({"UBBG"})
    >>> share_towards('[{"airfield": "UBBG", "probability": 0.71}]', ganja)
    0.71
    """
    return float(
        sum(c["probability"] for c in json.loads(candidates) if c["airfield"] in codes)
    )

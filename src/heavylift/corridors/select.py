"""Which flights ran from here to there, which may have, and which left it open?

A corridor is directed. Flights with both ends established in it belong. Flights with an
end that is only ``toward`` a place of it may belong; they are listed apart and never
added to the others. Flights with one end established in it and nothing known of the
other are counted, so that nobody mistakes their absence for an answer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

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
        aircraft: Addresses, registrations or track names; empty for any.
        types: ICAO type designators; empty for any.
        operators: Airline designators (compared with the callsign) or parts of the
            operator's name; empty for any.
        min_probability: See ``MIN_PROBABILITY``.
    """

    origins: Collection[str]
    destinations: Collection[str]
    start: datetime | None = None
    end: datetime | None = None
    aircraft: Collection[str] = ()
    types: Collection[str] = ()
    operators: Collection[str] = ()
    min_probability: float = MIN_PROBABILITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Flights of a corridor; the tables have the columns of ``model.flights``.

    Attributes:
        belongs: Both ends established in the corridor.
        may: At least one end ``toward`` it, the other established in it or ``toward``
            it too.
        half_open: One end established in it, nothing known of the other.
        considered: Flights that pass the window and filters, whatever their ends.
    """

    belongs: pa.Table
    may: pa.Table
    half_open: pa.Table
    considered: int


def select_flights(flights: pa.Table, corridor: Corridor) -> Selection:
    """Pick the flights of a corridor.

    Args:
        flights: Flights, columns as in ``model.flights``.
        corridor: What to look for.

    Returns:
        Three tables that share no flight, each in the order of ``flights``.
    """
    considered = flights.filter(narrow(flights, corridor))
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
    return Selection(
        belongs=considered.filter(belongs),
        may=considered.filter(may),
        half_open=considered.filter(half_open),
        considered=considered.num_rows,
    )


def narrow(flights: pa.Table, corridor: Corridor) -> pa.Array:
    """Tell which rows pass the window and the filters, whatever their ends."""
    keep = pc.is_valid(flights["flight_id"])
    seen = flights["first_seen"]
    if corridor.start is not None:
        keep = pc.and_(
            keep, pc.greater_equal(seen, pa.scalar(corridor.start, seen.type))
        )
    if corridor.end is not None:
        keep = pc.and_(keep, pc.less(seen, pa.scalar(corridor.end, seen.type)))
    if corridor.aircraft:
        named = pa.array([a.strip().lower() for a in corridor.aircraft])
        keep = pc.and_(
            keep,
            _any(
                pc.is_in(pc.utf8_lower(flights[column]), value_set=named)
                for column in ("icao24", "registration", "track")
            ),
        )
    if corridor.types:
        types = pa.array([t.strip().upper() for t in corridor.types])
        keep = pc.and_(keep, pc.is_in(flights["aircraft_type"], value_set=types))
    if corridor.operators:
        keep = pc.and_(
            keep, _any(_operated(flights, operator) for operator in corridor.operators)
        )
    return keep


def _operated(flights: pa.Table, operator: str) -> pa.Array:
    name = pc.match_substring(
        pc.fill_null(flights["operator"], ""), operator.strip(), ignore_case=True
    )
    designator = operator.strip().upper()
    if len(designator) != 3 or not designator.isalpha():
        return name
    called = pc.match_substring_regex(
        pc.fill_null(flights["callsign"], ""), f"^{designator}[0-9]"
    )
    return pc.or_(name, called)


def _any(masks: Iterable[pa.Array]) -> pa.Array:
    first, *rest = [pc.fill_null(mask, False) for mask in masks]
    for mask in rest:
        first = pc.or_(first, mask)
    return first


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

"""Which flights are by the aircraft that people ask for, and who says so?

A flight fits when what its own source writes fits, when its callsign or its address
does, or when a registry says so of its address on that day. Who said so is counted in
addresses, because one aircraft makes many flights.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.aircraft.columns import mask_of, where_text
from heavylift.aircraft.entries import address_numbers
from heavylift.aircraft.matching import Matched, named, operator_designators
from heavylift.reference.addresses import military_ranges, states_of
from heavylift.reference.registrations import (
    normal_registration,
    state_of_registration,
)

Name = Literal["aircraft", "types", "operators", "military", "states"]

#: Who says so, when it is no database of the registry.
TRACES: Final = "the traces"
CALLSIGNS: Final = "their callsigns"
BLOCKS: Final = "blocks of addresses"
RANGES: Final = "military ranges of addresses"

#: readsb's ``dbFlags``: 1 is military.
_MILITARY: Final = 1

_DAY_MS: Final = 86_400_000

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

#: Addresses that fit, by what is asked and who says so.
Covered = dict[Name, dict[str, Numbers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What is asked of aircraft; a flight has to fit all of it.

    Attributes:
        aircraft: Addresses, registrations or track names; empty for any.
        types: ICAO type designators; empty for any.
        operators: Airline designators, or parts of names of operators; empty for any.
        military: Whether only military aircraft are asked for.
        states: States of registration, ISO 3166-1 alpha-2; empty for any.
        registry: What a registry says to each of these.
    """

    aircraft: Collection[str] = ()
    types: Collection[str] = ()
    operators: Collection[str] = ()
    military: bool = False
    states: Collection[str] = ()
    registry: Mapping[Name, Matched] = field(default_factory=dict)

    @property
    def names(self) -> tuple[Name, ...]:
        """What is asked, in the order in which it is told."""
        asked: tuple[tuple[Name, object], ...] = (
            ("aircraft", self.aircraft),
            ("types", self.types),
            ("operators", self.operators),
            ("military", self.military),
            ("states", self.states),
        )
        return tuple(name for name, value in asked if value)


#: Nothing is asked: every aircraft fits.
ANY: Final = Criteria()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flights:
    """Columns of flights as criteria look at them.

    Attributes:
        table: All of them.
        address: Number of the address of each, -1 where there is none.
        day: Day of the first position, since 1970.
    """

    table: pa.Table
    address: Numbers
    day: Numbers


def fitting(flights: pa.Table, criteria: Criteria) -> tuple[Mask, Covered]:
    """Tell which flights fit, and on whose word.

    Args:
        flights: With the columns that name aircraft, and ``first_seen``.
        criteria: What is asked.

    Returns:
        Which rows fit all that is asked, and for each thing asked the addresses that
        fit it by each source, those of flights that fail another included.
    """
    rows = _Flights(
        table=flights,
        address=_addresses(flights["icao24"]),
        day=_days(flights["first_seen"]),
    )
    keep = np.ones(len(flights), np.bool_)
    covered: Covered = {}
    for name in criteria.names:
        fits = np.zeros(len(flights), np.bool_)
        covered[name] = {}
        for source, mask in _own(rows, name, criteria):
            fits |= mask
            covered[name][source] = _distinct(rows.address[mask])
        matched = criteria.registry.get(name)
        if matched is not None:
            fits |= _by_registry(rows, name, matched, fits, covered[name])
        keep &= fits
    return keep, covered


def joined(parts: Collection[Covered]) -> Covered:
    """Join what was covered in several tables."""
    found: Covered = {}
    for part in parts:
        for name, by_source in part.items():
            own = found.setdefault(name, {})
            for source, addresses in by_source.items():
                known = own.get(source, np.zeros(0, np.int64))
                own[source] = np.union1d(known, addresses)
    return found


def counted(covered: Covered) -> dict[Name, dict[str, int]]:
    """Count addresses by what is asked and who says so; zeros are kept."""
    return {
        name: {source: len(found) for source, found in by_source.items()}
        for name, by_source in covered.items()
    }


def _own(rows: _Flights, name: Name, criteria: Criteria) -> Iterator[tuple[str, Mask]]:
    """What flights say themselves, without a registry."""
    table = rows.table
    match name:
        case "aircraft":
            yield TRACES, _is_named(table, criteria.aircraft)
        case "types":
            types = pa.array(sorted({t.strip().upper() for t in criteria.types}))
            yield TRACES, mask_of(pc.is_in(table["aircraft_type"], value_set=types))
        case "operators":
            words = criteria.operators
            yield (
                TRACES,
                where_text(
                    table["operator"], lambda v: any(named(v, w) for w in words)
                ),
            )
            yield CALLSIGNS, _called(table["callsign"], operator_designators(words))
        case "military":
            flags = pc.fill_null(table["db_flags"], 0).to_numpy().astype(np.int64)
            yield TRACES, (flags & _MILITARY) != 0
            yield RANGES, military_ranges(rows.address)
        case "states":
            wanted = {s.upper() for s in criteria.states}
            known, at = np.unique(rows.address, return_inverse=True)
            of = np.array([s in wanted for s in states_of(known)], np.bool_)
            yield BLOCKS, of[at]
            yield (
                TRACES,
                where_text(
                    table["registration"], lambda v: state_of_registration(v) in wanted
                ),
            )


def _is_named(table: pa.Table, names: Collection[str]) -> Mask:
    written = pa.array([n.strip().lower() for n in names])
    mask = np.zeros(len(table), np.bool_)
    for column in ("icao24", "registration", "track"):
        mask |= mask_of(pc.is_in(pc.utf8_lower(table[column]), value_set=written))
    keys = {normal_registration(n) for n in names} - {""}
    return mask | where_text(
        table["registration"], lambda v: normal_registration(v) in keys
    )


def _called(callsigns: pa.ChunkedArray, designators: Collection[str]) -> Mask:
    """Flights whose callsign is a designator and a number."""
    prefix = pc.utf8_slice_codeunits(callsigns, 0, 3)
    wanted = pa.array(sorted(designators), pa.string())
    numbered = pc.match_substring_regex(callsigns, "^[A-Z]{3}[0-9]")
    return mask_of(pc.and_(pc.is_in(prefix, value_set=wanted), numbered))


def _by_registry(
    rows: _Flights, name: Name, matched: Matched, own: Mask, covered: dict[str, Numbers]
) -> Mask:
    """Flights of which a registry says that they fit; counts on whose word."""
    found = np.zeros(len(own), np.bool_)
    by_source: dict[str, set[int]] = {source: set() for source in matched.by_source}
    at = np.flatnonzero(np.isin(rows.address, matched.addresses))
    registrations = rows.table["registration"].take(pa.array(at)).to_pylist()
    types = rows.table["aircraft_type"].take(pa.array(at)).to_pylist()
    addresses, days = rows.address[at].tolist(), rows.day[at].tolist()
    for row, address, day, registration, said_type in zip(
        at.tolist(), addresses, days, registrations, types, strict=True
    ):
        span = matched.find(address, day, normal_registration(registration))
        if span is None:
            continue
        if name == "types" and said_type and not span.covered and not own[row]:
            continue  # its own source says another type, for that very day
        found[row] = True
        for source in span.sources:
            by_source[source].add(address)
    for source, known in by_source.items():
        covered[source] = np.array(sorted(known), np.int64)
    return found


def _addresses(column: pa.ChunkedArray) -> Numbers:
    """Numbers of addresses, -1 where there is none."""
    coded = column.combine_chunks().dictionary_encode()
    numbers, known = address_numbers(coded.dictionary)
    of = np.append(np.where(known, numbers, -1), -1).astype(np.int64)
    at = pc.fill_null(coded.indices, len(of) - 1).to_numpy(zero_copy_only=False)
    numbered: Numbers = of[at]
    return numbered


def _days(column: pa.ChunkedArray) -> Numbers:
    ms = pc.fill_null(column.cast(pa.timestamp("ms", tz="UTC")).cast(pa.int64()), 0)
    days: Numbers = ms.to_numpy() // _DAY_MS
    return days


def _distinct(addresses: Numbers) -> Numbers:
    found = np.unique(addresses)
    return found[found >= 0]

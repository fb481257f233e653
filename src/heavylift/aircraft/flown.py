"""Which aircraft flew: the identity of each flight's day, out of all that is said.

A flight carries what its own source wrote that day. Beside it stand the other flights
of the inputs and what a registry says. An address that was given to another aircraft,
or a fleet that was given other addresses, in the middle of a case shows as several
lines, each with its own days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

import pyarrow as pa

from heavylift.aircraft.entries import address_number
from heavylift.aircraft.identities import Identity, identify
from heavylift.aircraft.learned import SOURCE, learn
from heavylift.aircraft.matching import entries_of
from heavylift.aircraft.registry import GIVEN, KEY, Registry, keys_of

#: What makes two days of one address one line: what people know an aircraft by.
_TOLD_BY: Final = ("registration", "type", "operator", "owner", "military")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One aircraft, and the days of its flights on which it was that.

    Attributes:
        identity: What is said of it on the first of these days.
        days: Days (UTC) on which its flights began, in order.
        flights: Names of its flights.
        callsigns: Callsigns they used, in order.
    """

    identity: Identity
    days: tuple[date, ...]
    flights: tuple[str, ...]
    callsigns: tuple[str, ...]


def learned_entries(flights: pa.Table) -> pa.Table:
    """Give what flights say of their aircraft as entries like those of a registry."""
    entries = learn(flights).entries
    n = len(entries)
    return (
        entries.append_column(KEY, keys_of(entries["registration"]))
        .append_column("source", pa.array([SOURCE] * n, pa.string()))
        .append_column("of", pa.array([-1] * n, pa.int32()))
        .cast(GIVEN)
    )


def aircraft_of(
    flights: pa.Table, registry: Registry, learned: pa.Table | None = None
) -> list[Flown]:
    """Say which aircraft flew.

    Args:
        flights: Flights, columns as in ``model.flights``; those without an address are
            left out.
        registry: What databases say.
        learned: What all flights of the inputs say, from ``learned_entries``; that of
            ``flights`` alone by default.

    Returns:
        Aircraft in the order of address and first day.
    """
    own = learned_entries(flights) if learned is None else learned
    rows = [
        (number, row["first_seen"].date(), row["flight_id"], row["callsign"])
        for row in flights.select(_ASKED).to_pylist()
        if (number := address_number(row["icao24"] or "")) is not None
    ]
    numbers = {row[0] for row in rows}
    said = [v for v in flights["registration"].to_pylist() if v]
    entries = pa.concat_tables([own, entries_of(registry, numbers, said)])
    asked = sorted({row[:2] for row in rows})
    found = dict(zip(asked, identify(entries, asked), strict=True))
    told: list[Flown] = []
    for _, days in groupby(asked, key=lambda a: (a[0], _signature(found[a]))):
        own_days = list(days)
        inside = set(own_days)
        of_these = [r for r in rows if r[:2] in inside]
        told.append(
            Flown(
                identity=found[own_days[0]],
                days=tuple(day for _, day in own_days),
                flights=tuple(r[2] for r in of_these),
                callsigns=tuple(sorted({r[3] for r in of_these if r[3]})),
            )
        )
    return told


_ASKED: Final = ["icao24", "first_seen", "flight_id", "callsign"]


def _signature(identity: Identity) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(map(str, identity[name].values)) for name in _TOLD_BY)


def by_flight(aircraft: Iterable[Flown]) -> Mapping[str, Flown]:
    """Give the aircraft of each flight, by its name."""
    return {flight: one for one in aircraft for flight in one.flights}

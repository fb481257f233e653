"""Tell which aircraft flew: a line for each, and for each time it was another one.

Identity is told as of the days of the flights, with who says so and what does not fit
together. Capacity is told as what it is: an upper bound by type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from heavylift.aircraft.flown import Flown, by_flight
from heavylift.aircraft.identities import Said
from heavylift.aircraft.learned import SOURCE as TRACES
from heavylift.aircraft.remarks import remarks
from heavylift.aircraft.voices import Basis
from heavylift.dossier.rows import FlightRow
from heavylift.dossier.words import count
from heavylift.reference.transports import Group, transports

#: What is said of an aircraft in a line of its own, and what people call it.
_SAID: Final = (("registration", ""), ("type", ""), ("operator", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class AircraftLine:
    """One aircraft and its flights, for the summary.

    Attributes:
        address: Transponder address, else what tells its track apart.
        registrations: Said for the days of the flights.
        types: The same for the type.
        operators: The same for the operator or owner.
        callsigns: Callsigns reported.
        belongs: Flights with both ends established.
        may: Flights that may belong.
        first: Day (UTC) of the first of them.
        last: Day (UTC) of the last.
        said: Who says so, where it is not the source of the day itself.
        remarks: What does not fit together, one sentence each.
    """

    address: str
    registrations: str
    types: str
    operators: str
    callsigns: str
    belongs: int
    may: int
    first: date
    last: date
    said: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def aircraft_lines(
    belongs: Sequence[FlightRow],
    may: Sequence[FlightRow],
    aircraft: Sequence[Flown] = (),
) -> list[AircraftLine]:
    """Sum up flights by aircraft, those with most flights first.

    An aircraft is its address, for as long as the same is said of it; where the source
    gives no address, it is the source's own name for the track.

    Args:
        belongs: Flights with both ends established.
        may: Flights that may belong.
        aircraft: Who the aircraft were.
    """
    sure = {r.flight_id for r in belongs}
    known = by_flight(aircraft)
    number_of = {f: n for n, one in enumerate(aircraft) for f in one.flights}
    found: dict[tuple[str, int], list[FlightRow]] = {}
    for row in (*belongs, *may):
        number = number_of.get(row.flight_id, -1)
        found.setdefault((row.icao24 or row.track, number), []).append(row)
    lines = [
        _line(address, rows, sure, known.get(rows[0].flight_id))
        for (address, _), rows in found.items()
    ]
    return sorted(
        lines, key=lambda line: (-line.belongs, -line.may, line.address, line.first)
    )


def _line(
    address: str, rows: Sequence[FlightRow], sure: Collection[str], one: Flown | None
) -> AircraftLine:
    days = [r.first_seen.astimezone(UTC).date() for r in rows]
    written = {
        "registration": _joined(r.registration for r in rows),
        "type": _joined(r.aircraft_type for r in rows),
        "operator": _joined(r.operator for r in rows),
    }
    said: list[str] = []
    notes: tuple[str, ...] = ()
    if one is not None:
        for attribute in written:
            of_registry = _best(one, attribute)
            if of_registry.text:
                written[attribute] = of_registry.text
                said += _on_whose_word(attribute, of_registry)
        notes = tuple(r.text for r in remarks(one.identity, one.callsigns))
    return AircraftLine(
        address=address,
        registrations=written["registration"],
        types=written["type"],
        operators=written["operator"],
        callsigns=_joined(r.callsign for r in rows),
        belongs=sum(r.flight_id in sure for r in rows),
        may=sum(r.flight_id not in sure for r in rows),
        first=min(days),
        last=max(days),
        said=tuple(said),
        remarks=notes,
    )


def _best(one: Flown, attribute: str) -> Said:
    """What is said of an attribute; of an operator, else of the owner."""
    said = one.identity[attribute]
    if attribute == "operator" and not said.values:
        return one.identity["owner"]
    return said


def _on_whose_word(attribute: str, said: Said) -> list[str]:
    """Who says so; nothing where the source of that day does."""
    assert said.basis is not None
    speaking = [v for v in said.voices if v.basis.strength == said.basis.strength]
    if any(v.source == TRACES and v.basis is Basis.FOR for v in speaking):
        return []
    sources = ", ".join(dict.fromkeys(v.source for v in speaking))
    return [f"{attribute}: {sources}, {said.how}"]


def said_of_flight(row: FlightRow, one: Flown | None) -> Mapping[str, str]:
    """Who flew, as printed beside a flight: by the source of the day, else by others.

    Args:
        row: The flight.
        one: Its aircraft; ``None`` when nothing more is known of it.
    """
    written = {
        "registration": row.registration or "",
        "type": row.aircraft_type or "",
        "operator": row.operator or "",
    }
    if one is None:
        return written
    return {
        attribute: text or _best(one, attribute).text
        for attribute, text in written.items()
    }


def capacity(belongs: Sequence[FlightRow], aircraft: Sequence[Flown]) -> str:
    """Tell how much the flights that belong could have carried at most, by their types.

    Only types that are mostly flown as freighters or military transports count: of an
    airliner the figure would say nothing. Empty when there is no such flight.
    """
    known = by_flight(aircraft)
    bounds = [
        _bound(said_of_flight(r, known.get(r.flight_id))["type"]) for r in belongs
    ]
    told = [b for b in bounds if b is not None]
    if not told:
        return ""
    total = sum(told)
    others = len(bounds) - len(told)
    text = (
        f"Upper bound of capacity: by the published maximum payload of their types, "
        f"{count(len(told), 'flight')} with both ends established could have carried "
        f"at most {total:,.0f} tonnes together. This is what such aircraft can lift, "
        "not what was aboard, which is not in these data."
    )
    if others:
        text += (
            f" {count(others, 'flight')} by other or unknown types "
            f"{'is' if others == 1 else 'are'} not in this sum."
        )
    return text


def _bound(types: str) -> float | None:
    """The largest maximum of the types said; unknown if any is no transport."""
    said = [transports().get(t) for t in types.split(" or ")]
    known = [t.max_payload_t for t in said if t and t.group is Group.CARGO]
    return max(known) if len(known) == len(said) else None


def _joined(values: Iterable[str | None]) -> str:
    return ", ".join(sorted({v for v in values if v}))

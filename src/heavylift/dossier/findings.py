"""Say in one sentence what the data show, as a vector of counts by class.

The sentence is the part that will be quoted, so it must not be shortened into
something stronger: flights whose two ends are established and flights that only may
belong never share a number, every count brings its classes, and a zero says out of
what. Why an end was not seen, and what was aboard, is not decided here or anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from heavylift.dossier.rows import EndRow, FlightRow
from heavylift.dossier.words import count, number, period, vector
from heavylift.model.ends import EndClass, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFacts:
    """A place of the case.

    Attributes:
        label: How it is called in a sentence: "Ovda (LLOV)".
        airfields: Codes of its airfields, as the flights table writes them.
    """

    label: str
    airfields: frozenset[str]

    @property
    def noun(self) -> str:
        """The label so that "from", "to" and "towards" can stand before it."""
        inside = self.label.startswith("within ")
        return f"an airfield {self.label}" if inside else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Out of what a count was made: it stands beside every zero.

    Attributes:
        rows_read: Positions read from all inputs.
        flights: Flights found in all inputs, of any route and any class.
        flights_in_period: Those of them within the period.
        days: Days (UTC) of the period.
        days_without_data: Those of them on which no input holds any position.
        one_end_only: Flights within the period with one end established at one place
            of the case and the other not established at all. ``None``: not counted.
    """

    rows_read: int
    flights: int
    flights_in_period: int
    days: int
    days_without_data: int
    one_end_only: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MayGroup:
    """Flights that may belong, for one and the same reason.

    Attributes:
        flights: How many.
        established: Their other end by class; empty when that was not seen either.
        ranked_first: Those for which the case's place ranks first at each end that
            has only candidates.
    """

    flights: int
    established: Mapping[EndClass, int]
    ranked_first: int


#: What is known of (origin, destination) of a flight that may belong.
Kind = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the finding counts.

    Attributes:
        belongs: Flights with both ends established, by class of the weaker end.
        may: Flights that may belong, by what is known of their two ends: each
            ``sure``, ``toward`` or ``unknown``.
    """

    belongs: Mapping[EndClass, int]
    may: Mapping[Kind, MayGroup] = field(default_factory=dict)

    @property
    def flights(self) -> int:
        """How many flights have both ends established."""
        return sum(self.belongs.values())

    @property
    def may_flights(self) -> int:
        """How many flights may belong."""
        return sum(group.flights for group in self.may.values())


def count_flights(
    belongs: Sequence[FlightRow],
    may: Sequence[FlightRow],
    origins: PlaceFacts,
    destinations: PlaceFacts,
) -> Counts:
    """Count flights by class, those that belong apart from those that may.

    Args:
        belongs: Flights with both ends established at the case's places.
        may: Flights with at least one end ``toward`` a place of the case.
        origins: Where the case's flights start.
        destinations: Where they end.

    Raises:
        ValueError: A flight in ``belongs`` has an end that names no airfield, or one
            in ``may`` has no end of class ``toward``.
    """
    sure: Counter[EndClass] = Counter()
    for row in belongs:
        if not row.weaker.is_sure:
            raise ValueError(f"{row.flight_id} is {row.weaker}: it cannot belong")
        sure[row.weaker] += 1
    kinds: dict[Kind, list[FlightRow]] = {}
    for row in may:
        kind = (_kind(row.origin), _kind(row.destination))
        if "toward" not in kind:
            raise ValueError(f"{row.flight_id} has no end with candidates: {kind}")
        kinds.setdefault(kind, []).append(row)
    groups = {
        kind: _group(kind, kinds[kind], origins, destinations)
        for kind in KIND_ORDER
        if kind in kinds
    }
    return Counts(belongs=sure, may=groups)


def finding(
    span: tuple[datetime, datetime],
    origins: PlaceFacts,
    destinations: PlaceFacts,
    counts: Counts,
    seen: Seen,
    reception: Sequence[str] = (),
) -> str:
    """Say in one sentence what the data show.

    Args:
        span: The period, half-open, with zones.
        origins: Where the case's flights start.
        destinations: Where they end.
        counts: What ``count_flights`` gave.
        seen: Out of what.
        reception: How far others were followed at both places, a phrase each.

    Returns:
        One sentence, plain text.
    """
    opening = period(*span)
    opening = f"{opening[0].upper()}{opening[1:]} (UTC)"
    if seen.days_without_data >= seen.days or seen.flights_in_period == 0:
        return (
            f"{opening} the inputs show no flight of any route "
            f"({count(seen.flights, 'flight')} and "
            f"{count(seen.rows_read, 'position')} at other times, "
            f"with {_days(seen)}), so nothing can be said about flights from "
            f"{origins.noun} to {destinations.noun}."
        )
    route = f"from {origins.noun} to {destinations.noun}"
    parts = [_belonging(counts, route)]
    if counts.may_flights:
        parts.append(_possible(counts, origins, destinations))
    elif not counts.flights:
        parts[0] += " and none that may be one"
    if seen.one_end_only:
        parts.append(
            f"{count(seen.one_end_only, 'further flight')} had one end established "
            "at one of these places and the other not at all"
        )
    parts += [_out_of(counts, seen), *reception]
    return f"{opening} the data show {'; '.join(parts)}."


#: Order in which groups of flights that may belong are told: most is known first.
KIND_ORDER: Final[tuple[Kind, ...]] = (
    ("sure", "toward"),
    ("toward", "sure"),
    ("toward", "toward"),
    ("unknown", "toward"),
    ("toward", "unknown"),
)


def _belonging(counts: Counts, route: str) -> str:
    if counts.flights:
        both = f"{count(counts.flights, 'flight')} {route} with both ends established"
        return f"{both} (weaker end: {vector(counts.belongs)})"
    # The route is named in the next part when there is one; once is enough.
    where = "" if counts.may_flights else f" {route}"
    return f"no flight{where} with both ends established"


def _possible(counts: Counts, origins: PlaceFacts, destinations: PlaceFacts) -> str:
    also = "another " if counts.flights else ""
    told = [_tell(kind, g, origins, destinations) for kind, g in counts.may.items()]
    if len(told) == 1:
        head = f"{also}{count(counts.may_flights, 'flight')} that may belong"
        return f"{head} {told[0]}"
    each = [
        f"{number(group.flights)} {what}"
        for group, what in zip(counts.may.values(), told, strict=True)
    ]
    head = f"{also}{count(counts.may_flights, 'flight')} may belong"
    return f"{head}: {', '.join(each)}"


def _tell(
    kind: Kind, group: MayGroup, origins: PlaceFacts, destinations: PlaceFacts
) -> str:
    towards = f"heading towards {destinations.noun}"
    coming = f"coming from the direction of {origins.noun}"
    seen = "was seen" if group.flights == 1 else "were seen"
    match kind:
        case ("sure", "toward"):
            told = f"left {origins.noun} {towards}"
        case ("toward", "sure"):
            told = f"ended at {destinations.noun} {coming}"
        case ("toward", "toward"):
            told = f"{seen} {coming} and {towards}"
        case ("unknown", "toward"):
            told = f"{seen} {towards}, start not established"
        case _:
            told = f"{seen} {coming}, end not established"
    details = []
    if group.established:
        end = "take-off" if kind[0] == "sure" else "landing"
        details.append(f"{end}: {vector(group.established)}")
    if group.ranked_first < group.flights:
        first = number(group.ranked_first) if group.ranked_first else "none"
        details.append(f"ranked first among the candidates for {first} of them")
    return f"{told} ({'; '.join(details)})" if details else told


def _out_of(counts: Counts, seen: Seen) -> str:
    # A zero says out of what; beside flights that were found, the days suffice.
    if counts.flights or counts.may_flights:
        return f"the inputs hold {_days(seen)}"
    flights = count(seen.flights_in_period, "flight")
    positions = count(seen.rows_read, "position")
    return f"out of {flights} of any route, from {positions}, with {_days(seen)}"


def _days(seen: Seen) -> str:
    with_data = seen.days - seen.days_without_data
    return f"data on {number(with_data)} of {count(seen.days, 'day')}"


def _kind(end: EndRow) -> str:
    return "sure" if end.end_class.is_sure else str(end.end_class)


def _group(
    kind: Kind,
    rows: Sequence[FlightRow],
    origins: PlaceFacts,
    destinations: PlaceFacts,
) -> MayGroup:
    roles: tuple[tuple[Role, PlaceFacts], ...] = (
        ("origin", origins),
        ("destination", destinations),
    )
    open_ends = [rp for rp, what in zip(roles, kind, strict=True) if what == "toward"]
    seen_ends = [role for (role, _), what in zip(roles, kind, strict=True)
                 if what == "sure"]  # fmt: skip
    return MayGroup(
        flights=len(rows),
        established=Counter(r.end(role).end_class for r in rows for role in seen_ends),
        ranked_first=sum(
            all(r.end(role).first_candidate() in p.airfields for role, p in open_ends)
            for r in rows
        ),
    )

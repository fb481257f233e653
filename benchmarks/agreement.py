"""Where two programs that read the same rows say the same, and who is right.

A flight of one and a leg of the other are a pair when they are of the same aircraft and
overlap in time; of several the one with the longest overlap. What was really flown is
found in the truth table in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Both ends of a flight.
ENDS = ("origin", "destination")

#: Seconds apart up to which two programs end (begin) a flight at the same place: rows
#: are some seconds apart, and in a minute an aircraft does not go to another airfield.
SAME_MOMENT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A flight, as a program tells it or as it was flown.

    Attributes:
        icao24: Address of the aircraft.
        first_s: When it begins, Unix seconds.
        last_s: When it ends.
        origin: Code of the airfield; empty when none is named.
        destination: The same.
    """

    icao24: str
    first_s: float
    last_s: float
    origin: str
    destination: str

    def named(self) -> tuple[str, str]:
        """Give both airfields."""
        return self.origin, self.destination

    def moments(self) -> tuple[float, float]:
        """Give when it begins and ends."""
        return self.first_s, self.last_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two programs say of the same rows.

    Attributes:
        ours: Flights of one.
        theirs: Flights of the other.
        paired: Flights of the other that overlap one of ours.
        both_named: Of those, where ours names both airfields.
        same: Of those, where both airfields are the same.
        ends: Of each role, ends of pairs that we name, and how many are the same.
        met: The same, of ends alone that both have at the same moment.
    """

    ours: int
    theirs: int
    paired: int
    both_named: int
    same: int
    ends: Mapping[str, tuple[int, int]]
    met: Mapping[str, tuple[int, int]]


def compare(ours: Sequence[Said], theirs: Sequence[Said]) -> Agreement:
    """Set two lists of flights side by side."""
    by_aircraft = _by_aircraft(ours)
    found = ((leg, _longest(leg, by_aircraft.get(leg.icao24, ()))) for leg in theirs)
    pairs = [(leg, own) for leg, own in found if own is not None]
    both = [(leg, own) for leg, own in pairs if all(own.named())]
    return Agreement(
        ours=len(ours),
        theirs=len(theirs),
        paired=len(pairs),
        both_named=len(both),
        same=sum(leg.named() == own.named() for leg, own in both),
        ends={
            end: _named_and_right(
                (own.named()[k], leg.named()[k]) for leg, own in pairs
            )
            for k, end in enumerate(ENDS)
        },
        met={
            end: _named_and_right(
                (own.named()[k], leg.named()[k])
                for leg, own in pairs
                if abs(leg.moments()[k] - own.moments()[k]) <= SAME_MOMENT_S
            )
            for k, end in enumerate(ENDS)
        },
    )


def right(said: Sequence[Said], flown: Sequence[Said]) -> dict[str, tuple[int, int]]:
    """Count of each role the ends that are named, and those that were flown so.

    A flight that overlaps none that was flown is not right.
    """
    by_aircraft = _by_aircraft(flown)
    pairs = [(one, _longest(one, by_aircraft.get(one.icao24, ()))) for one in said]
    return {
        end: _named_and_right(
            (one.named()[k], "" if real is None else real.named()[k])
            for one, real in pairs
        )
        for k, end in enumerate(ENDS)
    }


def _named_and_right(ends: Iterable[tuple[str, str]]) -> tuple[int, int]:
    named = [(said, truth) for said, truth in ends if said]
    return len(named), sum(said == truth for said, truth in named)


def _by_aircraft(flights: Iterable[Said]) -> dict[str, list[Said]]:
    by_aircraft: dict[str, list[Said]] = {}
    for flight in flights:
        by_aircraft.setdefault(flight.icao24, []).append(flight)
    return by_aircraft


def _longest(one: Said, others: Iterable[Said]) -> Said | None:
    """Give the flight that overlaps longest; ``None`` when none does."""

    def overlap_s(other: Said) -> float:
        return min(one.last_s, other.last_s) - max(one.first_s, other.first_s)

    longest = max(others, key=overlap_s, default=None)
    return longest if longest is not None and overlap_s(longest) >= 0 else None

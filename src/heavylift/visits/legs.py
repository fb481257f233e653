"""The flights of each aircraft in turn, and whether the ends of two that follow meet.

Two legs meet when the earlier one's landing and the later one's take-off are both
established at one airfield. Anything else leaves open what the aircraft did in
between, and the chain of its legs breaks there, for a reason that is kept.

Codes and classes are numbers here, so that years of flights take seconds.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.flights.segment import Boundary
from heavylift.model.ends import CLASS_ORDER, SURE_CLASSES, EndClass, Role

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: The longest time between landing at an airfield and leaving it that is still taken
#: as one stay. Overhauls take weeks; after a month without a word, an aircraft that
#: leaves where it landed has as likely been elsewhere in the meantime. Halved, real
#: stays of parked freighters come apart; doubled, unheard journeys hide in stays.
LONGEST_STAY_DAYS: Final = 30

#: Airfield of an end that is not established.
NOWHERE: Final = -1

#: readsb's ``dbFlags``: 4 is a privacy address of the FAA's programme (PIA).
_PIA: Final = 4

_DAY_MS: Final = 86_400_000


class Meeting(IntEnum):
    """How a leg meets the next one of the same aircraft."""

    #: Landed at an airfield, and next seen leaving it.
    MET = 0
    #: There is no later leg of this aircraft.
    LAST = 1
    #: The landing is not established, the next take-off is.
    LANDING_OPEN = 2
    #: The landing is established, the next take-off is not.
    TAKE_OFF_OPEN = 3
    #: Neither is.
    BOTH_OPEN = 4
    #: Landed at one airfield, and next seen leaving another.
    ELSEWHERE = 5
    #: The legs overlap in time: of two aircraft with one address, or false.
    OVERLAP = 6
    #: No aircraft gets from the one to the other: of two aircraft, or false.
    JUMP = 7
    #: Longer between them than ``LONGEST_STAY_DAYS``.
    LONG = 8


#: What is said of a side of a stay that is not known, by why the legs do not meet.
#: ``{other}`` is "arriving" or "leaving".
MEETING_WORDS: Final[dict[Meeting, str]] = {
    Meeting.LAST: "no later flight of this aircraft in the data",
    Meeting.LANDING_OPEN: "the landing before it is not established",
    Meeting.TAKE_OFF_OPEN: "the next take-off is not established",
    Meeting.BOTH_OPEN: "neither landing nor next take-off is established",
    Meeting.ELSEWHERE: "landing and next take-off are at different airfields",
    Meeting.OVERLAP: "flights with this address overlap",
    Meeting.JUMP: "flights with this address are parted by an impossible jump",
    Meeting.LONG: f"more than {LONGEST_STAY_DAYS} days between the flights",
}

#: What is said of the first landing or take-off of an aircraft.
FIRST_WORDS: Final = "no earlier flight of this aircraft in the data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """Flights by aircraft and time; columns have shape ``(legs,)``.

    Attributes:
        table: The flights they are of.
        row: Row in the table.
        aircraft: Number of the aircraft; ascending.
        names: Names of aircraft: addresses, else the names of tracks.
        codes: Codes of airfields, in alphabetical order.
        origin: Number of the airfield of the take-off; ``NOWHERE`` when not
            established.
        destination: The same of the landing.
        origin_class: Place of its class in ``CLASS_ORDER``: 0 is the strongest.
        destination_class: The same of the landing.
        first_ms: Time of the first position, Unix milliseconds.
        last_ms: Time of the last position.
        meeting: A ``Meeting``: how the leg meets the next one of its aircraft.
        repeated: Flights left out because the same one was given before.
        private: Flights left out because theirs is a privacy address (PIA).
        unnamed: Flights left out because nothing names their aircraft or their time.
    """

    table: pa.Table
    row: Numbers
    aircraft: Numbers
    names: tuple[str, ...]
    codes: tuple[str, ...]
    origin: Numbers
    destination: Numbers
    origin_class: NDArray[np.int8]
    destination_class: NDArray[np.int8]
    first_ms: Numbers
    last_ms: Numbers
    meeting: NDArray[np.int8]
    repeated: int
    private: int
    unnamed: int

    def __len__(self) -> int:
        return len(self.row)

    @property
    def weaker_class(self) -> NDArray[np.int8]:
        """Place in ``CLASS_ORDER`` of the weaker end of each leg."""
        return np.maximum(self.origin_class, self.destination_class)

    def at(self, role: Role, codes: Collection[str]) -> Mask:
        """Which legs have an established end at one of some airfields."""
        return np.isin(
            self.origin if role == "origin" else self.destination, self.numbers(codes)
        )

    def numbers(self, codes: Collection[str]) -> Numbers:
        """Numbers of airfields, those that no leg is at left out."""
        wanted = frozenset(codes)
        found = [i for i, code in enumerate(self.codes) if code in wanted]
        return np.array(found, np.int64)

    def from_to(self, origins: Collection[str], destinations: Collection[str]) -> Mask:
        """Which legs have both ends established, from some airfields to others."""
        return self.at("origin", origins) & self.at("destination", destinations)


def legs_of(flights: pa.Table, *, privacy: bool = False) -> Legs:
    """Bring flights in the order of aircraft and time, and tell how they meet.

    Args:
        flights: Columns as in ``model.flights``, in any order.
        privacy: Whether flights of privacy addresses (PIA) are kept: those are of
            persons who ask not to be followed.

    Returns:
        The legs. A flight that is there twice (by its ``flight_id``) counts once.
    """
    n = flights.num_rows
    names, aircraft = _numbered(aircraft_of(flights).combine_chunks())
    first_ms, last_ms = (_ms(flights[c]) for c in ("first_seen", "last_seen"))
    unnamed = (aircraft < 0) | (first_ms < 0) | (last_ms < 0)
    flags = pc.fill_null(flights["db_flags"], 0).to_numpy().astype(np.int64)
    private = ~unnamed & ((flags & _PIA) != 0) & (not privacy)
    rows = np.flatnonzero(~unnamed & ~private)
    rows = rows[_order(aircraft[rows], first_ms[rows], last_ms[rows])]
    again = _again(flights, rows, aircraft[rows], first_ms[rows])
    rows = rows[~again]
    codes, (origin, destination) = _airfields(flights)
    classes = [_class_numbers(flights[f"{role}_class"])[rows] for role in _ROLES]
    legs = Legs(
        table=flights,
        row=rows,
        aircraft=aircraft[rows],
        names=names,
        codes=codes,
        origin=_where_sure(origin[rows], classes[0]),
        destination=_where_sure(destination[rows], classes[1]),
        origin_class=classes[0],
        destination_class=classes[1],
        first_ms=first_ms[rows],
        last_ms=last_ms[rows],
        meeting=np.zeros(len(rows), np.int8),
        repeated=int(again.sum()),
        private=int(private.sum()),
        unnamed=int(unnamed.sum()),
    )
    assert len(rows) + legs.repeated + legs.private + legs.unnamed == n
    legs.meeting[:] = _meetings(legs)
    return legs


_ROLES: Final[tuple[Role, ...]] = ("origin", "destination")

_SURE: Final = np.array([c in SURE_CLASSES for c in CLASS_ORDER])


def _meetings(legs: Legs) -> NDArray[np.int8]:
    """How each leg meets the next; what is decided later outweighs what came before."""
    found = np.full(len(legs), Meeting.LAST, np.int8)
    if len(legs) < 2:
        return found
    here, there = legs.destination[:-1], legs.origin[1:]
    first_ms, last_ms = legs.first_ms[1:], legs.last_ms[:-1]
    met = np.full(len(here), Meeting.MET, np.int8)
    met[here != there] = Meeting.ELSEWHERE
    met[there == NOWHERE] = Meeting.TAKE_OFF_OPEN
    met[here == NOWHERE] = Meeting.LANDING_OPEN
    met[(here == NOWHERE) & (there == NOWHERE)] = Meeting.BOTH_OPEN
    met[first_ms - last_ms > LONGEST_STAY_DAYS * _DAY_MS] = Meeting.LONG
    met[_jumps(legs)] = Meeting.JUMP
    # A leg that lies within another one is not what the aircraft did last.
    latest = _latest(legs)[:-1]
    met[(first_ms < latest) | (last_ms < latest)] = Meeting.OVERLAP
    same = legs.aircraft[1:] == legs.aircraft[:-1]
    found[:-1] = np.where(same, met, Meeting.LAST)
    return found


def _latest(legs: Legs) -> Numbers:
    """The last position of each aircraft up to each leg: an early leg may be longest.

    Times of later aircraft are moved beyond all of earlier ones, so that one running
    maximum serves them all.
    """
    start = int(legs.first_ms.min())
    span = int(max(legs.last_ms.max(), legs.first_ms.max())) - start + 1
    number = np.cumsum(np.diff(legs.aircraft, prepend=legs.aircraft[:1]) != 0)
    moved = legs.last_ms - start + number * span
    latest: Numbers = np.maximum.accumulate(moved) - number * span + start
    return latest


def _jumps(legs: Legs) -> Mask:
    """Between which legs and the next ones a jump lies."""
    word = pa.array([Boundary.JUMP.name.lower()])
    ends, starts = (
        np.asarray(pc.is_in(legs.table[c], value_set=word).to_numpy())[legs.row]
        for c in ("end_boundary", "start_boundary")
    )
    jumps: Mask = ends[:-1] | starts[1:]
    return jumps


def _order(aircraft: Numbers, first_ms: Numbers, last_ms: Numbers) -> Numbers:
    """By aircraft and time; those that begin together in the order of their ends."""
    if not len(aircraft):
        return np.zeros(0, np.int64)
    # One key for all sorts faster than lexsort, which is left for what is alike.
    start = int(first_ms.min())
    key = aircraft * (int(first_ms.max()) - start + 1) + first_ms - start
    order = np.argsort(key, kind="stable")
    key = key[order]
    tied = np.flatnonzero(key[1:] == key[:-1])
    if len(tied):
        at = np.union1d(tied, tied + 1)
        order[at] = order[at][np.lexsort((last_ms[order[at]], key[at]))]
    return order


def _again(
    flights: pa.Table, rows: Numbers, aircraft: Numbers, first_ms: Numbers
) -> Mask:
    """Which rows, by aircraft and time, are a flight that came just before.

    A ``flight_id`` names aircraft and second, so only neighbours can be alike.
    """
    again = np.zeros(len(rows), np.bool_)
    close = (np.diff(aircraft) == 0) & (np.diff(first_ms) < 1000)
    at = np.flatnonzero(close) + 1
    ids = flights["flight_id"]
    same = pc.equal(ids.take(pa.array(rows[at])), ids.take(pa.array(rows[at - 1])))
    again[at] = pc.fill_null(same, False).to_numpy()
    return again


def aircraft_of(flights: pa.Table) -> pa.ChunkedArray:
    """Name the aircraft of each flight: its address, else the name of its track."""
    icao24 = flights["icao24"]
    return pc.coalesce(pc.if_else(pc.equal(icao24, ""), None, icao24), flights["track"])


def _airfields(flights: pa.Table) -> tuple[tuple[str, ...], tuple[Numbers, Numbers]]:
    both = pa.chunked_array(
        [chunk for role in _ROLES for chunk in flights[role].chunks], pa.string()
    )
    codes, number = _numbered(both.combine_chunks())
    return codes, (number[: flights.num_rows], number[flights.num_rows :])


def _numbered(texts: pa.Array) -> tuple[tuple[str, ...], Numbers]:
    """Distinct texts in alphabetical order, and their numbers; -1 for none."""
    coded = texts.dictionary_encode()
    words = coded.dictionary.to_pylist()
    names = sorted(w for w in words if w)
    number = {name: i for i, name in enumerate(names)}
    of = np.array([*(number.get(w, -1) for w in words), -1], np.int64)
    at = pc.fill_null(coded.indices, len(words)).to_numpy(zero_copy_only=False)
    return tuple(names), of[at]


def _class_numbers(column: pa.ChunkedArray) -> NDArray[np.int8]:
    words = pa.array([c.value for c in CLASS_ORDER])
    unknown = CLASS_ORDER.index(EndClass.UNKNOWN)
    at = pc.fill_null(pc.index_in(column, value_set=words), unknown)
    numbers: NDArray[np.int8] = at.to_numpy().astype(np.int8)
    return numbers


def _where_sure(airfield: Numbers, end_class: NDArray[np.int8]) -> Numbers:
    return np.where(_SURE[end_class], airfield, NOWHERE)


def _ms(column: pa.ChunkedArray) -> Numbers:
    """Unix milliseconds; -1 where unknown."""
    ms = pc.fill_null(column.cast(pa.timestamp("ms", tz="UTC")).cast(pa.int64()), -1)
    numbers: Numbers = ms.to_numpy()
    return numbers

"""From sources to flights: the way through the stages, one group of aircraft at a time.

Memory is bounded by the group, not by the inputs: what leaves here is one row a flight.
Whoever needs positions (a map, a dossier) takes them from the batch before it goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.altitudes import true_altitude
from heavylift.flights.brackets import bracket_ends
from heavylift.flights.ends import Ends, classify_ends
from heavylift.flights.gaps import find_gaps
from heavylift.flights.moves import Move, find_moves
from heavylift.flights.reception import Reception
from heavylift.flights.segment import Segments, segment
from heavylift.flights.settle import settle_ends
from heavylift.flights.states import describe_ends
from heavylift.flights.stops import room_in_words
from heavylift.flights.suitability import Needs
from heavylift.flights.surface import find_surface
from heavylift.flights.table import FLIGHT_SCHEMA, Parts, build_table
from heavylift.flights.types import types_of
from heavylift.kernels import kernel
from heavylift.model.ends import Prior
from heavylift.model.positions import Positions, Quarantine
from heavylift.model.sources import Aircraft, SourceFile
from heavylift.positions import GivesPieces, Tracks, judge_groups
from heavylift.reference.airfields import Airfields, load_airfields


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightBatch:
    """Flights of one group of aircraft, with the positions they were made from.

    Attributes:
        table: One row a flight, columns as in ``model.flights``.
        tracks: All positions of the group, quarantined ones included.
        first: First row in ``tracks`` of each flight.
        last: Last row of each flight, inclusive.
        since: First row whose untrusted positions count with the flight.
        until: Row after the last of those.
        trusted: The trusted positions, in the same order.
        altitude_m: Altitude of each of those, NaN where unknown.
        segments: The flights as ranges of those.
        needs: What the type of each flight's aircraft needs.
    """

    table: pa.Table
    tracks: Tracks
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    since: NDArray[np.int64]
    until: NDArray[np.int64]
    trusted: Positions
    altitude_m: NDArray[np.float32]
    segments: Segments
    needs: Needs

    def positions_of(self, row: int) -> Positions:
        """All positions of one flight: its own, and the untrusted ones beside it."""
        around = self.tracks.positions.take(
            slice(int(self.since[row]), int(self.until[row]))
        )
        at = np.arange(self.since[row], self.until[row])
        own = (at >= self.first[row]) & (at <= self.last[row])
        return around.take(own | (around.quarantine != Quarantine.NONE))


@dataclass(slots=True, kw_only=True)
class Tally:
    """What happened to positions on the way to flights; filled while running.

    Attributes:
        positions: Positions that came in, repeats left out.
        repeated: Positions left out because another file has the very same.
        quarantined: Positions kept but not trusted, by reason.
        surface_only: Stretches on the surface that belong to no flight.
        moved_unheard: Times an aircraft was on the ground at one airfield and next at
            another, with nothing heard between; no flight is made of these.
        first_move: The first of those by name, in words; empty when there is none.
        flights: Flights found.
        reception: Who was received where, when.
    """

    positions: int = 0
    repeated: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    surface_only: int = 0
    moved_unheard: int = 0
    first_move: str = ""
    flights: int = 0
    reception: Reception = field(default_factory=Reception)


def flight_batches(
    sources: GivesPieces, tally: Tally, *, airfields: Airfields | None = None
) -> Iterator[FlightBatch]:
    """Find the flights in sources, group by group.

    Args:
        sources: Opened inputs.
        tally: Filled as batches are made.
        airfields: Table of airfields; the shipped one by default.

    Yields:
        Batches; each aircraft is in one batch only. Groups without flights are left
        out, their positions are in the tally.
    """
    fields = load_airfields() if airfields is None else airfields
    for tracks in judge_groups(sources):
        batch = flights_of(tracks, sources.files, fields, tally)
        tally.reception.add(tracks, None if batch is None else batch.table)
        # What is let go here is where the next group is read into.
        del tracks
        if batch is not None:
            yield batch
        del batch


def find_flights(
    sources: GivesPieces,
    *,
    airfields: Airfields | None = None,
    progress: Callable[[], None] = lambda: None,
    prior: Prior = "usage",
) -> tuple[pa.Table, Tally]:
    """Find the flights in sources.

    Args:
        sources: Opened inputs.
        airfields: Table of airfields; the shipped one by default.
        progress: Called after each group.
        prior: Whether other flights in the inputs weigh (``usage``).

    Returns:
        One row a flight in the order of ``flight_id``, and what happened on the way.
    """
    fields = load_airfields() if airfields is None else airfields
    tally = Tally()
    tables = []
    for batch in flight_batches(sources, tally, airfields=fields):
        tables.append(batch.table)
        del batch
        progress()
    if not tables:
        return FLIGHT_SCHEMA.empty_table(), tally
    table = pa.concat_tables(tables).sort_by("flight_id").combine_chunks()
    return settle_ends(table, fields, tally.reception, prior=prior), tally


def flights_of(
    tracks: Tracks, files: Sequence[SourceFile], airfields: Airfields, tally: Tally
) -> FlightBatch | None:
    """Find the flights of one group of aircraft.

    Args:
        tracks: Their positions, judged.
        files: Source files, by the index in the ``file`` column.
        airfields: Table of airfields.
        tally: Filled, but for who was received.

    Returns:
        The flights; ``None`` when there are none.
    """
    marked = tracks.positions
    is_trusted = marked.quarantine == Quarantine.NONE
    apart = np.flatnonzero(~is_trusted)
    offsets = tracks.offsets - np.searchsorted(apart, tracks.offsets)
    trusted = marked.take(is_trusted) if len(apart) else marked
    altitude_m = true_altitude(trusted, offsets)
    on_surface = find_surface(trusted, offsets, altitude_m, airfields)
    types = types_of(tracks, files)
    segments = segment(trusted, offsets, on_surface, altitude_m, types.cruise_ms)

    tally.positions += len(marked)
    tally.repeated += tracks.repeated
    tally.surface_only += segments.surface_only
    tally.flights += len(segments)
    moves = find_moves(trusted, offsets, on_surface, airfields)
    _count_moves(tally, tracks.aircraft, trusted, offsets, moves)
    if len(trusted) < len(marked):
        for reason, n in enumerate(np.bincount(marked.quarantine)):
            if reason and n:
                tally.quarantined[Quarantine(reason).name.lower()] += int(n)
    if not len(segments):
        return None

    ends: dict[bool, Ends] = {}
    needs = types.needs.take(segments.track)
    for arriving in (False, True):
        states = describe_ends(trusted, altitude_m, segments, arriving=arriving)
        ends[arriving] = classify_ends(trusted, altitude_m, states, airfields, needs)
        _say_room(ends[arriving], segments, arriving=arriving)
    first = _rows_of(segments.first, apart)
    last = _rows_of(segments.last, apart)
    since, until = _surroundings(segments, first, tracks.offsets)
    highest_m = _highest(altitude_m, segments)
    table = build_table(
        Parts(
            tracks=tracks,
            segments=segments,
            first=first,
            last=last,
            since=since,
            until=until,
            origin=ends[False],
            destination=ends[True],
            highest_m=highest_m,
            gaps=find_gaps(
                trusted,
                altitude_m,
                segments,
                types.cruise_ms,
                highest_m,
                airfields,
            ),
        ),
        files,
        airfields,
    )
    # All flights of these aircraft are here, so that whoever picks flights from a
    # batch sees their brackets already.
    table = bracket_ends(table, airfields)
    return FlightBatch(
        table=table,
        tracks=tracks,
        first=first,
        last=last,
        since=since,
        until=until,
        trusted=trusted,
        altitude_m=altitude_m,
        segments=segments,
        needs=needs,
    )


def _rows_of(trusted: NDArray[np.int64], apart: NDArray[np.intp]) -> NDArray[np.int64]:
    """Rows of trusted positions among all, of which some are set apart."""
    # How many trusted ones come before each that is set apart.
    before = apart - np.arange(len(apart))
    return trusted + np.searchsorted(before, trusted, side="right")


def _count_moves(
    tally: Tally,
    aircraft: Sequence[Aircraft],
    trusted: Positions,
    offsets: NDArray[np.int64],
    moves: Sequence[Move],
) -> None:
    """Count moves without a flight, and keep the first as an example."""
    tally.moved_unheard += len(moves)
    for move in moves:
        track = int(np.searchsorted(offsets, move.row, side="right")) - 1
        start, end = (
            f"{datetime.fromtimestamp(int(t) // 1000, UTC):%Y-%m-%d %H:%M}"
            for t in trusted.time_ms[move.row : move.row + 2]
        )
        told = (
            f"{aircraft[track].label} from {move.origin}, {start}, to "
            f"{move.destination}, {end}"
        )
        # The same whatever the groups and their order.
        tally.first_move = min(tally.first_move or told, told)


def _surroundings(
    segments: Segments, first: NDArray[np.int64], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows around each flight, up to the next: untrusted ones there count with it.

    Those before the first flight of a track count with it, so that none is lost.
    """
    since = first.copy()
    opens_track = np.ones(len(first), dtype=np.bool_)
    opens_track[1:] = segments.track[1:] != segments.track[:-1]
    since[opens_track] = offsets[segments.track[opens_track]]
    until = np.append(since[1:], 0)
    closes_track = np.append(opens_track[1:], True)
    until[closes_track] = offsets[segments.track[closes_track] + 1]
    return since, until


def _say_room(ends: Ends, segments: Segments, *, arriving: bool) -> None:
    """Add to the reason of each end what the silence that bounds it had room for."""
    room_s = segments.end_room_s if arriving else segments.start_room_s
    if room_s is None:
        return
    for e in np.flatnonzero(np.isfinite(room_s)).tolist():
        ends.reason[e] += f"; {room_in_words(float(room_s[e]))}"


def _highest(
    altitude_m: NDArray[np.float32], segments: Segments
) -> NDArray[np.float32]:
    """Highest altitude of each flight, NaN when none was reported."""
    return _highest_between(altitude_m, segments.first, segments.last)


@kernel
def _highest_between(
    altitude_m: NDArray[np.float32],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.float32]:
    out = np.full(len(first), np.nan, dtype=np.float32)
    for e in range(len(first)):
        highest = np.float32(-np.inf)
        for i in range(first[e], last[e] + 1):
            # Not max(): an altitude may be NaN.
            if altitude_m[i] > highest:  # noqa: PLR1730
                highest = altitude_m[i]
        if np.isfinite(highest):
            out[e] = highest
    return out

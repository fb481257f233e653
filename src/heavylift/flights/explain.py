"""Why has each end of a flight the class it has?

A class is worth as much as the facts that a person can check behind it. Here one
flight is taken apart again: the state at each end, every airfield that was considered
with what spoke for it, why no stronger class was given, the silences beside it and the
positions that were not trusted.

Nothing is decided here. Classes and probabilities are those of the table; where the
same files now give others, both are told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np

from heavylift.flights.explanations import (
    CandidateFacts,
    EndExplanation,
    EndState,
    Explanation,
)
from heavylift.flights.find import FlightBatch
from heavylift.flights.reasons import why_not_stronger
from heavylift.flights.silences import (
    Silence,
    find_quarantined,
    find_silences,
)
from heavylift.flights.states import EndStates, describe_ends
from heavylift.flights.weigh import Weighed, weigh
from heavylift.geo import bearing_deg
from heavylift.model.ends import EndClass, Role, words
from heavylift.model.positions import Positions, Quarantine
from heavylift.model.sources import SourceFile
from heavylift.reference.airfields import Airfields, called

#: Candidates of the table are all shown, and as many of the others as a person reads.
MOST_SHOWN: Final = 8

_ROLES: Final[tuple[Role, ...]] = ("origin", "destination")


def find_in_batch(batch: FlightBatch, row: Mapping[str, object]) -> int:
    """Find a flight of a table among flights made anew.

    Args:
        batch: Flights made from the files that the table names.
        row: The flight, columns as in ``model.flights``.

    Returns:
        Index of the same flight, else of the flight of the same track that overlaps
        it longest; -1 when there is none.
    """
    ids = batch.table["flight_id"].to_pylist()
    if row["flight_id"] in ids:
        return int(ids.index(row["flight_id"]))
    begin, end = row["first_seen"], row["last_seen"]
    assert isinstance(begin, datetime)
    assert isinstance(end, datetime)
    best, longest = -1, 0.0
    for i, other in enumerate(
        batch.table.select(["track", "first_seen", "last_seen"]).to_pylist()
    ):
        if other["track"] != row["track"]:
            continue
        shared = min(end, other["last_seen"]) - max(begin, other["first_seen"])
        if shared.total_seconds() > longest:
            best, longest = i, shared.total_seconds()
    return best


def explain_flight(
    batch: FlightBatch,
    index: int,
    row: Mapping[str, object],
    files: Sequence[SourceFile],
    airfields: Airfields,
) -> Explanation:
    """Take one flight apart.

    Args:
        batch: Flights made anew from the files that the table names.
        index: Which of them it is, from ``find_in_batch``.
        row: The flight in the table, columns as in ``model.flights``.
        files: Source files, by the index in the ``file`` column.
        airfields: The table of airfields.
    """
    now = batch.table.slice(index, 1).to_pylist()[0]
    ends = {
        role: _explain_end(
            role,
            row,
            now,
            _weigh_again(batch, index, role, airfields),
            _silence(batch, index, role),
            airfields,
        )
        for role in _ROLES
    }
    first_seen, last_seen = row["first_seen"], row["last_seen"]
    assert isinstance(first_seen, datetime)
    assert isinstance(last_seen, datetime)
    return Explanation(
        flight_id=str(row["flight_id"]),
        found_as=str(now["flight_id"]),
        callsign=str(row["callsign"] or ""),
        first_seen=first_seen,
        last_seen=last_seen,
        origin=ends["origin"],
        destination=ends["destination"],
        not_trusted=int(str(row["quarantined"])),
        silences=find_silences(
            batch.tracks.positions,
            int(batch.first[index]),
            int(batch.last[index]),
            str(row.get("gaps") or "[]"),
        ),
        quarantined=find_quarantined(
            batch.tracks.positions,
            slice(int(batch.since[index]), int(batch.until[index])),
            files,
        ),
    )


def _track_of(batch: FlightBatch, index: int) -> int:
    at = np.searchsorted(batch.tracks.offsets, batch.first[index], side="right")
    return int(at) - 1


def _silence(batch: FlightBatch, index: int, role: Role) -> Silence | None:
    """The silence between this end and what else is trusted of the aircraft."""
    track = _track_of(batch, index)
    positions = batch.tracks.positions
    begin, stop = (int(x) for x in batch.tracks.offsets[track : track + 2])
    trusted = positions.quarantine == Quarantine.NONE
    first, last = int(batch.first[index]), int(batch.last[index])
    if role == "origin":
        beyond = np.flatnonzero(trusted[begin:first])
        return (
            Silence.between(positions, begin + int(beyond[-1]), first)
            if len(beyond)
            else None
        )
    beyond = np.flatnonzero(trusted[last + 1 : stop])
    if not len(beyond):
        return None
    return Silence.between(positions, last, last + 1 + int(beyond[0]))


def _weigh_again(
    batch: FlightBatch, index: int, role: Role, airfields: Airfields
) -> tuple[EndStates, Weighed, Positions]:
    """The state of an end, and its candidates as they were weighed."""
    states = describe_ends(
        batch.trusted,
        batch.altitude_m,
        batch.segments.only(index),
        arriving=role == "destination",
    )
    needs = batch.needs.take(np.array([index]))
    weighed = weigh(batch.trusted, batch.altitude_m, states, airfields, needs)
    return states, weighed, batch.trusted


def _explain_end(
    role: Role,
    row: Mapping[str, object],
    now: Mapping[str, object],
    weighing: tuple[EndStates, Weighed, Positions],
    silence: Silence | None,
    airfields: Airfields,
) -> EndExplanation:
    states, weighed, trusted = weighing
    listed = {
        c["airfield"]: float(c["probability"])
        for c in json.loads(str(row[f"{role}_candidates"]))
    }
    shown = _shown(weighed, listed, airfields)
    end_class = EndClass(str(row[f"{role}_class"]))
    return EndExplanation(
        role=role,
        end_class=end_class,
        words=_words(role, row, listed, airfields),
        reason=str(row[f"{role}_reason"] or ""),
        now=EndClass(str(now[f"{role}_class"])),
        state=_state(states, weighed, trusted),
        candidates=tuple(
            _facts(pair, states, weighed, listed, airfields) for pair in shown
        ),
        others=len(weighed.field) - len(shown),
        elsewhere=_number(row[f"{role}_elsewhere"]),
        elsewhere_by_motion=float(weighed.elsewhere[0]),
        not_stronger=why_not_stronger(end_class, states, weighed, airfields),
        silence=silence,
        gap=str(row.get(f"{role}_gap") or ""),
    )


def _shown(
    weighed: Weighed, listed: Mapping[str, float], airfields: Airfields
) -> list[int]:
    """Pairs to show: those of the table by rank, then the likeliest of the others."""
    codes = [str(airfields.code[i]) for i in weighed.field]
    ranked = sorted(
        range(len(codes)),
        key=lambda p: (
            -listed.get(codes[p], -1.0),
            -weighed.probability[p],
            weighed.distance_m[p],
        ),
    )
    most = max(MOST_SHOWN, sum(code in listed for code in codes))
    return ranked[:most]


def _facts(
    pair: int,
    states: EndStates,
    weighed: Weighed,
    listed: Mapping[str, float],
    airfields: Airfields,
) -> CandidateFacts:
    i = int(weighed.field[pair])
    there = bearing_deg(
        states.lat_deg, states.lon_deg, airfields.lat_deg[[i]], airfields.lon_deg[[i]]
    )
    off = abs((there[0] - states.course_deg[0] + 180.0) % 360.0 - 180.0)
    end = int(weighed.aligned.runway_end[pair])
    runway = "" if end < 0 else str(airfields.end_ident[_said(end, states.step)])
    return CandidateFacts(
        airfield=str(airfields.code[i]),
        name=called(airfields, i),
        distance_m=float(weighed.distance_m[pair]),
        height_m=float(weighed.height_m[pair]),
        off_course_deg=float(off),
        runway_fit=float(weighed.fit[pair]),
        runway=runway,
        along_m=float(weighed.aligned.along_m[pair]),
        across_m=float(weighed.aligned.across_m[pair]),
        by_motion=float(weighed.probability[pair]),
        probability=listed.get(str(airfields.code[i])),
    )


def _said(runway_end: int, step: int) -> int:
    """End of the runway as a pilot would say it: a take-off uses the opposite one."""
    return runway_end if step > 0 else runway_end ^ 1


def _state(states: EndStates, weighed: Weighed, trusted: Positions) -> EndState:
    step = states.step
    return EndState(
        time_ms=int(trusted.time_ms[states.row[0]]),
        lat_deg=float(states.lat_deg[0]),
        lon_deg=float(states.lon_deg[0]),
        altitude_m=float(states.altitude_m[0]),
        speed_ms=float(states.speed_ms[0]),
        track_deg=float((states.course_deg[0] + (0.0 if step > 0 else 180.0)) % 360.0),
        climb_ms=float(-step * states.sink_ms[0]),
        change_m=float(-step * states.drop_m[0]),
        surface_rows=int(states.surface_rows[0]),
        plain=bool(weighed.heading_down[0]),
    )


def _words(
    role: Role,
    row: Mapping[str, object],
    listed: Mapping[str, float],
    airfields: Airfields,
) -> str:
    code = str(row[role] or next(iter(listed), ""))
    found = np.flatnonzero(airfields.code == code)
    place = called(airfields, int(found[0])) if len(found) else code
    runway = row[f"{role}_runway"]
    return words(
        EndClass(str(row[f"{role}_class"])), role, place, str(runway) if runway else ""
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")

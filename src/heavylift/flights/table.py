"""The flights table: one row a flight, columns as declared in ``model.flights``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.ends import Ends
from heavylift.flights.extents import (
    Span,
    count_untrusted,
    spans_of,
    usual_callsigns,
)
from heavylift.flights.segment import Boundary, Segments
from heavylift.model.flights import FLIGHT_COLUMNS, Kind
from heavylift.model.positions import Positions, unpack_callsign
from heavylift.model.sources import SourceFile
from heavylift.positions import Tracks
from heavylift.reference.airfields import Airfields

_ARROW: Final[dict[Kind, pa.DataType]] = {
    "text": pa.string(),
    "json": pa.string(),
    "time": pa.timestamp("ms", tz="UTC"),
    "integer": pa.int64(),
    "number": pa.float64(),
}

#: Arrow schema of the flights table.
FLIGHT_SCHEMA: Final = pa.schema(
    [pa.field(c.name, _ARROW[c.kind]) for c in FLIGHT_COLUMNS]
)

#: Columns that ``flights.settle`` fills.
_LATER: Final = (
    "origin_others",
    "origin_gap",
    "destination_others",
    "destination_gap",
)

#: What the sources of that day say of the aircraft.
_FACTS: Final = ("registration", "aircraft_type", "operator", "db_flags")

#: Writes names as they are, beyond ASCII too.
_NAME: Final = json.JSONEncoder(ensure_ascii=False)

_BOUNDARY: Final = {b.value: b.name.lower() for b in Boundary}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the flights of one batch are assembled from.

    Attributes:
        tracks: All positions, quarantined ones included.
        segments: The flights, as ranges of trusted rows.
        first: First row of each flight in ``tracks``.
        last: Last row of each flight in ``tracks``, inclusive.
        since: First row of ``tracks`` whose untrusted positions count with it.
        until: Row after the last of those.
        origin: Classed take-offs.
        destination: Classed landings.
        highest_m: Highest altitude of each flight, NaN unknown.
        gaps: Gaps inside each flight, as JSON.
    """

    tracks: Tracks
    segments: Segments
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    since: NDArray[np.int64]
    until: NDArray[np.int64]
    origin: Ends
    destination: Ends
    highest_m: NDArray[np.float32]
    gaps: list[str]


def build_table(
    parts: Parts, files: Sequence[SourceFile], airfields: Airfields
) -> pa.Table:
    """Assemble the flights of one batch.

    Args:
        parts: The flights.
        files: Source files, by the index in the ``file`` column.
        airfields: The table that ``Ends.airfield`` points into.
    """
    first, last = parts.first, parts.last
    segments, positions = parts.segments, parts.tracks.positions
    columns: dict[str, object] = {
        "first_seen": positions.time_ms[first],
        "last_seen": positions.time_ms[last],
        "positions": segments.last - segments.first + 1,
        "quarantined": count_untrusted(positions.quarantine, parts.since, parts.until),
        "longest_gap_s": segments.longest_gap_s,
        "max_altitude_m": _rounded(parts.highest_m),
        "gaps": parts.gaps,
        "start_boundary": [_BOUNDARY[b] for b in segments.start.tolist()],
        "end_boundary": [_BOUNDARY[b] for b in segments.end.tolist()],
        # Known only when all traffic was read.
        **dict.fromkeys(_LATER, [None] * len(segments)),
    }
    columns |= _identity(parts, files)
    columns |= _end_columns("origin", parts.origin, positions, first, airfields)
    columns |= _end_columns(
        "destination", parts.destination, positions, last, airfields
    )
    return pa.table(
        [pa.array(columns[f.name], f.type, from_pandas=True) for f in FLIGHT_SCHEMA],
        schema=FLIGHT_SCHEMA,
    )


def _identity(parts: Parts, files: Sequence[SourceFile]) -> dict[str, object]:
    """What the sources of that day say the aircraft was, and where its rows lie."""
    positions = parts.tracks.positions
    aircraft = [parts.tracks.aircraft[k] for k in parts.segments.track.tolist()]
    spans = spans_of(positions, parts.first, parts.last)
    stamps = _stamps(positions.time_ms[parts.first])
    callsigns = usual_callsigns(positions.callsign, parts.first, parts.last)
    named = {f: _NAME.encode(files[f].name) for f in _files(spans)}
    return {
        "flight_id": [
            f"{a.label}-{stamp}" for a, stamp in zip(aircraft, stamps, strict=True)
        ],
        "icao24": [a.icao24 for a in aircraft],
        "track": [a.label for a in aircraft],
        "callsign": [unpack_callsign(c) if c else None for c in callsigns.tolist()],
        **{fact: _latest(spans, files, fact) for fact in _FACTS},
        "sources": [_sources(own, named) for own in spans],
    }


def _files(spans: Sequence[Sequence[Span]]) -> set[int]:
    return {file for own in spans for file, _, _ in own}


def _sources(spans: Sequence[Span], named: Mapping[int, str]) -> str:
    """Where the rows of a flight lie, as JSON."""
    lines = [
        f'{{"file": {named[file]}, "first_row": {first}, "last_row": {last}}}'
        for file, first, last in spans
    ]
    return f"[{', '.join(lines)}]"


def _stamps(time_ms: NDArray[np.int64]) -> list[str]:
    """Times as they are written in the names of flights, ``20230830T101530Z``."""
    written = np.datetime_as_string((time_ms // 1000).astype("datetime64[s]"))
    return [w.replace("-", "").replace(":", "") + "Z" for w in written.tolist()]


def _latest(
    spans: Sequence[Sequence[Span]], files: Sequence[SourceFile], fact: str
) -> list[object]:
    """The last value of each flight that is known: files are in the order of time."""
    told = {f: getattr(files[f], fact) for f in _files(spans)}
    return [
        told[own[0][0]]
        if len(own) == 1
        else next((v for f, _, _ in reversed(own) if (v := told[f]) is not None), None)
        for own in spans
    ]


def _end_columns(
    role: str,
    ends: Ends,
    positions: Positions,
    row: NDArray[np.int64],
    airfields: Airfields,
) -> dict[str, object]:
    return {
        role: [
            str(airfields.code[field]) if field >= 0 else None
            for field in ends.airfield.tolist()
        ],
        f"{role}_class": [c.value for c in ends.end_class],
        f"{role}_runway": [r or None for r in ends.runway],
        f"{role}_candidates": ends.candidates,
        f"{role}_elsewhere": ends.elsewhere,
        f"{role}_reason": ends.reason,
        f"{role}_lat": np.round(positions.lat_deg[row], 6),
        f"{role}_lon": np.round(positions.lon_deg[row], 6),
        f"{role}_altitude_m": _rounded(ends.altitude_m),
        f"{role}_course": _rounded(ends.course_deg),
    }


def _rounded(
    values: NDArray[np.float32] | NDArray[np.float64],
) -> NDArray[np.float64]:
    return np.asarray(np.round(values.astype(np.float64), 1), dtype=np.float64)

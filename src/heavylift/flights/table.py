"""The flights table: one row a flight, columns as declared in ``model.flights``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.ends import Ends
from heavylift.flights.segment import Boundary, Segments
from heavylift.model.flights import FLIGHT_COLUMNS, Kind
from heavylift.model.positions import Positions, Quarantine, unpack_callsign
from heavylift.model.sources import SourceFile
from heavylift.positions import Tracks
from heavylift.reference.airfields import Airfields

_T = TypeVar("_T")

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
    untrusted_before = np.concatenate(
        ([0], np.cumsum(positions.quarantine != Quarantine.NONE))
    )
    columns: dict[str, object] = {
        "first_seen": positions.time_ms[first],
        "last_seen": positions.time_ms[last],
        "positions": segments.last - segments.first + 1,
        "quarantined": untrusted_before[parts.until] - untrusted_before[parts.since],
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
    out: dict[str, list[object]] = {
        name: []
        for name in (
            "flight_id",
            "icao24",
            "track",
            "callsign",
            "registration",
            "aircraft_type",
            "operator",
            "db_flags",
            "sources",
        )
    }
    for k, lo, hi in zip(
        parts.segments.track.tolist(),
        parts.first.tolist(),
        parts.last.tolist(),
        strict=True,
    ):
        aircraft = parts.tracks.aircraft[k]
        out["flight_id"].append(
            f"{aircraft.label}-{_stamp(int(positions.time_ms[lo]))}"
        )
        out["icao24"].append(aircraft.icao24)
        out["track"].append(aircraft.label)
        out["callsign"].append(_callsign(positions.callsign[lo : hi + 1]))
        spans = _spans(positions, lo, hi)
        said = [files[f] for f, _, _ in spans]
        out["registration"].append(_latest([f.registration for f in said]))
        out["aircraft_type"].append(_latest([f.aircraft_type for f in said]))
        out["operator"].append(_latest([f.operator for f in said]))
        out["db_flags"].append(_latest([f.db_flags for f in said]))
        out["sources"].append(
            json.dumps(
                [
                    {"file": files[f].name, "first_row": a, "last_row": b}
                    for f, a, b in spans
                ],
                ensure_ascii=False,
            )
        )
    return dict(out)


def _stamp(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")


def _callsign(packed: NDArray[np.uint64]) -> str | None:
    """The callsign reported most often; of equals the one that sorts first."""
    reported = packed[packed != 0]
    if not len(reported):
        return None
    values, counts = np.unique(reported, return_counts=True)
    return unpack_callsign(int(values[np.argmax(counts)]))


def _spans(positions: Positions, lo: int, hi: int) -> list[tuple[int, int, int]]:
    """Source files of rows ``lo`` to ``hi``, each with its first and last row."""
    file = positions.file[lo : hi + 1]
    row = positions.row[lo : hi + 1]
    if file[0] == file[-1] and (file == file[0]).all():
        return [(int(file[0]), int(row.min()), int(row.max()))]
    spans = []
    values, firsts = np.unique(file, return_index=True)
    for value in values[np.argsort(firsts)]:
        own = row[file == value]
        spans.append((int(value), int(own.min()), int(own.max())))
    return spans


def _latest(values: Sequence[_T | None]) -> _T | None:
    """The last value that is known: spans are in the order of time."""
    return next((v for v in reversed(values) if v is not None), None)


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
        f"{role}_candidates": [
            json.dumps(
                [{"airfield": c.airfield, "probability": c.probability} for c in cs]
            )
            for cs in ends.candidates
        ],
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

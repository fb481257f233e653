"""Where was a flight not heard, and which of its positions were not trusted?

Both are what a person looks at when an end seems odd. A silence is told as it is: from
when to when, how far apart its two sides lie. Nothing here says why nobody heard it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from heavylift.flights.gaps import stamp
from heavylift.flights.stops import MIN_GAP_S
from heavylift.geo import distance_m
from heavylift.model.positions import Positions, Quarantine
from heavylift.model.sources import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A time without trusted positions.

    Attributes:
        start_ms: Last position before it.
        end_ms: First position after it.
        distance_m: Great-circle distance between the two.
        said: What the table says of it: who else was received where it began, and
            where it had room for a stop; empty when it says nothing.
    """

    start_ms: int
    end_ms: int
    distance_m: float
    said: str = ""

    @classmethod
    def between(cls, positions: Positions, before: int, after: int) -> Silence:
        """Describe the silence between two rows."""
        lat, lon = positions.lat_deg, positions.lon_deg
        away = distance_m(lat[[before]], lon[[before]], lat[[after]], lon[[after]])
        return cls(
            start_ms=int(positions.time_ms[before]),
            end_ms=int(positions.time_ms[after]),
            distance_m=float(away[0]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedRun:
    """Positions in a row that are kept but not trusted, for one reason.

    Attributes:
        reason: Name of the ``Quarantine``, lower case.
        start_ms: Time of the first.
        end_ms: Time of the last.
        positions: How many.
        file: File of the first.
        first_row: Lowest row in that file.
        last_row: Highest row in that file.
    """

    reason: str
    start_ms: int
    end_ms: int
    positions: int
    file: str
    first_row: int
    last_row: int


def find_silences(
    positions: Positions, first: int, last: int, gaps: str = "[]"
) -> tuple[Silence, ...]:
    """Find the silences of at least ``stops.MIN_GAP_S`` within a flight.

    Args:
        positions: Rows by aircraft and time, untrusted ones included.
        first: First row of the flight.
        last: Last row, inclusive.
        gaps: What the table says of some of them, as JSON.
    """
    said = {gap["start"]: gap["said"] for gap in json.loads(gaps)}
    rows = first + np.flatnonzero(
        positions.quarantine[first : last + 1] == Quarantine.NONE
    )
    waits_s = np.diff(positions.time_ms[rows]) / 1000.0
    found = [
        Silence.between(positions, int(rows[i]), int(rows[i + 1]))
        for i in np.flatnonzero(waits_s >= MIN_GAP_S)
    ]
    return tuple(replace(s, said=said.get(stamp(s.start_ms), "")) for s in found)


def find_quarantined(
    positions: Positions, rows: slice, files: Sequence[SourceFile]
) -> tuple[QuarantinedRun, ...]:
    """Find the stretches of untrusted positions, one for each reason and file.

    Args:
        positions: Rows by aircraft and time.
        rows: Where to look.
        files: Source files, by the index in the ``file`` column.
    """
    reason = positions.quarantine[rows].astype(np.int64)
    key = reason * (len(files) + 1) + positions.file[rows]
    begins = np.flatnonzero(np.diff(key, prepend=-1) != 0)
    stops = np.append(begins[1:], len(key))
    runs = []
    for lo, hi in zip(begins.tolist(), stops.tolist(), strict=True):
        if reason[lo] == Quarantine.NONE:
            continue
        own = slice(rows.start + lo, rows.start + hi)
        runs.append(
            QuarantinedRun(
                reason=Quarantine(int(reason[lo])).name.lower(),
                start_ms=int(positions.time_ms[own.start]),
                end_ms=int(positions.time_ms[own.stop - 1]),
                positions=hi - lo,
                file=files[int(positions.file[own.start])].name,
                first_row=int(positions.row[own].min()),
                last_row=int(positions.row[own].max()),
            )
        )
    return tuple(runs)

"""Archives of several days and lakes made of them, on disk."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from builders import readsb
from builders.cases import rows
from builders.tracks import MIDNIGHT, START, flight
from heavylift.lake import make_lake
from heavylift.lake.ingest import ingest

DAY_MS = 86_400_000


def write_days(folder, **made):
    """Write positions by address as traces of their days; the folders of the days."""
    days = set()
    for icao24, positions in made.items():
        for day in np.unique(positions.time_ms // DAY_MS).tolist():
            own = positions.take(positions.time_ms // DAY_MS == day)
            days.add(write_day_trace(folder, icao24, own, day))
    return sorted(days)


def days_over_midnight(folder, aircraft, every_s):
    """Write three days of archives with flights over each midnight; their folders."""
    late = MIDNIGHT - START - 5_400
    base = flight("UBBB", "LLOV", every_s=every_s)
    made = {
        f"a0000{n}": replace(
            base, time_ms=base.time_ms + np.int64((late + 86_400 * (n % 2)) * 1000)
        )
        for n in range(aircraft)
    }
    return write_days(folder, **made)


def write_day_trace(folder, icao24, positions, day, **header):
    """Write the trace of one day where an archive has it; the folder of the day."""
    start_s = day * DAY_MS / 1000
    date = f"{datetime.fromtimestamp(start_s, UTC):%Y/%m/%d}"
    header = {"r": f"4K-{icao24[-3:]}", "t": "IL76"} | header
    readsb.write_trace(
        folder / date / "traces" / icao24[-2:] / f"trace_full_{icao24}.json",
        icao24,
        rows(positions, start_s),
        timestamp=start_s,
        **header,
    )
    return folder / date


def lake_of(folder, *inputs, **wanted):
    """Make a lake and bring inputs into it."""
    lake = make_lake(folder)
    ingest(lake, inputs, **wanted)
    return lake


def contents(folder):
    """Hash of every file of a lake by its name, the lock left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "_lock"
    }

"""What traces themselves say of aircraft, without looking for flights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.aircraft.databases.reading import Reading
from heavylift.aircraft.learned import COLUMNS, learn
from heavylift.sources import Sources

_DAY_MS: Final = 86_400_000

_SCHEMA: Final = pa.schema(
    [
        ("icao24", pa.string()),
        ("registration", pa.string()),
        ("aircraft_type", pa.string()),
        ("operator", pa.string()),
        ("db_flags", pa.int64()),
        ("first_seen", pa.timestamp("ms", tz="UTC")),
        ("last_seen", pa.timestamp("ms", tz="UTC")),
    ]
)

assert tuple(_SCHEMA.names) == COLUMNS


def learn_from_traces(
    sources: Sources, progress: Callable[[Sources], None] = lambda _: None
) -> Reading:
    """Take from traces what they say of aircraft, for the days of their positions.

    Args:
        sources: Open traces; read to their end.
        progress: Called after each group of aircraft.

    Returns:
        Entries as ``learn`` gives them; the rows are days of traces, and files that
        were not used, with their reasons.
    """
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for group in sources.groups():
        bounds = group.offsets
        for at, aircraft in enumerate(group.aircraft):
            lo, hi = int(bounds[at]), int(bounds[at + 1])
            if lo == hi:
                continue
            file = sources.files[int(group.positions.file[lo])]
            days = np.unique(group.positions.time_ms[lo:hi] // _DAY_MS)
            for day in days.tolist():
                columns["icao24"].append(aircraft.icao24)
                columns["registration"].append(file.registration)
                columns["aircraft_type"].append(file.aircraft_type)
                columns["operator"].append(file.operator)
                columns["db_flags"].append(file.db_flags)
                columns["first_seen"].append(day * _DAY_MS)
                columns["last_seen"].append(day * _DAY_MS)
        progress(sources)
    arrays = [
        pa.array(columns[f.name], pa.int64()).cast(f.type)
        if pa.types.is_timestamp(f.type)
        else pa.array(columns[f.name], f.type)
        for f in _SCHEMA
    ]
    reading = learn(pa.table(arrays, schema=_SCHEMA))
    for report in sources.inputs:
        reading.rows += report.refused_files.total()
        reading.refused += report.refused_files
        reading.remarks += report.remarks
    return reading

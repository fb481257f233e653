"""Where aircraft stay at a point, kept so that those of all buckets can be compared.

A point that several aircraft report while they are elsewhere is told by looking at all
of them at once; buckets hold few of them each. Stays are a few numbers, so they are
found once, while an input is written, and read again for a whole window of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.lake import layout
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake
from heavylift.positions import Tracks
from heavylift.positions.stays import SharedPoint, Stays, shared_points

_SCHEMA: Final = pa.schema(
    [
        ("track", pa.string()),
        ("first", pa.int64()),
        ("last", pa.int64()),
        ("lat_deg", pa.float64()),
        ("lon_deg", pa.float64()),
        ("start_ms", pa.int64()),
        ("end_ms", pa.int64()),
        ("lowest_m", pa.float64()),
        ("highest_m", pa.float64()),
        ("impossible", pa.bool_()),
    ]
)


class StayRows:
    """Stays of a chunk of an input; filled group by group."""

    def __init__(self) -> None:
        self._tables: list[pa.Table] = []

    def add(self, stays: Stays, tracks: Tracks) -> None:
        """Add the stays of a group."""
        if not len(stays):
            return
        labels = pa.array([a.label for a in tracks.aircraft])
        columns = {
            f.name: pa.array(getattr(stays, f.name))
            for f in fields(Stays)
            if f.name != "track"
        }
        columns["track"] = labels.take(pa.array(stays.track))
        self._tables.append(
            pa.table([columns[f.name] for f in _SCHEMA], schema=_SCHEMA)
        )

    def table(self) -> pa.Table:
        """All of them."""
        return pa.concat_tables([_SCHEMA.empty_table(), *self._tables])


def points_of(lake: Lake, days: Sequence[Day]) -> list[SharedPoint]:
    """Find the points that aircraft of these days share, whatever their buckets."""
    chunks = sorted({name for d in days for c in d.copies for name in c.chunk_names})
    names = [layout.stays_file(chunk) for chunk in chunks]
    table = pa.concat_tables(
        [_SCHEMA.empty_table(), *(lake.read_table(n) for n in names)]
    )
    if not table.num_rows or not days:
        return []
    earliest, latest = layout.start_ms(days[0].day), layout.start_ms(days[-1].day)
    start = table["start_ms"].to_numpy()
    table = table.filter(pa.array((start >= earliest) & (start < latest + 86_400_000)))
    return shared_points(_stays(table))


def _stays(table: pa.Table) -> Stays:
    codes = table["track"].combine_chunks().dictionary_encode().indices.to_numpy()
    columns = {
        f.name: np.ascontiguousarray(table[f.name].to_numpy())
        for f in fields(Stays)
        if f.name != "track"
    }
    return Stays(track=codes.astype(np.int64), **columns)


def in_words(points: Iterable[SharedPoint]) -> list[str]:
    """Each point as a text that differs when anything of it does."""
    return [repr(point) for point in points]

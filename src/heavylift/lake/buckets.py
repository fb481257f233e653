"""Write positions into files of day and bucket while more are being read.

Groups of aircraft come in the order of their addresses, so each file is written front
to back and sorted: a buffer of rows for each, no second pass and nothing to merge. A
thread of its own encodes and writes one group while the next ones are decoded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Final

import numpy as np

from heavylift.lake import layout
from heavylift.lake.column_chunks import Scratch
from heavylift.lake.encode import SCHEMA, Runs, encode
from heavylift.lake.parquet import ParquetWriter
from heavylift.lake.storage import Lake
from heavylift.lake.stretches import Stretches
from heavylift.model.positions import Positions
from heavylift.model.sources import Group

#: Rows of a row group at least. One flight is then found by reading one or two of them
#: (2 MB in memory); a quarter would make statistics of a day larger than their use.
GROUP_ROWS: Final = 32_768

#: Rows of a row group at most; a group of aircraft of one day gives half as many.
MOST_GROUP_ROWS: Final = 131_072

#: Rows held over all files being written, 76 bytes each: 120 MB, and three days with a
#: full buffer in every bucket.
MOST_HELD: Final = 1_572_864

_Place = tuple[str, int]

#: Positions that wait for more, and whose they are.
_Rows = tuple[Positions, Runs]


class BucketFiles:
    """Files of positions being written, one for each day and bucket."""

    def __init__(self, lake: Lake, chunk: str, closing: ExitStack) -> None:
        self._lake = lake
        self._chunk = chunk
        self._closing = closing
        self._held: dict[_Place, list[_Rows]] = {}
        self._rows: Counter[_Place] = Counter()
        self._open: dict[_Place, ParquetWriter] = {}
        self._scratch = Scratch(MOST_GROUP_ROWS)
        self._writing: Future[None] | None = None
        self._thread = closing.enter_context(ThreadPoolExecutor(1))

    def add(self, group: Group, stretches: Stretches) -> None:
        """Take the rows of a group; they are encoded and written in the background.

        Args:
            group: Aircraft after those of the groups before.
            stretches: Which of its rows go where.
        """
        self._wait()
        self._writing = self._thread.submit(self._take, group, stretches)

    def finish(self) -> None:
        """Write what is left, and end all files."""
        self._wait()
        for place in list(self._held):
            self._write_held(place)
        for writer in self._open.values():
            writer.finish()

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _take(self, group: Group, stretches: Stretches) -> None:
        aircraft = group.aircraft
        for place, pieces, first, end in stretches.places():
            runs = Runs(
                first=first,
                end=end,
                track=[aircraft[p].label for p in pieces],
                icao24=[aircraft[p].icao24 for p in pieces],
            )
            rows = runs.rows
            if place not in self._held and rows >= GROUP_ROWS:
                # From where they were read to.
                self._write(place, group.positions, runs)
                continue
            self._held.setdefault(place, []).append(_copied(group.positions, runs))
            self._rows[place] += rows
            if self._rows[place] >= GROUP_ROWS:
                self._write_held(place)
        for place, _ in self._rows.most_common():
            if self._rows.total() <= MOST_HELD:
                return
            self._write_held(place)

    def _write_held(self, place: _Place) -> None:
        parts = self._held.pop(place)
        del self._rows[place]
        before = np.cumsum([0, *(len(positions) for positions, _ in parts)])
        starts = list(zip(before.tolist(), parts, strict=False))
        runs = Runs(
            first=np.concatenate([at + own.first for at, (_, own) in starts]),
            end=np.concatenate([at + own.end for at, (_, own) in starts]),
            track=[label for _, own in parts for label in own.track],
            icao24=[address for _, own in parts for address in own.icao24],
        )
        self._write(place, Positions.concatenate([p for p, _ in parts]), runs)

    def _write(self, place: _Place, positions: Positions, runs: Runs) -> None:
        if place not in self._open:
            name = layout.positions_file(place[0], self._chunk, place[1])
            file = self._closing.enter_context(self._lake.writing(name))
            self._open[place] = ParquetWriter(file, SCHEMA)
        for own in _cut(runs, MOST_GROUP_ROWS):
            self._open[place].write(encode(positions, own, self._scratch))


def _copied(positions: Positions, runs: Runs) -> _Rows:
    """Some rows alone: what they were read into is needed for others."""
    bounds = zip(runs.first.tolist(), runs.end.tolist(), strict=True)
    alone = Positions.concatenate([positions.take(slice(*b)) for b in bounds])
    end = np.cumsum(runs.end - runs.first)
    first = end - (runs.end - runs.first)
    return alone, replace(runs, first=first, end=end)


def _cut(runs: Runs, most: int) -> Iterator[Runs]:
    """Cut runs into parts of so many rows at most."""
    end = np.cumsum(runs.end - runs.first)
    start = end - (runs.end - runs.first)
    total = runs.rows
    if total <= most:
        yield runs
        return
    for at in range(0, total, most):
        own = np.flatnonzero((end > at) & (start < at + most))
        moved = runs.first[own] - start[own]
        yield Runs(
            first=moved + np.maximum(start[own], at),
            end=moved + np.minimum(end[own], at + most),
            track=[runs.track[k] for k in own.tolist()],
            icao24=[runs.icao24[k] for k in own.tolist()],
        )

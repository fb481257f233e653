"""Write positions into files of day and bucket while more are being read.

Groups of aircraft come in the order of their addresses, so each file is written front
to back and sorted: a buffer of rows for each, no second pass and nothing to merge. A
thread of its own encodes and writes one group while the next ones are decoded.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.lake import layout
from heavylift.lake.encode import SCHEMA, WRITING, encode
from heavylift.lake.storage import Lake
from heavylift.lake.stretches import Stretches
from heavylift.model.positions import Positions
from heavylift.model.sources import Group

#: Rows of a row group at least. One flight is then found by reading one or two of them
#: (2 MB in memory); a quarter would make statistics of a day larger than their use.
GROUP_ROWS: Final = 32_768

#: Rows of a row group at most; a group of aircraft of one day gives half as many.
MOST_GROUP_ROWS: Final = 131_072

#: Rows held over all files being written, 50 bytes each: 100 MB, and four days with a
#: full buffer in every bucket.
MOST_HELD: Final = 2_097_152

_Place = tuple[str, int]


class BucketFiles:
    """Files of positions being written, one for each day and bucket."""

    def __init__(self, lake: Lake, chunk: str, closing: ExitStack) -> None:
        self._lake = lake
        self._chunk = chunk
        self._closing = closing
        self._held: dict[_Place, list[pa.Table]] = {}
        self._rows: Counter[_Place] = Counter()
        self._open: dict[_Place, Any] = {}
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
        """Write what is left, and close all files."""
        self._wait()
        for place in list(self._held):
            self._write(place)
        for writer in self._open.values():
            writer.close()

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _take(self, group: Group, stretches: Stretches) -> None:
        aircraft = group.aircraft
        for place, pieces, rows in stretches.places():
            lengths = np.array([r.stop - r.start for r in rows])
            table = encode(
                Positions.concatenate([group.positions.take(r) for r in rows]),
                _repeated([aircraft[p].label for p in pieces], lengths),
                _repeated([aircraft[p].icao24 for p in pieces], lengths),
            )
            self._held.setdefault(place, []).append(table)
            self._rows[place] += table.num_rows
            if self._rows[place] >= GROUP_ROWS:
                self._write(place)
        for place, _ in self._rows.most_common():
            if self._rows.total() <= MOST_HELD:
                return
            self._write(place)

    def _write(self, place: _Place) -> None:
        tables = self._held.pop(place)
        del self._rows[place]
        if place not in self._open:
            name = layout.positions_file(place[0], self._chunk, place[1])
            file = self._closing.enter_context(self._lake.writing(name))
            writer = pq.ParquetWriter(file, SCHEMA, **WRITING)
            # Before its file, also when something fails.
            self._closing.callback(writer.close)
            self._open[place] = writer
        table = tables[0]
        if len(tables) > 1:
            # Several dictionaries in one row group would be written as plain text.
            table = pa.concat_tables(tables).unify_dictionaries()
        self._open[place].write_table(table, row_group_size=MOST_GROUP_ROWS)


def _repeated(
    values: list[str] | list[str | None], lengths: NDArray[np.int64]
) -> pa.DictionaryArray:
    words = pa.array(values, pa.string()).dictionary_encode()
    codes = words.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    codes = np.repeat(codes.astype(np.int32), lengths)
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=codes < 0), words.dictionary
    )

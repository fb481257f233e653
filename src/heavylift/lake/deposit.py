"""Write what one input holds into a lake: positions by day and bucket.

Groups of aircraft come in the order of their addresses, so each file of a day and
bucket is written front to back and sorted, in bounded memory: a buffer of rows for
each, no second pass and nothing to merge. Nothing counts yet when this is done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.lake import layout
from heavylift.lake.encode import SCHEMA, WRITING, encode
from heavylift.lake.stays import StayRows
from heavylift.lake.storage import Lake
from heavylift.model.positions import Positions
from heavylift.model.sources import Group, Piece, SourceFile
from heavylift.positions import merge_pieces
from heavylift.positions.stays import find_stays
from heavylift.sources import Sources

#: Rows of a row group. One flight is then found by reading one or two of them (2 MB
#: in memory); a quarter would make the statistics of a day larger than their use.
GROUP_ROWS: Final = 65_536

#: Rows held over all files being written, 70 bytes each: 150 MB, and four days with a
#: full buffer in every bucket.
MOST_HELD: Final = 2_097_152

#: Where an archive puts a trace: the folder is named by the last two digits.
_TRACE_FOLDER: Final = re.compile(r"/([0-9a-f]{2})/[^/]*$", re.IGNORECASE)

#: Source files of an input, by the number that positions know them by.
SOURCES_SCHEMA: Final = pa.schema(
    [
        ("name", pa.string()),
        ("reader", pa.string()),
        ("registration", pa.string()),
        ("aircraft_type", pa.string()),
        ("operator", pa.string()),
        ("db_flags", pa.int64()),
        ("day", pa.string()),
        ("track", pa.string()),
    ]
)


@dataclass(slots=True, kw_only=True)
class Share:
    """What an input turned out to hold of a day; filled while writing.

    Attributes:
        rows: Positions.
        first_ms: Time of the first.
        last_ms: Time of the last.
        traces: Traces.
        folders: Trace folders they lie in.
        tracks: Aircraft that have a trace.
        by_bucket: Positions by bucket.
    """

    rows: int = 0
    first_ms: int = np.iinfo(np.int64).max
    last_ms: int = np.iinfo(np.int64).min
    traces: int = 0
    folders: set[str] = field(default_factory=set)
    tracks: set[str] = field(default_factory=set)
    by_bucket: Counter[int] = field(default_factory=Counter)

    def add(self, positions: Positions, track: str, file: SourceFile) -> None:
        """Count one piece."""
        self.rows += len(positions)
        self.first_ms = min(self.first_ms, int(positions.time_ms.min()))
        self.last_ms = max(self.last_ms, int(positions.time_ms.max()))
        if file.reader != "readsb":
            return
        self.traces += 1
        self.tracks.add(track)
        found = _TRACE_FOLDER.search(file.name)
        if found is not None:
            self.folders.add(found[1].lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Positions of one piece that belong to one day."""

    day: str
    piece: Piece


def write_deposit(
    lake: Lake,
    deposit: str,
    sources: Sources,
    keep: Callable[[Group, Sequence[SourceFile]], Group],
    progress: Callable[[], None],
) -> dict[str, Share]:
    """Write the positions of an input.

    Args:
        lake: Where to.
        deposit: Name of the input in the lake.
        sources: The opened input.
        keep: Gives those pieces of a group that are wanted.
        progress: Called after each group.

    Returns:
        What the input holds of each day, by day.
    """
    shares: dict[str, Share] = {}
    placed: dict[int, tuple[str, str]] = {}
    stays = StayRows()
    with ExitStack() as closing:
        writers = _Writers(lake, deposit, closing)
        for group in sources.groups():
            kept = keep(group, sources.files)
            tracks = merge_pieces(kept)
            stays.add(find_stays(tracks.positions, tracks.offsets), tracks)
            for part in _by_day(kept, sources.files):
                piece = part.piece
                number = int(piece.positions.file[0])
                share = shares.setdefault(part.day, Share())
                share.add(piece.positions, piece.aircraft.label, sources.files[number])
                placed.setdefault(number, (part.day, piece.aircraft.label))
                bucket = layout.bucket_of(piece.aircraft.label, lake.buckets)
                share.by_bucket[bucket] += len(piece.positions)
                writers.add(part.day, bucket, piece)
            writers.relieve()
            progress()
        writers.finish()
    lake.write_table(layout.stays_file(deposit), stays.table())
    _write_sources(lake, deposit, sources.files, placed)
    return shares


def _by_day(pieces: Iterable[Piece], files: Sequence[SourceFile]) -> Iterator[Part]:
    """Cut pieces at midnight; a readsb trace is one day's, whatever runs over.

    Cut there, the last seconds of a trace would make a copy of the next day that
    competes with that day's own archive.
    """
    for piece in pieces:
        positions = piece.positions
        if not len(positions):
            continue
        days = positions.time_ms // _DAY_MS
        if files[int(positions.file[0])].reader == "readsb":
            days = np.full(len(days), int(np.median(days)))
        if days[0] == days[-1] and (days == days[0]).all():
            yield Part(day=layout.day_of(int(days[0]) * _DAY_MS), piece=piece)
            continue
        for day in np.unique(days).tolist():
            own = Piece(aircraft=piece.aircraft, positions=positions.take(days == day))
            yield Part(day=layout.day_of(day * _DAY_MS), piece=own)


_DAY_MS: Final = 86_400_000


def _write_sources(
    lake: Lake,
    deposit: str,
    files: Sequence[SourceFile],
    placed: dict[int, tuple[str, str]],
) -> None:
    """Write the table of source files; those left out keep their number."""
    nowhere = (None, None)
    rows = [
        {
            "name": f.name,
            "reader": f.reader,
            "registration": f.registration,
            "aircraft_type": f.aircraft_type,
            "operator": f.operator,
            "db_flags": f.db_flags,
            "day": placed.get(i, nowhere)[0],
            "track": placed.get(i, nowhere)[1],
        }
        for i, f in enumerate(files)
    ]
    lake.write_table(
        layout.sources_file(deposit), pa.Table.from_pylist(rows, schema=SOURCES_SCHEMA)
    )


class _Writers:
    """Files of positions being written, one for each day and bucket."""

    def __init__(self, lake: Lake, deposit: str, closing: ExitStack) -> None:
        self._lake = lake
        self._deposit = deposit
        self._closing = closing
        self._held: dict[tuple[str, int], list[Piece]] = {}
        self._rows: Counter[tuple[str, int]] = Counter()
        self._open: dict[tuple[str, int], Any] = {}

    def add(self, day: str, bucket: int, piece: Piece) -> None:
        place = (day, bucket)
        self._held.setdefault(place, []).append(piece)
        self._rows[place] += len(piece.positions)
        if self._rows[place] >= GROUP_ROWS:
            self._write(place)

    def relieve(self) -> None:
        """Write the fullest buffers when all together are too large."""
        for place, _ in self._rows.most_common():
            if self._rows.total() <= MOST_HELD:
                return
            self._write(place)

    def finish(self) -> None:
        for place in list(self._held):
            self._write(place)
        for writer in self._open.values():
            writer.close()

    def _write(self, place: tuple[str, int]) -> None:
        pieces = self._held.pop(place, [])
        del self._rows[place]
        if not pieces:
            return
        if place not in self._open:
            name = layout.positions_file(place[0], self._deposit, place[1])
            file = self._closing.enter_context(self._lake.writing(name))
            writer = pq.ParquetWriter(file, SCHEMA, **WRITING)
            # Before its file, also when something fails.
            self._closing.callback(writer.close)
            self._open[place] = writer
        lengths = np.array([len(p.positions) for p in pieces])
        table = encode(
            Positions.concatenate([p.positions for p in pieces]),
            _repeated([p.aircraft.label for p in pieces], lengths),
            _repeated([p.aircraft.icao24 for p in pieces], lengths),
        )
        self._open[place].write_table(table, row_group_size=2 * GROUP_ROWS)


def _repeated(
    values: Sequence[str | None], lengths: NDArray[np.int64]
) -> pa.DictionaryArray:
    words = pa.array(values, pa.string()).dictionary_encode()
    indices = words.indices.to_numpy(zero_copy_only=False)
    codes = np.nan_to_num(indices.astype(np.float64), nan=-1.0).astype(np.int32)
    codes = np.repeat(codes, lengths)
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=codes < 0), words.dictionary
    )

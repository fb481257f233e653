"""Write what a chunk of an input holds into a lake: positions by day and bucket.

A chunk is a range of addresses, read and written in one go, in bounded memory. It is a
task of its own: everything it needs to know is in its record, everything it writes is
named by what it reads, and what it gives back says what was written. Nothing counts
yet when it is done, so that it can be done again, or twice at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from heavylift.errors import EngineError, MissingInput, NothingReadable
from heavylift.lake import layout
from heavylift.lake.buckets import BucketFiles
from heavylift.lake.early import EarlyFlights
from heavylift.lake.stays import StayRows
from heavylift.lake.storage import Lake, open_lake
from heavylift.lake.stretches import Stretches, stretches_of
from heavylift.lake.wanted import Wanted
from heavylift.model.sources import Group, InputReport, SourceFile
from heavylift.positions import merge_pieces
from heavylift.positions.stays import find_stays
from heavylift.sources import Sources, open_span
from heavylift.sources.spans import Span

#: Bytes of traces in a chunk: some eight million positions, four seconds of work. A day
#: of the world then keeps 15 workers busy; half of it would double the number of files,
#: twice as much would leave workers idle at the end of a day.
CHUNK_BYTES: Final = 200_000_000

#: Where an archive puts a trace: the folder is named by the last two digits.
_TRACE_FOLDER: Final = re.compile(r"/([0-9a-f]{2})/[^/]*$", re.IGNORECASE)

#: Source files of a chunk, by the number that positions know them by.
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

Progress = Callable[[Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A range of an input that is to be written.

    Attributes:
        lake: Address of the lake.
        name: Name of the chunk in the lake.
        number: Which chunk of its input.
        path: The input, on any machine.
        called: As the user named it.
        columns: For tables: our name of a column, with its unit, to the table's.
        wanted: What to keep.
        held: Days that the lake holds of other inputs; ``None`` when flights are not
            to be looked for while reading.
        span: The range.
    """

    lake: str
    name: str
    number: int
    path: Path
    called: str
    columns: Mapping[str, str]
    wanted: Wanted
    held: tuple[str, ...] | None = None
    span: Span

    @property
    def size(self) -> int:
        """Bytes to read."""
        return self.span.size

    @property
    def cores(self) -> int:
        """Two threads read while others encode and write."""
        return 2


@dataclass(slots=True, kw_only=True)
class Share:
    """What a chunk, or an input, turned out to hold of a day.

    Attributes:
        rows: Positions.
        first_ms: Time of the first.
        last_ms: Time of the last.
        traces: Traces.
        folders: Trace folders they lie in.
        tracks: Aircraft that have a trace.
        chunks: Positions by chunk and bucket.
    """

    rows: int = 0
    first_ms: int = np.iinfo(np.int64).max
    last_ms: int = np.iinfo(np.int64).min
    traces: int = 0
    folders: set[str] = field(default_factory=set)
    tracks: set[str] = field(default_factory=set)
    chunks: dict[int, dict[int, int]] = field(default_factory=dict)

    def add(self, other: Share) -> None:
        """Add what another chunk holds of the day."""
        self.rows += other.rows
        self.first_ms = min(self.first_ms, other.first_ms)
        self.last_ms = max(self.last_ms, other.last_ms)
        self.traces += other.traces
        self.folders |= other.folders
        self.tracks |= other.tracks
        self.chunks |= other.chunks

    @property
    def buckets(self) -> set[int]:
        """Buckets that have positions."""
        return {bucket for chunk in self.chunks.values() for bucket in chunk}

    def count_trace(self, track: str, name: str) -> None:
        """Count a trace."""
        self.traces += 1
        self.tracks.add(track)
        found = _TRACE_FOLDER.search(name)
        if found is not None:
            self.folders.add(found[1].lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a chunk.

    Attributes:
        shares: What it holds of each day, by day.
        report: What was read of it, and refused.
        left_out: Positions that were not wanted, by reason.
    """

    shares: dict[str, Share]
    report: InputReport
    left_out: Counter[str]


def write_chunk(chunk: Chunk, progress: Progress = lambda _: None) -> Written:
    """Write the positions of a chunk.

    Args:
        chunk: What to read, and where to write it.
        progress: Called with the sources after each group.

    Raises:
        LakeError: The lake cannot be written to.
        MissingInput: The input is not there.
        EngineError: Another input is there.
    """
    if not chunk.path.exists():
        raise MissingInput(chunk.path)
    there = chunk.span.bytes_there()
    if there != chunk.span.file_bytes:
        raise EngineError(
            f"{chunk.path}: has {there:,} bytes where it is read, and had "
            f"{chunk.span.file_bytes:,} where the work was handed out",
            help="every worker must see the same files under the same path, and "
            "nobody may change them meanwhile",
        )
    sources = open_span(chunk.span, chunk.called, chunk.columns or None)
    [report] = sources.inputs
    wanted = Wanted(
        place=chunk.wanted.place, types=chunk.wanted.types, drawn=chunk.wanted.drawn
    )
    try:
        shares = _write(open_lake(chunk.lake), chunk, sources, wanted, progress)
    except NothingReadable:
        shares = {}
    return Written(shares=shares, report=report, left_out=wanted.left_out)


def _write(
    lake: Lake, chunk: Chunk, sources: Sources, wanted: Wanted, progress: Progress
) -> dict[str, Share]:
    shares: dict[str, Share] = {}
    placed: dict[int, tuple[str, str]] = {}
    stays = StayRows()
    early = EarlyFlights(lake.buckets, chunk.held, lake.drawn)
    with ExitStack() as closing:
        files = BucketFiles(lake, chunk.name, closing)
        for group in sources.groups():
            kept = wanted.keep(group, sources.files)
            stretches = stretches_of(kept, sources.files, lake.buckets)
            _count(shares, kept, stretches, chunk.number)
            _count_traces(shares, placed, kept, stretches, sources.files)
            files.add(kept, stretches)
            tracks = merge_pieces(kept)
            stayed = find_stays(tracks.positions, tracks.offsets)
            stays.add(stayed, tracks)
            early.add(tracks, stayed, sources.files)
            # What is let go here is where the next group is read into.
            del group, kept, tracks
            progress(sources)
        progress(sources)
        # While the last groups are still being written.
        early.write(lake, chunk.name, {b for s in shares.values() for b in s.buckets})
        files.finish()
    lake.write_table(layout.stays_file(chunk.name), stays.table())
    _write_sources(lake, chunk.name, sources.files, placed)
    return shares


def _count(
    shares: dict[str, Share], group: Group, stretches: Stretches, number: int
) -> None:
    """Count rows by day and bucket."""
    time_ms = group.positions.time_ms
    for (day, bucket), _, first, end in stretches.places():
        share = shares.setdefault(day, Share())
        by_bucket = share.chunks.setdefault(number, {})
        rows = int((end - first).sum())
        by_bucket[bucket] = by_bucket.get(bucket, 0) + rows
        share.rows += rows
    for day in np.unique(stretches.day).tolist():
        share = shares[layout.day_of(day * layout.DAY_MS)]
        own = np.flatnonzero(stretches.day == day)
        # Stretches need not be in the order of time.
        bounds = np.column_stack([stretches.first[own], stretches.end[own]])
        for first, end in bounds.tolist():
            share.first_ms = min(share.first_ms, int(time_ms[first:end].min()))
            share.last_ms = max(share.last_ms, int(time_ms[first:end].max()))


def _count_traces(
    shares: dict[str, Share],
    placed: dict[int, tuple[str, str]],
    group: Group,
    stretches: Stretches,
    files: Sequence[SourceFile],
) -> None:
    """Count traces, and note the day and track that each file was first met with."""
    numbers = group.positions.file[stretches.first].tolist()
    # In the order of the group: so files are placed by their first rows.
    for k in np.argsort(stretches.first, kind="stable").tolist():
        day = layout.day_of(int(stretches.day[k]) * layout.DAY_MS)
        track = group.aircraft[int(stretches.piece[k])].label
        placed.setdefault(numbers[k], (day, track))
        file = files[numbers[k]]
        if file.reader == "readsb":
            shares[day].count_trace(track, file.name)


def _write_sources(
    lake: Lake,
    chunk: str,
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
        layout.sources_file(chunk), pa.Table.from_pylist(rows, schema=SOURCES_SCHEMA)
    )

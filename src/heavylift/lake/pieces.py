"""Give the positions of a lake, aircraft by aircraft, as the readers of files do.

Files of a bucket are sorted by aircraft, one a day and input; they are merged, never
sorted again, and each is read a row group at a time. So memory is bounded by the number
of files and one group of aircraft, whatever the days hold.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from operator import attrgetter
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.lake import layout
from heavylift.lake.encode import SCHEMA, columns_of, decode
from heavylift.lake.records import Copy, Day, Deposit
from heavylift.lake.stays import points_of
from heavylift.lake.storage import Lake, reading
from heavylift.model.positions import Positions
from heavylift.model.sources import Aircraft, Group, InputReport, SourceFile
from heavylift.positions import merge_pieces
from heavylift.sources.groups import MAX_GROUP_ROWS

#: Bytes a position takes in a file; for progress only.
_ROW_BYTES: Final = 12

_TRACK_COLUMN: Final = SCHEMA.get_field_index("track")

#: What the table of sources holds of one.
_OF_A_SOURCE: Final = tuple(f.name for f in fields(SourceFile))


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """Positions that a chunk of an input has of one day and bucket."""

    day: str
    chunk: str
    bucket: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Positions of one aircraft from one source file, in columns of many.

    Attributes:
        order: What aircraft are sorted by.
        aircraft: Whose they are.
        positions: The columns of a whole row group.
        first: First row of them.
        end: Row after the last.
    """

    order: str
    aircraft: Aircraft
    positions: Positions
    first: int
    end: int

    @property
    def rows(self) -> int:
        """How many there are."""
        return self.end - self.first


class LakeSources:
    """Positions of some days of a lake, given like those of opened sources.

    Attributes:
        files: Source files met so far; the index is the ``file`` column.
        inputs: What became of each input that has a share in these days.
        total_bytes: About how much there is to read, for a progress bar.
        bytes_done: About how much was read.
        shared_points: Points that aircraft of these days share, whatever the bucket.
    """

    def __init__(
        self,
        lake: Lake,
        days: Sequence[Day],
        *,
        buckets: Collection[int] | None = None,
        tracks: Collection[str] | None = None,
    ) -> None:
        """Open days of a lake.

        Args:
            lake: The lake.
            days: Their records, in order.
            buckets: Only these; all when ``None``.
            tracks: Only these aircraft; all when ``None``.
        """
        self._lake = lake
        self._tracks = None if tracks is None else frozenset(tracks)
        if self._tracks is not None:
            buckets = {layout.bucket_of(t, lake.buckets) for t in self._tracks}
        self._buckets = sorted(range(lake.buckets) if buckets is None else buckets)
        self._shares = [(day.day, copy) for day in days for copy in day.copies]
        self.shared_points = points_of(lake, days)
        self._numbers: dict[str, dict[int, int]] = {}
        self._tables: dict[str, pa.Table] = {}
        self.files: list[SourceFile] = []
        self.bytes_done = 0
        self.total_bytes = _ROW_BYTES * sum(
            copy.rows_of(bucket) for _, copy in self._shares for bucket in self._buckets
        )

    @property
    def inputs(self) -> list[InputReport]:
        """What became of each input that has a share in these days."""
        deposits = sorted({copy.deposit for _, copy in self._shares})
        return [_report(self._lake, deposit) for deposit in deposits]

    def groups(self, *, max_rows: int = MAX_GROUP_ROWS) -> Iterator[Group]:
        """Give all positions, each aircraft complete in one group.

        Args:
            max_rows: About how many positions a group holds.

        Yields:
            Pieces, those of one aircraft together.
        """
        for bucket in self._buckets:
            group: list[_Run] = []
            rows = 0
            for runs in self._aircraft(bucket):
                more = sum(run.rows for run in runs)
                if group and rows + more > max_rows:
                    yield _group(group)
                    group, rows = [], 0
                group += runs
                rows += more
                del runs
            if group:
                yield _group(group)

    def _aircraft(self, bucket: int) -> Iterator[list[_Run]]:
        """Everything of one aircraft after the other."""
        opened = [self._runs_of_copy(day, copy, bucket) for day, copy in self._shares]
        merged = heapq.merge(*opened, key=attrgetter("order"))
        for _, found in groupby(merged, key=attrgetter("order")):
            yield list(found)

    def _runs_of_copy(self, day: str, copy: Copy, bucket: int) -> Iterator[_Run]:
        # Addresses of a chunk come after those of the one before it.
        for chunk, buckets in copy.by_chunk.items():
            if bucket in buckets:
                yield from self._runs(_File(day=day, chunk=chunk, bucket=bucket))

    def _runs(self, file: _File) -> Iterator[_Run]:
        name = layout.positions_file(file.day, file.chunk, file.bucket)
        with reading(self._lake, name), self._lake.files.open_input_file(name) as raw:
            parquet = pq.ParquetFile(raw)
            for number in range(parquet.num_row_groups):
                said = parquet.metadata.row_group(number)
                if self._holds_wanted(said):
                    # Whoever wants speed asks for several buckets at once.
                    table = parquet.read_row_group(
                        number, columns=columns_of(said), use_threads=False
                    )
                    yield from self._cut(table, file.chunk)
                    self.bytes_done += _ROW_BYTES * table.num_rows

    def _holds_wanted(self, group: pq.RowGroupMetaData) -> bool:
        """Whether a row group may hold an aircraft that is wanted, by statistics."""
        said = group.column(_TRACK_COLUMN).statistics
        if self._tracks is None or said is None or not said.has_min_max:
            return True
        return any(said.min <= track <= said.max for track in self._tracks)

    def _cut(self, table: pa.Table, chunk: str) -> Iterator[_Run]:
        """Cut a row group where aircraft or source file change."""
        track, names = _coded(table["track"])
        if self._tracks is not None:
            wanted = np.array([name in self._tracks for name in names], np.bool_)
            kept = wanted[track]
            if not kept.any():
                return
            table, track = table.filter(pa.array(kept)), track[kept]
        address, addresses = _coded(table["icao24"])
        positions = decode(table)
        changed = (np.diff(track) != 0) | (np.diff(positions.file) != 0)
        first = np.concatenate([[0], np.flatnonzero(changed) + 1])
        end = np.append(first[1:], len(track))
        numbers = self._numbered(chunk, positions.file[first].tolist())
        known = np.repeat(np.array(numbers, np.int32), end - first)
        positions = replace(positions, file=known)
        for lo, hi in zip(first.tolist(), end.tolist(), strict=True):
            label = names[track[lo]]
            icao24 = addresses[address[lo]] if address[lo] >= 0 else None
            yield _Run(
                order=layout.order_of(icao24, label),
                aircraft=Aircraft(icao24=icao24, label=label),
                positions=positions,
                first=lo,
                end=hi,
            )

    def _numbered(self, chunk: str, numbers: Sequence[int]) -> list[int]:
        """Numbers of source files here; those met first come first."""
        known = self._numbers.setdefault(chunk, {})
        new = [number for number in dict.fromkeys(numbers) if number not in known]
        if new:
            if chunk not in self._tables:
                self._tables[chunk] = self._lake.read_table(layout.sources_file(chunk))
            said = self._tables[chunk].select(_OF_A_SOURCE).take(pa.array(new))
            for number, of_file in zip(new, said.to_pylist(), strict=True):
                known[number] = len(self.files)
                self.files.append(SourceFile(**of_file))
        return [known[number] for number in numbers]


def _group(runs: Sequence[_Run]) -> Group:
    """Put runs end to end; those that lie so already are taken as they are."""
    lengths = [run.rows for run in runs]
    parts: list[Positions] = []
    begun = runs[0]
    for run, after in zip(runs, [*runs[1:], None], strict=True):
        if (
            after is None
            or after.positions is not run.positions
            or after.first != run.end
        ):
            parts.append(run.positions.take(slice(begun.first, run.end)))
            if after is not None:
                begun = after
    return Group(
        aircraft=[run.aircraft for run in runs],
        offsets=np.cumsum([0, *lengths], dtype=np.int64),
        positions=parts[0] if len(parts) == 1 else Positions.concatenate(parts),
    )


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str]]:
    """Codes of a column of words, -1 where there is none, and the words."""
    words = column.combine_chunks()
    if isinstance(words, pa.ChunkedArray):
        words = words.unify_dictionaries().combine_chunks()
    codes = words.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64), words.dictionary.to_pylist()


def _report(lake: Lake, deposit: str) -> InputReport:
    said = lake.read_record(layout.input_record(deposit), Deposit)
    report = InputReport(
        path=said.name,
        reader=said.reader,
        size_bytes=said.size_bytes,
        sha256=said.sha256,
        files=said.files,
        rows_read=said.rows_read,
        examples=dict(said.examples),
    )
    report.refused_rows.update(said.rows_refused)
    report.refused_files.update(said.files_refused)
    report.remarks.update(said.remarks)
    return report


def positions_of(
    lake: Lake, days: Sequence[Day], tracks: Collection[str]
) -> dict[str, Positions]:
    """All positions of some aircraft in some days, in order of time.

    Args:
        lake: The lake.
        days: Records of the days.
        tracks: Addresses or track names.

    Returns:
        Positions by track; ``file`` is of no use without the sources.
    """
    found: dict[str, Positions] = {}
    for pieces in LakeSources(lake, days, tracks=tracks).groups():
        merged = merge_pieces(pieces)
        bounds = merged.offsets.tolist()
        for n, aircraft in enumerate(merged.aircraft):
            own = slice(bounds[n], bounds[n + 1])
            found[aircraft.label] = merged.positions.take(own)
    return found

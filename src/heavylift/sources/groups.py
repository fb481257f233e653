"""Give the positions of all inputs, aircraft by aircraft, in groups that fit memory.

Everything of one aircraft, from every day and every file, comes in one group, so that
whoever segments flights never needs a second look. readsb traces are decoded straight
into the columns of their group, two groups at a time (inflating and parsing release
the interpreter), ahead of the caller.
Tables and heatmaps are not sorted by aircraft and are held as columns until their turn
comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import numpy as np

from heavylift.errors import ColumnsNotFound, NothingReadable
from heavylift.model.sources import Aircraft, Group, InputReport, Piece, SourceFile
from heavylift.sources import refusals
from heavylift.sources.beside_traces import leave_beside
from heavylift.sources.catalogue import list_members
from heavylift.sources.detect import Kind
from heavylift.sources.hashes import hash_input
from heavylift.sources.heatmap import read_heatmap
from heavylift.sources.held_tables import HeldTable, Slice, join_slices
from heavylift.sources.lent_memory import Lender
from heavylift.sources.members import Catalogue, Member
from heavylift.sources.readsb import Trace
from heavylift.sources.refusals import Findings
from heavylift.sources.rows import Identity, read_block
from heavylift.sources.spans import Span
from heavylift.sources.tables import Table, open_table
from heavylift.sources.traces import GZIP_ROW_BYTES, Traces, read_traces

#: Rows in a group. Three groups are in memory at a time, 76 bytes a row in columns.
MAX_GROUP_ROWS: Final = 1_000_000

#: Stands for the file of a trace that is not used.
_REFUSED: Final = -1

#: Cores an investigator's laptop surely has; more would need more memory.
_WORKERS: Final = 2


@dataclass(slots=True, kw_only=True)
class _Aircraft:
    """All that the inputs hold of one aircraft."""

    aircraft: Aircraft
    traces: list[Member] = field(default_factory=list)
    slices: list[Slice] = field(default_factory=list)

    def rows(self, tables: Sequence[HeldTable]) -> int:
        """Estimate how many positions there are."""
        held = 0
        for piece in self.slices:
            bounds = tables[piece.table].blocks[piece.block].bounds
            held += int(bounds[piece.number + 1] - bounds[piece.number])
        return held + sum(m.size for m in self.traces) // GZIP_ROW_BYTES


class Sources:
    """The inputs, listed and ready to be read; some aircraft may be read again.

    Attributes:
        inputs: What became of each input; filled while reading.
        files: Files that gave positions; the index is the ``file`` column.
        members: What the inputs hold, listed.
        total_bytes: Bytes to read, for a progress bar.
        given_all: Whether all positions were given, so that nothing is read any more.
    """

    def __init__(self, catalogue: Catalogue, columns: Mapping[str, str] | None) -> None:
        self.inputs: list[InputReport] = catalogue.reports
        self.files: list[SourceFile] = []
        self.total_bytes = sum(m.size for m in catalogue.members)
        self.members: Sequence[Member] = catalogue.members
        self.given_all = False
        self._catalogue = catalogue
        self._columns = columns
        self._bytes_done = 0
        self._is_again = False
        self._file_of: dict[int, int] = {}  # by the id of the member
        self._tables: list[HeldTable] = []
        self._columns_not_found: ColumnsNotFound | None = None
        self._readers: list[set[str]] = [set() for _ in self.inputs]

    @property
    def bytes_done(self) -> int:
        """Bytes read so far, for a progress bar."""
        return self._bytes_done

    def groups(self, *, max_rows: int = MAX_GROUP_ROWS) -> Iterator[Group]:
        """Give all positions, each aircraft complete in one group.

        A group is one set of columns with an offset for each piece, ready to be written
        or analysed as it is; going over it gives the pieces one by one.

        Args:
            max_rows: About how many positions a group holds; an aircraft that has
                more still comes in one piece.

        Yields:
            Pieces, those of one aircraft together and in the order of the inputs.

        Raises:
            NothingReadable: No input gave one position (raised at the end).
            ColumnsNotFound: The same, and a table lacked columns.
        """
        self._hold_tables()
        yield from self._give(self._by_aircraft(), max_rows)
        self.given_all = True
        self._finish()

    def again(self, labels: Collection[str]) -> Iterator[Group]:
        """Give some aircraft, by label, a second time; nothing is counted twice."""
        wanted = [a for a in self._by_aircraft() if a.aircraft.label in labels]
        self._is_again = True
        yield from self._give(wanted, MAX_GROUP_ROWS)

    def _give(self, everything: list[_Aircraft], rows: int) -> Iterator[Group]:
        """Read aircraft in groups, one group ahead of the caller."""
        lender = Lender()
        with ThreadPoolExecutor(_WORKERS) as workers:
            ahead: deque[tuple[list[_Aircraft], Future[Traces]]] = deque()
            for group in _cut(everything, self._tables, rows):
                ahead.append(
                    (group, workers.submit(read_traces, _traces_of(group), lender))
                )
                if len(ahead) >= _WORKERS:
                    yield from self._collect(*ahead.popleft())
            while ahead:
                yield from self._collect(*ahead.popleft())

    def hash_inputs(self) -> None:
        """Fill the SHA-256 of each input, as ``hashes`` says."""
        for report, files in zip(self.inputs, self._catalogue.files, strict=True):
            report.sha256 = hash_input(Path(report.path), files)

    def _hold_tables(self) -> None:
        for member in self._catalogue.members:
            if member.kind is Kind.READSB:
                continue
            findings = Findings()
            if member.kind is Kind.HEATMAP:
                self._hold_heatmap(member, findings)
                continue
            with ExitStack() as closing:
                try:
                    table = open_table(member, self._columns, findings, closing)
                except ColumnsNotFound as error:
                    self._columns_not_found = error
                    findings.refused = refusals.COLUMNS_MISSING
                    table = None
                if table is None:
                    findings.add_to(self.inputs[member.source], member.name)
                    self._bytes_done += member.size
                else:
                    self._hold(member, table, findings)

    def _hold(self, member: Member, table: Table, findings: Findings) -> None:
        held = HeldTable(
            member=member,
            reader=table.layout.reader,
            timed="last_position" in table.layout.fields,
            findings=findings,
        )
        for remark in table.layout.remarks:
            findings.remark(remark)
        before = self._bytes_done
        for rows, cells in table.stretches:
            block = read_block(rows, cells, table.layout, member.name, findings)
            held.blocks.append(block)
            self._bytes_done = before + min(table.bytes_done(), member.size)
        self._bytes_done = before + member.size
        self._tables.append(held)

    def _hold_heatmap(self, member: Member, findings: Findings) -> None:
        self._bytes_done += member.size
        try:
            block = read_heatmap(member.read(), findings)
        except OSError:
            findings.refused = refusals.NOT_OPENED
            block = None
        if block is None:
            findings.add_to(self.inputs[member.source], member.name)
            return
        held = HeldTable(
            member=member, reader="heatmap", timed=False, findings=findings
        )
        held.blocks.append(block)
        self._tables.append(held)

    def _by_aircraft(self) -> list[_Aircraft]:
        """List the aircraft, addresses first, each with all that is held of it."""
        found: dict[tuple[str, str], _Aircraft] = {}

        def of(aircraft: Aircraft) -> _Aircraft:
            key = (aircraft.icao24 or "", aircraft.label)
            return found.setdefault(key, _Aircraft(aircraft=aircraft))

        for member in self._catalogue.members:
            if member.kind is Kind.READSB:
                address = member.address
                of(Aircraft(icao24=address, label=address)).traces.append(member)
        for table, held in enumerate(self._tables):
            for number, block in enumerate(held.blocks):
                for i, aircraft in enumerate(block.aircraft):
                    if block.bounds[i + 1] > block.bounds[i]:
                        of(aircraft).slices.append(
                            Slice(table=table, block=number, number=i)
                        )
        return [found[key] for key in sorted(found)]

    def _collect(self, group: list[_Aircraft], task: Future[Traces]) -> Iterator[Group]:
        """Wait for a group's traces and put everything of each aircraft together."""
        read = task.result()
        left = iter(read.traces)
        files: list[int] = []
        # What tables hold, by how many traces come before it.
        tables: list[tuple[int, Piece]] = []
        for held in group:
            for member, trace in islice(left, len(held.traces)):
                files.append(self._take_trace(member, trace))
            for _, slices in groupby(held.slices, key=lambda s: s.table):
                piece = self._take_slices(held.aircraft, list(slices))
                tables.append((len(files), piece))
        sizes = [trace.rows for _, trace in read.traces]
        positions = read.columns.positions()
        positions.file[:] = np.repeat(np.array(files, np.int32), sizes)
        found = Group(
            aircraft=[held.aircraft for held in group for _ in held.traces],
            offsets=np.cumsum([0, *sizes], dtype=np.int64),
            positions=positions,
        )
        if tables or _REFUSED in files:
            found = _woven(found, files, tables)
        if len(found):
            yield found

    def _take_trace(self, member: Member, trace: Trace) -> int:
        """Record what became of a trace; give the number of its file."""
        if self._is_again:
            return self._file_of.get(id(member), _REFUSED)
        report = self.inputs[member.source]
        self._bytes_done += member.size
        trace.findings.add_to(report, member.name)
        if trace.findings.refused:
            return _REFUSED
        self.files.append(trace.file)
        self._count(member.source, "readsb", trace.rows, files=1)
        self._file_of[id(member)] = len(self.files) - 1
        return len(self.files) - 1

    def _take_slices(self, aircraft: Aircraft, slices: list[Slice]) -> Piece:
        """Give what one table holds of an aircraft."""
        table = self._tables[slices[0].table]
        positions, identity = join_slices(table, slices)
        positions.file[:] = self._table_file(table, identity)
        if self._is_again:
            return Piece(aircraft=aircraft, positions=positions)
        backwards = int((np.diff(positions.time_ms) < 0).sum())
        table.findings.remark(refusals.TIME_BACKWARDS, aircraft.label, times=backwards)
        self._count(table.member.source, table.reader, len(positions))
        return Piece(aircraft=aircraft, positions=positions)

    def _table_file(self, table: HeldTable, identity: Identity) -> int:
        if identity not in table.files:
            table.files[identity] = len(self.files)
            self.files.append(
                SourceFile(
                    name=table.member.name,
                    reader=table.reader,
                    registration=identity[0],
                    aircraft_type=identity[1],
                    operator=identity[2],
                )
            )
        return table.files[identity]

    def _count(self, source: int, reader: str, rows: int, files: int = 0) -> None:
        report = self.inputs[source]
        report.rows_read += rows
        report.files += files
        readers = self._readers[source]
        readers.add(reader)
        report.reader = reader if len(readers) == 1 else "mixed"

    def _finish(self) -> None:
        """Add up the tables; say so when nothing at all could be read."""
        for table in self._tables:
            report = self.inputs[table.member.source]
            if table.files:
                report.files += 1
            elif not table.findings.refused:
                refused = table.findings.refused_rows.total() > 0
                table.findings.refused = (
                    refusals.NO_USABLE_ROW if refused else refusals.EMPTY_FILE
                )
            table.findings.add_to(report, table.member.name)
        if any(report.rows_read for report in self.inputs):
            return
        if self._columns_not_found is not None:
            raise self._columns_not_found
        reasons: dict[str, int] = {}
        for report in self.inputs:
            for counts in (report.refused_files, report.refused_rows):
                for reason, n in counts.items():
                    reasons[reason] = reasons.get(reason, 0) + n
        raise NothingReadable([report.path for report in self.inputs], reasons)


def open_sources(
    inputs: Sequence[Path],
    *,
    columns: Mapping[str, str] | None = None,
    names: Sequence[str] | None = None,
    only: Collection[str] | None = None,
) -> Sources:
    """List what the inputs hold, ready for reading.

    Args:
        inputs: Files and folders: readsb traces (one, a folder, a day's tar whole or
            in parts), heatmaps, OpenSky state vectors, tables in CSV or Parquet.
        columns: For tables: our name of a column, with its unit, to the table's.
        names: How reports and evidence call the inputs; their paths by default.
        only: Names of files and members of archives to read; all by default.

    Returns:
        The sources; nothing but first bytes has been read.

    Raises:
        MissingInput: A path is not there.
    """
    catalogue = list_members(inputs, names or [p.as_posix() for p in inputs], only)
    leave_beside(catalogue)
    return Sources(catalogue, columns)


def open_span(span: Span, name: str, columns: Mapping[str, str] | None) -> Sources:
    """Open a range of an input, called ``name``; the report has what reading adds."""
    report = InputReport(path=name)
    return Sources(Catalogue(reports=[report], members=span.members()), columns)


def _cut(
    everything: Iterable[_Aircraft], tables: Sequence[HeldTable], max_rows: int
) -> Iterator[list[_Aircraft]]:
    """Cut the list of aircraft into groups of about ``max_rows`` positions."""
    group: list[_Aircraft] = []
    rows = 0
    for held in everything:
        more = held.rows(tables)
        if group and rows + more > max_rows:
            yield group
            group, rows = [], 0
        group.append(held)
        rows += more
    if group:
        yield group


def _traces_of(group: Sequence[_Aircraft]) -> list[Member]:
    return [member for held in group for member in held.traces]


def _woven(
    traces: Group, files: Sequence[int], tables: Sequence[tuple[int, Piece]]
) -> Group:
    """Leave out refused traces, and put pieces of tables where they belong."""
    waiting = deque(tables)
    pieces: list[Piece] = []
    for number, (piece, file) in enumerate(zip(traces, files, strict=True)):
        while waiting and waiting[0][0] <= number:
            pieces.append(waiting.popleft()[1])
        if file != _REFUSED:
            pieces.append(piece)
    return Group.of([*pieces, *(piece for _, piece in waiting)])

"""Bring inputs into a lake: once, whole or not at all, whatever happens meanwhile.

An input is known by its hash and by what is kept of it. Its positions are written
first, under names that follow from that hash; then the record of each day says that
they count; then the record of the input says that all is done. A run that is stopped
anywhere leaves files that nothing names, and the next one writes the same again.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heavylift.errors import NothingReadable
from heavylift.lake import layout
from heavylift.lake.collector import only_new_objects
from heavylift.lake.copies import add_copy
from heavylift.lake.days import read_days
from heavylift.lake.deposit import CHUNK_BYTES, Chunk, Share, Written, write_chunk
from heavylift.lake.derive import derive_flights
from heavylift.lake.engine import Engine, Local, Progress
from heavylift.lake.first_look import FirstLook, take_first_look
from heavylift.lake.garbage import remove_unfinished, remove_unnamed
from heavylift.lake.lock import alone
from heavylift.lake.records import Copy, Day, Deposit
from heavylift.lake.storage import Lake
from heavylift.lake.unread import Unread, days_of, has_tables, leave_unread
from heavylift.lake.wanted import Wanted
from heavylift.model.sources import InputReport
from heavylift.sources import refusals
from heavylift.sources.beside_traces import leave_beside
from heavylift.sources.catalogue import list_files, list_members
from heavylift.sources.hashes import hash_input
from heavylift.sources.members import Member
from heavylift.sources.spans import spans_of

#: How adsb.lol names its releases: day, network, number, and "tmp" while it is made.
_REPLICA: Final = re.compile(r"v\d{4}\.\d{2}\.\d{2}-planes-readsb-(\w+-\d+(?:tmp)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input.

    Attributes:
        name: As the user named it.
        report: What was read of it; ``None`` when it was in the lake already.
        became: In words what became of it, by day; ``""`` for the input as a whole.
        left_out: Positions left out because they were not wanted, by reason.
        unread: Traces left out without reading them, by reason.
    """

    name: str
    report: InputReport | None
    became: Mapping[str, str]
    left_out: Mapping[str, int]
    unread: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What an ingest did.

    Attributes:
        outcomes: One for each input, in the order they were read.
        days: Days whose flights were made, with how many took off.
    """

    outcomes: list[Outcome]
    days: dict[str, int]


def ingest(
    lake: Lake,
    inputs: Sequence[Path],
    *,
    wanted: Wanted | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress = lambda _: None,
    engine: Engine | None = None,
) -> Ingested:
    """Bring inputs into a lake and find the flights that this changes.

    Args:
        lake: The lake; made before.
        inputs: Files and folders, as ``open_sources`` takes them.
        wanted: What to keep of them; all by default.
        columns: For tables: our name of a column, with its unit, to the table's.
        progress: Called as reading goes on.
        engine: What the work is handed to; this process by default.

    Raises:
        EngineError: The engine was lost, or gives a task up; what was finished stays.
        MissingInput: An input is not there; nothing was changed.
        LakeError: Somebody else changes the lake, or it cannot be written to.
        NothingReadable: No input gave a position, nor had before.
        SourceError: There is no heatmap to look at first.
    """
    chosen = Wanted() if wanted is None else wanted
    units = list(_each_once(inputs))
    look = None
    if chosen.heatmaps and chosen.place is not None:
        look = take_first_look(chosen.heatmaps, chosen.place, chosen.drawn)
    work = Local() if engine is None else engine
    with alone(lake), only_new_objects():
        remove_unfinished(lake)
        # Of several inputs each would be looked at again beside the others.
        held = tuple(read_days(lake)) if len(units) == 1 else None
        asked = _Asked(
            lake=lake, wanted=chosen, look=look, columns=columns or {}, held=held
        )
        outcomes = list(_deposit(asked, units, work, progress))
        remove_unnamed(lake, is_made=False)
        made = derive_flights(lake, progress, work)
        remove_unnamed(lake, is_made=True)
    failed = [o for o in outcomes if o.report is not None and not _gave_any(o)]
    if failed and len(failed) == len(outcomes):
        reasons: dict[str, int] = {}
        for outcome in failed:
            assert outcome.report is not None
            reasons |= outcome.report.refused_files | outcome.report.refused_rows
        raise NothingReadable([o.name for o in failed], reasons)
    return Ingested(outcomes=outcomes, days=made)


def _gave_any(outcome: Outcome) -> bool:
    """Whether there were positions, also if none of them was wanted."""
    return outcome.report is not None and bool(
        outcome.report.rows_read or outcome.unread
    )


def _each_once(inputs: Sequence[Path]) -> Iterator[Path]:
    """Give inputs in the order of their names, without those that lie in others.

    Parts of a split tar are found beside the first, so that one goes first.
    """
    seen: set[Path] = set()
    for path in sorted(set(inputs)):
        own = {file.resolve() for _, file in list_files(path)}
        if own - seen or not own:
            yield path
        seen |= own


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What all inputs have in common."""

    lake: Lake
    wanted: Wanted
    look: FirstLook | None
    columns: Mapping[str, str]
    held: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """An input that was listed: its name in the lake, and its chunks.

    Attributes:
        deposit: Its name in the lake.
        kept: What is kept of it, in words.
        report: What listing found.
        chunks: What is to be read of it.
        unread: Traces that are not.
        note: What is to be told of it besides.
    """

    deposit: str
    kept: str
    report: InputReport
    chunks: list[Chunk]
    unread: Unread
    note: str


def _deposit(
    asked: _Asked, units: Sequence[Path], engine: Engine, progress: Progress
) -> Iterator[Outcome]:
    """Write inputs, and let each count as soon as all of it is written."""
    # Inputs are listed ahead of those that are being written.
    plans: deque[_Plan] = deque()
    written = engine.run(write_chunk, _chunks(asked, units, plans), progress)
    done: list[Written] = []
    for one in written:
        while not plans[0].chunks:
            yield _finish(asked, plans.popleft(), [])
        done.append(one)
        if len(done) == len(plans[0].chunks):
            yield _finish(asked, plans.popleft(), done)
            done = []
    for plan in plans:
        yield _finish(asked, plan, [])


def _chunks(
    asked: _Asked, units: Sequence[Path], plans: deque[_Plan]
) -> Iterator[Chunk]:
    """List inputs one after the other, and give what is to be written of them."""
    seen: set[str] = set()
    for path in units:
        plan = _plan(asked, path)
        known = plan.deposit in seen
        if known or asked.lake.has(layout.input_record(plan.deposit)):
            plan.chunks.clear()
        seen.add(plan.deposit)
        plans.append(plan)
        # The list is looked into while it is given.
        yield from tuple(plan.chunks)


def _plan(asked: _Asked, path: Path) -> _Plan:
    # Whoever reads it may work in another folder.
    place, called = path.absolute(), path.as_posix()
    wanted = asked.wanted
    heads = bool(wanted.types or asked.look)
    with ThreadPoolExecutor(1) as beside:
        # Hashing takes as long as listing, and lets go of the interpreter.
        hashed = beside.submit(hash_input, place, list_files(place))
        catalogue = list_members([place], [called], heads=heads)
        leave_beside(catalogue)
        [report] = catalogue.reports
        report.sha256 = hashed.result()
    look, note = _look_of(asked.look, catalogue.members)
    members, unread = leave_unread(catalogue.members, wanted, look)
    kept = "; ".join(w for w in (wanted.words, look.words if look else "") if w)
    read_as = [f"{ours}={theirs}" for ours, theirs in sorted(asked.columns.items())]
    deposit = layout.short_hash([report.sha256, kept, *read_as])
    chunks = [
        Chunk(
            lake=asked.lake.address,
            name=layout.chunk_name(deposit, number),
            number=number,
            path=place,
            called=called,
            columns=dict(asked.columns),
            wanted=wanted,
            held=asked.held,
            span=span,
        )
        for number, span in enumerate(spans_of(members, CHUNK_BYTES))
    ]
    return _Plan(
        deposit=deposit,
        kept=kept,
        report=report,
        chunks=chunks,
        unread=unread,
        note=note,
    )


def _look_of(
    look: FirstLook | None, members: Sequence[Member]
) -> tuple[FirstLook | None, str]:
    """A first look, if it tells of all days of an input; else what it lacks."""
    days = days_of(members) if look is not None else set()
    if look is None or not days:
        return None, ""
    if has_tables(members):
        return None, "all of it was read: tables in it may tell of any aircraft"
    missing = look.missing(days)
    if missing:
        return None, f"all of it was read: heatmaps are missing, {missing}"
    return look, ""


def _finish(asked: _Asked, plan: _Plan, written: Sequence[Written]) -> Outcome:
    """Let an input count that is written."""
    lake, report, deposit = asked.lake, plan.report, plan.deposit
    if lake.has(layout.input_record(deposit)):
        return _known(lake, deposit, report.path)
    shares: dict[str, Share] = {}
    left_out: Counter[str] = Counter()
    for one in written:
        for day, share in one.shares.items():
            shares.setdefault(day, Share()).add(share)
        left_out += one.left_out
        report.add(one.report)
    became = {"": plan.note} if plan.note else {}
    for day in sorted(shares):
        copy = _copy(plan, day, shares[day])
        became[day] = _commit(lake, day, copy, shares[day])
    record = _record(plan, shares, left_out)
    lake.write_record(layout.input_record(deposit), record)
    if not shares:
        nothing = "no position of it is in the lake"
        became[""] = f"{plan.note}; {nothing}" if plan.note else nothing
    return Outcome(
        name=report.path,
        report=report,
        became=became,
        left_out=left_out,
        unread=record.unread,
    )


def _known(lake: Lake, deposit: str, name: str) -> Outcome:
    said = lake.read_record(layout.input_record(deposit), Deposit)
    named = "" if said.name == name else f", as {said.name}"
    return Outcome(
        name=name,
        report=None,
        became={"": f"already in the lake{named}; nothing was changed"},
        left_out={},
        unread={},
    )


def _copy(plan: _Plan, day: str, share: Share) -> Copy:
    report = plan.report
    replica = _REPLICA.search(report.path)
    return Copy(
        deposit=plan.deposit,
        name=report.path,
        sha256=report.sha256,
        reader=report.reader,
        replica=replica[1] if replica else "",
        kept=plan.kept,
        traces=share.traces,
        folders=len(share.folders) if share.traces else None,
        parts_missing=report.remarks[refusals.TAR_PART_MISSING],
        is_cut=bool(report.remarks[refusals.TAR_CUT]),
        rows=share.rows,
        first_ms=share.first_ms,
        last_ms=share.last_ms,
        chunks={
            number: dict(sorted(share.chunks[number].items()))
            for number in sorted(share.chunks)
        },
        unread=sum(n for (of, _), n in plan.unread.items() if of == day),
    )


def _commit(lake: Lake, day: str, copy: Copy, share: Share) -> str:
    """Let a copy count for its day; give in words what became of it."""
    held = Day(day=day)
    if lake.has(layout.day_manifest(day)):
        held = lake.read_record(layout.day_manifest(day), Day)
    tracks: dict[str, set[str]] = {copy.deposit: share.tracks}
    for other in held.copies:
        if other.traces and share.tracks and other.deposit != copy.deposit:
            tracks[other.deposit] = _tracks(lake, other, day)
    changed, became = add_copy(held, copy, tracks)
    lake.write_record(layout.day_manifest(day), changed)
    return became or f"{copy.rows:,} positions"


def _tracks(lake: Lake, copy: Copy, day: str) -> set[str]:
    columns = ["reader", "day", "track"]
    tables = [
        lake.read_table(layout.sources_file(chunk), columns=columns)
        for chunk in copy.chunk_names
    ]
    return {
        row["track"]
        for table in tables
        for row in table.to_pylist()
        if row["day"] == day and row["reader"] == "readsb"
    }


def _record(
    plan: _Plan, shares: Mapping[str, Share], left_out: Mapping[str, int]
) -> Deposit:
    report = plan.report
    unread: Counter[str] = Counter()
    for (_, reason), traces in plan.unread.items():
        unread[reason] += traces
    return Deposit(
        deposit=plan.deposit,
        name=report.path,
        sha256=report.sha256,
        size_bytes=report.size_bytes,
        reader=report.reader,
        kept=plan.kept,
        days=tuple(sorted(shares)),
        files=report.files,
        rows_read=report.rows_read,
        rows_refused=dict(sorted(report.refused_rows.items())),
        files_refused=dict(sorted(report.refused_files.items())),
        remarks=dict(sorted(report.remarks.items())),
        left_out=dict(sorted(left_out.items())),
        examples=dict(sorted(report.examples.items())),
        unread=dict(sorted(unread.items())),
    )

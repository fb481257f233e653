"""Bring inputs into a lake: once, whole or not at all, whatever happens meanwhile.

An input is known by its hash and by what is kept of it. Its positions are written
first, under names that follow from that hash; then the record of each day says that
they count; then the record of the input says that all is done. A run that is stopped
anywhere leaves files that nothing names, and the next one writes the same again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from heavylift.errors import NothingReadable
from heavylift.lake import layout
from heavylift.lake.copies import add_copy
from heavylift.lake.deposit import Share, write_deposit
from heavylift.lake.derive import derive_flights
from heavylift.lake.garbage import remove_unfinished, remove_unnamed
from heavylift.lake.lock import alone
from heavylift.lake.records import Copy, Day, Deposit
from heavylift.lake.storage import Lake
from heavylift.lake.wanted import Wanted
from heavylift.model.sources import InputReport
from heavylift.sources import Sources, open_sources, refusals
from heavylift.sources.catalogue import list_members

#: How adsb.lol names its releases: day, network, number, and "tmp" while it is made.
_REPLICA: Final = re.compile(r"v\d{4}\.\d{2}\.\d{2}-planes-readsb-(\w+-\d+(?:tmp)?)")

Progress = Callable[[Sources], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input.

    Attributes:
        name: As the user named it.
        report: What was read of it; ``None`` when it was in the lake already.
        became: In words what became of it, by day; ``""`` for the input as a whole.
        left_out: Positions left out because they were not wanted, by reason.
    """

    name: str
    report: InputReport | None
    became: Mapping[str, str]
    left_out: Mapping[str, int]


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
) -> Ingested:
    """Bring inputs into a lake and find the flights that this changes.

    Args:
        lake: The lake; made before.
        inputs: Files and folders, as ``open_sources`` takes them.
        wanted: What to keep of them; all by default.
        columns: For tables: our name of a column, with its unit, to the table's.
        progress: Called as reading goes on.

    Raises:
        MissingInput: An input is not there; nothing was changed.
        LakeError: Somebody else changes the lake, or it cannot be written to.
        NothingReadable: No input gave a position, nor had before.
    """
    chosen = Wanted() if wanted is None else wanted
    units = list(_each_once(inputs))
    with alone(lake):
        remove_unfinished(lake)
        outcomes = [
            _ingest_one(lake, path, chosen, columns or {}, progress) for path in units
        ]
        remove_unnamed(lake)
        made = derive_flights(lake, progress)
        remove_unnamed(lake)
    failed = [o for o in outcomes if o.report is not None and not o.report.rows_read]
    if failed and len(failed) == len(outcomes):
        reasons: dict[str, int] = {}
        for outcome in failed:
            assert outcome.report is not None
            reasons |= outcome.report.refused_files | outcome.report.refused_rows
        raise NothingReadable([o.name for o in failed], reasons)
    return Ingested(outcomes=outcomes, days=made)


def _each_once(inputs: Sequence[Path]) -> Iterator[Path]:
    """Give inputs in the order of their names, without those that lie in others.

    Parts of a split tar are found beside the first, so that one goes first.
    """
    seen: set[Path] = set()
    for path in sorted(set(inputs)):
        [files] = list_members([path], [path.as_posix()]).files
        own = {file.resolve() for _, file in files}
        if own - seen or not own:
            yield path
        seen |= own


def _ingest_one(
    lake: Lake,
    path: Path,
    chosen: Wanted,
    columns: Mapping[str, str],
    progress: Progress,
) -> Outcome:
    name = path.as_posix()
    sources = open_sources([path], columns=columns or None)
    sources.hash_inputs()
    [report] = sources.inputs
    read_as = [f"{ours}={theirs}" for ours, theirs in sorted(columns.items())]
    deposit = layout.short_hash([report.sha256, chosen.words, *read_as])
    if lake.has(layout.input_record(deposit)):
        return _known(lake, deposit, name)
    wanted = Wanted(place=chosen.place, types=chosen.types, airfields=chosen.airfields)
    try:
        shares = write_deposit(
            lake, deposit, sources, wanted.keep, lambda: progress(sources)
        )
    except NothingReadable:
        shares = {}
    became = {}
    for day in sorted(shares):
        copy = _copy(deposit, report, chosen.words, shares[day])
        became[day] = _commit(lake, day, copy, shares[day])
    lake.write_record(
        layout.input_record(deposit),
        _record(deposit, report, chosen.words, shares, wanted),
    )
    if not shares:
        became[""] = "no position of it is in the lake"
    return Outcome(name=name, report=report, became=became, left_out=wanted.left_out)


def _known(lake: Lake, deposit: str, name: str) -> Outcome:
    said = lake.read_record(layout.input_record(deposit), Deposit)
    named = "" if said.name == name else f", as {said.name}"
    return Outcome(
        name=name,
        report=None,
        became={"": f"already in the lake{named}; nothing was changed"},
        left_out={},
    )


def _copy(deposit: str, report: InputReport, kept: str, share: Share) -> Copy:
    replica = _REPLICA.search(report.path)
    return Copy(
        deposit=deposit,
        name=report.path,
        sha256=report.sha256,
        reader=report.reader,
        replica=replica[1] if replica else "",
        kept=kept,
        traces=share.traces,
        folders=len(share.folders) if share.traces else None,
        parts_missing=report.remarks[refusals.TAR_PART_MISSING],
        is_cut=bool(report.remarks[refusals.TAR_CUT]),
        rows=share.rows,
        first_ms=share.first_ms,
        last_ms=share.last_ms,
        by_bucket=dict(sorted(share.by_bucket.items())),
    )


def _commit(lake: Lake, day: str, copy: Copy, share: Share) -> str:
    """Let a copy count for its day; give in words what became of it."""
    held = Day(day=day)
    if lake.has(layout.day_manifest(day)):
        held = lake.read_record(layout.day_manifest(day), Day)
    tracks: dict[str, set[str]] = {copy.deposit: share.tracks}
    for other in held.copies:
        if other.traces and share.tracks and other.deposit != copy.deposit:
            tracks[other.deposit] = _tracks(lake, other.deposit, day)
    changed, became = add_copy(held, copy, tracks)
    lake.write_record(layout.day_manifest(day), changed)
    return became or f"{copy.rows:,} positions"


def _tracks(lake: Lake, deposit: str, day: str) -> set[str]:
    table = lake.read_table(
        layout.sources_file(deposit), columns=["reader", "day", "track"]
    )
    return {
        row["track"]
        for row in table.to_pylist()
        if row["day"] == day and row["reader"] == "readsb"
    }


def _record(
    deposit: str,
    report: InputReport,
    kept: str,
    shares: Mapping[str, Share],
    wanted: Wanted,
) -> Deposit:
    return Deposit(
        deposit=deposit,
        name=report.path,
        sha256=report.sha256,
        size_bytes=report.size_bytes,
        reader=report.reader,
        kept=kept,
        days=tuple(sorted(shares)),
        files=report.files,
        rows_read=report.rows_read,
        rows_refused=dict(sorted(report.refused_rows.items())),
        files_refused=dict(sorted(report.refused_files.items())),
        remarks=dict(sorted(report.remarks.items())),
        left_out=dict(sorted(wanted.left_out.items())),
        examples=dict(sorted(report.examples.items())),
    )

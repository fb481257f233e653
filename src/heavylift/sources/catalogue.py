"""List everything that the inputs hold: files, folders, tars whole or in parts.

The list is made before anything is read, from headers and first bytes alone, because
a flight over midnight lies in two days' archives and must be read in one piece: with
the list at hand, all members of one aircraft can be fetched together.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Final

import msgspec

from heavylift.errors import MissingInput
from heavylift.model.sources import InputReport
from heavylift.sources import refusals
from heavylift.sources.detect import (
    HEAD_BYTES,
    Kind,
    detect,
    find_address,
    kind_of_json,
)
from heavylift.sources.fetched import left_by_fetch
from heavylift.sources.inflate import inflate, is_gzip
from heavylift.sources.members import Catalogue, Member
from heavylift.sources.refusals import Findings
from heavylift.sources.splits import (
    File,
    Split,
    all_parts,
    describe,
    join_splits,
    read_head,
    stretches,
)
from heavylift.sources.tar import Parts, has_header, walk

#: Why a kind of file gives no positions.
_REFUSED_KINDS: Final = {
    Kind.AIRCRAFT_LIST: refusals.NOT_READ_YET,
    Kind.EMPTY: refusals.EMPTY_FILE,
    Kind.BROKEN_GZIP: refusals.GZIP_BROKEN,
    Kind.UNSUPPORTED: refusals.UNSUPPORTED_FORMAT,
    Kind.UNKNOWN: refusals.UNKNOWN_FORMAT,
}


def list_members(
    inputs: Sequence[Path],
    names: Sequence[str],
    only: Collection[str] | None = None,
    *,
    heads: bool = False,
) -> Catalogue:
    """List what the inputs hold.

    Args:
        inputs: Files and folders.
        names: How the user named them; reports and evidence say these.
        only: Names of files and members; others are passed over unread.
        heads: Keep the first bytes of traces.

    Returns:
        The catalogue; broken files are counted in its reports.

    Raises:
        MissingInput: A path that was named is not there.
    """
    catalogue = Catalogue(only=only, heads=heads)
    for found in _find(inputs, names, catalogue):
        if isinstance(found, Split):
            _list_split(found, catalogue)
        else:
            _list_file(found, catalogue)
    return catalogue


def list_files(path: Path) -> list[tuple[str, Path]]:
    """List the files that an input consists of, without looking at their members.

    Args:
        path: A file or folder.

    Returns:
        Name below the input and path of each file, those parts of a tar included that
        were found beside one.

    Raises:
        MissingInput: It is not there.
    """
    catalogue = Catalogue()
    for found in _find([path], [path.as_posix()], catalogue):
        if isinstance(found, Split):
            _note_parts(all_parts(found), found, catalogue)
    [files] = catalogue.files
    return files


def _find(
    inputs: Sequence[Path], names: Sequence[str], catalogue: Catalogue
) -> list[File | Split]:
    """Find the files of inputs; fill sizes and lists of files."""
    for path, name in zip(inputs, names, strict=True):
        if not path.exists():
            raise MissingInput(path)
        catalogue.reports.append(InputReport(path=name))
        catalogue.files.append([])
    return join_splits(_unique(_all_files(inputs, names, catalogue), catalogue))


def _all_files(
    inputs: Sequence[Path], names: Sequence[str], catalogue: Catalogue
) -> Iterator[File]:
    """Go over the files of inputs; count those that fetching left beside them."""
    for source, (path, name) in enumerate(zip(inputs, names, strict=True)):
        if not path.is_dir():
            yield describe(source, name, path.name, path)
            continue
        below = sorted(_walk_folder(path), key=itemgetter(0))
        for member, place, status in below:
            if found := left_by_fetch(member.rpartition("/")[2]):
                found.add_to(catalogue.reports[source], f"{name}/{member}")
                continue
            yield File(
                source=source,
                name=f"{name}/{member}",
                below=member,
                path=Path(place),
                size=status.st_size,
                identity=(status.st_dev, status.st_ino),
            )


def _walk_folder(folder: Path) -> Iterator[tuple[str, str, os.stat_result]]:
    """Path below the folder, path and status of each file; each is asked for once."""
    root = os.fspath(folder)
    for place, _, names in os.walk(root):
        above = place[len(root) :].replace(os.sep, "/").strip("/")
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - a fifth of the time
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError:
                if Path(path).is_file():
                    raise
                continue  # A link that leads nowhere.
            if stat.S_ISREG(status.st_mode):
                yield f"{above}/{name}" if above else name, path, status


def _unique(files: Iterator[File], catalogue: Catalogue) -> list[File]:
    """Leave out files that were named before; fill sizes and lists of files."""
    seen: set[tuple[int, int]] = set()
    unique = []
    for file in files:
        _note_file(file, catalogue)
        if file.identity in seen:
            _remark(catalogue, file, refusals.READ_ALREADY)
            continue
        seen.add(file.identity)
        unique.append(file)
    return unique


def _note_file(file: File, catalogue: Catalogue) -> None:
    catalogue.reports[file.source].size_bytes += file.size
    catalogue.files[file.source].append((file.below, file.path))


def _note_parts(parts: Sequence[File], split: Split, catalogue: Catalogue) -> None:
    """Note the parts of a tar that were found beside those that were named."""
    for part in parts:
        if part not in split.files:
            _note_file(part, catalogue)


def _remark(catalogue: Catalogue, file: File, reason: str) -> None:
    findings = Findings()
    findings.remark(reason)
    findings.add_to(catalogue.reports[file.source], file.name)


def _list_file(file: File, catalogue: Catalogue) -> None:
    findings = Findings()
    try:
        with file.path.open("rb", buffering=0) as opened:
            head = opened.read(HEAD_BYTES)
    except OSError:
        findings.refused = refusals.NOT_OPENED
        findings.add_to(catalogue.reports[file.source], file.name)
        return
    kind, content = detect(head)
    if kind is Kind.TAR or (kind is Kind.UNKNOWN and has_header(file.path)):
        _list_split(Split(stem="", files=(file,)), catalogue)
        return
    if _is_asked_for(file.name, catalogue):
        member = Member(
            source=file.source,
            name=file.name,
            kind=kind,
            size=file.size,
            address=find_address(content) if kind is Kind.READSB else "",
            path=file.path,
        )
        _add(member, content, catalogue)


def _list_split(split: Split, catalogue: Catalogue) -> None:
    """List the members of a tar, walking each stretch of parts that follow on."""
    parts = all_parts(split)
    _note_parts(parts, split, catalogue)
    for part in parts:
        if part in split.files and part.source != parts[0].source:
            _remark(catalogue, part, refusals.READ_ALREADY)
    findings = Findings()
    whole_start = detect(read_head(parts[0].path))[0] is Kind.TAR
    if not whole_start:
        findings.remark(refusals.TAR_PART_MISSING, "first part")
    runs = stretches(parts)
    for run in runs[:-1]:
        findings.remark(refusals.TAR_PART_MISSING, f"after {run[-1].path.name}")
    ended = True
    for number, run in enumerate(runs):
        ended = _list_run(
            run, parts[0], catalogue, findings, from_start=whole_start and number == 0
        )
    if not ended and split.stem:
        findings.remark(refusals.TAR_PART_MISSING, "last part")
    elif not ended:
        findings.remark(refusals.TAR_CUT)
    findings.add_to(catalogue.reports[parts[0].source], parts[0].name)


def _list_run(
    run: list[File],
    first: File,
    catalogue: Catalogue,
    findings: Findings,
    *,
    from_start: bool,
) -> bool:
    """List the members in parts that follow on; tell whether the end mark was seen."""
    parts = Parts([part.path for part in run])
    noticed = Findings()
    for member in walk(parts, noticed, from_start=from_start):
        name = f"{first.name}/{member.name}"
        if not _is_asked_for(name, catalogue):
            continue
        kind, content = detect(member.head)
        found = Member(
            source=first.source,
            name=name,
            kind=kind,
            size=member.size,
            address=find_address(content) if kind is Kind.READSB else "",
            parts=parts,
            offset=member.offset,
            cut=member.cut,
        )
        _add(found, content, catalogue)
    ended = refusals.TAR_CUT not in noticed.remarks
    noticed.forget(refusals.TAR_CUT)
    findings.include(noticed)
    return ended


def _is_asked_for(name: str, catalogue: Catalogue) -> bool:
    return catalogue.only is None or name in catalogue.only


def _add(member: Member, head: bytes, catalogue: Catalogue) -> None:
    """Add a member to the list, or count why it gives no positions."""
    if member.address:
        found = replace(member, head=head) if catalogue.heads else member
        catalogue.members.append(found)
        return
    refused = ""
    kind, address = member.kind, ""
    content: bytes | bytearray = head
    if kind is Kind.LONG_JSON:
        kind, content = _look_at_all(member)
        address = find_address(content) if kind is Kind.READSB else ""
    if kind in _REFUSED_KINDS:
        refused = _REFUSED_KINDS[kind]
        if member.cut:
            refused = refusals.TAR_MEMBER_CUT
        elif kind is Kind.UNKNOWN and _is_broken_json(content):
            refused = refusals.JSON_BROKEN
    elif kind is Kind.TAR:
        refused = refusals.UNSUPPORTED_FORMAT
    elif kind is Kind.READSB and not address:
        refused = refusals.ADDRESS_MISSING
    if refused:
        findings = Findings(refused=refused)
        findings.add_to(catalogue.reports[member.source], member.name)
        return
    text = bytes(content) if kind is Kind.TEXT else b""
    catalogue.members.append(replace(member, kind=kind, address=address, head=text))


def _look_at_all(member: Member) -> tuple[Kind, bytes | bytearray]:
    """Decide by the whole file what its first bytes could not."""
    try:
        data = member.read()
    except OSError:
        return Kind.UNKNOWN, b""
    content = inflate(data).data if is_gzip(data) else data
    return kind_of_json(content), content


def _is_broken_json(content: bytes | bytearray) -> bool:
    if b'"icao"' not in content and b'"trace"' not in content:
        return False
    try:
        msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return True
    return False

"""List everything that the inputs hold: files, folders, tars whole or in parts.

The list is made before anything is read, from headers and first bytes alone, because
a flight over midnight lies in two days' archives and must be read in one piece: with
the list at hand, all members of one aircraft can be fetched together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
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
from heavylift.sources.inflate import inflate, is_gzip
from heavylift.sources.refusals import Findings
from heavylift.sources.tar import Parts, has_header, walk

#: Endings that ``split`` gives to parts: ``.aa``, ``.ab`` … or ``.00``, ``.01`` …
#: Endings that name a compression are none.
_PART: Final = re.compile(
    r"(?P<stem>.+)\.(?!(?:gz|xz|lz|zst|lzo)$)"
    r"(?P<part>[a-z]{2}|\d{2,3}|(?<=\.tar\.)[a-z]{3})"
)

#: Why a kind of file gives no positions.
_REFUSED_KINDS: Final = {
    Kind.AIRCRAFT_LIST: refusals.NOT_READ_YET,
    Kind.HEATMAP: refusals.NOT_READ_YET,
    Kind.EMPTY: refusals.EMPTY_FILE,
    Kind.BROKEN_GZIP: refusals.GZIP_BROKEN,
    Kind.UNSUPPORTED: refusals.UNSUPPORTED_FORMAT,
    Kind.UNKNOWN: refusals.UNKNOWN_FORMAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file, or one member of a tar, that may give positions.

    Attributes:
        source: Index of the input it belongs to.
        name: The input as given, then the path below it.
        kind: What it holds: ``READSB``, ``PARQUET`` or ``TEXT``.
        size: Bytes to read.
        address: For a readsb trace, whose it is.
        head: For text, its first bytes with gzip undone.
        path: The file, unless it is a member of a tar.
        parts: The tar it is a member of.
        offset: Where it begins in the tar.
        cut: Whether the tar ends before the member does.
    """

    source: int
    name: str
    kind: Kind
    size: int
    address: str = ""
    head: bytes = b""
    path: Path | None = None
    parts: Parts | None = None
    offset: int = 0
    cut: bool = False

    def read(self) -> bytes:
        """Give the bytes of the file or member.

        Raises:
            OSError: The file cannot be read.
        """
        if self.path is not None:
            return self.path.read_bytes()
        assert self.parts is not None
        return self.parts.read(self.offset, self.size)


@dataclass(slots=True, kw_only=True)
class Catalogue:
    """What the inputs hold.

    Attributes:
        reports: One for each input, in the order given; sizes and refusals filled.
        members: What may give positions, in the order of inputs and names.
        files: For each input the files it consists of: name below the input, path.
    """

    reports: list[InputReport] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    files: list[list[tuple[str, Path]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    source: int
    name: str
    below: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Parts of one tar: those named, and those that follow them on disk."""

    stem: str
    files: tuple[_File, ...]


def list_members(inputs: Sequence[Path]) -> Catalogue:
    """List what the inputs hold.

    Args:
        inputs: Files and folders as the user named them.

    Returns:
        The catalogue; broken files are counted in its reports.

    Raises:
        MissingInput: A path that was named is not there.
    """
    catalogue = Catalogue()
    for path in inputs:
        if not path.exists():
            raise MissingInput(path)
        catalogue.reports.append(InputReport(path=path.as_posix()))
        catalogue.files.append([])
    for found in _join_splits(_unique(_all_files(inputs), catalogue)):
        if isinstance(found, _Split):
            _list_split(found, catalogue)
        else:
            _list_file(found, catalogue)
    return catalogue


def _all_files(inputs: Sequence[Path]) -> Iterator[_File]:
    for source, path in enumerate(inputs):
        if not path.is_dir():
            yield _file(source, path.as_posix(), path.name, path)
            continue
        below = sorted(p.relative_to(path).as_posix() for p in _walk_folder(path))
        for name in below:
            yield _file(source, f"{path.as_posix()}/{name}", name, path / name)


def _walk_folder(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.is_file():
                yield path


def _file(source: int, name: str, below: str, path: Path) -> _File:
    return _File(
        source=source, name=name, below=below, path=path, size=path.stat().st_size
    )


def _unique(files: Iterator[_File], catalogue: Catalogue) -> list[_File]:
    """Leave out files that were named before; fill sizes and lists of files."""
    seen: set[tuple[int, int]] = set()
    unique = []
    for file in files:
        catalogue.reports[file.source].size_bytes += file.size
        catalogue.files[file.source].append((file.below, file.path))
        status = file.path.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            _remark(catalogue, file, refusals.READ_ALREADY)
            continue
        seen.add(identity)
        unique.append(file)
    return unique


def _remark(catalogue: Catalogue, file: _File, reason: str) -> None:
    findings = Findings()
    findings.remark(reason)
    findings.add_to(catalogue.reports[file.source], file.name)


def _join_splits(files: list[_File]) -> list[_File | _Split]:
    """Put the parts of each split tar together, at the place of the first."""
    stems: dict[tuple[Path, str, int], list[_File]] = {}
    for file in files:
        if (key := _stem(file.path)) is not None:
            stems.setdefault(key, []).append(file)
    splits = {k: p for k, p in stems.items() if _is_split_tar(k[1], p)}
    joined: list[_File | _Split] = []
    for file in files:
        key = _stem(file.path)
        if key is None or key not in splits:
            joined.append(file)
        elif file is splits[key][0]:
            joined.append(_Split(stem=key[1], files=tuple(splits[key])))
    return joined


def _stem(path: Path) -> tuple[Path, str, int] | None:
    found = _PART.fullmatch(path.name)
    if found is None:
        return None
    return path.parent, found["stem"], len(found["part"])


def _is_split_tar(stem: str, parts: list[_File]) -> bool:
    """Tell by content; a continuation has none to tell by, so its name must help."""
    return stem.endswith(".tar") or any(
        detect(_head(part.path))[0] is Kind.TAR for part in parts
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def _list_file(file: _File, catalogue: Catalogue) -> None:
    findings = Findings()
    try:
        with file.path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
    except OSError:
        findings.refused = refusals.NOT_OPENED
        findings.add_to(catalogue.reports[file.source], file.name)
        return
    kind, content = detect(head)
    if kind is Kind.TAR or (kind is Kind.UNKNOWN and has_header(file.path)):
        _list_split(_Split(stem="", files=(file,)), catalogue)
        return
    member = Member(
        source=file.source, name=file.name, kind=kind, size=file.size, path=file.path
    )
    _add(member, content, catalogue)


def _list_split(split: _Split, catalogue: Catalogue) -> None:
    """List the members of a tar, walking each stretch of parts that follow on."""
    parts = _following(split, catalogue)
    first = parts[0]
    findings = Findings()
    stretches = _stretches(parts)
    whole_start = detect(_head(first.path))[0] is Kind.TAR
    if not whole_start:
        findings.remark(refusals.TAR_PART_MISSING, "first part")
    for part in split.files:
        if part.source != first.source:
            _remark(catalogue, part, refusals.READ_ALREADY)
    for number, stretch in enumerate(stretches):
        last = number == len(stretches) - 1
        run = Parts([part.path for part in stretch])
        noticed = Findings()
        from_start = number == 0 and whole_start
        for member in walk(run, noticed, from_start=from_start):
            _add(
                Member(
                    source=first.source,
                    name=f"{first.name}/{member.name}",
                    kind=Kind.UNKNOWN,
                    size=member.size,
                    parts=run,
                    offset=member.offset,
                    cut=member.cut,
                ),
                member.head,
                catalogue,
            )
        if not last:
            place = f"after {stretch[-1].path.name}"
            findings.remark(refusals.TAR_PART_MISSING, place)
        if noticed.remarks.pop(refusals.TAR_CUT, 0) and last:
            if split.stem:
                findings.remark(refusals.TAR_PART_MISSING, "last part")
            else:
                findings.remark(refusals.TAR_CUT)
        noticed.places.pop(refusals.TAR_CUT, None)
        noticed.add_to(catalogue.reports[first.source], first.name)
    findings.add_to(catalogue.reports[first.source], first.name)


def _following(split: _Split, catalogue: Catalogue) -> list[_File]:
    """Order the parts, and add those that follow the first one on disk."""
    named = sorted(split.files, key=lambda f: _number(f.path))
    if not split.stem:
        return named
    first = named[0]
    known = {file.path.name for file in named}
    for path in sorted(first.path.parent.iterdir()):
        key = _stem(path)
        if (
            key is not None
            and key[1:] == (split.stem, len(_part(first.path)))
            and _part(path).isdigit() == _part(first.path).isdigit()
            and _number(path) > _number(first.path)
            and path.name not in known
            and path.is_file()
        ):
            file = _file(split.files[0].source, path.as_posix(), path.name, path)
            catalogue.reports[file.source].size_bytes += file.size
            catalogue.files[file.source].append((file.below, file.path))
            named.append(file)
    return sorted(named, key=lambda f: _number(f.path))


def _part(path: Path) -> str:
    found = _PART.fullmatch(path.name)
    return found["part"] if found else ""


def _number(path: Path) -> int:
    """Give the position that a part's ending stands for: ``aa`` 0, ``ab`` 1."""
    part = _part(path)
    if part.isdigit():
        return int(part)
    number = 0
    for letter in part:
        number = number * 26 + ord(letter) - ord("a")
    return number


def _stretches(parts: list[_File]) -> list[list[_File]]:
    """Cut the parts where one is missing."""
    stretches = [[parts[0]]]
    for before, part in pairwise(parts):
        if _number(part.path) == _number(before.path) + 1:
            stretches[-1].append(part)
        else:
            stretches.append([part])
    return stretches


def _add(member: Member, head: bytes, catalogue: Catalogue) -> None:
    """Add a member to the list, or count why it gives no positions."""
    refused = ""
    content: bytes | bytearray
    kind, content = (member.kind, head) if member.path else detect(head)
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
    catalogue.members.append(
        Member(
            source=member.source,
            name=member.name,
            kind=kind,
            size=member.size,
            address=address,
            head=bytes(content) if kind is Kind.TEXT else b"",
            path=member.path,
            parts=member.parts,
            offset=member.offset,
            cut=member.cut,
        )
    )


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

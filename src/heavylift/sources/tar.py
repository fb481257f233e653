"""Walk a tar, whole or in parts, without unpacking it.

adsb.lol publishes a day as ``….tar.aa``, ``….tar.ab``: one tar cut at any byte. Parts
go missing. Members are found by walking the headers (a few bytes in every 40 kB), and
where a part is missing the walk goes on at the next header that proves itself by its
checksum. Format: POSIX.1-1988 ustar, POSIX.1-2001 pax, and GNU's long names.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from heavylift.sources import refusals
from heavylift.sources.refusals import Findings

#: Headers and data of a tar come in blocks of this many bytes.
BLOCK: Final = 512

#: Bytes of a member fetched with its header, enough to tell what it holds.
HEAD_BYTES: Final = 1536

#: Bytes searched at a time for the next header.
_SEARCH_BYTES: Final = 1 << 20

#: Longest name or pax record believed; file systems allow 4096 bytes a path.
_MAX_NAME_BYTES: Final = 1 << 16

_REGULAR: Final = frozenset(b"0\x007")
_DIRECTORY: Final = ord("5")


class Parts:
    """One or several files read as one run of bytes. Safe to share between threads.

    Args:
        paths: The files, in order. They are kept open as long as this lives.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        binary = getattr(os, "O_BINARY", 0)
        self._files = [os.open(p, os.O_RDONLY | binary) for p in paths]
        weakref.finalize(self, _close_all, self._files)
        self._sizes = [os.fstat(f).st_size for f in self._files]
        self._lock = threading.Lock()
        self.size = sum(self._sizes)

    def read(self, offset: int, size: int) -> bytes:
        """Give ``size`` bytes from ``offset`` on; fewer only where the run ends."""
        if len(self._files) == 1:
            return self._read_one(self._files[0], offset, size)
        pieces = []
        start = 0
        for file, length in zip(self._files, self._sizes, strict=True):
            if size > 0 and offset < start + length:
                piece = self._read_one(file, offset - start, size)
                pieces.append(piece)
                offset += len(piece)
                size -= len(piece)
            start += length
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _read_one(self, file: int, offset: int, size: int) -> bytes:
        if sys.platform != "win32":
            return os.pread(file, size, offset)
        with self._lock:
            os.lseek(file, offset, os.SEEK_SET)
            return os.read(file, size)


def _close_all(files: Sequence[int]) -> None:
    for file in files:
        os.close(file)


class TarMember(NamedTuple):
    """One regular file in a tar; a tuple, because a day makes 60 000 of them.

    Attributes:
        name: Its path in the tar, without a leading ``./``.
        offset: Where its data begin in the run of bytes.
        size: Bytes of data that are there.
        cut: Whether the tar ends before the member does.
        head: The first bytes of its data.
    """

    name: str
    offset: int
    size: int
    cut: bool
    head: bytes


class _Header(NamedTuple):
    name: str
    size: int
    kind: int


def is_tar(head: bytes) -> bool:
    """Tell a tar by the checksum of its first header."""
    return len(head) >= BLOCK and _checksum_holds(head[:BLOCK])


def has_header(path: Path) -> bool:
    """Tell whether a file is a later part of a tar: a header lies near its start."""
    run = Parts([path])
    at = _next_header(run, 0, _SEARCH_BYTES)
    return at < run.size


def walk(
    parts: Parts, findings: Findings, *, from_start: bool = True
) -> Iterator[TarMember]:
    """List the regular members of a tar in the order in which they lie.

    Args:
        parts: The bytes; they may begin or end anywhere.
        findings: Gets what was noticed: broken headers, a cut end, other members.
        from_start: Whether the first byte is the first of the tar. If not, the walk
            begins at the first header found.

    Yields:
        Members; the last one may be cut.
    """
    at = 0 if from_start else _next_header(parts, 0)
    long_name, long_size = "", -1
    while at + BLOCK <= parts.size:
        head = parts.read(at, BLOCK + HEAD_BYTES)
        header = _read_header(head[:BLOCK])
        if header is None:
            if not head[:BLOCK].strip(b"\0"):
                return
            findings.remark(refusals.TAR_HEADER_BROKEN, f"byte {at}")
            at = _next_header(parts, at + 1)
            continue
        body = at + BLOCK
        if header.kind in b"LxKg":
            if header.kind in b"Lx":
                record = parts.read(body, min(header.size, _MAX_NAME_BYTES))
                long_name, long_size = _long_name(header.kind, record, long_name)
        else:
            size = long_size if long_size >= 0 else header.size
            header = _Header(long_name or header.name, size, header.kind)
            long_name, long_size = "", -1
            if header.kind in _REGULAR and not header.name.endswith("/"):
                yield _member(parts, header, body, head[BLOCK:])
            elif header.kind != _DIRECTORY and header.kind not in _REGULAR:
                findings.remark(refusals.TAR_NOT_A_FILE, header.name)
        at = body + -(-header.size // BLOCK) * BLOCK
    findings.remark(refusals.TAR_CUT)


def _member(parts: Parts, header: _Header, offset: int, head: bytes) -> TarMember:
    there = max(0, min(header.size, parts.size - offset))
    return TarMember(
        header.name.removeprefix("./"), offset, there, there < header.size, head[:there]
    )


def _read_header(block: bytes) -> _Header | None:
    """Read one header; ``None`` when the block is none."""
    if len(block) < BLOCK or not _checksum_holds(block):
        return None
    size = _number(block[124:136])
    if size is None:
        return None
    name = block[:100].split(b"\0", 1)[0]
    if block[257:263] == b"ustar\0":
        prefix = block[345:500].split(b"\0", 1)[0]
        name = prefix + b"/" + name if prefix else name
    return _Header(name.decode("utf-8", "replace"), size, block[156])


def _checksum_holds(block: bytes) -> bool:
    """Compare the sum of the header's bytes, its own field taken as eight blanks."""
    field = block[148:156]
    told = _number(field)
    return told is not None and told == _sum(block) - sum(field) + 8 * 32


def _sum(block: bytes) -> int:
    """Add up the bytes of a header, ten times as fast as ``sum``.

    The lower half of an Adler-32 is one more than the sum of the bytes, modulo 65521
    (RFC 1950, 8.2); half a header cannot reach that.
    """
    half = BLOCK // 2
    one, other = zlib.adler32(block[:half]), zlib.adler32(block[half:])
    return (one & 0xFFFF) + (other & 0xFFFF) - 2


def _number(field: bytes) -> int | None:
    """Read an octal number, or GNU's base-256 for what octal cannot hold."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    text = field.strip(b"\0 ")
    if not text or text.strip(b"01234567"):
        return 0 if not text else None
    return int(text, 8)


def _long_name(kind: int, record: bytes, name: str) -> tuple[str, int]:
    """Read a name too long for its header: GNU's ``L``, or pax ``x`` records."""
    if kind == ord("L"):
        return record.split(b"\0", 1)[0].decode("utf-8", "replace"), -1
    size = -1
    while record:
        length = record.split(b" ", 1)[0]
        if not length.isdigit() or not 0 < int(length) <= len(record):
            break
        line = record[len(length) + 1 : int(length) - 1]
        record = record[int(length) :]
        key, _, value = line.partition(b"=")
        if key == b"path":
            name = value.decode("utf-8", "replace")
        elif key == b"size" and value.isdigit():
            size = int(value)
    return name, size


def _next_header(parts: Parts, at: int, within: int | None = None) -> int:
    """Find the next header by its magic and checksum; the end when there is none."""
    end = parts.size if within is None else min(parts.size, at + within)
    while at < end:
        block = parts.read(at, _SEARCH_BYTES + BLOCK)
        found = block.find(b"ustar")
        while found >= 0:
            start = found - 257
            header = block[start : start + BLOCK] if start >= 0 else b""
            if len(header) == BLOCK and _checksum_holds(header):
                return at + start
            found = block.find(b"ustar", found + 1)
        at += _SEARCH_BYTES
    return parts.size

"""Cut an input into ranges of addresses that can be read apart from each other.

Everything of an aircraft is in one range, so whoever reads one needs no other. Tables
and heatmaps are not sorted by aircraft: an input that has any is one range.

Aircraft of a range lie anywhere in an archive. So a range tells where each of its
members begins: it can be sent to another machine and read there, and nobody looks for
them a second time.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from heavylift.sources.detect import Kind
from heavylift.sources.members import Member
from heavylift.sources.tar import Parts

#: Level of zlib for lists of members. They shrink to a quarter; a higher level takes
#: twice as long for a tenth less.
_LEVEL: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range of an input: all that is needed to read it, wherever its files are seen.

    Attributes:
        size: Bytes to read.
        file_bytes: Size of the files in which they lie, to tell when others are found.
        tars: The parts of each tar.
        packed: The members.
    """

    size: int
    file_bytes: int
    tars: tuple[tuple[Path, ...], ...]
    packed: bytes

    def bytes_there(self) -> int:
        """Size of the same files as they are now, 0 for those that are not there."""
        alone = (Path(row.path) for row in self._rows() if row.path)
        parts = (path for tar in self.tars for path in tar)
        return sum(_size(path) for path in (*alone, *parts))

    def members(self) -> list[Member]:
        """Open the range.

        Raises:
            OSError: A part of a tar cannot be opened.
        """
        tars = [Parts(paths) for paths in self.tars]
        return [
            Member(
                source=row.source,
                name=row.name,
                kind=row.kind,
                size=row.size,
                address=row.address,
                head=row.head,
                path=Path(row.path) if row.path else None,
                parts=None if row.path else tars[row.tar],
                offset=row.offset,
                cut=row.cut,
            )
            for row in self._rows()
        ]

    def _rows(self) -> list[_Row]:
        return _UNPACK.decode(zlib.decompress(self.packed))


class _Row(msgspec.Struct, array_like=True, gc=False):
    """A member as it is packed; of its tar the number."""

    source: int
    name: str
    kind: Kind
    address: str
    tar: int
    offset: int
    size: int
    path: str = ""
    head: bytes = b""
    cut: bool = False


_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final = msgspec.msgpack.Decoder(list[_Row])


def spans_of(members: Iterable[Member], most_bytes: int) -> list[Span]:
    """Cut members into ranges of about as many bytes, in the order of addresses.

    Args:
        members: Of one input.
        most_bytes: A range has no more, unless one aircraft alone has.

    Returns:
        The ranges, none without members; those of an aircraft, and those that are no
        traces, are in the order given.
    """
    by_address: dict[str, list[Member]] = {}
    sizes: Counter[str] = Counter()
    is_traces = True
    for member in members:
        by_address.setdefault(member.address, []).append(member)
        sizes[member.address] += member.size
        is_traces &= member.kind is Kind.READSB
    if not by_address:
        return []
    most = most_bytes if is_traces else sizes.total()
    ranges: list[list[Member]] = [[]]
    filled = 0
    for address in sorted(by_address):
        if filled and filled + sizes[address] > most:
            ranges.append([])
            filled = 0
        ranges[-1] += by_address[address]
        filled += sizes[address]
    return [_pack(own) for own in ranges]


def _pack(members: Sequence[Member]) -> Span:
    numbers: dict[int, int] = {}
    tars: list[Parts] = []
    rows = []
    file_bytes = 0
    for member in members:
        if member.parts is None:
            file_bytes += member.size
        elif id(member.parts) not in numbers:
            numbers[id(member.parts)] = len(tars)
            tars.append(member.parts)
            file_bytes += member.parts.size
        rows.append(
            _Row(
                source=member.source,
                name=member.name,
                kind=member.kind,
                address=member.address,
                tar=numbers.get(id(member.parts), 0),
                offset=member.offset,
                size=member.size,
                path=str(member.path or ""),
                # Of a trace it is read anew.
                head=member.head if member.kind is Kind.TEXT else b"",
                cut=member.cut,
            )
        )
    return Span(
        size=sum(member.size for member in members),
        file_bytes=file_bytes,
        tars=tuple(parts.paths for parts in tars),
        packed=zlib.compress(_PACK.encode(rows), _LEVEL),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0

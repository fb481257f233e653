"""What an input holds: the records of the catalogue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from heavylift.model.sources import InputReport
from heavylift.sources.detect import Kind
from heavylift.sources.tar import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file, or one member of a tar, that may give positions.

    Attributes:
        source: Index of the input it belongs to.
        name: The input as given, then the path below it.
        kind: What it holds: ``READSB``, ``HEATMAP``, ``PARQUET`` or ``TEXT``.
        size: Bytes to read.
        address: For a readsb trace, whose it is.
        head: For text, its first bytes with gzip undone; of traces too when asked for.
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
        only: Names of the files and members to list; ``None`` for all.
        heads: Whether first bytes of traces are kept.
    """

    reports: list[InputReport] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    files: list[list[tuple[str, Path]]] = field(default_factory=list)
    only: Collection[str] | None = None
    heads: bool = False

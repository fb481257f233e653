"""Walk a made-up tar: where its files lie, and nothing more.

On its own, so that a process that only unpacks loads nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Member(NamedTuple):
    """A file in a tar."""

    name: str
    size: int
    offset: int


def members(path: Path) -> Iterator[Member]:
    """Give the files of a tar with short names, in its order."""
    with path.open("rb") as tar:
        at = 0
        while header := tar.read(512).rstrip(b"\0"):
            name = header[:100].rstrip(b"\0").decode("ascii")
            size = int(header[124:135], 8)
            yield Member(name=name, size=size, offset=at + 512)
            at += 512 + -(-size // 512) * 512
            tar.seek(at)

"""Of which day is a database a picture?

Said by the user, else by the record of its being fetched, else by the time in its gzip
header (RFC 1952, MTIME), else by the time of the file. How it is known is kept and
printed: a file that was copied yesterday is no picture of yesterday.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from heavylift.sources.fetched import RECORD

DatedBy = Literal["given", "fetched", "gzip", "modified", "flights"]

#: How a day is known, in words.
WORDS: Final[dict[str, str]] = {
    "given": "as the user says",
    "fetched": "the day it was fetched; give --as-of to say otherwise",
    "gzip": "by the time in its gzip header; give --as-of to say otherwise",
    "modified": "by the time of the file; give --as-of to say otherwise",
    "flights": "entries have days of their own",
}

#: Where MTIME lies in a gzip header (RFC 1952, 2.3): seconds, 0 when it is not given.
_MTIME: Final = slice(4, 8)


def picture_of(path: Path, given: date | None = None) -> tuple[date, DatedBy]:
    """Tell the day of which a file, or a folder, is a picture.

    Args:
        path: The file; of a folder the newest file in it decides.
        given: The day that the user says.

    Returns:
        The day (UTC), and how it is known.
    """
    if given is not None:
        return given, "given"
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    fetched = _fetched(path)
    if fetched is not None:
        return fetched, "fetched"
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(10)
        written = int.from_bytes(head[_MTIME], "little")
        if head.startswith(b"\x1f\x8b") and written:
            return datetime.fromtimestamp(written, UTC).date(), "gzip"
    newest = max((p.stat().st_mtime for p in files), default=0.0)
    return datetime.fromtimestamp(newest, UTC).date(), "modified"


class _Landed(msgspec.Struct):
    """What is read of a line of the record of what was fetched into a folder."""

    name: str
    outcome: str
    time: datetime


def _fetched(path: Path) -> date | None:
    """The day a file was fetched last, by the record in its folder."""
    found = None
    with contextlib.suppress(OSError):
        for line in (path.parent / RECORD).read_bytes().splitlines():
            with contextlib.suppress(msgspec.MsgspecError):
                entry = msgspec.json.decode(line, type=_Landed)
                if entry.name == path.name and entry.outcome == "landed":
                    found = entry.time.astimezone(UTC).date()
    return found

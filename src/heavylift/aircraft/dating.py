"""Of which day is a database a picture?

Said by the user, else by the manifest of whoever fetched it, else by the time in its
gzip header (RFC 1952, MTIME), else by the time of the file. How it is known is kept and
printed: a file that was copied yesterday is no picture of yesterday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

DatedBy = Literal["given", "gzip", "modified", "flights"]

#: How a day is known, in words.
WORDS: Final[dict[str, str]] = {
    "given": "as the user says",
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
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(10)
        written = int.from_bytes(head[_MTIME], "little")
        if head.startswith(b"\x1f\x8b") and written:
            return datetime.fromtimestamp(written, UTC).date(), "gzip"
    newest = max((p.stat().st_mtime for p in files), default=0.0)
    return datetime.fromtimestamp(newest, UTC).date(), "modified"

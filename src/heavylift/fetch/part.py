"""An unfinished download: its bytes so far, their hash, and what they are a part of.

It lies beside its place under another name, with a note that says from which answer
its bytes are. Only bytes of that very answer may be added: half of yesterday's file
and half of today's would be a file that never was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from heavylift.errors import FetchError
from heavylift.sources.fetched import NOTE, PART, REFUSED

_HASHED_AT_A_TIME: Final = 1 << 20
_RANGE: Final = re.compile(r"bytes (?P<first>\d+)-(?P<last>\d+)/(?P<total>\d+|\*)")
_NO_RANGE: Final = re.compile(r"bytes \*/(?P<total>\d+)")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What identifies the answer that bytes are from.

    Attributes:
        url: Address asked for.
        etag: Its entity tag; empty without one.
        modified: When the file was last changed, as the server says; empty if not.
        total: Size of the whole file; ``None`` when the server does not say.
        encoding: Its ``Content-Encoding``; another one is other bytes.
    """

    url: str
    etag: str = ""
    modified: str = ""
    total: int | None = None
    encoding: str = ""

    def goes_on(self, other: Answer, first: int, at: int) -> bool:
        """Whether a partial answer goes on where these bytes end.

        Args:
            other: What identifies the partial answer.
            first: Number of its first byte.
            at: How many bytes are here.
        """
        same_total = None in (self.total, other.total) or self.total == other.total
        same_tag = not (self.etag and other.etag) or self.etag == other.etag
        same_time = (
            not (self.modified and other.modified) or self.modified == other.modified
        )
        return (
            first == at
            and same_total
            and same_tag
            and same_time
            and self.encoding == other.encoding
        )

    @property
    def if_range(self) -> str:
        """What makes a server send all of it when it has changed; empty if nothing.

        A weak tag may not be used so (RFC 9110, 13.1.5).
        """
        return self.etag if self.etag.startswith('"') else self.modified


def answer_of(url: str, headers: Mapping[str, str], *, partial: bool) -> Answer:
    """Read from headers what identifies an answer; names are in lower case."""
    return Answer(
        url=url,
        etag=headers.get("etag", ""),
        modified=headers.get("last-modified", ""),
        total=range_of(headers)[1] if partial else _length(headers),
        encoding=headers.get("content-encoding", ""),
    )


def range_of(headers: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Read the number of the first byte and the whole size from ``Content-Range``.

    >>> range_of({"content-range": "bytes 5-9/10"}), range_of({})
    ((5, 10), (None, None))
    >>> range_of({"content-range": "bytes */10"})
    (None, 10)
    """
    said = headers.get("content-range", "").strip()
    if found := _RANGE.fullmatch(said):
        total = found["total"]
        return int(found["first"]), None if total == "*" else int(total)
    if found := _NO_RANGE.fullmatch(said):
        return None, int(found["total"])
    return None, None


class Part:
    """The bytes of one file that have arrived so far."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + PART)
        self.refused = target.with_name(target.name + REFUSED)
        self.answer: Answer | None = None
        self._note = target.with_name(target.name + NOTE)
        self._target = target
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None
        self.size = 0

    def take_up(self, url: str) -> None:
        """Go on with what an earlier run left, if it is of the same address."""
        try:
            answer = msgspec.json.decode(self._note.read_bytes(), type=Answer)
            if answer.url != url:
                return
            with self.path.open("rb") as file:
                while data := file.read(_HASHED_AT_A_TIME):
                    self._hash.update(data)
                    self.size += len(data)
        except (OSError, msgspec.MsgspecError):
            self._forget()
            return
        self.answer = answer
        if not self.size:
            self._forget()

    def begin(self, answer: Answer) -> None:
        """Start over with the bytes of an answer.

        Raises:
            FetchError: There is no room or no permission.
        """
        self.discard()
        self.answer = answer
        with self._writing():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._note.write_bytes(msgspec.json.encode(answer))
            self._file = self.path.open("wb")

    def add(self, data: bytes) -> None:
        """Add bytes that arrived.

        Raises:
            FetchError: There is no room.
        """
        with self._writing():
            if self._file is None:
                self._file = self.path.open("ab")
            self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def rest(self) -> None:
        """Bring what arrived to the disk; it is there whatever happens now."""
        if self._file is not None:
            with self._writing():
                file, self._file = self._file, None
                with file:
                    file.flush()
                    os.fsync(file.fileno())

    @property
    def sha256(self) -> str:
        """SHA-256 of what arrived, in hex."""
        return self._hash.hexdigest()

    def land(self) -> None:
        """Give the file its name: it is whole."""
        self.rest()
        with self._writing():
            self.path.replace(self._target)
            self._note.unlink(missing_ok=True)

    def set_aside(self) -> None:
        """Keep the file under a name that says that it was refused."""
        self.rest()
        with self._writing():
            self.path.replace(self.refused)
            self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Throw away what arrived."""
        if self._file is not None:
            file, self._file = self._file, None
            with contextlib.suppress(OSError):
                file.close()
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self._forget()

    def _forget(self) -> None:
        self.answer = None
        self._hash = hashlib.sha256()
        self.size = 0

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(self._target, error) from error


def cannot_write(path: Path, error: OSError) -> FetchError:
    """Say that something cannot be written, and what to do."""
    return FetchError(
        f"{path}: cannot be written ({error.strerror or error})",
        help="make room, get permission or name another folder with --to; what has "
        "arrived is kept, and the same command goes on there",
    )


def _length(headers: Mapping[str, str]) -> int | None:
    said = headers.get("content-length", "").strip()
    return int(said) if said.isdecimal() else None

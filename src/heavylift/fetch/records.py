"""The record of what was fetched into a folder: one JSON object a line, never changed.

It says of each address what came of it and when, what was sent with it, and the SHA-256
of what landed, so that anybody can tell later which bytes a finding rests on. What was
refused or not there is in it too.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from heavylift.errors import FetchError
from heavylift.fetch.part import cannot_write
from heavylift.sources.fetched import RECORD

#: Raised when a line means something else than before.
FORMAT: Final = 1


class Outcome(StrEnum):
    """What came of one file."""

    LANDED = "landed"
    THERE = "there already"
    NOT_THERE = "not there"
    REFUSED = "refused"
    FAILED = "failed"
    LEFT = "left alone"


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of one address at one time.

    Attributes:
        heavylift_fetch: Format of the line.
        outcome: In one word.
        words: In a sentence; empty when the outcome says it all.
        name: Where it landed, or would have, below the folder.
        url: Address asked for.
        answered_by: Address that answered, after redirects and without a query.
        redirected_by: Addresses that redirected, in order, without their queries.
        time: When it was over, UTC.
        status: HTTP status; ``None`` when there was no answer.
        headers: Of the answer. Cookies are left out.
        size: Bytes of the file.
        sha256: Of the file.
        listed_size: Size that the publisher lists.
        listed_sha256: SHA-256 that the publisher lists.
        received: Bytes that came over the line, those of broken attempts included.
        resumed: How often it was gone on with.
        started_over: How often it was begun anew, because the server could not go on
            or had something else by then.
        licence: Under which terms it is published.
        attribution: Whom to name.
        terms: Where the terms are.
        program: Which version fetched it.
    """

    heavylift_fetch: int
    outcome: Outcome
    words: str = ""
    name: str
    url: str
    answered_by: str = ""
    redirected_by: tuple[str, ...] = ()
    time: str
    status: int | None = None
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    size: int | None = None
    sha256: str | None = None
    listed_size: int | None = None
    listed_sha256: str | None = None
    received: int = 0
    resumed: int = 0
    started_over: int = 0
    licence: str = ""
    attribution: str = ""
    terms: str = ""
    program: str = ""


class Records:
    """The record of a folder, open to be added to by this process alone."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle
        self._landed = {
            entry.name: entry
            for entry in _read(path)
            if entry.outcome is Outcome.LANDED
        }

    def landed(self, name: str) -> Entry | None:
        """Give the entry under which a file landed last."""
        return self._landed.get(name)

    def add(self, entry: Entry) -> None:
        """Add an entry; it is on the disk when this returns.

        Raises:
            FetchError: The disk is full.
        """
        line = msgspec.json.encode(entry) + b"\n"
        try:
            # A line that a full disk cut short is ended first, so this one is whole.
            if (size := os.fstat(self._handle).st_size) and _last_byte(
                self._path, size
            ) != b"\n":
                line = b"\n" + line
            os.write(self._handle, line)
            os.fsync(self._handle)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        if entry.outcome is Outcome.LANDED:
            self._landed[entry.name] = entry


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Records]:
    """Open the record of a folder; nobody else can fetch into it meanwhile.

    Raises:
        FetchError: Another fetch is at work in the folder, or it cannot be written to.
    """
    path = folder / RECORD
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FetchError(
                f"{folder}: another fetch is at work in this folder",
                help="wait until it is done, or name another folder with --to",
            ) from None
        yield Records(path, handle)
    finally:
        empty = os.fstat(handle).st_size == 0
        if empty:
            with contextlib.suppress(OSError):
                path.unlink()
        os.close(handle)


def _read(path: Path) -> Iterator[Entry]:
    """Give the entries that can be read; a line cut short tells of nothing."""
    with path.open("rb") as file:
        for line in file:
            with contextlib.suppress(msgspec.MsgspecError):
                entry = msgspec.json.decode(line, type=Entry)
                if entry.heavylift_fetch == FORMAT:
                    yield entry


def _last_byte(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1)

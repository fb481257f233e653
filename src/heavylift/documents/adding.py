"""Bring a document into a case: the whole of it, or nothing.

Its folder is made under another name, brought onto the disk, renamed, and then entered
in the log. What is not in the log does not count; an add that was stopped leaves at
most a folder that the next one takes away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from heavylift.documents.collection import (
    DOCUMENTS,
    LOG,
    RECORD,
    TEXT,
    UNFINISHED,
    Added,
    Collection,
    Held,
    find_document,
    held_of,
)
from heavylift.documents.describing import Given, describe
from heavylift.documents.found import Found
from heavylift.documents.hashes import sha256
from heavylift.documents.page_dates import agree
from heavylift.documents.records import Document, write_document
from heavylift.errors import CannotWrite, DocumentError
from heavylift.ledger import FIRST, Ledger

#: Digits of the hash that name a folder: people compare them, and a case of a million
#: documents has two of the same with a chance of one in 37 million.
_DIGITS: Final = 16

#: Adding holds the folder for milliseconds; who holds it for so long hangs.
_PATIENCE_S: Final = 60.0
_ASK_AGAIN_S: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of adding a document.

    Attributes:
        document: The document, as it is in the case.
        is_new: Whether it was not there before.
        remarks: What a person should know, in sentences.
    """

    document: Document
    is_new: bool
    remarks: tuple[str, ...]


class Adder:
    """Adds documents to one case.

    Others may add to it at the same time; each document is looked up among those that
    are there when it is added.

    Attributes:
        folder: The folder of evidence.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ledger: Ledger | None = None
        self._held: list[Held] = []
        self._size = -1

    def add(
        self, found: Found, given: Given, *, at: dt.datetime | None = None
    ) -> Outcome:
        """Add a document, unless its very bytes are there.

        Args:
            found: The document.
            given: What a person says of it.
            at: When; now by the clock when not given.

        Raises:
            DocumentError: It has no date, names a document that is not there, or
                another add holds the folder.
            LedgerError: The log was changed.
            CannotWrite: The folder cannot be written to, or the disk is full.
        """
        digest = sha256(found.original)
        if not (self.folder / LOG).exists():
            # What is refused leaves no empty folder behind.
            describe(found, given, (), ())
            if given.derived_from:
                find_document(self._collection(), given.derived_from)
        with self._alone():
            ledger = self._current()
            if given.derived_from:
                held = find_document(self._collection(), given.derived_from)
                given = replace(given, derived_from=held.document.id)
            for held in self._held:
                if held.document.sha256 == digest:
                    return Outcome(
                        document=held.document,
                        is_new=False,
                        remarks=_differences(held.document, given),
                    )
            names = {held.document.id for held in self._held}
            text = found.extract.text.encode("utf-8")
            copies = [
                held.document.id
                for held in self._held
                if held.document.text_sha256 == sha256(text)
            ]
            document = describe(found, given, names, copies)
            record = write_document(document)
            name = self._place(document)
            _put(
                self.folder / DOCUMENTS / name,
                {document.original: found.original, TEXT: text, RECORD: record},
            )
            added = Added(
                id=document.id,
                folder=name,
                sha256=document.sha256,
                text_sha256=document.text_sha256,
                record_sha256=sha256(record),
                by=given.by,
            )
            entry = ledger.append(added, at=at)
            self._held.append(
                Held(document=document, added=added, at=entry.time, entry=entry.hash)
            )
            self._size = ledger.path.stat().st_size
        return Outcome(document=document, is_new=True, remarks=document.remarks)

    def _collection(self) -> Collection:
        head = self._ledger.head if self._ledger else FIRST
        return Collection(folder=self.folder, held=tuple(self._held), head=head)

    def _current(self) -> Ledger:
        """The log as it is now, with the documents that others added meanwhile."""
        path = self.folder / LOG
        if self._ledger is None:
            self._ledger = Ledger.open(path)
        elif path.stat().st_size != self._size:
            self._ledger.refresh()
        self._held += held_of(self.folder, self._ledger, len(self._held))
        self._size = path.stat().st_size if path.exists() else -1
        return self._ledger

    def _place(self, document: Document) -> str:
        """Name of the folder; what stands there and is not in the log goes away."""
        taken = {held.added.folder for held in self._held}
        name = document.sha256[:_DIGITS]
        if name in taken:  # two documents made to begin alike
            name = document.sha256
        here = self.folder / DOCUMENTS
        here.mkdir(exist_ok=True)
        for left in (here / name, *self.folder.glob(f"{UNFINISHED}*")):
            if left.exists():
                shutil.rmtree(left)
        return name

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others from adding meanwhile; the system lets go when the process ends.

        Raises:
            DocumentError: Somebody else has been adding for too long.
            CannotWrite: The folder cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _wait_for(handle, self.folder)
                yield
            finally:
                os.close(handle)
        except OSError as error:
            raise CannotWrite(self.folder, error.strerror or str(error)) from error


def _wait_for(handle: int, folder: Path) -> None:
    patience = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                raise DocumentError(
                    f"{folder}: another command has been adding to it for "
                    f"{_PATIENCE_S:.0f} seconds",
                    help="wait until it ends, or end it, then give the command again",
                ) from None
            time.sleep(_ASK_AGAIN_S)
        else:
            return


def _put(folder: Path, files: dict[str, bytes]) -> None:
    """Put files into a new folder so that it is there whole, or not at all."""
    # Not among the finished ones, so that nobody takes it for one of these.
    evidence = folder.parent.parent
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=evidence))
    try:
        for name, data in files.items():
            path = unfinished / name
            with path.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # The evidentiary copy is not to be changed, even by mistake.
            path.chmod(0o444)
        unfinished.chmod(0o755)
        _sync(unfinished)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Make sure that names are on the disk, not only the bytes of files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _differences(there: Document, given: Given) -> tuple[str, ...]:
    """What was given and is not what stands in the record, which stays as it is."""
    told = []
    date = there.date
    if given.published is not None and date and not agree(date, given.published):
        told.append(f"published stays {there.published}, not {given.published}")
    for name in ("title", "outlet", "author", "address", "language", "derived_from"):
        said, kept = getattr(given, name), getattr(there, name)
        if said and said != kept:
            told.append(f"{name} stays {kept or 'empty'!r}, not {said!r}")
    return tuple(told)

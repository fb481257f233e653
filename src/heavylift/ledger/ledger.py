"""A file to which entries are appended, and in which none is ever changed.

Several programs may append at once: each waits for the others. An entry is on the disk
when :meth:`Ledger.append` returns. A writer that is killed leaves at most the beginning
of a line, which is told and taken away by the next append; what was whole stays.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from heavylift.errors import CannotWrite, LedgerError
from heavylift.ledger.chain import Chain, read_chain
from heavylift.ledger.entries import Entry, canonical, line_of, make_entry

#: An append takes milliseconds; who holds the file for half a minute hangs, and a
#: person should hear of it. Half of it would still do.
_PATIENCE_S: Final = 30.0

#: How often it is asked whether the file is free; a person does not notice 10 ms.
_ASK_AGAIN_S: Final = 0.01


class Ledger:
    """A ledger on disk; see :meth:`open`.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path, chain: Chain) -> None:
        self.path = path
        self._chain = chain

    @classmethod
    def open(cls, path: Path) -> Ledger:
        """Open a ledger and check all of it; one that is not there yet is empty.

        Raises:
            LedgerError: An entry does not fit, or the file cannot be read.
        """
        ledger = cls(path, Chain((), b"", 0))
        ledger.refresh()
        return ledger

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries as they were when last read, first to last."""
        return self._chain.entries

    @property
    def head(self) -> str:
        """The hash of the last entry: whoever keeps it can tell if any was cut off."""
        return self._chain.head

    @property
    def torn(self) -> bytes:
        """What a writer that was stopped left behind the last entry; mostly nothing."""
        return self._chain.torn

    def __len__(self) -> int:
        return len(self._chain.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._chain.entries)

    def refresh(self) -> None:
        """Read anew, and check all of it anew.

        Raises:
            LedgerError: An entry does not fit, or the file cannot be read.
        """
        try:
            with (
                self.path.open("rb") as file,
                _locked(file.fileno(), fcntl.LOCK_SH, self.path),
            ):
                data = file.read()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise LedgerError(
                f"{self.path}: cannot be read ({error.strerror or error})",
                help="a ledger is a file; check its permissions",
            ) from error
        self._chain = read_chain(data, str(self.path))

    def append(
        self,
        content: Mapping[str, object] | msgspec.Struct,
        *,
        at: dt.datetime | None = None,
    ) -> Entry:
        """Append one entry; it is on the disk when this returns.

        Args:
            content: What is entered: an object in the sense of JSON.
            at: When; now by the clock when not given.

        Raises:
            LedgerError: The content cannot be written as JSON, what others appended
                meanwhile does not fit, or another writer holds the file.
            CannotWrite: The folder cannot be written to, or the disk is full.
        """
        return self.extend([content], at=at)[0]

    def extend(
        self,
        contents: Iterable[Mapping[str, object] | msgspec.Struct],
        *,
        at: dt.datetime | None = None,
    ) -> tuple[Entry, ...]:
        """Append several entries with one wait for the disk; see :meth:`append`.

        None of them is appended when one cannot be written as JSON.
        """
        built = [_builtins(content, self.path) for content in contents]
        if not built:
            return ()
        with self._writing() as handle:
            self._catch_up(handle)
            chain = self._chain
            when = _stamp(at)
            added: list[Entry] = []
            for content in built:
                number = len(chain.entries) + len(added) + 1
                previous = added[-1].hash if added else chain.head
                added.append(make_entry(number, when, previous, content))
            size = _write(handle, chain, b"".join(line_of(e) + b"\n" for e in added))
            self._chain = Chain((*chain.entries, *added), b"", size)
        return tuple(added)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[int]:
        """Hold the file alone.

        Raises:
            CannotWrite: The folder cannot be written to, or the disk is full.
            LedgerError: Another writer holds it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = not self.path.exists()
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                if new:
                    _sync_folder(self.path.parent)
                with _locked(handle, fcntl.LOCK_EX, self.path):
                    yield handle
            finally:
                os.close(handle)
        except OSError as error:
            raise CannotWrite(self.path, error.strerror or str(error)) from error

    def _catch_up(self, handle: int) -> None:
        """Read what others appended since; all of it when the file became shorter."""
        known: Chain | None = self._chain
        if known is not None and (
            known.torn or os.fstat(handle).st_size < known.size or not known.entries
        ):
            known = None
        start = known.size if known else 0
        if known and _read(handle, start - 1, start) != b"\n":
            # Read while its line had no end, or replaced by another file.
            known, start = None, 0
        data = _read(handle, start, os.fstat(handle).st_size)
        self._chain = read_chain(data, str(self.path), known)


def _write(handle: int, chain: Chain, lines: bytes) -> int:
    """Put lines behind the last whole entry; give the size that the file has then.

    Nothing is left of them when the disk is full.
    """
    end = chain.size
    if end and _read(handle, end - 1, end) != b"\n":
        lines = b"\n" + lines
    if chain.torn:
        os.ftruncate(handle, end)
    try:
        done = 0
        while done < len(lines):
            done += os.pwrite(handle, lines[done:], end + done)
        os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, end)
        raise
    return end + len(lines)


def _read(handle: int, start: int, end: int) -> bytes:
    parts = []
    while start < end and (part := os.pread(handle, end - start, start)):
        parts.append(part)
        start += len(part)
    return b"".join(parts)


@contextlib.contextmanager
def _locked(handle: int, how: int, path: Path) -> Iterator[None]:
    patience = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > patience:
                raise LedgerError(
                    f"{path}: another command has been writing to it for "
                    f"{_PATIENCE_S:.0f} seconds",
                    help="wait until it ends, or end it, then give the command again",
                ) from None
            time.sleep(_ASK_AGAIN_S)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file is on the disk, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _stamp(at: dt.datetime | None) -> str:
    moment = dt.datetime.now(dt.UTC) if at is None else at.astimezone(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _builtins(
    content: Mapping[str, object] | msgspec.Struct, path: Path
) -> dict[str, object]:
    try:
        built = msgspec.to_builtins(content)
        if isinstance(built, dict):
            # Once around: what is kept is what will be read, tuples as lists.
            back: dict[str, object] = json.loads(canonical(built))
            return back
    except (TypeError, ValueError, RecursionError) as error:
        raise _refused(path, str(error)) from None
    raise _refused(path, "it is not an object with names and values")


def _refused(path: Path, why: str) -> LedgerError:
    return LedgerError(
        f"{path}: the entry cannot be written as JSON ({why})",
        help="this is a defect of heavylift or of what was entered; nothing was "
        "written",
    )

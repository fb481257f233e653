"""Read what may be hostile in a process of its own, which can be ended.

Parsers of pages and PDFs can be made to take any memory and any time, or to crash. The
process has a limit of memory, a limit of time for each document, may not write files
and refuses to open connections or start programs. What it cannot finish is refused
with the reason, and the next document gets a new process.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Literal

import msgspec

from heavylift.documents.records import Extract
from heavylift.errors import DocumentError

#: What can be read there.
Kind = Literal["page", "mhtml", "pdf"]

#: A saved page takes well under a second and the largest half a minute, a report of
#: five hundred pages a minute; on a busy machine it is thrice that. At twice as much
#: people would think that the program hangs.
SECONDS: Final[Mapping[Kind, float]] = {"page": 90.0, "mhtml": 90.0, "pdf": 180.0}

#: Address space of the process. The largest page that is read needs half of it; a
#: laptop with 4 GB has it to spare.
MEMORY_BYTES: Final = 2_000_000_000

#: After so many documents a new process begins: caches of parsers grow.
_PER_PROCESS: Final = 500

#: Starting takes a second, and ten on a machine that is busy with other things.
_START_S: Final = 60.0

#: What the process says when it can be asked.
READY: Final = b"ready to"

#: The process ends itself so much after its time, if nobody is there to end it.
_GRACE_S: Final = 5

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from heavylift.documents.confinement import main; main(int(sys.argv[2]))"
)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read; its bytes follow.

    Attributes:
        kind: What it is.
        size: How many bytes follow.
        where: What it is called in messages.
        seconds: After so long the process ends itself.
        given: Encoding that a person gave.
        served: Encoding that its server named.
    """

    kind: Kind
    size: int
    where: str
    seconds: int
    given: str = ""
    served: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        extract: What was read; ``None`` when it was refused.
        message: What was wrong.
        help: What to do.
    """

    extract: Extract | None = None
    message: str = ""
    help: str = ""


class Confined:
    """Reads pages and PDFs in a process apart; to be used in a ``with`` statement."""

    def __init__(
        self,
        *,
        seconds: Mapping[Kind, float] = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(
        self, kind: Kind, raw: bytes, where: str, *, given: str = "", served: str = ""
    ) -> Extract:
        """Read a document.

        Args:
            kind: What it is.
            raw: Its bytes.
            where: What it is called in messages.
            given: Encoding that a person gave.
            served: Encoding that its server named.

        Raises:
            DocumentError: It cannot be read, or not within the limits.
        """
        seconds = self._seconds[kind]
        request = Request(
            kind=kind,
            size=len(raw),
            where=where,
            seconds=int(seconds) + _GRACE_S,
            given=given,
            served=served,
        )
        if self._done >= _PER_PROCESS or (self._process and self._process.poll()):
            self._end()
        process = self._process or self._begin()
        self._done += 1
        answer = _ask(process, request, raw, seconds)
        if answer is None:
            is_late = process.poll() is None
            code = self._end()
            raise self._unfinished(where, seconds, is_late or code == -signal.SIGALRM)
        if answer.extract is None:
            raise DocumentError(answer.message, help=answer.help)
        return answer.extract

    def _begin(self) -> subprocess.Popen[bytes]:
        # Its own path: where packages of the user lie, it must find them too.
        path = json.dumps([os.path.abspath(p) for p in sys.path])  # noqa: PTH100
        self._done = 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, path, str(self._memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        until = time.monotonic() + _START_S
        said = _read_until(self._process.stdout.fileno(), len(READY), until)
        if said != READY:
            self._end()
            raise DocumentError(
                "the process in which documents are read could not be started",
                help=f"it needs {self._memory_bytes / 1e9:.0f} GB of memory; close "
                "other programs, or raise the limit (ulimit -v)",
            )
        return self._process

    def _end(self) -> int:
        """End the process; give the code with which it ended."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        # Not ``communicate``: what it still has to say is of no interest.
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        return process.wait()

    def _unfinished(self, where: str, seconds: float, is_late: bool) -> DocumentError:
        if is_late:
            return DocumentError(
                f"{where}: not read after {seconds:.0f} seconds, so it was given up",
                help="it is made in a way that takes parsers very long; add its text "
                "as a text file, or print it to a PDF in a viewer and add that",
            )
        return DocumentError(
            f"{where}: the reader of it ended, by a defect or because it needed more "
            f"than {self._memory_bytes / 1e9:.0f} GB of memory",
            help="add its text as a text file, or print it to a PDF in a viewer and "
            "add that",
        )


def _ask(
    process: subprocess.Popen[bytes], request: Request, raw: bytes, seconds: float
) -> Answer | None:
    """Hand a document over; ``None`` when no answer came, or not in time."""
    until = time.monotonic() + seconds
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(msgspec.json.encode(request) + b"\n")
        process.stdin.write(raw)
        process.stdin.flush()
    except BrokenPipeError:
        process.wait()
        return None
    size = _read_until(process.stdout.fileno(), 8, until)
    if size is None:
        return None
    said = _read_until(process.stdout.fileno(), int.from_bytes(size, "big"), until)
    return None if said is None else msgspec.msgpack.decode(said, type=Answer)


def _read_until(handle: int, size: int, until: float) -> bytes | None:
    """Read so many bytes; ``None`` when the other side ends or time is up."""
    parts, missing = [], size
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    while missing:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return None
        part = os.read(handle, min(missing, 1 << 20))
        if not part:
            return None
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)

"""The process in which hostile documents are read; see :mod:`.confined`.

It reads requests from standard input until that ends, and answers on standard output.
"""

from __future__ import annotations

import resource
import signal
import sys
from typing import BinaryIO, Final

import msgspec

from heavylift.documents.confined import READY, Answer, Request
from heavylift.documents.records import Extract
from heavylift.errors import DocumentError

#: What no reader of documents has to do (names of audit events, PEP 578).
_FORBIDDEN: Final = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.spawn",
    "os.posix_spawn", "pty.",
)  # fmt: skip

#: A request is some names; a longer line is none.
_LONGEST_REQUEST: Final = 100_000


def main(memory_bytes: int) -> None:
    """Confine this process, then read what is asked until nothing is."""
    _confine(memory_bytes)
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    # Whatever libraries print must not stand between answers.
    sys.stdout = sys.stderr
    answered.write(READY)
    answered.flush()
    while line := asked.readline(_LONGEST_REQUEST):
        request = msgspec.json.decode(line, type=Request)
        signal.alarm(request.seconds)
        answer = _answer(request, asked)
        signal.alarm(0)
        said = msgspec.msgpack.encode(answer)
        answered.write(len(said).to_bytes(8, "big"))
        answered.write(said)
        answered.flush()


def _confine(memory_bytes: int) -> None:
    for limit, wanted in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            # Systems that have no such limit still have the limit of time.
            continue
    # Without a handler the signal ends the process, whatever a parser is at.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def refuse(event: str, _arguments: object) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"a reader of documents may not: {event}")

    # Before any library: a client of HTTP that one of them brings tries out a socket
    # as it is imported, and goes on without.
    sys.addaudithook(refuse)
    import heavylift.documents.mhtml  # noqa: F401, PLC0415


def _answer(request: Request, asked: BinaryIO) -> Answer:
    where = request.where
    try:
        return Answer(extract=_read(request, asked.read(request.size)))
    except DocumentError as error:
        return Answer(message=error.message, help=error.help)
    except MemoryError:
        message = f"{where}: reading it needs more memory than is allowed"
    except RecursionError:
        message = f"{where}: nested too deeply to be read"
    except Exception as error:
        # A parser's defect at a broken file: told with its name, to be reported.
        message = f"{where}: cannot be read ({type(error).__name__}: {error})"[:500]
    return Answer(
        message=message,
        help="add its text as a text file, or print it to a PDF in a viewer and add "
        "that",
    )


def _read(request: Request, raw: bytes) -> Extract:
    from heavylift.documents.mhtml import read_mhtml  # noqa: PLC0415
    from heavylift.documents.pages import read_page  # noqa: PLC0415
    from heavylift.documents.pdf import read_pdf  # noqa: PLC0415

    if request.kind == "pdf":
        return read_pdf(raw, request.where)
    if request.kind == "mhtml":
        return read_mhtml(raw, request.where, request.given)
    return read_page(raw, request.where, given=request.given, served=request.served)

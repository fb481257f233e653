"""Ask an authority for a timestamp over a list of hashes, by RFC 3161 over HTTP.

Sent is the SHA-256 of the list with a random number, nothing else. The reply is signed
and has that number in it, so plain http is allowed here: who listens on the way sees a
digest, and who changes the reply breaks it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from heavylift import __version__
from heavylift.documents.stamped import TIMESTAMPS
from heavylift.documents.timestamps import Timestamp, check_timestamp, make_request
from heavylift.errors import DocumentError, FetchError
from heavylift.fetch.addresses import check, host_of, without_query
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.records import FORMAT, Entry, Outcome, Records, opened
from heavylift.fetch.transport import Line, Reply, Unreachable
from heavylift.files import replacing

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

#: Bytes of a reply at most. With its certificates it has 3 to 10 thousand.
MOST_BYTES: Final = 256 << 10

#: Seconds for the whole reply; authorities answer in less than one.
MOST_S: Final = 60.0

#: Media types of request and reply (RFC 3161, 3.4).
_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A timestamp in the folder of a case.

    Attributes:
        path: The reply; request and list lie beside it under the same name.
        timestamp: What it says.
        new: Whether it was asked for now, and not there before.
        apart_s: Seconds from this machine's clock to the authority's; 0 for one that
            was there before.
    """

    path: Path
    timestamp: Timestamp
    new: bool
    apart_s: float = 0.0


def check_authority(url: str) -> str:
    """Give the address of an authority back if it may be opened.

    Raises:
        FetchError: It is no address of http or https, or has a password in it.
    """
    return check(url, insecure=True)


def stamp(
    evidence: Path,
    listed: bytes,
    authority: str,
    roots: Sequence[Certificate] = (),
    manners: Etiquette | None = None,
) -> Stamped:
    """Get a timestamp over a list, unless that authority has given one already.

    Args:
        evidence: The folder of the case's evidence; the timestamp lands below it.
        listed: The list, see :mod:`heavylift.documents.timestamps`.
        authority: Its address.
        roots: Certificates that the user trusts.
        manners: Limits of time for connections.

    Raises:
        FetchError: The authority does not answer as one, or another fetch is at work.
        DocumentError: Its reply does not hold; nothing of it is kept but the record.
    """
    folder = evidence / TIMESTAMPS
    with opened(folder) as records:
        if there := _there(folder, records, listed, authority, roots):
            return there
        request = make_request(listed)
        line = Line(manners or Etiquette(), insecure=True)
        reply, headers = _ask(line, authority, request)
        now = datetime.now(UTC)
        try:
            found = check_timestamp(reply, listed, request=request, roots=roots)
        except DocumentError as error:
            entry = _entry(authority, reply, headers, now)
            records.add(
                _with(entry, name="", outcome=Outcome.REFUSED, words=error.message)
            )
            raise
        name = _free_name(folder, found.time)
        # The reply last: a list without a reply is told of, a reply alone says nothing.
        for ending, raw in (("txt", listed), ("tsq", request), ("tsr", reply)):
            with replacing(folder / f"{name}.{ending}") as temporary:
                temporary.write_bytes(raw)
        records.add(_with(_entry(authority, reply, headers, now), name=f"{name}.tsr"))
    return Stamped(
        path=folder / f"{name}.tsr",
        timestamp=found,
        new=True,
        apart_s=(found.time - now).total_seconds(),
    )


def _there(
    folder: Path,
    records: Records,
    listed: bytes,
    authority: str,
    roots: Sequence[Certificate],
) -> Stamped | None:
    """Give the timestamp that this authority has given over this list, if it holds."""
    for path in sorted(folder.glob("*.tsr")):
        entry = records.landed(path.name)
        if entry is None or entry.url != without_query(authority):
            continue
        try:
            if path.with_suffix(".txt").read_bytes() != listed:
                continue
            found = check_timestamp(
                path.read_bytes(),
                listed,
                request=path.with_suffix(".tsq").read_bytes(),
                roots=roots,
            )
        except (DocumentError, OSError):
            continue
        return Stamped(path=path, timestamp=found, new=False)
    return None


def _ask(line: Line, authority: str, request: bytes) -> tuple[bytes, dict[str, str]]:
    """Send a request; give the reply as it came, and its headers.

    Raises:
        FetchError: There is no answer, or none of an authority.
    """
    host = host_of(authority)
    headers = {"Content-Type": _QUERY, "Accept": _REPLY, "Accept-Encoding": "identity"}
    try:
        with line.post(authority, request, headers) as reply:
            _check_answer(reply, host)
            return _read(reply, host), dict(reply.headers)
    except Unreachable as error:
        raise FetchError(
            f"{host}: {error}",
            help="look at the address, or ask another authority",
        ) from error


def _check_answer(reply: Reply, host: str) -> None:
    if 300 <= reply.status < 400:
        where = without_query(reply.headers.get("location", "elsewhere"))
        raise FetchError(
            f"{host} redirects to {where[:200]}, which is not followed",
            help="give that address with --authority if you trust it",
        )
    if reply.status != 200:
        raise FetchError(
            f"{host} answers {reply.status}",
            help="look at the address; some authorities limit how often they are asked",
        )
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _REPLY:
        raise FetchError(
            f"{host} answers with {kind[:80] or 'something without a type'}, not with "
            "a timestamp",
            help="look at the address: authorities have one for timestamps alone",
        )


def _read(reply: Reply, host: str) -> bytes:
    pieces, size, until = list[bytes](), 0, time.monotonic() + MOST_S
    for piece in reply.chunks():
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES or time.monotonic() > until:
            raise FetchError(
                f"{host}: the reply is larger or slower than one can be",
                help="look at the address, or ask another authority",
            )
    return b"".join(pieces)


def _entry(
    authority: str, reply: bytes, headers: dict[str, str], now: datetime
) -> Entry:
    return Entry(
        heavylift_fetch=FORMAT,
        outcome=Outcome.LANDED,
        name="",
        url=without_query(authority),
        time=now.isoformat(timespec="seconds"),
        status=200,
        headers=headers,
        size=len(reply),
        sha256=hashlib.sha256(reply).hexdigest(),
        received=len(reply),
        program=f"heavylift {__version__}",
    )


def _with(entry: Entry, **changes: object) -> Entry:
    changed: Entry = msgspec.structs.replace(entry, **changes)
    return changed


def _free_name(folder: Path, moment: datetime) -> str:
    """Name a timestamp by its time; a second one of that second gets a number."""
    name = f"{moment.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    number, free = 1, name
    while any((folder / f"{free}.{ending}").exists() for ending in ("txt", "tsr")):
        number += 1
        free = f"{name}-{number}"
    return free

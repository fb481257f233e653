"""Bring one file into its place: go on where it stopped, check it, give it its name."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from heavylift import __version__
from heavylift.errors import FetchError
from heavylift.fetch.addresses import NotFollowed
from heavylift.fetch.asking import Asking, GivenUp
from heavylift.fetch.looks import HEAD_BYTES, defect, objection
from heavylift.fetch.part import Part, answer_of, range_of
from heavylift.fetch.plan import Content, Item
from heavylift.fetch.records import FORMAT, Entry, Outcome, Records
from heavylift.fetch.transport import Reply, Unreachable

#: Bytes of a refused answer that the record shows: enough to read what a page says.
_SHOWN_BYTES: Final = 200

#: How often one file is begun before it is given up: a server whose file changes at
#: each request, or that cannot go on and breaks off every time, never gets there.
_MOST_STARTS: Final = 5

_GONE: Final = frozenset({404, 410})


class _Refused(Exception):
    """What came is not what was asked for."""


class _Failed(Exception):
    """The file cannot be had."""


class _NotThere(Exception):
    """The server has no such file."""


class _Unchanged(Exception):
    """The server has nothing newer."""


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """What happened so far while one file was fetched.

    Attributes:
        item: The file.
        part: What has arrived.
        progress: Told how many bytes are there.
        newer_than: Headers that ask for something newer than what is there.
        reply: The last answer.
        received: Bytes that came over the line.
        resumed: How often it was gone on with.
        starts: How often it was begun.
        joined: Whether the part is of more than one answer.
    """

    item: Item
    part: Part
    progress: Callable[[int], None]
    newer_than: Mapping[str, str] = field(default_factory=dict)
    reply: Reply | None = None
    received: int = 0
    resumed: int = 0
    starts: int = 0
    joined: bool = False


def download(
    item: Item,
    folder: Path,
    asking: Asking,
    records: Records,
    progress: Callable[[int], None] = lambda _: None,
) -> Entry:
    """Fetch one file unless it is there; record what came of it.

    Args:
        item: The file.
        folder: Where its name is looked up.
        asking: Who asks servers.
        records: The record of the folder; gets an entry, unless nothing happened.
        progress: Told now and then how many bytes are there.

    Returns:
        What came of it.

    Raises:
        Stopped: The run ends here; what arrived is kept.
        FetchError: It cannot be written.
    """
    landed = records.landed(item.name)
    found = _look(folder / item.name, item, landed)
    if found is not None and not (found.outcome is Outcome.THERE and item.changes):
        return found
    attempt = _Attempt(item=item, part=Part(folder / item.name), progress=progress)
    if found is not None and landed is not None and landed.url == item.url:
        attempt.newer_than = _conditions(landed.headers)
    else:
        attempt.part.take_up(item.url)
        attempt.joined = attempt.part.size > 0
    asking.turn_to_next()
    try:
        outcome, words = _fetch(attempt, asking)
    except _Unchanged:
        assert found is not None
        return msgspec.structs.replace(found, words="the server has nothing newer")
    finally:
        with contextlib.suppress(FetchError):
            attempt.part.rest()
    entry = _entry(attempt, outcome, words)
    records.add(entry)
    return entry


def _look(target: Path, item: Item, landed: Entry | None) -> Entry | None:
    """Say what is there already; ``None`` when the file is to be fetched."""
    if not target.exists():
        return None
    with target.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    found = Entry(
        heavylift_fetch=FORMAT,
        outcome=Outcome.THERE,
        name=item.name,
        url=item.url,
        time=now(),
        size=target.stat().st_size,
        sha256=sha256,
    )
    if item.sha256 is not None:
        right = sha256 == item.sha256
    else:
        right = landed is not None and landed.sha256 == sha256
        right = right and item.size in (None, found.size)
    if right:
        return found
    if landed is None:
        words = "a file of this name is there that was not fetched by this program"
        return msgspec.structs.replace(found, outcome=Outcome.LEFT, words=words)
    return None


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    asked = {
        "If-None-Match": headers.get("etag", ""),
        "If-Modified-Since": headers.get("last-modified", ""),
    }
    return {name: value for name, value in asked.items() if value}


def _fetch(attempt: _Attempt, asking: Asking) -> tuple[Outcome, str]:
    """Fetch, check and land; say what came of it."""
    part, outcome = attempt.part, Outcome.FAILED
    try:
        while True:
            _arrive(attempt, asking)
            words = _wrong(attempt)
            if words is None:
                part.land()
                return Outcome.LANDED, ""
            if not attempt.joined:
                break
            # Two halves of different files: once more, in one piece.
            asking.tell(f"{attempt.item.name}: {words}; starting over")
            _start_over(attempt)
        part.set_aside()
        return Outcome.REFUSED, f"{words}; kept as {part.refused.name}"
    except (_Refused, NotFollowed) as error:
        part.discard()
        outcome, words = Outcome.REFUSED, str(error)
    except _NotThere as error:
        part.discard()
        outcome, words = Outcome.NOT_THERE, str(error)
    except (_Failed, GivenUp) as error:
        words = str(error)
    return outcome, words


def _start_over(attempt: _Attempt) -> None:
    attempt.part.discard()
    attempt.joined = False


def _arrive(attempt: _Attempt, asking: Asking) -> None:
    """Ask until all bytes are here."""
    item, part = attempt.item, attempt.part
    while not _is_whole(attempt):
        before, why = attempt.received, "the connection broke off"
        with asking.ask(item.url, _headers(attempt), item.onward) as reply:
            attempt.reply = reply
            if not _takes(attempt, reply, asking):
                continue
            try:
                _take(attempt, reply)
            except Unreachable as error:
                why = str(error)
            else:
                if part.answer is not None and part.answer.total is None:
                    # No length was told: it ends where it ends.
                    part.answer = msgspec.structs.replace(part.answer, total=part.size)
        if _is_whole(attempt):
            break
        asking.broke_off(item.url, why, attempt.received - before)
    asking.went_well()


def _is_whole(attempt: _Attempt) -> bool:
    """Whether as many bytes are here as there should be."""
    answer, size = attempt.part.answer, attempt.part.size
    if answer is None or not size:
        return False
    listed = attempt.item.size
    return answer.total == size and (listed is None or size >= listed)


def _headers(attempt: _Attempt) -> dict[str, str]:
    """Headers of the next request."""
    item, part = attempt.item, attempt.part
    kind = "gzip" if item.content is Content.TRACE else "identity"
    headers = {"Accept-Encoding": kind, **attempt.newer_than}
    if part.size == 0 or part.answer is None:
        return headers
    known = part.answer.if_range
    if not (known or part.answer.etag or item.sha256):
        # Nothing would tell that the other half is of another file.
        _start_over(attempt)
        return headers
    headers["Range"] = f"bytes={part.size}-"
    if known:
        headers["If-Range"] = known
    return headers


def _takes(attempt: _Attempt, reply: Reply, asking: Asking) -> bool:
    """Whether the body of an answer is to be taken; otherwise to be asked again."""
    part = attempt.part
    if reply.status == 304 and attempt.newer_than:
        raise _Unchanged
    if reply.status in _GONE:
        asking.went_well()
        raise _NotThere(_words_of_absence(attempt.item))
    if reply.status == 206:
        first, _ = range_of(reply.headers)
        answer = answer_of(attempt.item.url, reply.headers, partial=True)
        if part.answer and first and part.answer.goes_on(answer, first, part.size):
            attempt.resumed += 1
            attempt.joined = True
            return True
    elif reply.status == 200:
        if part.size:
            asking.tell(f"{attempt.item.name}: the server starts over")
            _start_over(attempt)
        return True
    elif reply.status != 416:
        asking.refused_for_good(attempt.item.url, reply.status)
        raise _Failed(f"the server answers {reply.status}")
    asking.tell(f"{attempt.item.name}: has changed meanwhile; starting over")
    _count_start(attempt)
    _start_over(attempt)
    return False


def _words_of_absence(item: Item) -> str:
    if item.content is Content.TRACE:
        return (
            "not there: the archive has no file for this aircraft and day; that does "
            "not say that it did not fly"
        )
    return "not there: the server has no file at this address"


def _count_start(attempt: _Attempt) -> None:
    attempt.starts += 1
    if attempt.starts > _MOST_STARTS:
        raise _Failed(f"begun {_MOST_STARTS} times, and never came to its end")


def _take(attempt: _Attempt, reply: Reply) -> None:
    """Take the bytes of an answer; the first are looked at before any is kept."""
    part, listed = attempt.part, attempt.item.size
    head: bytes | None = None if part.size else b""
    for data in reply.chunks():
        attempt.received += len(data)
        if head is None:
            part.add(data)
        else:
            head += data
            if len(head) >= HEAD_BYTES:
                _begin(attempt, reply, head)
                head = None
        if listed is not None and part.size > listed:
            raise _Refused(f"more than the {listed:,} bytes that are listed")
        attempt.progress(part.size)
    if head is not None:
        _begin(attempt, reply, head)
        attempt.progress(part.size)


def _begin(attempt: _Attempt, reply: Reply, head: bytes) -> None:
    """Begin a file with its first bytes, unless they show that it is another."""
    item = attempt.item
    if words := objection(item.content, reply.headers, head):
        shown = head[:_SHOWN_BYTES].decode("utf-8", "replace")
        raise _Refused(f"{words}; it begins with {shown!r}" if shown else words)
    answer = answer_of(item.url, reply.headers, partial=False)
    if None not in (item.size, answer.total) and item.size != answer.total:
        raise _Refused(f"{answer.total:,} bytes where {item.size:,} are listed")
    _count_start(attempt)
    attempt.part.begin(answer)
    attempt.part.add(head)


def _wrong(attempt: _Attempt) -> str | None:
    """Say what is wrong with a file all of whose bytes are here."""
    item, part = attempt.item, attempt.part
    part.rest()
    if item.size not in (None, part.size):
        return f"{part.size:,} bytes where {item.size:,} are listed"
    if item.sha256 not in (None, part.sha256):
        return f"SHA-256 {part.sha256} where {item.sha256} is listed"
    return defect(item.content, part.path)


def _entry(attempt: _Attempt, outcome: Outcome, words: str) -> Entry:
    item, part, reply = attempt.item, attempt.part, attempt.reply
    arrived = part.size > 0 and outcome in (Outcome.LANDED, Outcome.REFUSED)
    return Entry(
        heavylift_fetch=FORMAT,
        outcome=outcome,
        words=words,
        name=item.name,
        url=item.url,
        answered_by=reply.url if reply else "",
        redirected_by=reply.hops if reply else (),
        time=now(),
        status=reply.status if reply else None,
        headers=dict(reply.headers) if reply else {},
        size=part.size if arrived else None,
        sha256=part.sha256 if arrived else None,
        listed_size=item.size,
        listed_sha256=item.sha256,
        received=attempt.received,
        resumed=attempt.resumed,
        started_over=max(0, attempt.starts - 1),
        licence=item.terms.licence,
        attribution=item.terms.attribution,
        terms=item.terms.address,
        program=f"heavylift {__version__}",
    )


def now() -> str:
    """Give the time, UTC, to the second."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"

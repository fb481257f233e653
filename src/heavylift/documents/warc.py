"""Documents in a web archive: WARC 1.0 and 1.1 (ISO 28500), plain or gzip.

The records are cut out here and not by a library, so that each can be kept as it stands
in the archive, and so that what is broken costs no more than itself. What HTTP adds
(headers, chunks) is warcio's to take away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from heavylift.documents.answers import (
    Answer,
    check_digests,
    media_type_of,
    read_answer,
    unpacked,
    without_chunks,
)
from heavylift.documents.packing import LARGEST, Stream, TooLarge

#: Headers of a record have about a thousand bytes; cookies can make it ten.
_MOST_HEADER: Final = 100_000
_MOST_LINE: Final = 20_000

#: What is read as a document, by the media type of the response.
MEDIA_TYPES: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/pdf"}
)

# Reasons for which a record is no document; they are printed and documented.
NOT_A_DOCUMENT: Final = "no page, text or PDF"
NOT_FOUND: Final = "a redirect or an error of the server"
NOT_A_RESPONSE: Final = "a request or a note of the archive's"
REVISIT: Final = "a repetition of an earlier record"
TOO_LARGE: Final = "too large"
TRUNCATED: Final = "breaks off"
NO_LENGTH: Final = "says no length"
NO_RECORD: Final = "no record of an archive"
NOT_UNPACKED: Final = "packed in a way that is not read"

#: Reasons that are no fault: an archive is full of these.
USUAL: Final = frozenset({NOT_A_DOCUMENT, NOT_FOUND, NOT_A_RESPONSE, REVISIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered, as an archive keeps it.

    Attributes:
        number: Which record of the file it is, from 1.
        record: The record as it stands in the archive, unpacked.
        body: What was answered, free of HTTP's packing.
        media_type: What it is, as the server says.
        charset: Its encoding, as the server says.
        address: Where it was taken from.
        date: When, as the archive says.
        flags: ``digest_differs``, ``record_truncated``.
        remarks: The same in sentences.
    """

    number: int
    record: bytes
    body: bytes
    media_type: str
    charset: str
    address: str
    date: str
    flags: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A record that is no document.

    Attributes:
        number: Which record of the file it is, from 1.
        address: Where it was taken from, as far as that could be read.
        reason: Why; one of the reasons above.
    """

    number: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Head:
    raw: bytes
    fields: dict[str, str]
    has_end: bool

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


def responses(file: IO[bytes]) -> Iterator[Response | Skipped]:
    """Go through an archive; give each record as a response or why it is none.

    Raises:
        TooLarge: The archive unpacks to many times its size.
    """
    stream = Stream(file)
    number, is_lost = 0, False
    while (found := _next_version(stream)) is not None:
        line, has_junk = found
        if has_junk and not is_lost:
            number += 1
            yield Skipped(number=number, address="", reason=NO_RECORD)
        if not line:
            break
        number += 1
        head = _head(stream, line)
        record = _record(stream, head, number)
        # Where the end of a record is not known, what follows it is its own.
        is_lost = isinstance(record, Skipped) and record.reason in _ENDLESS
        yield record
    if stream.is_broken:
        yield Skipped(number=number + 1, address="", reason=TRUNCATED)


def _next_version(stream: Stream) -> tuple[bytes, bool] | None:
    """The line with which a record begins, and whether anything else stood before."""
    has_junk = False
    while line := stream.readline(_MOST_LINE):
        begin = line.find(_BEGIN)
        if begin == 0:
            return line, has_junk
        if begin > 0:  # what stands before it has no end of line
            stream.unread(line[begin:])
            line = line[:begin]
        has_junk = has_junk or bool(line.strip())
    return (b"", True) if has_junk else None


#: Reasons after which nobody knows where the next record begins.
_ENDLESS: Final = frozenset({NO_LENGTH, TRUNCATED})

#: How each record begins, and what stands between two.
_BEGIN: Final = b"WARC/1."
_BETWEEN: Final = b"\r\n\r\n"


def _head(stream: Stream, line: bytes) -> _Head:
    """Read the named fields of a record; the first of a name counts."""
    raw, name = bytearray(line), ""
    fields: dict[str, str] = {}
    while len(raw) < _MOST_HEADER and (line := stream.readline(_MOST_LINE)):
        raw += line
        if not line.strip():
            return _Head(bytes(raw), fields, True)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and name:
            fields[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    return _Head(bytes(raw), fields, False)


def _record(stream: Stream, head: _Head, number: int) -> Response | Skipped:
    """Read a record to its end."""
    address = head.get("warc-target-uri").strip("<>")

    def skipped(reason: str) -> Skipped:
        return Skipped(number=number, address=address, reason=reason)

    length = head.get("content-length")
    if not head.has_end or not re.fullmatch(r"\d{1,15}", length):
        return skipped(NO_LENGTH)
    size = int(length)
    left = stream.left()
    if left is not None and size > left:  # a lie, or the end of what was written
        return skipped(TRUNCATED)
    reason = _not_wanted(head)
    if reason or size > LARGEST:
        whole = stream.skip(size) == size
        return skipped(reason or TOO_LARGE if whole else TRUNCATED)
    block = stream.read(size)
    end = stream.read(len(_BETWEEN))
    if end != _BETWEEN:
        stream.unread(end)
        begin = block.find(_BETWEEN + _BEGIN)
        if begin >= 0:  # its length reaches into the next record
            stream.unread(block[begin + len(_BETWEEN) :])
        if begin >= 0 or len(block) < size:
            return skipped(TRUNCATED)
    return _response(head, block, number, address)


def _not_wanted(head: _Head) -> str:
    kind = head.get("warc-type").lower()
    if kind == "revisit":
        return REVISIT
    if kind == "response":
        return "" if "application/http" in head.get("content-type") else NOT_A_DOCUMENT
    if kind == "resource":
        known = media_type_of(head.get("content-type"))[0] in MEDIA_TYPES
        return "" if known else NOT_A_DOCUMENT
    return NOT_A_RESPONSE


def _response(
    head: _Head, block: bytes, number: int, address: str
) -> Response | Skipped:
    def skipped(reason: str) -> Skipped:
        return Skipped(number=number, address=address, reason=reason)

    if head.get("warc-type").lower() == "response":
        answer = read_answer(block)
    else:
        answer = Answer("200", {"content-type": head.get("content-type")}, block)
    if not answer.status.startswith("2"):
        return skipped(NOT_FOUND if answer.status else NOT_A_DOCUMENT)
    media_type, charset = media_type_of(answer.fields.get("content-type", ""))
    if media_type not in MEDIA_TYPES:
        return skipped(NOT_A_DOCUMENT)
    plain = without_chunks(answer.stored, answer.fields)
    try:
        body, whole = unpacked(plain, answer.fields.get("content-encoding", ""))
    except TooLarge:
        return skipped(TOO_LARGE)
    except ValueError:
        return skipped(NOT_UNPACKED)
    flags, remarks = check_digests(head.fields, block, (answer.stored, plain, body))
    if not whole or head.get("warc-truncated"):
        flags.append("record_truncated")
        remarks.append("the archive holds the beginning of the answer alone")
    return Response(
        number=number,
        record=head.raw + block + _BETWEEN,
        body=body,
        media_type=media_type,
        charset=charset,
        address=address,
        date=head.get("warc-date"),
        flags=tuple(flags),
        remarks=tuple(remarks),
    )

"""Documents as JSON lines: an object a line, with ``text`` and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

import msgspec

from heavylift.documents.packing import LARGEST, Stream
from heavylift.documents.partial_dates import parse_partial

#: Reasons for which a line is no document.
NO_JSON: Final = "is no JSON object with a text"
EMPTY: Final = "has no text"
NO_DATE: Final = "has a date that is none"
TOO_LONG: Final = "is too long"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line; keys that are not known are left alone.

    Attributes:
        text: The text.
        doc: What the document is called.
        published: Its date of publication, a partial date.
        title: Its title.
        outlet: Who published it.
        author: Who wrote it.
        address: Where it was published.
        language: Its language, BCP 47.
    """

    text: str
    doc: str = ""
    published: str | None = None
    title: str = ""
    outlet: str = ""
    author: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of a file.

    Attributes:
        number: From 1.
        raw: Its bytes, without the line's end.
        line: What it says; ``None`` when it is no document.
        reason: Why it is none; empty when it is one.
    """

    number: int
    raw: bytes
    line: Line | None
    reason: str


def lines_of(file: IO[bytes]) -> Iterator[NumberedLine]:
    """Go through a file, plain or gzip; blank lines are passed over.

    Raises:
        TooLarge: It unpacks to many times its size.
    """
    stream = Stream(file)
    number = 0
    while raw := stream.readline(LARGEST):
        number += 1
        if not raw.endswith(b"\n") and len(raw) >= LARGEST:
            yield NumberedLine(number, raw[:100], None, TOO_LONG)
            while (rest := stream.readline(LARGEST)) and not rest.endswith(b"\n"):
                pass
        elif raw.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _read(raw.rstrip(b"\r\n"), number)
    if stream.is_broken:
        yield NumberedLine(number + 1, b"", None, "breaks off: the gzip is not whole")


def _read(raw: bytes, number: int) -> NumberedLine:
    try:
        line = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"), type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return NumberedLine(number, raw, None, NO_JSON)
    if not line.text.strip():
        return NumberedLine(number, raw, None, EMPTY)
    try:
        parse_partial(line.published or "XXXX")
    except ValueError:
        return NumberedLine(number, raw, None, NO_DATE)
    return NumberedLine(number, raw, line, "")

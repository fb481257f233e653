"""Tell by its bytes whether a file is what was asked for.

Servers that have nothing to give often send a page that says so, with status 200. A
page in the place of data would be found out only when it is read, by a message about
broken JSON; so it is not let in.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from heavylift.fetch.plan import Content
from heavylift.sources.detect import Kind, kind_of_json
from heavylift.sources.inflate import inflate
from heavylift.sources.tar import is_tar

#: Bytes looked at before the first is written; a tar tells itself by the 263rd.
HEAD_BYTES: Final = 1024

_GZIP: Final = b"\x1f\x8b\x08"
_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|head|body|script|\?xml|!--)", re.I)
_COLUMNS: Final = re.compile(rb'"?\w+"?([,;]"?\w+"?)+\s*$')
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_INFLATED_AT_A_TIME: Final = 1 << 20


def objection(content: Content, headers: Mapping[str, str], head: bytes) -> str | None:
    """Say why an answer cannot be what was asked for; ``None`` if it may be.

    Args:
        content: What was asked for.
        headers: Of the answer, names in lower case.
        head: Its first bytes, ``HEAD_BYTES`` or all of it if shorter.
    """
    plain = head.removeprefix(_UTF8_MARK)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if _MARKUP.match(plain):
        return "a page of HTML instead of data"
    if not head:
        return "an empty file"
    if (encoding := headers.get("content-encoding", "").strip().lower()) not in (
        "",
        "identity",
    ) and not (encoding in ("gzip", "x-gzip") and head.startswith(_GZIP)):
        return f"compressed in a way that was not asked for ({encoding})"
    check = _FIRST_BYTES[content]
    if check is None:
        named_page = kind in ("text/html", "application/xhtml+xml")
        return f"{kind} instead of {content.value}" if named_page else None
    return None if check(plain) else f"not {content.value}, by its first bytes"


def defect(content: Content, path: Path) -> str | None:
    """Say what is wrong with a file that has arrived; ``None`` if nothing is.

    Answers without a length end where they end; a gzip file knows whether that is all.
    """
    with path.open("rb") as file:
        gzipped = file.read(len(_GZIP)) == _GZIP
    if gzipped and not _inflates(path):
        return "gzip that is cut short or broken"
    return _defect_of_trace(path.read_bytes()) if content is Content.TRACE else None


def _defect_of_trace(data: bytes) -> str | None:
    """A day of one aircraft is a few megabytes at most."""
    text = inflate(data).data if data.startswith(_GZIP) else data
    if not text.rstrip().endswith(b"}"):
        return "JSON that is cut short"
    return None if kind_of_json(text) is Kind.READSB else "JSON that is no trace"


def _inflates(path: Path) -> bool:
    engine = zlib.decompressobj(wbits=31)
    try:
        with path.open("rb") as file:
            while data := file.read(_INFLATED_AT_A_TIME):
                while data and not engine.eof:
                    engine.decompress(data, _INFLATED_AT_A_TIME)
                    data = engine.unconsumed_tail
                if engine.eof:
                    break
    except zlib.error:
        return False
    return engine.eof


def _is_trace(head: bytes) -> bool:
    return head.startswith(_GZIP) or head.lstrip()[:1] == b"{"


def _is_table(head: bytes) -> bool:
    line = re.split(rb"[\r\n]", head.lstrip(), maxsplit=1)[0]
    return b"\0" not in head and _COLUMNS.match(line) is not None


_FIRST_BYTES: Final[Mapping[Content, Callable[[bytes], bool] | None]] = {
    Content.TAR: is_tar,
    Content.TAR_PART: None,
    Content.TRACE: _is_trace,
    Content.GZIP: lambda head: head.startswith(_GZIP),
    Content.TABLE: _is_table,
}

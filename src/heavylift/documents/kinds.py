"""What a file is, told by its content and not by its name."""

from __future__ import annotations

import re
from typing import Final, Literal

from heavylift.documents.packing import GZIP_MARK

#: What is read, and what is known well enough to say why it is not.
FileKind = Literal[
    "page", "mhtml", "pdf", "warc", "zip", "lines", "text", "gzip", "picture", "office",
]  # fmt: skip

#: So much of a file decides.
BEGINNING: Final = 8192

#: A PDF may have something before its header (ISO 32000-1, annex H.3.4.1).
_PDF_WITHIN: Final = 1024
_PDF: Final = b"%PDF-"

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
#: Office files before 2007.
_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_MAIL: Final = re.compile(rb"^[\w-]{2,40}:[ \t].{0,4000}?\bmultipart/related\b", re.S)
#: What begins a page, anywhere near its beginning: many begin with comments.
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|script)[\s>/]",
    re.IGNORECASE,
)
#: A line of JSON that is an object.
_LINE: Final = re.compile(rb"\s*\{\s*\"")


def kind_of(beginning: bytes) -> FileKind:
    """Tell what a file is.

    Args:
        beginning: Its first :data:`BEGINNING` bytes.
    """
    for mark, kind in _MARKS:
        if beginning.startswith(mark):
            return kind
    # UTF-16 has a zero beside each letter of a tag.
    plain = beginning.replace(b"\0", b"")
    if _MAIL.match(plain):
        return "mhtml"
    if _LINE.match(plain.removeprefix(b"\xef\xbb\xbf")):
        return "lines"
    if beginning.lstrip().startswith(_PDF):
        return "pdf"
    if _MARKUP.search(plain):
        return "page"
    return "pdf" if _PDF in beginning[:_PDF_WITHIN] else "text"


_MARKS: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (GZIP_MARK, "gzip"),
    (b"WARC/", "warc"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (_OFFICE, "office"),
    *((mark, "picture") for mark in _PICTURES),
)

"""A plain text: its characters are the text, as they are."""

from __future__ import annotations

from heavylift.documents.encodings import decode
from heavylift.documents.records import Extract
from heavylift.errors import DocumentError


def read_plain(raw: bytes, where: str, *, given: str = "", served: str = "") -> Extract:
    """Read a plain text; line ends, blanks and everything else stay as they are.

    Raises:
        DocumentError: Its encoding is not known, or it is empty.
    """
    decoded = decode(raw, where, given=given, served=served)
    if not decoded.text.strip():
        raise DocumentError(
            f"{where}: no text in it", help="give a file that holds the document's text"
        )
    return Extract(
        text=decoded.text,
        tool="as it is",
        encoding=decoded.encoding,
        flags=decoded.flags,
        remarks=decoded.remarks,
    )

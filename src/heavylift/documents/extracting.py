"""Read bytes of a known kind: what may be hostile apart, what is text here."""

from __future__ import annotations

from typing import Final

from heavylift.documents.confined import Confined, Kind
from heavylift.documents.kinds import FileKind
from heavylift.documents.plain import read_plain
from heavylift.documents.records import Extract
from heavylift.extras import DOCUMENTS, require

#: Which reader, ending and media type each kind has.
SINGLE: Final[dict[FileKind, tuple[Kind | None, str, str]]] = {
    "page": ("page", "html", "text/html"),
    "mhtml": ("mhtml", "mhtml", "multipart/related"),
    "pdf": ("pdf", "pdf", "application/pdf"),
    "text": (None, "txt", "text/plain"),
}


def extract(
    kind: FileKind,
    raw: bytes,
    where: str,
    reader: Confined,
    *,
    given: str = "",
    served: str = "",
) -> Extract:
    """Read a document.

    Args:
        kind: A kind of :data:`SINGLE`.
        raw: Its bytes.
        where: What it is called in messages.
        reader: What hostile documents are read with.
        given: Encoding that a person gave.
        served: Encoding that its server named.

    Raises:
        DocumentError: It cannot be read.
        ExtraMissing: What reads it is not installed.
    """
    confined = SINGLE[kind][0]
    if confined is None:
        return read_plain(raw, where, given=given, served=served)
    require(DOCUMENTS)
    return reader.read(confined, raw, where, given=given, served=served)

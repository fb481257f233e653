"""The text of a PDF, page by page.

Runs in the process that :mod:`heavylift.documents.confined` holds: a PDF can ask for
any amount of memory and time. What is scanned has no text; nothing is recognised here.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import io
import logging
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from heavylift.documents.records import DateKind, DateSaid, Extract, Facts
from heavylift.errors import DocumentError

#: Stands between pages: the form feed, as printers and ``pdftotext`` have it.
PAGE_END: Final = "\f"

#: Reports have hundreds of pages, encyclopaedias a few thousand.
MOST_PAGES: Final = 10_000

#: Of text from one document: twenty long books. More is made to be too much.
MOST_CHARACTERS: Final = 20_000_000

#: What pypdf raises at files that are broken or made to break it.
_BROKEN: Final = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    ArithmeticError, AssertionError, NotImplementedError, OSError,
)  # fmt: skip

_DATES: Final[tuple[tuple[DateKind, str], ...]] = (
    ("made", "creation_date"),
    ("modified", "modification_date"),
)


def read_pdf(raw: bytes, where: str) -> Extract:
    """Read a PDF.

    Raises:
        DocumentError: It is broken, locked, too large, or has no text.
    """
    complaints = _Complaints()
    log = logging.getLogger("pypdf")
    log.handlers, log.propagate = [complaints], False
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(
                f"{where}: a PDF that opens with a password alone",
                help="open it with its password, and print it to a PDF without one",
            )
        count = len(reader.pages)
    except _BROKEN as error:
        raise DocumentError(
            f"{where}: a PDF that cannot be read ({_why(error)})",
            help="get it again; if it opens in a viewer, print it to a new PDF there",
        ) from None
    if not count:
        raise DocumentError(
            f"{where}: a PDF without pages", help="get it again from its source"
        )
    if count > MOST_PAGES:
        raise DocumentError(
            f"{where}: a PDF of {count:,} pages; at most {MOST_PAGES:,} are read",
            help="split it into parts, and add those that matter",
        )
    texts, broken = _pages(reader, count, where, complaints)
    empty = [n for n, text in enumerate(texts, 1) if not text.strip()]
    if len(empty) == count:
        raise DocumentError(
            f"{where}: a PDF without text ({count} pages, likely scanned)",
            help="recognise its text with a program for that, such as OCRmyPDF, read "
            "it over, and add the result with --derived-from naming this one's source",
        )
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + len(PAGE_END)
    flags, remarks = _told(empty, broken)
    return Extract(
        text=PAGE_END.join(texts),
        tool=f"pypdf {importlib.metadata.version('pypdf')}",
        facts=_facts(reader),
        pages=tuple(starts),
        flags=flags,
        remarks=remarks,
    )


def _pages(
    reader: pypdf.PdfReader, count: int, where: str, complaints: _Complaints
) -> tuple[list[str], list[int]]:
    """Text of each page, and the numbers of those that cannot be read."""
    texts, broken, length = [], [], 0
    for number in range(count):
        before = complaints.count
        try:
            # Half characters (lone surrogates) stand in some fonts' tables.
            text = reader.pages[number].extract_text()
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        except (*_BROKEN, RecursionError):
            broken.append(number + 1)
            text = ""
        else:
            # A page that is given up in the middle is empty, with a complaint.
            if complaints.count > before and not text.strip():
                broken.append(number + 1)
        length += len(text)
        if length > MOST_CHARACTERS:
            raise DocumentError(
                f"{where}: more than {MOST_CHARACTERS:,} characters of text",
                help="split it into parts, and add those that matter",
            )
        texts.append(
            text.replace(PAGE_END, " ").replace("\0", "\N{REPLACEMENT CHARACTER}")
        )
    return texts, broken


class _Complaints(logging.Handler):
    """Counts what pypdf complains of.

    Attributes:
        count: How many complaints there were.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.count += 1


def _told(
    empty: list[int], broken: list[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    flags, remarks = [], []
    if broken:
        flags.append("pages_broken")
        remarks.append(f"pages that cannot be read: {_numbers(broken)}")
    scanned = [n for n in empty if n not in set(broken)]
    if scanned:
        flags.append("pages_without_text")
        remarks.append(f"pages without text, likely pictures: {_numbers(scanned)}")
    return tuple(flags), tuple(remarks)


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:20]))
    return shown if len(pages) <= 20 else f"{shown} and {len(pages) - 20} more"


def _facts(reader: pypdf.PdfReader) -> Facts:
    """What the file says of itself; its date of making is none of publication."""
    try:
        about = reader.metadata
        title = str((about and about.title) or "")
        author = str((about and about.author) or "")
    except _BROKEN:
        return Facts()
    dates = []
    for kind, name in _DATES:
        try:
            at = getattr(about, name, None)
        except _BROKEN:
            continue
        if isinstance(at, dt.datetime):
            said = at.isoformat()
            where = f"PDF {name.replace('_', ' ')}"
            dates.append(DateSaid(kind=kind, where=where, said=said, value=said))
    return Facts(title=title[:500], author=author[:500], dates=tuple(dates))


def _why(error: BaseException) -> str:
    return (str(error) or type(error).__name__).split("\n")[0][:200]

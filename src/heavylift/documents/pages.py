"""The article of a page, and what the page says of itself.

Runs in the process that :mod:`heavylift.documents.confined` holds: what comes from
outside may be made to break parsers.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import trafilatura
from lxml import etree, html

from heavylift.documents.encodings import decode
from heavylift.documents.hidden import hidden_in, hidden_samples
from heavylift.documents.page_facts import facts_of
from heavylift.documents.records import Extract, Facts
from heavylift.documents.visible import UNSEEN, visible_text
from heavylift.errors import DocumentError

#: Pictures inside a page (``data:`` addresses) are most of a page that was saved as one
#: file. They hold no text, and parsers need ten times their size.
_PICTURE: Final = re.compile(rb"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%\s_-]{200,}+")

#: Without its pictures a page has a megabyte or two. Reading this much takes
#: half a gigabyte; thrice as much would not fit the process it is read in.
LARGEST_PAGE: Final = 12_000_000

#: Pages of news have some thousand elements. Finding the article among so many takes
#: ten seconds and half a gigabyte; among six times as many it takes 1.3 gigabytes.
MOST_ELEMENTS: Final = 50_000

#: An article is a third or more of what its page shows, with long lists of other
#: articles a sixth. Below this share something else may have been picked.
LEAST_SHARE: Final = 0.1

#: Finding the article of a news page takes a tenth of a second; what takes so long is
#: made to take long.
ARTICLE_CPU_S: Final = 20.0

#: An element that nests so deeply ends the parser's work in the middle of the page.
_TOO_DEEP: Final = "ERR_RESOURCE_LIMIT"


@dataclass(frozen=True, slots=True)
class _Page:
    tree: etree._Element | None
    is_cut: bool


def read_page(raw: bytes, where: str, *, given: str = "", served: str = "") -> Extract:
    """Read a page.

    Args:
        raw: Its bytes.
        where: What it is called in messages.
        given: Encoding that a person gave.
        served: Encoding that its server named.

    Raises:
        DocumentError: It is too large, has no text, or its encoding is not known.
    """
    raw = _PICTURE.sub(b"data:,", raw)
    if len(raw) > LARGEST_PAGE:
        raise DocumentError(
            f"{where}: a page of {len(raw) / 1e6:.0f} MB without its pictures; at most "
            f"{LARGEST_PAGE / 1e6:.0f} MB are read",
            help="save the article alone, with the reader view of a browser, or its "
            "text as a text file",
        )
    decoded = decode(raw, where, given=given, served=served, markup=True)
    page = _parsed(decoded.text)
    facts = Facts() if page.tree is None else facts_of(page.tree, decoded.text)
    # Before the article is picked: that takes the tree apart.
    samples = [] if page.tree is None else hidden_samples(page.tree)
    shown = 0 if page.tree is None else _length_shown(page.tree)
    text, why = _article(page)
    flags, remarks = list(decoded.flags), list(decoded.remarks)
    tool = f"trafilatura {importlib.metadata.version('trafilatura')}"
    if text and len(text) < LEAST_SHARE * shown:
        flags.append("little_of_page")
        remarks.append(
            f"its text is {len(text):,} of some {shown:,} characters that the page "
            "shows; look whether it is the article, and whole"
        )
    if not text:
        text = _all_of(decoded.text, where)
        tool = "heavylift.documents.visible"
        flags.append("whole_page")
        remarks.append(f"{why}; the text is all that the page shows")
    if not text.strip():
        raise DocumentError(
            f"{where}: a page without text",
            help="pages that are filled by scripts must be saved after they were "
            "shown, in a browser: Save page as, complete",
        )
    if hidden := hidden_in(samples, text):
        flags.append("hidden_text")
        remarks.append(
            f"its text holds what the page hides from readers: {hidden[0]!r}"
            + (f" and {len(hidden) - 1} more" if hidden[1:] else "")
        )
    return Extract(
        text=text,
        tool=tool,
        facts=facts,
        encoding=decoded.encoding,
        flags=tuple(flags),
        remarks=tuple(remarks),
    )


def _parsed(text: str) -> _Page:
    """Parse a page; external entities and addresses are never opened."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True
    )
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _Page(None, False)
    is_cut = any(_TOO_DEEP in entry.type_name for entry in parser.error_log)
    return _Page(tree, is_cut)


def _article(page: _Page) -> tuple[str, str]:
    """The article's text, or why there is none."""
    if page.is_cut:
        return "", "elements are nested too deeply to find the article"
    if page.tree is not None:
        if sum(1 for _ in page.tree.iter()) > MOST_ELEMENTS:
            return "", "there are too many elements to find the article"
        try:
            with _limited(ARTICLE_CPU_S):
                found = trafilatura.extract(
                    page.tree,
                    include_comments=False,
                    include_tables=True,
                    with_metadata=False,
                )
        except _TakesTooLong:
            return "", "finding the article takes too long"
        if found:
            return found, ""
    return "", "no article was found"


def _length_shown(page: etree._Element) -> int:
    """How many characters a page shows, about: blanks between words count once."""
    return sum(
        len(" ".join(part.split()))
        for element in page.iter()
        for part in (element.text if element.tag not in UNSEEN else "", element.tail)
        if part and isinstance(element.tag, str)
    )


def _all_of(markup: str, where: str) -> str:
    """All that a page shows.

    Raises:
        DocumentError: It is made so that this takes too long.
    """
    try:
        with _limited(ARTICLE_CPU_S):
            return visible_text(markup)
    except _TakesTooLong:
        raise DocumentError(
            f"{where}: a page made so that reading it takes very long",
            help="add its text as a text file, or print it to a PDF and add that",
        ) from None


class _TakesTooLong(BaseException):
    """Not an ``Exception``: parsers keep those to themselves."""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Allow so much time of the processor, however busy the machine is."""

    def stop(*_: object) -> None:
        raise _TakesTooLong

    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

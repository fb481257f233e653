"""What a page says of itself: title, outlet, author, address, language, dates.

Read by ourselves, and not by the tool that picks the article's text: each fact must
come from a place that can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from heavylift.documents.page_dates import dates_of
from heavylift.documents.records import Facts
from heavylift.documents.structured import Node, article_node, words_of
from heavylift.documents.written_dates import read_written

if TYPE_CHECKING:
    from lxml import etree

#: Longer ones are no titles and no names; what breaks is only how lists look.
_LONGEST: Final = 500

#: Browsers note whence they saved a page, each in its own way (the mark of the web;
#: SingleFile's first comment).
_SAVED_FROM: Final = re.compile(
    r"<!--\s*saved from url=\(\d{4}\)(\S{1,2000})\s*-->"
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})"
)
_SAVED_AT: Final = re.compile(r"\bsaved date:\s*([^\n(]{10,60})")
_SINGLEFILE_DATE: Final = re.compile(
    r"\w{3} (\w{3} \d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})"
)
#: Such comments stand at the beginning.
_SAVED_WITHIN: Final = 8192

_WEB: Final = re.compile(r"https?://[^\s<>\"']{1,2000}", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def facts_of(page: etree._Element, text: str) -> Facts:
    """Give what a page says of itself; what it does not say is empty.

    Args:
        page: The whole page, scripts and all.
        text: The same as text, for the comments at its beginning.
    """
    node = article_node(page)
    metas = _metas(page)
    saved, saved_at = _saved(text[:_SAVED_WITHIN])
    return Facts(
        title=_first(
            words_of(node.get("headline")),
            metas.get("og:title"),
            metas.get("dc.title"),
            _text(page.find(".//h1")),
            _text(page.find(".//title")),
        ),
        outlet=_first(
            words_of(node.get("publisher")),
            metas.get("og:site_name"),
            metas.get("dc.publisher"),
            metas.get("application-name"),
        ),
        author=_author(node, metas),
        address=_address(page, node, metas, saved),
        language=_language(page, node, metas),
        retrieved=saved_at,
        dates=dates_of(page, node),
    )


def web_address(said: str) -> str:
    """Give an address of the web, or nothing."""
    found = _WEB.fullmatch(said.strip())
    return found[0] if found else ""


def language_said(said: str) -> str:
    """Give a language as BCP 47 writes it, or nothing."""
    found = _LANGUAGE.fullmatch(said.strip())
    if not found:
        return ""
    first, *rest = found[0].replace("_", "-").split("-")
    regions = (p.upper() if len(p) == 2 else p for p in rest)
    return "-".join([first.lower(), *regions])


def _metas(page: etree._Element) -> dict[str, str]:
    """What ``meta`` elements say, by name; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            said = " ".join((meta.get("content") or "").split())
            if name and said:
                found.setdefault(name, said)
    return found


def _author(node: Node, metas: dict[str, str]) -> str:
    """Names; social networks' addresses stand in their place on many pages."""
    said: Iterable[str | None] = (
        words_of(node.get("author")),
        metas.get("author"),
        metas.get("article:author"),
        metas.get("dc.creator"),
        metas.get("parsely-author"),
    )
    return _first(*(s for s in said if s and "://" not in s))


def _address(
    page: etree._Element, node: Node, metas: dict[str, str], saved: str
) -> str:
    canonical = ""
    for link in page.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            canonical = canonical or web_address(link.get("href") or "")
    about = node.get("mainEntityOfPage") or node.get("url") or ""
    about = about.get("@id", "") if isinstance(about, dict) else about
    said = (
        web_address(saved),
        canonical,
        web_address(metas.get("og:url", "")),
        web_address(about) if isinstance(about, str) else "",
    )
    return next((address for address in said if address), "")


def _language(page: etree._Element, node: Node, metas: dict[str, str]) -> str:
    html = page if page.tag == "html" else page.find(".//html")
    said = (
        (html.get("lang") or "") if html is not None else "",
        words_of(node.get("inLanguage")),
        metas.get("og:locale", ""),
        metas.get("content-language", ""),
        metas.get("dc.language", ""),
    )
    return next((known for s in said if (known := language_said(s))), "")


def _saved(beginning: str) -> tuple[str, str]:
    """Whence and when a browser says that it saved the page."""
    found = _SAVED_FROM.search(beginning)
    if not found:
        return "", ""
    at = _SAVED_AT.search(beginning)
    if not at:
        return found[1] or found[2], ""
    said = at[1].strip()
    if parts := _SINGLEFILE_DATE.match(said):
        said = f"{parts[1]} {parts[2]} {parts[3]} {parts[4]}"
        month, day, year, clock, zone = said.split()
        said = f"{day} {month} {year} {clock} {zone}"
    return found[1] or found[2], str(read_written(said) or "")


def _text(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return " ".join("".join(element.itertext())[: 4 * _LONGEST].split())


def _first(*said: str | None) -> str:
    return next((" ".join(s.split())[:_LONGEST] for s in said if s), "")

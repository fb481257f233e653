"""The dates that a page bears, and which of them is that of publication.

Pages say it up to a dozen times and not always the same. All are kept, each with where
it stands; the weightiest is used, and that others differ is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from heavylift.documents.partial_dates import PartialDate, parse_partial
from heavylift.documents.records import DateKind, DateSaid
from heavylift.documents.structured import Node, words_of
from heavylift.documents.written_dates import read_written

if TYPE_CHECKING:
    from lxml import etree

#: Names of ``meta`` elements, the weightiest first: Open Graph's article vocabulary,
#: schema.org, Google Scholar's, Dublin Core, then what systems of newsrooms write.
_META: Final[dict[str, DateKind]] = {
    "article:published_time": "published",
    "og:article:published_time": "published",
    "og:published_time": "published",
    "datepublished": "published",
    "citation_publication_date": "published",
    "citation_online_date": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published",
    "cxenseparse:recs:publishtime": "published",
    "article.published": "published",
    "publish-date": "published",
    "publish_date": "published",
    "publication_date": "published",
    "pubdate": "published",
    "dcterms.issued": "published",
    "dc.date.issued": "published",
    "dcterms.date": "published",
    "dc.date": "published",
    "date": "published",
    "article:modified_time": "modified",
    "og:updated_time": "modified",
    "datemodified": "modified",
    "dcterms.modified": "modified",
    "last-modified": "modified",
    "dcterms.created": "made",
    "dc.date.created": "made",
    "datecreated": "made",
}

#: In JSON-LD, the same.
_LD: Final[dict[str, DateKind]] = {
    "datePublished": "published",
    "dateModified": "modified",
    "dateCreated": "made",
}

#: A page that bears more is a list of other pages.
_MOST: Final = 40

#: Two moments of one publication may differ by what a system takes to write them down.
_SAME_MOMENT: Final = dt.timedelta(minutes=1)


def dates_of(page: etree._Element, node: Node) -> tuple[DateSaid, ...]:
    """Give every date that a page bears, the weightiest first, each way once."""
    found: dict[tuple[str, str], DateSaid] = {}
    for kind, where, said in (*_in_node(node), *_in_meta(page), *_in_items(page)):
        found.setdefault((where, said), date_said(kind, where, said))
        if len(found) >= _MOST:
            break
    if not any(d.kind == "published" and d.value for d in found.values()):
        for where, said in _in_times(page):
            found.setdefault((where, said), date_said("published", where, said))
    return tuple(found.values())[:_MOST]


def date_said(kind: DateKind, where: str, said: str) -> DateSaid:
    """Read one date as it is written; its value is empty where it cannot be read."""
    value = read_written(said)
    return DateSaid(kind=kind, where=where, said=said[:200], value=str(value or ""))


def published_of(dates: Sequence[DateSaid]) -> DateSaid | None:
    """Give the weightiest date of publication that could be read."""
    return next((d for d in dates if d.kind == "published" and d.value), None)


def differing(dates: Sequence[DateSaid]) -> list[DateSaid]:
    """Give the dates of publication that say otherwise than the weightiest."""
    used = published_of(dates)
    if used is None:
        return []
    one = parse_partial(used.value)
    others = (d for d in dates if d.kind == "published" and d.value)
    return [d for d in others if not agree(one, parse_partial(d.value))]


def agree(one: PartialDate, other: PartialDate) -> bool:
    """Say whether two dates can be of one publication.

    A day agrees with a moment when it is that day in the moment's zone or in UTC.

    >>> agree(parse_partial("2023-10-05"), parse_partial("2023-10-06T01:00:00+04:00"))
    True
    >>> agree(parse_partial("XXXX-09-19"), parse_partial("2023-09-20"))
    False
    """
    if one.moment is not None and other.moment is not None:
        if (one.moment.tzinfo is None) == (other.moment.tzinfo is None):
            return abs(one.moment - other.moment) <= _SAME_MOMENT
        return one.date == other.date
    return any(_same_parts(a, b) for a in _days(one) for b in _days(other))


def _days(date: PartialDate) -> list[PartialDate]:
    if date.moment is None or date.moment.tzinfo is None:
        return [date]
    utc = date.moment.astimezone(dt.UTC)
    return [date, PartialDate(utc.year, utc.month, utc.day)]


def _same_parts(one: PartialDate, other: PartialDate) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _in_node(node: Node) -> Iterator[tuple[DateKind, str, str]]:
    for key, kind in _LD.items():
        if said := words_of(node.get(key)):
            yield kind, f"JSON-LD {key}", said


def _in_meta(page: etree._Element) -> list[tuple[DateKind, str, str]]:
    found = []
    order = list(_META)
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            said = (meta.get("content") or "").strip()
            # As a header, ``date`` is when the page was served.
            if name in _META and said and (attribute, name) != ("http-equiv", "date"):
                place = f"meta {name}"
                found.append((order.index(name), _META[name], place, said))
                break
    return [(kind, where, said) for _, kind, where, said in sorted(found)]


def _in_items(page: etree._Element) -> Iterator[tuple[DateKind, str, str]]:
    """Microdata: the date of whatever item the page is about."""
    for key, kind in _LD.items():
        for element in page.iterfind(f".//*[@itemprop='{key}']"):
            if element.tag != "meta" and (said := _written_in(element)):
                yield kind, f"itemprop {key}", said
                break


def _in_times(page: etree._Element) -> list[tuple[str, str]]:
    """The first ``time`` of the article; others are mostly of other articles."""
    for path, where in (
        (".//time[@pubdate]", "time pubdate"),
        (".//article//time[@datetime]", "time in the article"),
        (".//main//time[@datetime]", "time in the main part"),
        (".//time[@datetime]", "time in the page"),
    ):
        element = page.find(path)
        if element is not None and (said := _written_in(element)):
            return [(where, said)]
    return []


def _written_in(element: etree._Element) -> str:
    said = element.get("datetime") or element.get("content") or ""
    return said.strip() or " ".join("".join(element.itertext()).split())[:200]

"""Claims to compare: assertions, documents and judgements, made to order."""

from __future__ import annotations

import msgspec

from heavylift.claims.book import Book, read_book
from heavylift.claims.claimed import Claimed, work_out
from heavylift.claims.counts import count_of
from heavylift.claims.periods import parse_period
from heavylift.claims.records import Assertion, Content, Listed
from heavylift.claims.topics import topic_of
from heavylift.claims.units import rate_of, unit_of
from heavylift.ledger import Entry

#: Places of the tests; "Azerbaijan" holds both of its airfields.
PLACES = {
    "UBBB": frozenset({"UBBB"}),
    "UBBG": frozenset({"UBBG"}),
    "LLOV": frozenset({"LLOV"}),
    "LLER": frozenset({"LLER"}),
    "LLBG": frozenset({"LLBG"}),
    "Azerbaijan": frozenset({"UBBB", "UBBG"}),
    "Israel": frozenset({"LLOV", "LLER", "LLBG"}),
}


def resolve(text):
    """Resolve a place of ``PLACES``, or any list of codes."""
    return PLACES.get(text) or frozenset(text.split(","))


def said(name, number=None, unit="landings", period="2023-09-01/2023-09-17", **more):
    """Make an assertion: ``said("A", "at least 6", "landings")``."""
    words, _, digits = str(number or "").rpartition(" ")
    low, _, high = digits.partition("-")
    count = None
    if number is not None:
        numbers = (float(low), float(high or low)) if low else (None, None)
        count = count_of(*numbers, words)
    unit_words = unit if count is not None else ""
    text = more.pop("text", f"{number or ''} {unit_words} of {name}".strip())
    made = {
        "id": name,
        "text": text,
        "topic": topic_of(text, unit_of(unit_words)),
        "origin": "UBBB",
        "destination": "LLOV",
        "period": parse_period(period),
        "count": count,
        "unit": unit_of(unit_words),
        "unit_words": unit_words,
        "rate_per": rate_of(unit_words),
        "speaker": name,
        "rule": "in a test",
    }
    return Assertion(**(made | more))


def document(name, derived_from="", **more):
    """List a document."""
    return Listed(id=name, derived_from=derived_from, **more)


def entries(*contents: Content):
    """Give contents as a ledger would hold them."""
    return [
        Entry(
            sequence=n,
            time="2023-10-05T00:00:00.000000Z",
            previous="",
            content=msgspec.to_builtins(content),
            hash="",
        )
        for n, content in enumerate(contents, 1)
    ]


def book(*contents: Content) -> Book:
    """Read contents as a ledger."""
    return read_book(entries(*contents))


def worked_out(*contents: Content, texts=None, sides=()) -> Claimed:
    """Work out claims of contents."""
    return work_out(book(*contents), resolve, texts, sides)


def relations(claimed: Claimed) -> dict:
    """Give relations within claims, by the pair."""
    return {(r.a, r.b): r for c in claimed.claims for r in c.relations}


def links(claimed: Claimed, kind: str) -> dict:
    """Give links of a kind, by the one and the first of the others."""
    return {(k.of, k.to): k for k in claimed.links if k.kind == kind}


def groups(claimed: Claimed) -> list[list[str]]:
    """Give the names in each claim."""
    return [sorted(a.id for a in c.assertions) for c in claimed.claims]

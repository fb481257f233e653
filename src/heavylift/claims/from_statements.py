"""Statements read in a document become proposals of assertions.

One statement gives one assertion for each number of flights, people or areas in its
content, or one without a number. Places, times and numbers are those within the
characters of its content; where a time is missing, none is guessed. Every proposal
keeps its characters, with some before and after them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from heavylift.claims.counts import Bound, Count
from heavylift.claims.periods import Period
from heavylift.claims.records import Assertion, Listed, Polarity, id_of
from heavylift.claims.topics import topic_of
from heavylift.claims.units import Unit, rate_of, unit_of
from heavylift.claims.vague_periods import before_an_event
from heavylift.statements.records import (
    Place,
    Quantity,
    Record,
    Span,
    Statement,
    Time,
)

#: Characters told before and after a quotation: about a line of a page, enough to see
#: that it is not torn out of its sentence.
CONTEXT: Final = 90

#: Flag of a statement inside a quotation.
NESTED: Final = "nested_in_quote"

#: Words before a place that make it where flights came from.
_FROM: Final = re.compile(
    r"\b(?:from|left|leaving|departed|between)\s+(?:the\s+)?$", re.I
)

#: Words before a place that make it where they went.
_TO: Final = re.compile(
    r"\b(?:to|at|in|into|for|towards?|reached|and)\s+(?:the\s+)?$", re.I
)

#: How many characters before a place are looked at for such a word.
_LOOK_BACK: Final = 24

#: Units that make an assertion of their own.
_COUNTED: Final = ("person", "share", "area", "money", "landing", "take-off", "leg",
                   "rotation", "flight", "aircraft")  # fmt: skip

_BOUNDS: Final[dict[str, Bound]] = {
    "exact": "",
    "about": "about",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "range": "",
    "vague": "",
}


def assertions_of(
    records: Sequence[Record], text: str, document: Listed
) -> list[Assertion]:
    """Make proposals of what was read in one document.

    Args:
        records: Statements, times, quantities and places of the document.
        text: Its text, as it is stored.
        document: What is known of it.

    Returns:
        Proposals in the order of the text; each names the rule that made it.
    """
    statements = [r for r in records if isinstance(r, Statement)]
    others = [r for r in records if not isinstance(r, Statement)]
    found: list[Assertion] = []
    denied: dict[int, tuple[Span, ...]] = {}
    for own in sorted(statements, key=lambda s: (s.content, s.cue)):
        # What somebody is quoted as saying that somebody else said is hearsay of the
        # second degree: it stays with the statements, and makes no claim.
        if own.content and NESTED not in own.flags:
            made = _of_statement(own, others, text, document)
            denied |= dict.fromkeys(
                range(len(found), len(found) + len(made)), own.denies
            )
            found += made
    return _linked(found, denied)


def _linked(
    found: list[Assertion], denied: Mapping[int, tuple[Span, ...]]
) -> list[Assertion]:
    """Name in a denial of "this claim" what it denies, as the statement tells."""
    by_spans: dict[tuple[Span, ...], list[str]] = {}
    for own in found:
        by_spans.setdefault(own.spans, []).append(own.id)
    out = []
    for number, own in enumerate(found):
        names = tuple(by_spans.get(denied[number], ())) if denied[number] else ()
        if names:
            words = f'"{own.quotation}" speaks of what was said right before'
            linked = msgspec.structs.replace(own, disputes=names, disputed=words)
            out.append(_named(linked))
        else:
            out.append(own)
    return out


def _of_statement(
    own: Statement, others: Sequence[Record], text: str, document: Listed
) -> list[Assertion]:
    inside = [
        r
        for r in others
        if not isinstance(r, Statement)
        and any(a <= r.start and r.end <= b for a, b in own.content)
    ]
    times = [r for r in inside if isinstance(r, Time)]
    words = " … ".join(text[a:b] for a, b in own.content)
    first, last = own.content[0][0], own.content[-1][1]
    origin, destination = _way([r for r in inside if isinstance(r, Place)], text)
    polarity: Polarity = (
        "denies"
        if own.polarity == "denies"
        else "no_comment"
        if own.polarity in ("refuses", "asks")
        else "asserts"
    )
    bare = Assertion(
        id="",
        text=" ".join(words.split()),
        topic=topic_of(words, None),
        polarity=polarity,
        origin=origin,
        destination=destination,
        period=before_an_event(text, own.content, times) or _period(times, text),
        speaker=own.speaker,
        proposed=own.proposed or "",
        role=own.role,
        outlet=document.outlet,
        date=document.date,
        doc=own.doc,
        url=document.url,
        hedges=tuple(text[a:b] for a, b in own.hedges),
        spans=own.content,
        quotation=words,
        before=text[max(first - CONTEXT, 0) : first],
        after=text[last : last + CONTEXT],
        note="; ".join(own.flags),
        rule=f"read in {own.doc} ({own.rule})" if own.rule else f"read in {own.doc}",
    )
    counted = [
        _with_count(bare, quantity, unit)
        for quantity in inside
        if isinstance(quantity, Quantity) and (unit := _unit(quantity)) in _COUNTED
    ]
    return [_named(a) for a in counted or [bare]]


def _with_count(bare: Assertion, quantity: Quantity, unit: Unit | None) -> Assertion:
    counts = quantity.counts or quantity.unit
    with_count: Assertion = msgspec.structs.replace(
        bare,
        topic=topic_of(bare.text, unit),
        subject=quantity.share_of or "",
        count=Count(
            low=quantity.low,
            high=quantity.high,
            value=quantity.value,
            bound=_BOUNDS[quantity.bound],
            words=quantity.words,
        ),
        unit=unit,
        unit_words=counts,
        rate_per=rate_of(counts),
    )
    return with_count


def _unit(quantity: Quantity) -> Unit | None:
    """The unit of a quantity: of counting as it is named, else by its words."""
    if quantity.unit == "percent":
        return "share"
    named = unit_of(quantity.unit)
    if named not in (None, "other"):
        return named
    return unit_of(quantity.counts)


def _way(places: Sequence[Place], text: str) -> tuple[str, str]:
    """Where from and where to, by the words before the names; empty when not said."""
    origin = destination = ""
    for place in sorted(places, key=lambda p: p.start):
        before = text[max(place.start - _LOOK_BACK, 0) : place.start]
        name = _code(place)
        if not origin and _FROM.search(before):
            origin = name
        elif not destination and _TO.search(before):
            destination = name
    return origin, destination


def _code(place: Place) -> str:
    """A place as ``reference.places`` reads it: its code where it has one."""
    likeliest = place.candidates[0] if place.candidates else None
    if likeliest is None:
        return ""
    if likeliest.kind == "country" and likeliest.code:
        return f"country:{likeliest.code}"
    if likeliest.kind == "airfield" and likeliest.code:
        return likeliest.code
    return likeliest.name


def _period(times: Sequence[Time], text: str) -> Period:
    """The first time that has bounds; a set or a span of no date is kept as words."""
    for time in sorted(times, key=lambda t: t.start):
        start, end = _day(time.from_), _day(time.to)
        words = text[time.start : time.end]
        if start is None and end is None:
            continue
        if start is not None and end is not None and start < end:
            vague = time.granularity in ("set", "duration")
            return Period(
                start=start,
                start_latest=None if vague else start,
                end_earliest=None if vague else end,
                end=end,
                words=words,
            )
        return Period(start=start, end=end, words=words)
    return Period(words="; ".join(text[t.start : t.end] for t in times))


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _named(assertion: Assertion) -> Assertion:
    return msgspec.structs.replace(assertion, id=id_of(assertion))

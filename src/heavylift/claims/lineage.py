"""Which documents tell what others told first?

Twenty pages that retell one article are one observation. A document comes from another
when a list says so, when a person does, when most of its words in order stand in it, or
when it names the other as its source. What is left at the end of each line is an
original; everything above it is a copy, with the reason why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from heavylift.claims.book import Book
from heavylift.claims.near_copies import Overlap, near_copies
from heavylift.claims.records import Assertion, Listed

#: Words by which a source says that it passes on what another one said. The name that
#: follows is looked for among outlets of the case.
_RETELLS: Final = re.compile(
    r"\b(?:retelling|retold from|citing|as cited by|as told by|told|from|according to"
    r"|as given by|quoting|reported by)\s+(?P<name>[A-Z][\w.&'’ -]+)"
)
#: "Haaretz via SoyArmenio": the one that is passed on stands first.
_VIA: Final = re.compile(r"(?:^|; )(?P<name>[A-Z][^;,(]*?) via ")
_AS_REPORTED: Final = re.compile(
    r"\bas (?P<name>[A-Z][\w.&'’ -]+?) (?:reported|reports|wrote|writes|said)\b"
)

#: A name of an outlet of one or two letters would be found everywhere.
_SHORTEST_NAME: Final = 2

#: So much of the name of an outlet is its name; what follows says how it is stored.
_NAME_ENDS: Final = re.compile(r"\s*(?:\(|,| via\b| / |;| - )")


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a document comes from.

    Attributes:
        parent: The document that it retells.
        why: How that is known.
    """

    parent: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What comes from what, by the names of documents and assertions.

    Attributes:
        of: Where each copy comes from.
        stands_in: The document of each assertion that stands in one.
    """

    of: Mapping[str, Descent] = field(default_factory=dict)
    stands_in: Mapping[str, str] = field(default_factory=dict)

    def _next(self, name: str) -> str | None:
        step = self.of.get(name)
        return step.parent if step else self.stands_in.get(name)

    def line(self, name: str) -> list[str]:
        """What it is, what it comes from, and so on to the original."""
        line = [name]
        while (above := self._next(line[-1])) is not None and above not in line:
            line.append(above)
        return line

    def original(self, name: str) -> str:
        """The original at the end of a line; of sources that name each other, one."""
        line = self.line(name)
        above = self._next(line[-1])
        # In a circle it is the same one for all of them.
        return line[-1] if above is None else min(line[line.index(above) :])

    def why(self, name: str) -> str:
        """Say why something is a copy, step by step; empty for an original."""
        last = self.original(name)
        if last in (name, self.stands_in.get(name)) and name not in self.of:
            return ""
        steps = [self.of[n].why for n in self.line(name) if n in self.of and n != last]
        return "; that: ".join(steps)


def trace_lineage(book: Book, texts: Mapping[str, str] | None = None) -> Lineage:
    """Find out which documents come from which.

    Withdrawn documents and assertions take part: a copy of something that no longer
    counts is still a copy, and must not become an observation of its own.

    Args:
        book: The ledger.
        texts: Texts of documents that are stored, by name.

    Returns:
        For each copy one parent: by a person's word, else by the list, else by its
        words, else by the name it gives.
    """
    documents = {**book.withdrawn_documents, **book.documents}
    found: dict[str, Descent] = {}
    for step in (
        _named_in_speakers(book, documents),
        _named_in_texts(documents, texts or {}),
        _by_words(documents, texts or {}),
        _listed(documents.values()),
    ):
        found.update(step)
    stands_in = {n: a.doc for n, a in book.proposed.items() if a.doc}
    return Lineage(of=_judged(book, found), stands_in=stands_in)


def _listed(documents: Iterable[Listed]) -> dict[str, Descent]:
    return {
        d.id: Descent(d.derived_from, f"derived from {d.derived_from} by the list")
        for d in documents
        if d.derived_from and d.derived_from != d.id
    }


def _by_words(
    documents: Mapping[str, Listed], texts: Mapping[str, str]
) -> dict[str, Descent]:
    best: dict[str, tuple[float, Descent]] = {}
    for pair in near_copies(texts):
        copy, original, share = _directed(pair, documents)
        why = f"{100 * share:.0f} % of its words in order stand in {original}"
        if copy not in best or best[copy][0] < share:
            best[copy] = (share, Descent(original, why))
    return {name: descent for name, (_, descent) in best.items()}


def _directed(pair: Overlap, documents: Mapping[str, Listed]) -> tuple[str, str, float]:
    """The copy, the original and the share of the copy; the later one is the copy."""
    if _when(documents, pair.a) <= _when(documents, pair.b):
        return pair.b, pair.a, pair.of_b
    return pair.a, pair.b, pair.of_a


def _when(documents: Mapping[str, Listed], name: str) -> tuple[str, str]:
    own = documents.get(name)
    # A document without a date is taken as the later one.
    return (own.date if own and own.date else "9999", name)


def _named_in_speakers(
    book: Book, documents: Mapping[str, Listed]
) -> dict[str, Descent]:
    """What an entry says itself, such as "Middle East Monitor retelling Haaretz"."""
    found: dict[str, Descent] = {}
    for own in book.proposed.values():
        listed = documents.get(own.doc)
        if listed and listed.derived_from:
            continue
        for pattern in (_RETELLS, _VIA):
            for heard in pattern.finditer(f"{own.speaker}; {own.outlet}"):
                name = heard["name"].strip()
                parent = _told_first(own, name, book, documents)
                if parent:
                    why = f"says itself that it passes on {name} ({parent})"
                    found[own.id] = Descent(parent, why)
    return found


def _told_first(
    own: Assertion, name: str, book: Book, documents: Mapping[str, Listed]
) -> str:
    """The document of an outlet that told it before.

    The one with the same figure, else the latest that came out after what it is about:
    an article of 2016 is no source for flights of 2020.
    """
    wanted = name.casefold()
    same: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    over = str(own.period.end or "")
    for other in book.proposed.values():
        outlet = documents[other.doc].outlet if other.doc in documents else other.outlet
        when = _date(other, documents)
        # Its own name first: who retells is not whom it retells.
        if (
            not other.doc
            or other.doc == own.doc
            or when > _date(own, documents)
            or not f"{outlet} {other.speaker}".casefold().startswith(wanted)
            or not _same_thing(own, other)
        ):
            continue
        if own.count and other.count and own.count.same_as(other.count):
            same.append((when, other.doc))
        elif when >= over:
            after.append((when, other.doc))
    return min(same)[1] if same else max(after)[1] if after else ""


def _same_thing(a: Assertion, b: Assertion) -> bool:
    if a.topic != b.topic:
        return False
    if a.key or b.key:
        return a.key == b.key
    return {a.origin, a.destination} & {b.origin, b.destination} > {""} or (
        bool(a.destination) and a.destination == b.destination
    )


def _date(own: Assertion, documents: Mapping[str, Listed]) -> str:
    listed = documents.get(own.doc)
    return own.date or (listed.date if listed else "") or "9999"


def _named_in_texts(
    documents: Mapping[str, Listed], texts: Mapping[str, str]
) -> dict[str, Descent]:
    """What texts say: "as Haaretz reported" names its one earlier document."""
    outlets: dict[str, list[str]] = {}
    for name, own in documents.items():
        outlets.setdefault(outlet_name(own.outlet).casefold(), []).append(name)
    found: dict[str, Descent] = {}
    for name, text in texts.items():
        for pattern in (_AS_REPORTED, _RETELLS):
            for heard in pattern.finditer(text):
                said = heard["name"].strip()
                earlier = [
                    other
                    for outlet, of_outlet in outlets.items()
                    if len(outlet) >= _SHORTEST_NAME
                    and re.match(rf"{re.escape(outlet)}\b", said.casefold())
                    for other in of_outlet
                    if other != name
                    and _when(documents, other) < _when(documents, name)
                ]
                if len(earlier) == 1:
                    why = f"names {said.split(' ')[0]} as its source ({earlier[0]})"
                    found.setdefault(name, Descent(earlier[0], why))
    return found


def outlet_name(outlet: str) -> str:
    """The name of an outlet without how it is stored.

    >>> outlet_name("Haaretz (reprint at a page)"), outlet_name("AP via a paper")
    ('Haaretz', 'AP')
    """
    return _NAME_ENDS.split(outlet, maxsplit=1)[0].strip()


def _judged(book: Book, found: dict[str, Descent]) -> dict[str, Descent]:
    """A person's word goes before every rule."""
    for judgement in book.decided:
        if judgement.decision not in ("copy_of", "no_copy"):
            continue
        copy, *originals = judgement.of
        for original in originals:
            if judgement.decision == "copy_of":
                why = f"a copy of {original}: judged by {judgement.by}"
                found[copy] = Descent(original, f"{why} ({judgement.reason})")
                continue
            # Whether the assertions or their documents were linked by a rule.
            own, whole = book.proposed.get(copy), book.proposed.get(original)
            names = {copy, own.doc if own else copy}
            for name in names & found.keys():
                if found[name].parent in {original, whole.doc if whole else original}:
                    del found[name]
    return found


def source_of(assertion: Assertion) -> str:
    """Name what an assertion counts as a source: its document, or itself."""
    return assertion.doc or assertion.id

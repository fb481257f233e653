"""Everything worked out from a ledger, in one record, for whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from heavylift.claims.book import Book, Judged
from heavylift.claims.grouping import Claim, group
from heavylift.claims.lineage import Lineage, trace_lineage
from heavylift.claims.link_records import Link
from heavylift.claims.links import link
from heavylift.claims.records import Assertion
from heavylift.claims.routes import Resolve, Route, routes_of
from heavylift.claims.verdicts import Beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Whom a case counts to a side.

    Attributes:
        name: What the side is called.
        speakers: Parts of names of speakers.
        outlets: Parts of names of outlets.
    """

    name: str
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Claims of a case, with all that is known of them.

    Attributes:
        book: What the ledger says.
        claims: Its claims, in order.
        links: How they stand to each other.
        lineage: What comes from what.
        routes: Ways of the assertions.
        beside: Assertions beside the flights, by name; empty when not looked at.
        arithmetic: Checks of numbers within documents: the document, and what was
            found.
        sides: Whom the case counts to a side.
        ledger: Name of the ledger's file.
        head: Hash of its last entry.
        entries: How many entries it has.
        torn: Bytes of an entry that was not finished.
    """

    book: Book
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    lineage: Lineage
    routes: Mapping[str, Route]
    beside: Mapping[str, Beside] = field(default_factory=dict)
    arithmetic: tuple[tuple[str, str], ...] = ()
    sides: tuple[Side, ...] = ()
    ledger: str = ""
    head: str = ""
    entries: int = 0
    torn: int = 0

    def side_of(self, assertion: Assertion) -> str:
        """The side of an assertion: as entered, else by the case's lists."""
        if assertion.side:
            return assertion.side
        for side in self.sides:
            if _named(assertion.speaker, side.speakers) or _named(
                assertion.outlet, side.outlets
            ):
                return side.name
        return ""

    def date_of(self, assertion: Assertion) -> str:
        """When it was said or printed: its own date, else that of its document."""
        listed = self.book.documents.get(assertion.doc)
        return assertion.date or (listed.date if listed else "")

    def outlet_of(self, assertion: Assertion) -> str:
        """Who printed it: as entered, else the outlet of its document."""
        listed = self.book.documents.get(assertion.doc)
        return assertion.outlet or (listed.outlet if listed else "")

    def originals(self, claim: Claim) -> list[str]:
        """What the assertions of a claim go back to, each once."""
        asserting = [a for a in claim.assertions if a.polarity == "asserts"]
        return list(dict.fromkeys(self.lineage.original(a.id) for a in asserting))

    def copies(self, claim: Claim) -> list[tuple[Assertion, str]]:
        """Assertions of a claim that pass on another source, with why."""
        return [(a, why) for a in claim.assertions if (why := self.lineage.why(a.id))]

    def links_of(self, claim: Claim) -> list[Link]:
        """Links that begin in a claim."""
        own = {a.id for a in claim.assertions}
        return [k for k in self.links if k.of in own]

    def judgements_of(self, name: str) -> list[Judged]:
        """Judgements about an assertion or document, in order."""
        return [j for j in self.book.judgements if name in j.judgement.of]


def work_out(
    book: Book,
    resolve: Resolve,
    texts: Mapping[str, str] | None = None,
    sides: Sequence[Side] = (),
) -> Claimed:
    """Work out claims from a ledger, without flights.

    Args:
        book: The ledger.
        resolve: Resolves places to codes of airfields.
        texts: Texts of documents, by name.
        sides: Whom the case counts to a side.
    """
    routes = routes_of(book.assertions, resolve)
    lineage = trace_lineage(book, texts)
    claims = group(book, routes)
    return Claimed(
        book=book,
        claims=tuple(claims),
        links=tuple(link(claims, routes, lineage, book.decided)),
        lineage=lineage,
        routes=routes,
        sides=tuple(sides),
    )


def _named(name: str, parts: Sequence[str]) -> bool:
    folded = name.casefold()
    return bool(folded) and any(part.casefold() in folded for part in parts if part)

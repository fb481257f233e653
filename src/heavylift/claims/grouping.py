"""Which assertions are about the same thing?

Rules propose: the same topic, the same way, the same period as far as sources tell it,
and units that can be told in each other. A list that groups figures by a name is
followed in place of the way. A person's judgement outweighs any rule. Assertions join
the earliest one that they fit, not each other, so that a chain of small differences
never makes one claim of two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from heavylift.claims.book import Book
from heavylift.claims.periods import Period, same_period
from heavylift.claims.records import Assertion
from heavylift.claims.relations import Relation, relate
from heavylift.claims.routes import Route, lie
from heavylift.claims.units import FLOWN

_NO_ROUTE: Final = Route()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An assertion in a claim.

    Attributes:
        assertion: The assertion.
        why: Why it belongs there; of the first, empty.
    """

    assertion: Assertion
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A proposition that one or more assertions make.

    Attributes:
        id: Name of its earliest assertion.
        members: Its assertions by date, then outlet; never by side.
        relations: How they stand to each other.
    """

    id: str
    members: tuple[Member, ...]
    relations: tuple[Relation, ...]

    @property
    def first(self) -> Assertion:
        """The earliest assertion, that the others joined."""
        return self.members[0].assertion

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """Its assertions, in order."""
        return tuple(m.assertion for m in self.members)


def in_order(
    assertions: Mapping[str, Assertion], dates: Mapping[str, str]
) -> list[str]:
    """Names by date, then outlet, then name: the one order for all sides.

    Args:
        assertions: Assertions by name.
        dates: Dates of documents, for assertions that have none of their own.
    """

    def key(name: str) -> tuple[str, str, str]:
        own = assertions[name]
        # What has no date comes last.
        return (
            own.date or dates.get(own.doc, "") or "9999",
            (own.outlet or own.speaker).casefold(),
            name,
        )

    return sorted(assertions, key=key)


def group(book: Book, routes: Mapping[str, Route]) -> list[Claim]:
    """Put assertions into claims.

    Args:
        book: The ledger.
        routes: Ways of the assertions, resolved.

    Returns:
        Claims in the order of their earliest assertions.
    """
    order = in_order(book.assertions, {n: d.date for n, d in book.documents.items()})
    together, apart = _judged(book)
    groups: list[list[Member]] = []
    for name in order:
        own = book.assertions[name]
        _place(own, groups, (together, apart), routes)
    place = {name: i for i, name in enumerate(order)}
    claims = [_claim(sorted(g, key=lambda m: place[m.assertion.id])) for g in groups]
    return sorted(claims, key=lambda c: place[c.id])


_Pairs = dict[frozenset[str], str]


def _judged(book: Book) -> tuple[_Pairs, _Pairs]:
    """Pairs that a person put together or apart, the latest word last, with who did."""
    together: _Pairs = {}
    apart: _Pairs = {}
    for judgement in book.decided:
        if judgement.decision not in ("same_claim", "different_claim"):
            continue
        mine, other = (
            (together, apart)
            if judgement.decision == "same_claim"
            else (apart, together)
        )
        first, *rest = judgement.of
        for name in rest:
            pair = frozenset((first, name))
            mine[pair] = f"judged by {judgement.by}: {judgement.reason}"
            other.pop(pair, None)
    return together, apart


def _place(
    own: Assertion,
    groups: list[list[Member]],
    judged: tuple[_Pairs, _Pairs],
    routes: Mapping[str, Route],
) -> None:
    together, apart = judged
    linked = [
        (g, together[pair])
        for g in groups
        for m in g
        if (pair := frozenset((own.id, m.assertion.id))) in together
    ]
    if linked:
        home, why = linked[0]
        home.append(Member(assertion=own, why=why))
        for other, reason in linked[1:]:
            if other is not home and other in groups:
                home += [Member(assertion=m.assertion, why=reason) for m in other]
                groups[:] = [g for g in groups if g is not other]
        return
    for g in groups:
        if any(frozenset((own.id, m.assertion.id)) in apart for m in g):
            continue
        reason = (
            _same_words(g, own)
            or _fits(g[0].assertion, own, routes)
            or _entered_twice(g, own)
        )
        if reason:
            g.append(Member(assertion=own, why=reason))
            return
    groups.append([Member(assertion=own, why="")])


def _fits(first: Assertion, own: Assertion, routes: Mapping[str, Route]) -> str:
    """Why an assertion belongs to a claim; empty when it does not."""
    comparable = (
        (first.topic == own.topic or bool(first.key and first.key == own.key))
        and first.rate_per == own.rate_per
        and _units_fit(first, own)
        and _periods_fit(first, own)
    )
    if not comparable:
        return ""
    if first.key and own.key:
        listed = f"grouped as {own.key} by the list, about the same period"
        return listed if first.key == own.key else ""
    how = lie(routes.get(first.id, _NO_ROUTE), routes.get(own.id, _NO_ROUTE))
    reversible = how == "reversed" and not _EITHER_WAY.isdisjoint(
        (first.unit, own.unit)
    )
    return _SAME_WAY if how == "same" else _OTHER_WAY_ROUND if reversible else ""


def _same_words(members: list[Member], own: Assertion) -> str:
    """The same words of one document, given to several sources: "A and B said"."""
    for other in (m.assertion for m in members):
        if (
            own.spans
            and (own.doc, own.spans, own.polarity)
            == (
                other.doc,
                other.spans,
                other.polarity,
            )
            and own.speaker != other.speaker
            and (own.count, own.unit) == (other.count, other.unit)
        ):
            return f"the same words of {own.doc}, given to several sources"
    return ""


def _entered_twice(members: list[Member], own: Assertion) -> str:
    """The same figure of the same time from the same document, by another list."""
    for other in (m.assertion for m in members):
        if (
            own.doc
            and own.doc == other.doc
            and own.topic == other.topic
            and _units_fit(other, own)
            and own.period == other.period
            and _same_figure(other, own)
        ):
            return f"the same as {other.id}, from the same document ({own.doc})"
    return ""


_SAME_WAY: Final = "same way, same topic, about the same period"
_OTHER_WAY_ROUND: Final = (
    "same way the other way round, same topic, about the same period; a count of "
    "flights, legs or rotations may be of either direction"
)

#: Units of which sources count both directions together.
_EITHER_WAY: Final = frozenset({"flight", "leg", "rotation"})


def _periods_fit(first: Assertion, own: Assertion) -> bool:
    if first.period == own.period == Period():
        # Nothing is said of when: a list that groups them says that they are one.
        return bool(first.key)
    return same_period(first.period, own.period)


def _units_fit(first: Assertion, own: Assertion) -> bool:
    if first.unit == own.unit:
        return first.unit != "other" or first.unit_words == own.unit_words
    if first.unit is None or own.unit is None:
        return False
    return first.unit in FLOWN and own.unit in FLOWN


def _same_figure(first: Assertion, own: Assertion) -> bool:
    return (
        first.count is not None
        and own.count is not None
        and not first.count.is_open
        and first.count.same_as(own.count)
    )


def _claim(members: list[Member]) -> Claim:
    first = members[0]
    rest = members[1:]
    told = (Member(assertion=first.assertion, why=""), *rest)
    pairs = [
        relation
        for i, a in enumerate(told)
        for b in told[i + 1 :]
        if (relation := relate(a.assertion, b.assertion)) is not None
    ]
    return Claim(id=first.assertion.id, members=told, relations=tuple(pairs))

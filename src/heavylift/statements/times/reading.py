"""The times of a text, each with its characters, its days and the rule behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from heavylift.documents.partial_dates import PartialDate
from heavylift.statements.records import Time
from heavylift.statements.times.anchoring import anchor_of
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.finding import find
from heavylift.statements.times.merging import merge
from heavylift.statements.times.resolving import resolve
from heavylift.statements.times.tense import Tense, by_first_character, tense_at
from heavylift.statements.times.tokens import Tokens, tokens_of
from heavylift.statements.times.views import Resolved, View

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def times_of(
    doc_id: str,
    text: str,
    published: PartialDate | None,
    parsed: Doc | None = None,
) -> list[Time]:
    """Find the expressions of time of a text and resolve them.

    Args:
        doc_id: The document, for the records.
        text: The text as it is stored; offsets count its characters.
        published: When it was published, as far as that is known. Without it the
            dateline of the text serves, if it has one.
        parsed: The text as spaCy read it, for the tense of verbs; without it nearby
            words serve.

    Returns:
        One record for each expression, by where it ends; a range stands behind the
        dates that bound it.
    """
    tokens = tokens_of(text)
    found = find(tokens)
    if not found:
        return []
    anchor = anchor_of(tokens, found, published)
    verbs = by_first_character(parsed)
    tenses = [_tense(tokens, each, verbs) for each in found]
    views = [_seen_from(found, tenses, View(day)) for day in anchor.days]
    hinted = (
        [_seen_from(found, tenses, View(day, anchor.year)) for day in anchor.days]
        if anchor.year is not None and not anchor.exact
        else views
    )
    times = [
        merge(doc_id, tokens, expression, plain, by_year, anchor)
        for expression, plain, by_year in zip(
            found, zip(*views, strict=True), zip(*hinted, strict=True), strict=True
        )
    ]
    return sorted(times, key=lambda time: (time.end, -time.start))


#: Kinds whose meaning may hang on the tense of a verb.
_TENSED: Final = frozenset({"date", "dates", "weekday", "unit", "holiday", "quarter",
    "season"})  # fmt: skip


def _tense(
    tokens: Tokens, expression: Expression, verbs: dict[int, Token] | None
) -> Tense:
    """Give the tense of an expression, of what is joined that of its first part."""
    head = expression.parts[0] if expression.parts else expression
    if head.kind not in _TENSED:
        return ""
    return tense_at(tokens, head.first, head.end, verbs)


def _seen_from(
    found: list[Expression], tenses: list[Tense], view: View
) -> list[Resolved | None]:
    """Resolve everything from one day, in the order of the text."""
    resolved: list[Resolved | None] = []
    for expression, tense in zip(found, tenses, strict=True):
        try:
            resolved.append(resolve(expression, view, tense))
        except (ValueError, OverflowError):
            resolved.append(None)
    return resolved

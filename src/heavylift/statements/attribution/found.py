"""What a rule finds: an attribution, before names, roles and hedges are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.quotations import Quotation
from heavylift.statements.attribution.sources import shortened
from heavylift.statements.attribution.spans import joined, trimmed, without
from heavylift.statements.records import Span

#: A full stop that belongs to an abbreviation.
_INITIAL: Final = re.compile(r"\b(?:[A-Z]|[A-Z]\.[A-Z]|Jr|Sr|Inc|Co|Corp|Ltd)\.$")

_BY: Final = re.compile(r"\bby\s+$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution.

    Attributes:
        rule: The rule that found it: the frame, how the source was found, the word.
        head: The word of the cue that attributes.
        source: Characters of the source; ``None`` when there is none.
        cue: Characters of the cue.
        content: Characters of what is attributed.
        nested: It stands inside a quotation.
        continued: A later quotation was joined to it.
    """

    rule: str
    head: int
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    nested: bool = False
    continued: bool = False

    @property
    def frame(self) -> str:
        """The first part of the rule."""
        return self.rule.split("/", 1)[0]

    @property
    def end(self) -> int:
        """One past the last character of all its parts."""
        return max(
            self.cue[1], self.source[1] if self.source else 0, self.content[-1][1]
        )


def attribution(
    passage: Passage,
    rule: str,
    head: int,
    parts: tuple[Span | None, Sequence[int]],
    contents: Iterable[Span],
) -> Attribution | None:
    """Bring the parts of an attribution into the form that annotators give them.

    Content that touches a quotation takes all of it; source and cue are cut out of it;
    what stands in a quotation stays in it.

    Args:
        passage: The text.
        rule: The rule that found it.
        head: The word that attributes.
        parts: Where the source stands, and the words of the cue.
        contents: Where the content stands.

    Returns:
        The attribution, or ``None`` when nothing is left of its content.
    """
    tree, text = passage.tree, passage.text
    source, words = parts
    cue = tree.span(words[0], words[-1] + 1)
    home = passage.around(head)
    inside = (0, len(text))
    if home is not None:
        inside = home.start + 1, home.end - (1 if home.closed else 0)
        if source and not (inside[0] <= source[0] and source[1] <= inside[1]):
            return None
    holes = [cue, *([_with_by(text, source)] if source else [])]
    pieces: list[Span] = []
    for span in contents:
        wide = _within(
            _widened(passage, trimmed(text, _within(span, inside)), home), inside
        )
        pieces += [trimmed(text, piece) for piece in without(wide, holes)]
    content = tuple(
        _without_stop(passage, piece)
        for piece in joined(piece for piece in pieces if _says(text, piece))
    )
    if source:
        source = trimmed(text, shortened(tree, source))
        if source[0] >= source[1]:
            source = None
    if not content:
        return None
    return Attribution(rule, head, source, cue, content, nested=home is not None)


def _with_by(text: str, source: Span) -> Span:
    """Take in the "by" before an agent."""
    by = _BY.search(text, max(0, source[0] - 4), source[0])
    return (by.start(), source[1]) if by else source


def _within(span: Span, bounds: Span) -> Span:
    start, end = max(span[0], bounds[0]), min(span[1], bounds[1])
    return (start, end) if start < end else (start, start)


def _says(text: str, span: Span) -> bool:
    return span[1] - span[0] > 1 and any(c.isalnum() for c in text[span[0] : span[1]])


def _widened(passage: Passage, span: Span, home: Quotation | None) -> Span:
    if span[0] >= span[1]:
        return span
    level = home.level + 1 if home else 0
    touched = [
        one
        for one in passage.touched(span, level)
        if home is None or home.start <= one.start < home.end
    ]
    return (
        min([span[0], *(one.start for one in touched)]),
        max([span[1], *(one.end for one in touched)]),
    )


def _without_stop(passage: Passage, span: Span) -> Span:
    """Leave out the full stop of the sentence, unless a quotation holds it."""
    text, (start, end) = passage.text, span
    if text[end - 1] != "." or _INITIAL.search(text, start, end):
        return span
    touched = passage.touched((end - 1, end))
    return span if touched or end - start < 3 else (start, end - 1)

"""From attributions to statements: type, polarity, speaker, hedges, flags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from heavylift.statements.attribution.coordination import sources_in
from heavylift.statements.attribution.found import Attribution
from heavylift.statements.attribution.hedges import hedges_of, negations_of
from heavylift.statements.attribution.passage import Passage, passage_of
from heavylift.statements.attribution.polarity import (
    denied_by,
    is_negated,
    polarity_of,
)
from heavylift.statements.attribution.rules import find
from heavylift.statements.attribution.speakers import Cast, Speaker
from heavylift.statements.attribution.tree import tree_of
from heavylift.statements.records import Statement, StatementType

if TYPE_CHECKING:
    from spacy.tokens import Doc


def statements_of(doc_id: str, text: str, parsed: Doc) -> list[Statement]:
    """Read the attributed statements of a text.

    Args:
        doc_id: The document that they are of.
        text: The text.
        parsed: Its parse; ``parsed.text`` has the length of ``text``, and characters
            that the parser cannot take may differ.

    Returns:
        The statements in the order of their cues; offsets are characters of ``text``.
    """
    passage = passage_of(replace(tree_of(parsed), text=text))
    cast = Cast(passage)
    found = find(passage)
    out: list[Statement] = []
    for number, one in enumerate(found):
        sources = sources_in(passage, one.source) if one.source else [None]
        for source in sources:
            told = replace(one, source=source)
            out.append(_statement(doc_id, passage, told, cast, found[:number][-8:]))
            if len(sources) > 1:
                flags = ("coordinated_source", *out[-1].flags)
                out[-1] = _flagged(out[-1], flags)
    return out


def _statement(
    doc_id: str,
    passage: Passage,
    one: Attribution,
    cast: Cast,
    earlier: list[Attribution],
) -> Statement:
    word = one.rule.split("/", 2)[2]
    polarity = polarity_of(passage, one)
    speaker = cast.speaker(one.source) if one.source else Speaker("")
    return Statement(
        doc=doc_id,
        source=(one.source,) if one.source else (),
        cue=(one.cue,),
        content=one.content,
        type=_type(passage, one),
        speaker=speaker.name,
        proposed=speaker.proposed,
        role=speaker.role,
        polarity=polarity,
        denies=denied_by(passage, one, earlier) if polarity == "denies" else (),
        hedges=hedges_of(passage.text, one.content, one.cue, word),
        negations=negations_of(passage.text, one.content),
        flags=_flags(passage, one, speaker),
        rule=one.rule,
    )


def _flagged(statement: Statement, flags: tuple[str, ...]) -> Statement:
    return msgspec.structs.replace(statement, flags=flags)


def _type(passage: Passage, one: Attribution) -> StatementType:
    """Tell a direct quotation from words of the writer, and both from a mixture."""
    text = passage.text
    level = passage.around(one.head)
    quoted = plain = 0
    for start, end in one.content:
        inside = passage.touched((start, end), level.level + 1 if level else 0)
        covered = sum(min(end, q.end) - max(start, q.start) for q in inside)
        quoted += covered
        lead = text[start:end].lower().startswith("that ")
        plain += max(0, end - start - covered - (5 if lead and inside else 0))
    if not quoted:
        return "indirect"
    # Spaces and commas between quotations are not words of the writer.
    return "direct" if plain <= 3 * len(one.content) else "mixed"


def _flags(passage: Passage, one: Attribution, speaker: Speaker) -> tuple[str, ...]:
    quotations = [q for span in one.content for q in passage.touched(span)]
    told = {
        "nested_in_quote": one.nested,
        "unclosed_quote": not one.nested and any(not q.closed for q in quotations),
        "continued_quote": one.continued or any(q.goes_on for q in quotations),
        "no_source": one.source is None,
        "pronoun": speaker.pronoun,
        "unresolved": speaker.pronoun and speaker.proposed is None,
        "negated_cue": is_negated(passage, one),
    }
    return tuple(name for name, holds in told.items() if holds)

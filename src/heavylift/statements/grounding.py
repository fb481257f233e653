"""Ground what a language model proposes: only words that stand in the text remain.

The model gives strings. Here they are looked for in the stored text, and the statement
is made of what is found there; what is not found, or does not fit together, is refused
with the reason. Quotation type, polarity, hedges and negations are read in the found
words by readers of ours, so nothing in a statement is a word or a judgement of the
model but the choice of which words to point at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import msgspec

from heavylift.statements.fitting import Places, Unfit, fit, overlap
from heavylift.statements.folding import EXACT, Text
from heavylift.statements.proposals import Proposal, Reason, Refusal, refusal
from heavylift.statements.records import Span, Statement, StatementType
from heavylift.statements.wording import (
    beside_instructions,
    is_pronoun,
    is_unclosed,
    left_out_before,
    looks_like_instruction,
    quotation_type,
    sentence_ends_between,
)

#: What marks a statement that a model pointed at.
PROPOSED: Final = "proposed_by_model"

#: Flag of a statement whose polarity no reader has read; it says ``asserts`` because
#: the record must say something.
POLARITY_NOT_READ: Final = "polarity_not_read"

#: Reads polarity, hedges, negations in the found words; gives the statement with them.
Reader = Callable[[str, Statement], Statement]

#: Most characters of each part. In PolNeAR's training part (19,868 attributions) a
#: speaker has 218 at most, a cue 124. Of contents all but one in a thousand have less
#: than 813; the longest, 6,818, is a speech that is given whole.
LONGEST: Final = {"speaker": 250, "cue": 150, "content": 1_500}

#: A content with this much of the text is the text and no part of it. Not all: a short
#: notice may be a single statement, whose speaker and cue are not content.
_WHOLE_SHARE: Final = 0.9

#: Places at which a string is tried; more are nothing that could be pointed at, and a
#: page made of one word over and over would keep the program busy.
_MOST_PLACES: Final = {"speaker": 100, "cue": 100, "content": 20}


@dataclass(frozen=True, slots=True)
class Grounded:
    """What became of proposals.

    Attributes:
        statements: In the order of the text.
        refused: The others, and why, in the order in which they were proposed.
    """

    statements: list[Statement]
    refused: list[Refusal]


def ground(
    doc: str,
    text: str,
    proposals: Iterable[Proposal],
    *,
    model: str,
    passage: Span | None = None,
    reader: Reader | None = None,
) -> Grounded:
    """Find what a model proposes in a text, or refuse it.

    Args:
        doc: The document.
        text: Its whole text as stored.
        proposals: What the model wrote.
        model: Its name, for the rule of the statements.
        passage: The characters that the model was given; strings that stand elsewhere
            are not found. All of the text when not given.
        reader: Reads polarity, hedges and negations in the found words.

    Returns:
        Statements whose every span is in the passage, and the refused proposals.
    """
    where = Text(text, *(passage or (0, len(text))))
    statements, refused = list[Statement](), list[Refusal]()
    known = set[tuple[object, ...]]()
    for proposal in proposals:
        try:
            made = _statement(doc, where, proposal, model)
            spans = spans_of(made)
            if spans in known:
                raise Unfit(Reason.AGAIN)
        except Unfit as why:
            refused.append(refusal(proposal, why.reason, why.part, why.words))
            continue
        known.add(spans)
        if reader is None:
            made = msgspec.structs.replace(made, flags=(*made.flags, POLARITY_NOT_READ))
        else:
            made = reader(text, made)
        statements.append(made)
    statements.sort(key=lambda statement: statement.content)
    return Grounded(statements, refused)


def spans_of(statement: Statement) -> tuple[object, ...]:
    """Give what tells one statement of a document from another."""
    return statement.source, statement.cue, statement.content


def _statement(doc: str, where: Text, proposal: Proposal, model: str) -> Statement:
    """Make a statement of a proposal.

    Raises:
        Unfit: It is none.
    """
    _check_strings(where, proposal)
    found = _find(where, proposal)
    text = where.whole
    parts = fit(found, partial(sentence_ends_between, text))
    spans = [parts.source, parts.cue, *parts.content]
    for name, span in zip(_names(proposal), spans, strict=True):
        if cut := left_out_before(text, span, spans):
            negates = cut.negates
            raise Unfit(
                Reason.NEGATION_LEFT_OUT if negates else Reason.BOUND_LEFT_OUT,
                name,
                f"before it stands '{cut.words}'",
            )
    flags = [PROPOSED, *found.flags]
    speaker = text[slice(*parts.source)]
    if is_pronoun(speaker):
        flags.append("pronoun")
    if beside_instructions(text, min(spans)[0], max(end for _, end in spans)):
        flags.append("beside_instructions")
    if is_unclosed(text, parts.content):
        flags.append("unclosed_quote")
    kind: StatementType = quotation_type(text, parts.content)
    return Statement(
        doc=doc,
        source=(parts.source,),
        cue=(parts.cue,),
        content=parts.content,
        type=kind,
        speaker=speaker,
        flags=tuple(dict.fromkeys(flags)),
        rule=f"language model: {model}",
    )


def _names(proposal: Proposal) -> list[str]:
    many = len(proposal.content) > 1
    numbered = [f"content {n + 1}" for n in range(len(proposal.content))]
    return ["speaker", "cue", *(numbered if many else ["content"])]


def _strings(proposal: Proposal) -> list[tuple[str, str]]:
    strings = (proposal.speaker, proposal.cue, *proposal.content)
    return list(zip(_names(proposal), strings, strict=True))


def _check_strings(where: Text, proposal: Proposal) -> None:
    """Refuse strings that can be no part of a statement, wherever they stand."""
    if not proposal.content:
        raise Unfit(Reason.EMPTY, "content", "there is no part")
    for name, string in _strings(proposal):
        colon = name == "cue" and string.strip() == ":"
        if not (colon or any(character.isalnum() for character in string)):
            raise Unfit(Reason.EMPTY, name)
    whole = len(where.whole[where.start : where.end].strip())
    content = sum(len(part.strip()) for part in proposal.content)
    if content >= _WHOLE_SHARE * whole:
        raise Unfit(Reason.WHOLE_TEXT, "content")
    for name, string in _strings(proposal):
        most = LONGEST[name.split()[0]]
        if len(string.strip()) > most:
            words = f"{len(string.strip()):,} characters, at most {most:,} can be meant"
            raise Unfit(Reason.TOO_LONG, name, words)
        if looks_like_instruction(string):
            raise Unfit(Reason.INSTRUCTION, name)


def _find(where: Text, proposal: Proposal) -> Places:
    """Find the places of every string.

    Raises:
        Unfit: One has none, or more than can be meant.
    """
    found = Places()
    for name, string in _strings(proposal):
        places, difference = where.find(string)
        if not places:
            within = where.has_within_words(string)
            raise Unfit(Reason.WITHIN_WORD if within else Reason.NOT_FOUND, name)
        if len(places) > _MOST_PLACES[name.split()[0]]:
            raise Unfit(Reason.AMBIGUOUS, name, f"it stands at {len(places)} places")
        if difference != EXACT:
            found.flags.append(f"found_by_{difference}")
        if name == "speaker":
            found.speaker = places
        elif name == "cue":
            found.cue = places
        else:
            found.content.append(places)
    return found


def check(statement: Statement, text: str) -> None:
    """See that every span of a statement lies in its text, and parts do not overlap.

    Raises:
        ValueError: One does not.
    """
    spans = [*statement.source, *statement.cue, *statement.content]
    if not all(0 <= start < end <= len(text) for start, end in spans):
        raise ValueError(f"a span lies outside the text: {spans}")
    if any(overlap(one, other) for one, other in pairwise(sorted(spans))):
        raise ValueError(f"spans overlap: {spans}")

"""What a source does: asserts, denies, commits itself, asks, or refuses."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.found import Attribution
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.records import Polarity, Span

_DENIALS: Final = frozenset({"denial", "rejection", "refutation"})
_PROMISES: Final = frozenset({"promise", "pledge", "vow", "commitment", "threat"})
_REFUSALS: Final = frozenset({"refusal"})
_QUESTIONS: Final = frozenset({"question", "inquiry", "demand", "call", "request"})

#: Verbs that ask for something to be done.
_DEMANDS: Final = frozenset({"urge", "demand", "request", "implore", "beg", "plead"})

#: Frames in which something is said, and in which somebody binds himself.
_SAID: Final = frozenset({"quote", "clause", "parenthesis"})
_COMMITS: Final = frozenset({"infinitive", "noun", "light", "possessed"})

_NOT: Final = frozenset({"not", "n't", "never", "neither", "nor"})

#: A mention of what somebody said before.
_MENTION: Final = re.compile(
    r"(?:it|this|that|these|those|them)"
    r"|(?:this|that|the|these|those|such|any|its|his|her|their|all|both)\b.{0,40}?"
    r"\b(?:claim|accusation|allegation|charge|assertion|report|statement|suggestion"
    r"|comment|remark|criticism|notion|idea|characterization|description|finding"
    r"|version|account|figure)s?",
    re.IGNORECASE | re.DOTALL,
)


def polarity_of(passage: Passage, one: Attribution) -> Polarity:
    """Say what the source of an attribution does."""
    frame, _, word = one.rule.split("/", 2)
    if frame in {"light", "possessed"}:
        word = _noun_of(passage, one, word)
    negated = is_negated(passage, one)
    said = frame in _SAID
    called = word == "call" and frame == "preposition"
    kinds: tuple[tuple[Polarity, bool], ...] = (
        ("asserts", negated and word in verbs.DENYING | _DENIALS),
        ("denies", word in verbs.DENYING | _DENIALS),
        ("refuses", word in verbs.REFUSING | _REFUSALS),
        ("refuses", negated and said and word in verbs.SPEECH),
        ("asks", frame == "object_infinitive" or word in _DEMANDS),
        ("asks", frame in {"light", "possessed"} and word in _QUESTIONS),
        ("asks", word in verbs.ASKING and (said or frame == "preposition")),
        ("asks", called and passage.tree.word[one.head + 1] != "of"),
        ("commits", word in verbs.COMMITTING | _PROMISES and frame in _COMMITS | _SAID),
    )
    return next((polarity for polarity, holds in kinds if holds), "asserts")


def is_negated(passage: Passage, one: Attribution) -> bool:
    """Say whether the cue is negated: "did not say"."""
    tree = passage.tree
    first, past = tree.after(one.cue[0]), tree.after(one.cue[1])
    return any(tree.word[word] in _NOT for word in range(first, past))


def denied_by(
    passage: Passage, one: Attribution, earlier: list[Attribution]
) -> tuple[Span, ...]:
    """Give what a denial of "this claim" speaks of: what was said right before.

    Args:
        passage: The text.
        one: The denial.
        earlier: The attributions before it, in order.
    """
    start, end = one.content[0][0], one.content[-1][1]
    if not _MENTION.fullmatch(passage.text[start:end].strip()):
        return ()
    sentence = passage.tree.sentence[one.head]
    for other in reversed(earlier):
        if other.nested != one.nested or other.source == one.source:
            continue
        if sentence - passage.tree.sentence[other.head] > _SENTENCES:
            break
        if other.content[-1][1] <= one.cue[0]:
            return other.content
    return ()


#: How many sentences back a claim can be that is denied as "this claim".
_SENTENCES: Final = 2


def _noun_of(passage: Passage, one: Attribution, word: str) -> str:
    tree = passage.tree
    for other in range(tree.after(one.cue[0]), tree.after(one.cue[1])):
        if tree.lemma[other] in _DENIALS | _PROMISES | _REFUSALS | _QUESTIONS:
            return tree.lemma[other]
    return word

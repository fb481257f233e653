"""Polarity, hedges and negations of a statement that somebody pointed at.

A person or a language model names the characters; what they mean is read here, by the
same rules as everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import msgspec

from heavylift.statements.attribution.found import Attribution
from heavylift.statements.attribution.hedges import hedges_of, negations_of
from heavylift.statements.attribution.passage import Passage, passage_of
from heavylift.statements.attribution.polarity import is_negated, polarity_of
from heavylift.statements.attribution.tree import tree_of
from heavylift.statements.parsing import parse
from heavylift.statements.records import Statement


def pointed_reader() -> Callable[[str, Statement], Statement]:
    """Make a reader of statements that were pointed at.

    Returns:
        What gives a text and a statement of it the statement with polarity, hedges and
        negations read; the last text is kept parsed.
    """
    return lambda text, statement: _read(_passage(text), statement)


@lru_cache(maxsize=1)
def _passage(text: str) -> Passage:
    [(parsed, _)] = parse([(text, None)])
    return passage_of(replace(tree_of(parsed), text=text))


def _read(passage: Passage, statement: Statement) -> Statement:
    cue = statement.cue[0]
    head = _head(passage, cue)
    word = passage.tree.lemma[head]
    # "call for" asks, "call" names: the preposition stands inside the cue.
    frame = "preposition" if passage.tree.word[head + 1 :][:1] == ["for"] else "clause"
    pointed = Attribution(
        rule=f"{frame}/subject/{word}",
        head=head,
        source=statement.source[0] if statement.source else None,
        cue=cue,
        content=statement.content,
    )
    flags = dict.fromkeys(statement.flags)
    if is_negated(passage, pointed):
        flags["negated_cue"] = None
    return msgspec.structs.replace(
        statement,
        polarity=polarity_of(passage, pointed),
        hedges=hedges_of(passage.text, statement.content, cue, word),
        negations=negations_of(passage.text, statement.content),
        flags=tuple(flags),
    )


def _head(passage: Passage, cue: tuple[int, int]) -> int:
    """Give the word of a cue on which its others hang; the last when there are two."""
    tree = passage.tree
    first = tree.after(cue[0])
    past = max(tree.after(cue[1]), first + 1)
    own = range(first, min(past, len(tree)))
    tops = [
        word for word in own if tree.head[word] == word or tree.head[word] not in own
    ]
    verbs = [word for word in tops if tree.tag[word].startswith("VB")]
    return (verbs or tops or [min(first, len(tree) - 1)])[-1]

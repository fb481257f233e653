"""The words that attribute: a verb with its auxiliaries, negation and particle."""

from __future__ import annotations

from typing import Final

from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.tree import Tree

#: What belongs to the verb before it: "has not yet", "also".
_BEFORE: Final = frozenset({"aux", "auxpass", "neg", "advmod"})

#: Adverbs that belong to the verb after it, as its particle would.
_AFTER: Final = frozenset({"back", "out"})

#: Verbs that only carry on to the one that attributes: "went on to say".
_CARRYING: Final = frozenset({"go", "continue", "proceed", "begin", "seem", "appear"})

#: In what something is said, as part of saying it; an interview is an occasion.
_MEDIA: Final = frozenset({"statement", "email", "e-mail"})
_BEFORE_MEDIUM: Final = frozenset({"DT", "JJ", "PRP$", "NN"})

#: How far behind "in" the medium stands, in words: "in a short written statement".
_MEDIUM_WITHIN: Final = 6


def cue_of(tree: Tree, verb: int) -> list[int]:
    """Give the words of a cue, in order and without gaps."""
    first = verb
    while (
        first > 0
        and tree.head[first - 1] == verb
        and tree.relation[first - 1] in _BEFORE
        and tree.tag[first - 1] != "WRB"
        and not tree.is_space(first - 1)
    ):
        first -= 1
    last = verb
    for child in tree.children[verb]:
        particle = tree.relation[child] == "prt" or tree.word[child] in _AFTER
        if child == last + 1 and particle:
            last = child
    return list(range(first, last + 1))


def carrier_of(passage: Passage, verb: int) -> int | None:
    """Give the verb that carries on to this one, if there is one close before it."""
    tree = passage.tree
    head = tree.head[verb]
    if (
        tree.relation[verb] == "xcomp"
        and head < verb <= head + 3
        and tree.word[verb - 1] == "to"
        and passage.lemma(head) in _CARRYING
    ):
        return head
    return None


def with_manner(tree: Tree, cue: list[int]) -> list[int]:
    """Take in how and in what it was said, right behind: "said quietly in a statement".

    Args:
        tree: The parse.
        cue: The words of a verb of speech.
    """
    last = cue[-1]
    if last + 1 < len(tree) and tree.tag[last + 1] == "RB":
        last += tree.word[last + 1].endswith("ly")
    if last + 1 < len(tree) and tree.word[last + 1] == "in":
        for word in range(last + 2, min(len(tree), last + _MEDIUM_WITHIN)):
            if tree.word[word] in _MEDIA:
                last = word
                break
            if tree.tag[word] not in _BEFORE_MEDIUM:
                break
    return list(range(cue[0], last + 1))

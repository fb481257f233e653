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

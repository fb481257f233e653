"""Nouns and adjectives that attribute: "his claim that", "is confident that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from heavylift.statements.attribution import nouns
from heavylift.statements.attribution.cues import cue_of
from heavylift.statements.attribution.found import Attribution, attribution
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.tree import Tree
from heavylift.statements.records import Span

#: Verbs that join somebody to what he is: "is aware", "remains confident".
_COPULAS: Final = frozenset(
    ["be", "remain", "seem", "feel", "sound", "appear", "'s", "become", "grow", "get"]
)

#: Whose claims are the writer's or the reader's own, or nobody's.
_NOBODY: Final = frozenset({"my", "our", "your", "its"})
_WRITER: Final = frozenset({"i", "we", "you", "it", "that", "this", "there", "what"})

#: The farthest an adjective stands from the first word of its verb.
_FARTHEST: Final = 6


def complement_of(passage: Passage, noun: int) -> tuple[int, Span] | None:
    """Give the last word of the cue and the content of a noun that attributes."""
    tree = passage.tree
    lemma = tree.lemma[noun]
    prepositions = nouns.NOUNS.get(lemma)
    if prepositions is None:
        return None
    for child in tree.children[noun]:
        if child < noun or tree.left[child] != noun + 1:
            continue
        relation = tree.relation[child]
        if relation in {"acl", "ccomp", "relcl"}:
            that = _has(tree, child, "that", "mark")
            to = _has(tree, child, "to", "aux") and lemma in nouns.WITH_INFINITIVE
            if that or to:
                return noun, tree.subtree(child)
        if (
            relation == "prep"
            and child == noun + 1
            and tree.word[child] in prepositions
        ):
            thing = tree.child(child, "pobj", "pcomp")
            if thing is not None:
                return child, tree.subtree(thing)
    return None


def possessed(passage: Passage) -> Iterator[Attribution | None]:
    """Find "his claim that it was late"."""
    tree = passage.tree
    for noun, lemma in enumerate(tree.lemma):
        if lemma not in nouns.POSSESSED or not tree.tag[noun].startswith("NN"):
            continue
        owner = tree.child(noun, "poss")
        if owner is None or passage.around(noun) is not None:
            continue
        if tree.relation[noun] == "dobj":
            continue  # "repeated his claim that": the verb attributes, if anything does
        found = complement_of(passage, noun)
        if found is None or found[0] != noun:
            continue
        source = tree.subtree(owner)
        case = tree.child(owner, "case")
        if case is not None:
            source = source[0], tree.start[case]
        if passage.text[source[0] : source[1]].lower() in _NOBODY:
            continue
        first = (case if case is not None else tree.right[owner]) + 1
        rule = f"possessed/owner/{lemma}"
        words = list(range(min(first, noun), noun + 1))
        yield attribution(passage, rule, noun, (source, words), [found[1]])


def adjectives(passage: Passage) -> Iterator[Attribution | None]:
    """Find "officials are confident that it will hold"."""
    tree = passage.tree
    for word, lemma in enumerate(tree.lemma):
        if lemma not in nouns.ADJECTIVES or tree.relation[word] not in {
            "acomp",
            "attr",
        }:
            continue
        verb = tree.head[word]
        subject = tree.child(verb, "nsubj")
        if (
            subject is None
            or passage.lemma(verb) not in _COPULAS
            or passage.around(word) is not None
            or tree.word[subject] in _WRITER
        ):
            continue
        cue = cue_of(tree, verb)
        found = _of_adjective(tree, word, verb)
        plain = not any(tree.tag[c] in {"MD", "TO"} for c in cue)
        if found is not None and plain and word - cue[0] <= _FARTHEST:
            words = list(range(cue[0], found[0] + 1))
            rule = f"adjective/subject/{lemma}"
            source = tree.subtree(subject)
            yield attribution(passage, rule, word, (source, words), [found[1]])


def _of_adjective(tree: Tree, word: int, verb: int) -> tuple[int, Span] | None:
    lemma = tree.lemma[word]
    behind = [child for child in tree.children[verb] if child > word]
    for child in [*tree.children[word], *behind]:
        relation = tree.relation[child]
        follows = child > word and tree.left[child] == word + 1
        if follows and (
            relation == "ccomp" or (relation == "xcomp" and lemma in nouns.WILLING)
        ):
            return word, tree.subtree(child)
        if (
            relation == "prep"
            and child == word + 1
            and tree.word[child] in nouns.ADJECTIVES[lemma]
        ):
            thing = tree.child(child, "pobj", "pcomp")
            if thing is not None:
                return child, tree.subtree(thing)
    return None


def _has(tree: Tree, clause: int, word: str, relation: str) -> bool:
    return any(
        tree.word[child] == word and tree.relation[child] == relation
        for child in tree.children[clause]
    )

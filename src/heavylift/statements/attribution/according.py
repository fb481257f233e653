"""Attributions without a verb: "according to X", "in X's view", 'X: "..."'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from heavylift.statements.attribution.found import Attribution, attribution
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.spans import without
from heavylift.statements.attribution.tree import Tree
from heavylift.statements.records import Span

#: "in X's view" and the like; the group is the noun.
_IN_VIEW: Final = frozenset({"view", "opinion", "judgment", "judgement", "words"})

#: How near the beginning of its sentence a phrase leads it: "But according to".
_LEADS: Final = 3

_NAME: Final = r"(?:[A-Z][\w.’'-]*|of|the|and|de|van|bin|al)"
#: A name, a colon and a quotation, at the beginning of a sentence.
_COLON: Final = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.!?”\"] ))({_NAME}(?: {_NAME}){{0,6}})\s*:\s+(?=[“\"‘'])"
)


def according(passage: Passage) -> Iterator[Attribution | None]:
    """Find "according to X", "per X", "in X's view", "in the words of X"."""
    tree = passage.tree
    for word, form in enumerate(tree.word):
        if form == "according" and word + 1 < len(tree) and tree.word[word + 1] == "to":
            thing = tree.child(word + 1, "pobj") or tree.child(word, "pobj")
            if thing is not None:
                yield _phrase(passage, [word, word + 1], thing)
        elif form == "in" and tree.relation[word] == "prep":
            yield from _view(passage, word)
        elif form == "per" and _names_somebody(tree, word):
            thing = tree.child(word, "pobj")
            if thing is not None:
                yield _phrase(passage, [word], thing)


def colons(passage: Passage) -> Iterator[Attribution | None]:
    """Find 'Smith: "It was late"', in headlines and transcripts."""
    tree, text = passage.tree, passage.text
    for found in _COLON.finditer(text):
        quotation = passage.after(found.end())
        if quotation is None or quotation.start != found.end():
            continue
        colon = tree.at(text.index(":", found.end(1)))
        if passage.around(colon) is None:
            parts = found.span(1), [colon]
            content = [(quotation.start, quotation.end)]
            yield attribution(passage, "colon/name/:", colon, parts, content)


def _view(passage: Passage, word: int) -> Iterator[Attribution | None]:
    tree = passage.tree
    noun = tree.child(word, "pobj")
    if noun is None or tree.lemma[noun] not in _IN_VIEW | {"word"}:
        return
    of = tree.child(noun, "prep")
    owner = tree.child(noun, "poss")
    if of is not None and of == noun + 1 and tree.word[of] == "of":
        thing = tree.child(of, "pobj")
        if thing is not None:
            yield _phrase(passage, list(range(word, of + 1)), thing)
    elif owner is not None and noun - word <= _LEADS + 3:
        source = tree.subtree(owner)
        case = tree.child(owner, "case")
        source = (source[0], tree.start[case]) if case is not None else source
        spoken = passage.text[source[0] : source[1]].lower()
        if spoken not in {"my", "our", "your"}:
            content = _rest(passage, word, (tree.start[word], tree.subtree(noun)[1]))
            yield attribution(passage, "view/owner/in", noun, (source, [noun]), content)


def _names_somebody(tree: Tree, per: int) -> bool:
    """Tell "per the ministry" from "per day"."""
    begins = per == tree.sentences[tree.sentence[per]][0] or tree.word[per - 1] == ","
    following = tree.tag[per + 1] if per + 1 < len(tree) else ""
    return begins and (tree.word[per + 1 : per + 2] == ["the"] or following == "NNP")


def _phrase(passage: Passage, cue: list[int], thing: int) -> Attribution | None:
    tree = passage.tree
    source = tree.subtree(thing)
    span = tree.start[cue[0]], max(source[1], tree.end[cue[-1]])
    content = _rest(passage, cue[0], span)
    rule = "according/phrase/" + "_".join(tree.word[word] for word in cue)
    return attribution(passage, rule, cue[0], (source, cue), content)


def _rest(passage: Passage, first: int, phrase: Span) -> list[Span]:
    """Give the sentence around a phrase: all of it, or what follows when it leads."""
    tree = passage.tree
    begin, past = tree.sentences[tree.sentence[first]]
    while past - 1 > first and (tree.is_space(past - 1) or tree.tag[past - 1] == "."):
        past -= 1
    for word in range(first - 1, begin, -1):
        if _ends(tree, word):
            begin = word + 1
            break
    for word in range(tree.at(phrase[1]), past):
        if _ends(tree, word):
            past = word
            break
    if first - begin <= _LEADS:
        begin = first
    if begin >= past:
        return []
    return without(tree.span(begin, past), [phrase])


def _ends(tree: Tree, word: int) -> bool:
    """Say whether a sentence is over in truth: a semicolon, a new line."""
    if tree.word[word] == ";":
        return True
    return tree.is_space(word) and "\n" in tree.text[tree.start[word] : tree.end[word]]

"""Which characters a clause has that is attributed.

Annotators mark the clause with its "that", quotation marks and all, without the words
of source and cue inside it, and without the full stop that ends the sentence.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.tree import Tree
from heavylift.statements.records import Span
from heavylift.statements.vocabulary import words

#: Tags of finite verbs and modals: where one follows, a clause is not over.
FINITE: Final = frozenset({"VBZ", "VBP", "VBD", "MD"})

#: Words that begin a noun that is not the one who was told.
_BEGINS: Final = frozenset({"PRP", "DT", "NNS", "NNP", "EX", "PRP$"})

#: Words behind a clause that go on with it.
_GOES_ON: Final = frozenset(
    {"because", "if", "unless", "than", "compared", "should", "until", "whether"}
)

#: Tags of what can follow a clause without belonging to it.
_OVER: Final = frozenset({",", ".", ":", "CC", "''", "-RRB-", "_SP", "IN", "TO", "VBG"})

#: Tags of what begins a remark of the writer behind "..., he said,".
_REMARK: Final = frozenset({"VBG", "VBN", "WP", "WDT", "WRB", "CC", "''", "``"})

#: When it was said, which is no part of what was said.
DAYS: Final = words("""
    monday tuesday wednesday thursday friday saturday sunday last this that
    """)

_BOUNDARY: Final = re.compile(r"[;:](?=\s)|\(|\n")

#: How many words ahead a finite verb is looked for: subjects are seldom longer.
_AHEAD: Final = 12


def clause_of(
    passage: Passage, verb: int, cue: list[int], source: Span | None, clause: int
) -> list[Span]:
    """Give the characters of the clause that a verb attributes.

    Args:
        passage: The text.
        verb: The verb.
        cue: The words of the cue.
        source: Where the source stands.
        clause: The head of the clause.
    """
    tree = passage.tree
    start, end = tree.subtree(clause)
    low = min(tree.start[cue[0]], source[0] if source else len(passage.text))
    high = max(tree.end[cue[-1]], source[1] if source else 0)
    if clause < verb and start < low:
        return _around(passage, verb, cue, (low, high), (start, end))
    if start > tree.start[verb]:
        end = _extended(passage, clause, end)
    return [(start, max(start + 1, _cut(passage, verb, clause, (start, end))))]


def _around(
    passage: Passage, verb: int, cue: list[int], told: Span, clause: Span
) -> list[Span]:
    """Give a clause that begins before the words of source and cue."""
    tree, text = passage.tree, passage.text
    (low, high), (start, end) = told, clause
    past = tree.sentences[tree.sentence[verb]][1]
    if text[start:low].rstrip()[-1:] in set(";:—–-(.") or _follows(
        passage, verb, cue[-1] + 1, high
    ):
        after = tree.after(high)
        if any(tree.is_verb(word) for word in range(after, past)):
            return [(high, tree.end[past - 1])]
        return []
    boundaries = list(_BOUNDARY.finditer(text, start, low))
    if boundaries:
        start = boundaries[-1].end()
    after = tree.after(high)
    if end <= high and after + 1 < past and _resumes(passage, after, past):
        return [(start, end), (high, tree.end[passage.last(after + 1)])]
    return [(start, end)]


def _follows(passage: Passage, verb: int, first: int, high: int) -> bool:
    """Say whether the clause follows the verb, though the parse says otherwise."""
    tree = passage.tree
    past = tree.sentences[tree.sentence[verb]][1]
    if first >= past:
        return False
    if tree.word[first] == "that" and tree.tag[first] == "IN":
        return True
    told = any(
        tree.relation[child] in {"dobj", "dative"}
        and tree.left[child] <= first <= tree.right[child]
        for child in tree.children[verb]
    )
    return (
        tree.tag[first] in _BEGINS
        and tree.start[first] >= high
        and tree.word[first] not in DAYS
        and not told
        and any(tree.tag[w] in FINITE for w in range(first, min(past, first + _AHEAD)))
    )


def _resumes(passage: Passage, after: int, past: int) -> bool:
    """Say whether a clause goes on behind "..., he said,"."""
    tree = passage.tree
    if tree.word[after] == "," and tree.word[after + 1] == "that":
        return True
    return (
        tree.word[after] in {",", ";"}
        and tree.tag[after + 1] not in _REMARK
        and passage.text[tree.start[after + 1]] not in "\"“'‘"
        and tree.relation[after + 1] != "mark"
        and not any(
            tree.is_verb(word) and passage.lemma(word) in verbs.SPEECH
            for word in range(after, past)
        )
    )


def _extended(passage: Passage, clause: int, end: int) -> int:
    """End a clause where its sentence ends, when the parse broke it off too early."""
    tree = passage.tree
    past = tree.sentences[tree.sentence[clause]][1]
    after = tree.at(end - 1) + 1
    if after >= past:
        return end
    following = tree.word[after]
    unfinished = not is_finite(tree, clause) and tree.tag[after] not in _OVER
    again = (
        following in {"and", "but", ","} and "that" in tree.word[after + 1 : after + 3]
    )
    coordinated = following != "," or tree.word[after + 1] in {"and", "but"}
    if (
        tree.tag[after] in FINITE
        or unfinished
        or following in _GOES_ON
        or (again and coordinated)
    ):
        return tree.end[passage.last(after)]
    return end


def _cut(passage: Passage, verb: int, clause: int, span: Span) -> int:
    """End a clause before words that go on telling: ", adding that", "and said"."""
    tree = passage.tree
    for word in range(max(clause + 1, tree.after(span[0])), tree.after(span[1])):
        lemma = passage.lemma(word)
        if lemma not in verbs.SPEECH or passage.around(word) is not None:
            continue
        if (
            tree.relation[word] == "advcl"
            and tree.tag[word] == "VBG"
            and tree.word[word - 1] == ","
        ):
            return tree.end[word - 2]
        if (
            tree.relation[word] == "conj"
            and tree.head[word] == clause
            and tree.tag[word] == tree.tag[verb]
            and lemma not in verbs.WEAK
        ):
            last = tree.left[word] - 1
            while last > clause and tree.tag[last] in {"CC", ",", "RB"}:
                last -= 1
            return tree.end[last]
    return span[1]


def is_finite(tree: Tree, verb: int) -> bool:
    """Say whether a verb is finite, itself or by its auxiliaries."""
    return (
        tree.tag[verb] in FINITE
        or tree.child(verb, "aux", "auxpass", "cop") is not None
    )

"""Who or what is the source of a verb that attributes.

Its subject, the agent of a passive, or the subject of the verb that it hangs on. Where
the parse has none, the place of the words beside a quotation tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.spans import trimmed
from heavylift.statements.attribution.tree import Tree
from heavylift.statements.records import Span

#: How a source was found: the subject, the agent of a passive, the subject of the verb
#: above, the noun before a participle; a passive without agent; or none at all.
How = Literal["subject", "agent", "inherited", "noun", "passive", "none"]

#: Relations in which a verb takes over the subject of its head.
_INHERITS: Final = frozenset({"conj", "advcl", "xcomp", "dep", "pcomp", "ccomp"})

#: Verbs whose bare participle is passive: "asked whether".
_ASKED: Final = frozenset({"ask", "press", "question"})

#: How many verbs up a subject is looked for; past it, it is another sentence's.
_DEPTH: Final = 5

#: How many characters of a source fit between a quotation and its verb.
_ROOM: Final = 150

_NOUNS: Final = ("NN", "DT", "PRP", "JJ", "CD")
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_CONNECTIVE: Final = re.compile(
    r"[\s,]*(?:But|And|but|and|Still,?|Meanwhile,?|However,?)\s+"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a source stands, and how it was found."""

    span: Span | None
    how: How


def source_of(passage: Passage, verb: int, depth: int = 0) -> Source:
    """Find the source of a verb."""
    tree = passage.tree
    subject = tree.child(verb, "nsubj", "nsubjpass", "csubj")
    if _is_passive(passage, verb, subject):
        agent = _agent(passage, verb)
        return Source(agent, "agent") if agent else Source(None, "passive")
    if subject is not None:
        return Source(tree.subtree(subject), "subject")
    if depth >= _DEPTH or tree.head[verb] == verb:
        return Source(None, "none")
    above = _above(passage, verb)
    if above is not None:
        return _taken_over(passage, above, depth + 1)
    if tree.relation[verb] == "acl":
        head = tree.head[verb]
        return Source(tree.span(tree.left[head], max(head + 1, verb)), "noun")
    return Source(None, "none")


def _above(passage: Passage, verb: int) -> int | None:
    """Give the verb whose subject a verb without its own has."""
    tree = passage.tree
    outer = _outer(passage, verb)
    if outer is not None:
        return outer
    relation, head = tree.relation[verb], tree.head[verb]
    if relation not in _INHERITS:
        return None
    if relation == "pcomp" and tree.relation[head] == "prep":
        head = tree.head[head]
    if not tree.is_verb(head) and tree.tag[head] != "MD":
        return None
    urged = relation == "xcomp" and tree.child(head, "dobj") is not None
    return None if urged and passage.lemma(head) in verbs.URGING else head


def _agent(passage: Passage, verb: int) -> Span | None:
    tree = passage.tree
    agent = tree.child(verb, "agent")
    noun = tree.child(agent, "pobj") if agent is not None else None
    return tree.subtree(noun) if noun is not None else _late_agent(passage, verb)


def _late_agent(passage: Passage, verb: int) -> Span | None:
    """Find the agent behind a quotation: 'referred to as "..." by officials'."""
    tree = passage.tree
    if passage.lemma(verb) not in verbs.AS_VERBS | verbs.NAMING:
        return None
    for word in range(verb + 1, tree.right[verb] + 1):
        if tree.word[word] == "by" and passage.touched(
            (tree.start[word - 1], tree.end[word - 1])
        ):
            noun = tree.child(word, "pobj")
            if noun is not None and passage.around(word) is None:
                return tree.subtree(noun)
    return None


def _is_passive(passage: Passage, verb: int, subject: int | None) -> bool:
    tree = passage.tree
    if tree.child(verb, "auxpass") is not None:
        return True
    if subject is not None or tree.tag[verb] not in {"VBN", "VBD"}:
        return False
    if tree.relation[verb] == "acl":
        return tree.tag[verb] == "VBN"
    return tree.relation[verb] == "advcl" and passage.lemma(verb) in _ASKED


def _outer(passage: Passage, verb: int) -> int | None:
    """Give the verb that a coordinated one belongs to: "said it was over and added"."""
    tree = passage.tree
    head = tree.head[verb]
    lemma = passage.lemma(verb)
    if tree.relation[verb] != "conj" or tree.relation[head] != "ccomp":
        return None
    if lemma not in verbs.SPEECH or lemma in verbs.WEAK:
        return None
    outer = tree.head[head]
    same = tree.tag[outer] == tree.tag[verb] and outer < verb
    return outer if same and passage.lemma(outer) in verbs.SPEECH else None


def _taken_over(passage: Passage, verb: int, depth: int) -> Source:
    tree = passage.tree
    subject = tree.child(verb, "nsubj", "nsubjpass")
    if subject is not None:
        return Source(tree.subtree(subject), "inherited")
    found = source_of(passage, verb, depth)
    return Source(found.span, "inherited") if found.how == "subject" else found


def beside_quotation(passage: Passage, verb: int, cue: list[int]) -> Span | None:
    """Find the source of '"...", said X' and '"...", X said' where the parse has none.

    Args:
        passage: The text.
        verb: The verb.
        cue: Its words.
    """
    tree, text = passage.tree, passage.text
    if tree.tag[verb] not in _FINITE or passage.around(verb) is not None:
        return None
    begin = tree.start[cue[0]]
    quotation = passage.before(begin)
    if quotation is None or "\n" in text[quotation.end : begin]:
        return None
    gap = text[quotation.end : begin]
    if not gap.strip(" ,"):
        return _noun_after(tree, cue[-1] + 1, verb)
    if len(gap) >= _ROOM or re.search(r"[.!?;:]\s", gap):
        return None
    first = tree.after(quotation.end)
    while first < cue[0] and tree.tag[first] in {",", "_SP", "CC"}:
        first += 1
    clauses = any(
        tree.is_verb(word) and tree.relation[word] not in {"relcl", "acl"}
        for word in range(first, cue[0])
    )
    if first < cue[0] and tree.tag[first].startswith(_NOUNS) and not clauses:
        return tree.span(first, cue[0])
    return None


def _noun_after(tree: Tree, first: int, verb: int) -> Span | None:
    past = tree.sentences[tree.sentence[verb]][1]
    if first >= past or not tree.tag[first].startswith(_NOUNS):
        return None
    top = first
    while (
        first <= tree.head[top] < past
        and tree.head[top] != top
        and tree.left[tree.head[top]] > verb
    ):
        top = tree.head[top]
    return tree.span(first, tree.right[top] + 1) if tree.right[top] < past else None


def mistaken_clause(passage: Passage, cue: list[int], clause: int) -> Span | None:
    """Give the noun right before a verb that the parse took for its clause.

    "One attendee, who spoke privately, said the message was clear": the parser hangs
    the long noun on the verb as if it were said.
    """
    tree, text = passage.tree, passage.text
    right = tree.right[clause]
    if right >= cue[0] or not tree.tag[clause].startswith("NN"):
        return None
    if text[tree.end[right] : tree.start[cue[0]]].strip(" ,"):
        return None
    start, end = tree.subtree(clause)
    for quotation in passage.touched((start, end)):
        if start < quotation.end < end:
            start = quotation.end
    connective = _CONNECTIVE.match(text, start, end)
    if connective:
        start = connective.end()
    span = trimmed(text, (start, end))
    return span if span[0] < span[1] else None


def shortened(tree: Tree, source: Span) -> Span:
    """Leave out a participle clause behind a comma: "Smith, wearing a hat"."""
    first = tree.after(source[0])
    for word in range(first + 1, tree.after(source[1])):
        comma = tree.left[word] - 1
        if (
            tree.relation[word] in {"acl", "advcl"}
            and tree.tag[word] in {"VBG", "VBN"}
            and comma > first
            and tree.word[comma] == ","
        ):
            return source[0], tree.end[comma - 1]
    return source

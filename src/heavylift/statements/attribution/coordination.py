"""Sources of different kinds in one breath: "flight data and diplomats"."""

from __future__ import annotations

from heavylift.statements.attribution import nouns
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.spans import trimmed
from heavylift.statements.records import Span


def sources_in(passage: Passage, source: Span) -> list[Span]:
    """Cut a source into two where records and people are named together.

    What data show and what people say are different statements; officials and experts
    together are one source.
    """
    tree = passage.tree
    first, past = tree.after(source[0]), tree.after(source[1])
    if first >= past:
        return [source]
    head = next(
        (w for w in range(first, past) if not first <= tree.head[w] < past), first
    )
    other = tree.child(head, "conj")
    joint = tree.child(head, "cc")
    if other is None or joint is None or not head < joint < other < past:
        return [source]
    if (tree.lemma[head] in nouns.EVIDENCE) == (tree.lemma[other] in nouns.EVIDENCE):
        return [source]
    pieces = [
        trimmed(passage.text, (source[0], tree.start[joint])),
        trimmed(passage.text, (tree.end[joint], source[1])),
    ]
    return pieces if all(start < end for start, end in pieces) else [source]

"""Frames with a clause or a quotation: what verbs of saying and thinking take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.contents import clause_of
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.quotations import Quotation
from heavylift.statements.attribution.sources import Source
from heavylift.statements.attribution.spans import without
from heavylift.statements.records import Span

#: Between a quotation and the words that attribute it.
_BEFORE: Final = re.compile(r"[ \t\xa0]*[,—–-]*[ \t\xa0]*(?:as )?")
_AFTER: Final = re.compile(r"\s*:\s*|[ \t\xa0]*[,—–-]*[ \t\xa0]*(?:that )?")

#: Dependents of a verb that are not part of the words that attribute.
_APART: Final = frozenset(
    {"ccomp", "xcomp", "parataxis", "conj", "cc", "punct", "advcl", "dep", "mark"}
)

#: How many words may stand between "said" and its "that".
_THAT_WITHIN: Final = 16

#: Marks behind which a "that" belongs to something else.
_NEW: Final = frozenset({'"', ":", ";", "''", "``"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A verb of the inventory in its sentence.

    Attributes:
        passage: The text.
        verb: The verb.
        lemma: Its dictionary form.
        cue: Its words.
        source: Its source.
        kids: Its first dependent in each relation.
        clause: Its clause, if it has one.
        rest: Where what it says must stand, when the parse took its source for a
            clause.
    """

    passage: Passage
    verb: int
    lemma: str
    cue: list[int]
    source: Source
    kids: dict[str, int]
    clause: int | None
    rest: Span | None

    @property
    def passive(self) -> bool:
        """Whether the verb is passive."""
        return "auxpass" in self.kids or self.source.how in {"agent", "passive"}

    def content(self, clause: int) -> list[Span]:
        """Give the characters of a clause of this verb."""
        return clause_of(self.passage, self.verb, self.cue, self.source.span, clause)


#: A frame that fits: its name, the words of the cue, where the content stands.
Fit = tuple[str, list[int], list[Span]]


def quoted(telling: Telling) -> Fit | None:
    """Find the quotations right before and right after a verb of speech."""
    if telling.lemma not in verbs.SPEECH:
        return None
    near = _beside(telling)
    if not near:
        return None
    spans = [(one.start, one.end) for one in near]
    if telling.clause is not None:
        spans += telling.content(telling.clause)
    return "quote", telling.cue, spans


def clausal(telling: Telling) -> Fit | None:
    """Find the clause of a verb of saying, thinking or showing."""
    if telling.clause is None or telling.lemma not in verbs.WITH_CLAUSE:
        return None
    return "clause", telling.cue, telling.content(telling.clause)


def conditional(telling: Telling) -> Fit | None:
    """Find a question that the parse took for a condition: "asked him if it was"."""
    tree = telling.passage.tree
    if telling.lemma not in verbs.ASKING:
        return None
    for child in tree.children[telling.verb]:
        mark = tree.child(child, "mark")
        if (
            child > telling.verb
            and tree.relation[child] == "advcl"
            and mark is not None
            and tree.word[mark] in {"if", "whether"}
        ):
            return "clause", telling.cue, [tree.subtree(child)]
    return None


def that_clause(telling: Telling) -> Fit | None:
    """Find a clause that the parse hung elsewhere: "said in a statement that"."""
    passage, tree = telling.passage, telling.passage.tree
    if (
        telling.lemma not in verbs.CORE
        or telling.source.how != "subject"
        or telling.passive
        or tree.tag[telling.verb] == "VBG"
    ):
        return None
    past = tree.sentences[tree.sentence[telling.verb]][1]
    first = telling.cue[-1] + 1
    for word in range(first, min(past - 1, first + _THAT_WITHIN)):
        if tree.word[word] == "that" and tree.tag[word] in {"IN", "WDT"}:
            span = tree.start[word], tree.end[passage.last(word)]
            return "clause", telling.cue, [span]
        if tree.word[word] in _NEW:
            return None
    return None


def shifted(telling: Telling) -> Fit | None:
    """Take the rest of the sentence where the source was taken for the clause."""
    if telling.rest is None or telling.lemma not in verbs.SPEECH:
        return None
    return "clause", telling.cue, [telling.rest]


def parenthetical(telling: Telling) -> Fit | None:
    """Find the sentence around a parenthesis: "It was, officials said, late"."""
    tree, verb = telling.passage.tree, telling.verb
    relation = tree.relation[verb]
    as_clause = relation == "advcl" and tree.word[tree.left[verb]] == "as"
    put = telling.lemma == "put" and _has_it(telling)
    plain = telling.kids.keys().isdisjoint({"dobj", "xcomp"})
    if not (
        (telling.lemma in verbs.WITH_CLAUSE and plain) or (put and as_clause)
    ) or not (relation == "parataxis" or as_clause):
        return None
    whole = tree.subtree(tree.head[verb])
    return "parenthesis", telling.cue, without(whole, [tree.subtree(verb)])


def _has_it(telling: Telling) -> bool:
    thing = telling.kids.get("dobj")
    return thing is not None and telling.passage.tree.word[thing] == "it"


def _beside(telling: Telling) -> list[Quotation]:
    passage, tree, verb = telling.passage, telling.passage.tree, telling.verb
    home = passage.around(verb)
    level = home.level + 1 if home else 0
    before = passage.before(tree.start[verb], level)
    after = passage.after(tree.end[verb], level)
    if home is not None:
        before = before if before and before.start > home.start else None
        after = after if after and after.end <= home.end else None
    low, high = _told(telling, before, after)
    out = []
    if before and telling.source.how == "subject" and _ends_at(passage, before, low):
        out.append(before)
    if after and _begins_at(telling, after, high):
        out.append(after)
    return out


def _told(telling: Telling, before: Quotation | None, after: Quotation | None) -> Span:
    """Give the characters of the words that attribute, without the quotations."""
    tree, verb, source = telling.passage.tree, telling.verb, telling.source
    floor = before.end if before else 0
    ceiling = after.start if after else len(telling.passage.text)
    low, high = tree.start[telling.cue[0]], tree.end[telling.cue[-1]]
    if source.span and source.how == "subject":
        low, high = min(low, source.span[0]), max(high, source.span[1])
    for child in tree.children[verb]:
        if tree.relation[child] in _APART:
            continue
        start, end = tree.subtree(child)
        if child < verb and start >= floor:
            low = min(low, start)
        if child > verb and end <= ceiling:
            high = max(high, end)
    return low, high


def _ends_at(passage: Passage, before: Quotation, low: int) -> bool:
    text = passage.text
    if low < before.end:
        return False
    gap = text[before.end : low]
    ended = not before.closed or text[before.end - 2] == "."
    return bool(_BEFORE.fullmatch(gap)) and (not ended or "," in gap)


def _begins_at(telling: Telling, after: Quotation, high: int) -> bool:
    passage, tree, verb = telling.passage, telling.passage.tree, telling.verb
    if _AFTER.fullmatch(passage.text, min(high, after.start), after.start):
        return True
    first = tree.after(after.start)
    if first == 0 or tree.sentence[tree.at(after.start)] != tree.sentence[verb]:
        return False
    mark = first - 1
    while mark > verb and tree.is_space(mark):
        mark -= 1
    verbs_between = any(tree.is_verb(word) for word in range(verb + 1, first))
    return tree.word[mark][-1:] == ":" or (
        tree.word[mark][-1:] == ","
        and telling.lemma in verbs.CORE
        and not verbs_between
    )

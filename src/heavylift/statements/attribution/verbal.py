"""Verbs that attribute: each in its sentence, each frame tried in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from heavylift.statements.attribution import verbs
from heavylift.statements.attribution.clauses import (
    Fit,
    Telling,
    clausal,
    conditional,
    parenthetical,
    quoted,
    shifted,
    that_clause,
)
from heavylift.statements.attribution.cues import carrier_of, cue_of, with_manner
from heavylift.statements.attribution.found import Attribution, attribution
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.phrases import (
    as_phrase,
    calling_on,
    evidence,
    infinitive,
    light,
    naming,
    noun,
    prepositional,
)
from heavylift.statements.attribution.sources import (
    Source,
    beside_quotation,
    mistaken_clause,
    source_of,
)

#: The first frame that fits is taken: from the surest to the loosest.
_FRAMES: Final[tuple[Callable[[Telling], Fit | None], ...]] = (
    quoted, clausal, conditional, that_clause, shifted, parenthetical, infinitive,
    naming, as_phrase, evidence, light, noun, calling_on, prepositional,
)  # fmt: skip

#: The writer, the reader, and nobody in particular are no sources.
_WRITER: Final = frozenset({"i", "we", "you", "me", "us", "one"})

#: Words that stand for things: sources of speech, hardly ever of anything else.
_THINGS: Final = frozenset(
    {"it", "that", "which", "this", "these", "those", "there", "what"}
)

#: With these, nothing was said yet: "could say", "might announce".
_NOT_YET: Final = frozenset(
    {"would", "could", "should", "might", "may", "can", "must", "shall", "'d", "ca",
     "wo"}
)  # fmt: skip
_TO_COME: Final = frozenset({"will", "'ll", "to"})

#: Frames too loose for a subject that another verb lends, or for a passive's agent.
_NOT_INHERITED: Final = frozenset(
    {"light", "object_infinitive", "parenthesis", "gerund"}
)
_NOT_BY_AGENT: Final = frozenset(
    {"naming", "parenthesis", "passive_infinitive", "preposition"}
)

#: Frames whose verbs have other senses as well.
_LOOSE: Final = frozenset({"preposition", "infinitive", "light"})

#: Frames in which speech and showing stand.
_SAID: Final = frozenset({"quote", "clause"})


def verbal(passage: Passage) -> Iterator[Attribution | None]:
    """Find the attributions by verbs of the inventory."""
    tree = passage.tree
    for verb in range(len(tree)):
        if not tree.is_verb(verb):
            continue
        lemma = passage.lemma(verb)
        if lemma not in verbs.ALL or not _complete(passage, verb, lemma):
            continue
        telling = _telling(passage, verb, lemma)
        for frame in _FRAMES:
            found = frame(telling)
            if found is not None and found[2]:
                name, cue, contents = found
                if _admitted(telling, name, cue):
                    rule = f"{name}/{telling.source.how}/{lemma}"
                    parts = telling.source.span, cue
                    yield attribution(passage, rule, verb, parts, contents)
                break


def _complete(passage: Passage, verb: int, lemma: str) -> bool:
    """Say whether a verb has the particle without which it means something else."""
    if lemma != "point":
        return True
    tree = passage.tree
    return any(tree.word[child] in {"out", "to"} for child in tree.children[verb])


def _telling(passage: Passage, verb: int, lemma: str) -> Telling:
    tree = passage.tree
    carrier = carrier_of(passage, verb) if lemma in verbs.SPEECH else None
    cue = cue_of(tree, verb)
    if lemma in verbs.CORE:
        cue = with_manner(tree, cue)
    if carrier is not None:
        cue = list(range(cue_of(tree, carrier)[0], verb + 1))
    source = source_of(passage, verb if carrier is None else carrier)
    kids: dict[str, int] = {}
    for child in tree.children[verb]:
        kids.setdefault(tree.relation[child], child)
    clause, rest = kids.get("ccomp"), None
    loose = source.how in {"none", "inherited"} and tree.relation[verb] != "conj"
    if lemma in verbs.SPEECH and loose:
        beside = beside_quotation(passage, verb, cue)
        source = Source(beside, "subject") if beside else source
    if source.how == "none" and clause is not None and clause < verb:
        mistaken = mistaken_clause(passage, cue, clause)
        if mistaken is not None:
            source = Source(mistaken, "subject")
            clause = next(
                (
                    c
                    for c in tree.children[verb]
                    if c > verb and tree.relation[c] == "ccomp"
                ),
                None,
            )
            rest = tree.end[cue[-1]], tree.end[passage.last(verb)]
    return Telling(passage, verb, lemma, cue, source, kids, clause, rest)


def _admitted(telling: Telling, frame: str, cue: list[int]) -> bool:
    """Say whether a frame that fits is an attribution, as far as can be told."""
    passage, lemma, how = telling.passage, telling.lemma, telling.source.how
    tree, source = passage.tree, telling.source.span
    spoken = passage.text[source[0] : source[1]].lower() if source else ""
    before = {tree.word[word] for word in cue if word < telling.verb}
    if carrier_of(passage, telling.verb) is not None:
        before.discard("to")
    if spoken in _WRITER or before & _NOT_YET or how in {"none", "noun"}:
        return False
    if before & _TO_COME and frame != "quote":
        return False
    said = frame in _SAID
    if spoken in _THINGS and not (said and lemma in verbs.SPEECH | verbs.SHOWING):
        return False
    if passage.around(telling.verb) is not None:
        plain = tree.tag[telling.verb] != "VBP" and how == "subject"
        if not (said and lemma in verbs.REPEATED and plain):
            return False
    if lemma == "continue" and frame == "clause":
        return False
    return _told_in_its_place(telling, frame, spoken) and _by_voice(telling, frame)


def _told_in_its_place(telling: Telling, frame: str, spoken: str) -> bool:
    """Say whether a clause tells something, rather than describing somebody.

    "those who support the deal", "the report that found it": the clause only says who
    or what is meant. Attributions by speech are told even there.
    """
    relation = telling.passage.tree.relation[telling.verb]
    if frame in _LOOSE and relation in {"relcl", "ccomp", "pcomp"}:
        return False
    if frame in _SAID and spoken in {"that", "which"}:
        return False
    bare = relation == "xcomp" and carrier_of(telling.passage, telling.verb) is None
    return not (frame == "quote" and bare and telling.cue[0] < telling.verb)


def _by_voice(telling: Telling, frame: str) -> bool:
    how = telling.source.how
    if how == "inherited":
        return frame not in _NOT_INHERITED
    if how == "agent":
        informs = telling.lemma in {"inform", "tell", "notify", "advise", "assure"}
        return frame not in _NOT_BY_AGENT and (frame != "quote" or informs)
    if telling.source.span is None:
        asked = telling.lemma == "ask" and frame == "clause"
        hearsay = frame == "clause" and _has_expletive(telling)
        return asked or hearsay or frame == "passive_infinitive"
    return True


def _has_expletive(telling: Telling) -> bool:
    """Say whether nobody is said to have said it: "it is believed that"."""
    tree = telling.passage.tree
    subject = tree.child(telling.verb, "nsubjpass", "nsubj", "expl")
    return subject is not None and tree.word[subject] == "it"

"""Frames with an infinitive, a noun or a preposition."""

from __future__ import annotations

from typing import Final

from heavylift.statements.attribution import nouns, verbs
from heavylift.statements.attribution.clauses import Fit, Telling
from heavylift.statements.attribution.nominal import complement_of
from heavylift.statements.records import Span
from heavylift.statements.vocabulary import words

#: Prepositions that go on with what is said about an object: "blamed him for it".
_ABOUT: Final = frozenset(
    {"for", "as", "of", "about", "over", "with", "against", "on", "to"}
)

#: Verbs that ask somebody behind a preposition to do something.
_CALLING: Final = frozenset({"call", "appeal", "plead", "wait", "push", "press"})
_UPON: Final = frozenset({"on", "upon", "to", "for", "with"})

#: Verbs with which documents and figures tell something.
_TELLS: Final = words("""
    find show indicate reveal give put suggest estimate document detail list cite
    """)

#: The longest cue with a noun, in words: "issued a strongly worded statement about".
_LONGEST: Final = 8


def infinitive(telling: Telling) -> Fit | None:
    """Find "vowed to leave", "urged them to leave", "is expected to leave"."""
    tree, kids, lemma = telling.passage.tree, telling.kids, telling.lemma
    inner = kids.get("xcomp")
    if inner is None:
        return None
    content = tree.subtree(inner)
    to = any(
        tree.word[child] == "to" and tree.relation[child] == "aux"
        for child in tree.children[inner]
    )
    if not to:
        gerund = tree.tag[inner] == "VBG" and lemma in verbs.WITH_GERUND
        return ("gerund", telling.cue, [content]) if gerund else None
    if telling.passive:
        subject = kids.get("nsubjpass")
        about = [tree.subtree(subject)] if subject is not None else []
        fits = lemma in verbs.URGING | verbs.THOUGHT | verbs.SPEECH
        return ("passive_infinitive", telling.cue, [content, *about]) if fits else None
    object_ = kids.get("dobj")
    if object_ is None:
        fits = lemma in verbs.WITH_INFINITIVE
        return ("infinitive", telling.cue, [content]) if fits else None
    if lemma not in verbs.URGING:
        return None
    return "object_infinitive", telling.cue, [tree.subtree(object_), content]


def naming(telling: Telling) -> Fit | None:
    """Find "called it a mistake"."""
    tree, kids = telling.passage.tree, telling.kids
    if telling.lemma not in verbs.NAMING:
        return None
    named = kids.get("oprd")
    if named is None:
        if telling.clause is None:
            return None
        return "naming", telling.cue, [tree.subtree(telling.clause)]
    things = [kids[name] for name in ("dobj", "nsubjpass") if name in kids]
    return "naming", telling.cue, [tree.subtree(word) for word in (named, *things)]


def as_phrase(telling: Telling) -> Fit | None:
    """Find "described it as a mistake", "referred to it as one"."""
    tree, kids = telling.passage.tree, telling.kids
    if telling.lemma not in verbs.AS_VERBS:
        return None
    prepositions = [
        c for c in tree.children[telling.verb] if tree.relation[c] == "prep"
    ]
    as_ = next((c for c in prepositions if tree.word[c] == "as"), None)
    thing = kids.get("dobj", kids.get("nsubjpass"))
    if thing is None:
        to = next((c for c in prepositions if tree.word[c] == "to"), None)
        thing = tree.child(to, "pobj") if to is not None else None
    if as_ is None or thing is None:
        return None
    content = [tree.subtree(thing), tree.subtree(as_)]
    if telling.lemma != "refer":
        return "as", telling.cue, content
    # "referred to as": what it is called is what was said, not the "as".
    last = telling.cue[-1]
    more = [word for word in (last + 1, last + 2) if word in prepositions]
    if as_ in more:
        content[1] = tree.end[as_], content[1][1]
    return "as", [*telling.cue, *more], [span for span in content if span[0] < span[1]]


def evidence(telling: Telling) -> Fit | None:
    """Find "the data show six landings"."""
    passage, tree, kids = telling.passage, telling.passage.tree, telling.kids
    subject, object_ = kids.get("nsubj"), kids.get("dobj")
    if subject is None or object_ is None or object_ < telling.verb:
        return None
    if (
        telling.lemma not in _TELLS
        or telling.passive
        or tree.lemma[subject] not in nouns.EVIDENCE
    ):
        return None
    end = tree.end[passage.last(telling.verb + 1)]
    return "evidence", telling.cue, [(tree.start[tree.left[object_]], end)]


def light(telling: Telling) -> Fit | None:
    """Find "made a promise to", "raised concerns about", "denied the claim that"."""
    object_ = telling.kids.get("dobj")
    if object_ is None or object_ < telling.verb or telling.lemma not in verbs.LIGHT:
        return None
    found = complement_of(telling.passage, object_)
    if found is None or found[0] - telling.cue[0] > _LONGEST:
        return None
    return "light", list(range(telling.cue[0], found[0] + 1)), [found[1]]


def noun(telling: Telling) -> Fit | None:
    """Find "announced the deal", "criticized him for it", "denied the report"."""
    tree, kids = telling.passage.tree, telling.kids
    if telling.lemma not in verbs.WITH_NOUN or telling.source.how == "passive":
        return None
    thing = kids.get("nsubjpass" if telling.passive else "dobj")
    if thing is None:
        return None
    spans: list[Span] = [tree.subtree(thing)]
    for child in tree.children[telling.verb]:
        if (
            child > thing
            and tree.relation[child] == "prep"
            and tree.word[child] in _ABOUT
            and tree.left[child] == tree.right[thing] + 1
            and tree.child(child, "pobj", "pcomp") is not None
        ):
            spans.append(tree.subtree(child))
            break
    return "noun", telling.cue, spans


def calling_on(telling: Telling) -> Fit | None:
    """Find "called on them to leave"."""
    tree, inner = telling.passage.tree, telling.kids.get("xcomp")
    if telling.lemma not in _CALLING or inner is None:
        return None
    for child in tree.children[telling.verb]:
        if tree.relation[child] != "prep" or tree.word[child] not in _UPON:
            continue
        whom = tree.child(child, "pobj")
        if whom is not None and whom < inner:
            more = [child] if child == telling.cue[-1] + 1 else []
            both = [tree.subtree(whom), tree.subtree(inner)]
            return "object_infinitive", [*telling.cue, *more], both
    return None


def prepositional(telling: Telling) -> Fit | None:
    """Find "called for calm", "referred to the deal"."""
    tree, last = telling.passage.tree, telling.cue[-1]
    wanted = verbs.PREPOSITIONS.get(telling.lemma)
    if wanted is None:
        return None
    for child in tree.children[telling.verb]:
        if (
            tree.relation[child] not in {"prep", "dative"}
            or tree.word[child] not in wanted
        ):
            continue
        thing = tree.child(child, "pobj", "pcomp")
        if thing is None:
            continue
        near = last < child <= last + 2
        cue = [*telling.cue, *(range(last + 1, child + 1) if near else ())]
        return "preposition", cue, [tree.subtree(thing)]
    return None

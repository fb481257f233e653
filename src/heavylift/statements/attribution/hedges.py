"""Words that make a statement weaker, and words that negate in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from heavylift.statements.records import Span
from heavylift.statements.vocabulary import words

#: Of number, of chance, of hearsay, of appearance.
_HEDGE: Final = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|an estimated|estimated"
    r"|some (?=\d)|up to|as many as|at least|more than|or so"
    r"|may|might|could|possibly|perhaps|probably|likely|unlikely|potentially"
    r"|reportedly|allegedly|apparently|supposedly|purportedly|seemingly|presumably"
    r"|alleged|suspected|believed to|thought to|said to|understood to|appears?|seems?"
    r"|appeared|seemed|suggests?|suggested|in part|partly|so-called)\b",
    re.IGNORECASE,
)

#: Not "the number" and not "no doubt": only plain negation is marked.
_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|nothing|none|nobody|nowhere|neither|nor|without|cannot)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)

#: Verbs and phrases by which the writer, or the source, leaves it open.
_OPEN: Final = words("""
    estimate suggest believe allege claim suspect think speculate hint imply guess
    expect fear assume presume suppose reckon surmise hypothesize predict forecast
    project seem appear hope
    """)


def hedges_of(
    text: str, content: Iterable[Span], cue: Span, word: str
) -> tuple[Span, ...]:
    """Find the hedges of a statement; its cue is one when its verb leaves it open."""
    own = [cue] if word in _OPEN else []
    return tuple(sorted([*own, *_matches(_HEDGE, text, content)]))


def negations_of(text: str, content: Iterable[Span]) -> tuple[Span, ...]:
    """Find the words that negate inside a statement."""
    return tuple(_matches(_NEGATION, text, content))


def _matches(pattern: re.Pattern[str], text: str, spans: Iterable[Span]) -> list[Span]:
    out = []
    for start, end in spans:
        for found in pattern.finditer(text, start, end):
            stop = found.end() - len(found[0]) + len(found[0].rstrip())
            out.append((found.start(), stop))
    return out

"""Compare attributions with those that people marked, span by span.

A match is one to one, and source, cue and content each share at least half of their
characters (intersection over union). Where both leave a part empty, they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from heavylift.statements.vocabulary import words

#: ``[[start, end], …]`` for source, cue and content, as the annotations have them.
Marked = Mapping[str, Sequence[Sequence[int]]]

PARTS: Final = ("source", "cue", "content")

#: Share of common characters from which two spans are the same.
ENOUGH: Final = 0.5

#: Verbs of speech for which recall is told apart.
SPEECH: Final = words("""
    say tell add write note report announce state declare claim argue insist explain
    suggest warn acknowledge admit confirm reply respond tweet assert contend maintain
    allege reiterate recall remark observe testify conclude predict ask complain deny
    stress emphasize reveal disclose indicate repeat comment inform quote mention
    caution concede proclaim
    """)


@dataclass
class Tally:
    """Counts over documents.

    Attributes:
        marked: Attributions that people marked.
        found: Attributions that a program found.
        matched: Pairs of both, one to one.
        cues: Pairs whose cue alone is the same, one to one.
        speech: Marked ones by a verb of speech or "according to".
        speech_matched: Those of them that are matched.
        speech_cues: Those of them whose cue is found.
        no_source: Matched ones without any source, which other scorers may not count.
    """

    marked: int = 0
    found: int = 0
    matched: int = 0
    cues: int = 0
    speech: int = 0
    speech_matched: int = 0
    speech_cues: int = 0
    no_source: int = 0
    rules: dict[str, list[int]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of what was found that people marked."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what people marked that was found."""
        return self.matched / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def characters(spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Give the characters of spans."""
    return frozenset(n for start, end in spans for n in range(start, end))


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Give the intersection of two sets over their union; 1 when both are empty.

    >>> overlap(frozenset({1, 2}), frozenset({2, 3}))
    0.3333333333333333
    """
    if not a and not b:
        return 1.0
    common = len(a & b)
    return common / (len(a) + len(b) - common)


def matches(
    marked: Sequence[Marked], found: Sequence[Marked], parts: Sequence[str] = PARTS
) -> dict[int, int]:
    """Pair what people marked with what was found, as many as can be.

    Returns:
        For the number of each marked one that has a partner, the number of that.
    """
    wanted = [{part: characters(one[part]) for part in PARTS} for one in marked]
    given = [{part: characters(one[part]) for part in PARTS} for one in found]
    at: dict[int, list[int]] = {}
    for number, one in enumerate(given):
        for character in one["cue"]:
            at.setdefault(character, []).append(number)
    fits = [
        [
            number
            for number in sorted({n for c in one["cue"] for n in at.get(c, ())})
            if all(overlap(one[part], given[number][part]) >= ENOUGH for part in parts)
        ]
        for one in wanted
    ]
    partner: dict[int, int] = {}
    for number in range(len(wanted)):
        _augment(number, fits, partner, set())
    return {wanted_one: found_one for found_one, wanted_one in partner.items()}


def _augment(
    number: int, fits: list[list[int]], partner: dict[int, int], seen: set[int]
) -> bool:
    for other in fits[number]:
        if other in seen:
            continue
        seen.add(other)
        if other not in partner or _augment(partner[other], fits, partner, seen):
            partner[other] = number
            return True
    return False


def count(
    tally: Tally, text: str, marked: Sequence[Marked], found: Sequence[Marked]
) -> dict[int, int]:
    """Add one document to a tally; give its matches."""
    pairs = matches(marked, found)
    cues = matches(marked, found, ("cue",))
    tally.marked += len(marked)
    tally.found += len(found)
    tally.matched += len(pairs)
    tally.cues += len(cues)
    for number, one in enumerate(marked):
        if is_speech(" ".join(text[start:end] for start, end in one["cue"])):
            tally.speech += 1
            tally.speech_matched += number in pairs
            tally.speech_cues += number in cues
        tally.no_source += number in pairs and not one["source"]
    return pairs


def is_speech(cue: str) -> bool:
    """Say whether a cue is a verb of speech of the list, or "according to"."""
    spoken = re.findall(r"[a-z]+", cue.lower())
    return "according" in spoken or any(word in _FORMS for word in spoken)


def _forms() -> frozenset[str]:
    irregular = {"say": "said", "tell": "told", "write": "wrote written"}
    out = set()
    for verb in SPEECH:
        stem = verb.removesuffix("e")
        if verb.endswith("y") and verb != "say":
            out |= {verb[:-1] + "ies", verb[:-1] + "ied"}
        doubled = {"admit": "admitt", "quote": "quot"}.get(verb, stem)
        out |= {verb, verb + "s", verb + "es", doubled + "ing", doubled + "ed"}
        out |= set(irregular.get(verb, "").split())
    return frozenset(out)


_FORMS: Final = _forms()

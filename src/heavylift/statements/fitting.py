"""Put the places of strings together: which of them are parts of one statement?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from heavylift.statements.proposals import Reason
from heavylift.statements.records import Span

# Most characters between parts. Beside each stands the largest of the 19,868
# attributions in PolNeAR's training part; beyond, strings found far from each other
# would be put together to a statement that the text does not make.

#: Between cue and content: 180.
MOST_CUE_TO_CONTENT: Final = 200

#: Between speaker and cue: 433.
MOST_SPEAKER_TO_CUE: Final = 500

#: Between two parts of the content: 529.
MOST_BETWEEN_PARTS: Final = 600


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a proposal stand."""

    source: Span
    cue: Span
    content: tuple[Span, ...]
    cost: int = 0


@dataclass(slots=True)
class Places:
    """The places of a proposal's strings."""

    speaker: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[list[Span]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


class Unfit(Exception):
    """A proposal cannot be used; which part of it, why, and more in a sentence."""

    def __init__(self, reason: Reason, part: str = "", words: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.part = part
        self.words = words


#: Whether speaker and cue are apart although they are near each other.
Apart = Callable[[Span, Span, Iterable[Span]], bool]


def fit(found: Places, apart: Apart) -> Parts:
    """Choose the places that belong together.

    Content that stands at one place decides; speaker and cue are those nearest to it.
    Content at several places is taken where speaker and cue are near one of them only.

    Args:
        found: The places of each string.
        apart: Tells of a speaker, a cue and the content whether speaker and cue belong
            to different sentences.

    Raises:
        Unfit: None, or more than one way, fits.
    """
    ways = list(_contents(found.content))
    near, why = list[Parts](), Unfit(Reason.TOO_FAR_APART)
    for content in ways:
        try:
            near.append(_nearest(found, content, apart))
        except Unfit as refused:
            why = refused
    if not near:
        raise why
    if len(near) > 1:
        words = f"speaker and cue fit at {len(near)} places of the content"
        raise Unfit(Reason.AMBIGUOUS, "content", words)
    found.flags += [
        f"ambiguous_{name}"
        for name, several in (
            ("source", len(found.speaker) > 1),
            ("cue", len(found.cue) > 1),
            ("content", len(ways) > 1),
        )
        if several
    ]
    return near[0]


def _contents(parts: list[list[Span]]) -> list[tuple[Span, ...]]:
    """Give the ways in which parts of a content can stand: in order, apart, near.

    Raises:
        Unfit: There is none.
    """
    ways: list[tuple[Span, ...]] = [(place,) for place in parts[0]]
    for number, places in enumerate(parts[1:], start=2):
        # The nearest place behind each is meant; a farther one skips over it.
        name, longer = f"content {number}", list[tuple[Span, ...]]()
        for way in ways:
            behind = [place for place in places if place[0] >= way[-1][1]]
            if behind and behind[0][0] - way[-1][1] <= MOST_BETWEEN_PARTS:
                longer.append((*way, behind[0]))
        if not longer:
            raise Unfit(_why_not_in_order(ways, places), name)
        ways = longer
    return ways


def _why_not_in_order(ways: list[tuple[Span, ...]], places: list[Span]) -> Reason:
    pairs = [(way[-1], place) for way, place in product(ways, places)]
    if any(place[0] >= last[1] for last, place in pairs):
        return Reason.TOO_FAR_APART
    if any(overlap(last, place) for last, place in pairs):
        return Reason.OVERLAPPING
    return Reason.REVERSED


def _nearest(found: Places, content: tuple[Span, ...], apart: Apart) -> Parts:
    """Choose cue and speaker: together the least way from speaker by cue to content.

    Raises:
        Unfit: None is near enough, or two are equally near.
    """
    cues = [cue for cue in found.cue if not any(overlap(cue, c) for c in content)]
    speakers = [s for s in found.speaker if not any(overlap(s, c) for c in content)]
    if not cues or not speakers:
        raise Unfit(Reason.OVERLAPPING, "speaker" if cues else "cue")
    ways = [
        Parts(speaker, cue, content, _gap(speaker, cue) + to_content)
        for cue in cues
        if (to_content := min(_gap(cue, part) for part in content))
        <= MOST_CUE_TO_CONTENT
        for speaker in speakers
        if _gap(speaker, cue) <= MOST_SPEAKER_TO_CUE and not overlap(speaker, cue)
    ]
    if not ways:
        raise _why_none(cues, speakers, content)
    ways = [way for way in ways if not apart(way.source, way.cue, content)]
    if not ways:
        raise Unfit(Reason.OTHER_SENTENCE, "speaker")
    ways.sort(key=lambda way: way.cost)
    if len(ways) > 1 and ways[0].cost == ways[1].cost:
        raise Unfit(
            Reason.AMBIGUOUS, "speaker", "two places are equally near to the content"
        )
    return replace(ways[0], cost=0)


def _why_none(
    cues: list[Span], speakers: list[Span], content: tuple[Span, ...]
) -> Unfit:
    nearest = min(_gap(cue, part) for cue in cues for part in content)
    if nearest > MOST_CUE_TO_CONTENT:
        words = f"{nearest:,} characters from the content"
        return Unfit(Reason.TOO_FAR_APART, "cue", words)
    pairs = [(s, c) for s in speakers for c in cues if not overlap(s, c)]
    if not pairs:
        return Unfit(Reason.OVERLAPPING, "speaker")
    words = f"{min(_gap(s, c) for s, c in pairs):,} characters from the cue"
    return Unfit(Reason.TOO_FAR_APART, "speaker", words)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _gap(one: Span, other: Span) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])

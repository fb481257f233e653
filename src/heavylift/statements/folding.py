"""Find a string in a text although its typography differs: where is it, exactly?

Who copies a text changes its quotation marks, dashes and spaces without noticing; a
language model does so nearly always. Both sides are folded, and each folded character
remembers the characters of the stored text that it came from, so what is found is
given in offsets of the text as it is stored.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from heavylift.statements.records import Span

#: Marks that are set and typed in several ways (Unicode 15.1, General Punctuation).
#: ´ and ″ stand here because NFKC would take them apart into a space and a mark.
_TYPED: Final = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞", '"')
    | dict.fromkeys("‘’‚‛′‹›`´", "'")
    | dict.fromkeys("‐‑‒–—―−⸺⸻", "-")
)

#: What a found string differs in from what is stored, the least first.
EXACT, TYPOGRAPHY, LETTER_CASE = "exact", "typography", "letter_case"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters comes from.

    Attributes:
        text: Folded.
        starts: For each folded character the first stored one that it came from.
        ends: And one past the last.
    """

    text: str
    starts: list[int]
    ends: list[int]


def fold(text: str, *, case: bool = False) -> Folded:
    r"""Fold a text: marks as typed, NFKC, one space for many, nothing invisible.

    A letter and the combining marks behind it are folded together, so it does not
    matter how an accent is stored. Folding may make a character longer (ﬁ, …, İ) or
    make it vanish (a soft hyphen).

    Args:
        text: As stored.
        case: Whether letter case is folded too.

    >>> fold("«Bakı»\u00a0– ﬁve").text
    '"Bakı" - five'
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for character in _folded(text[start:end], case=case):
            if character in " -" and folded and folded[-1] == character:
                ends[-1] = end
                continue
            folded.append(character)
            starts.append(start)
            ends.append(end)
    return Folded("".join(folded), starts, ends)


class Text:
    """A text, or a passage of it, in which strings are looked for.

    Attributes:
        whole: The text as stored.
        start: First character that may be part of a hit.
        end: One past the last.
    """

    def __init__(self, whole: str, start: int = 0, end: int | None = None) -> None:
        self.whole = whole
        self.start = start
        self.end = len(whole) if end is None else end
        self._folded: dict[bool, Folded] = {}

    def find(self, wanted: str) -> tuple[list[Span], str]:
        """Find all places of a string that are whole words.

        Args:
            wanted: The string; spaces around it do not count.

        Returns:
            Its places in the order of the text, and in what they differ from it:
            exactly as wanted, else in typography, else in letter case. No places when
            it is not there.
        """
        wanted = wanted.strip()
        if not wanted:
            return [], EXACT
        exact = [
            (at, at + len(wanted))
            for at in _places(self.whole, wanted, self.start, self.end)
        ]
        if hits := [hit for hit in exact if self._whole_words(hit)]:
            return hits, EXACT
        for case, difference in ((False, TYPOGRAPHY), (True, LETTER_CASE)):
            if hits := list(self._find_folded(wanted, case=case)):
                return hits, difference
        return [], EXACT

    def has_within_words(self, wanted: str) -> bool:
        """Whether a string is there only as a piece of longer words."""
        wanted = wanted.strip()
        return bool(wanted) and self.whole.find(wanted, self.start, self.end) >= 0

    def _find_folded(self, wanted: str, *, case: bool) -> Iterator[Span]:
        if case not in self._folded:
            self._folded[case] = fold(self.whole[self.start : self.end], case=case)
        held = self._folded[case]
        looked_for = fold(wanted, case=case).text.strip()
        if not looked_for:
            return
        for at in _places(held.text, looked_for, 0, len(held.text)):
            last = at + len(looked_for) - 1
            # A hit that begins or ends inside what one stored character became would
            # show more than was looked for.
            split = (at > 0 and held.starts[at - 1] == held.starts[at]) or (
                last + 1 < len(held.text) and held.starts[last + 1] == held.starts[last]
            )
            hit = self.start + held.starts[at], self.start + held.ends[last]
            if not split and self._whole_words(hit):
                yield hit

    def _whole_words(self, hit: Span) -> bool:
        start, end = hit
        return not (_joined(self.whole, start) or _joined(self.whole, end))


def _places(text: str, wanted: str, start: int, end: int) -> Iterator[int]:
    at = text.find(wanted, start, end)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, end)


#: A number that goes on beyond its point or comma: the 5 of 1.5 is no number.
_NUMBER_BEFORE: Final = re.compile(r"\d[.,]$")
_NUMBER_BEHIND: Final = re.compile(r"[.,]\d")


def _joined(text: str, at: int) -> bool:
    """Whether a cut at this place would go through a word or a number."""
    if at <= 0 or at >= len(text):
        return False
    before, behind = text[at - 1], text[at]
    if _in_word(before) and _in_word(behind):
        return True
    if behind.isdecimal() and _NUMBER_BEFORE.search(text[max(0, at - 2) : at]):
        return True
    return before.isdecimal() and bool(_NUMBER_BEHIND.match(text, at))


def _in_word(character: str) -> bool:
    """Letters with case, marks and digits; other scripts join words without a space."""
    return unicodedata.category(character) in (
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Mn",
        "Mc",
        "Me",
        "Nd",
    )


def _clusters(text: str) -> Iterator[Span]:
    """Give each character with the combining marks behind it."""
    if text.isascii():
        yield from ((at, at + 1) for at in range(len(text)))
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield start, at
            start = at


def _joins(character: str) -> bool:
    """Combining marks, and the vowels and finals of Korean letters in pieces."""
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
    )


def _folded(cluster: str, *, case: bool) -> str:
    if cluster.isspace():
        return " "
    made = unicodedata.normalize("NFKC", cluster.translate(_TYPED)).translate(_TYPED)
    if case:
        made = unicodedata.normalize("NFKC", made.casefold())
    return "".join(
        " " if character.isspace() else character
        for character in made
        if unicodedata.category(character) != "Cf"
    )

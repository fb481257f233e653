"""The words of a text in which names of places are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from heavylift.reference.towns import fold_name

#: A word with apostrophes inside it and the marks that stand on its letters.
_WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+(?:['’ʼʻ`][^\W\d_]++[\u0300-\u036f]*+)*+"
)

#: The possessive is not part of a name.
_POSSESSIVE: Final = re.compile(r"['’]s$", re.IGNORECASE)

#: What may stand between two words of one name: "Nagorno-Karabakh", "St. Petersburg",
#: "Tel\nAviv".
_JOINTS: Final = frozenset(
    {" ", "-", "–", "\u2010", "\u2011", "\u00a0", "\n", "\r\n", ". ", ".", ".\u00a0"}
)

#: A point stands within a name only after so few letters: "St.", "Ft."
_SHORTENED: Final = 3

#: What may stand between two words that go on in one phrase.
_SPACES: Final = frozenset({" ", "\u00a0", "\n", "\r\n", "-", "–", "\u2011"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text, in their order.

    Attributes:
        text: The text.
        start: First character of each, shape ``(n,)``.
        end: One past the last character of each, a possessive left out.
        folded: Each as names are folded.
        is_name: Whether each begins with a capital.
        owns: Whether a possessive follows each.
    """

    text: str
    start: list[int]
    end: list[int]
    folded: list[str]
    is_name: list[bool]
    owns: list[bool]

    def __len__(self) -> int:
        """Number of words."""
        return len(self.start)

    def at(self, i: int) -> str:
        """A word as it is folded; empty outside the text."""
        return self.folded[i] if 0 <= i < len(self.folded) else ""

    def written(self, i: int, past: int | None = None) -> str:
        """A word, or several, as written."""
        return self.text[self.start[i] : self.end[(past or i + 1) - 1]]

    def gap(self, i: int) -> str:
        """What stands between a word and the one before it, an apostrophe s too."""
        if not 0 < i < len(self.start):
            return ""
        return self.text[self.end[i - 1] : self.start[i]]

    def after(self, i: int, length: int) -> str:
        """So many characters after a word."""
        return self.text[self.end[i] : self.end[i] + length]

    def goes_on(self, i: int) -> bool:
        """Whether a word can be in one name with the word before it."""
        gap = self.gap(i)
        if gap[:1] == "." and self.end[i - 1] - self.start[i - 1] > _SHORTENED:
            return False
        return gap in _JOINTS

    def follows(self, i: int) -> bool:
        """Whether a word follows the one before it in one phrase."""
        return self.gap(i) in _SPACES

    def begins_sentence(self, i: int) -> bool:
        """Whether a word is the first of its sentence or line, as far as signs tell."""
        gap = self.gap(i)
        return i == 0 or any(sign in gap for sign in '.!?;\n\r:•“"')


def words_of(text: str) -> Words:
    """Take a text apart into words."""
    start, end, folded, is_name, owns = [], [], [], [], []
    known: dict[str, str] = {}
    for found in _WORD.finditer(text):
        word = found.group()
        is_owner = word[-2:] in {"'s", "’s"} or word[-2:] in {"'S", "’S"}
        if is_owner:
            word = _POSSESSIVE.sub("", word)
        plain = known.get(word)
        if plain is None:
            plain = word.lower() if word.isascii() else fold_name(word)
            known[word] = plain = plain.replace("'", "").replace("`", "")
        start.append(found.start())
        end.append(found.start() + len(word))
        folded.append(plain)
        is_name.append(word[0].isupper())
        owns.append(is_owner)
    return Words(text, start, end, folded, is_name, owns)

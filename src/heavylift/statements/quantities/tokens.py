"""A text as words, numbers and signs, each with its place in the text.

Nothing is normalised but the case of a word, and that beside the text: ``start`` and
``end`` are characters of the text as it is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: A word with its apostrophes, a number with its separators, or any other sign. A
#: superscript two is a letter here, so that "km²" is one word. The possessive repeats
#: keep the reading linear.
_TOKEN: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*+(?:['’][^\W\d_]++)*+"
    r"|\d++(?:[.,]\d++)*+|\S"
)

#: Signs that join two words or numbers.
HYPHENS: Final = frozenset("-\u2010\u2011\u2012\u2013\u2212")

#: Comes back for what lies outside the text.
NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a text, in their order.

    Attributes:
        text: The text.
        start: First character of each, shape ``(n,)``.
        end: One past the last character of each, shape ``(n,)``.
        word: Each in small letters, shape ``(n,)``.
    """

    text: str
    start: list[int]
    end: list[int]
    word: list[str]

    def __len__(self) -> int:
        """Number of tokens."""
        return len(self.word)

    def at(self, i: int) -> str:
        """The token in small letters; empty outside the text."""
        return self.word[i] if 0 <= i < len(self.word) else NOTHING

    def written(self, i: int) -> str:
        """The token as it is written; empty outside the text."""
        if not 0 <= i < len(self.word):
            return NOTHING
        return self.text[self.start[i] : self.end[i]]

    def is_joined(self, i: int) -> bool:
        """Whether nothing stands between this token and the one before it."""
        return 0 < i < len(self.word) and self.end[i - 1] == self.start[i]

    def is_number(self, i: int) -> bool:
        """Whether the token is written in digits."""
        return self.at(i)[:1].isdecimal()

    def is_word(self, i: int) -> bool:
        """Whether the token is a word."""
        return self.at(i)[:1].isalpha()

    def is_hyphen(self, i: int) -> bool:
        """Whether the token is a hyphen that joins its neighbours."""
        joined = self.is_joined(i) and self.is_joined(i + 1)
        return joined and self.word[i] in HYPHENS

    def is_new_line(self, i: int) -> bool:
        """Whether the token begins a line."""
        if not 0 < i < len(self.word):
            return i == 0
        return "\n" in self.text[self.end[i - 1] : self.start[i]]

    def between(self, first: int, past: int) -> str:
        """The text from one token to before another, as written."""
        if first >= past:
            return NOTHING
        return self.text[self.start[first] : self.end[past - 1]]


def tokens_of(text: str) -> Tokens:
    """Take a text apart.

    >>> tokens_of("Il-76: 4,400 km²").word
    ['il', '-', '76', ':', '4,400', 'km²']
    """
    found = list(_TOKEN.finditer(text))
    return Tokens(
        text=text,
        start=[m.start() for m in found],
        end=[m.end() for m in found],
        word=[m.group().lower() for m in found],
    )


def word_set(text: str) -> frozenset[str]:
    """A set of words, written with blanks between them."""
    return frozenset(text.split())

"""A text as a string of classes, one character for each word, number or mark.

The grammar is written over that string, so it is a regular one and its time grows
with the length of the text alone. White space between words is one blank, a gap
between paragraphs is ``|``, words that stand together without a gap stay together.
Nothing is normalised: every class knows the characters that it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from heavylift.statements.times.vocabulary import classify

#: Possessive quantifiers: nothing is tried twice, whatever the text.
_TOKEN: Final = re.compile(
    # Most of a text are words of three letters and more; they come first.
    r"(?P<long>[^\W\d_]{3,}+)"
    r"|(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9]"
    r"(?:[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"(?![0-9-]))"
    r"|(?P<dotted>[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}(?![.,]?[0-9]))"
    r"|(?P<clock>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9:]))"
    r"|(?P<grouped>[0-9]++(?:[.,][0-9]++)++)"
    r"|(?P<number>[0-9]++)"
    r"|(?P<half>[aApP]\.\s?[mM]\.|[aApP]\.?[mM](?![^\W_]))"
    r"|(?P<word>[^\W\d_]++)"
    r"|(?P<mark>\S)"
)

#: Marks that the grammar reads, and what others are read as.
_MARKS: Final = {
    ",": ",", ".": ".", "/": "/", "-": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-",
    "\u2013": "-", "\u2014": "-", "'": "'", "\u2019": "'", "\u2018": "'", "(": "(",
    ")": ")", "%": "%", ":": ":", ";": ";", "!": ";", "?": ";",
}  # fmt: skip

#: Marks before a number that make it an amount or a name.
_SIGNS: Final = frozenset("$€£¥₽₪₺#@№=+±~&*_\\")

#: What may stand after a number without a gap: ordinals, and the plural of decades.
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th", "s"})

#: Words that may be tied to a number by a hyphen and leave it a date: "mid-1990s".
_TIED: Final = frozenset({"mid", "pre", "post", "early", "late", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "summer", "winter", "spring", "autumn",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text with its classes.

    Attributes:
        text: The text.
        code: One character for each token and each gap.
        starts: First character of the text of each.
        ends: One past its last.
    """

    text: str
    code: str
    starts: list[int]
    ends: list[int]

    def word(self, index: int) -> str:
        """Give a token as written, in lower case."""
        return self.text[self.starts[index] : self.ends[index]].lower()

    def words(self, first: int, end: int) -> list[str]:
        """Give the tokens of a stretch of the code, gaps left out."""
        return [self.word(i) for i in range(first, end) if self.code[i] not in " |"]


def tokens_of(text: str) -> Tokens:
    """Read a text as tokens."""
    code: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    # Texts repeat their words; a word is judged once.
    judged: dict[str, str] = {}
    last = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start > last:
            code.append(" " if start - last == 1 else _gap(text, last, start))
            starts.append(last)
            ends.append(start)
        kind, word = match.lastgroup, match[0]
        if kind in ("long", "word"):
            letter = judged.get(word, "")
            if not letter:
                letter = judged[word] = classify(word.lower(), word[0].isupper())
            if start == last and code and code[-1] in "DY#c":
                letter = _after_number(code, word.lower(), letter)
        elif kind == "mark":
            letter = _mark(word, code, start == last)
        elif kind == "number":
            letter = _number(word)
            if start == last and code and _no_date_before(text, code, starts):
                letter = "#"
        else:
            letter = _KINDS[kind or ""]
        code.append(letter)
        starts.append(start)
        ends.append(end)
        last = end
    return Tokens(text, "".join(code), starts, ends)


#: Classes of tokens that are told by their form.
_KINDS: Final = {"iso": "3", "dotted": "1", "clock": "0", "grouped": "#", "half": "c"}


def _gap(text: str, start: int, end: int) -> str:
    gap = text[start:end]
    return "|" if max(gap.count("\n"), gap.count("\r")) > 1 else " "


def _number(digits: str) -> str:
    """``Y`` for what may be a year, ``D`` for at most two digits, else ``#``."""
    if len(digits) <= 2:
        return "D"
    return "Y" if len(digits) == 4 and "1000" <= digits <= "2999" else "#"


def _after_number(code: list[str], word: str, letter: str) -> str:
    """Judge letters that follow a number without a gap."""
    if word in _SUFFIXES:
        return "o"
    if code[-1] != "c":
        code[-1] = "#"
    return letter if code[-1] == "c" else "x"


def _no_date_before(text: str, code: list[str], starts: list[int]) -> bool:
    """Whether what stands before a number, without a gap, makes it no date."""
    before = code[-1]
    if before in "xUVSnaQ#" or text[starts[-1]] in _SIGNS:
        return before != "Q"
    if before != "-" or len(code) < 2 or code[-2] in "DY1 |oMmj":
        return False
    word = text[starts[-2] : starts[-1]].lower()
    return word not in _TIED


def _mark(mark: str, code: list[str], glued: bool) -> str:
    letter = _MARKS.get(mark)
    if letter is not None:
        return letter
    if glued and code and unicodedata.category(mark)[0] == "M":
        # A letter with a mark is another letter: "Octoberı̈" is no month.
        code[-1] = "x"
    return "x" if mark.isalnum() else '"'

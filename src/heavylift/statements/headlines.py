"""Headlines In Title Case, made readable for a parser that takes their verbs for names.

Only verbs that attribute and the small words of English are put into lower case; names
stay as they are, and every character keeps its place.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.attribution.verbs import LEMMAS
from heavylift.statements.vocabulary import words

_LINE: Final = re.compile(r"[^\n\r]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")

#: A headline has a verb and its complement, and fits a few lines of a column.
_FEWEST: Final = 4
_MOST: Final = 25

#: Words of so many letters are capital in title case; shorter ones need not be.
_LONG: Final = 4

#: Share of long words that begin with a capital letter. In sentences names reach half.
_CAPITAL: Final = 0.8

_SMALL: Final = words("""
    a about after again against all an and any are around as at be before been being but
    by can can't could did didn't do does doesn't don't for from had has have he her his
    how if in into is isn't it its more most never not of off on or our out over she
    should so than that the their them they this to under until up was wasn't we were
    what when where which while who why will with won't would you your
    """)


def readable(text: str) -> str:
    """Put verbs and small words of headlines in title case into lower case."""
    return _LINE.sub(lambda line: _line(line[0]), text)


def _line(line: str) -> str:
    found = _WORD.findall(line[: _MOST * 20])
    if not _FEWEST <= len(found) <= _MOST:
        return line
    long = [word for word in found if len(word) >= _LONG]
    capital = sum(word[0].isupper() for word in long)
    if not long or capital < _CAPITAL * len(long) or line.isupper():
        return line
    return _WORD.sub(lambda word: _word(word[0], word.start()), line)


def _word(word: str, place: int) -> str:
    low = word.lower()
    known = low.replace("’", "'") in _SMALL or low in LEMMAS
    return low if known and place and len(low) == len(word) else word

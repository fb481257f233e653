"""What looks like a time and is none."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.vocabulary import (
    COUNTED,
    NAMES_AFTER_WEEKDAY,
    NUMBERED,
    QUANTIFIED,
)

#: Classes of words that introduce a time: "in", "since", "by", "last", "early" ...
_INTRODUCES: Final = frozenset("isyLXCKrbdBAhvPpfgEQ")

#: Of these, what introduces a year of long ago: "of 1500" and "over 1500" count things.
_INTRODUCES_OLD: Final = frozenset("isyrhb")

#: Years that are read wherever they stand; older ones need a word such as "in".
_FIRST_FREE_YEAR: Final = 1800
_LAST_FREE_YEAR: Final = 2100

#: Words after "the 19th" that cannot be what is numbered.
_NEVER_NUMBERED: Final = frozenset({
    "and", "but", "when", "as", "at", "in", "to", "for", "with", "after",
    "before", "from", "by", "that", "which", "the", "he", "she", "they", "it", "was",
    "were", "is", "said", "because", "while", "through", "until",
})  # fmt: skip


def previous_word(tokens: Tokens, index: int) -> str:
    """Give the token before one when only a blank lies between; else nothing."""
    if index < 1:
        return ""
    at = index - 1
    if tokens.code[at] == " ":
        at -= 1
    return tokens.word(at) if at >= 0 and tokens.code[at] != "|" else ""


def next_word(tokens: Tokens, index: int) -> str:
    """Give the token at an index or after the blank there; else nothing."""
    code = tokens.code
    if index < len(code) and code[index] == " ":
        index += 1
    return tokens.word(index) if index < len(code) and code[index] != "|" else ""


def before(tokens: Tokens, index: int) -> str:
    """Give the class before a token, over a blank; ``|`` at the beginning."""
    if index and tokens.code[index - 1] == " ":
        index -= 1
    return tokens.code[index - 1] if index else "|"


def is_counted(tokens: Tokens, end: int) -> bool:
    """Whether a number that ends here counts what follows."""
    code = tokens.code
    if end < len(code) and code[end] in "%x":
        return True
    return code[end : end + 2] in (" x", " V", " U", " =") and (
        next_word(tokens, end) in COUNTED or code[end : end + 2] == " ="
    )


def is_year(tokens: Tokens, at: int) -> bool:
    """Whether a number of four digits is a year."""
    code = tokens.code
    year = int(tokens.word(at))
    introduced = before(tokens, at) in _INTRODUCES_OLD
    if not _FIRST_FREE_YEAR <= year <= _LAST_FREE_YEAR and not introduced:
        return False
    if is_counted(tokens, at + 1):
        return False
    previous = previous_word(tokens, at)
    if previous == "." and at > 2:
        # "No. 1984", "pp. 1984"
        previous = tokens.word(at - 3)
        previous = previous if previous in ("no", "p", "pp", "art", "sec") else ""
    if previous in NUMBERED or previous in ("art", "sec"):
        return False
    if previous in QUANTIFIED and not _TO_A_YEAR.match(code, at + 1):
        return False
    beside = code[at - 1] if at else " "
    after = code[at + 1] if at + 1 < len(code) else " "
    # "3/2015" and "2015/3" are parts of something else, "1:2015" is a ratio.
    return beside not in "/:%" and after not in "/:%"


def is_month_alone(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the name of a month without day or year is a month."""
    letter = tokens.code[at]
    if letter == "M":
        return True
    if letter == "j" and (end <= at + 1 or tokens.code[at + 1] != "."):
        return False
    left = before(tokens, at)
    if left in _INTRODUCES or _TO_A_MONTH.match(tokens.code, end):
        return True
    # "the March accession", not "the May government" at the head of a sentence.
    following = tokens.code[end : end + 2]
    return left == "t" and following[:1] == " " and _lower(tokens, end + 1)


#: "2000 - 2050" is no amount even after "over".
_TO_A_YEAR: Final = re.compile(r" ?-{1,2} ?Y")

#: "March to June", "March-June".
_TO_A_MONTH: Final = re.compile(r" ?-{1,2} ?[Mmj]| [hu] [Mmj]|,? (?:v )?[LXC] U")


def _lower(tokens: Tokens, index: int) -> bool:
    if index >= len(tokens.starts):
        return False
    return tokens.text[tokens.starts[index]].islower()


def is_name_of_paper(tokens: Tokens, end: int) -> bool:
    """Whether a day of the week begins a name, as in "Sunday Times"."""
    if tokens.code[end : end + 1] != " " or end + 1 >= len(tokens.code):
        return False
    word = tokens.text[tokens.starts[end + 1] : tokens.ends[end + 1]]
    return word[:1].isupper() and word.lower() in NAMES_AFTER_WEEKDAY


def is_title(tokens: Tokens, start: int, end: int) -> bool:
    """Whether words begin a name, as in "Daily Mail" and "21st Century Fox"."""
    last = tokens.text[tokens.starts[end - 1] : tokens.ends[end - 1]]
    if not last[:1].isupper() or tokens.code[end : end + 1] != " ":
        return False
    return end + 1 < len(tokens.code) and tokens.text[tokens.starts[end + 1]].isupper()


def is_surname(tokens: Tokens, start: int) -> bool:
    """Whether a name of a holiday follows a name, as in "Ms. Christmas"."""
    if start < 2 or tokens.code[start - 1] != " ":
        return False
    at = start - 2 - (tokens.code[start - 2] == ".")
    return tokens.code[at] == "x" and tokens.text[tokens.starts[at]].isupper()


def stands_alone(tokens: Tokens, end: int) -> bool:
    """Whether nothing follows that "the 19th" could number."""
    code = tokens.code
    if end >= len(code) or code[end] in '|.,;:)"-':
        return True
    return next_word(tokens, end) in _NEVER_NUMBERED

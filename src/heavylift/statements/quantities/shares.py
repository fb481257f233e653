"""Shares in words: "half", "two-thirds", "one in five", "the majority".

A share is in percent, so that all of them can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from heavylift.statements.quantities.counting import is_plural
from heavylift.statements.quantities.numerals import Number, number_at
from heavylift.statements.quantities.tokens import Tokens, word_set
from heavylift.statements.quantities.units import TIME_UNITS, unit_after

_PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
    "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6,
    "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9,
    "tenth": 10, "tenths": 10,
}  # fmt: skip

#: More than half of a whole, without a number, and less.
_MOST: Final = frozenset({"majority", "bulk", "most"})
_LARGE: Final = frozenset({"vast", "overwhelming", "great", "large", "clear", "sheer"})

#: "The first half", "the last quarter", "the third quarter" are parts of a time.
_TIMES: Final = word_set(
    "first second third fourth last latter other early late final previous "
    "current this better fiscal next"
)

#: After "a third" these go on with the share; a noun would make it an ordinal.
_GO_ON: Final = word_set(
    "of . , ; : ) — – were was are is had have has and or but in to from by as "
    "who which at on since over between with"
) | {"", '"', "”"}

#: "The majority" is a share, "the majority party" is not.
_AFTER_MOST: Final = _GO_ON - {
    "and",
    "or",
    "in",
    "to",
    "from",
    "by",
    "at",
    "on",
    "with",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its tokens.

    Attributes:
        first: First token.
        past: One past the last.
        percent: The share; ``None`` for one on a side of a half.
        place: How exactly it is given, in percent.
        is_most: Whether it is more than half; when ``percent`` is ``None``.
    """

    first: int
    past: int
    percent: Fraction | None
    place: Fraction = Fraction(1)
    is_most: bool = True


def share_at(tokens: Tokens, i: int) -> Share | None:
    """Read the share in words that begins at a token."""
    return (
        _most(tokens, i) or _half(tokens, i) or _parts(tokens, i) or _one_in(tokens, i)
    )


def _most(tokens: Tokens, i: int) -> Share | None:
    at = i + (tokens.at(i) in {"the", "a", "an"})
    at += tokens.at(at) in _LARGE
    word = tokens.at(at)
    if word == "minority" and tokens.at(at + 1) == "of" and at > i:
        return Share(i, at + 1, None, is_most=False)
    if word not in _MOST or tokens.is_hyphen(at) or tokens.is_hyphen(at + 1):
        return None
    after = tokens.at(at + 1)
    if word == "most":
        return _bare_most(tokens, i) if at == i else None
    if word == "bulk" and after != "of":
        return None
    return Share(i, at + 1, None) if after in _AFTER_MOST else None


#: After these "most" is the highest degree, or goes with a verb: "he most admires".
_BEFORE_HIGHEST: Final = word_set(
    "the at very its their his her he she they we i you it who that which"
)


def _bare_most(tokens: Tokens, i: int) -> Share | None:
    """Read "most of" and "most Armenians", not "the most important" or "at most"."""
    if tokens.at(i - 1) in _BEFORE_HIGHEST:
        return None
    after = tokens.written(i + 1)
    if after == "of" or (is_plural(after) and after.lower() != "others"):
        return Share(i, i + 1, None)
    named = after[:1].isupper() and is_plural(tokens.written(i + 2))
    return Share(i, i + 1, None) if named else None


def _half(tokens: Tokens, i: int) -> Share | None:
    if tokens.at(i) != "half" or tokens.at(i - 1) in _TIMES | {"and"}:
        return None
    if tokens.is_hyphen(i) or tokens.is_hyphen(i + 1):
        return None
    after = tokens.at(i + 1)
    allowed = _GO_ON | {"the", "its", "their", "his", "her", "our", "all", "that"}
    if after not in allowed or (after == "of" and _is_year(tokens, i + 2)):
        return None
    return Share(i, i + 1, Fraction(50), Fraction(10))


def _parts(tokens: Tokens, i: int) -> Share | None:
    """Read "a third", "two-thirds", "1/3 of"."""
    if tokens.is_number(i):
        return _written_part(tokens, i)
    above = _ABOVE.get(tokens.at(i), 0)
    at = i + 1 + tokens.is_hyphen(i + 1)
    parts = _PARTS.get(tokens.at(at), 0)
    is_one = above == 1
    if not parts or is_one == tokens.at(at).endswith("s") or tokens.is_hyphen(at + 1):
        return None
    if tokens.at(i - 1) in _TIMES or _is_year(tokens, at + 2):
        return None
    after = tokens.at(at + 1)
    if is_one and after not in (_GO_ON | {"the"}) - {"was", "is", "has"}:
        # "A fifth was a judge" is an ordinal.
        return None
    if after == "of" and tokens.at(at + 3) in {"percent", "percentage", "%"}:
        return None
    return _share(i, at + 1, str(above), parts)


def _written_part(tokens: Tokens, i: int) -> Share | None:
    slash, below = tokens.at(i + 1) == "/", tokens.at(i + 2)
    is_joined = tokens.is_joined(i + 1) and tokens.is_joined(i + 2)
    if (
        slash
        and is_joined
        and tokens.at(i + 3) == "of"
        and below.isdecimal()
        and len(below) < 4
    ):
        return _share(i, i + 3, tokens.word[i], int(below))
    return None


#: What can stand above a part in words.
_ABOVE: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip


def _share(first: int, past: int, above: str, below: int) -> Share | None:
    if not above.isdecimal() or len(above) > 3 or not 0 < int(above) < below <= 100:
        return None
    percent = Fraction(100 * int(above), below)
    return Share(first, past, percent, Fraction(100, 2 * below))


def _is_year(tokens: Tokens, i: int) -> bool:
    """Whether four digits follow: "a quarter of 2023"."""
    word = tokens.at(i)
    return word[:4].isdecimal() and len(word) == 4


def _one_in(tokens: Tokens, i: int) -> Share | None:
    """Read "one in five" and "nine out of ten", not "six in seventeen days"."""
    part = number_at(tokens, i)
    if part is None or part.form == "vague":
        return None
    at = part.past
    if tokens.at(at) == "out" and tokens.at(at + 1) == "of":
        at += 2
    elif tokens.at(at) in {"in", "in every"}:
        at += 1 + (tokens.at(at + 1) == "every")
    else:
        return None
    whole = number_at(tokens, at)
    if whole is None or not _is_small_share(part, whole):
        return None
    unit = unit_after(tokens, whole.past)
    if unit is not None and unit.name in TIME_UNITS:
        return None
    percent = 100 * part.value / whole.value
    return Share(i, whole.past, percent, 100 * part.last / whole.value)


def _is_small_share(part: Number, whole: Number) -> bool:
    """Whether "n in m" is a share: of a year or of thousands it is something else."""
    whole_ok = whole.form != "vague" and 1 < whole.value <= 1000
    return whole_ok and part.value < whole.value and whole.value.denominator == 1

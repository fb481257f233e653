"""Which number stands here, and how exactly is it printed?

Numbers in digits with the separators of English, in words up to trillions, in dozens,
and the words that stand for no number ("dozens", "several"). Nothing here decides
whether a number is a quantity: "747" is one here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from heavylift.statements.quantities.tokens import Tokens
from heavylift.statements.quantities.units import unit_after

Form = Literal["digits", "words", "vague"]

_SMALL: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE: Final = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}

#: What follows a number and multiplies it. "m" is a million of money and else metres.
_AFTER_DIGITS: Final = {
    "hundred": 100,
    **_LARGE,
    "mln": 10**6,
    "mn": 10**6,
    "bln": 10**9,
    "bn": 10**9,
    "tn": 10**12,
    "dozen": 12,
}
_AFTER_MONEY: Final = {"k": 10**3, "m": 10**6, "b": 10**9}

#: The least that a plural can mean is two of it. A score is twenty.
_PLURALS: Final = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2 * 10**3,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
}

#: Words for a few, with the least that each can mean. Dictionaries give "several" as
#: more than two; "a few" and "a handful" are plurals, and no more is sure of them.
_FEW: Final = {
    ("several",): 3,
    ("a", "few"): 2,
    ("a", "couple"): 2,
    ("a", "handful"): 2,
    ("few",): 2,
}

_TIMES_FEW: Final = {"dozen": 12, "hundred": 100, **_LARGE}

#: "A few hundred" is below a thousand, or it would be said; so the next word up.
_NEXT_UP: Final = {12: 100, 100: 10**3, 10**3: 10**4}

_COMMAS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LAKHS: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")

#: Blanks that some put between groups of three digits; the common one is taken too.
_GROUP_BLANKS: Final = "\u00a0\u2009\u202f "

#: More digits are the number of an account, a telephone or a document.
_MOST_DIGITS: Final = 15

#: Halves and quarters in one sign.
_SIGNS: Final = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}

#: Words that a number can begin with; a quick look before a long one.
STARTS: Final = frozenset(
    {*_SMALL, *_TENS, *_PLURALS, *_SIGNS, "a", "an", "half", "several", "few"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its tokens.

    Attributes:
        first: Its first token.
        past: One past its last token.
        form: Digits, words, or a word that stands for no number.
        value: The number; of vague words the least that they can mean.
        place: The place of the last digit that is not zero: 100 for 4,400.
        last: The place of the last digit that is printed: 1 for 4,400.
        below: Of vague words, what it stays below; ``None`` when nothing is known.
    """

    first: int
    past: int
    form: Form
    value: Fraction
    place: Fraction
    last: Fraction
    below: Fraction | None = None


def number_at(tokens: Tokens, i: int, *, is_money: bool = False) -> Number | None:
    """Read the number that begins at a token; nothing if none does.

    >>> from heavylift.statements.quantities.tokens import tokens_of
    >>> n = number_at(tokens_of("1.5 million"), 0)
    >>> int(n.value), int(n.place), n.past
    (1500000, 100000, 2)
    """
    if tokens.is_number(i):
        found = _digits(tokens, i)
        return found and _multiplied(tokens, found, is_money=is_money)
    if tokens.at(i) not in STARTS:
        return None
    return (
        _vague(tokens, i)
        or _dozen(tokens, i)
        or _half_a(tokens, i)
        or _sign(tokens, i)
        or _words(tokens, i)
    )


def _digits(tokens: Tokens, i: int) -> Number | None:
    word, past = tokens.word[i], i + 1
    while (
        len(word) <= _MOST_DIGITS
        and tokens.is_number(past)
        and re.fullmatch(r"\d{3}(?:\.\d+)?", tokens.word[past])
        and tokens.text[tokens.end[past - 1] : tokens.start[past]] in _GROUP_BLANKS
        and not tokens.is_joined(past)
        and (past > i + 1 or re.fullmatch(r"[1-9]\d{0,2}", word))
        and "." not in word
    ):
        word, past = word + tokens.word[past], past + 1
    if _COMMAS.fullmatch(word) or _LAKHS.fullmatch(word):
        word = word.replace(",", "")
    elif _POINTS.fullmatch(word):
        word = word.replace(".", "")
    elif not _PLAIN.fullmatch(word):
        return None
    if len(word) > _MOST_DIGITS:
        return None
    value = Fraction(word)
    whole, _, decimals = word.partition(".")
    place = last = Fraction(1, 10 ** len(decimals))
    if not decimals:
        # Zeros at the end may be exact or not; the place is that of the digit before.
        place = _place_of(int(whole))
    found = Number(
        first=i, past=past, form="digits", value=value, place=place, last=last
    )
    if tokens.at(past) in _SIGNS and tokens.is_joined(past):
        more = _SIGNS[tokens.at(past)]
        return _with_more(found, more, past + 1)
    return found


def _place_of(whole: int) -> Fraction:
    """The place of the last digit that is not zero."""
    digits = str(whole)
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0")) if whole else 0))


def _multiplied(tokens: Tokens, found: Number, *, is_money: bool) -> Number:
    """Take in "million", "dozen" and "and a half" after a number."""
    if [tokens.at(found.past + k) for k in range(3)] == ["and", "a", "half"]:
        found = _with_more(found, Fraction(1, 2), found.past + 3)
    at = found.past + tokens.is_hyphen(found.past)
    word = tokens.at(at)
    times = _AFTER_DIGITS.get(word, 0)
    if is_money and tokens.is_joined(at):
        times = times or _AFTER_MONEY.get(word, 0)
    if not times:
        return found
    return replace(
        found,
        past=at + 1,
        value=found.value * times,
        place=(found.last if found.form == "digits" else found.place) * times,
        last=found.last * times,
    )


def _with_more(found: Number, more: Fraction, past: int) -> Number:
    place = Fraction(1, more.denominator)
    return replace(found, past=past, value=found.value + more, place=place, last=place)


def _words(tokens: Tokens, i: int) -> Number | None:
    """Read a number in words: "one hundred and two", "forty-three"."""
    j = i + (tokens.at(i) in {"a", "an"} and tokens.at(i + 1) in {"hundred", *_LARGE})
    total, current, limit = 0, int(j > i), 10**15
    last = 1
    while True:
        word = tokens.at(j)
        if word in _TENS and current % 100 == 0 and last != 0:
            current, last = current + _TENS[word], 1
            tail = j + 1 + tokens.is_hyphen(j + 1)
            if 0 < _SMALL.get(tokens.at(tail), 0) < 10:
                current, j = current + _SMALL[tokens.at(tail)], tail
        elif word in _SMALL and current % 100 == 0 and (j == i or last > 1):
            current, last = current + _SMALL[word], 1
        elif word == "hundred" and 0 < current < 100:
            current, last = current * 100, 100
        elif word in _LARGE and current and _LARGE[word] < limit:
            limit = last = _LARGE[word]
            total, current = total + current * limit, 0
        elif word == "and" and last > 1 and tokens.at(j + 1) in {*_SMALL, *_TENS}:
            j += 1
            continue
        else:
            break
        j += 1
    value = total + current
    if j == i or (not value and tokens.at(i) != "zero"):
        return None
    found = Number(
        first=i,
        past=j,
        form="words",
        value=Fraction(value),
        place=_place_of(value),
        last=Fraction(last),
    )
    return _multiplied(tokens, found, is_money=False)


def _dozen(tokens: Tokens, i: int) -> Number | None:
    """Read "a dozen" and "half a dozen"."""
    words = [tokens.at(i + k) for k in range(3)]
    if words[:2] == ["a", "dozen"]:
        return _fixed(i, i + 2, Fraction(12), Fraction(12))
    at = i + (words[0] == "a")
    if tokens.at(at) == "half":
        past = at + 1 + (tokens.at(at + 1) in {"a", "-"})
        if tokens.at(past) == "dozen":
            return _fixed(i, past + 1, Fraction(6), Fraction(6))
    return None


def _half_a(tokens: Tokens, i: int) -> Number | None:
    """Read "half a million" and "half an hour"."""
    if tokens.at(i) != "half" or tokens.at(i + 1) not in {"a", "an", "-"}:
        return None
    times = _LARGE.get(tokens.at(i + 2), 0)
    if times:
        return _fixed(i, i + 3, Fraction(times, 2), Fraction(times, 2))
    past = i + 1 if tokens.at(i + 1) == "-" else i + 2
    if unit_after(tokens, past) is None:
        return None
    return _fixed(i, past, Fraction(1, 2), Fraction(1, 2))


def _sign(tokens: Tokens, i: int) -> Number | None:
    value = _SIGNS.get(tokens.at(i))
    if value is None:
        return None
    return _fixed(i, i + 1, value, Fraction(1, value.denominator))


def _fixed(first: int, past: int, value: Fraction, place: Fraction) -> Number:
    return Number(
        first=first, past=past, form="words", value=value, place=place, last=place
    )


def _vague(tokens: Tokens, i: int) -> Number | None:
    """Read "dozens", "hundreds of thousands", "several", "a few hundred"."""
    word = tokens.at(i)
    if word in _PLURALS:
        value, past = _PLURALS[word], i + 1
        if tokens.at(past) == "of" and tokens.at(past + 1) in _PLURALS:
            # "Tens of thousands": at least two times ten of a thousand.
            value, past = value * _PLURALS[tokens.at(past + 1)] // 2, past + 2
        return _unsure(i, past, value)
    for length in (2, 1):
        least = _FEW.get(tuple(tokens.at(i + k) for k in range(length)))
        if least is not None:
            break
    else:
        return None
    past = i + length
    times = _TIMES_FEW.get(tokens.at(past), 0)
    if not times:
        # Without an article "few" says that they are not many, and no number.
        return None if word == "few" else _unsure(i, past, least)
    return _unsure(i, past + 1, least * times, _NEXT_UP.get(times))


def _unsure(first: int, past: int, least: int, below: int | None = None) -> Number:
    return Number(
        first=first,
        past=past,
        form="vague",
        value=Fraction(least),
        place=Fraction(1),
        last=Fraction(1),
        below=None if below is None else Fraction(below),
    )

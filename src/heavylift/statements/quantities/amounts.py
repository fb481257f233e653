"""A number, or two that make a range, with their unit.

"4,400 square kilometres", "$4-5 billion", "between 2 and 5". Two numbers are a range
only where the first is the smaller; "rose from 49 to 135" gives two numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from heavylift.statements.quantities.numerals import Number, number_at
from heavylift.statements.quantities.tokens import HYPHENS, Tokens, word_set
from heavylift.statements.quantities.units import Unit, money_before, unit_after

#: After these "from 49 to 135" is a change between two numbers, not a range.
_CHANGES: Final = word_set(
    "rose rise rises risen rising increased increase grew grow grown growing "
    "jumped climbed fell fall fallen falling dropped drop decreased decrease "
    "declined shrank reduced cut raised up down doubled expanded widened revised "
    "changed went gone going swelled soared surged"
)


#: So many words before "from" may tell that a change follows.
_CHANGE_WORDS: Final = 6

#: "5 to 10 million": a number below this shares the word of the one after it.
_SHARES_WORD: Final = 1000


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range with its unit.

    Attributes:
        low: The number, or the smaller of two.
        high: The number, or the larger of two.
        unit: In what they are measured; ``None`` when things are counted.
        first: First token, a sign of money included.
        past: One past the last token, the unit included.
    """

    low: Number
    high: Number
    unit: Unit | None
    first: int
    past: int

    @property
    def is_range(self) -> bool:
        """Whether there are two numbers."""
        return self.high is not self.low


def amount_at(tokens: Tokens, i: int) -> Amount | None:
    """Read the number or range that begins at a token; nothing if none does."""
    money = money_before(tokens, i)
    low = number_at(tokens, i, is_money=money is not None)
    if low is None:
        return None
    unit = money or unit_after(tokens, low.past)
    if low.form == "vague" and tokens.at(low.past) == "of":
        # "A couple of hours", "hundreds of tons".
        unit = unit_after(tokens, low.past + 1)
    after = low.past if money or unit is None else unit.past
    first = money.first if money else low.first
    high = None if low.form == "vague" else _other_end(tokens, low, unit, after)
    if high is None:
        return Amount(low, low, unit, first, after)
    own = money or unit_after(tokens, high.past)
    past = high.past if money or own is None else own.past
    return Amount(_with_shared_word(tokens, low, high), high, own, first, past)


def _other_end(
    tokens: Tokens, low: Number, unit: Unit | None, after: int
) -> Number | None:
    """The other end of a range that begins with a number."""
    first = low.first if unit is None else min(low.first, unit.first)
    if not _is_joint(tokens, first, after):
        return None
    at = after + 1
    sign = money_before(tokens, at + 1) or money_before(tokens, at + 2)
    has_sign = sign is not None and sign.first == at
    if sign is not None and has_sign:
        at = sign.past
    high = number_at(tokens, at, is_money=unit is not None)
    if high is None or high.form == "vague":
        return None
    if after > low.past and not has_sign:
        # With a unit after each of both it must be the same one.
        own = unit_after(tokens, high.past)
        if own is None or unit is None or own.name != unit.name:
            return None
    if tokens.at(after) == "or" and not _are_neighbours(low, high):
        return None
    return high if _with_shared_word(tokens, low, high).value < high.value else None


def _is_joint(tokens: Tokens, first: int, after: int) -> bool:
    """Whether a word or sign between two numbers makes them a range."""
    word, before = tokens.at(after), tokens.at(first - 1)
    if word in HYPHENS:
        return tokens.is_joined(after) == tokens.is_joined(after + 1)
    if word == "to":
        words = tokens.word[max(first - _CHANGE_WORDS, 0) : first]
        is_change = before == "from" and not _CHANGES.isdisjoint(words)
        return not is_change and before not in _CHANGES
    return word == "or" or (word == "and" and before == "between")


def _are_neighbours(low: Number, high: Number) -> bool:
    """Whether "n or m" leaves a number open, and does not name two."""
    same = (low.form == "words") == (high.form == "words")
    return same and high.value <= 2 * low.value + 1


def _with_shared_word(tokens: Tokens, low: Number, high: Number) -> Number:
    """Give "5" of "5 to 10 million" the word that stands after both."""
    has_word = high.form == "digits" and tokens.is_word(high.past - 1)
    if not has_word or tokens.is_word(low.past - 1) or low.value >= _SHARES_WORD:
        return low
    alone = number_at(tokens, high.first)
    bare = tokens.word[high.first].replace(",", "")
    if alone is None or not bare.replace(".", "", 1).isdecimal() or not Fraction(bare):
        return low
    times = high.value / Fraction(bare)
    if times <= 1 or times.denominator != 1:
        return low
    return replace(
        low, value=low.value * times, place=low.last * times, last=low.last * times
    )

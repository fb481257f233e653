"""On which side of a printed number does the true one lie?

The words before and after a number that bound it or make it less exact, and the range
that they leave. What "about" leaves is a convention, and is said to be one: no word of
a source tells how far off it may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from heavylift.statements.quantities.tokens import Tokens
from heavylift.statements.records import Bound

#: What words say of a number: the true one is this, near this, or on a side of it,
#: with ``nearly`` just below or at it.
Side = Literal[
    "exactly", "about", "nearly", "at_least", "more_than", "just_over",
    "at_most", "less_than", "just_under",
]  # fmt: skip

#: "About 43" allows for a tenth of it either way. Half of that would be less than
#: half a flight for most counts of a case; twice of it would let "about 43" be 52.
LEAST_MARGIN: Final = Fraction(1, 10)

#: A round number allows for half the place that it is rounded to, but for no more than
#: a quarter of it: "about 200" is 150 to 250, and "about 100" 75 to 125 and not 50.
MOST_MARGIN: Final = Fraction(1, 4)

_PHRASES: Final[dict[Side, str]] = {
    "exactly": "exactly|precisely|only|just|merely|a total of|in total|fully",
    "about": "about|around|roughly|approximately|approx|approx .|circa|ca|ca .|c .|~|≈"
    "|some|an estimated|estimated|estimated at|an average of|on the order of"
    "|in the region of|in the vicinity of|somewhere around|more or less|or so",
    "nearly": "nearly|almost|close to|nearing|approaching|virtually|practically"
    "|not quite|as good as|well - nigh",
    "at_least": "at least|at the least|at the very least|at a minimum|no fewer than"
    "|not fewer than|no less than|not less than|as few as|as little as|a minimum of"
    "|minimum of|minimum|min .|≥|⩾",
    "more_than": "more than|over|above|in excess of|upwards of|upward of|exceeding"
    "|exceeded|exceeds|exceed|greater than|larger than|higher than|well over|well above"
    "|far more than|much more than|significantly more than|surpassing|surpassed"
    "|topping|topped|>",
    "just_over": "just over|just above|slightly over|slightly more than|slightly above"
    "|a little over|a little more than|little more than|barely more than",
    "at_most": "at most|at the most|at the very most|at a maximum|up to|no more than"
    "|not more than|no greater than|not over|as many as|as much as|a maximum of"
    "|maximum of|maximum|max .|within|≤|⩽",
    "less_than": "less than|fewer than|under|below|lower than|smaller than|well under"
    "|well below|far fewer than|far less than|short of|<",
    "just_under": "just under|just below|slightly under|slightly less than"
    "|slightly fewer than|slightly below|a little under|a little less than"
    "|just short of",
}

_BEFORE: Final[dict[tuple[str, ...], Side]] = {
    tuple(phrase.split()): side
    for side, phrases in _PHRASES.items()
    for phrase in phrases.split("|")
}

_AFTER: Final[dict[tuple[str, ...], Side]] = {
    ("or", "more"): "at_least",
    ("or", "above"): "at_least",
    ("at", "least"): "at_least",
    ("at", "the", "very", "least"): "at_least",
    ("minimum",): "at_least",
    ("plus",): "at_least",
    ("+",): "at_least",
    ("-", "plus"): "at_least",
    ("or", "fewer"): "at_most",
    ("or", "less"): "at_most",
    ("or", "below"): "at_most",
    ("at", "most"): "at_most",
    ("at", "the", "most"): "at_most",
    ("maximum",): "at_most",
    ("or", "so"): "about",
    ("or", "thereabouts"): "about",
    ("odd",): "about",
    ("-", "odd"): "about",
}

_LONGEST: Final = max(map(len, [*_BEFORE, *_AFTER]))

#: So many phrases may follow on each other: "at least some", "at the very least about".
_MOST_PHRASES: Final = 3

#: A sign is part of the number after it only without a blank between.
_SIGNS: Final = frozenset("~≈<>≤≥⩽⩾+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Words of bound around a number.

    Attributes:
        first: Their first token, or that of the number without any.
        past: One past their last token, or that of the number.
        sides: What they say, from the left.
        words: The words as written, those before and after with a blank between.
    """

    first: int
    past: int
    sides: tuple[Side, ...]
    words: str


def bounds_around(tokens: Tokens, first: int, past: int) -> Bounds:
    """Find the words that bound the number of these tokens."""
    begins, sides = first, list[Side]()
    for _ in range(_MOST_PHRASES):
        for length in range(min(_LONGEST, begins), 0, -1):
            side = _BEFORE.get(tuple(tokens.word[begins - length : begins]))
            if side and not _is_none(tokens, begins - length, begins):
                begins, sides = begins - length, [side, *sides]
                break
        else:
            break
    ends = past
    for length in range(_LONGEST, 0, -1):
        phrase = tuple(tokens.word[past : past + length])
        side = _AFTER.get(phrase) if len(phrase) == length else None
        if side and _follows(tokens, past, phrase):
            ends = past + length
            sides.append(side)
            break
    before, after = tokens.between(begins, first), tokens.between(past, ends)
    words = " ".join(part for part in (before, after) if part)
    return Bounds(begins, ends, tuple(sides), words)


def _is_none(tokens: Tokens, first: int, past: int) -> bool:
    """Whether words look like a bound and are none."""
    phrase = tokens.word[first:past]
    if phrase[-1] in _SIGNS:
        return not tokens.is_joined(past)
    if any(tokens.is_new_line(i) and i > first for i in range(first + 1, past + 1)):
        return True
    before = tokens.at(first - 1)
    if phrase in (["above"], ["below"], ["over"]):
        return before in {"the", "all", "-"}
    if phrase == ["just"]:
        # "Just two days before": so near, and not so many.
        return tokens.at(past + 1) in {"before", "after"} or before == "not"
    return phrase == ["only"] and before == "not"


def _follows(tokens: Tokens, past: int, phrase: tuple[str, ...]) -> bool:
    if phrase in {("plus",), ("odd",), ("minimum",), ("maximum",)}:
        # "Two plus two", "92 odd flights" and "six, minimum" are other things.
        after = tokens.at(past + 1)
        return phrase == ("plus",) and after != "or" and not after[:1].isdecimal()
    if phrase[0] in "+-":
        return tokens.is_joined(past) and not tokens.is_number(past + 1)
    return not tokens.is_new_line(past)


def allowed(
    value: Fraction, place: Fraction, sides: tuple[Side, ...], *, is_count: bool
) -> tuple[Bound, float | None, float | None]:
    """Give the bound of a number, and the smallest and largest that it allows.

    Args:
        value: The number as printed.
        place: The place of its last digit that is not zero.
        sides: What the words around it say.
        is_count: Whether whole things are counted; then "about five" allows for one
            either way.

    >>> allowed(Fraction(200), Fraction(100), ("about",), is_count=True)
    ('about', 150.0, 250.0)
    >>> allowed(Fraction(6), Fraction(1), ("at_least",), is_count=True)
    ('at_least', 6.0, None)
    """
    off = margin(value, place, is_count=is_count)
    near = {"about", "nearly"} & {*sides}
    below = value - off if near else value
    above = value + off if "about" in near else value
    least, most = float(below), float(above)
    for side in sides:
        if side in {"at_least", "more_than"}:
            return _BOUNDS[side], least, None
        if side in {"at_most", "less_than"}:
            return _BOUNDS[side], None, most
        if side == "just_over":
            return "more_than", float(value), float(value + off)
        if side == "just_under":
            return "less_than", float(value - off), float(value)
    return ("about" if near else "exact"), least, most


_BOUNDS: Final[dict[Side, Bound]] = {
    "at_least": "at_least",
    "more_than": "more_than",
    "at_most": "at_most",
    "less_than": "less_than",
}


def margin(value: Fraction, place: Fraction, *, is_count: bool) -> Fraction:
    """How far from a number "about" and "nearly" reach, by convention.

    Half the place that the number is rounded to, at least ``LEAST_MARGIN`` and at most
    ``MOST_MARGIN`` of it; of things counted at least one.
    """
    size = abs(value)
    off = min(max(place / 2, size * LEAST_MARGIN), size * MOST_MARGIN)
    return max(off, Fraction(1)) if is_count and size > 1 else off

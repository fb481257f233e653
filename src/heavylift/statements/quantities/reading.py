"""Which quantities does a text give, with what bounds, and of what?

Read are the numbers of a text with the words that bound them and the noun that they
count. "Over 100,000" stays a bound, "between 2016 and 2020" is a time and no quantity,
and "dozens" has a least value and no largest. Nothing is made exact that is not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import msgspec

from heavylift.statements.parsing import is_parse_of
from heavylift.statements.quantities.amounts import Amount, amount_at
from heavylift.statements.quantities.bounds import Bounds, allowed, bounds_around
from heavylift.statements.quantities.counted import Parse, counted_after, share_after
from heavylift.statements.quantities.counting import OTHER, counting_unit
from heavylift.statements.quantities.identifiers import is_identifier, is_year
from heavylift.statements.quantities.numerals import STARTS
from heavylift.statements.quantities.phrases import Phrases
from heavylift.statements.quantities.shares import Share, share_at
from heavylift.statements.quantities.tokens import Tokens, tokens_of, word_set
from heavylift.statements.quantities.units import PERCENT, TIME_UNITS
from heavylift.statements.records import Bound, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FACTORS: Final = {"twice": 2, "thrice": 3}

#: Verbs of what is done so many times, with what is counted then.
_DONE: Final = {
    "landed": "landing", "land": "landing", "flew": "flight", "flown": "flight",
    "fly": "flight", "departed": "take-off", "arrived": "landing",
}  # fmt: skip

#: So many words before "twice" may hold its verb.
_DONE_WORDS: Final = 5

#: After "twice" these compare, and count nothing.
_COMPARES: Final = word_set("as the more its higher larger that their")

#: Before "one" these make it stand for a thing.
_BEFORE_PRONOUN: Final = word_set("no the this that each any every another some which")

#: After a share these begin what it is a share of: "half the territory".
_POSSESSIVES: Final = word_set("the its their his her our")

#: A quick look at a token before a long one.
_STARTS: Final = STARTS | {"the", "most", "majority", "bulk", *_FACTORS}

#: "Over two weeks" is often during them; after these words it is longer than them.
_LASTED: Final = word_set(
    "lasted last lasts lasting took take takes taken taking for after spent been waited"
)


def quantities_of(doc_id: str, text: str, parsed: Doc | None = None) -> list[Quantity]:
    """Give the quantities of a text, in their order.

    Args:
        doc_id: The document, copied into each.
        text: The text as it is stored.
        parsed: The same text as spaCy read it, if at hand; it tells better what is
            counted.

    Returns:
        The quantities; spans do not overlap.

    Raises:
        ValueError: The parse is of another text.

    >>> [six] = quantities_of("d", "at least six landings")
    >>> six.bound, six.low, six.high, six.unit
    ('at_least', 6.0, None, 'landing')
    """
    if parsed is not None and not is_parse_of(parsed, text):
        raise ValueError("the parse is not of this text")
    tokens = tokens_of(text)
    phrases = Phrases(tokens, None if parsed is None else Parse(parsed))
    found: list[Quantity] = []
    i = free = 0
    while i < len(tokens):
        if tokens.word[i] not in _STARTS and not tokens.is_number(i):
            i += 1
            continue
        past, quantity = _at(phrases, i)
        i = max(past, i + 1)
        if quantity is not None and quantity.start >= free:
            found.append(msgspec.structs.replace(quantity, doc=doc_id))
            free = quantity.end
            while i < len(tokens) and tokens.start[i] < free:
                i += 1
    return found


def _at(phrases: Phrases, i: int) -> tuple[int, Quantity | None]:
    """The quantity at a token, and the token to go on with."""
    tokens = phrases.tokens
    share = share_at(tokens, i)
    if share is not None:
        is_name = tokens.is_number(i) and is_identifier(tokens, i, i + 1, has_unit=True)
        return share.past, None if is_name else _of_share(phrases, share)
    if tokens.word[i] in _FACTORS:
        return i + 1, _of_times(phrases, i, i + 1, _FACTORS[tokens.word[i]])
    read = amount_at(tokens, i)
    if read is None:
        return i + 1, None
    if _is_none(phrases, read):
        return read.high.past, None
    if tokens.at(read.past) == "times" and read.unit is None:
        return read.past + 1, _of_times(phrases, i, read.past, read.low.value)
    return read.past, _of_number(phrases, read)


def _is_none(phrases: Phrases, read: Amount) -> bool:
    """Whether a number is no quantity."""
    tokens, has_unit = phrases.tokens, read.unit is not None
    first, past = read.low.first, read.high.past
    if is_identifier(tokens, first, past, has_unit=has_unit):
        return True
    if read.is_range and is_year(tokens, first) and not has_unit:
        return True
    if has_unit or tokens.word[first : read.past] != ["one"]:
        return False
    if tokens.at(first - 1) in _BEFORE_PRONOUN:
        return True
    if bounds_around(tokens, first, past).sides or tokens.at(past) == "of":
        return False
    counts = tokens.between(*phrases.counted(read.low, past))
    return counting_unit(counts) in {"", OTHER}


def _of_number(phrases: Phrases, read: Amount) -> Quantity:
    tokens = phrases.tokens
    bounds = bounds_around(tokens, read.first, read.past)
    if _is_during(tokens, bounds, read):
        bounds = Bounds(read.first, read.past, (), "")
    first, past = bounds.first, bounds.past
    # "Between 2 and 5", "from 2 to 5".
    joint = tokens.at(read.high.first - 1), tokens.at(first - 1)
    if read.is_range and joint in {("and", "between"), ("to", "from")}:
        first -= 1
    begins, ends, share_of = _of_what(phrases, read, past)
    counts = tokens.between(begins, ends)
    if read.unit is not None:
        unit = read.unit.name
    else:
        unit = counting_unit(counts or share_of)
    low, high, bound = _limits(read, bounds)
    is_one = read.low.form != "vague" and not read.is_range
    return _quantity(
        tokens,
        (first, past),
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        counts=counts,
        words=bounds.words,
        value=float(read.low.value) if is_one else None,
        share_of=share_of,
        per=phrases.per(begins, ends),
    )


def _is_during(tokens: Tokens, bounds: Bounds, read: Amount) -> bool:
    """Whether "over two weeks" is in the course of them, as far as words tell."""
    if read.unit is None or read.unit.name not in TIME_UNITS:
        return False
    is_over = bounds.words.lower() == "over" and not tokens.is_hyphen(read.low.past)
    return is_over and tokens.at(bounds.first - 1) not in _LASTED


def _limits(read: Amount, bounds: Bounds) -> tuple[float | None, float | None, Bound]:
    """Smallest and largest value, and the bound."""
    low, sides = read.low, bounds.sides
    if low.form == "vague":
        if {"at_most", "less_than"} & {*sides}:
            # "At most a few hundred" stays below a thousand; "hundreds" may not.
            return None, None if low.below is None else float(low.below), "at_most"
        return float(low.value), None, "vague"
    is_count = read.unit is None
    bound, least, most = allowed(low.value, low.place, sides, is_count=is_count)
    if read.is_range:
        high = read.high
        _, _, most = allowed(high.value, high.place, sides, is_count=is_count)
        bound = "range" if bound in {"exact", "about"} else bound
    return least, most, bound


def _of_what(phrases: Phrases, read: Amount, past: int) -> tuple[int, int, str]:
    """Tokens of what is counted, and of what it is a share."""
    tokens = phrases.tokens
    if tokens.at(past) != "of":
        if read.unit is not None:
            return past, past, ""
        return *phrases.counted(read.high, past), ""
    if read.unit is not None and read.unit.name != PERCENT:
        return *share_after(tokens, past + 1), ""
    if read.low.form == "vague":
        past += 1 + (tokens.at(past + 1) in _POSSESSIVES)
        return *counted_after(tokens, past), ""
    return past, past, phrases.share(past)


def _of_share(phrases: Phrases, share: Share) -> Quantity:
    tokens = phrases.tokens
    bounds = bounds_around(tokens, share.first, share.past)
    past = bounds.past
    if tokens.at(past) == "of":
        of = phrases.share(past)
    elif tokens.at(past) in _POSSESSIVES:
        of = tokens.between(*share_after(tokens, past))
    else:
        of = tokens.between(*counted_after(tokens, past))
    if share.percent is None:
        return _quantity(
            tokens,
            (share.first, share.past),
            low=50.0 if share.is_most else None,
            high=100.0 if share.is_most else 50.0,
            bound="more_than" if share.is_most else "less_than",
            unit=PERCENT,
            words=tokens.between(share.first, share.past),
            share_of=of,
        )
    bound, low, high = allowed(share.percent, share.place, bounds.sides, is_count=False)
    return _quantity(
        tokens,
        (bounds.first, past),
        low=low,
        high=high,
        bound=bound,
        unit=PERCENT,
        words=bounds.words,
        value=float(share.percent),
        share_of=of,
    )


def _of_times(
    phrases: Phrases, first: int, past: int, times: Fraction | int
) -> Quantity:
    """Give "landed twice", "three times a week", "twice as many"."""
    tokens, value = phrases.tokens, Fraction(times)
    bounds = bounds_around(tokens, first, past)
    ends = past + (tokens.at(past) == "times")
    counts = ""
    if tokens.at(ends) in _COMPARES:
        unit = "factor"
    else:
        before = tokens.word[max(bounds.first - _DONE_WORDS, 0) : bounds.first]
        counts = next((word for word in reversed(before) if word in _DONE), "")
        unit = _DONE.get(counts, OTHER)
    bound, low, high = allowed(value, Fraction(1), bounds.sides, is_count=True)
    return _quantity(
        tokens,
        (bounds.first, max(ends, bounds.past)),
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        counts=counts,
        words=bounds.words,
        value=float(value),
        per=phrases.per(ends, ends),
    )


def _quantity(  # noqa: PLR0913 - the fields of a record
    tokens: Tokens,
    span: tuple[int, int],
    *,
    low: float | None,
    high: float | None,
    bound: Bound,
    unit: str,
    counts: str = "",
    words: str = "",
    value: float | None = None,
    share_of: str = "",
    per: str = "",
) -> Quantity:
    """A quantity of no document yet, from its tokens."""
    return Quantity(
        doc="",
        start=tokens.start[span[0]],
        end=tokens.end[span[1] - 1],
        low=low,
        high=high,
        bound=bound,
        unit=unit,
        counts=counts,
        words=words,
        value=value,
        share_of=share_of,
        per=per,
    )

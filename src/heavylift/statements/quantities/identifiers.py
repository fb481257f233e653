"""Is this number a quantity at all?

Years, days of a month, times of day, types of aircraft, flight numbers, pages,
paragraphs and numbers within names count nothing. Where it cannot be told, a number is
no quantity: "747 flights" may be flights of 747s.
"""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.quantities.counting import is_plural
from heavylift.statements.quantities.tokens import HYPHENS, Tokens, word_set

MONTHS: Final = word_set(
    "january february march april may june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec"
)

#: These are words too, so they are months only with a capital.
_ALSO_WORDS: Final = frozenset({"may", "march", "mar", "dec", "jan", "sep"})

#: Four digits between these are a year where nothing speaks against it.
_FIRST_YEAR: Final = 1500
_LAST_YEAR: Final = 2100

#: Before four digits these make a year even with a noun after them.
_BEFORE_YEARS: Final = word_set(
    "in since by from until till during before after mid early late for of the "
    "and to through spring summer autumn fall winter year years - – —"
)

#: Before a number these make it a name and no quantity.
_BEFORE_NAMES: Final = word_set(
    "flight page pages pp p chapter article articles section paragraph para para "
    "resolution figure fig table no nos nr № # number numbers route highway "
    "runway unit channel room version boeing airbus antonov ilyushin tupolev "
    "embraer lockheed bombardier covid order law decree clause annex appendix "
    "volume vol issue part phase stage tier level lot row gate terminal hangar "
    "squadron brigade regiment division battalion protocol notam line item option "
    "rule chap verse grade box apollo category studio agenda euro formula type mark "
    "model block series season episode"
)

#: Boeing's types, which are written without a letter.
_BOEING: Final = re.compile(r"7[0-8]7")

_ZONES: Final = word_set("gmt utc z local hours hrs")


def is_identifier(tokens: Tokens, first: int, past: int, *, has_unit: bool) -> bool:
    """Tell whether the number of these tokens is no quantity.

    Args:
        tokens: The text.
        first: First token of the number or range.
        past: One past its last token.
        has_unit: Whether a unit of measurement or money goes with it.
    """
    if not tokens.is_number(first):
        return _in_a_word(tokens, first, past)
    if tokens.word[first][:1] == "0" and tokens.word[first].isdecimal():
        # "In 08", "007": zeros in front are no part of a number.
        return len(tokens.word[first]) > 1
    return (
        _in_a_name(tokens, first, past, has_unit=has_unit)
        or _is_date(tokens, first, past)
        or _is_clock(tokens, first, past)
        or _is_listed(tokens, first, past)
        or (not has_unit and _is_type(tokens, first, past))
        or (not has_unit and _is_year(tokens, first, past))
    )


def is_year(tokens: Tokens, i: int) -> bool:
    """Whether a token is four digits that could be a year."""
    word = tokens.at(i)
    return (
        len(word) == 4 and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR
    )


def _in_a_word(tokens: Tokens, first: int, past: int) -> bool:
    """Whether words of a number are part of others: "one-off", "Air Force One"."""
    is_name = tokens.written(first)[:1].isupper() and tokens.is_word(first - 1)
    if is_name and tokens.written(first - 1)[:1].isupper():
        return not tokens.is_new_line(first)
    if tokens.is_hyphen(first - 1) and tokens.is_word(first - 2):
        return True
    tail = tokens.at(past + 1) if tokens.is_hyphen(past) else tokens.at(past)
    return bool(_ORDINAL.fullmatch(tail)) and tail != "second"


_ORDINAL: Final = re.compile(
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|[a-z]+teenth|[a-z]+tieth|hundredth|thousandth"
)


def _in_a_name(tokens: Tokens, first: int, past: int, *, has_unit: bool) -> bool:
    """Whether a number is part of a name: "Il-76", "747F", "Article 51"."""
    if _goes_before(tokens, first) or tokens.at(past) in {"′", "″"}:
        return True
    if has_unit:
        return False
    if _goes_after(tokens, past) or tokens.at(past) == "°":
        return True
    if _is_acronym(tokens, first - 1) or _is_called(tokens, first, past):
        # "LORA 160" and "Arrow 2" are names; in "AP 200 people" a noun says otherwise.
        return not is_plural(tokens.written(past))
    has_point = tokens.at(first - 1) == "."
    word = tokens.at(first - 1 - has_point)
    # "No" needs its point to stand for a number: "no 5 flights".
    return word in _BEFORE_NAMES and (has_point or word not in {"no", "line", "order"})


def _goes_before(tokens: Tokens, first: int) -> bool:
    """Whether what stands right before a number makes it part of a name."""
    if not tokens.is_joined(first):
        return False
    before = tokens.word[first - 1]
    if before[-1:].isalpha() or before in {"#", "№", "_", "@", "'", "’", "\\", "°"}:
        return True
    # A range was read as one before; what is left is "Il-76" or "2023-09-19".
    signs = HYPHENS | {"/", ".", ":", ",", "′", "″"}
    return before in signs and tokens.is_joined(first - 1) and first > 1


def _goes_after(tokens: Tokens, past: int) -> bool:
    """Whether what stands right after a number makes it part of a name."""
    if not tokens.is_joined(past):
        return False
    after = tokens.at(past)
    if after[:1].isalpha() or after in {"_", "@", "\\"}:
        return True
    if after == "(" and len(tokens.at(past + 1)) == 1 and tokens.is_joined(past + 1):
        # "401(k)".
        return tokens.is_word(past + 1)
    is_joint = after in {"/", ":"} or tokens.is_hyphen(past)
    return is_joint and tokens.is_joined(past + 1) and tokens.is_number(past + 1)


def _is_called(tokens: Tokens, first: int, past: int) -> bool:
    """Whether a name stands before a short number, within a sentence."""
    before = tokens.written(first - 1)
    if not before[:1].isupper() or not tokens.is_word(first - 1):
        return False
    is_inside = tokens.is_word(first - 2) and not tokens.is_new_line(first - 1)
    is_short = past - first == 1 and len(tokens.word[first]) < 4
    return is_inside and is_short and not tokens.is_new_line(first)


def _is_acronym(tokens: Tokens, i: int) -> bool:
    word = tokens.written(i)
    return len(word) > 2 and word.isupper() and not tokens.is_new_line(i + 1)


def _is_date(tokens: Tokens, first: int, past: int) -> bool:
    day = tokens.at(past - 1)
    if not (day.isdecimal() and len(day) <= 2 and 1 <= int(day) <= 31):
        return False
    before: int = first - 1 - (tokens.at(first - 1) == ".")
    if tokens.at(before) in {"and", ",", "to", "through", "or", "–", "-"}:
        # "Sept. 19 and 20", "September 1 to 17".
        at = before - 1
        at -= tokens.is_number(at)
        at -= tokens.at(at) == "."
        if tokens.is_number(before - 1) and _is_month(tokens, at):
            return not is_plural(tokens.written(past))
    after = past + (tokens.at(past) == "of")
    if _is_month(tokens, before) or _is_month(tokens, after):
        return True
    # "On 1 and 17 September", "between 15 and 20 August".
    joins = tokens.at(past) in {"and", "to", "or", ",", "through"} | HYPHENS
    return joins and tokens.is_number(past + 1) and _is_month(tokens, past + 2)


def _is_month(tokens: Tokens, i: int) -> bool:
    word = tokens.at(i)
    if word not in MONTHS:
        return False
    return word not in _ALSO_WORDS or tokens.written(i)[:1].isupper()


def _is_clock(tokens: Tokens, first: int, past: int) -> bool:
    after = tokens.at(past)
    if after == ":" and tokens.is_joined(past) and tokens.is_number(past + 1):
        return True
    if after in {"am", "pm", "o'clock", "o’clock"}:
        return True
    if after in {"a", "p"} and [tokens.at(past + k) for k in (1, 2)] == [".", "m"]:
        return True
    return len(tokens.at(first)) == 4 and after in _ZONES


def _is_listed(tokens: Tokens, first: int, past: int) -> bool:
    """Whether a number is that of a line or a note: "1. ", "[12]"."""
    if tokens.is_new_line(first) and tokens.at(past) in {".", ")"}:
        return tokens.is_joined(past) and not tokens.is_new_line(past + 1)
    return tokens.at(first - 1) == "[" and tokens.at(past) == "]"


#: "747 flights" may be flights of 747s.
_FLOWN: Final = frozenset({"flights", "aircraft", "freighters", "jets", "planes"})


def _is_type(tokens: Tokens, first: int, past: int) -> bool:
    if past - first != 1 or not _BOEING.fullmatch(tokens.word[first]):
        return False
    after = tokens.written(past)
    return not is_plural(after) or after.lower() in {
        "flights",
        "aircraft",
        "freighters",
    }


def _is_year(tokens: Tokens, first: int, past: int) -> bool:
    if not is_year(tokens, first):
        return False
    if past - first > 1:
        return is_year(tokens, past - 1) or tokens.at(past - 1).isdecimal()
    if tokens.at(first - 1) in _BEFORE_YEARS or _is_month(tokens, first - 1):
        return True
    if tokens.at(first - 1) == "," and _is_month(tokens, first - 3):
        # "September 19, 2023".
        return True
    return not is_plural(tokens.written(past))

"""How long, how often and at what time of day: what they look like."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.patterns import Pattern, pattern, token
from heavylift.statements.times.relative import count_of, length_of
from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.traps import is_title, next_word, previous_word
from heavylift.statements.times.vocabulary import CYCLES, WEEKDAYS

#: The letter of a unit in a duration of ISO 8601, and how many of it one is.
_LETTERS: Final = {
    "second": ("T", "S", 1), "minute": ("T", "M", 1), "hour": ("T", "H", 1),
    "day": ("", "D", 1), "weekend": ("", "D", 2), "week": ("", "W", 1),
    "fortnight": ("", "W", 2), "month": ("", "M", 1), "quarter": ("", "M", 3),
    "year": ("", "Y", 1), "decade": ("", "Y", 10), "century": ("", "Y", 100),
}  # fmt: skip

#: Words before "a month" that make it a length; elsewhere it is a rate or a manner.
_BEFORE_LENGTH: Final = frozenset({
    "for", "within", "in", "over", "after", "about", "nearly", "almost", "than",
    "least", "lasted", "took", "take", "takes", "spent", "spend", "long", "another",
    "half", "roughly", "around", "just", "only", "once", "quite", "most", "under",
    "inside", "last", "as",
})  # fmt: skip

#: Words before "a week" that make it how often.
_BEFORE_RATE: Final = frozenset({
    "once", "twice", "people", "percent",
})  # fmt: skip

#: Words after a number of years that make it an age.
_AGES: Final = frozenset({"old", "olds"})

#: Which end of a day it is nobody says, so it is of none.
MIDNIGHT: Final = "24:00"

_HALF_DAY_HOURS: Final = 12


def duration_value(count: int | None, unit: str) -> str:
    """Write a length as ISO 8601 does, with ``X`` for a number that is not said.

    >>> duration_value(2, "week"), duration_value(24, "hour")
    ('P2W', 'PT24H')
    >>> duration_value(None, "week")
    'PXW'
    """
    time, letter, each = _LETTERS[unit]
    return f"P{time}{'X' if count is None else count * each}{letter}"


def _duration(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if _is_age(tokens, match):
        return None
    if length_of(tokens, match) == "quarter":
        # "Three quarters" is a share.
        return None
    if tokens.code[match.start()] == "Y" and _one_of_year(tokens, match):
        return None
    return Expression(
        kind="duration", first=match.start(), end=match.end(),
        unit=duration_value(count_of(tokens, match), length_of(tokens, match)),
        count=count_of(tokens, match), which=length_of(tokens, match),
    )  # fmt: skip


def _one_of_year(tokens: Tokens, match: re.Match[str]) -> bool:
    """Whether "2018 day" is of that year: lengths have units in the plural."""
    at = match.start("unit")
    return tokens.code[at] == "U" and tokens.code[at - 1] == " "


def _is_age(tokens: Tokens, match: re.Match[str]) -> bool:
    end = match.end()
    if tokens.code[end : end + 1] == "-":
        end += 1
    after = next_word(tokens, end)
    if (
        tokens.word(end - 1) in _AGES
        or after in _AGES
        or (after == "of" and _word_after(tokens, end) == "age")
    ):
        return True
    before = previous_word(tokens, match.start())
    return before == "aged" or (
        before == "of" and previous_word(tokens, match.start() - 3) == "age"
    )


def _word_after(tokens: Tokens, index: int) -> str:
    words = tokens.words(index, min(index + 5, len(tokens.code)))
    return words[1] if len(words) > 1 else ""


def _article(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "for a month" as a length and "twice a week" as how often."""
    before = previous_word(tokens, match.start())
    unit = length_of(tokens, match)
    if unit not in ("hour", "day", "week", "month", "year", "decade", "century"):
        return None
    if before in _BEFORE_RATE or (before[-1:] == "s" and before not in _BEFORE_LENGTH):
        return Expression(
            kind="set",
            first=match.start(),
            end=match.end(),
            unit=duration_value(1, unit),
        )
    if before in _BEFORE_LENGTH:
        return Expression(
            kind="duration", first=match.start(), end=match.end(),
            unit=duration_value(1, unit),
        )  # fmt: skip
    return None


def _long(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if tokens.word(match.end() - 1) != "long":
        return None
    return Expression(
        kind="duration", first=match.start(), end=match.end(),
        unit=duration_value(1, length_of(tokens, match)),
    )  # fmt: skip


def _plural(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "for years": a length without its number."""
    before = previous_word(tokens, match.start())
    if before not in ("for", "in", "after", "over", "within", "took", "take", "lasted"):
        return None
    return Expression(
        kind="duration", first=match.start(), end=match.end(),
        unit=duration_value(None, length_of(tokens, match)),
    )  # fmt: skip


def _cycle(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if is_title(tokens, match.start(), match.end()):
        return None
    return Expression(
        kind="set", first=match.start(), end=match.end(),
        unit=CYCLES[tokens.word(match.start())],
    )  # fmt: skip


def _every(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    word = token(tokens, match, "unit")
    weekday = WEEKDAYS.get(word.removesuffix("s"))
    if weekday is not None:
        unit = f"XXXX-WXX-{weekday + 1}"
    elif word in ("morning", "afternoon", "evening", "night"):
        unit = "P1D"
    else:
        number = count_of(tokens, match) if match["number"] else 1
        unit = duration_value(number, length_of(tokens, match))
    return Expression(kind="set", first=match.start(), end=match.end(), unit=unit)


def _clock(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    half, zone = token(tokens, match, "half"), match["zone"]
    if not half and not zone and not _at_a_time(tokens, match):
        return None
    noon = token(tokens, match, "noon")
    if noon or half in _NOONS:
        clock = _NOONS.get(noon)
    else:
        names = ("clock", "bare", "hour")
        clock = _clock_of("".join(token(tokens, match, name) for name in names), half)
    if clock is None:
        return None
    return Expression(kind="clock", first=match.start(), end=match.end(), clock=clock)


_NOONS: Final = {"noon": "12:00", "midday": "12:00", "midnight": MIDNIGHT}


def _clock_of(written: str, half: str) -> str | None:
    """Give ``hh:mm`` of "9", "9:30" or "22:30:05" and a half of the day."""
    hour, _, minute = written.partition(":")
    hours, minutes = int(hour), int((minute or "0")[:2])
    if half:
        if not 1 <= hours <= _HALF_DAY_HOURS:
            return None
        hours = hours % _HALF_DAY_HOURS + (_HALF_DAY_HOURS if half[0] == "p" else 0)
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else None


def _at_a_time(tokens: Tokens, match: re.Match[str]) -> bool:
    """Whether "22:30" is a time of day and no score or ratio."""
    before = previous_word(tokens, match.start())
    after = next_word(tokens, match.end())
    return before in WEEKDAYS or before in (
        "at", "by", "until", "till", "around", "about", "before", "after", "from",
        "since", "between",
    ) or after in ("hours", "on", "local")  # fmt: skip


def _hundred(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "at 0530 GMT"."""
    digits = token(tokens, match, "digits")
    if len(digits) != 4 or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        return None
    return Expression(
        kind="clock", first=match.start(), end=match.end(),
        clock=f"{digits[:2]}:{digits[2:]}",
    )  # fmt: skip


LENGTHS: Final[tuple[Pattern, ...]] = (
    pattern(
        "nD#Y", r"<number>(?: x)?[- ]<units>(?!o)(?:-x(?!x))?", _duration
    ),
    pattern("aq", r"(?P<number>(?!))?<vague>(?: x)?[ -](?P<unit>V)", _duration),
    pattern("a", r"a <units>(?!-| [GelBAx]?ago)", _article),
    pattern("U", r"<units>-x", _long),
    pattern("V", r"(?P<unit>V)(?! [Gel])", _plural),
    pattern("k", r"k", _cycle),
    pattern("E", r"E (?:<number> |O )?(?P<unit>[UVWFN])", _every),
    pattern("R", r"R(?P<number>(?!))? (?P<unit>U)", _every),
    pattern("F", r"(?P<number>(?!))?(?P<unit>F)", _every),
    pattern(
        "0Dc",
        r"(?:(?P<clock>0)(?= ?c)|(?P<bare>0)|(?P<hour>D)(?= ?c)|(?P<noon>c))"
        r"(?: ?(?P<half>c))?(?: (?P<zone>=))?",
        _clock,
    ),
    pattern("Y#", r"(?P<digits>[Y#]) (?P<zone>=)", _hundred),
)  # fmt: skip

"""Times that are told from another one: what they look like."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.times.absolute import DEADLINES, month_of, part_of, weekday_of
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.holidays import HOLIDAYS
from heavylift.statements.times.patterns import Pattern, integer, pattern, token
from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.traps import (
    is_name_of_paper,
    is_surname,
    next_word,
    previous_word,
)
from heavylift.statements.times.vocabulary import (
    DAYPARTS,
    DAYS_FROM_HERE,
    NUMBERS,
    SEASONS,
    UNITS,
    UNITS_PLURAL,
)

_LENGTHS: Final = UNITS | UNITS_PLURAL

#: Words for which unit is meant, by the name that a resolver knows.
_NAMES: Final = {
    "last": "last", "past": "last", "previous": "previous", "preceding": "previous",
    "next": "next", "coming": "next", "upcoming": "next", "following": "following",
    "this": "this", "current": "this", "that": "that", "same": "that",
}  # fmt: skip

#: Units too short to be one of the calendar.
_NO_CALENDAR: Final = frozenset({"minute", "hour", "second"})

#: More of a unit than this is no count of times.
_LARGEST_COUNT: Final = 9999


def count_of(tokens: Tokens, match: re.Match[str]) -> int | None:
    """Give the number of units; ``None`` when it is not said."""
    if match["number"] is None:
        article = match.re.groupindex.get("article")
        return 1 if article and match[article] else None
    at = match.start("number")
    words = tokens.words(at, match.end("number"))
    if _ONE_OR.search(tokens.code, max(0, at - _REACH), at):
        # "Six to eight weeks": the number is not one.
        return None
    total = sum(
        NUMBERS.get(word, 0) if not word.isdecimal() else int(word[:6])
        for word in words
        if word != "-"
    )
    return total or None


#: "six to ", "five or ", "two-" before another number.
_ONE_OR: Final = re.compile(r"[nD](?: [hu] |-)$")

#: How far back that is looked for.
_REACH: Final = 5


def length_of(tokens: Tokens, match: re.Match[str]) -> str:
    """Give the unit of a match."""
    return _LENGTHS.get(token(tokens, match, "unit"), "")


def which_of(tokens: Tokens, match: re.Match[str]) -> str:
    """Give which unit is meant; "this past week" is the last one."""
    words = tokens.words(match.start("which"), match.end("which"))
    return _NAMES.get(words[-1], "")


def _from_here(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    words = tokens.words(match.start(), match.end())
    named = next(word for word in words if word in DAYS_FROM_HERE)
    further = {"before": -1, "after": 1}
    if words == ["today"] and previous_word(tokens, match.start()) == "usa":
        return None
    days = DAYS_FROM_HERE[named] + sum(further.get(word, 0) for word in words)
    return Expression(
        kind="from_here", first=match.start(), end=match.end(), count=days
    )


def _weekday(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if is_name_of_paper(tokens, match.end("weekday")):
        return None
    weekday = weekday_of(tokens, match)
    which = which_of(tokens, match) if match["which"] else ""
    before = previous_word(tokens, match.start())
    if which == "next" and before == "the":
        # "He came back the next Tuesday": seen from the date named before.
        which = "following"
    on_a = before == "a" and previous_word(tokens, match.start() - 2) == "on"
    if on_a and weekday is not None:
        # "On a Monday": which one is not said.
        return Expression(
            kind="set", first=match.start(), end=match.end(),
            unit=f"XXXX-WXX-{weekday + 1}",
        )  # fmt: skip
    return Expression(
        kind="weekday", first=match.start(), end=match.end(),
        weekday=weekday, which=which,
    )  # fmt: skip


def _month(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    return Expression(
        kind="date", first=match.start(), end=match.end(),
        month=month_of(tokens, match), day=integer(tokens, match, "day"),
        which=which_of(tokens, match),
    )  # fmt: skip


def _season(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    season = token(tokens, match, "season")
    which = which_of(tokens, match) if match["which"] else ""
    year = integer(tokens, match, "year")
    if not which and year is None:
        return None
    return Expression(
        kind="season", first=match.start(), end=match.end(), year=year,
        count=SEASONS[season], which=which, part=part_of(tokens, match),
    )  # fmt: skip


def _unit(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    word, which = token(tokens, match, "unit"), which_of(tokens, match)
    if word in DAYPARTS:
        return _part_of_day(match, word, which)
    unit = _LENGTHS.get(word, "")
    if unit in _NO_CALENDAR or (unit == "day" and which in ("last", "this")):
        return None
    if unit == "day" and which == "next":
        which = "following"
    return Expression(
        kind="unit", first=match.start(), end=match.end(), unit=unit, which=which,
        part=token(tokens, match, "part") or token(tokens, match, "side"),
    )  # fmt: skip


def _part_of_day(match: re.Match[str], word: str, which: str) -> Expression | None:
    """Read "last night" as yesterday, "the next morning" as the day after."""
    first, end = match.start(), match.end()
    if which == "this" or (which == "last" and word == "night"):
        days = -1 if which == "last" else 0
        return Expression(kind="from_here", first=first, end=end, count=days)
    if which == "last":
        return None
    which = "following" if which == "next" else which
    return Expression(kind="unit", first=first, end=end, unit="day", which=which)


def _edge_of_unit(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    unit = length_of(tokens, match)
    if unit not in ("week", "month", "year", "decade", "century"):
        return None
    return Expression(
        kind="unit", first=match.start(), end=match.end(), unit=unit, which="this",
        part=part_of(tokens, match),
    )  # fmt: skip


def _later_in(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "earlier in the week"."""
    unit = length_of(tokens, match)
    if unit not in ("week", "month", "year", "decade"):
        return None
    return Expression(
        kind="unit", first=match.start(), end=match.end(), unit=unit, which="this",
        part=token(tokens, match, "side"),
    )  # fmt: skip


def _end_of_this(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "by year end" and "by year's end"."""
    unit = length_of(tokens, match)
    ends = token(tokens, match, "edge") == "end"
    if not ends or unit not in ("week", "month", "year"):
        return None
    if previous_word(tokens, match.start()) not in DEADLINES:
        return None
    return Expression(
        kind="unit", first=match.start(), end=match.end(), unit=unit, which="this",
        part="last day",
    )  # fmt: skip


def _weekend(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if length_of(tokens, match) != "weekend":
        return None
    return Expression(
        kind="unit", first=match.start(), end=match.end(), unit="weekend", which="near"
    )


def _ago(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    count = count_of(tokens, match)
    if count is not None and count > _LARGEST_COUNT:
        return None
    return Expression(
        kind="ago", first=match.start(), end=match.end(), count=count,
        unit=length_of(tokens, match),
    )  # fmt: skip


def _window(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    count, unit = count_of(tokens, match), length_of(tokens, match)
    if count is not None and count > _LARGEST_COUNT:
        return None
    recent = match.re.groupindex.get("which") is None
    if recent and tokens.word(match.start()) != "recent":
        return None
    if tokens.code[match.end() : match.end() + 2] == " v":
        # "The last five months of her life" are not those before the writing.
        return None
    which = "last" if recent else which_of(tokens, match)
    if which not in ("last", "next", "previous", "following", "this"):
        return None
    which = {"previous": "last", "following": "next", "this": "last"}.get(which, which)
    return Expression(
        kind="window", first=match.start(), end=match.end(), count=count, unit=unit,
        which=which,
    )  # fmt: skip


def _offset(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    count, unit = count_of(tokens, match), length_of(tokens, match)
    word = token(tokens, match, "side")
    if count is not None and count > _LARGEST_COUNT:
        return None
    after = next_word(tokens, match.end())
    # "Ten days before the pilgrimage": no date is named.
    event = word in ("before", "after") and after.isalpha()
    if match["the"] is not None and count is None and match["number"] is None:
        count = 1
    return Expression(
        kind="offset", first=match.start(), end=match.end(), count=count, unit=unit,
        which="before" if word in ("before", "earlier") else "after",
        part="event" if event else "",
    )  # fmt: skip


def _holiday(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read the longest name of a holiday, and a year after it."""
    first, end = match.span("name")
    while end > first and (name := _name(tokens, first, end)) not in HOLIDAYS:
        end -= 1
        end -= tokens.code[end - 1] == " "
    if end <= first or is_surname(tokens, match.start()):
        return None
    which = which_of(tokens, match) if match["which"] else ""
    year = _YEAR_AFTER.match(tokens.code, end)
    return Expression(
        kind="holiday", first=match.start(), end=year.end() if year else end,
        unit=name, which=which,
        year=int(tokens.word(year.end() - 1)) if year else None,
    )  # fmt: skip


_YEAR_AFTER: Final = re.compile(r",? (?:v )?Y(?!o)")


def _name(tokens: Tokens, first: int, end: int) -> str:
    words = tokens.words(first, end)
    return " ".join(word for word in words if word not in ("'", "\u2019", "s", "."))


#: "last", "this past", "the same" ... before one unit.
_WHICH: Final = r"(?P<the>t )?(?P<which>C P|Z z|[LPpXfCZz])"

RELATIVE: Final[tuple[Pattern, ...]] = (
    pattern("T", r"T(?: N)?", _from_here),
    pattern("tU", r"(?:t )?U [BA] T(?!')", _from_here),
    pattern("W", r"(?P<which>(?!))?<weekday>(?: N)?", _weekday),
    pattern("LPXCZpf", r"(?P<which>C P|[LPXCZpf]) <weekday>(?: N)?", _weekday),
    pattern("LPXC", r"(?P<which>C P|[LPXC]) <month>(?: <day>)?", _month),
    pattern(
        "LPXCtKelI",
        r"<part>(?:t )?(?P<which>C P|[LPXCZ]) (?P<season>S)(?P<year>(?!))?",
        _season,
    ),
    pattern(
        "tKIS",
        r"<part>(?:t )?(?P<which>(?!))?(?P<season>S)(?: v)?,? <year>(?!o)",
        _season,
    ),
    pattern(
        "tLPpXfCZzKelI",
        r"(?:(?P<part>K) |(?P<side>[el]) )?" + _WHICH + r" (?P<unit>[UN])(?!-x)",
        _unit,
    ),
    pattern("tI", r"(?:t )?(?P<edge>I) v (?:t|C) <units>", _edge_of_unit),
    pattern("t", r"t (?P<unit>U)", _weekend),
    pattern("el", r"(?P<side>[el]) i (?P<the>t )(?P<unit>U)", _later_in),
    pattern("U", r"(?P<unit>U)(?:'x)?[ -](?P<edge>I)", _end_of_this),
    pattern(
        "nD#Yaq",
        r"(?:<number>|<vague>|(?P<article>a))[ -]<units> (?:G|l G)",
        _ago,
    ),
    pattern("V", r"(?P<number>(?!))?<units> G", _ago),
    pattern(
        "tLPXpf",
        r"(?:t )?(?P<which>C P|[LPXpf]) (?:<number>|<vague>|(?P<article>a)) "
        r"(?P<unit>V)",
        _window,
    ),
    pattern("tLPXCpf", r"(?:t )?(?P<which>C P|[LPXp])(?P<number>(?!))? (?P<unit>V)",
            _window),
    pattern("q", r"q(?P<number>(?!))? (?P<unit>V)", _window),
    pattern(
        "nD#Yaq",
        r"(?P<the>(?!))?(?:<number>|<vague>|(?P<article>a)) <units> (?P<side>[elBA])",
        _offset,
    ),
    pattern("t", r"(?P<the>t )(?P<number>(?!))?(?P<unit>U) (?P<side>[BA])", _offset),
    pattern(
        "LXCH",
        r"(?:(?P<which>[LXC]) )?(?P<name>H(?: U)?(?:'x)?(?: [xUW])?)",
        _holiday,
    ),
)  # fmt: skip

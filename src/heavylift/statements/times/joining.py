"""Expressions that belong together: ranges, a day with its time, "since March".

What is joined is reported beside its parts: a range is one time, and so is each of
the dates that bound it. A time of day and its day are one.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from heavylift.statements.times.expressions import Expression, Kind
from heavylift.statements.times.lengths import MIDNIGHT, duration_value
from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.traps import next_word

#: What may stand between the ends of a range.
_TO: Final = re.compile(r" ?--? ?| h ")

#: What stands before a range whose ends are joined by "and" or "to".
_BETWEEN: Final = re.compile(r"(?:b|r) (?:t )?$")

#: How far back a word before an expression is looked for: a few words.
_BACK: Final = 24

#: Kinds that may bound a range.
_ENDS: Final = frozenset({"date", "weekday", "from_here", "unit", "holiday", "decade",
    "season", "quarter", "century", "ago", "either"})  # fmt: skip

#: Kinds that a time of day may belong to.
_DAYS: Final = frozenset({"date", "weekday", "from_here", "unit", "holiday"})

#: "9 a.m. on Tuesday", "Tuesday at 9 a.m.", "Tuesday, 9 a.m."
_WITH_CLOCK: Final = re.compile(r",? (?:g )?(?:t )?(?:N,? (?:g )?)?|T")

#: Words that make a bound of the date right after them.
_BOUNDS: Final = {
    "since": "since", "until": "until", "till": "until", "before": "before",
    "after": "after", "by": "by",
}  # fmt: skip


def join(tokens: Tokens, found: Sequence[Expression]) -> list[Expression]:
    """Join what belongs together.

    Args:
        tokens: The text.
        found: Its expressions, in order.
    """
    joined: list[Expression] = []
    at = 0
    paragraph = last_first = 0
    day_at = -1
    while at < len(found):
        one = found[at]
        paragraph = max(paragraph, tokens.code.rfind("|", last_first, one.first))
        last_first = one.first
        if one.kind in _DAYS:
            day_at = one.first
        elif one.kind == "clock" and day_at >= paragraph:
            one = dataclasses.replace(one, which="near")
        two = found[at + 1] if at + 1 < len(found) else None
        if two is not None:
            timed = _with_clock(tokens, one, two)
            if timed is not None:
                joined.append(timed)
                at += 2
                continue
            dated = _month_of_year(tokens, one, two)
            if dated is not None:
                joined.append(dated)
                at += 2
                continue
            ranged = _range(tokens, one, two)
            if ranged:
                joined.extend(ranged)
                at += 2
                continue
        if one.kind == "date" and one.day:
            following = _and_days(tokens, one)
            joined.extend(following)
        joined.extend(_bounded(tokens, one, joined))
        at += 1
    return [made for one in joined if (made := _without_event(tokens, one)) is not None]


def _without_event(tokens: Tokens, one: Expression) -> Expression | None:
    """Make "ten days before the pilgrimage" a length, and "a day after" nothing."""
    if one.kind != "offset" or one.part != "event" or tokens.code[one.first] == "t":
        return one
    if tokens.code[one.first] not in "nD#Y" or not one.count:
        return None
    return Expression(
        kind="duration", first=one.first, end=one.end - 2, which=one.unit,
        unit=duration_value(one.count, one.unit), count=one.count,
    )  # fmt: skip


def _with_clock(tokens: Tokens, one: Expression, two: Expression) -> Expression | None:
    clock, day = (one, two) if one.kind == "clock" else (two, one)
    if clock.kind != "clock" or day.kind not in _DAYS or day.clock:
        return None
    if clock.clock == MIDNIGHT:
        return None
    if day.kind == "date" and day.day is None:
        return None
    if day.kind == "unit" and day.unit != "day":
        return None
    if not _WITH_CLOCK.fullmatch(tokens.code, one.end, two.first):
        return None
    return dataclasses.replace(day, first=one.first, end=two.end, clock=clock.clock)


def _month_of_year(
    tokens: Tokens, one: Expression, two: Expression
) -> Expression | None:
    """Read "early October this year", "Sept. 19 of last year"."""
    if one.kind != "date" or one.month is None or one.year is not None or one.which:
        return None
    if two.kind != "unit" or two.unit != "year" or two.part:
        return None
    if not _OF_YEAR.fullmatch(tokens.code, one.end, two.first):
        return None
    return Expression(
        kind="month_of_year", first=one.first, end=two.end, parts=(one, two),
        month=one.month,
    )  # fmt: skip


_OF_YEAR: Final = re.compile(r",? (?:v )?")


def _range(tokens: Tokens, one: Expression, two: Expression) -> list[Expression]:
    """Give the ends of a range and the range, or nothing."""
    if one.kind not in _ENDS or two.kind not in _ENDS:
        return []
    between = tokens.code[one.end : two.first]
    back = tokens.code[max(0, one.first - _BACK) : one.first]
    introduced = _BETWEEN.search(back)
    if not _TO.fullmatch(between) and not (
        between in (" u ", " u t ") and introduced and introduced[0][0] == "b"
    ):
        return []
    if between in (" h ", " h t ") and not introduced and not _both_dates(one, two):
        return []
    one, two = _share_year(one, two)
    start = one.first - len(introduced[0]) if introduced else one.first
    whole = Expression(
        kind="range", first=start, end=two.end, parts=(one, two),
        which="named" if one.day or one.kind != "date" else "",
    )  # fmt: skip
    return [one, two, whole]


def _both_dates(one: Expression, two: Expression) -> bool:
    return one.kind == two.kind == "date" or one.kind == two.kind == "weekday"


def _share_year(one: Expression, two: Expression) -> tuple[Expression, Expression]:
    """Let the first end have the year that only the second names."""
    if one.kind == two.kind == "date" and one.year is None and two.year is not None:
        before = (one.month or 0, one.day or 0) > (two.month or 0, two.day or 0)
        shared = one.month is not None and two.month is not None
        if shared:
            one = dataclasses.replace(one, year=two.year - (1 if before else 0))
    return one, two


_AND_DAY: Final = re.compile(r"(?:, |,? u )(?P<day>D)o?(?=[.,;|)\"]| [igrhsuAB]|$)")


def _and_days(tokens: Tokens, one: Expression) -> list[Expression]:
    """Read the second day of "April 24 and 25"."""
    if tokens.code[one.end - 1] not in "Do":
        return []
    match = _AND_DAY.match(tokens.code, one.end)
    if match is None:
        return []
    day = int(tokens.word(match.start("day")))
    if not (one.day or 0) < day <= 31:
        return []
    return [
        dataclasses.replace(
            one, first=match.start("day"), end=match.end(), day=day, weekday=None
        )
    ]


def _bounded(
    tokens: Tokens, one: Expression, joined: list[Expression]
) -> list[Expression]:
    """Give an expression and the open range that a word before it makes of it."""
    if one.kind == "unit" and one.part in ("earlier", "later"):
        # "Earlier this year" is a part of this year; both are reported.
        inner = one.first + (4 if tokens.code[one.first + 2] == "i" else 2)
        return [dataclasses.replace(one, first=inner, part=""), one]
    at = one.first - 1
    definite = False
    if one.kind not in _ENDS or at < 1 or tokens.code[at] != " ":
        return [one]
    if tokens.code[at - 1] == "t" and at > 2:
        at -= 2
        definite = True
    bound = _BOUNDS.get(tokens.word(at - 1), "")
    if bound == "since":
        one = dataclasses.replace(one, which=one.which or "since")
    counted = None
    if bound in ("before", "after"):
        counted = _counted(tokens, one, joined, at, bound)
    elif not bound:
        counted = _week_of(tokens, one, at)
    if counted is not None:
        return [one, counted]
    ends = tokens.code[one.end : one.end + 1] == "'"
    if definite and one.day is None and next_word(tokens, one.end).isalpha():
        # "After the 2014 elections" is not after 2014.
        return [one]
    if not bound or ends or (one.kind == "unit" and one.unit == "day"):
        return [one]
    whole = Expression(
        kind="bounded", first=at - 1, end=one.end, which=bound, parts=(one,)
    )
    return [one, whole]


def _counted(
    tokens: Tokens, one: Expression, joined: list[Expression], at: int, bound: str
) -> Expression | None:
    """Read what is counted from a date: "two days after", "in the weeks before"."""
    last = joined[-1] if joined else None
    if last is not None and last.kind == "duration" and last.end == at - 2:
        joined.pop()
        return _counted_from(last, one, bound)
    if last is not None and last.kind == "offset" and last.end == at:
        joined.pop()
        kind: Kind = "weeks_before" if last.count is None else "offset"
        return dataclasses.replace(
            last, kind=kind, end=one.end, parts=(one,), part="", which=bound
        )
    bare = _BARE.search(tokens.code, max(0, at - 1 - _BACK), at - 1)
    if bare is None or bare.end() != at - 1:
        return None
    return Expression(
        kind="weeks_before", first=bare.start(), end=one.end, which=bound,
        unit=tokens.word(at - 3), parts=(one,),
    )  # fmt: skip


def _week_of(tokens: Tokens, one: Expression, at: int) -> Expression | None:
    """Read "the week of Sept. 4"."""
    start = at - 3
    if one.kind != "date" or one.day is None or start < 0:
        return None
    if tokens.code[start:at] != "U v" or tokens.word(start) != "week":
        return None
    if tokens.code[max(0, start - 2) : start] == "t ":
        start -= 2
    return Expression(
        kind="week_of", first=start, end=one.end, parts=(one,), month=one.month
    )


#: "the weeks" of "in the weeks before".
_BARE: Final = re.compile(r"(?:t )?V $")


def _counted_from(length: Expression, one: Expression, bound: str) -> Expression:
    """Read "two days after Sept. 19"; without a number nobody says how many."""
    kind: Kind = "weeks_before" if length.count is None else "offset"
    return Expression(
        kind=kind, first=length.first, end=one.end, which=bound, unit=length.which,
        count=length.count, parts=(one,),
    )  # fmt: skip

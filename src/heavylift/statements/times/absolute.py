"""Dates that name a day, a month, a year or more: what they look like."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.patterns import Pattern, integer, pattern, token
from heavylift.statements.times.tokens import Tokens
from heavylift.statements.times.traps import (
    is_counted,
    is_month_alone,
    is_title,
    is_year,
    next_word,
    previous_word,
    stands_alone,
)
from heavylift.statements.times.vocabulary import (
    DECADES,
    MONTHS,
    MONTHS_SHORT,
    ORDINALS,
    WEEKDAYS,
    WEEKDAYS_SHORT,
)

_MONTH_NUMBERS: Final = MONTHS | MONTHS_SHORT
_WEEKDAY_NUMBERS: Final = WEEKDAYS | WEEKDAYS_SHORT

#: What "the beginning of" and the like make of the date after them.
_EDGES: Final = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}

_LONGEST_MONTH: Final = 31

#: Without a century, 69 to 99 are of the last one: the rule of POSIX (``strptime``).
_POSIX_PIVOT: Final = 69


def part_of(tokens: Tokens, match: re.Match[str]) -> str:
    """Give ``early``, ``mid``, ``late`` or nothing."""
    part, edge = token(tokens, match, "part"), token(tokens, match, "edge")
    if edge == "end" and previous_word(tokens, match.start()) in DEADLINES:
        return "last day"
    return part or _EDGES.get(edge, "")


#: Before "the end of the year" these make it its last day; elsewhere it is vague.
DEADLINES: Final = frozenset({"by", "until", "till", "before", "through"})


def month_of(tokens: Tokens, match: re.Match[str]) -> int | None:
    """Give the month of a match."""
    return _MONTH_NUMBERS.get(token(tokens, match, "month"))


def weekday_of(tokens: Tokens, match: re.Match[str]) -> int | None:
    """Give the day of the week of a match, Monday as 0."""
    return _WEEKDAY_NUMBERS.get(token(tokens, match, "weekday"))


def _date(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read a month with whatever stands beside it."""
    day, year = integer(tokens, match, "day"), integer(tokens, match, "year")
    end = match.end()
    if year is not None and is_counted(tokens, match.end("year")):
        year, end = None, _before_year(match)
    if day is not None and not 1 <= day <= _LONGEST_MONTH:
        return None
    if (
        day is None
        and year is None
        and not is_month_alone(tokens, match.start("month"), end)
    ):
        return None
    if day is not None and year is None and is_counted(tokens, end):
        return None
    if (month_of(tokens, match), day, year) == (9, 11, None) and (
        next_word(tokens, end) == "attacks"
        or tokens.words(end, end + 4) == ["terrorist", "attacks"]
    ):
        return _named(match)
    last = integer(tokens, match, "last") if "last" in match.re.groupindex else None
    if last is not None and (day is None or not day < last <= _LONGEST_MONTH):
        return None
    return Expression(
        kind="dates" if last is not None else "date",
        first=match.start(),
        end=end,
        year=year,
        month=month_of(tokens, match),
        day=day,
        last_day=last,
        weekday=weekday_of(tokens, match) if "weekday" in match.re.groupindex else None,
        part=part_of(tokens, match),
    )


def _before_year(match: re.Match[str]) -> int:
    """Where a match ends without its year."""
    names = ("day", "month", "last")
    groups = match.re.groupindex
    return max(match.end(name) for name in names if name in groups)


def _year(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    at = match.start("year")
    if not is_year(tokens, at):
        return None
    return Expression(
        kind="date", first=match.start(), end=match.end(), year=int(tokens.word(at)),
        part=part_of(tokens, match),
    )  # fmt: skip


def _iso(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    written = tokens.word(match.start())
    year, month, day = int(written[:4]), int(written[5:7]), int(written[8:10])
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH):
        return None
    return Expression(
        kind="date", first=match.start(), end=match.end(), year=year, month=month,
        day=day, clock=written[11:16],
    )  # fmt: skip


def _numbers(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read ``9/19/2023`` and its like; both readings are kept when both may be."""
    year = integer(tokens, match, "year")
    if year is None:
        return None
    if year < 100:
        year += 1900 if year >= _POSIX_PIVOT else 2000
    one, two = integer(tokens, match, "one"), integer(tokens, match, "two")
    return _either(match, year, one or 0, two or 0)


def _dotted(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    one, two, year = (int(part) for part in tokens.word(match.start()).split("."))
    # With full stops the day comes first wherever dates are written so.
    if not (1 <= one <= _LONGEST_MONTH and 1 <= two <= 12 and 1000 <= year <= 2999):
        return None
    return Expression(
        kind="date", first=match.start(), end=match.end(), year=year, month=two, day=one
    )


def _either(match: re.Match[str], year: int, one: int, two: int) -> Expression | None:
    pairs = [
        (month, day)
        for month, day in ((one, two), (two, one))
        if 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH
    ]
    if not pairs:
        return None
    (month, day), other = pairs[0], pairs[-1]
    ambiguous = other != (month, day)
    return Expression(
        kind="either" if ambiguous else "date", first=match.start(), end=match.end(),
        year=year, month=month, day=day,
    )  # fmt: skip


def _year_and_two(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read ``2023-09`` as a month and ``1998-99`` as two years."""
    year, two = integer(tokens, match, "year"), integer(tokens, match, "two")
    digits = token(tokens, match, "two")
    if year is None or two is None or not is_year(tokens, match.start("year")):
        return None
    if len(digits) == 2 and 1 <= two <= 12 and two != (year + 1) % 100:
        return Expression(
            kind="date", first=match.start(), end=match.end(), year=year, month=two
        )
    last = two if len(digits) == 4 else year // 100 * 100 + two
    if last < year and len(digits) == 2:
        last += 100
    if len(digits) == 1 or not year < last <= year + _LONGEST_SPAN_YEARS:
        return None
    return Expression(
        kind="year_span", first=match.start(), end=match.end(), year=year, count=last
    )


#: "1914-2014" is a span of years; much more is two numbers.
_LONGEST_SPAN_YEARS: Final = 300


def _decade(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    digits = token(tokens, match, "year")
    name = token(tokens, match, "name")
    if name:
        year = 1900 + DECADES[name]
    else:
        # "1990s", "1990's" and "'90s"; "2015's" is a year and whose it is.
        year = int(digits)
        if tokens.word(match.end() - 1) != "s" or year % 10:
            return None
        bare = "'" not in tokens.code[match.start() : match.end()]
        if len(digits) == 2 and bare and year < _FIRST_BARE_DECADE:
            # "In the 30s" is a temperature, an age or a share.
            return None
        if len(digits) == 2 and year >= _FIRST_DECADE:
            year += 1900
    return Expression(
        kind="decade", first=match.start(), end=match.end(), year=year,
        part=part_of(tokens, match),
    )  # fmt: skip


#: From the thirties on the last century is meant; "the '20s" hang on when it is said.
_FIRST_DECADE: Final = 30

#: Without an apostrophe, decades that are spoken of so.
_FIRST_BARE_DECADE: Final = 60


def _century(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    number = integer(tokens, match, "digits") or ORDINALS.get(
        token(tokens, match, "ordinal")
    )
    if token(tokens, match, "unit") != "century" or not number or number > 30:
        return None
    if is_title(tokens, match.start(), match.end()):
        return None
    return Expression(
        kind="century", first=match.start(), end=match.end(), count=number,
        part=part_of(tokens, match),
    )  # fmt: skip


def _half(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    which = ORDINALS.get(token(tokens, match, "ordinal"), 0)
    if which not in (1, 2):
        return None
    return Expression(
        kind="date", first=match.start(), end=match.end(),
        year=integer(tokens, match, "year") or integer(tokens, match, "only"),
        month=month_of(tokens, match) if match["month"] else None,
        part="first half" if which == 1 else "second half",
    )  # fmt: skip


def _quarter(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    letter = token(tokens, match, "letter")
    number = integer(tokens, match, "digits") or ORDINALS.get(
        token(tokens, match, "ordinal")
    )
    unit = token(tokens, match, "unit")
    year = integer(tokens, match, "year")
    if unit not in ("quarter", "") or not number:
        return None
    if letter == "h" and number <= 2 and year:
        part = "first half" if number == 1 else "second half"
        return Expression(
            kind="date", first=match.start(), end=match.end(), year=year, part=part
        )
    if number > 4 or letter not in ("q", "") or (unit and not year and number != 4):
        return (
            None
            if number > 4 or letter not in ("q", "")
            else _quarter_only(match, number)
        )
    return Expression(
        kind="quarter", first=match.start(), end=match.end(), year=year, count=number
    )


def _quarter_only(match: re.Match[str], number: int) -> Expression:
    return Expression(
        kind="quarter", first=match.start(), end=match.end(), count=number
    )


def _day_alone(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "on the 19th", where nothing follows that could be numbered."""
    day = integer(tokens, match, "day")
    if day is None or not 1 <= day <= _LONGEST_MONTH:
        return None
    if tokens.word(match.end() - 1) == "s" or not stands_alone(tokens, match.end()):
        return None
    return Expression(kind="date", first=match.start("from"), end=match.end(), day=day)


def _nine_eleven(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    if tokens.words(match.start(), match.end()) != ["9", "/", "11"]:
        return None
    return _named(match)


def _named(match: re.Match[str]) -> Expression:
    """Give the day that is known by its date alone."""
    return Expression(
        kind="date", first=match.start(), end=match.end(), year=2001, month=9, day=11,
        which="named",
    )  # fmt: skip


def _short_year(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "in '98", where nothing follows that it could count."""
    digits = token(tokens, match, "year")
    if len(digits) != 2 or not stands_alone(tokens, match.end()):
        return None
    year = int(digits) + (1900 if int(digits) >= _POSIX_PIVOT else 2000)
    return Expression(
        kind="date", first=match.start("from"), end=match.end(), year=year
    )


def _ordinal_day(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "the fourth of July"."""
    return Expression(
        kind="date", first=match.start(), end=match.end(),
        year=integer(tokens, match, "year"), month=month_of(tokens, match),
        day=ORDINALS[token(tokens, match, "ordinal")],
    )  # fmt: skip


def _year_first(tokens: Tokens, match: re.Match[str]) -> Expression | None:
    """Read "2023/09/19"."""
    month, day = integer(tokens, match, "one") or 0, integer(tokens, match, "two") or 0
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH):
        return None
    return Expression(
        kind="date", first=match.start(), end=match.end(),
        year=integer(tokens, match, "year"), month=month, day=day,
    )  # fmt: skip


ABSOLUTE: Final[tuple[Pattern, ...]] = (
    pattern("3", r"3", _iso),
    pattern("1", r"1", _dotted),
    pattern("D", r"(?P<one>D)/(?P<two>D)/(?P<year>[YD])(?![/o#])", _numbers),
    pattern("D", r"(?P<one>D)-(?P<two>D)-(?P<year>Y)(?![-o#])", _numbers),
    pattern("Y", r"<year>/(?P<one>D)/(?P<two>D)(?![/o#])", _year_first),
    pattern("isyrhbv", r"[isyrhbv] (?P<from>')(?P<year>D)(?!o)", _short_year),
    pattern("tO", r"(?:t )?(?P<ordinal>O) v <month>(?:,? <year>)?", _ordinal_day),
    pattern("D", r"D/D(?![/o#])", _nine_eleven),
    pattern("D", r"<day>-<month>-<year>", _date),
    pattern("Y", r"<year>-(?P<two>[DY])(?![-o#/])", _year_and_two),
    pattern(
        "WwMmj",
        r"(?:<weekday>,? )?<month> ?(?:t )?<day>(?!/)(?:,? <year>(?!o|'))?",
        _date,
    ),
    pattern(
        "tWwD",
        r"(?:<weekday>,? )?(?:t )?<day>,? (?:U? ?v )?<month>(?:,? <year>(?!o|'))?",
        _date,
    ),
    pattern("tKIMmj", r"<part><month>(?:,? (?:v )?|-)<year>(?!o)", _date),
    pattern("tKIMmj", r"<part><month>", _date),
    pattern("tKIY", r"<part><year>(?!o)", _year),
    # Several days of one month.
    pattern(
        "Mmj", r"<month> ?<day><to>(?P<last>D)o?(?!/)(?:,? <year>)?", _date
    ),
    pattern(
        "rD", r"(?:r )?<day><to>(?P<last>D)o? (?:v )?<month>(?:,? <year>)?", _date
    ),
    pattern("r", r"r <month> ?<day><to>(?P<last>D)o?(?:,? <year>)?", _date),
    pattern("b", r"b (?:t )?<day> u (?:t )?(?P<last>D)o? (?:v )?<month>(?:,? <year>)?",
            _date),
    pattern("b", r"b <month> ?<day> u (?P<last>D)o?(?:,? <year>)?", _date),
    pattern("igyshr", r"[igyshr] (?P<from>t) (?P<day>D)o", _day_alone),
    pattern("tKIY", r"<part>(?:t )?<year>(?:o|'x)", _decade),
    pattern("tK'", r"(?:t )?(?:(?P<part>K)[- ])?'(?P<year>D)o", _decade),
    pattern("t", r"t (?:(?P<part>K)[- ])?(?P<year>D)o", _decade),
    pattern("tK", r"t (?:(?P<part>K)[- ])?(?P<name>J)", _decade),
    pattern(
        "tKDO",
        r"(?:t )?(?:(?P<part>K)[- ])?(?:(?P<digits>D)o|(?P<ordinal>O))[- ](?P<unit>U)",
        _century,
    ),
    pattern(
        "tO", r"(?:t )?(?P<ordinal>O) 2 v (?:<month>(?:,? <year>)?|(?P<only>Y))", _half
    ),
    pattern("Q", r"(?P<letter>Q)(?P<digits>D)(?: (?:v )?<year>)?", _quarter),
    pattern(
        "tOD",
        r"(?:t )?(?:(?P<ordinal>O)|(?P<digits>D)o) (?P<unit>U)(?: (?:v )?<year>)?",
        _quarter,
    ),
)  # fmt: skip

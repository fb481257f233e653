"""The day that a text was written on, as far as it is known.

It comes with the text, or the text says it itself (its dateline). A day that is known
in part is taken as the two days that it lies between, or, where the year is not known,
as days of many years: what is the same from all of them is known, what differs is not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.documents.partial_dates import PartialDate
from heavylift.statements.times.expressions import Expression
from heavylift.statements.times.tokens import Tokens

#: A dateline stands in the first lines of a text: what comes later dates something
#: else.
_DATELINE_CHARACTERS: Final = 400
_DATELINE_LINES: Final = 6

#: What follows a date inside a sentence.
_GOES_ON: Final = re.compile(r"\s?[,;)'\u2019]|[ ]?[a-z]")

#: Years of which no digit agrees, so that nothing that hangs on the year is the same
#: from all of them: millennium, century, decade and year. With the years after them
#: every day of the week falls on every date, in leap years and in others.
_SOME_YEAR: Final = 1111
_OTHER_YEAR: Final = 2222
_CALENDAR_YEARS: Final = 28


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of writing.

    Attributes:
        days: The days that it is seen from: one when it is known; the first and the
            last that it may be when it lies between two; else days of many years.
        bounded: Whether the day lies between the first and the last of them.
        words: What the day is and where it comes from; empty when nothing is known.
        year: The only year that full dates of the text name; ``None`` when they name
            several or none. It serves where the days do not agree.
    """

    days: tuple[dt.date, ...]
    bounded: bool
    words: str
    year: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.bounded and len(self.days) == 1


def anchor_of(
    tokens: Tokens, found: Sequence[Expression], published: PartialDate | None
) -> Anchor:
    """Say from where the times of a text are to be seen.

    Args:
        tokens: The text.
        found: Its expressions of time.
        published: When it was published, as far as that is known.
    """
    years = {
        each.year
        for each in found
        if each.kind == "date" and each.day is not None and each.year is not None
        and each.which != "named"
    }  # fmt: skip
    year = years.pop() if len(years) == 1 else None
    if published is not None and published.date is not None:
        return Anchor((published.date,), True, f"published {published.date}", year)
    dateline = _dateline(tokens, found)
    if dateline is None:
        date = published or PartialDate(None)
        return _of_partial(date, f"published {date}" if published else "", year)
    if dateline.year is None and published is not None and published.year is not None:
        # "August 7" at its head and the year from where it was published.
        filled = PartialDate(published.year, dateline.month, dateline.day)
        if published.month in (None, dateline.month) and _is_day(filled):
            return _of_partial(filled, f"dateline {filled}", year)
        return _of_partial(published, f"published {published}", year)
    return _of_partial(dateline, f"dateline {dateline}", year)


def _is_day(date: PartialDate) -> bool:
    try:
        return date.date is not None
    except ValueError:
        return False


def _of_partial(date: PartialDate, words: str, year: int | None) -> Anchor:
    if date.span is not None:
        first, end = date.span
        last = end - dt.timedelta(days=1) if end < dt.date.max else end
        return Anchor((first,) if first == last else (first, last), True, words, year)
    if date.month is None:
        # Eight months apart, so that no month is the same from both.
        days = [dt.date(_SOME_YEAR, 1, 31), dt.date(_OTHER_YEAR, 10, 5)]
        return Anchor(tuple(days), False, words, year)
    # Each of the fourteen calendars that a year may have, twice.
    starts = [
        start + offset
        for start in (_SOME_YEAR, _OTHER_YEAR)
        for offset in range(_CALENDAR_YEARS)
    ]
    numbers = (date.day,) if date.day is not None else (1, 28)
    days = [
        dt.date(each, date.month, number)
        for each in starts
        for number in numbers
        if (date.month, number) != (2, 29) or calendar.isleap(each)
    ]
    return Anchor(tuple(days), False, words, year)


def _dateline(tokens: Tokens, found: Sequence[Expression]) -> PartialDate | None:
    """Find the date that a text bears at its head.

    It is a line that begins with a full date, or one that names a place and a day
    before an agency in brackets: ``LISBON, August 7 (Agency) --``.
    """
    for each in found:
        start = tokens.starts[each.first]
        if start > _DATELINE_CHARACTERS:
            return None
        if each.kind != "date" or each.day is None or each.month is None:
            continue
        line = tokens.text.rfind("\n", 0, start) + 1
        if tokens.text.count("\n", 0, line) > _DATELINE_LINES:
            return None
        head = tokens.text[line:start]
        after = tokens.text[(end := tokens.ends[each.end - 1]) : end + 3]
        # A date that goes on with a comma or a small letter is of a sentence.
        goes_on = bool(_GOES_ON.match(after))
        at_head = not head.strip() and not goes_on
        of_agency = head.rstrip().endswith(",") and head.upper() == head
        if each.year is not None and (at_head or of_agency):
            return _partial(each)
        if of_agency and after.lstrip()[:1] in ("(", "-", "\u2013", "\u2014", "_"):
            return _partial(each)
    return None


def _partial(date: Expression) -> PartialDate | None:
    try:
        dt.date(date.year or 2000, date.month or 1, date.day or 1)
    except ValueError:
        return None
    return PartialDate(date.year, date.month, date.day)

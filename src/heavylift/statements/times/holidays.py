"""The days of holidays that English-language news names without a date.

Fixed days; days of a week in a month, as the law of the United States (5 U.S.C. 6103)
and 2 U.S.C. 7 (election day) set them; and days counted from Easter, which is found
with the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

#: Month and day.
_FIXED: Final = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
    "boxing day": (12, 26), "new year day": (1, 1), "new year eve": (12, 31),
    "independence day": (7, 4), "halloween": (10, 31), "valentine day": (2, 14),
    "veterans day": (11, 11),
}  # fmt: skip

#: Month, day of the week (Monday 0) and which of the month; -1 is the last.
_NTH: Final = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4),
    "labor day": (9, 0, 1), "memorial day": (5, 0, -1), "columbus day": (10, 0, 2),
}  # fmt: skip

#: Days after Easter Sunday, and how many days long.
_FROM_EASTER: Final = {
    "easter": (0, 1), "easter sunday": (0, 1), "easter monday": (1, 1),
    "easter week": (0, 7), "easter weekend": (-1, 2), "good friday": (-2, 1),
    "palm sunday": (-7, 1),
}  # fmt: skip

_ELECTION: Final = "election day"

#: Every holiday that is known.
HOLIDAYS: Final = frozenset({*_FIXED, *_NTH, *_FROM_EASTER, _ELECTION})


def holiday(name: str, year: int) -> tuple[dt.date, dt.date]:
    """Give the first day of a holiday and one past its last.

    >>> [str(day) for day in holiday("easter", 2000)]
    ['2000-04-23', '2000-04-24']
    >>> str(holiday("thanksgiving", 1999)[0])
    '1999-11-25'

    Raises:
        KeyError: The holiday is not one of :data:`HOLIDAYS`.
    """
    days = 1
    if name in _FIXED:
        first = dt.date(year, *_FIXED[name])
    elif name == _ELECTION:
        # The Tuesday after the first Monday of November.
        first = _nth_weekday(year, 11, 0, 1) + dt.timedelta(days=1)
    elif name in _NTH:
        first = _nth_weekday(year, *_NTH[name])
    else:
        offset, days = _FROM_EASTER[name]
        first = _easter(year) + dt.timedelta(days=offset)
    return first, first + dt.timedelta(days=days)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    if which < 0:
        last = dt.date(year, month + 1, 1) - dt.timedelta(days=1)
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> dt.date:
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)

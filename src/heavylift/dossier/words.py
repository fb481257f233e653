"""Dates, numbers and lists as an English reader expects them; all times are UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from heavylift.model.ends import CLASS_ORDER, EndClass

#: Narrow no-break space: groups digits without a sign that is a decimal mark somewhere.
THIN_SPACE = "\u202f"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Say how many of what.

    >>> count(1, "flight"), count(2, "flight"), count(0, "day")
    ('1 flight', '2 flights', '0 days')
    """
    return f"{number(n)} {noun if n == 1 else plural or noun + 's'}"


def number(n: int) -> str:
    """Write a whole number with its digits in groups of three.

    >>> number(528432).replace(THIN_SPACE, "'"), number(1234)
    ("528'432", '1234')
    """
    # Four digits stay together, as in a year and as in most newsrooms.
    return f"{n:,}".replace(",", THIN_SPACE) if abs(n) >= 10_000 else str(n)


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join parts with commas and a word before the last.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or"), listed([])
    ('a, b and c', 'a or b', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def vector(counts: Mapping[EndClass, int]) -> str:
    """Write counts by class, strongest first, without the classes that have none.

    >>> vector({EndClass.NEAR: 2, EndClass.GROUND: 1, EndClass.RUNWAY: 0})
    '1 ground, 2 near'
    """
    return ", ".join(f"{number(counts[c])} {c}" for c in CLASS_ORDER if counts.get(c))


def day(when: date) -> str:
    """Write a day of a year.

    >>> day(date(2022, 2, 27))
    '27 February 2022'
    """
    return f"{when.day} {when:%B %Y}"


def days(first: date, last: date) -> str:
    """Say a span of days, both included, without repeating month or year.

    >>> days(date(2023, 12, 30), date(2024, 1, 2))
    '30 December 2023 to 2 January 2024'
    >>> days(date(2022, 2, 22), date(2022, 2, 22))
    '22 February 2022'
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def period(start: datetime, end: datetime) -> str:
    """Say a half-open span of time as its first and last day, in UTC.

    Args:
        start: First moment of the span, with a zone.
        end: First moment after it, with a zone.

    >>> midnight = lambda *d: datetime(*d, tzinfo=UTC)
    >>> period(midnight(2023, 9, 1), midnight(2023, 9, 18))
    'from 1 to 17 September 2023'
    >>> period(midnight(2022, 2, 22), midnight(2022, 3, 6))
    'from 22 February to 5 March 2022'
    >>> period(midnight(2022, 2, 22), midnight(2022, 2, 23))
    'on 22 February 2022'
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if not (_is_midnight(start) and _is_midnight(end)):
        return f"from {moment(start)} to before {moment(end)}"
    first, last = start.date(), (end - timedelta(days=1)).date()
    told = days(first, last)
    return f"on {told}" if first == last else f"from {told}"


def moment(when: datetime) -> str:
    """Write a moment to the minute, in UTC; the reader is told of UTC elsewhere.

    >>> moment(datetime(2022, 2, 27, 12, 5, tzinfo=UTC))
    '27 February 2022 12:05'
    """
    utc = when.astimezone(UTC)
    return f"{day(utc.date())} {utc:%H:%M}"


def duration(seconds: float | None) -> str:
    """Write a span of time to about two digits.

    >>> duration(9.6), duration(245), duration(754), duration(5400), duration(None)
    ('10 s', '4 min 5 s', '13 min', '1 h 30 min', 'not known')
    """
    if seconds is None:
        return "not known"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(round(whole / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def size(n_bytes: int) -> str:
    """Write the size of a file in decimal units.

    >>> size(18121842), size(900)
    ('18.1 MB', '900 bytes')
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if n_bytes >= factor:
            return f"{n_bytes / factor:.1f} {unit}"
    return f"{n_bytes} bytes"


def probability(p: float) -> str:
    """Write a probability so that nothing reads as certain or impossible.

    >>> probability(0.714), probability(0.999), probability(0.001)
    ('0.71', '>0.99', '<0.01')
    """
    if p > 0.99:
        return ">0.99"
    return "<0.01" if p < 0.01 else f"{p:.2f}"


def _is_midnight(when: datetime) -> bool:
    return (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0)

"""A date as pages write it, as a partial date; or nothing.

What has two meanings (``05/10/2023``) is not read.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Final

from heavylift.documents.partial_dates import PartialDate, parse_partial

#: Outside these years a number is something else: a counter, a price, a default.
_YEARS: Final = range(1900, 2101)

#: A date takes less; a longer text is prose, and looking into it takes long.
_LONGEST: Final = 80

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS: Final = {name[:3]: n for n, name in enumerate(_MONTHS, 1)}
_MONTH: Final = r"(?P<month>[A-Za-z]{3,9})\.?"
_CLOCK: Final = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d.*)?"

#: ISO 8601 without its separators, and with whatever precision of seconds and zone.
_ISO: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?\s*"
    r"(?:(Z|UTC|GMT)|([+-]\d\d)(?::?(\d\d))?)?",
    re.IGNORECASE,
)
_BASIC: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z)?)?")
_SLASHED: Final = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
#: With dots the day comes first wherever such dates are written.
_DOTTED: Final = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?:,?\s+\d\d?[:.]\d\d.*)?")
_TWO_WAYS: Final = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_MONTH_FIRST: Final = re.compile(
    rf"(?:[A-Za-z]+,?\s+)?{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>\d{{4}}){_CLOCK}"
)
_DAY_FIRST: Final = re.compile(
    rf"(?:[A-Za-z]+,?\s+)?(?P<day>\d\d?)(?:st|nd|rd|th)?\s+{_MONTH},?\s+"
    rf"(?P<year>\d{{4}}){_CLOCK}"
)
_UNIX: Final = re.compile(r"(\d{10})(\d{3})?")


def read_written(text: str) -> PartialDate | None:
    """Read a date as it is written in a page or a header.

    >>> str(read_written("Thu, 05 Oct 2023 14:30:00 +0400"))
    '2023-10-05T14:30:00+04:00'
    >>> str(read_written("October 5, 2023"))
    '2023-10-05'
    >>> read_written("05/10/2023") is None
    True
    """
    text = " ".join(text[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    for read in (_plain, _iso, _mail, _basic, _numbers, _words, _unix):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found if found.year in _YEARS else None
    return None


def _plain(text: str) -> PartialDate | None:
    # Three parts or a month: a year alone is more often a copyright than a date.
    return parse_partial(text) if re.match(r"\d{4}-\d\d", text) else None


def _iso(text: str) -> PartialDate | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    day, minute, second, part, named, hours, minutes = found.groups()
    zone = "Z" if named else f"{hours}:{minutes or '00'}" if hours else ""
    part = f".{part[:6]:0<6}" if part and part.strip("0") else ""
    return parse_partial(f"{day}T{minute}{second or ':00'}{part}{zone}")


def _mail(text: str) -> PartialDate | None:
    """RFC 5322, 3.3; ``-0000`` is a time of UTC that says nothing of the place."""
    if not re.search(r"\d:\d\d", text) or not re.search(r"[+-]\d{4}|GMT|UTC", text):
        return None
    moment = parsedate_to_datetime(text)
    return _moment(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def _basic(text: str) -> PartialDate | None:
    found = _BASIC.fullmatch(text)
    if not found or int(found[1]) not in _YEARS:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if hour is None:
        return parse_partial(f"{year}-{month}-{day}")
    clock = f"{hour}:{minute}:{second or '00'}{zone or ''}"
    return parse_partial(f"{year}-{month}-{day}T{clock}")


def _numbers(text: str) -> PartialDate | None:
    if found := _SLASHED.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if found := _TWO_WAYS.fullmatch(text):
        first, second, year = map(int, found.groups())
        if first > 12 or first == second:
            return _day(year, second, first)
        if second > 12:
            return _day(year, first, second)
    return None


def _words(text: str) -> PartialDate | None:
    found = _MONTH_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    name = found["month"].lower()
    number = _NUMBERS.get(name[:3])
    if number is None or not (_MONTHS[number - 1].startswith(name) or name == "sept"):
        return None
    return _day(int(found["year"]), number, int(found["day"]))


def _unix(text: str) -> PartialDate | None:
    found = _UNIX.fullmatch(text)
    return _moment(dt.datetime.fromtimestamp(int(found[1]), dt.UTC)) if found else None


def _day(year: int, month: int, day: int) -> PartialDate:
    dt.date(year, month, day)  # ValueError where there is none
    return PartialDate(year, month, day)


def _moment(at: dt.datetime) -> PartialDate:
    return PartialDate(at.year, at.month, at.day, at)

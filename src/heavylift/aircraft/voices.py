"""What one source says of an aircraft on a day, and how it comes to say so.

It says something *for* a day when an entry of it covers the day; *around* it when
entries before and after the day say the same; *before* or *after* it when only the
nearest entry on one side does. An entry of another registration than was said for the
day is of another aircraft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from heavylift.aircraft.entries import EPOCH
from heavylift.reference.lookup import fold


class Basis(IntEnum):
    """How a source comes to say something of a day, weakest first."""

    #: Its nearest entry is of another registration than was said for the day, so of
    #: another aircraft; such a voice is given and never counts.
    OTHER = 0
    #: Its nearest entry is later; nothing of it covers or precedes the day.
    AFTER = 1
    #: Its nearest entry is earlier.
    BEFORE = 2
    #: Entries before and after the day say the same.
    AROUND = 3
    #: An entry covers the day.
    FOR = 4

    @property
    def strength(self) -> int:
        """Rank among voices: before and after are alike, neither knows of the day."""
        return Basis.BEFORE.value if self is Basis.AFTER else self.value


#: Basis in words, for tables and reports.
BASIS_WORDS: Final[Mapping[Basis, str]] = {
    Basis.FOR: "said for that day",
    Basis.AROUND: "said before and after that day",
    Basis.BEFORE: "last said before that day",
    Basis.AFTER: "first said after that day",
    Basis.OTHER: "said of another registration",
}

Value = str | bool

#: Stand for open ends, as days since 1970.
NEVER: Final = -(1 << 30)
ALWAYS: Final = 1 << 30


class Entry(NamedTuple):
    """An entry as it is looked at: days since 1970, values by ``ATTRIBUTES``."""

    source: str
    first: int
    last: int
    values: tuple[Value | None, ...]


class Voice(NamedTuple):
    """What one source says of one attribute on a day.

    Attributes:
        source: The source in words.
        value: What it says.
        basis: How it comes to say so.
        first: First day for which it says so; ``None`` when open.
        last: First day after; ``None`` when open.
        days_off: Days between the asked day and the nearest that is covered; 0 when it
            covers it.
    """

    source: str
    value: Value
    basis: Basis
    first: date | None
    last: date | None
    days_off: int


def comparable(value: Value) -> str:
    """Reduce a value to what tells it from others: no case, marks or blanks.

    >>> comparable("4K-AZ60") == comparable("4KAZ60")
    True
    """
    return str(value) if isinstance(value, bool) else _folded(value)


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def voices_of(
    entries: Sequence[Entry], at: int, day: int, keys: frozenset[str] | None = None
) -> list[Voice]:
    """What one source says of one attribute: for the day, else around it.

    Args:
        entries: Those of the source.
        at: Which attribute.
        day: Days since 1970.
        keys: Registrations said for the day; ``None`` when there is none. Nearest
            entries with another are of another aircraft.
    """
    saying = [e for e in entries if e.values[at] is not None]
    if len(saying) < 2:
        # Most addresses have one entry; asked by the ten thousand it counts.
        return [_only(entry, at, day, keys) for entry in saying]
    covering: dict[Value | None, Entry] = {}
    for entry in saying:
        if entry.first <= day < entry.last:
            covering.setdefault(entry.values[at], entry)
    if covering:
        return [voice_of(e, at, Basis.FOR, 0) for e in covering.values()]
    before, after = _nearest(saying, day)
    if len(before) == len(after) == 1 and _agree(before[0], after[0], at, keys):
        off = min(day - before[0].last + 1, after[0].first - day)
        return [voice_of(before[0], at, Basis.AROUND, off, after[0])]
    voices = []
    for entry in before:
        basis = Basis.BEFORE if _may_be(entry, keys) else Basis.OTHER
        voices.append(voice_of(entry, at, basis, day - entry.last + 1))
    for entry in after:
        basis = Basis.AFTER if _may_be(entry, keys) else Basis.OTHER
        voices.append(voice_of(entry, at, basis, entry.first - day))
    return voices


def _only(entry: Entry, at: int, day: int, keys: frozenset[str] | None) -> Voice:
    """The one entry of a source, wherever it lies."""
    if entry.first <= day < entry.last:
        return voice_of(entry, at, Basis.FOR, 0)
    if not _may_be(entry, keys):
        basis = Basis.OTHER
    else:
        basis = Basis.BEFORE if entry.last <= day else Basis.AFTER
    off = day - entry.last + 1 if entry.last <= day else entry.first - day
    return voice_of(entry, at, basis, off)


def _nearest(entries: Sequence[Entry], day: int) -> tuple[list[Entry], list[Entry]]:
    """Of entries that do not cover a day, those next before it and next after it."""
    last = max((e.last for e in entries if e.last <= day), default=None)
    first = min((e.first for e in entries if e.first > day), default=None)
    return (
        [e for e in entries if e.last == last],
        [e for e in entries if e.first == first],
    )


def _agree(one: Entry, other: Entry, at: int, keys: frozenset[str] | None) -> bool:
    return (
        _may_be(one, keys)
        and _may_be(other, keys)
        and _same(one.values[at], other.values[at])
    )


def _may_be(entry: Entry, keys: frozenset[str] | None) -> bool:
    """Whether an entry can be of the aircraft that was seen on the day."""
    marks = entry.values[0]
    return keys is None or marks is None or comparable(marks) in keys


def _same(one: Value | None, other: Value | None) -> bool:
    return (
        one is not None and other is not None and comparable(one) == comparable(other)
    )


def voice_of(
    entry: Entry, at: int, basis: Basis, off: int, until: Entry | None = None
) -> Voice:
    """Make a voice of an entry.

    Args:
        entry: It says something of the attribute.
        at: Which attribute of ``ATTRIBUTES``.
        basis: How it comes to say so.
        off: Days between the day asked for and the nearest that is covered.
        until: A later entry that says the same, whose days end the span.
    """
    value = entry.values[at]
    assert value is not None
    last = entry.last if until is None else until.last
    return Voice(
        source=entry.source,
        value=value,
        basis=basis,
        first=_day(entry.first),
        last=_day(last),
        days_off=off,
    )


def _day(number: int) -> date | None:
    return None if abs(number) >= ALWAYS else EPOCH + timedelta(days=number)

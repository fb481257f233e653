"""Which aircraft was behind an address on a day, by whom, and who says otherwise?

Each source has a voice. It says something *for* a day when an entry of it covers the
day; *around* it when entries before and after the day say the same; *before* or
*after* it when only the nearest entry on one side does. What the strongest voices say
is the identity of that day; where they differ, all of it is given and none is chosen.
Weaker voices that differ are given too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

import pyarrow as pa

from heavylift.aircraft.entries import ATTRIBUTES, EPOCH, address_text
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
_NEVER: Final = -(1 << 30)
_ALWAYS: Final = 1 << 30


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


class Said(NamedTuple):
    """What is said of one attribute on a day.

    Attributes:
        values: What the strongest voices say; one value, several when they differ, none
            when nobody says anything.
        basis: Theirs; ``None`` without a voice.
        voices: All voices, strongest first.
    """

    values: tuple[Value, ...]
    basis: Basis | None
    voices: tuple[Voice, ...]

    @property
    def text(self) -> str:
        """The values in words: "4K-78129 or 4K-78131"; empty when there is none."""
        return " or ".join(str(v) for v in self.values)

    @property
    def differs(self) -> bool:
        """Whether the strongest voices disagree."""
        return len(self.values) > 1

    @property
    def disputed(self) -> bool:
        """Whether any two voices disagree, except those of another registration."""
        own = {comparable(v.value) for v in self.voices if v.basis is not Basis.OTHER}
        return len(own) > 1


UNSAID: Final = Said(values=(), basis=None, voices=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is said of an address on a day.

    Attributes:
        icao24: The address.
        day: The day.
        said: By attribute of ``ATTRIBUTES``.
        elsewhere: Other addresses that carry a registration said here, with the voices
            that say so of the same day.
        earlier_and_later: Registrations said of this address at any time, by first
            mention, each with the source and its days.
    """

    icao24: str
    day: date
    said: Mapping[str, Said]
    elsewhere: tuple[tuple[str, Voice], ...] = ()
    history: tuple[Voice, ...] = ()

    def __getitem__(self, attribute: str) -> Said:
        """Give what is said of an attribute."""
        return self.said.get(attribute, UNSAID)

    def value(self, attribute: str) -> Value | None:
        """Give what is said of an attribute when no voices of equal strength differ."""
        values = self[attribute].values
        return values[0] if len(values) == 1 else None


def comparable(value: Value) -> str:
    """Reduce a value to what tells it from others: no case, marks or blanks.

    >>> comparable("4K-AZ60") == comparable("4KAZ60")
    True
    """
    return str(value) if isinstance(value, bool) else _folded(value)


@lru_cache(maxsize=1 << 16)
def _folded(text: str) -> str:
    return fold(text).replace(" ", "")


def identify(entries: pa.Table, asked: Iterable[tuple[int, date]]) -> list[Identity]:
    """Say which aircraft each address was on a day.

    Args:
        entries: Columns of ``registry.GIVEN``: those of the addresses asked for and of
            their registrations; sorted or not.
        asked: Numbers of addresses and days.

    Returns:
        One identity for each, in the order asked.
    """
    by_address, by_key = _grouped(entries)
    found = []
    for address, day in asked:
        own = by_address.get(address, {})
        number = (day - EPOCH).days
        said = _all_said(own, number)
        found.append(
            Identity(
                icao24=address_text(address),
                day=day,
                said=said,
                elsewhere=_elsewhere(
                    said.get("registration", UNSAID),
                    (address, number),
                    by_address,
                    by_key,
                ),
                history=_history(own),
            )
        )
    return found


BySource = Mapping[str, Sequence[Entry]]


def _grouped(
    entries: pa.Table,
) -> tuple[dict[int, dict[str, list[Entry]]], dict[str, set[int]]]:
    """Entries by address and source, and addresses by registration."""
    by_address: dict[int, dict[str, list[Entry]]] = {}
    by_key: dict[str, set[int]] = defaultdict(set)
    firsts = entries["from"].cast(pa.int32()).to_pylist()
    lasts = entries["to"].cast(pa.int32()).to_pylist()
    rows = zip(
        entries["address"].to_pylist(),
        entries["source"].to_pylist(),
        firsts,
        lasts,
        zip(*(entries[n].to_pylist() for n in ATTRIBUTES), strict=True),
        strict=True,
    )
    for address, source, first, last, values in rows:
        entry = Entry(
            source,
            _NEVER if first is None else first,
            _ALWAYS if last is None else last,
            values,
        )
        by_address.setdefault(address, {}).setdefault(source, []).append(entry)
        if values[0]:
            by_key[comparable(values[0])].add(address)
    return by_address, by_key


def _all_said(own: BySource, day: int) -> dict[str, Said]:
    if not own:
        return {}
    registration = _said(own, 0, day, None)
    keys = None
    if registration.basis is Basis.FOR:
        keys = frozenset(comparable(v) for v in registration.values)
    said = {ATTRIBUTES[0]: registration}
    told = {
        at
        for entries in own.values()
        for entry in entries
        for at, value in enumerate(entry.values)
        if at and value is not None
    }
    for at in sorted(told):
        said[ATTRIBUTES[at]] = _said(own, at, day, keys)
    return said


def _said(own: BySource, at: int, day: int, keys: frozenset[str] | None) -> Said:
    voices = [v for entries in own.values() for v in _voices(entries, at, day, keys)]
    if not voices:
        return UNSAID
    if len(voices) > 1:
        voices.sort(
            key=lambda v: (-v.basis.strength, v.days_off, v.source, str(v.value))
        )
    basis = voices[0].basis
    if basis is Basis.OTHER:
        return Said((), None, tuple(voices))
    values: dict[str, Value] = {}
    for voice in voices:
        if voice.basis.strength == basis.strength:
            key = comparable(voice.value)
            # Of two spellings the one with marks tells more.
            if key not in values or len(str(voice.value)) > len(str(values[key])):
                values[key] = voice.value
    return Said(tuple(values.values()), basis, tuple(voices))


def _voices(
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
        return [_voice(e, at, Basis.FOR, 0) for e in covering.values()]
    before, after = _nearest(saying, day)
    if len(before) == len(after) == 1 and _agree(before[0], after[0], at, keys):
        off = min(day - before[0].last + 1, after[0].first - day)
        return [_voice(before[0], at, Basis.AROUND, off, after[0])]
    voices = []
    for entry in before:
        basis = Basis.BEFORE if _may_be(entry, keys) else Basis.OTHER
        voices.append(_voice(entry, at, basis, day - entry.last + 1))
    for entry in after:
        basis = Basis.AFTER if _may_be(entry, keys) else Basis.OTHER
        voices.append(_voice(entry, at, basis, entry.first - day))
    return voices


def _only(entry: Entry, at: int, day: int, keys: frozenset[str] | None) -> Voice:
    """The one entry of a source, wherever it lies."""
    if entry.first <= day < entry.last:
        return _voice(entry, at, Basis.FOR, 0)
    if not _may_be(entry, keys):
        basis = Basis.OTHER
    else:
        basis = Basis.BEFORE if entry.last <= day else Basis.AFTER
    off = day - entry.last + 1 if entry.last <= day else entry.first - day
    return _voice(entry, at, basis, off)


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


def _voice(
    entry: Entry, at: int, basis: Basis, off: int, until: Entry | None = None
) -> Voice:
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
    return None if abs(number) >= _ALWAYS else EPOCH + timedelta(days=number)


def _elsewhere(
    registration: Said,
    own: tuple[int, int],
    by_address: Mapping[int, BySource],
    by_key: Mapping[str, set[int]],
) -> tuple[tuple[str, Voice], ...]:
    """Other addresses than one's own of which the same registration is said."""
    address, day = own
    keys = {comparable(v) for v in registration.values}
    others = set().union(*(by_key.get(k, ()) for k in keys)) - {address}
    found = []
    for other in sorted(others):
        for entries in by_address[other].values():
            for voice in _voices(entries, 0, day):
                if comparable(voice.value) in keys:
                    found.append((address_text(other), voice))
    return tuple(found)


def _history(own: BySource) -> tuple[Voice, ...]:
    """Registrations said of an address at any time, by their first day."""
    spans: dict[tuple[str, str], Entry] = {}
    for source, entries in own.items():
        for entry in entries:
            value = entry.values[0]
            if value is None:
                continue
            key = (source, comparable(value))
            known = spans.get(key, entry)
            spans[key] = entry._replace(
                first=min(known.first, entry.first), last=max(known.last, entry.last)
            )
    ordered = sorted(spans.values(), key=lambda e: (e.first, e.last, e.source))
    return tuple(_voice(e, 0, Basis.FOR, 0) for e in ordered)

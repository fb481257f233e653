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
from datetime import date
from typing import Final, NamedTuple

import pyarrow as pa

from heavylift.aircraft.entries import ATTRIBUTES, EPOCH, address_text
from heavylift.aircraft.voices import (
    ALWAYS,
    BASIS_WORDS,
    NEVER,
    Basis,
    Entry,
    Value,
    Voice,
    comparable,
    voice_of,
    voices_of,
)


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
    def how(self) -> str:
        """How the strongest voices come to say so, in words; empty without any."""
        if self.basis is None:
            return ""
        own = {v.basis for v in self.voices if v.basis.strength == self.basis.strength}
        return " or ".join(BASIS_WORDS[b] for b in sorted(own, reverse=True))

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
            NEVER if first is None else first,
            ALWAYS if last is None else last,
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
    voices = [v for entries in own.values() for v in voices_of(entries, at, day, keys)]
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
            for voice in voices_of(entries, 0, day):
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
    return tuple(voice_of(e, 0, Basis.FOR, 0) for e in ordered)

"""Which addresses does a registry say something of, and for which days?

People ask for "Silk Way" or "transports of Azerbaijan"; flights have addresses. What an
entry says counts for the days it covers. Where no entry of any source covers a day, the
nearest entries of each source count, but only for a flight that does not carry another
registration: an address that was given to somebody else says nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.aircraft.columns import mask_of, where_text
from heavylift.aircraft.registry import KEY, Registry
from heavylift.reference.airlines import find_airlines
from heavylift.reference.lookup import fold
from heavylift.reference.registrations import (
    normal_registration,
    state_of_registration,
)

#: Ends of time, as days since 1970.
_NEVER: Final = -(1 << 30)
_ALWAYS: Final = 1 << 30

#: Entries of one address: source, first day, first day after, whether it says anything
#: of what is asked, whether that is what is asked for, its registration.
_Row = tuple[str, int, int, bool, bool, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days for which an address is among those asked for.

    Attributes:
        first: First day, since 1970.
        last: First day after.
        covered: Whether an entry covers these days; else the nearest ones count.
        registrations: Those of the entries that say so, as ``normal_registration``
            writes them; ``None`` among them for an entry without one.
        sources: Who says so.
    """

    first: int
    last: int
    covered: bool
    registrations: frozenset[str | None]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What a registry says to one thing that is asked for.

    Attributes:
        spans: By number of the address.
        by_source: How many addresses each source knows that fit, on any day.
    """

    spans: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    by_source: Mapping[str, int] = field(default_factory=dict)

    @property
    def addresses(self) -> NDArray[np.int64]:
        """Numbers of all addresses that fit on any day, ascending."""
        return np.array(sorted(self.spans), np.int64)

    def find(self, address: int, day: int, registration: str | None) -> Span | None:
        """Give the span that makes an address fit on a day; ``None`` if none does.

        Args:
            address: Its number.
            day: Days since 1970.
            registration: What the source of the flight says it was, normalised; empty
                or ``None`` when it does not say.
        """
        for span in self.spans.get(address, ()):
            if span.first <= day < span.last and (
                span.covered
                or not registration
                or registration in span.registrations
                or None in span.registrations
            ):
                return span
        return None


Test = Callable[[pa.Table], NDArray[np.bool_]]


def match_types(registry: Registry, designators: Collection[str]) -> Matched:
    """Find addresses of aircraft of some types (ICAO designators)."""
    wanted = pa.array(sorted({d.upper() for d in designators}), pa.string())
    return _matched(registry, ("type",), lambda t: _is_in(t["type"], wanted))


def match_operators(registry: Registry, words: Iterable[str]) -> Matched:
    """Find addresses whose operator or owner has a name or a designator."""
    asked = list(words)
    return _matched(
        registry,
        ("operator", "designator", "owner"),
        lambda t: _any(t, _operator_masks(t, asked)),
    )


def match_military(registry: Registry) -> Matched:
    """Find addresses that a source calls military."""
    return _matched(
        registry,
        ("military",),
        lambda t: mask_of(t["military"]),
    )


def match_states(registry: Registry, states: Collection[str]) -> Matched:
    """Find addresses with registrations of some states (ISO 3166-1 alpha-2)."""
    wanted = {s.upper() for s in states}

    return _matched(
        registry,
        ("registration",),
        lambda t: where_text(
            t["registration"], lambda v: state_of_registration(v) in wanted
        ),
    )


def match_aircraft(registry: Registry, names: Iterable[str]) -> Matched:
    """Find addresses that have, or had, some registrations."""
    keys = {normal_registration(n) for n in names} - {""}
    wanted = pa.array(sorted(keys), pa.string())
    return _matched(registry, ("registration",), lambda t: _is_in(t[KEY], wanted))


def operator_designators(words: Iterable[str]) -> frozenset[str]:
    """Designators of the airlines that a word stands for: itself, or by their names.

    >>> sorted(operator_designators(["Silk Way"]) & {"AZQ", "AZG"})
    ['AZG', 'AZQ']
    """
    found: set[str] = set()
    for word in words:
        if is_designator(word):
            found.add(word.strip().upper())
        else:
            found |= {a.designator for a in find_airlines(word)}
    return frozenset(found)


def is_designator(word: str) -> bool:
    """Whether a word is written as an airline designator: three letters."""
    word = word.strip()
    return len(word) == 3 and word.isascii() and word.isalpha()


def _operator_masks(table: pa.Table, words: Collection[str]) -> list[NDArray[np.bool_]]:
    designators = pa.array(sorted(operator_designators(words)), pa.string())
    masks = [_is_in(pc.utf8_upper(table["designator"]), designators)]
    return masks + [
        where_text(table[name], lambda v: any(named(v, word) for word in words))
        for name in ("operator", "owner")
    ]


def named(name: str, word: str) -> bool:
    """Whether a name holds another as a part, whatever their case and accents.

    >>> named("Silk Way Airlines", "silk way"), named("Silkway", "silk way")
    (True, False)
    """
    folded = fold(word).strip()
    return bool(folded) and folded in fold(name)


def _any(table: pa.Table, masks: Iterable[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    found = np.zeros(len(table), np.bool_)
    for mask in masks:
        found |= mask
    return found


def _matched(registry: Registry, attributes: Sequence[str], test: Test) -> Matched:
    entries = registry.entries()
    if not len(entries):
        return Matched()
    fits = test(entries)
    wanted = np.unique(entries["address"].to_numpy()[fits])
    mask = np.isin(entries["address"].to_numpy(), wanted)
    rows = entries.filter(pa.array(mask))
    own = fits[mask]
    said = np.zeros(len(rows), np.bool_)
    for name in attributes:
        said |= mask_of(pc.is_valid(rows[name]))
    grouped: dict[int, list[_Row]] = defaultdict(list)
    by_source: dict[str, set[int]] = defaultdict(set)
    columns = zip(
        rows["address"].to_pylist(),
        rows["source"].to_pylist(),
        pc.fill_null(rows["from"].cast(pa.int32()), _NEVER).to_pylist(),
        pc.fill_null(rows["to"].cast(pa.int32()), _ALWAYS).to_pylist(),
        said.tolist(),
        own.tolist(),
        rows[KEY].to_pylist(),
        strict=True,
    )
    for address, source, first, last, says, fit, key in columns:
        if says:
            grouped[address].append((source, first, last, says, fit, key))
        if fit:
            by_source[source].add(address)
    return Matched(
        spans={address: _spans(own_rows) for address, own_rows in grouped.items()},
        by_source={s: len(found) for s, found in sorted(by_source.items())},
    )


def _spans(rows: Sequence[_Row]) -> tuple[Span, ...]:
    """Days for which an address fits: between two cuts nothing changes."""
    cuts = sorted({_NEVER, _ALWAYS, *(r[1] for r in rows), *(r[2] for r in rows)})
    found = []
    for first, last in pairwise(cuts):
        covering = [r for r in rows if r[1] <= first < r[2]]
        heard = covering or _nearest(rows, first)
        fitting = [r for r in heard if r[4]]
        if fitting:
            found.append(
                Span(
                    first=first,
                    last=last,
                    covered=bool(covering),
                    registrations=frozenset(r[5] for r in fitting),
                    sources=frozenset(r[0] for r in fitting),
                )
            )
    return tuple(found)


def _nearest(rows: Sequence[_Row], day: int) -> list[_Row]:
    """Of each source the entries next before and next after a day."""
    last_before: dict[str, int] = {}
    first_after: dict[str, int] = {}
    for source, first, last, *_ in rows:
        if last <= day:
            last_before[source] = max(last, last_before.get(source, last))
        else:
            first_after[source] = min(first, first_after.get(source, first))
    return [
        r
        for r in rows
        if (r[2] <= day and r[2] == last_before[r[0]])
        or (r[2] > day and r[1] == first_after[r[0]])
    ]


def _is_in(column: pa.ChunkedArray, wanted: pa.Array) -> NDArray[np.bool_]:
    return mask_of(pc.is_in(column, value_set=wanted))


def entries_of(
    registry: Registry, addresses: Iterable[int], registrations: Iterable[str] = ()
) -> pa.Table:
    """Give the entries of addresses, and of other addresses with their registrations.

    Args:
        registry: Where to look.
        addresses: Numbers.
        registrations: Further registrations, in any spelling.
    """
    wanted = set(addresses)
    own = registry.entries(wanted)
    keys = {k for k in own[KEY].to_pylist() if k}
    keys |= {normal_registration(r) for r in registrations} - {""}
    return registry.entries(wanted, keys) if keys else own

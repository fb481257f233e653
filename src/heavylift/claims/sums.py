"""Do parts add up to the whole that another source gives?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from heavylift.claims.counts import number
from heavylift.claims.link_records import Link, value_of
from heavylift.claims.periods import holds
from heavylift.claims.records import Assertion
from heavylift.claims.relations import told
from heavylift.claims.routes import Route, lie
from heavylift.claims.units import FLOWN, Unit

#: Units of which a part cannot have more than the whole; a share of a part may.
ADDING: Final[tuple[Unit, ...]] = (*FLOWN, "aircraft", "person", "money")

_NO_ROUTE: Final = Route()

#: At most so many parts are tried together for a sum; a tiling of a period by more
#: windows than this is a table, not a claim.
MOST_PARTS: Final = 8

#: So many ways to tile a period are looked at.
MOST_TILINGS: Final = 64


def sums_of(family: Sequence[Assertion], routes: Mapping[str, Route]) -> Iterator[Link]:
    """Wholes whose parts are there: windows that follow each other, or places."""
    for whole in family:
        parts = [
            p
            for p in family
            if p.id != whole.id and p.period.is_exact and comparable(p, whole)
        ]
        if not whole.period.is_exact or whole.unit not in ADDING:
            continue
        for tiling in (_windows(whole, parts, routes), _places(whole, parts, routes)):
            if len(tiling) > 1:
                yield _sum(whole, tiling)


def _windows(
    whole: Assertion, parts: Sequence[Assertion], routes: Mapping[str, Route]
) -> tuple[Assertion, ...]:
    """Parts of the same way whose windows follow each other over the whole.

    Of several ways to tile it the one that adds up is given, else the first.
    """
    own = routes.get(whole.id, _NO_ROUTE)
    by_start: dict[dt.date | None, list[Assertion]] = {}
    for part in parts:
        how = lie(routes.get(part.id, _NO_ROUTE), own)
        alike = how in ("same", "reversed", "within") or (
            bool(part.key) and part.key == whole.key
        )
        if alike and holds(whole.period, part.period):
            by_start.setdefault(part.period.start, []).append(part)
    found: list[tuple[Assertion, ...]] = []
    open_: list[tuple[Assertion, ...]] = [()]
    while open_ and len(found) < MOST_TILINGS:
        tiles = open_.pop()
        at = tiles[-1].period.end if tiles else whole.period.start
        if at == whole.period.end:
            found.append(tiles)
        elif len(tiles) < MOST_PARTS:
            open_ += [(*tiles, part) for part in reversed(by_start.get(at, []))]
    found.sort(
        key=lambda tiles: sum(value_of(p) or 0 for p in tiles) != value_of(whole)
    )
    return found[0] if found else ()


def _places(
    whole: Assertion, parts: Sequence[Assertion], routes: Mapping[str, Route]
) -> tuple[Assertion, ...]:
    """Parts of the same window, each to other airfields of the whole's place."""
    own = routes.get(whole.id, _NO_ROUTE)
    inside: list[Assertion] = []
    taken: set[frozenset[str]] = set()
    covered: frozenset[str] = frozenset()
    for part in parts:
        route = routes.get(part.id, _NO_ROUTE)
        if part.period != whole.period or lie(route, own) != "within":
            continue
        ends = route.origin ^ own.origin | (route.destination ^ own.destination)
        smaller = (
            route.destination if route.destination != own.destination else route.origin
        )
        if not ends or smaller in taken or covered & smaller:
            continue
        taken.add(smaller)
        covered |= smaller
        inside.append(part)
    total = sum(value_of(p) or 0 for p in inside)
    # That the parts are all of it is known only when they add up.
    return tuple(inside[:MOST_PARTS]) if total == value_of(whole) else ()


def _sum(whole: Assertion, parts: Sequence[Assertion]) -> Link:
    total = sum(value_of(p) or 0 for p in parts)
    written = " + ".join(number(value_of(p) or 0) for p in parts)
    value = value_of(whole) or 0
    low = sum((p.count.low or 0) for p in parts if p.count)
    fits = total == value or (
        whole.count is not None
        and (whole.count.high is None or low <= whole.count.high)
        and total >= (whole.count.low or 0)
    )
    return Link(
        of=whole.id,
        to=tuple(p.id for p in parts),
        kind="adds up to" if fits else "does not add up to",
        reason=f"{written} is {number(total)}; {told(whole)} "
        f"{'is what its parts come to' if total == value else _gap(fits)}",
    )


def _gap(fits: bool) -> str:
    return "leaves room for it" if fits else "is another number"


def comparable(a: Assertion, b: Assertion) -> bool:
    """Whether two figures are of units that can be told in each other."""
    return a.unit == b.unit or (a.unit in FLOWN and b.unit in FLOWN)

"""What did a retelling change of what it retells?

A copy is no second observation, and a changed copy is no other one: its figure, period,
unit or place is told beside that of its original.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from heavylift.claims.lineage import Lineage, source_of
from heavylift.claims.link_records import Link
from heavylift.claims.periods import Period, same_period
from heavylift.claims.records import Assertion
from heavylift.claims.routes import Route, lie

_NO_ROUTE: Final = Route()


def changed_retellings(
    figures: Sequence[Assertion], lineage: Lineage, routes: Mapping[str, Route]
) -> Iterator[Link]:
    """What retellings changed of what they retell."""
    by_source: dict[str, list[Assertion]] = {}
    for own in figures:
        by_source.setdefault(source_of(own), []).append(own)
    for own in figures:
        original = lineage.original(own.id)
        if original in (own.id, own.doc):
            continue
        told_first = [
            o
            for o in by_source.get(original, ())
            if o.topic == own.topic and _about_the_same(o, own, routes)
        ]
        if not told_first:
            continue
        nearest = min(told_first, key=lambda o: len(differences(o, own, routes)))
        differs = differences(nearest, own, routes)
        # With another figure of another period it passes on something else.
        if not differs or {"figure", "period"} <= differs.keys():
            continue
        what = ", ".join(f"{k} ({v})" for k, v in differs.items())
        same = (
            "same figure with another period than its original; "
            if "period" in differs
            else ""
        )
        yield Link(
            of=own.id,
            to=(nearest.id,),
            kind="differs from its original",
            reason=f"{same}differs from its original in: {what}; {lineage.why(own.id)}",
        )


def _about_the_same(
    original: Assertion, own: Assertion, routes: Mapping[str, Route]
) -> bool:
    if original.key and own.key:
        return original.key == own.key
    how = lie(routes.get(original.id, _NO_ROUTE), routes.get(own.id, _NO_ROUTE))
    return how not in ("apart", "unknown")


def differences(
    original: Assertion, own: Assertion, routes: Mapping[str, Route]
) -> dict[str, str]:
    """What a retelling says otherwise than its original: what, and how.

    Returns:
        ``figure``, ``period``, ``unit`` and ``place``, as far as they differ.
    """
    found: dict[str, str] = {}
    first, second = original.count, own.count
    if first and second and not _same_figure(first.value, own):
        found["figure"] = f"{first} became {second}"
    if not same_period(original.period, own.period) and own.period != Period():
        found["period"] = f"{original.period} became {own.period}"
    if original.unit != own.unit:
        found["unit"] = f"{original.unit} became {own.unit}"
    how = lie(routes.get(original.id, _NO_ROUTE), routes.get(own.id, _NO_ROUTE))
    if how in ("reversed", "apart", "within", "holds"):
        found["place"] = (
            f"{original.origin or '?'} to {original.destination or '?'} became "
            f"{own.origin or '?'} to {own.destination or '?'}"
        )
    return found


def _same_figure(first: float | None, own: Assertion) -> bool:
    """The same number, or a range that begins with it: 92 is "92 to 100"."""
    assert own.count is not None
    return first is not None and first in (own.count.value, own.count.low)

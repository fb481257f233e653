"""How do claims stand to each other: parts, wholes, other windows, retellings?

A count from 2016 to March 2023 and one to September are two claims, and one may hold
the other. What is looked at: whether a part exceeds its whole, whether parts add up to
it, whether the same figure is printed for another period, and what a retelling changed
of what it retells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from heavylift.claims.counts import number
from heavylift.claims.denials import find_denials
from heavylift.claims.grouping import Claim
from heavylift.claims.lineage import Lineage, source_of
from heavylift.claims.link_records import Link, value_of
from heavylift.claims.periods import holds, overlap_days, same_period
from heavylift.claims.records import Assertion, Judgement
from heavylift.claims.relations import told
from heavylift.claims.retellings import changed_retellings
from heavylift.claims.routes import Route, lie
from heavylift.claims.sums import ADDING, comparable, sums_of
from heavylift.claims.units import conversion, readings

#: Smaller figures recur by chance: four flights here and four there say nothing.
LEAST_RECURRING: Final = 20

_NO_ROUTE: Final = Route()


def link(
    claims: Sequence[Claim],
    routes: Mapping[str, Route],
    lineage: Lineage,
    decided: Sequence[Judgement] = (),
) -> list[Link]:
    """Find how claims stand to each other.

    Args:
        claims: From ``grouping.group``.
        routes: Ways of the assertions, resolved.
        lineage: What comes from what.
        decided: What persons judged.

    Returns:
        Links, in the order of claims.
    """
    home = {a.id: c.id for c in claims for a in c.assertions}
    by_id = {a.id: a for c in claims for a in c.assertions}
    figures = [a for a in by_id.values() if value_of(a) is not None]
    retold = list(changed_retellings(figures, lineage, routes))
    changed = {(r.of, name) for r in retold for name in r.to}
    found = [*find_denials(by_id, claims, decided), *retold]
    families = _families(figures, routes)
    for family in families:
        for a, b in combinations(family, 2):
            if home[a.id] == home[b.id]:
                continue
            found += _pair(a, b, routes, changed)
    for family in families:
        found += sums_of(family, routes)
    found = _gathered(found, by_id)
    place = {name: i for i, name in enumerate(by_id)}
    return sorted(found, key=lambda k: (place[k.of], k.kind, k.to))


def _families(
    figures: Sequence[Assertion], routes: Mapping[str, Route]
) -> list[list[Assertion]]:
    """Figures that can be compared at all: of one name of a list, or of one topic."""
    by_name: dict[str, list[Assertion]] = {}
    for own in figures:
        route = routes.get(own.id, _NO_ROUTE)
        if own.key:
            by_name.setdefault(f"key {own.key}", []).append(own)
        elif route.is_known:
            by_name.setdefault(f"topic {own.topic}", []).append(own)
    return list(by_name.values())


def _pair(
    a: Assertion,
    b: Assertion,
    routes: Mapping[str, Route],
    changed: set[tuple[str, str]],
) -> Iterator[Link]:
    if not comparable(a, b):
        return
    ways = routes.get(a.id, _NO_ROUTE), routes.get(b.id, _NO_ROUTE)
    how = "same" if a.key and a.key == b.key else lie(*ways)
    for part, whole, lies in ((a, b, "within"), (b, a, "holds")):
        inside = holds(whole.period, part.period)
        equal = same_period(whole.period, part.period)
        if (inside and how in ("same", "reversed", lies)) or (equal and how == lies):
            if a.unit in ADDING:
                yield _part(part, whole)
            return
    same = {value_of(a), value_of(b)}
    is_copy = (a.id, b.id) in changed or (b.id, a.id) in changed
    recurs = len(same) == 1 and (value_of(a) or 0) >= LEAST_RECURRING
    if recurs and how in ("same", "reversed") and not is_copy:
        yield Link(
            of=b.id,
            to=(a.id,),
            kind="same figure, another period",
            reason=f"both say {number(value_of(a) or 0)}: one of {a.period}, the other "
            f"of {b.period}",
        )


def _gathered(found: Sequence[Link], by_id: Mapping[str, Assertion]) -> list[Link]:
    """Put parts that one document gives for windows apart into one link."""
    parts: dict[tuple[str, str], list[str]] = {}
    for own in found:
        if own.kind == "part of" and own.of not in own.to:
            source = source_of(by_id[own.of])
            parts.setdefault((own.to[0], source), []).append(own.of)
    kept = list(found)
    for (whole, source), names in parts.items():
        own_parts = [by_id[name] for name in names]
        if len(names) < 2 or any(
            overlap_days(a.period, b.period) for a, b in combinations(own_parts, 2)
        ):
            continue
        kept = [
            k
            for k in kept
            if not (k.kind == "part of" and k.of in names and k.to == (whole,))
        ]
        kept.append(_together(source, own_parts, by_id[whole]))
    return kept


def _together(source: str, parts: Sequence[Assertion], whole: Assertion) -> Link:
    total = sum(value_of(p) or 0 for p in parts)
    written = " + ".join(number(value_of(p) or 0) for p in parts)
    low = sum((p.count.low or 0) for p in parts if p.count)
    top = whole.count.high if whole.count else None
    exceeds = top is not None and low > top and _same_units(parts, whole)
    said = f"{source} gives {written} for windows apart, {number(total)} together; "
    said += f"{'more than' if exceeds else 'out of'} {told(whole)} of {whole.period}"
    return Link(
        of=parts[0].id,
        to=(whole.id, *(p.id for p in parts[1:])),
        kind="exceeds its whole" if exceeds else "part of",
        reason=said,
    )


def _same_units(parts: Sequence[Assertion], whole: Assertion) -> bool:
    """Whether a unit that is said is the same for all: "flight" may be any."""
    return {p.unit for p in parts} == {whole.unit} and whole.unit != "flight"


def _part(part: Assertion, whole: Assertion) -> Link:
    """A count of a part must leave room for the whole."""
    of, among = _within_what(part, whole)
    if _exceeds(part, whole):
        return Link(
            of=part.id,
            to=(whole.id,),
            kind="exceeds its whole",
            reason=f"{told(part)} {of} is a part, and more than {told(whole)} {among}, "
            "whichever way the units are read",
        )
    return Link(
        of=part.id,
        to=(whole.id,),
        kind="part of",
        reason=f"{told(part)} {of} is a part of {told(whole)} {among}"
        + (_ONLY_IF if _is_more(part, whole) else ""),
    )


#: Said of a part whose number is larger than that of its whole.
_ONLY_IF: Final = (
    ", which leaves room for it only if the part counts legs and the whole does not"
)


def _is_more(part: Assertion, whole: Assertion) -> bool:
    top = whole.count.high if whole.count else None
    low = part.count.low if part.count else None
    return top is not None and low is not None and low > top


def _within_what(part: Assertion, whole: Assertion) -> tuple[str, str]:
    """Say in what the part lies within the whole: in time, or in places."""
    if not holds(whole.period, part.period):
        return tuple(  # type: ignore[return-value]
            f"between {a.origin or 'anywhere'} and {a.destination or 'anywhere'}"
            for a in (part, whole)
        )
    return f"of {part.period}", f"of {whole.period}"


def _exceeds(part: Assertion, whole: Assertion) -> bool:
    if part.count is None or whole.count is None or whole.count.high is None:
        return False
    assert part.unit is not None
    assert whole.unit is not None
    ways = [conversion(p, w) for p in readings(part.unit) for w in readings(whole.unit)]
    return all(
        way is not None and (part.count.low or 0) * way.factor > whole.count.high
        for way in ways
    )

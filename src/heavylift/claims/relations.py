"""How do two assertions about one thing stand to each other?

Each answer has its reason in a sentence, and where it holds only under a condition the
condition is part of it. Nothing is averaged and nothing is decided: of two figures that
contradict each other both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from heavylift.claims.counts import Count, number
from heavylift.claims.periods import holds
from heavylift.claims.records import Assertion, said_by
from heavylift.claims.units import FLOWN, Unit, conversion, readings

#: ``agrees``: the same figure. ``agrees if``: under the condition that is named.
#: ``leaves room for``: other figures, and one number satisfies both.
#: ``conflicts with``: no number does. ``counts another window``: nor need one.
#: ``denies``, ``disputes``: one says that the other is not so. ``says less than``: it
#: gives no number.
Kind = Literal[
    "agrees with", "agrees if", "leaves room for", "conflicts with", "denies",
    "disputes", "says less than", "counts another window",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one assertion stands to another.

    Attributes:
        a: Name of the one.
        b: Name of the other.
        kind: How; see :data:`Kind`.
        condition: What must hold for it; empty without one.
        reason: Why, in a sentence.
    """

    a: str
    b: str
    kind: Kind
    reason: str
    condition: str = ""


def relate(a: Assertion, b: Assertion) -> Relation | None:
    """Say how two assertions of one claim stand to each other.

    Returns:
        The relation; ``None`` when there is nothing to compare.
    """
    if "denies" in (a.polarity, b.polarity):
        return _denial(a, b)
    if "no_comment" in (a.polarity, b.polarity):
        return None
    found = _figures(a, b)
    if found is None or found.kind != "conflicts with" or a.period == b.period:
        return found
    return found if _part_exceeds(a, b) else _other_window(a, b)


def _part_exceeds(a: Assertion, b: Assertion) -> bool:
    """Whether the window that lies in the other one has the larger count."""
    for part, whole in ((a, b), (b, a)):
        if holds(whole.period, part.period):
            assert part.count is not None
            assert whole.count is not None
            return (part.count.low or 0) > (whole.count.low or 0)
    return False


def _other_window(a: Assertion, b: Assertion) -> Relation:
    return Relation(
        a=a.id,
        b=b.id,
        kind="counts another window",
        reason=f"{told(a)} of {a.period} and {told(b)} of {b.period}: other figures of "
        "windows that are not the same",
    )


def _figures(a: Assertion, b: Assertion) -> Relation | None:
    if a.count is None or b.count is None or a.count.is_open or b.count.is_open:
        return _without_number(a, b)
    assert a.unit is not None
    assert b.unit is not None
    if a.unit == b.unit and (a.unit != "flight" or a.count.meets(b.count)):
        return _same_unit(a, b, a.count, b.count)
    if a.unit == "flight" and b.unit != "flight":
        # The unit that is said comes first, so that the condition is of the other.
        return _other_unit(b, a, b.count, a.count)
    return _other_unit(a, b, a.count, b.count)


def _denial(a: Assertion, b: Assertion) -> Relation | None:
    if a.polarity == b.polarity:
        return Relation(a=a.id, b=b.id, kind="agrees with", reason="both deny it")
    if "no_comment" in (a.polarity, b.polarity):
        return None
    denial, denied = (a, b) if a.polarity == "denies" else (b, a)
    who = said_by(denial) or denial.outlet or "its source"
    return Relation(
        a=denial.id,
        b=denied.id,
        kind="denies",
        reason=f"{who} says that it is not so: {denial.text}",
    )


def _without_number(a: Assertion, b: Assertion) -> Relation | None:
    if a.count is None and b.count is None:
        return None
    open_, other = (a, b) if a.count is None or a.count.is_open else (b, a)
    if other.count is None or other.count.is_open:
        return None
    words = open_.count.words if open_.count else open_.text
    return Relation(
        a=open_.id,
        b=other.id,
        kind="says less than",
        reason=f'"{words}" gives no number, {told(other)} does',
    )


def _same_unit(a: Assertion, b: Assertion, one: Count, two: Count) -> Relation:
    if one.same_as(two):
        reason = (
            f"both say {number(one.value)}"
            if one.value is not None
            else (f"both say {one}")
        )
        if one.bound != two.bound:
            reason += f" ({one}; {two})"
        return Relation(a=a.id, b=b.id, kind="agrees with", reason=reason)
    if one.meets(two):
        return Relation(
            a=a.id,
            b=b.id,
            kind="leaves room for",
            reason=f"{told(a)} leaves room for {told(b)}",
        )
    return Relation(
        a=a.id,
        b=b.id,
        kind="conflicts with",
        reason=f"no number is both {told(a)} and {told(b)}",
    )


def _other_unit(a: Assertion, b: Assertion, one: Count, two: Count) -> Relation | None:
    """Compare over every reading of both units; what depends on one is a condition."""
    assert a.unit is not None
    assert b.unit is not None
    equal: list[str] = []
    meet: list[str] = []
    apart: list[str] = []
    for of_a in readings(a.unit):
        for of_b in readings(b.unit):
            way = conversion(of_a, of_b)
            if way is None:
                return None
            turned = one.times(way.factor)
            said = _reading(a, b, of_a, of_b, (one, turned))
            if turned.value is not None and turned.same_as(two):
                equal.append(said)
            elif turned.meets(two):
                meet.append(said)
            else:
                apart.append(said)
    if equal:
        also = (
            "; read otherwise, neither excludes the other"
            if meet and not apart
            else "; read otherwise, they contradict each other"
            if apart
            else ""
        )
        return Relation(
            a=a.id,
            b=b.id,
            kind="agrees if",
            condition=equal[0],
            reason=f"compatible if {equal[0]}{also}",
        )
    if meet:
        return Relation(
            a=a.id,
            b=b.id,
            kind="agrees if" if apart else "leaves room for",
            condition=meet[0] if apart else "",
            reason=f"{told(a)} leaves room for {told(b)} if {meet[0]}",
        )
    return Relation(
        a=a.id,
        b=b.id,
        kind="conflicts with",
        reason=f"no reading of the units makes {told(a)} and {told(b)} one number",
    )


def _reading(
    a: Assertion, b: Assertion, of_a: Unit, of_b: Unit, counts: tuple[Count, Count]
) -> str:
    """Say in which reading the units meet."""
    parts = []
    if a.unit == "flight":
        parts.append(f"the first counts {of_a}s")
    if b.unit == "flight":
        parts.append(f"the second counts {of_b}s")
    said = " and ".join(parts) or f"{of_a}s are told as {of_b}s"
    before, after = counts
    if of_a != of_b and before.value is not None and after.value is not None:
        said += (
            f" ({number(before.value)} {_plural(before.value, of_a)} are "
            f"{number(after.value)} {of_b}s, where each aircraft came and left again)"
        )
    return said


def told(own: Assertion) -> str:
    """Say a figure with its unit: "at least 6 landings"."""
    assert own.count is not None
    unit = own.unit or ""
    words = own.unit_words or (f"{unit}s" if unit in FLOWN else unit)
    per = f" a {own.rate_per}" if own.rate_per and own.rate_per not in words else ""
    return f"{own.count} {words}{per}".strip()


def _plural(value: float, unit: str) -> str:
    return unit if value == 1 else f"{unit}s"

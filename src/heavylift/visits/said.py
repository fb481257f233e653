"""Visits, rotations and counts in fixed words: each number with its unit.

They say when and how often, and how each side of a stay was seen; never what for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa

from heavylift.model.ends import CLASS_ORDER
from heavylift.visits.stays import Stays
from heavylift.visits.units import ByClass, UnitCounts
from heavylift.visits.visits import visits_in_words

Name = Callable[[str], str]

#: So many visits with one side only are told one by one.
LISTED_OPEN: Final = 12

#: So many aircraft are named one by one; the rest is counted.
LISTED_AIRCRAFT: Final = 12


def units_said(
    counts: UnitCounts, name: Name = str, beside: Callable[[str], str] = lambda _: ""
) -> list[str]:
    """Say a corridor in every unit.

    Args:
        counts: The counts.
        name: Gives the name of an airfield by its code.
        beside: What is said of landings at an airfield beside their number; where
            anything is, zeros are told as well.
    """
    said = [
        f"legs out: {by_class_said(counts.legs_out)}",
        f"legs back: {by_class_said(counts.legs_back)}",
        f"rotations: {by_class_said(counts.rotations)}",
        f"legs out without the way back in the data: "
        f"{by_class_said(counts.legs_out_alone)}",
    ]
    for code, by_class in counts.landings.items():
        words = beside(code)
        if words or sum(by_class.values()):
            more = f" ({words})" if words else ""
            said.append(f"landings at {name(code)}: {by_class_said(by_class)}{more}")
    said.append(f"aircraft with a leg out: {len(counts.aircraft)}")
    if counts.first_day is not None:
        said.append(
            f"first leg out on {counts.first_day}, last on {counts.last_day} (UTC)"
        )
    return said


def by_class_said(counts: ByClass) -> str:
    """Write a vector by class, zeros of all classes as one.

    >>> from heavylift.model.ends import EndClass
    >>> by_class_said({EndClass.GROUND: 2, EndClass.NEAR: 0, EndClass.RUNWAY: 1})
    'ground 2, runway 1'
    """
    told = [f"{c} {counts[c]}" for c in CLASS_ORDER if counts.get(c)]
    return ", ".join(told) or "0"


def stays_said(stays: Stays, name: Name = str) -> list[str]:
    """Say what the aircraft of a corridor did, in a line for each unit.

    Args:
        stays: Their visits and rotations.
        name: Gives the name of an airfield by its code.
    """
    counts = stays.units
    said = [
        f"legs out: {by_class_said(counts.legs_out)}; "
        f"legs back: {by_class_said(counts.legs_back)}",
        f"rotations with a leg out: {_rotations(stays)}",
        "legs out without the way back in the data: "
        f"{by_class_said(counts.legs_out_alone)}",
    ]
    if counts.first_day is not None:
        n = len(counts.aircraft)
        said.append(
            f"first leg out on {counts.first_day}, last on {counts.last_day} (UTC), "
            f"by {n} aircraft"
        )
    said += _visits(stays.visits, name)
    return said + shared_said(stays.shared)


def _rotations(stays: Stays) -> str:
    """The vector by weakest class, and how many there are of each shape."""
    shapes = Counter(stays.rotations["shape"].to_pylist())
    told = ", ".join(f"{n} {shape}" for shape, n in sorted(shapes.items()))
    vector = by_class_said(stays.units.rotations)
    return f"{vector} ({told})" if told else vector


def _visits(visits: pa.Table, name: Name) -> list[str]:
    said = []
    airfields = np.array(visits["airfield"].to_pylist())
    reasons = np.array(visits["open_side"].to_pylist())
    hours = visits["hours_between"].to_numpy()
    for code in sorted(set(airfields.tolist())):
        own = hours[airfields == code]
        both = own[np.isfinite(own)]
        line = (
            f"visits at {name(code)}: {len(own)}, both sides established: {len(both)}"
        )
        if len(both):
            line += f" ({_span(both.min(), both.max(), float(np.median(both)))})"
        why = Counter(reasons[(airfields == code) & np.isnan(hours)].tolist())
        said.append("; ".join([line, *(f"{w}: {n}" for w, n in sorted(why.items()))]))
    return said


def _span(low: float, high: float, middle: float) -> str:
    """How long visits lasted."""
    between = "between landing and take-off, from last position to first"
    if low == high:
        return f"{low:.1f} h {between}"
    return f"{low:.1f} to {high:.1f} h {between}, half of them up to {middle:.1f} h"


def shared_said(shared: pa.Table) -> list[str]:
    """Say which aircraft also flew between other airfields, a line for each."""
    by_aircraft: dict[str, list[str]] = {}
    for row in shared.to_pylist():
        legs = f"{row['legs']} leg{'' if row['legs'] == 1 else 's'}"
        by_aircraft.setdefault(row["aircraft"], []).append(f"{row['corridor']} {legs}")
    said = [
        f"aircraft {aircraft} flew in more than one corridor, in all flights at hand: "
        + ", ".join(corridors)
        for aircraft, corridors in list(by_aircraft.items())[:LISTED_AIRCRAFT]
    ]
    more = len(by_aircraft) - LISTED_AIRCRAFT
    if more > 0:
        said.append(f"and {more} more aircraft did")
    return said


def visits_to_tell(
    visits: pa.Table, most_open: int = LISTED_OPEN
) -> tuple[pa.Table, int]:
    """Choose the visits that are told one by one: all of which both sides are known.

    Of a visit with one side the other list has the flight already; a few are told, and
    the rest is counted.

    Args:
        visits: Columns as in ``VISIT_SCHEMA``.
        most_open: So many of one side.

    Returns:
        Those, in the order given, and how many are left out.
    """
    is_open = np.isnan(visits["hours_between"].to_numpy())
    told = ~is_open | (np.cumsum(is_open) <= most_open)
    return visits.filter(pa.array(told)), int((~told).sum())


#: Heads of ``visit_rows``.
VISIT_HEADS: Final = ("aircraft", "at", "landing", "take-off", "hours between")


def visit_rows(visits: pa.Table, name: Name = str) -> list[tuple[str, ...]]:
    """Say visits one by one: who, where, how each side was seen, and how long.

    Args:
        visits: Columns as in ``VISIT_SCHEMA``.
        name: Gives the name of an airfield by its code.

    Returns:
        Cells in the order of ``VISIT_HEADS``.
    """
    rows: list[tuple[str, ...]] = []
    said = visits_in_words(visits, name)
    for row, (landing, take_off) in zip(visits.to_pylist(), said, strict=True):
        hours = row["hours_between"]
        rows.append(
            (
                row["aircraft"],
                row["airfield"],
                _side(row["arrived_last_seen"], landing, "last"),
                _side(row["left_first_seen"], take_off, "first"),
                "unknown" if hours is None else f"{hours:.1f}",
            )
        )
    return rows


def _side(moment: datetime | None, words: str, which: str) -> str:
    """How a side was seen, and when: its position is not the moment on the runway."""
    if moment is None:
        return words
    return f"{words}, {which} seen {moment:%Y-%m-%d %H:%M}"


#: Heads of ``rotation_rows``.
ROTATION_HEADS: Final = (
    *("aircraft", "shape", "airfields", "from", "to", "hours", "weakest end"),
)


def rotation_rows(rotations: pa.Table) -> list[tuple[str, ...]]:
    """Say rotations one by one.

    Args:
        rotations: Columns as in ``ROTATION_SCHEMA``.

    Returns:
        Cells in the order of ``ROTATION_HEADS``.
    """
    return [
        (
            row["aircraft"],
            row["shape"],
            " ".join(row["airfields"]),
            f"{row['first_seen']:%Y-%m-%d %H:%M}",
            f"{row['last_seen']:%Y-%m-%d %H:%M}",
            f"{row['hours']:.1f}",
            row["weakest_class"],
        )
        for row in rotations.to_pylist()
    ]

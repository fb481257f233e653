"""Of two copies of a day, which one counts?

Publishers put out a day twice, and downloads break. Two inputs are copies of one day
when both are readsb traces and share aircraft; the one with more of the archive counts,
the other is kept in the record with the reason. Inputs that share no aircraft, or are
of another kind, stand beside each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

import msgspec

from heavylift.lake.records import Copy, Day, Left

#: Of the copy with fewer aircraft at least this share is in the other. Two halves of a
#: day share next to nothing, two replicas nearly all; half is far from both.
SHARED: Final = 0.5

Tracks = Mapping[str, Set[str]]


def add_copy(day: Day, new: Copy, tracks: Tracks) -> tuple[Day, str]:
    """Let a copy count for a day, or not.

    Args:
        day: The day as it is.
        new: The copy.
        tracks: By deposit, of the new copy and those of the day: aircraft with traces.

    Returns:
        The day, and in words what became of the copy: empty when it simply counts.
    """
    others = [c for c in day.copies if c.deposit != new.deposit]
    rivals = [c for c in others if _are_copies(c, new, tracks)]
    better = next((c for c in rivals if _extent(c) >= _extent(new)), None)
    if better is not None:
        reason = f"a copy as good or better is held: {better.name} ({_told(better)})"
        left = (*day.left, _left(new, reason))
        changed = msgspec.structs.replace(
            day, copies=_in_order(others), left=_each_once(left)
        )
        return changed, f"not used ({_told(new)}), {reason}"
    reason = f"replaced by a better copy: {new.name} ({_told(new)})"
    left = (*day.left, *(_left(c, reason) for c in rivals))
    # A copy that counts now may have been refused beside another.
    left = tuple(x for x in left if x.sha256 != new.sha256 or x.name != new.name)
    kept = [c for c in others if c not in rivals]
    changed = msgspec.structs.replace(
        day, copies=_in_order([*kept, new]), left=_each_once(left)
    )
    replaced = ", ".join(f"{c.name} ({_told(c)})" for c in rivals)
    return changed, f"replaces {replaced} with {_told(new)}" if rivals else ""


def _are_copies(a: Copy, b: Copy, tracks: Tracks) -> bool:
    mine, theirs = tracks.get(a.deposit, set()), tracks.get(b.deposit, set())
    fewer = min(len(mine), len(theirs))
    return fewer > 0 and len(mine & theirs) >= SHARED * fewer


def _extent(copy: Copy) -> tuple[int, bool, int, int]:
    whole = not (copy.parts_missing or copy.is_cut)
    return copy.folders or 0, whole, copy.traces, copy.rows


def _told(copy: Copy) -> str:
    return (
        f"{copy.folders or 0} of 256 trace folders, {copy.traces:,} traces, "
        f"{copy.rows:,} positions"
    )


def _left(copy: Copy, reason: str) -> Left:
    return Left(
        name=copy.name,
        sha256=copy.sha256,
        reason=reason,
        traces=copy.traces,
        rows=copy.rows,
    )


def _in_order(copies: list[Copy]) -> tuple[Copy, ...]:
    return tuple(sorted(copies, key=lambda c: c.deposit))


def _each_once(left: tuple[Left, ...]) -> tuple[Left, ...]:
    latest = {(x.sha256, x.name): x for x in left}
    return tuple(latest[key] for key in sorted(latest))

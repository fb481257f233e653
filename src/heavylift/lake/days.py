"""Which days does a lake hold, and how complete are they?

A day that is missing, or half there, lowers what could have been seen; it says nothing
about what flew. Whoever counts flights reads these records first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from heavylift.lake import layout
from heavylift.lake.records import Copy, Day
from heavylift.lake.storage import Lake

#: Trace folders of a day in a readsb archive: one for each last byte of an address.
FOLDERS: Final = 256

_MANIFEST: Final = re.compile(r"\d{4}-\d{2}-\d{2}\.json")


class State(StrEnum):
    """How much of a day is there."""

    #: All 256 trace folders, and no part of the archive missing.
    COMPLETE = "complete"
    #: Traces, but not all folders or parts; or what was left out on request.
    PARTIAL = "partial"
    #: No position of that day.
    ABSENT = "absent"
    #: Positions from tables or heatmaps, which do not say what is missing.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecord:
    """What a lake holds of one day.

    Attributes:
        day: The day, UTC.
        state: How complete it is.
        folders: Trace folders present, of 256; ``None`` without traces.
        traces: readsb traces.
        files: Inputs that have a share.
        rows: Positions.
        first_ms: Time of the first, Unix milliseconds; ``None`` when there is none.
        last_ms: Time of the last.
        parts_missing: Parts of split tars that were not there.
        replicas: Which of the publisher's copies count.
        inputs: SHA-256 of each input, by its name.
        kept: What was kept of the inputs, where not all was.
        left: Why other copies do not count, by name.
        flights: Flights that took off; ``None`` while they are not up to date.
        unread: readsb traces left out unread: region or types are not theirs.
    """

    day: date
    state: State
    folders: int | None = None
    traces: int = 0
    files: int = 0
    rows: int = 0
    first_ms: int | None = None
    last_ms: int | None = None
    parts_missing: int = 0
    replicas: tuple[str, ...] = ()
    inputs: Mapping[str, str]
    kept: tuple[str, ...] = ()
    left: Mapping[str, str]
    flights: int | None = None
    unread: int = 0


def days(lake: Lake) -> list[DayRecord]:
    """Tell of every day from the first to the last that the lake holds.

    Returns:
        One record a day, absent days included, in order; none for an empty lake.
    """
    held = read_days(lake)
    if not held:
        return []
    first, last = (date.fromisoformat(d) for d in (min(held), max(held)))
    all_days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [_record(day, held.get(day.isoformat())) for day in all_days]


def kept_on(held: Iterable[Day]) -> dict[str, int]:
    """Count days of which not all traffic was kept, by what was kept.

    >>> kept_on([])
    {}
    """
    words = Counter(
        kept for day in held for kept in sorted({c.kept for c in day.copies if c.kept})
    )
    return dict(words)


def read_days(lake: Lake) -> dict[str, Day]:
    """Read the records of all days that have positions, by day, in order."""
    found = {}
    for name in lake.names(layout.DAYS):
        if _MANIFEST.fullmatch(name.rsplit("/", 1)[-1]):
            day = lake.read_record(name, Day)
            if day.copies:
                found[day.day] = day
    return found


def _record(day: date, held: Day | None) -> DayRecord:
    if held is None:
        return DayRecord(day=day, state=State.ABSENT, inputs={}, left={})
    folders = [c.folders for c in held.copies if c.folders is not None]
    return DayRecord(
        day=day,
        state=_state(held.copies),
        folders=max(folders) if folders else None,
        traces=sum(c.traces for c in held.copies),
        files=len(held.copies),
        rows=held.rows,
        first_ms=min(c.first_ms for c in held.copies),
        last_ms=max(c.last_ms for c in held.copies),
        parts_missing=sum(c.parts_missing for c in held.copies),
        replicas=tuple(sorted({c.replica for c in held.copies if c.replica})),
        inputs={c.name: c.sha256 for c in held.copies},
        kept=tuple(sorted({c.kept for c in held.copies if c.kept})),
        left={x.name: x.reason for x in held.left},
        flights=None if held.flights is None else held.flights.flights,
        unread=sum(c.unread for c in held.copies),
    )


def _state(copies: tuple[Copy, ...]) -> State:
    traced = [c for c in copies if c.folders is not None]
    if any(_is_whole(c) for c in traced):
        return State.COMPLETE
    return State.PARTIAL if traced else State.UNKNOWN


def _is_whole(copy: Copy) -> bool:
    return (
        copy.folders == FOLDERS
        and not copy.parts_missing
        and not copy.is_cut
        and not copy.kept
    )

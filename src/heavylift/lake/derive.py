"""Find the flights of a lake, and only those anew that something has changed for.

Two pure steps. Flights of one bucket of aircraft are found from that bucket's positions
in a window of days; then the flights of a day are settled with those of all buckets
around it, as ``find_flights`` does for files. What each result was made from is in its
name, so a result is out of date when its name is another, and a run that was stopped
goes on where it was.

A flight belongs to the day of its first position. It may depend on positions up to
``REACH_DAYS`` before and after: flights that last longer (balloons do) are cut there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from heavylift.flights.reception import Counts, added_up
from heavylift.flights.reception_keys import split_keys
from heavylift.lake import layout
from heavylift.lake.days import read_days
from heavylift.lake.early import REACH_DAYS
from heavylift.lake.engine import Engine, Local, Progress
from heavylift.lake.found import Finding, find_flights_of
from heavylift.lake.reception import read_counts
from heavylift.lake.records import Day, Made
from heavylift.lake.settled import SETTLING_DAYS, Settling, settle_day
from heavylift.lake.stays import in_words, points_of
from heavylift.lake.storage import Lake

#: Days whose flights are found in one go, beside ``REACH_DAYS`` on both sides. More
#: would open more files at a time, fewer would read the days at the sides more often.
RUN_DAYS: Final = 8

Days = Mapping[str, Day]
Names = dict[tuple[str, int], str]


def derive_flights(
    lake: Lake,
    progress: Progress = lambda _: None,
    engine: Engine | None = None,
) -> dict[str, int]:
    """Bring the flights of a lake up to date.

    Args:
        lake: The lake; the caller holds its lock.
        progress: Called with what is being read.
        engine: What the work is handed to; this process by default.

    Returns:
        Days whose flights were made, with how many took off.
    """
    days = read_days(lake)
    sums = _sums(lake, days)
    stale = [
        key
        for key, made_from in sums.items()
        if not (
            lake.has(layout.found_file(*key, made_from))
            and lake.has(layout.reception_file(*key, made_from))
        )
    ]
    work = Local() if engine is None else engine
    tasks = _findings(lake, days, sums, stale)
    for _ in work.run(find_flights_of, tasks, progress):
        pass
    return _settle(lake, days, sums, work)


def names_in_use(lake: Lake, days: Days) -> set[str]:
    """Names of all files that were made from positions and are up to date."""
    used: set[str] = set()
    for (day, bucket), made_from in _sums(lake, days).items():
        used.add(layout.found_file(day, bucket, made_from))
        used.add(layout.reception_file(day, bucket, made_from))
    for record in days.values():
        if record.flights is not None:
            made_from = record.flights.made_from
            used.add(layout.flights_file(record.day, made_from))
            used.add(layout.ends_file(record.day, made_from))
    return used


def heard_in_cells(
    lake: Lake, first: date, end: date, cells: NDArray[np.int64]
) -> Counts:
    """Count who was received in some cells on the days of a half-open span.

    Counts of days whose files are not there, or not up to date, are left out.

    Args:
        lake: The lake.
        first: First day.
        end: First day after.
        cells: Which cells, ascending; all others would not be held for years.
    """
    days = read_days(lake)
    span = [d for d in days if first.isoformat() <= d < end.isoformat()]
    # A day depends on those around it.
    sums = _sums(lake, {d.day: d for d in window(days, span)}, span)
    found = []
    for (day, bucket), made_from in sums.items():
        name = layout.reception_file(day, bucket, made_from)
        if lake.has(name):
            keys, aircraft = read_counts(lake, [name])
            own = np.isin(split_keys(keys)[0], cells)
            found.append((keys[own], aircraft[own]))
    return added_up(found)


def out_of_date(lake: Lake, days: Days) -> list[str]:
    """Days whose flights are not those of the positions in the lake."""
    sums = _sums(lake, days)
    return [
        day.day
        for day in days.values()
        if day.flights is None or day.flights.made_from != _settled_sum(day.day, sums)
    ]


def window(days: Days, around: Iterable[str], reach: int = REACH_DAYS) -> list[Day]:
    """Records of some days and those around them, in order, absent ones left out."""
    names = {near for day in around for near in layout.days_around(day, reach)}
    return [days[name] for name in sorted(names) if name in days]


def _sums(lake: Lake, days: Days, only: Iterable[str] | None = None) -> Names:
    """What the flights of each day and bucket are made from, summed up."""
    sums: Names = {}
    for day in days if only is None else only:
        near = window(days, [day])
        points = in_words(points_of(lake, near))
        buckets = {b for copy in days[day].copies for b in copy.buckets}
        for bucket in sorted(buckets):
            held = [
                f"{d.day} {copy.deposit}"
                for d in near
                for copy in d.copies
                if bucket in copy.buckets
            ]
            sums[day, bucket] = layout.short_hash([layout.DERIVED, day, *held, *points])
    return sums


def _runs(stale: Sequence[str]) -> Iterator[list[str]]:
    """Put days that follow on together, so many at a time."""
    run: list[str] = []
    for day in stale:
        follows = bool(run) and layout.days_around(run[-1], 1)[-1] == day
        if run and (not follows or len(run) == RUN_DAYS):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _findings(
    lake: Lake, days: Days, sums: Names, stale: Iterable[tuple[str, int]]
) -> Iterator[Finding]:
    """What is to be found anew, bucket by bucket."""
    missing = set(stale)
    for run in _runs(sorted({day for day, _ in missing})):
        near = tuple(window(days, run))
        for bucket in sorted({b for day, b in missing if day in run}):
            yield Finding(
                lake=lake.address,
                days=near,
                bucket=bucket,
                made_from={
                    day: sums[day, bucket] for day in run if (day, bucket) in sums
                },
            )


def _settled_sum(day: str, sums: Names) -> str:
    near = set(layout.days_around(day, SETTLING_DAYS))
    used = sorted(f"{d} {b} {s}" for (d, b), s in sums.items() if d in near)
    return layout.short_hash([layout.DERIVED, day, *used])


def _settle(lake: Lake, days: Days, sums: Names, engine: Engine) -> dict[str, int]:
    stale = [
        _settling(lake, day, days, sums)
        for day, record in days.items()
        if not _is_settled(lake, record, _settled_sum(day, sums))
    ]
    made: dict[str, int] = {}
    settled = engine.run(settle_day, stale, lambda _: None)
    for task, flights in zip(stale, settled, strict=True):
        record = days[task.day]
        made_from = Made(made_from=task.made_from, flights=flights)
        lake.write_record(
            layout.day_manifest(task.day),
            msgspec.structs.replace(record, flights=made_from),
        )
        made[task.day] = flights
    return made


def _is_settled(lake: Lake, record: Day, made_from: str) -> bool:
    done = record.flights is not None and record.flights.made_from == made_from
    names = (
        layout.flights_file(record.day, made_from),
        layout.ends_file(record.day, made_from),
    )
    return done and all(lake.has(name) for name in names)


def _settling(lake: Lake, day: str, days: Days, sums: Names) -> Settling:
    near = [d for d in layout.days_around(day, SETTLING_DAYS) if d in days]
    beside = layout.days_around(day, 1)
    return Settling(
        lake=lake.address,
        day=day,
        made_from=_settled_sum(day, sums),
        found={
            d: tuple(
                layout.found_file(of, b, s) for (of, b), s in sums.items() if of == d
            )
            for d in near
        },
        heard=tuple(
            layout.reception_file(d, b, s) for (d, b), s in sums.items() if d in beside
        ),
    )


__all__ = ["REACH_DAYS", "derive_flights", "names_in_use", "out_of_date"]

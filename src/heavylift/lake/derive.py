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

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

import heavylift
from heavylift.flights.find import Tally, flight_batches
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.days import read_days
from heavylift.lake.ends import write_flights
from heavylift.lake.pieces import LakeSources
from heavylift.lake.reception import RECEPTION_SCHEMA, by_day, itself_columns
from heavylift.lake.records import Day, Made
from heavylift.lake.settled import SETTLING_DAYS, settle_day
from heavylift.lake.stays import in_words, points_of
from heavylift.lake.storage import Lake
from heavylift.reference.airfields import load_airfields

#: A flight of up to a day, and the sighting after it that may bracket its landing: that
#: looks a day ahead too (``flights.brackets.LONGEST_S``).
REACH_DAYS: Final = 2

#: Days whose flights are found in one go, beside ``REACH_DAYS`` on both sides. More
#: would open more files at a time, fewer would read the days at the sides more often.
RUN_DAYS: Final = 8

#: Changes when what is written here does, so that a lake is brought up to date.
_DERIVED: Final = f"2 {heavylift.__version__}"

Days = Mapping[str, Day]
Names = dict[tuple[str, int], str]


def derive_flights(
    lake: Lake, progress: Callable[[Any], None] = lambda _: None
) -> dict[str, int]:
    """Bring the flights of a lake up to date.

    Args:
        lake: The lake; the caller holds its lock.
        progress: Called with what is being read.

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
    for run in _runs(sorted({day for day, _ in stale})):
        for bucket in sorted({b for day, b in stale if day in run}):
            _find(lake, days, (run, bucket), sums, progress)
    return _settle(lake, days, sums)


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


def _sums(lake: Lake, days: Days) -> Names:
    """What the flights of each day and bucket are made from, summed up."""
    sums: Names = {}
    for day in days:
        near = window(days, [day])
        points = in_words(points_of(lake, near))
        buckets = {b for copy in days[day].copies for b in copy.by_bucket}
        for bucket in sorted(buckets):
            held = [
                f"{d.day} {copy.deposit}"
                for d in near
                for copy in d.copies
                if bucket in copy.by_bucket
            ]
            sums[day, bucket] = layout.short_hash([_DERIVED, day, *held, *points])
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


def _find(
    lake: Lake,
    days: Days,
    what: tuple[Sequence[str], int],
    sums: Names,
    progress: Callable[[Any], None],
) -> None:
    """Find the flights of a bucket that take off on some days."""
    run, bucket = what
    near = window(days, run)
    tally = Tally()
    sources = LakeSources(lake, near, buckets=[bucket])
    tables = [FLIGHT_SCHEMA.empty_table()]
    for batch in flight_batches(sources, tally, airfields=load_airfields()):
        tables.append(batch.table)
        progress(sources)
    table = pa.concat_tables(tables)
    table = itself_columns(table, tally.reception)
    held = [d.day for d in near if any(bucket in c.by_bucket for c in d.copies)]
    homes = [_home(ms, held) for ms in table["first_seen"].cast(pa.int64()).to_pylist()]
    heard = by_day(tally.reception, held)
    for day in run:
        if (day, bucket) not in sums:
            continue
        own = table.filter(pa.array([home == day for home in homes], pa.bool_()))
        name = layout.reception_file(day, bucket, sums[day, bucket])
        lake.write_table(name, heard.get(day, RECEPTION_SCHEMA.empty_table()))
        # Written last: whoever finds it finds the other too.
        name = layout.found_file(day, bucket, sums[day, bucket])
        lake.write_table(name, own.sort_by("flight_id"))


def _home(first_seen_ms: int, held: Sequence[str]) -> str:
    """The day a flight is kept with: that of its take-off.

    The last rows of a trace may run over midnight into a day that the lake has not;
    such a flight is kept with the day of its trace.
    """
    at = bisect_right(held, layout.day_of(first_seen_ms)) - 1
    return held[max(at, 0)]


def _settled_sum(day: str, sums: Names) -> str:
    near = set(layout.days_around(day, SETTLING_DAYS))
    used = sorted(f"{d} {b} {s}" for (d, b), s in sums.items() if d in near)
    return layout.short_hash([_DERIVED, day, *used])


def _settle(lake: Lake, days: Days, sums: Names) -> dict[str, int]:
    made: dict[str, int] = {}
    held: dict[str, pa.Table] = {}
    for day, record in days.items():
        made_from = _settled_sum(day, sums)
        names = layout.flights_file(day, made_from), layout.ends_file(day, made_from)
        done = record.flights is not None and record.flights.made_from == made_from
        if done and all(lake.has(name) for name in names):
            continue
        near = [d for d in layout.days_around(day, SETTLING_DAYS) if d in days]
        held = {d: held[d] if d in held else _found(lake, d, sums) for d in near}
        heard = [
            layout.reception_file(d, b, s)
            for (d, b), s in sums.items()
            if d in layout.days_around(day, 1)
        ]
        table = settle_day(lake, day, held, heard)
        write_flights(lake, day, made_from, table)
        flights = Made(made_from=made_from, flights=table.num_rows)
        lake.write_record(
            layout.day_manifest(day),
            Day(day=day, copies=record.copies, left=record.left, flights=flights),
        )
        made[day] = table.num_rows
    return made


def _found(lake: Lake, day: str, sums: Names) -> pa.Table:
    names = [layout.found_file(d, b, s) for (d, b), s in sums.items() if d == day]
    return pa.concat_tables([lake.read_table(name) for name in names])


__all__ = ["REACH_DAYS", "derive_flights", "names_in_use", "out_of_date"]

"""From columns in memory to flights with both airfields: all of it, and its core alone.

``python -m benchmarks.stages TAR SMALL OUT`` reads a day into memory, takes the stages
several times, prints the medians as JSON, and writes the flights to OUT (Parquet).
``all`` is what users get. ``judged`` and ``bare`` call some of its stages on the same
groups, so that what another program does can be set beside what does as much:

- ``all``: merge and judge positions, split, name both ends, describe gaps, say which
  airfields bracket what is not named, weigh by other traffic, build the table;
- ``judged``: of that merging and judging, splitting, and both ends;
- ``bare``: of that splitting and both ends, of positions that were judged before.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow.parquet as pq

from heavylift.flights.altitudes import true_altitude
from heavylift.flights.ends import classify_ends
from heavylift.flights.find import find_flights
from heavylift.flights.segment import segment
from heavylift.flights.states import describe_ends
from heavylift.flights.surface import find_surface
from heavylift.flights.types import types_of
from heavylift.model.positions import Quarantine
from heavylift.model.sources import Group, SourceFile
from heavylift.positions import Tracks, judge_groups
from heavylift.reference.airfields import load_airfields
from heavylift.sources import open_sources

#: Times each is done; the median is told.
REPEATS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class InMemory:
    """Groups of positions that were read before."""

    held: Sequence[Group]
    files: Sequence[SourceFile]

    def groups(self) -> Iterator[Group]:
        """Give the groups."""
        yield from self.held


def read(day: Path) -> InMemory:
    """Read a day into memory."""
    sources = open_sources([day])
    held = list(sources.groups())
    return InMemory(held=held, files=sources.files)


def split_and_name(tracks: Tracks, files: Sequence[SourceFile]) -> int:
    """Split judged tracks into flights and class both ends; gives how many."""
    airfields = load_airfields()
    is_trusted = tracks.positions.quarantine == Quarantine.NONE
    before = np.concatenate(([0], np.cumsum(is_trusted)))
    offsets = before[tracks.offsets].astype(np.int64)
    trusted = tracks.positions
    if not is_trusted.all():
        trusted = trusted.take(is_trusted)
    altitude_m = true_altitude(trusted, offsets)
    on_surface = find_surface(trusted, offsets, altitude_m, airfields)
    types = types_of(tracks, files)
    segments = segment(trusted, offsets, on_surface, altitude_m, types.cruise_ms)
    needs = types.needs.take(segments.track)
    for arriving in (False, True):
        states = describe_ends(trusted, altitude_m, segments, arriving=arriving)
        classify_ends(trusted, altitude_m, states, airfields, needs)
    return len(segments)


def variants(day: InMemory) -> dict[str, Callable[[], int]]:
    """Give what is measured, by name; each gives the number of flights."""
    judged = list(judge_groups(day))
    return {
        "all": lambda: find_flights(day)[0].num_rows,
        "judged": lambda: sum(
            split_and_name(tracks, day.files) for tracks in judge_groups(day)
        ),
        "bare": lambda: sum(split_and_name(tracks, day.files) for tracks in judged),
    }


def main() -> None:
    """Measure on a day, after a small one."""
    for variant in variants(read(Path(sys.argv[2]))).values():
        variant()
    day = read(Path(sys.argv[1]))
    taken: dict[str, list[tuple[float, float]]] = {}
    counts = set()
    measured = variants(day)
    for _ in range(REPEATS):
        for name, variant in measured.items():
            wall_s, cpu_s = time.perf_counter(), time.process_time()
            counts.add(variant())
            wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
            taken.setdefault(name, []).append((wall_s, cpu_s))
    [flights] = counts  # all find the same
    pq.write_table(find_flights(day)[0], sys.argv[3])
    steps = {
        name: {
            "wall_s": median(w for w, _ in both),
            "cpu_s": median(c for _, c in both),
        }
        for name, both in taken.items()
    }
    rows = sum(len(group.positions) for group in day.held)
    print(json.dumps({"steps": steps, "rows": rows, "flights": flights}))


if __name__ == "__main__":
    main()

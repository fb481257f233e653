"""A corridor over a lake: the same answer as over a table, reading little of it.

First the ends of all flights are looked at, as numbers of words; then the few flights
that may be of the corridor are read whole and picked by ``corridors``, which alone
decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.corridors import Corridor, Selection, select_flights
from heavylift.corridors.criteria import Covered, counted, joined
from heavylift.corridors.select import narrow
from heavylift.exposure.places import BothPlaces
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.days import kept_on
from heavylift.lake.ends import FOLLOWED, GROUP, NARROWED, NUMBER_OF, PICKED, key_of
from heavylift.lake.followed import (
    SURE,
    DayFollowed,
    among,
    both_places,
    followed_on,
    naming,
)
from heavylift.lake.query import made_days
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake, reading
from heavylift.model.ends import CLASS_ORDER, EndClass, Role

#: Files looked at side by side; reading them releases the interpreter.
_WORKERS: Final = 2

Mask = NDArray[np.bool_]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picked:
    """Flights of one day that may be of a corridor.

    Attributes:
        table: They, whole.
        half_open: Of flights of which one end is open, the numbers of both classes.
        considered: Flights that pass the window and criteria.
        covered: Addresses that fit the criteria.
        followed: How far ends were followed; ``None`` when the lake does not say, or
            the day is not of the window.
    """

    table: pa.Table
    half_open: NDArray[np.uint8]
    considered: int
    covered: Covered
    followed: DayFollowed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look at the ends of all flights gives.

    Attributes:
        selection: The flights of the corridor.
        places: How far aircraft were followed at both places on the days of the window,
            whatever the criteria; ``None`` when no day says so.
        days: Days of the window.
        days_unsaid: Those of them whose flights were made before that was kept.
        kept: Days of which not all traffic was kept, by what was kept.
    """

    selection: Selection
    places: BothPlaces | None
    days: int
    days_unsaid: int
    kept: Mapping[str, int]


def select_from_lake(lake: Lake, corridor: Corridor) -> Selection:
    """Pick the flights of a corridor from a lake; see ``look_in_lake``."""
    return look_in_lake(lake, corridor).selection


def look_in_lake(lake: Lake, corridor: Corridor) -> Looked:
    """Pick the flights of a corridor from a lake, and tell what could have been seen.

    Args:
        lake: The lake.
        corridor: What to look for.

    Returns:
        The selection as ``select_flights`` gives it, in the order of time; of flights
        with one end open only the classes are filled in.

    Raises:
        LakeError: The flights of a day are not there.
    """
    days = made_days(lake, corridor.start, corridor.end)
    wanted: dict[Role, Keys] = {
        "origin": _keys(corridor.origins),
        "destination": _keys(corridor.destinations),
    }
    with ThreadPoolExecutor(_WORKERS) as workers:
        picked = list(workers.map(lambda d: _pick(lake, d, corridor, wanted), days))
    empty = FLIGHT_SCHEMA.empty_table()
    table = pa.concat_tables([empty, *(p.table for p in picked)])
    nothing = np.zeros((0, 2), np.uint8)
    half_open = np.concatenate([nothing, *(p.half_open for p in picked)])
    selection = select_flights(table.sort_by(_IN_TIME), corridor)
    inside = [_is_of_window(d.day, corridor) for d in days]
    own = [p.followed for p, of_window in zip(picked, inside, strict=True) if of_window]
    said = [each for each in own if each is not None]
    return Looked(
        selection=replace(
            selection,
            half_open=_as_flights(half_open),
            considered=sum(p.considered for p in picked),
            covered=counted(joined([p.covered for p in picked])),
        ),
        places=both_places(said, corridor) if said or not own else None,
        days=len(own),
        days_unsaid=len(own) - len(said),
        kept=kept_on(
            [d for d, of_window in zip(days, inside, strict=True) if of_window]
        ),
    )


def _is_of_window(day: str, corridor: Corridor) -> bool:
    """Whether any moment of a day is in the window."""
    first = datetime.fromisoformat(f"{day}T00:00Z")
    begun = corridor.end is None or first < corridor.end
    return begun and (
        corridor.start is None or corridor.start < first + timedelta(days=1)
    )


_IN_TIME: Final = [("first_seen", "ascending"), ("flight_id", "ascending")]


def _keys(codes: Collection[str]) -> Keys:
    return np.array(sorted({key_of(code) for code in codes}), np.uint64)


def _pick(
    lake: Lake, day: Day, corridor: Corridor, wanted: Mapping[Role, Keys]
) -> _Picked:
    assert day.flights is not None
    name = layout.ends_file(day.day, day.flights.made_from)
    columns = [*PICKED, *FOLLOWED]
    needs_all = not _is_free(corridor, day.day)
    if needs_all:
        columns += NARROWED
    with reading(lake, name), lake.files.open_input_file(name) as raw:
        # Columns that are not there are not read, and nothing is said of them.
        ends = pq.ParquetFile(raw).read(columns=columns, use_threads=False)
        passing = np.ones(ends.num_rows, np.bool_)
        covered: Covered = {}
        if needs_all:
            passing, covered = narrow(_with_flags(ends, lake, day), corridor)
        possible, half_open, established = _by_ends(ends, wanted)
        half_open &= passing
        followed = followed_on(ends, wanted, established)
    return _Picked(
        table=_rows(lake, day, np.flatnonzero(possible & passing)),
        half_open=np.column_stack(
            [ends[f"{role}_class"].to_numpy()[half_open] for role in wanted]
        ),
        considered=int(passing.sum()),
        covered=covered,
        followed=followed,
    )


def _with_flags(ends: pa.Table, lake: Lake, day: Day) -> pa.Table:
    """Flags of the flights: lakes made before they were asked for keep them apart."""
    if "db_flags" in ends.column_names:
        return ends
    assert day.flights is not None
    name = layout.flights_file(day.day, day.flights.made_from)
    return ends.append_column(
        "db_flags", lake.read_table(name, ["db_flags"])["db_flags"]
    )


def _is_free(corridor: Corridor, day: str) -> bool:
    """Whether every flight kept with a day passes the window and filters."""
    if corridor.criteria.names:
        return False
    # Flights of traces that run over midnight lie with the day before.
    first = datetime.fromisoformat(f"{day}T00:00Z")
    inside = corridor.start is None or corridor.start <= first
    after = first + timedelta(days=2)
    return inside and (corridor.end is None or after <= corridor.end)


def _by_ends(
    ends: pa.Table, wanted: Mapping[Role, Keys]
) -> tuple[Mask, Mask, Mapping[Role, Mask]]:
    """Rows that may be of a corridor, that are half open, and with ends there."""
    established: dict[Role, Mask] = {}
    toward, silent = {}, {}
    for role, keys in wanted.items():
        end_class = ends[f"{role}_class"].to_numpy()
        key = pc.fill_null(ends[f"{role}_key"], 0).to_numpy()
        established[role] = SURE[end_class] & among(key, keys)
        silent[role] = end_class == NUMBER_OF[EndClass.UNKNOWN.value]
        toward[role] = naming(ends[f"{role}_may"].combine_chunks(), keys)
    one: Role = "origin"
    other: Role = "destination"
    possible = (established[one] | toward[one]) & (established[other] | toward[other])
    half_open = established[one] & silent[other] | silent[one] & established[other]
    return possible, half_open, established


def _rows(lake: Lake, day: Day, rows: NDArray[np.intp]) -> pa.Table:
    """Read some flights of a day whole."""
    if not len(rows):
        return FLIGHT_SCHEMA.empty_table()
    assert day.flights is not None
    name = layout.flights_file(day.day, day.flights.made_from)
    groups = np.unique(rows // GROUP)
    with reading(lake, name), lake.files.open_input_file(name) as raw:
        table = pq.ParquetFile(raw).read_row_groups(groups.tolist(), use_threads=False)
    # Where a row of a group is among those that were read.
    at = np.searchsorted(groups, rows // GROUP) * GROUP + rows % GROUP
    return table.take(pa.array(at))


def _as_flights(classes: NDArray[np.uint8]) -> pa.Table:
    """Flights of which nothing but their classes is known here."""
    words = pa.array([c.value for c in CLASS_ORDER])
    known = {
        "origin_class": words.take(pa.array(classes[:, 0])),
        "destination_class": words.take(pa.array(classes[:, 1])),
    }
    columns = [
        known[f.name] if f.name in known else pa.nulls(len(classes), f.type)
        for f in FLIGHT_SCHEMA
    ]
    return pa.table(columns, schema=FLIGHT_SCHEMA)

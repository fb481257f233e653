"""What a case needs of a lake: its flights, and the positions of those alone.

A lake has its flights already. Only aircraft of flights that may be of the case are
read again, in the days that those flights may depend on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.aircraft.flown import learned_entries
from heavylift.aircraft.learned import COLUMNS
from heavylift.corridors import Corridor, Selection
from heavylift.dossier.case import Case
from heavylift.errors import CaseError
from heavylift.exposure.completeness import Completeness, completeness_of_records
from heavylift.exposure.heard import heard_by_day
from heavylift.flights.explain import find_in_batch
from heavylift.flights.find import Tally, flight_batches
from heavylift.lake.days import days as day_records
from heavylift.lake.days import kept_on, read_days
from heavylift.lake.derive import heard_in_cells, window
from heavylift.lake.opening import lake_among
from heavylift.lake.pieces import LakeSources
from heavylift.lake.query import flights_between, made_days, read_flights_columns
from heavylift.lake.select import select_from_lake
from heavylift.lake.storage import Lake, is_url
from heavylift.model.ends import Prior
from heavylift.model.flights import FLIGHT_COLUMN_NAMES
from heavylift.model.positions import Positions
from heavylift.sources import Sources

#: Said in a report of a case whose flights come from a lake.
REMARK = (
    "The flights come from a lake; positions kept but not trusted were counted among "
    "the aircraft of the flights shown, not among all of its inputs."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the run over all groups gave.

    Attributes:
        selection: Flights of the case.
        kept: Their positions, by flight.
        icao24: Their addresses, by flight.
        tally: What happened on the way.
        days: Days that the inputs have positions of.
        flights_in_period: Flights in the period, whatever their ends.
        learned: What all flights of the inputs say of their aircraft, as entries of a
            registry.
        select: Picks the flights of another corridor from the same inputs.
        flights: Gives all flights whose first position lies in a half-open window.
        completeness: Says how much of each day of a half-open span is there.
        heard: Counts who was heard in some cells on the days of a half-open span, by
            day and band of height; ``None`` when that is not known.
        sources: Gives where the positions of some flights lie, in their order.
        part_kept: Counts the days of a half-open span of which not all traffic was
            kept, by what was kept.
        remarks: Further limits, one sentence each.
    """

    selection: Selection
    kept: dict[str, Positions]
    icao24: dict[str, str | None]
    tally: Tally
    days: frozenset[date]
    flights_in_period: int
    learned: pa.Table
    select: Callable[[Corridor], Selection]
    flights: Callable[[datetime, datetime], pa.Table]
    completeness: Callable[[date, date], Completeness]
    heard: Callable[[date, date, NDArray[np.int64]], pa.Table | None]
    sources: Callable[[pa.Table], pa.ChunkedArray]
    part_kept: Callable[[date, date], Mapping[str, int]]
    remarks: tuple[str, ...] = ()


def lake_of(case: Case) -> Lake | None:
    """Open the lake that a case names as its input; ``None`` when it names files.

    Raises:
        LakeError: A lake stands beside other inputs.
    """
    named = zip(case.inputs, case.input_names, strict=True)
    return lake_among([name if is_url(name) else path for path, name in named])


def check_prior(lake: Lake, prior: Prior) -> None:
    """Refuse another prior than that by which the flights of a lake are settled.

    Raises:
        CaseError: Other flights are not to weigh.
    """
    if prior != "usage":
        raise CaseError(
            f"{lake.where}: in a lake other flights have weighed on candidates already",
            help="leave out --prior (and prior in the case file), or give the inputs "
            "of the lake instead of the lake",
        )


def find_in_lake(
    lake: Lake,
    corridor: Corridor,
    progress: Callable[[Sources | LakeSources], None],
) -> tuple[LakeSources, Found]:
    """Pick the flights of a case from a lake, and read their positions.

    Args:
        lake: The lake.
        corridor: What to look for; its window is bounded.
        progress: Called as reading goes on.

    Returns:
        The positions as they were read, and what was found.
    """
    selection = select_from_lake(lake, corridor)
    shown = pa.concat_tables([selection.belongs, selection.may]).to_pylist()
    held = read_days(lake)
    inside = made_days(lake, corridor.start, corridor.end)
    tally = Tally()
    sources = LakeSources(
        lake,
        window(held, [d.day for d in inside]),
        tracks={row["track"] for row in shown},
    )
    kept: dict[str, Positions] = {}
    for batch in flight_batches(sources, tally, airfields=lake.airfields):
        progress(sources)
        for row in shown:
            index = find_in_batch(batch, row)
            if index >= 0:
                kept[row["flight_id"]] = batch.positions_of(index)
    tally.flights = sum(d.flights.flights for d in inside if d.flights is not None)
    everyone = Corridor(
        origins=(), destinations=(), start=corridor.start, end=corridor.end
    )
    return sources, Found(
        selection=selection,
        kept=kept,
        icao24={row["flight_id"]: row["icao24"] for row in shown},
        tally=tally,
        days=frozenset(date.fromisoformat(day) for day in held),
        flights_in_period=select_from_lake(lake, everyone).considered,
        learned=learned_entries(read_flights_columns(lake, inside, COLUMNS)),
        select=partial(select_from_lake, lake),
        flights=partial(flights_between, lake, columns=_FOR_RATES),
        completeness=partial(_completeness, lake),
        heard=partial(_heard, lake),
        sources=partial(_sources, lake),
        part_kept=partial(_part_kept, lake),
        remarks=(REMARK,),
    )


#: Columns of flights that rates and exposure do not look at: texts and lists that make
#: most of a flight's size, of millions of flights that are not shown.
_NOT_FOR_RATES: Final = frozenset(
    {
        "origin_reason",
        "destination_reason",
        "origin_gap",
        "destination_gap",
        "gaps",
        "sources",
    }
)

_FOR_RATES: Final = tuple(n for n in FLIGHT_COLUMN_NAMES if n not in _NOT_FOR_RATES)


def _completeness(lake: Lake, first: date, end: date) -> Completeness:
    records = day_records(lake)
    return completeness_of_records(
        [r.day for r in records],
        [r.state.value for r in records],
        [r.folders for r in records],
        (first, end),
    )


def _heard(
    lake: Lake, first: date, end: date, cells: NDArray[np.int64]
) -> pa.Table | None:
    keys, aircraft = heard_in_cells(lake, first, end, cells)
    return heard_by_day(keys, aircraft, cells)


def _sources(lake: Lake, flights: pa.Table) -> pa.ChunkedArray:
    """Where positions lie makes most of a flight's size, so it is read for a few."""
    if not flights.num_rows:
        return pa.chunked_array([pa.array([], pa.string())])
    wanted = flights["flight_id"]
    first, last = (_edge(flights, way) for way in (pc.min, pc.max))
    columns = ["flight_id", "sources"]
    found = [pa.table({name: pa.array([], pa.string()) for name in columns})]
    for day in made_days(lake, first, last + timedelta(seconds=1)):
        table = read_flights_columns(lake, [day], columns)
        own = pc.is_in(table["flight_id"], value_set=wanted.combine_chunks())
        found.append(table.filter(own).cast(found[0].schema))
    every = pa.concat_tables(found)
    return every["sources"].take(
        pc.index_in(wanted, every["flight_id"].combine_chunks())
    )


def _edge(flights: pa.Table, way: Callable[[pa.ChunkedArray], pa.Scalar]) -> datetime:
    moment: datetime = way(flights["first_seen"]).as_py()
    return moment


def _part_kept(lake: Lake, first: date, end: date) -> Mapping[str, int]:
    held = read_days(lake).values()
    return kept_on(d for d in held if first <= date.fromisoformat(d.day) < end)

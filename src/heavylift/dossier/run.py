"""Run a case over its inputs: which flights, and what happened on the way.

Nothing is written here. ``build`` makes the dossier of what is found, and the tempo of
a case is worked out from the same run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.aircraft.flown import learned_entries
from heavylift.aircraft.registry import EMPTY, Registry
from heavylift.corridors import Corridor, select_flights
from heavylift.corridors.asking import criteria_of
from heavylift.dossier.case import Case, days_of
from heavylift.dossier.context import Context, look_around
from heavylift.dossier.lakes import Found, check_prior, find_in_lake, lake_of
from heavylift.dossier.own_airfields import (
    own_airfields,
    places_of_case,
)
from heavylift.dossier.tempo import Tempo, measure_tempo, span_of, windows_of
from heavylift.exposure.completeness import completeness_of_flights
from heavylift.exposure.heard import heard_by_day
from heavylift.flights.find import FlightBatch, Tally, flight_batches
from heavylift.flights.possible import with_places_ahead
from heavylift.flights.reception import Reception
from heavylift.flights.settle import settle_ends
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake.pieces import LakeSources
from heavylift.model.ends import Prior
from heavylift.model.positions import Positions
from heavylift.reference.airfields import Airfields, StripsFile, airfields_with
from heavylift.reference.places import Place
from heavylift.sources import Sources, open_sources
from heavylift.tempo.windows import Window
from heavylift.visits.stays import MARGIN_DAYS

_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A case that was run over its inputs.

    Attributes:
        sources: The inputs, read.
        found: What was found.
        corridor: What was looked for.
        places: Its origins and its destinations.
        drawn: Airfields that the user drew, by file.
        airfields: All airfields, those among them.
    """

    sources: Sources | LakeSources
    found: Found
    corridor: Corridor
    places: tuple[Place, Place]
    drawn: tuple[StripsFile, ...]
    airfields: Airfields


def find(
    case: Case,
    registry: Registry = EMPTY,
    progress: Callable[[Sources | LakeSources], None] = lambda _: None,
) -> Run:
    """Run a case over its inputs and write nothing.

    Raises:
        HeavyliftError: A place or an input cannot be used.
    """
    lake = lake_of(case)
    drawn = own_airfields(case, lake)
    airfields = airfields_with(drawn)
    # Places of evidence must read the same on every machine: as the case names them.
    places = places_of_case(case, drawn)
    corridor = _corridor(case, *places, registry)
    sources: Sources | LakeSources
    if lake is not None:
        check_prior(lake, case.prior)
        sources, found = find_in_lake(lake, corridor, progress)
    else:
        sources = opened = open_sources(
            case.inputs, columns=case.columns or None, names=case.input_names
        )
        found = _run(opened, corridor, airfields, case.prior, progress)
    return Run(
        sources=sources,
        found=found,
        corridor=corridor,
        places=places,
        drawn=drawn,
        airfields=airfields,
    )


def context_of(case: Case, run: Run) -> tuple[Context, Tempo | None]:
    """Work out what stands beside the counts, and how unusual it was if it is asked.

    Raises:
        CaseError: What is asked makes no rates.
    """
    windows = windows_of_case(case)
    if case.tempo is None:
        margin = timedelta(days=MARGIN_DAYS)
        flights = run.found.flights(case.start - margin, case.end + margin)
    else:
        flights = run.found.flights(*span_of(case.tempo, case.start, case.end))
    context = look_around(flights, run.corridor, run.airfields, windows, run.found)
    if case.tempo is None:
        return context, None
    return context, measure_tempo(
        case.tempo,
        flights,
        run.corridor,
        run.found.completeness(windows[0].start, windows[-1].end),
        run.airfields,
        None if context.heard is None else context.heard.table,
    )


def windows_of_case(case: Case) -> tuple[Window, ...]:
    """Give the windows that a case compares, or that of its period alone.

    Raises:
        CaseError: What is asked makes no rates.
    """
    if case.tempo is not None:
        return windows_of(case.tempo, case.start, case.end)[1]
    days = days_of(case.start, case.end)
    end = days[-1] + timedelta(days=1)
    return (Window(start=days[0], end=end, label="during"),)


def _flights_between(table: pa.Table, start: datetime, end: datetime) -> pa.Table:
    seen = table["first_seen"]
    after = pc.greater_equal(seen, pa.scalar(start, seen.type))
    return table.filter(pc.and_(after, pc.less(seen, pa.scalar(end, seen.type))))


def _corridor(
    case: Case, origins: Place, destinations: Place, registry: Registry
) -> Corridor:
    return Corridor(
        origins=origins.airfields,
        destinations=destinations.airfields,
        start=case.start,
        end=case.end,
        criteria=criteria_of(case.asked, registry),
        privacy=bool(case.public_interest),
    )


def _run(
    sources: Sources,
    corridor: Corridor,
    airfields: Airfields,
    prior: Prior,
    progress: Callable[[Sources | LakeSources], None],
) -> Found:
    """Find all flights; keep the positions of those that may be of the corridor."""
    tally = Tally()
    tables: list[pa.Table] = []
    kept: dict[str, Positions] = {}
    icao24: dict[str, str | None] = {}
    days: set[int] = set()
    for batch in flight_batches(sources, tally, airfields=airfields):
        tables.append(batch.table)
        days.update(np.unique(batch.tracks.positions.time_ms // _DAY_MS).tolist())
        for row in _possible_rows(batch, corridor, airfields, prior):
            flight_id = batch.table["flight_id"][row].as_py()
            icao24[flight_id] = batch.table["icao24"][row].as_py()
            kept[flight_id] = batch.positions_of(row)
        progress(sources)
    table = pa.concat_tables(tables) if tables else FLIGHT_SCHEMA.empty_table()
    table = table.sort_by("flight_id").combine_chunks()
    table = settle_ends(table, airfields, tally.reception, prior=prior)
    epoch = date(1970, 1, 1)
    everyone = Corridor(
        origins=(), destinations=(), start=corridor.start, end=corridor.end
    )
    return Found(
        selection=select_flights(table, corridor),
        kept=kept,
        icao24=icao24,
        tally=tally,
        days=frozenset(epoch + timedelta(days=d) for d in days),
        flights_in_period=select_flights(table, everyone).considered,
        learned=learned_entries(table),
        select=partial(select_flights, table),
        flights=partial(_flights_between, table),
        completeness=lambda first, end: completeness_of_flights(table, (first, end)),
        heard=partial(_heard, tally.reception),
        sources=lambda flights: flights["sources"],
        part_kept=lambda _first, _end: {},
    )


def _heard(
    reception: Reception, _first: date, _end: date, cells: NDArray[np.int64]
) -> pa.Table | None:
    """Who was heard in some cells, on all days of the inputs."""
    reception.count(np.zeros(0, np.uint64))  # brings in what waits
    return heard_by_day(
        reception.keys, reception.aircraft, cells, is_full=reception.is_full
    )


def _possible_rows(
    batch: FlightBatch, corridor: Corridor, airfields: Airfields, prior: Prior
) -> list[int]:
    """Rows of a batch that may be of the corridor, whatever usage adds later."""
    widest = replace(corridor, min_probability=1e-9)
    numbered = batch.table.append_column(
        "row", pa.array(np.arange(batch.table.num_rows))
    )
    if prior == "usage":
        numbered = with_places_ahead(numbered, "origin", corridor.origins, airfields)
        numbered = with_places_ahead(
            numbered, "destination", corridor.destinations, airfields
        )
    selection = select_flights(numbered, widest)
    return sorted(
        selection.belongs["row"].to_pylist() + selection.may["row"].to_pylist()
    )

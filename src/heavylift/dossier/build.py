"""Make the dossier of a case: the folder that leaves the building.

``report.html`` for people, ``flights.*`` and ``positions.parquet`` behind it,
``inputs.json`` with what was read and refused, and the case as it was run. The same
inputs give the same bytes; the time of running stands in the report alone.
"""

from __future__ import annotations

import importlib.metadata
import platform
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

import heavylift
from heavylift.aircraft.flown import aircraft_of, learned_entries
from heavylift.aircraft.registry import EMPTY, Registry, described
from heavylift.corridors import Corridor, Selection, select_flights
from heavylift.corridors.asking import criteria_of, told
from heavylift.dossier.beside import count_beside
from heavylift.dossier.case import Case, days_of
from heavylift.dossier.lakes import Found, check_prior, find_in_lake, lake_of
from heavylift.dossier.map_airfields import map_airfields
from heavylift.dossier.method import thresholds
from heavylift.dossier.on_record import Read, aircraft_json, inputs_json
from heavylift.dossier.own_airfields import (
    own_airfields,
    places_of_case,
    remarks,
)
from heavylift.dossier.report import (
    EventMark,
    FlightTrack,
    PlaceFacts,
    ReportData,
    Seen,
    render_report,
    report_finding,
)
from heavylift.dossier.rows import from_table
from heavylift.exports.flights import write_csv, write_parquet
from heavylift.exports.positions import positions_table
from heavylift.files import check_folder, replacing
from heavylift.flights.find import FlightBatch, Tally, flight_batches
from heavylift.flights.possible import with_places_ahead
from heavylift.flights.settle import settle_ends
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake.pieces import LakeSources
from heavylift.model.ends import Prior
from heavylift.model.positions import Positions, Quarantine
from heavylift.model.sources import InputReport
from heavylift.reference.airfields import Airfields, StripsFile, airfields_with
from heavylift.reference.basemap import load_basemap
from heavylift.reference.places import Place
from heavylift.sources import Sources, open_sources

#: Packages whose version can change a number or a picture.
_VERSIONED: Final = ("numpy", "numba", "pyarrow", "scipy", "shapely")

_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A finished dossier.

    Attributes:
        folder: Where it is.
        report: Its report.
        finding: Its finding in one sentence.
        selection: Its flights.
        inputs: What became of each input.
    """

    folder: Path
    report: Path
    finding: str
    selection: Selection
    inputs: list[InputReport]


def build_dossier(
    case: Case,
    out: Path,
    *,
    registry: Registry = EMPTY,
    progress: Callable[[Sources | LakeSources], None] = lambda _: None,
    now: datetime | None = None,
) -> Dossier:
    """Run a case and write its dossier.

    Args:
        case: The question.
        out: Folder to write to; made when missing, files of the same name replaced.
        registry: What databases say of aircraft.
        progress: Called after each group of aircraft.
        now: Time of running, printed in the report; the clock by default.

    Raises:
        HeavyliftError: A place or an input cannot be used.
    """
    check_folder(out)
    lake = lake_of(case)
    drawn = own_airfields(case, lake)
    airfields = airfields_with(drawn)
    origins, destinations = places_of_case(case, drawn)
    # Places of evidence must read the same on every machine: as the case names them.
    corridor = _corridor(case, origins, destinations, registry)
    sources: Sources | LakeSources
    if lake is not None:
        check_prior(lake, case.prior)
        sources, found = find_in_lake(lake, corridor, progress)
    else:
        sources = opened = open_sources(
            case.inputs, columns=case.columns or None, names=case.input_names
        )
        found = _run(opened, corridor, airfields, case.prior, progress)
        opened.hash_inputs()
    inputs = sources.inputs

    flights = pa.concat_tables([found.selection.belongs, found.selection.may])
    aircraft = aircraft_of(flights, registry, found.learned)
    data = _report_data(
        case, (origins, destinations), found, inputs, drawn, now or _now()
    )
    data = replace(
        data,
        beside=count_beside(found.select, corridor, airfields),
        reach=tuple(told(case.asked, corridor.criteria, found.selection.covered)),
        aircraft=tuple(aircraft),
        registry=tuple(map(described, registry.imports)),
        public_interest=case.public_interest,
        private=found.selection.private,
    )
    report, finding = render_report(data), report_finding(data)
    flights = flights.sort_by("flight_id")
    write_csv(flights, out / "flights.csv")
    write_parquet(flights, out / "flights.parquet")
    write_parquet(
        positions_table(
            [
                (i, found.icao24[i], found.kept[i])
                for i in flights["flight_id"].to_pylist()
            ],
            [f.name for f in sources.files],
        ),
        out / "positions.parquet",
    )
    _write(out / "aircraft.json", aircraft_json(aircraft))
    read = Read(inputs=inputs, tally=found.tally, drawn=drawn, registry=registry)
    _write(out / "inputs.json", inputs_json(read, case.prior))
    _write(out / "case.toml", case.path.read_text(encoding="utf-8"))
    _write(out / "report.html", report)
    return Dossier(
        folder=out,
        report=out / "report.html",
        finding=finding,
        selection=found.selection,
        inputs=inputs,
    )


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


def _report_data(
    case: Case,
    places: tuple[Place, Place],
    found: Found,
    inputs: list[InputReport],
    drawn: tuple[StripsFile, ...],
    now: datetime,
) -> ReportData:
    belongs = tuple(from_table(found.selection.belongs))
    may = tuple(from_table(found.selection.may))
    days = days_of(case.start, case.end)
    missing = frozenset(d for d in days if d not in found.days)
    event = case.event
    return ReportData(
        title=case.title,
        question=case.question,
        start=case.start,
        end=case.end,
        event=EventMark(label=event.label, day=event.day, at=event.at)
        if event
        else None,
        origins=PlaceFacts(label=places[0].label, airfields=places[0].airfields),
        destinations=PlaceFacts(label=places[1].label, airfields=places[1].airfields),
        selection=_selection_in_words(case),
        belongs=belongs,
        may=may,
        tracks={
            row.flight_id: _track(found.kept[row.flight_id]) for row in (*belongs, *may)
        },
        airfields=map_airfields((*belongs, *may), places, drawn),
        basemap=load_basemap(),
        no_data_days=missing,
        inputs=tuple(inputs),
        seen=Seen(
            rows_read=sum(r.rows_read for r in inputs),
            flights=found.tally.flights,
            flights_in_period=found.flights_in_period,
            days=len(days),
            days_without_data=len(missing),
            one_end_only=found.selection.half_open.num_rows,
        ),
        quarantined=dict(sorted(found.tally.quarantined.items())),
        thresholds=thresholds(),
        remarks=(*case.limits, *found.remarks, *remarks(drawn)),
        attributions=case.attribution,
        command=_command(case),
        prior=case.prior,
        versions=_versions(),
        run_at=now.strftime("%Y-%m-%d %H:%M:%S UTC"),
    )


def _track(positions: Positions) -> FlightTrack:
    trusted = positions.take(positions.quarantine == Quarantine.NONE)
    altitude = np.where(
        np.isnan(trusted.baro_altitude_m),
        trusted.geo_altitude_m,
        trusted.baro_altitude_m,
    )
    return FlightTrack(
        time_ms=trusted.time_ms,
        lat_deg=trusted.lat_deg,
        lon_deg=trusted.lon_deg,
        altitude_m=altitude.astype(np.float64),
    )


def _selection_in_words(case: Case) -> str:
    parts = [
        f"{what} {', '.join(chosen)}"
        for what, chosen in (
            ("aircraft", case.asked.aircraft),
            ("types", case.asked.types),
            ("operators", case.asked.operators),
            ("states of registration", case.asked.states),
        )
        if chosen
    ]
    if case.asked.military:
        parts.append("military aircraft only")
    return "; ".join(parts)


def _command(case: Case) -> str:
    """What to type to get the same; the prior is named, whoever chose it."""
    name = shlex.quote(case.path.name)
    return f"heavylift investigate {name} --prior {case.prior} --out DIR"


def _versions() -> dict[str, str]:
    return {
        "heavylift": heavylift.__version__,
        "Python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _VERSIONED},
    }


def _write(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _now() -> datetime:
    return datetime.now(UTC)

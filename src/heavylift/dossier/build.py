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
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

import heavylift
from heavylift.aircraft.flown import aircraft_of
from heavylift.aircraft.registry import EMPTY, Registry, described
from heavylift.corridors import Selection
from heavylift.corridors.asking import told
from heavylift.documents import open_collection
from heavylift.dossier.beside import count_beside
from heavylift.dossier.case import Case, days_of
from heavylift.dossier.claims import beside_flights, claims_of, write_claims
from heavylift.dossier.documents import carry_documents
from heavylift.dossier.lakes import Found
from heavylift.dossier.map_airfields import map_airfields
from heavylift.dossier.method import thresholds
from heavylift.dossier.on_record import Read, aircraft_json, inputs_json
from heavylift.dossier.own_airfields import (
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
from heavylift.dossier.run import context_of, find
from heavylift.dossier.tempo import windows_of
from heavylift.exports.flights import write_csv, write_parquet
from heavylift.exports.positions import positions_table
from heavylift.files import check_folder, replacing
from heavylift.lake.pieces import LakeSources
from heavylift.model.positions import Positions, Quarantine
from heavylift.model.sources import InputReport
from heavylift.reference.airfields import StripsFile
from heavylift.reference.basemap import load_basemap
from heavylift.reference.places import Place
from heavylift.sources import Sources

#: Packages whose version can change a number or a picture.
_VERSIONED: Final = ("numpy", "numba", "pyarrow", "scipy", "shapely")


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
    if case.tempo is not None:
        # What is asked wrongly is told before any long work.
        windows_of(case.tempo, case.start, case.end)
    documents = open_collection(case.path)
    claims = claims_of(case)
    run = find(case, registry, progress)
    sources, found, corridor = run.sources, run.found, run.corridor
    airfields, drawn, places = run.airfields, run.drawn, run.places
    if isinstance(sources, Sources):
        sources.hash_inputs()
    inputs = sources.inputs
    context, tempo = context_of(case, run)
    if claims is not None:
        claims = beside_flights(claims, case, run, registry)

    flights = pa.concat_tables([found.selection.belongs, found.selection.may])
    aircraft = aircraft_of(flights, registry, found.learned)
    data = _report_data(case, places, found, inputs, drawn, now or _now())
    data = replace(
        data,
        beside=count_beside(found.select, corridor, airfields),
        reach=tuple(told(case.asked, corridor.criteria, found.selection.covered)),
        aircraft=tuple(aircraft),
        registry=tuple(map(described, registry.imports)),
        public_interest=case.public_interest,
        private=found.selection.private,
        tempo=tempo,
        claims=claims,
        context=context,
        reconstruction=case.reconstruction,
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
    _write(out / "inputs.json", inputs_json(read, case.prior, case.reconstruction))
    _write(out / "case.toml", case.path.read_text(encoding="utf-8"))
    carry_documents(documents, out, full_texts=case.publish_documents)
    if claims is not None:
        write_claims(claims, case, out)
    _write(out / "report.html", report)
    return Dossier(
        folder=out,
        report=out / "report.html",
        finding=finding,
        selection=found.selection,
        inputs=inputs,
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

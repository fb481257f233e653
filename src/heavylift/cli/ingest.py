"""``heavylift ingest``: days of tracking data into a lake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    airfields_option,
    columns_option,
    split,
)
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.lake import Lake
    from heavylift.lake.ingest import Ingested, Outcome
    from heavylift.lake.wanted import Wanted


@click.command("ingest", context_settings=SETTINGS)
@click.argument(
    "inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT…"
)
@click.option(
    "--lake",
    "where",
    required=True,
    type=INPUT,
    metavar="DIR",
    help="Folder or s3:// URL of the lake; made when missing.",
)
@click.option(
    "--region",
    help="Keep only aircraft that were in this place at least once, with their whole "
    "track: a box, a GeoJSON file, or 100 km around the airfields of any other place.",
)
@click.option(
    "--first-look",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="HEATMAP",
    help="readsb heatmaps of the day, or their folder: with --region, traces of "
    "aircraft that never come near it in them are not read. May be given often.",
)
@click.option(
    "--types", callback=split, help="Keep only these types: IL76,A124, or cargo."
)
@columns_option
@airfields_option
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="What does the work: this process, or Dask: --scheduler, or a process for "
    "each core of this machine.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Dask scheduler to hand the work to, as tcp://10.0.0.1:8786.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    inputs: tuple[Path, ...],
    where: Path | str,
    region: str | None,
    first_look: tuple[Path, ...],
    types: list[str],
    as_json: bool,
    **how: Any,  # noqa: ANN401 -- as click hands them over
) -> None:
    """Bring days of tracking data into a lake, with their flights.

    INPUT is what `heavylift flights` takes. The same input twice changes nothing; a
    better copy of a day replaces the one before it, a worse one is refused. A run that
    was stopped is finished by giving the same command again. The lake is the same
    whatever the engine.

    \b
    Example:
      heavylift ingest v2023.09.02-planes-readsb-prod-0.tar.aa --lake lake
      heavylift ingest 2023/09/02 2023/09/03 --lake lake --types IL76,A124
    """
    from heavylift.lake import make_lake
    from heavylift.lake.engine import engine_of
    from heavylift.lake.ingest import ingest
    from heavylift.reference.strip_files import read_strips

    if first_look and not region:
        raise click.UsageError("--first-look needs --region")
    lake = make_lake(where, drawn=read_strips(how["drawn"]))
    wanted = _wanted(lake, region, types, first_look)
    with engine_of(how["engine_name"], how["scheduler"]) as engine, reading() as show:
        done = ingest(
            lake,
            inputs,
            wanted=wanted,
            columns=how["columns"],
            progress=show,
            engine=engine,
        )
    if as_json:
        click.echo(json.dumps(_summary(done, where), indent=2, ensure_ascii=False))
    else:
        _tell(done, where)


def _wanted(
    lake: Lake, region: str | None, types: list[str], heatmaps: tuple[Path, ...]
) -> Wanted:
    from heavylift.corridors.asking import Asked, criteria_of
    from heavylift.lake.wanted import Wanted
    from heavylift.reference.places import parse_place

    place = parse_place(region, lake.airfields) if region else None
    designators = criteria_of(Asked(types=types)).types
    return Wanted(
        place=place,
        types=tuple(sorted(designators)),
        heatmaps=heatmaps,
        drawn=lake.drawn,
    )


def _summary(done: Ingested, where: Path | str) -> dict[str, object]:
    return {
        "lake": str(where),
        "inputs": [_as_json(outcome) for outcome in done.outcomes],
        "flights_made": done.days,
    }


def _as_json(outcome: Outcome) -> dict[str, object]:
    said: dict[str, object] = {"path": outcome.name, "became": dict(outcome.became)}
    report = outcome.report
    if report is not None:
        said |= {
            "reader": report.reader,
            "sha256": report.sha256,
            "files": report.files,
            "rows_read": report.rows_read,
            "rows_refused": dict(report.refused_rows),
            "files_refused": dict(report.refused_files),
            "remarks": dict(report.remarks),
            "left_out": dict(outcome.left_out),
            "unread": dict(outcome.unread),
        }
    return said


def _tell(done: Ingested, where: Path | str) -> None:
    def say(text: str) -> None:
        click.echo(text, err=True)

    for outcome in done.outcomes:
        report = outcome.report
        if report is not None:
            say(
                f"{outcome.name}: {report.reader}, {report.files:,} files, "
                f"{report.rows_read:,} positions"
            )
            for what, reasons in (
                ("not read (files)", report.refused_files),
                ("not read (rows)", report.refused_rows),
                ("noticed", report.remarks),
                ("left out (positions)", outcome.left_out),
                ("left out unread (traces)", outcome.unread),
            ):
                for reason, n in sorted(reasons.items()):
                    say(f"  {what}: {reason}: {n:,}")
        for day, became in outcome.became.items():
            say(f"  {day}: {became}" if day else f"{outcome.name}: {became}")
    flights = sum(done.days.values())
    say(f"flights of {len(done.days):,} days made: {flights:,}, in {where}")

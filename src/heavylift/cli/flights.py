"""``heavylift flights``: from tracking data to a table of flights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    airfields_for,
    airfields_option,
    columns_option,
)
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from collections import Counter

    from heavylift.flights.find import Tally
    from heavylift.lake.pieces import LakeSources
    from heavylift.model.ends import Prior
    from heavylift.sources import Sources


@click.command("flights", context_settings=SETTINGS)
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="INPUT…")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, .csv or .parquet.",
)
@columns_option
@airfields_option
@click.option(
    "--prior",
    type=click.Choice(["usage", "even"]),
    default="usage",
    show_default=True,
    help="Whether other flights of the fleet in the inputs weigh on candidates.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    inputs: tuple[Path | str, ...],
    out: Path,
    columns: dict[str, str],
    drawn: tuple[Path, ...],
    prior: Prior,
    as_json: bool,
) -> None:
    """Find the flights in tracking data, one row a flight.

    INPUT is a readsb trace, a folder of traces, a day's tar (whole or in parts),
    OpenSky state vectors, a CSV or Parquet table, or a lake. What it is is told by
    its content. Broken files and rows are counted and reported, and stop nothing.

    \b
    Example:
      heavylift flights 2023/09/02/traces --out flights.parquet
      heavylift flights v2023.09.02-planes-readsb-prod-0.tar.aa --out flights.csv
      heavylift flights mine.csv --columns time=t,lat=y,lon=x --out flights.csv
    """
    from heavylift.exports.flights import check_ending, write_flights
    from heavylift.files import check_folder
    from heavylift.flights.find import find_flights
    from heavylift.lake.opening import open_inputs

    check_ending(out)
    check_folder(out.parent)
    airfields = airfields_for(drawn, inputs)
    with reading() as show:
        sources = open_inputs(inputs, columns=columns)
        table, tally = find_flights(
            sources, airfields=airfields, progress=lambda: show(sources), prior=prior
        )
    write_flights(table, out)
    if as_json:
        click.echo(json.dumps(_summary(sources, tally, out), indent=2))
    else:
        _tell(sources, tally, out)


def _summary(
    sources: Sources | LakeSources, tally: Tally, out: Path
) -> dict[str, object]:
    return {
        "out": str(out),
        "flights": tally.flights,
        "positions": tally.positions,
        "repeated": tally.repeated,
        "quarantined": dict(tally.quarantined),
        "surface_only": tally.surface_only,
        "moved_unheard": tally.moved_unheard,
        "inputs": [
            {
                "path": r.path,
                "reader": r.reader,
                "files": r.files,
                "rows_read": r.rows_read,
                "rows_refused": dict(r.refused_rows),
                "files_refused": dict(r.refused_files),
                "remarks": dict(r.remarks),
                "first_examples": r.examples,
            }
            for r in sources.inputs
        ],
    }


def _tell(sources: Sources | LakeSources, tally: Tally, out: Path) -> None:
    """Say on standard error what was read, what was not, and where the flights are."""

    def say(text: str) -> None:
        click.echo(text, err=True)

    for report in sources.inputs:
        say(
            f"{report.path}: {report.reader}, {_count(report.files, 'file')}, "
            f"{_count(report.rows_read, 'position')}"
        )
        _reasons("not read (files)", report.refused_files, report.examples)
        _reasons("not read (rows)", report.refused_rows, report.examples)
        _reasons("noticed", report.remarks, report.examples)
    if tally.repeated:
        say(f"  {_count(tally.repeated, 'position')} were in two files; one was kept")
    for reason, n in sorted(tally.quarantined.items()):
        say(f"  kept but not trusted: {reason.replace('_', ' ')}: {n:,}")
    if tally.moved_unheard:
        say(
            "  moved between airfields without being heard in the air, no flight: "
            f"{tally.moved_unheard:,} (first: {tally.first_move})"
        )
    say(f"{_count(tally.flights, 'flight')} written to {out}")


def _reasons(what: str, reasons: Counter[str], examples: dict[str, str]) -> None:
    for reason, n in sorted(reasons.items()):
        first = f" (first: {examples[reason]})" if reason in examples else ""
        click.echo(f"  {what}: {reason}: {n:,}{first}", err=True)


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"

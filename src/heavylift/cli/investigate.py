"""``heavylift investigate``: a case file becomes a dossier."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import SETTINGS, open_registry_of, registry_option
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.aircraft.registry import Registry
    from heavylift.dossier.build import Dossier
    from heavylift.model.ends import Prior


@click.command("investigate", context_settings=SETTINGS)
@click.argument("case", type=click.Path(path_type=Path), metavar="CASE.toml")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the dossier; made when missing.",
)
@click.option(
    "--prior",
    type=click.Choice(["usage", "even"]),
    default=None,
    help="Whether other flights of the fleet in the inputs weigh on candidates "
    "[default: as the case says, else usage].",
)
@registry_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    case: Path, out: Path, prior: Prior | None, registry: Path | None, as_json: bool
) -> None:
    """Run a case and write its dossier.

    The dossier holds report.html, flights.csv, flights.parquet, positions.parquet,
    aircraft.json (who flew, by whose word), inputs.json (hashes, rows read, rows
    refused) and the case as it was run.

    \b
    Example:
      heavylift investigate examples/kaliningrad-2022/case.toml --out dossier
    """
    opened = open_registry_of(registry) if registry is not None else None
    dossier = run_case(case, out, prior, opened)
    if as_json:
        click.echo(json.dumps(summary(dossier), indent=2, ensure_ascii=False))
    else:
        click.echo(dossier.finding)
        click.echo(f"Report: {dossier.report}", err=True)


def run_case(
    case: Path,
    out: Path,
    prior: Prior | None = None,
    registry: Registry | None = None,
) -> Dossier:
    """Read a case file and build its dossier, showing progress.

    Without a registry the one that the case names is asked, else the user's own.
    """
    from heavylift.dossier.build import build_dossier
    from heavylift.dossier.case import read_case

    asked = read_case(case)
    if prior is not None:
        asked = replace(asked, prior=prior)
    if registry is None:
        registry = open_registry_of(asked.registry)
    with reading() as show:
        return build_dossier(asked, out, registry=registry, progress=show)


def summary(dossier: Dossier) -> dict[str, object]:
    """The result as JSON values."""
    from heavylift.corridors import count_by_class

    return {
        "report": str(dossier.report),
        "finding": dossier.finding,
        "counts": {
            c.value: n for c, n in count_by_class(dossier.selection.belongs).items()
        },
        "may_belong": dossier.selection.may.num_rows,
        "one_end_open": dossier.selection.half_open.num_rows,
    }

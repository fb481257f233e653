"""``heavylift investigate``: a case file becomes a dossier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import SETTINGS
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.dossier.build import Dossier


@click.command("investigate", context_settings=SETTINGS)
@click.argument("case", type=click.Path(path_type=Path), metavar="CASE.toml")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the dossier; made when missing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(case: Path, out: Path, as_json: bool) -> None:
    """Run a case and write its dossier.

    The dossier holds report.html, flights.csv, flights.parquet, positions.parquet,
    inputs.json (hashes, rows read, rows refused) and the case as it was run.

    \b
    Example:
      heavylift investigate examples/kaliningrad-2022/case.toml --out dossier
    """
    dossier = run_case(case, out)
    if as_json:
        click.echo(json.dumps(summary(dossier), indent=2, ensure_ascii=False))
    else:
        click.echo(dossier.finding)
        click.echo(f"Report: {dossier.report}", err=True)


def run_case(case: Path, out: Path) -> Dossier:
    """Read a case file and build its dossier, showing progress."""
    from heavylift.dossier.build import build_dossier
    from heavylift.dossier.case import read_case

    with reading() as show:
        return build_dossier(read_case(case), out, progress=show)


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

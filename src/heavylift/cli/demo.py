"""``heavylift demo``: a real case, from its positions to its report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from heavylift.cli.investigate import run_case, summary
from heavylift.cli.options import SETTINGS
from heavylift.errors import MissingInput

#: Examples lie beside ``src`` in a checkout, inside the package when installed.
_PLACES: Final = (
    Path(__file__).parents[3] / "examples",
    Path(__file__).parents[1] / "examples",
)

_DEFAULT: Final = "kaliningrad-2022"


@click.command("demo", context_settings=SETTINGS)
@click.argument("example", default=_DEFAULT)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the dossier.  [default: heavylift-demo]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(example: str, out: Path | None, as_json: bool) -> None:
    """Run a real case that comes with heavylift.

    kaliningrad-2022: flights from Moscow and St Petersburg to Kaliningrad around
    27 February 2022, when the airspace of the EU closed. Reception ends before every
    landing.

    \b
    Example:
      heavylift demo
    """
    from heavylift.aircraft.registry import EMPTY

    # The same for everybody, whatever is in their own registry.
    dossier = run_case(
        find_example(example), out or Path("heavylift-demo"), registry=EMPTY
    )
    if as_json:
        click.echo(json.dumps(summary(dossier), indent=2, ensure_ascii=False))
    else:
        click.echo(f"Report:  {dossier.report.resolve()}")
        click.echo(f"Finding: {dossier.finding}")


def find_example(name: str) -> Path:
    """Path of an example's case file.

    Raises:
        MissingInput: There is no example of that name.
    """
    for place in _PLACES:
        case = place / name / "case.toml"
        if case.is_file():
            return case
    raise MissingInput(f"examples/{name}")

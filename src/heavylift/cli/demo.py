"""``heavylift demo``: a case that comes with heavylift, from positions to report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from heavylift.cli.investigate import run_case, summary
from heavylift.cli.options import SETTINGS
from heavylift.cli.progress import writing
from heavylift.errors import MissingInput

if TYPE_CHECKING:
    from heavylift.reconstruction.archive import Archive

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
    """Run a case that comes with heavylift.

    kaliningrad-2022: flights from Moscow and St Petersburg to Kaliningrad around
    27 February 2022, when the airspace of the EU closed. Real positions; reception
    ends before every landing.

    ovda-ganja-2023: flights from Ovda to Baku and Ganja in September 2023. A
    reconstruction: its positions are made up after published reports, in a folder
    beside the dossier, and every page and figure says so.

    \b
    Example:
      heavylift demo
      heavylift demo ovda-ganja-2023 --out ovda
    """
    from heavylift.aircraft.registry import EMPTY

    out = out or Path("heavylift-demo")
    case = find_example(example)
    archive = None
    if (case.parent / "reported.csv").is_file():
        case, archive = reconstruct(case, out)
    # The same for everybody, whatever is in their own registry.
    dossier = run_case(case, out, registry=EMPTY)
    if as_json:
        click.echo(json.dumps(summary(dossier), indent=2, ensure_ascii=False))
        return
    if archive is not None:
        click.echo(
            f"RECONSTRUCTION: {archive.rows:,} made-up positions in {archive.folder}; "
            f"what was made up is in {archive.truth}"
        )
    click.echo(f"Report:  {dossier.report.resolve()}")
    click.echo(f"Finding: {dossier.finding}")


def reconstruct(case: Path, out: Path) -> tuple[Path, Archive]:
    """Write the archive of a reconstruction beside its dossier.

    Args:
        case: The example's case file.
        out: Folder of the dossier; ``-archive`` is added to its name.

    Returns:
        The case file beside the archive, and what was written.
    """
    from heavylift.reconstruction.archive import write_archive

    beside = out.with_name(f"{out.name}-archive")
    with writing("making up the archive") as show:
        archive = write_archive(case.parent, beside, progress=show)
    copied = Path(shutil.copyfile(case, beside / case.name))
    _enter_claims(case.parent, copied)
    return copied, archive


def _enter_claims(example: Path, case: Path) -> None:
    """Enter what was reported in the ledger of the case; once is enough."""
    from heavylift.dossier.case import read_case
    from heavylift.dossier.claims_entering import import_list

    asked = read_case(case)
    for name in ("documents.csv", "claims.csv"):
        if (example / name).is_file():
            import_list(asked, example / name)


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

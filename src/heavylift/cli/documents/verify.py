"""``heavylift documents verify``: is everything as it was added?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from heavylift.cli.documents.options import case_argument
from heavylift.cli.options import SETTINGS


@click.command("verify", context_settings=SETTINGS)
@case_argument
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def command(case: Path, as_json: bool) -> None:
    """Hash every original, text and record anew, and check the log's chain.

    Ends with exit code 1 when anything is not as it was added. The last line is the
    hash of the log's last entry: whoever noted it earlier can tell whether entries were
    cut off since.

    \b
    Example:
      heavylift documents verify case.toml
    """
    from dataclasses import asdict

    from heavylift.documents import verify
    from heavylift.documents.collection import head_of
    from heavylift.errors import DocumentError

    documents, faults = verify(case)
    wrong = [fault for fault in faults if not fault.is_left]
    if as_json:
        told = {
            "documents": documents,
            "head": head_of(case),
            "faults": [asdict(fault) for fault in faults],
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(f"{fault.where}: {fault.what}", err=True)
        if not wrong:
            click.echo(f"documents: {documents:,}, all as they were added")
            click.echo(f"log of custody ends with {head_of(case)}")
    if wrong:
        raise DocumentError(
            f"{case}: {len(wrong)} files are not as they were added",
            help="take these from a copy of the evidence folder; what is not named "
            "above is whole",
        )

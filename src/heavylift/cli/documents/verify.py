"""``heavylift documents verify``: is everything as it was added?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.documents.options import case_argument
from heavylift.cli.options import SETTINGS

if TYPE_CHECKING:
    from heavylift.documents.stamped import Checked


@click.command("verify", context_settings=SETTINGS)
@case_argument
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="CERT.pem",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Certificate that you trust, for timestamps of an authority. Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(case: Path, roots: tuple[Path, ...], as_json: bool) -> None:
    """Hash every original, text and record anew, and check the log's chain.

    Trusted timestamps, if the case has any, are checked with them; without --root
    nobody vouches for their authority, and that is told.

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
    # What covers files that were changed says nothing of these.
    stamped = [] if wrong else _timestamps(case, roots)
    if as_json:
        told = {
            "documents": documents,
            "head": head_of(case),
            "faults": [asdict(fault) for fault in faults],
            "timestamps": [_told(checked) for checked in stamped],
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(f"{fault.where}: {fault.what}", err=True)
        if not wrong:
            click.echo(f"documents: {documents:,}, all as they were added")
            click.echo(f"log of custody ends with {head_of(case)}")
        for checked in stamped:
            click.echo(_said(checked), err=bool(checked.trouble))
    if wrong:
        raise DocumentError(
            f"{case}: {len(wrong)} files are not as they were added",
            help="take these from a copy of the evidence folder; what is not named "
            "above is whole",
        )
    if any(checked.trouble for checked in stamped):
        raise DocumentError(
            f"{case}: not every timestamp holds",
            help="take it from a copy of the evidence folder, or ask for a new one "
            "with `heavylift fetch timestamp`",
        )


def _timestamps(case: Path, roots: tuple[Path, ...]) -> list[Checked]:
    from heavylift.documents.collection import evidence_folder
    from heavylift.documents.stamped import TIMESTAMPS, verify_timestamps
    from heavylift.documents.timestamps import read_roots
    from heavylift.errors import MissingInput

    folder = evidence_folder(case)
    if not (folder / TIMESTAMPS).is_dir():
        return []
    trusted = []
    for root in roots:
        if not root.is_file():
            raise MissingInput(root)
        trusted += read_roots(root.read_bytes())
    return verify_timestamps(folder, trusted)


def _told(checked: Checked) -> dict[str, object]:
    stamp = checked.timestamp
    return {
        "name": checked.name,
        "time": stamp.time.isoformat() if stamp else None,
        "authority": stamp.authority if stamp else None,
        "root": stamp.root if stamp else None,
        "trouble": checked.trouble,
        "missing": checked.missing,
        "later": checked.later,
    }


def _said(checked: Checked) -> str:
    stamp = checked.timestamp
    if stamp is None:
        return f"timestamp {checked.name}: {checked.trouble}"
    vouched = (
        f"checked against {stamp.root}"
        if stamp.root
        else "nobody vouches for that authority: give its root with --root"
    )
    said = (
        f"timestamp {stamp.time:%Y-%m-%d %H:%M:%S} UTC by {stamp.authority}, {vouched}"
    )
    if checked.missing:
        said += f"; {len(checked.missing)} files that it covers are not among documents"
    if checked.later:
        said += f"; {len(checked.later)} documents came later and are not covered"
    return said

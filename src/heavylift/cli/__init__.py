"""The command line: one file a command, shared options in ``options``.

Standard output carries data, standard error everything said to a person meanwhile.
Exit codes: 0 done, 1 nothing could be done with the input, 2 the command was misspelt.
What a command needs is imported inside it, so that ``--help`` answers at once.
"""

from __future__ import annotations

from typing import Final

import click

from heavylift import __version__
from heavylift.cli.groups import Commands
from heavylift.cli.options import SETTINGS
from heavylift.errors import HeavyliftError

#: Commands, in the order of a case; each is in the module of its name.
COMMANDS: Final[dict[str, str]] = {
    "demo": "Run a case that comes with heavylift, and say where its report is.",
    "flights": "Find the flights in tracking data, each end with a class of evidence.",
    "explain": "Say why each end of a flight has its class.",
    "ingest": "Bring days of tracking data into a lake, with their flights.",
    "lake": "Tell what each day of a lake holds, and how complete it is.",
    "corridor": "Pick the flights from one place to another, counted by class.",
    "investigate": "Run a case file and write its dossier.",
    "aircraft": "Say which aircraft an address was on a day, and who says otherwise.",
    "registry": "Keep what databases say of aircraft, side by side, with their days.",
    "tempo": "Say how unusual the flights of a case were, and out of how much.",
    "claims": "Say who said what, what agrees, and what flights say to it.",
    "interference": "List where and when positions cannot be true.",
    "documents": "Keep the documents of a case: bytes, text, dates, log of custody.",
    "statements": "List who is said to have said what, in documents.",
    "airfields": "Look up airfields by code, name or place.",
    "fetch": "Fetch published data, and say first what and from where.",
}


@click.command(
    cls=Commands, package="heavylift.cli", told=COMMANDS, context_settings=SETTINGS
)
@click.version_option(__version__, prog_name="heavylift")
def group() -> None:
    """Find airlifts in open flight-tracking data.

    heavylift says, flight by flight, what the data show and what they do not. It
    works offline, on this machine alone; `fetch` alone goes online, when you say so.

    \b
    Example:
      heavylift demo
      heavylift flights traces/2023/09/02 --out flights.parquet
      heavylift corridor flights.parquet --from Ovda --to country:AZ
    """


def main() -> None:
    """Run the command line; show errors the way a person can act on."""
    try:
        group(prog_name="heavylift")
    except HeavyliftError as error:
        click.echo(f"heavylift: {error}", err=True)
        raise SystemExit(1) from None

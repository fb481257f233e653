"""``heavylift fetch``: bring published data here. One file a command."""

from __future__ import annotations

import shlex
from typing import Final

import click

from heavylift.cli.groups import Commands
from heavylift.cli.options import SETTINGS

#: What can be fetched; each is in the module of its name.
COMMANDS: Final[dict[str, str]] = {
    "day": "Fetch whole days from adsb.lol's releases.",
    "traces": "Fetch traces of single aircraft from a readsb globe.",
    "opensky": "Fetch state vectors from OpenSky, with your own account.",
    "aircraft": "Fetch tar1090-db's table of aircraft.",
    "airfields": "Fetch OurAirports' tables of airfields and runways.",
    "statements": "Ask a language model of yours where statements stand.",
    "timestamp": "Let an authority sign when the documents of a case existed.",
}

#: Where the command line that was given is kept, to be printed when it must be again.
GIVEN: Final = "heavylift.fetch.given"


class _Fetches(Commands):
    """Keeps the command line that was given, beside what any group does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[GIVEN] = shlex.join(["heavylift", "fetch", *args])
        return super().parse_args(ctx, args)


@click.command(
    "fetch",
    cls=_Fetches,
    package="heavylift.cli.fetch",
    told=COMMANDS,
    context_settings=SETTINGS,
)
def command() -> None:
    """Fetch published data, and say first what and from where.

    No other command goes online, but to a lake or a scheduler named by its address.
    It prints every host, how much comes and under which licence, asks you, and then
    opens nothing else. Downloads that break off go on where they stopped; what came
    of each is in heavylift-fetch.jsonl beside them. `statements` and `timestamp` send
    something, and say what.

    \b
    Example:
      heavylift fetch day 2023-09-02 --to archive
      heavylift fetch traces 600828,600829 --since 2023-09-01 --until 2023-09-18 \\
        --url https://globe.example --to traces
    """

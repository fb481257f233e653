"""``heavylift fetch``: bring published data here. One file a command."""

from __future__ import annotations

import importlib
import shlex
from typing import Final

import click

from heavylift.cli.options import SETTINGS

#: What can be fetched; each is in the module of its name.
COMMANDS: Final[dict[str, str]] = {
    "day": "Fetch whole days from adsb.lol's releases.",
    "traces": "Fetch traces of single aircraft from a readsb globe.",
    "opensky": "Fetch state vectors from OpenSky, with your own account.",
    "aircraft": "Fetch tar1090-db's table of aircraft.",
    "airfields": "Fetch OurAirports' tables of airfields and runways.",
}

#: Where the command line that was given is kept, to be printed when it must be again.
GIVEN: Final = "heavylift.fetch.given"


class _Fetches(click.Group):
    """Commands that are imported only when they are called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[GIVEN] = shlex.join(["heavylift", "fetch", *args])
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"heavylift.cli.fetch.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command("fetch", cls=_Fetches, context_settings=SETTINGS)
def command() -> None:
    """Fetch published data, and say first what and from where.

    No other command goes online, but to a lake or a scheduler named by its address.
    It prints every host, how much comes and under which licence, asks you, and then
    opens nothing else. Downloads that break off go on where they stopped; what came
    of each is in heavylift-fetch.jsonl beside them.

    \b
    Example:
      heavylift fetch day 2023-09-02 --to archive
      heavylift fetch traces 600828,600829 --since 2023-09-01 --until 2023-09-18 \\
        --url https://globe.example --to traces
    """

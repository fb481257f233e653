"""``heavylift fetch opensky``: state vectors, with the user's own account."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heavylift.cli.fetch.telling import check_can_ask, may_go_on, say, say_proxy
from heavylift.cli.options import SETTINGS, moment, split

if TYPE_CHECKING:
    from heavylift.fetch.opensky import Question


def _bounds(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> tuple[float, float, float, float] | None:
    """Read a box."""
    if value is None:
        return None
    try:
        south, west, north, east = (float(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(f"'{value}' is not S,W,N,E") from None
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise click.BadParameter(
            f"'{value}': south must be below north, west left of east, in degrees"
        )
    return south, west, north, east


@click.command("opensky", context_settings=SETTINGS)
@click.option(
    "--since", required=True, callback=moment, help="First day or time (UTC)."
)
@click.option(
    "--until", required=True, callback=moment, help="First day or time after (UTC)."
)
@click.option("--icao24", callback=split, help="Only these addresses: 600828,600829.")
@click.option("--bounds", callback=_bounds, metavar="S,W,N,E", help="Only in this box.")
@click.option(
    "--airport",
    metavar="ICAO",
    help="Only flights that OpenSky takes to have left or reached this airport.",
)
@click.option(
    "--to",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.parquet",
    help="File to write.",
)
@click.option("--url", metavar="ADDRESS", help="Another server of the same protocol.")
@click.option("--yes", is_flag=True, help="Fetch without asking.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
def command(path: Path, **how: Any) -> None:  # noqa: ANN401 -- as click hands them over
    """Fetch state vectors from OpenSky's historical database, with your own account.

    Needs `pip install 'heavylift[opensky]'` and
    an account with access to the database; name and password are read where OpenSky's
    client, pyopensky, keeps them. Box or addresses, or both, keep the answer small.

    \b
    Example:
      heavylift fetch opensky --since 2023-09-01 --until 2023-09-18 \\
        --icao24 600828,600829 --to fleet.parquet
      heavylift flights fleet.parquet --out flights.parquet
    """
    from heavylift.fetch.opensky import Question, fetch_into, open_client
    from heavylift.fetch.traces import check_address

    check_can_ask(how)
    question = Question(
        since=how["since"],
        until=how["until"],
        icao24=tuple(check_address(a) for a in how["icao24"]),
        bounds=how["bounds"],
        airport=how["airport"],
    )
    if question.until <= question.since:
        raise click.UsageError("--until is not after --since")
    if not (question.icao24 or question.bounds or question.airport):
        raise click.UsageError("name --icao24, --bounds or --airport")
    if path.suffix != ".parquet":
        raise click.UsageError("--to names a Parquet file, ending in .parquet")
    client = None if how["dry_run"] else open_client(how["url"])
    _announce(question, path, how["url"])
    if not may_go_on(how) or client is None:
        return
    asked = {"url": how["url"]} if how["url"] else {}
    now = datetime.now(UTC)
    entry = fetch_into(client, question, path, now=now, tell=say, **asked)
    say(f"{entry.outcome}: {entry.words}")
    if how["as_json"]:
        import msgspec

        click.echo(json.dumps(msgspec.to_builtins(entry), indent=2, ensure_ascii=False))
    else:
        click.echo(path)


def _announce(question: Question, path: Path, url: str | None) -> None:
    from heavylift.fetch.opensky import HOSTS, TERMS

    say(f"to ask: {question.say()}")
    for host in (url,) if url else HOSTS:
        say(f"  {host}")
        say_proxy(host)
    say("its size is not known beforehand")
    say(f"licence: {TERMS.say()}")
    say(f"into: {path}")

"""``heavylift registry``: what databases say of aircraft, kept side by side."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    day,
    open_registry_of,
    registry_folder,
    registry_option,
)
from heavylift.cli.progress import reading

if TYPE_CHECKING:
    from heavylift.aircraft.databases import Reading
    from heavylift.aircraft.registry import Import


@click.group("registry", context_settings=SETTINGS)
def command() -> None:
    """Keep what databases say of aircraft, side by side, with their days.

    Nothing comes with heavylift: import what you have downloaded. Sources are never
    merged; where they differ, `heavylift aircraft` and reports show all of them.

    \b
    Example:
      heavylift registry import aircraft.csv.gz --as-of 2026-11-01
      heavylift registry import fleet.csv flights.parquet
      heavylift registry status
    """


def _day_of_picture(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> date | None:
    """Read a day that has a day after it."""
    picture = day(ctx, param, value)
    if picture == date.max:
        raise click.BadParameter(f"'{value}' is no day of which there are pictures")
    return picture


@command.command("import", context_settings=SETTINGS)
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE…")
@click.option(
    "--as-of",
    callback=_day_of_picture,
    metavar="DAY",
    help="Day of which the files are a picture [default: the time in a gzip header, "
    "else that of the file].",
)
@click.option(
    "--source", default=None, help="What to call a table of your own beside others."
)
@registry_option
@click.option("--json", "as_json", is_flag=True, help="Print the imports as JSON.")
def import_(
    files: tuple[Path | str, ...],
    as_of: date | None,
    source: str | None,
    registry: Path | None,
    as_json: bool,
) -> None:
    """Import databases of aircraft.

    FILE is tar1090-db's aircraft.csv.gz, OpenSky's aircraft database, FAA's
    ReleasableAircraft.zip, the folder of Virtual Radar's standing data, a table of
    flights, a lake, traces, or a CSV or Parquet table of your own with columns such as
    icao24, registration, type, operator, designator, owner, military, from, to. What
    it is is told by its content. The same file again changes nothing.

    \b
    Example:
      heavylift registry import aircraft.csv.gz --as-of 2026-11-01
      heavylift registry import 2023/09/02/traces flights.parquet lake
    """
    from heavylift.aircraft.registry import add_import, check_registry

    folder = registry_folder(registry)
    check_registry(folder)  # what is broken is told before long reading
    done = []
    for file in files:
        read, sha256, picture, dated_by = _read(file, as_of, source)
        one, is_new = add_import(
            folder,
            read,
            file=str(file),
            sha256=sha256,
            as_of=picture,
            dated_by=dated_by,
        )
        done.append((one, is_new))
        if not as_json:
            _tell(one, is_new)
    if as_json:
        told = [{**_as_json(one), "new": is_new} for one, is_new in done]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo(f"registry: {folder}", err=True)


def _read(
    file: Path | str, as_of: date | None, source: str | None
) -> tuple[Reading, str, date, str]:
    """Read a database, flights, a lake or traces; with its hash and its day."""
    from heavylift.aircraft.databases import read_database
    from heavylift.aircraft.dating import picture_of
    from heavylift.aircraft.learned import learn
    from heavylift.errors import RegistryError
    from heavylift.exports.flights import is_flights, read_flights
    from heavylift.lake import is_lake

    if is_lake(file):
        read, sha256 = _learn_from_lake(file)
        return read, sha256, _last_day(read), "flights"
    path = Path(file)
    if path.is_file() and is_flights(path):
        read = learn(read_flights(path))
        return read, _hash(path), _last_day(read), "flights"
    try:
        read = read_database(path, source)
    except RegistryError as not_known:
        read_traces = _learn_from_traces(path)
        if read_traces is None:
            raise not_known from None
        return read_traces, _hash(path), _last_day(read_traces), "flights"
    picture, dated_by = picture_of(path, as_of)
    return read, _hash(path), picture, dated_by


def _learn_from_lake(where: Path | str) -> tuple[Reading, str]:
    import hashlib

    from heavylift.aircraft.learned import COLUMNS, learn
    from heavylift.lake import open_lake
    from heavylift.lake.query import made_days, read_flights_columns

    lake = open_lake(where)
    days = made_days(lake)
    said = [f"{d.day} {d.flights.made_from}" for d in days if d.flights is not None]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    return learn(read_flights_columns(lake, days, COLUMNS)), digest


def _learn_from_traces(path: Path) -> Reading | None:
    """What traces say; ``None`` when there are none."""
    from heavylift.aircraft.traces import learn_from_traces
    from heavylift.errors import SourceError
    from heavylift.sources import open_sources

    try:
        with reading() as show:
            return learn_from_traces(open_sources([path]), show)
    except SourceError:
        return None


def _last_day(read: Reading) -> date:
    """The last day that entries speak for; a day stands for the whole import."""
    import pyarrow.compute as pc

    last = pc.max(read.entries["to"]).as_py()
    return last - timedelta(days=1) if isinstance(last, date) else date(1970, 1, 1)


def _hash(path: Path) -> str:
    from heavylift.sources.catalogue import list_files
    from heavylift.sources.hashes import hash_input

    return hash_input(path, list_files(path))


@command.command("status", context_settings=SETTINGS)
@registry_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(registry: Path | None, as_json: bool) -> None:
    """List what was imported, of which day, and what was refused.

    \b
    Example:
      heavylift registry status --json
    """
    opened = open_registry_of(registry)
    if as_json:
        told = [_as_json(one) for one in opened.imports]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in opened.imports:
        click.echo(
            f"{one.name}  {one.source}  as of {one.as_of}  {one.entries:,} entries  "
            f"{one.file}"
        )
    if not opened.imports:
        click.echo(f"nothing imported into {opened.folder}", err=True)


@command.command("remove", context_settings=SETTINGS)
@click.argument("name")
@registry_option
def remove(name: str, registry: Path | None) -> None:
    """Remove the import NAME, as `heavylift registry status` lists it.

    \b
    Example:
      heavylift registry remove 2026-11-01-0123456789ab
    """
    from heavylift.aircraft.registry import remove_import

    one = remove_import(registry_folder(registry), name)
    click.echo(f"removed {one.source} as of {one.as_of} ({one.file})", err=True)


def _tell(one: Import, is_new: bool) -> None:
    from heavylift.aircraft.dating import WORDS

    if not is_new:
        click.echo(f"{one.file}: imported before, as {one.name}", err=True)
        return
    click.echo(
        f"{one.file}: {one.source} as of {one.as_of} ({WORDS[one.dated_by]}); "
        f"{one.entries:,} entries of {one.rows:,} rows",
        err=True,
    )
    for what, reasons in (("not used", one.refused), ("noticed", one.remarks)):
        for reason, n in reasons.items():
            click.echo(f"  {what}: {reason}: {n:,}", err=True)


def _as_json(one: Import) -> dict[str, object]:
    import msgspec

    told: dict[str, object] = msgspec.to_builtins(one)
    return told

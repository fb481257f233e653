"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

#: Settings of every command. Given to each by itself, so that its help is the same
#: whether it is called below the group or alone.
SETTINGS: Final = {"help_option_names": ["-h", "--help"]}


class _Input(click.ParamType[str | Path]):
    """A path, or the URL of a lake, which must keep its two slashes."""

    name = "path"

    def convert(
        self,
        value: str | Path,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | Path:
        return value if isinstance(value, str) and "://" in value else Path(value)


INPUT: Final = _Input()


def parse_columns(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> dict[str, str]:
    """Turn ``time=t,lat=y`` into a mapping of our names to the table's."""
    if not value:
        return {}
    columns = {}
    for pair in value.split(","):
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise click.BadParameter(
                f"'{pair}' is not NAME=COLUMN; write for example "
                "time=t,lat=y,lon=x,icao24=hex,altitude_ft=alt"
            )
        columns[ours.strip()] = theirs.strip()
    return columns


columns_option = click.option(
    "--columns",
    callback=parse_columns,
    metavar="NAME=COLUMN,…",
    help="Which column of a CSV or Parquet table holds what, where its names are not "
    "recognised. Names carry units: altitude_ft, speed_kmh.",
)


def split(_ctx: click.Context, _param: click.Parameter, value: str | None) -> list[str]:
    """Turn ``A,B`` into a list."""
    return [part.strip() for part in (value or "").split(",") if part.strip()]


def moment(
    _ctx: click.Context, param: click.Parameter, value: str | None
) -> datetime | None:
    """Read a day or a time; a day as an end means up to and without that day."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"'{value}' is no date; write 2022-02-22 or 2022-02-22T06:00Z"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

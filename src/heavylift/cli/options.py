"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from heavylift.errors import FlightsError

if TYPE_CHECKING:
    import pyarrow as pa

    from heavylift.aircraft.registry import Registry
    from heavylift.corridors.asking import Asked
    from heavylift.reference.airfields import Airfields

#: A command, before or after options are added to it.
F = TypeVar("F", bound=Callable[..., Any])

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


def split(_ctx: click.Context, _param: click.Parameter, value: str | None) -> list[str]:
    """Turn ``A,B`` into a list."""
    return [part.strip() for part in (value or "").split(",") if part.strip()]


columns_option = click.option(
    "--columns",
    callback=parse_columns,
    metavar="NAME=COLUMN,…",
    help="Which column of a CSV or Parquet table holds what, where its names are not "
    "recognised. Names carry units: altitude_ft, speed_kmh.",
)


#: Names the folder of the registry where no option does.
REGISTRY_VARIABLE: Final = "HEAVYLIFT_REGISTRY"

registry_option = click.option(
    "--registry",
    "registry",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="Folder of the registry of aircraft [default: $HEAVYLIFT_REGISTRY, else "
    "heavylift/registry in the user's data folder].",
)


_CRITERIA: Final = (
    click.option("--aircraft", callback=split, help="Addresses or registrations: A,B."),
    click.option(
        "--types",
        callback=split,
        help="ICAO type designators (IL76,A124), or cargo or freighter for a list of "
        "transport types.",
    ),
    click.option(
        "--operators",
        "--operator",
        "operators",
        callback=split,
        help="Airline designators, or parts of names of operators.",
    ),
    click.option("--military", is_flag=True, help="Only military aircraft."),
    click.option(
        "--states",
        "--state",
        "states",
        callback=split,
        help="States of registration: AZ,GE, or names.",
    ),
    click.option(
        "--public-interest",
        default=None,
        metavar="REASON",
        help="Give flights of privacy addresses (PIA) too, and print why; else they "
        "are left out and counted.",
    ),
)


def criteria_options(command: F) -> F:
    """Add the options that say which aircraft are asked for."""
    for option in reversed(_CRITERIA):
        command = option(command)
    return command


def asked_of(chosen: Mapping[str, object]) -> Asked:
    """Read what ``criteria_options`` were given."""
    from heavylift.corridors.asking import Asked

    return Asked(
        aircraft=cast("list[str]", chosen["aircraft"]),
        types=cast("list[str]", chosen["types"]),
        operators=cast("list[str]", chosen["operators"]),
        military=bool(chosen["military"]),
        states=cast("list[str]", chosen["states"]),
    )


def registry_folder(given: Path | None) -> Path:
    """Say where the registry is: as given, by the environment, or at its usual place.

    The usual place follows the XDG Base Directory Specification.
    """
    if given is not None:
        return given
    if named := os.environ.get(REGISTRY_VARIABLE):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    base = Path(data) if data else Path.home() / ".local" / "share"
    return base / "heavylift" / "registry"


def open_registry_of(given: Path | None) -> Registry:
    """Open the registry; where none was made, an empty one.

    Raises:
        MissingInput: A folder was named that is not there.
    """
    from heavylift.aircraft.registry import open_registry
    from heavylift.errors import MissingInput

    if given is not None and not given.is_dir():
        raise MissingInput(given)
    return open_registry(registry_folder(given))


def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no day; write 2023-09-02") from None


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


airfields_option = click.option(
    "--airfields",
    "drawn",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Airfields of your own, drawn by the ends of their runways: CSV or GeoJSON. "
    "May be given often.",
)


def airfields_for(drawn: Sequence[Path], where: Sequence[Path | str] = ()) -> Airfields:
    """Give the known airfields with those that the user drew.

    Args:
        drawn: Files of strips.
        where: What is read. A lake has airfields of its own, and others are refused.

    Raises:
        StripError: A file of strips cannot be used.
        LakeError: The lake was made with others.
    """
    from heavylift.lake.opening import lake_among
    from heavylift.lake.storage import check_drawn
    from heavylift.reference.airfields import airfields_with
    from heavylift.reference.strip_files import read_strips

    files = read_strips(drawn)
    lake = lake_among(where)
    return airfields_with(files) if lake is None else check_drawn(lake, files).airfields


def check_known(row: Mapping[str, Any], flights: Path, airfields: Airfields) -> None:
    """Refuse a flight whose ends are airfields that the user drew and does not give.

    Raises:
        FlightsError: It names an airfield that is not known.
    """
    missing = {str(c) for c in (row["origin"], row["destination"]) if c}
    missing -= set(airfields.code)
    if missing:
        raise FlightsError(
            f"{flights}: {row['flight_id']} names {', '.join(sorted(missing))}, and no "
            "such airfield is known",
            help="give the airfields of your own that the table was made with: "
            "--airfields FILE",
        )


def tell_unknown(table: pa.Table, airfields: Airfields) -> None:
    """Say which ends of a table are at airfields that are not known here.

    They are no error: a table of an older version may name airfields by other codes.
    """
    import pyarrow.compute as pc

    named = {
        code
        for role in ("origin", "destination")
        for code in pc.unique(table[role]).to_pylist()
        if code
    }
    unknown = sorted(named - set(airfields.code))
    if unknown:
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        click.echo(
            f"The table has flights of airfields that are not known here: "
            f"{', '.join(unknown[:_NAMED])}{more}. No country or area holds them; if "
            "they are your own, give --airfields FILE.",
            err=True,
        )


#: So many unknown airfields are named.
_NAMED: Final = 5

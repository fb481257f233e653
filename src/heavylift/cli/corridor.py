"""``heavylift corridor``: flights from here to there, counted by class."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    airfields_for,
    airfields_option,
    split,
    tell_unknown,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from heavylift.corridors import Corridor, PeriodCount, Selection
    from heavylift.reference.airfields import Airfields
    from heavylift.reference.alternatives import Alternative
    from heavylift.reference.places import Place


def _moment(
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


@click.command("corridor", context_settings=SETTINGS)
@click.argument("flights", type=INPUT, metavar="FLIGHTS")
@click.option("--from", "origin", required=True, help="Where the flights leave.")
@click.option("--to", "destination", required=True, help="Where they arrive.")
@airfields_option
@click.option("--since", callback=_moment, help="First day or time (UTC).")
@click.option("--until", callback=_moment, help="First day or time after (UTC).")
@click.option("--aircraft", callback=split, help="Addresses or registrations: A,B.")
@click.option("--types", callback=split, help="ICAO type designators: IL76,A124.")
@click.option(
    "--operators",
    callback=split,
    help="Airline designators (by callsign) or parts of the operator's name.",
)
@click.option(
    "--every",
    type=click.Choice(["day", "week"]),
    default="day",
    show_default=True,
    help="Count by day or week (UTC, from Monday).",
)
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    default=None,
    help="List a flight as one that may belong from this probability on "
    "[default: 0.05].",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="Print the flights as CSV, with `belongs`."
)
def command(flights: Path | str, **chosen: object) -> None:
    """Pick the flights from one place to another.

    FLIGHTS is a table made by `heavylift flights`, or a lake. Places are airfield codes
    (UBBB,UBBG), names, countries (Azerbaijan, country:AZ), region:AZ-GA, 'within 150 km
    of Stepanakert', circle:LAT,LON,KM, box:S,W,N,E or a GeoJSON file, joined by +.
    Flights with both ends established are counted by the class of the weaker end;
    flights that may belong are listed apart. Airfields beside the places, which the
    question leaves out, are named.

    \b
    Example:
      heavylift corridor flights.parquet --from Ovda --to country:AZ --every week
      heavylift corridor flights.csv --from circle:29.94,34.94,30 --to UBBB,UBBG --json
    """
    from heavylift.corridors import Corridor, count_by_class, count_by_period
    from heavylift.corridors.select import MIN_PROBABILITY
    from heavylift.reference.places import parse_place

    if chosen["as_json"] and chosen["as_csv"]:
        raise click.UsageError("--json and --csv exclude each other")
    airfields = airfields_for(cast("tuple[Path, ...]", chosen["drawn"]), [flights])
    places = (
        parse_place(cast(str, chosen["origin"]), airfields),
        parse_place(cast(str, chosen["destination"]), airfields),
    )
    since = cast("datetime | None", chosen["since"])
    until = cast("datetime | None", chosen["until"])
    least = cast("float | None", chosen["min_probability"])
    selection = _select(
        flights,
        Corridor(
            origins=places[0].airfields,
            destinations=places[1].airfields,
            start=since,
            end=until,
            aircraft=cast("list[str]", chosen["aircraft"]),
            types=cast("list[str]", chosen["types"]),
            operators=cast("list[str]", chosen["operators"]),
            min_probability=MIN_PROBABILITY if least is None else least,
        ),
        airfields,
    )
    every = cast("Literal['day', 'week']", chosen["every"])
    periods = count_by_period(selection.belongs, selection.may, every, (since, until))
    if chosen["as_csv"]:
        _print_csv(selection)
    elif chosen["as_json"]:
        counts = {c.value: n for c, n in count_by_class(selection.belongs).items()}
        _print_json(places, _beside(places, airfields), selection, counts, periods)
    else:
        _print_table(places, selection, periods, every)
        _print_beside(_beside(places, airfields))


def _select(flights: Path | str, corridor: Corridor, airfields: Airfields) -> Selection:
    from heavylift.corridors import select_flights
    from heavylift.exports.flights import read_flights
    from heavylift.lake import is_lake, open_lake
    from heavylift.lake.select import select_from_lake

    if is_lake(flights):
        return select_from_lake(open_lake(flights), corridor)
    table = read_flights(Path(flights)).sort_by("first_seen")
    tell_unknown(table, airfields)
    return select_flights(table, corridor)


def _beside(
    places: tuple[Place, Place], airfields: Airfields
) -> tuple[list[Alternative], list[Alternative]]:
    """Airfields beside both places that the question leaves out."""
    from heavylift.reference.alternatives import alternatives

    named = places[0].airfields | places[1].airfields
    origins, destinations = (
        alternatives(airfields, place.airfields, named) for place in places
    )
    return origins, destinations


def _print_beside(beside: tuple[list[Alternative], list[Alternative]]) -> None:
    from heavylift.reference.alternatives import in_words

    for option, found in zip(("--from", "--to"), beside, strict=True):
        if found:
            click.echo(f"Not asked about, beside {option}: {in_words(found)}")


def _print_csv(selection: Selection) -> None:
    import pyarrow as pa

    from heavylift.exports.flights import write_csv_to

    def marked(table: pa.Table, word: str) -> pa.Table:
        column = pa.array([word] * table.num_rows, pa.string())
        return table.append_column("belongs", column)

    both = [marked(selection.belongs, "yes"), marked(selection.may, "may")]
    write_csv_to(pa.concat_tables(both), sys.stdout)


def _print_json(
    places: tuple[Place, Place],
    beside: tuple[list[Alternative], list[Alternative]],
    selection: Selection,
    counts: dict[str, int],
    periods: list[PeriodCount],
) -> None:
    from heavylift.exports.flights import flights_as_json

    click.echo(
        json.dumps(
            {
                "from": _place(places[0], beside[0]),
                "to": _place(places[1], beside[1]),
                "considered": selection.considered,
                "counts": counts,
                "may_belong": selection.may.num_rows,
                "one_end_open": selection.half_open.num_rows,
                "periods": [
                    {
                        "start": p.start.isoformat(),
                        "counts": {c.value: n for c, n in p.belongs.items()},
                        "may_belong": p.may,
                    }
                    for p in periods
                ],
                "flights": flights_as_json(selection.belongs),
                "flights_that_may_belong": flights_as_json(selection.may),
            },
            indent=2,
            ensure_ascii=False,
        )
    )


def _place(place: Place, beside: list[Alternative]) -> dict[str, object]:
    return {
        "text": place.text,
        "label": place.label,
        "airfields": sorted(place.airfields),
        "alternatives": [
            {
                "code": each.code,
                "name": each.label,
                "distance_km": round(each.distance_m / 1000, 1),
                "beside": each.beside,
                "runway_m": each.runway_m and round(each.runway_m),
                "closed": each.is_closed,
            }
            for each in beside
        ],
    }


def _print_table(
    places: tuple[Place, Place],
    selection: Selection,
    periods: list[PeriodCount],
    every: str,
) -> None:
    from rich.console import Console

    from heavylift.corridors import count_by_class
    from heavylift.model.ends import CLASS_ORDER

    console = Console(highlight=False, soft_wrap=True, markup=False)
    console.print(f"From {places[0].label} to {places[1].label}")
    console.print(
        f"{selection.considered:,} flights considered; "
        "counts by class of the weaker end"
    )
    counts = count_by_class(selection.belongs)
    vector = ", ".join(f"{c.value} {counts[c]}" for c in CLASS_ORDER if c.is_sure)
    console.print(f"  both ends established: {vector}")
    console.print(f"  may belong (an end only toward): {selection.may.num_rows}")
    console.print(
        f"  one end established, the other not at all: {selection.half_open.num_rows}"
    )
    if periods:
        _print_periods(console, periods, every)
    for title, table in (
        ("Flights with both ends established", selection.belongs),
        ("Flights that may belong", selection.may),
    ):
        if table.num_rows:
            _print_flights(console, title, table)


def _print_periods(console: object, periods: list[PeriodCount], every: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from heavylift.model.ends import CLASS_ORDER

    assert isinstance(console, Console)
    sure = [c for c in CLASS_ORDER if c.is_sure]
    shown = Table(title=f"By {every} (UTC)", title_justify="left")
    shown.add_column(every)
    for name in (*(c.value for c in sure), "may"):
        shown.add_column(name, justify="right")
    for p in periods:
        shown.add_row(
            _span(p.start, every),
            *(str(p.belongs[c]) for c in sure),
            str(p.may),
        )
    console.print(shown)


def _span(start: date, every: str) -> str:
    if every == "day":
        return start.isoformat()
    return f"{start.isoformat()} to {(start + timedelta(days=6)).isoformat()}"


def _print_flights(console: object, title: str, table: pa.Table) -> None:
    from rich.console import Console
    from rich.table import Table

    assert isinstance(console, Console)
    shown = Table(title=title, title_justify="left")
    for name in ("first seen (UTC)", "callsign", "aircraft", "from", "to"):
        shown.add_column(name, no_wrap=name.startswith("first"))
    for row in table.to_pylist():
        shown.add_row(
            row["first_seen"].strftime("%Y-%m-%d %H:%M"),
            row["callsign"] or "",
            " ".join(
                x
                for x in (row["registration"], row["icao24"], row["aircraft_type"])
                if x
            ),
            _end(row, "origin"),
            _end(row, "destination"),
        )
    console.print(shown)


def _end(row: dict[str, object], role: Literal["origin", "destination"]) -> str:
    """An end in the fixed words of its class, with the share of each candidate."""
    from heavylift.model.ends import EndClass, words

    end_class = EndClass(str(row[f"{role}_class"]))
    if end_class is EndClass.TOWARD:
        listed = json.loads(str(row[f"{role}_candidates"]))
        first = words(end_class, role, listed[0]["airfield"]) if listed else end_class
        shares = ", ".join(
            f"{c['airfield']} {c['probability']:.2f}" for c in listed[:3]
        )
        return f"{first} ({shares})"
    runway = row[f"{role}_runway"]
    return words(end_class, role, str(row[role] or ""), str(runway) if runway else None)

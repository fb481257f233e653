"""``heavylift corridor``: flights from here to there, counted by class."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from heavylift.cli.options import (
    INPUT,
    SETTINGS,
    airfields_for,
    airfields_option,
    asked_of,
    criteria_options,
    moment,
    open_registry_of,
    registry_option,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from heavylift.cli.corridor_seen import Context
    from heavylift.cli.corridor_tables import Who
    from heavylift.corridors import PeriodCount, Selection
    from heavylift.reference.airfields import Airfields
    from heavylift.reference.alternatives import Alternative
    from heavylift.reference.places import Place


@click.command("corridor", context_settings=SETTINGS)
@click.argument("flights", type=INPUT, metavar="FLIGHTS")
@click.option("--from", "origin", required=True, help="Where the flights leave.")
@click.option("--to", "destination", required=True, help="Where they arrive.")
@airfields_option
@click.option("--since", callback=moment, help="First day or time (UTC).")
@click.option("--until", callback=moment, help="First day or time after (UTC).")
@criteria_options
@registry_option
@click.option(
    "--visits",
    is_flag=True,
    help="Of a lake, follow the aircraft of these flights for visits and rotations "
    "however many days that takes.  [default: up to 62 days]",
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
    question leaves out, are named. Beside the counts stands how far others were
    followed at both places. What aircraft are asked for is told with the number
    of addresses it covers, and by whose word.

    \b
    Example:
      heavylift corridor flights.parquet --from Ovda --to country:AZ --every week
      heavylift corridor flights.csv --from circle:29.94,34.94,30 --to UBBB,UBBG --json
      heavylift corridor lake --from Ovda --to country:AZ --operator "Silk Way"
    """
    from heavylift.aircraft.flown import aircraft_of
    from heavylift.cli.corridor_seen import namer, seen_lines, select_and_look
    from heavylift.cli.corridor_tables import Who, print_stays, print_table
    from heavylift.corridors import Corridor, count_by_period
    from heavylift.corridors.asking import criteria_of, told
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
    registry = open_registry_of(cast("Path | None", chosen["registry"]))
    asked = asked_of(chosen)
    criteria = criteria_of(asked, registry)
    selection, context = select_and_look(
        flights,
        Corridor(
            origins=places[0].airfields,
            destinations=places[1].airfields,
            start=since,
            end=until,
            criteria=criteria,
            privacy=bool(chosen["public_interest"]),
            min_probability=MIN_PROBABILITY if least is None else least,
        ),
        airfields,
        bool(chosen["visits"]),
    )
    every = cast("Literal['day', 'week']", chosen["every"])
    periods = count_by_period(selection.belongs, selection.may, every, (since, until))
    if chosen["as_csv"]:
        _print_csv(selection)
        return
    who = Who(
        selection=told(asked, criteria, selection.covered),
        public_interest=cast("str | None", chosen["public_interest"]),
        aircraft=aircraft_of(_shown(selection), registry),
    )
    if chosen["as_json"]:
        beside = _beside(places, airfields)
        _print_json(places, beside, selection, periods, who, context)
    else:
        name = namer(airfields)
        seen = seen_lines(selection, places, context, name)
        print_table(places, selection, periods, every, who, seen)
        print_stays(context.stays, name)
        _print_beside(_beside(places, airfields))


def _shown(selection: Selection) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables([selection.belongs, selection.may])


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
    periods: list[PeriodCount],
    who: Who,
    context: Context,
) -> None:
    from heavylift.aircraft.telling import as_json
    from heavylift.cli.corridor_seen import exposure_json, visits_json
    from heavylift.corridors import count_by_class
    from heavylift.exports.flights import flights_as_json

    click.echo(
        json.dumps(
            {
                "from": _place(places[0], beside[0]),
                "to": _place(places[1], beside[1]),
                "asked_of_aircraft": who.selection,
                "public_interest": who.public_interest,
                "left_out_privacy_addresses": selection.private,
                "considered": selection.considered,
                "counts": {
                    c.value: n for c, n in count_by_class(selection.belongs).items()
                },
                "may_belong": selection.may.num_rows,
                "one_end_open": selection.half_open.num_rows,
                "reception": exposure_json(context),
                "visits_and_rotations": visits_json(context.stays),
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
                "aircraft": [
                    {
                        **as_json(one.identity, one.callsigns),
                        "days": [day.isoformat() for day in one.days],
                        "flights": list(one.flights),
                    }
                    for one in who.aircraft
                ],
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

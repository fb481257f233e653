"""What stands beside the counts of ``heavylift corridor``: out of what, who flew on.

How far aircraft are followed at both places is told beside every count and every zero,
and so are visits and rotations of the aircraft that flew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyarrow as pa

    from heavylift.corridors import Corridor, Selection
    from heavylift.exposure.places import BothPlaces
    from heavylift.exposure.visibility import Visibility
    from heavylift.reference.airfields import Airfields
    from heavylift.reference.places import Place
    from heavylift.visits.stays import Stays

#: Days of a lake through which aircraft are followed without being asked: that reads
#: the names of all their flights, and two months of the world take a second.
FEW_DAYS: Final = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands beside the counts.

    Attributes:
        places: How far aircraft were followed at both places; ``None`` when a lake does
            not say.
        remarks: What is to be known of that, one phrase each.
        stays: Visits and rotations; ``None`` when they were not looked for.
    """

    places: BothPlaces | None
    remarks: tuple[str, ...]
    stays: Stays | None


def select_and_look(
    flights: Path | str, corridor: Corridor, airfields: Airfields, visits: bool
) -> tuple[Selection, Context]:
    """Pick the flights of a corridor, and tell what stands beside them.

    Args:
        flights: A table of flights, or a lake.
        corridor: What to look for.
        airfields: The table of airfields.
        visits: Whether aircraft are followed through a lake however many days that are.
    """
    from heavylift.lake import is_lake

    if is_lake(flights):
        return _in_lake(flights, corridor, visits)
    return _in_table(Path(flights), corridor, airfields)


def _in_table(
    path: Path, corridor: Corridor, airfields: Airfields
) -> tuple[Selection, Context]:
    import pyarrow as pa

    from heavylift.cli.options import tell_unknown
    from heavylift.corridors import Corridor, select_flights
    from heavylift.corridors.select import narrow
    from heavylift.exposure.places import visibility_at_places
    from heavylift.exposure.said import NOT_HEARD

    table = read(path)
    tell_unknown(table, airfields)
    selection = select_flights(table, corridor)
    anybody = Corridor(
        origins=(), destinations=(), start=corridor.start, end=corridor.end
    )
    inside, _ = narrow(table, anybody)
    places = corridor.origins, corridor.destinations
    seen = visibility_at_places(table.filter(pa.array(inside)), airfields, *places)
    return selection, Context(
        places=seen,
        remarks=(NOT_HEARD,),
        stays=_stays(table, selection, corridor),
    )


def read(path: Path) -> pa.Table:
    """Read a table of flights, in the order of time."""
    from heavylift.exports.flights import read_flights

    return read_flights(path).sort_by("first_seen")


def _in_lake(
    where: Path | str, corridor: Corridor, visits: bool
) -> tuple[Selection, Context]:
    from heavylift.exposure.said import NOT_HEARD, kept_said
    from heavylift.lake import open_lake
    from heavylift.lake.aircraft import days_around, flights_of_aircraft
    from heavylift.lake.select import look_in_lake
    from heavylift.visits.stays import COLUMNS, MARGIN_DAYS

    lake = open_lake(where)
    looked = look_in_lake(lake, corridor)
    remarks = kept_said(looked.kept, looked.days)
    if looked.days_unsaid:
        remarks.append(
            f"reception was not evaluated on {looked.days_unsaid:,} of "
            f"{looked.days:,} days, whose flights an older version made; heavylift "
            "ingest with the same inputs makes them anew"
        )
    flown = _flown(looked.selection)
    days = days_around(lake, flown, MARGIN_DAYS)
    stays = None
    if visits or len(days) <= FEW_DAYS:
        flights = flights_of_aircraft(lake, days, flown, COLUMNS)
        stays = _stays(flights, looked.selection, corridor)
    else:
        remarks.append(
            "visits and rotations were not looked for: the aircraft of these flights "
            f"would have to be followed through {len(days):,} days; --visits does that"
        )
    return looked.selection, Context(
        places=looked.places, remarks=(*remarks, NOT_HEARD), stays=stays
    )


def _flown(selection: Selection) -> pa.Table:
    import pyarrow as pa

    return pa.concat_tables([selection.belongs, selection.may])


def _stays(flights: pa.Table, selection: Selection, corridor: Corridor) -> Stays:
    from heavylift.visits.stays import stays_of

    return stays_of(
        flights,
        _flown(selection),
        (corridor.origins, corridor.destinations),
        (corridor.start, corridor.end),
        privacy=corridor.privacy,
    )


def namer(airfields: Airfields) -> Callable[[str], str]:
    """Give what calls an airfield by its name and code."""
    from heavylift.flights.sequences import row_by_code
    from heavylift.reference.lookup import called

    rows = row_by_code(airfields)
    return lambda code: called(airfields, rows[code]) if code in rows else code


def seen_lines(
    selection: Selection,
    places: tuple[Place, Place],
    context: Context,
    name: Callable[[str], str],
) -> list[str]:
    """Say how many were seen, out of what; then each airfield of a larger place."""
    from heavylift.dossier.context_words import short_said
    from heavylift.exposure.said import count_said, place_said

    established, may = selection.belongs.num_rows, selection.may.num_rows
    if context.places is None:
        short = ["reception to the ground: not evaluated"]
        return [count_said(established, "established flight", short), *context.remarks]
    labels = places[0].label, places[1].label
    short = list(short_said(context.places, labels, name))
    if may:
        short.insert(0, f"{may:,} that may belong")
    lines = [count_said(established, "established flight", short)]
    for seen in context.places:
        if len(seen.fields) + len(seen.unused) > 1:
            lines += place_said(seen, name)
    return [*lines, *context.remarks]


def exposure_json(context: Context) -> dict[str, object]:
    """Reception at both places as JSON values."""
    return {
        "places": None
        if context.places is None
        else [
            {
                "end": seen.role,
                "judged_by": seen.whose,
                "together": _visibility(seen.together),
                "airfields": [_visibility(v) for v in seen.fields],
                "not_evaluated": list(seen.unused),
            }
            for seen in context.places
        ],
        "remarks": list(context.remarks),
    }


def _visibility(seen: Visibility) -> dict[str, object]:
    return {
        "airfields": list(seen.codes),
        "ends": seen.ends,
        "below_5000_ft_within_20_nm": seen.below_5000_ft,
        "came_low": seen.came_low,
        "to_surface": seen.to_surface,
        "share": seen.share,
        "share_95_percent": [round(seen.low, 4), round(seen.high, 4)],
    }


def visits_json(stays: Stays | None) -> dict[str, object] | None:
    """Visits and rotations as JSON values; ``None`` when not looked for."""
    from heavylift.exports.flights import rows_as_json

    if stays is None:
        return None
    units = stays.units
    return {
        "legs_out": {c.value: n for c, n in units.legs_out.items()},
        "legs_back": {c.value: n for c, n in units.legs_back.items()},
        "rotations": {c.value: n for c, n in units.rotations.items()},
        "legs_out_alone": {c.value: n for c, n in units.legs_out_alone.items()},
        "aircraft": list(units.aircraft),
        "first_day": units.first_day and units.first_day.isoformat(),
        "last_day": units.last_day and units.last_day.isoformat(),
        "visits": rows_as_json(stays.visits),
        "each_rotation": rows_as_json(stays.rotations),
        "shared_aircraft": rows_as_json(stays.shared),
    }

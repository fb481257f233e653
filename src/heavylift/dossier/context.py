"""What stands beside the counts of a case: out of what, on whose word, and who flew on.

A report prints no count without it: how far others were followed at both places and by
which networks, how many were heard on the way by height, and what the aircraft of the
case did between its flights.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.corridors import Corridor
from heavylift.corridors.select import narrow
from heavylift.dossier.lakes import Found
from heavylift.exposure.ends import EndsAt, ends_at
from heavylift.exposure.followed import followed_by_day
from heavylift.exposure.heard import cells_between, cells_of
from heavylift.exposure.networks import networks_of_ends
from heavylift.exposure.others import others_than
from heavylift.exposure.places import ROLES, BothPlaces, PlaceVisibility, place_of
from heavylift.flights.sequences import row_by_code
from heavylift.model.positions import Quarantine
from heavylift.reference.airfields import Airfields
from heavylift.tempo.windows import Window
from heavylift.visits.stays import Stays, stays_of

#: Airfields of a place between which the straight way is looked at: of a country of
#: forty those with most traffic tell its sky as well as all of them.
MOST_ENDS: Final = 3

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who was heard on the way.

    Attributes:
        table: By day and band of height, as ``heard_by_day`` gives it.
        cells: How many cells of half a degree the way has.
        along: Whether the cells are those of the flights' own positions; else those
            of the straight way.
        windows: Which days are told together.
    """

    table: pa.Table
    cells: int
    along: bool
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands beside the counts.

    Attributes:
        places: How far others were followed at both places in the period.
        networks: By airfield and network, ends of others by how far they were followed,
            on all days looked at; columns of ``followed_by_day`` added up, and ``end``.
        heard: Who was heard on the way; ``None`` when there was too much to count, or
            nothing was kept of it.
        stays: Visits and rotations of the aircraft of the case.
        part_kept: Days of which a lake holds only part of the traffic, by what it kept.
        days: Days looked at.
    """

    places: BothPlaces
    networks: pa.Table
    heard: Heard | None
    stays: Stays
    part_kept: Mapping[str, int]
    days: int


def look_around(
    flights: pa.Table,
    corridor: Corridor,
    airfields: Airfields,
    windows: Sequence[Window],
    found: Found,
) -> Context:
    """Tell what stands beside the counts of a case.

    Args:
        flights: All flights of the windows and the days around, of any route.
        corridor: What the case asks for; its window is the period.
        airfields: The table of airfields.
        windows: What is compared, in order; the period among them.
        found: What the run over the inputs gave.
    """
    sides = corridor.origins, corridor.destinations
    others = others_than(flights, *sides, whole_aircraft=False).mask
    ends = [
        ends_at(flights, airfields, codes, role)
        for codes, role in zip(sides, ROLES, strict=True)
    ]
    anybody = Corridor(
        origins=(), destinations=(), start=corridor.start, end=corridor.end
    )
    inside, _ = narrow(flights, anybody)
    start, end = (place_of(own.where(inside[own.row]), others) for own in ends)
    first, last = windows[0].start, windows[-1].end
    selection = found.selection
    return Context(
        places=(start, end),
        networks=_networks(ends, (start, end), others, flights, found),
        heard=_heard((start, end), airfields, windows, found),
        stays=stays_of(
            flights,
            pa.concat_tables([selection.belongs, selection.may]),
            sides,
            (corridor.start, corridor.end),
            privacy=corridor.privacy,
        ),
        part_kept=found.part_kept(first, last),
        days=(last - first).days,
    )


#: What ends are counted by, and how they are added up.
_COUNTED: Final = (
    *("to_surface", "below_1500_ft", "below_5000_ft", "higher", "height_unknown"),
)


def _networks(
    ends: Sequence[EndsAt],
    places: BothPlaces,
    others: NDArray[np.bool_],
    flights: pa.Table,
    found: Found,
) -> pa.Table:
    """Ends of others by airfield and network, airfields with most ends first."""
    parts = []
    for own, place in zip(ends, places, strict=True):
        told = [v.codes[0] for v in place.fields[:MOST_ENDS]]
        here = np.array([c in told for c in own.codes], np.bool_)[own.airfield]
        judging = own.where(here & (others[own.row] | (place.whose == "anybody")))
        rows = pa.array(judging.row)
        sources = found.sources(flights.take(rows))
        names, number = networks_of_ends(pa.table({"sources": sources}), own.role, {})
        counted = followed_by_day(
            replace(judging, networks=names, network=number), by_network=True
        )
        summed = counted.group_by(["airfield", "network"]).aggregate(
            [(name, "sum") for name in _COUNTED]
        )
        summed = summed.rename_columns(["airfield", "network", *_COUNTED])
        role = pa.array([own.role] * summed.num_rows, pa.string())
        parts.append(summed.append_column("end", role))
    order = [("end", "descending"), ("airfield", "ascending"), ("network", "ascending")]
    return pa.concat_tables(parts).sort_by(order)


def _heard(
    places: BothPlaces,
    airfields: Airfields,
    windows: Sequence[Window],
    found: Found,
) -> Heard | None:
    along = _cells_flown(found)
    cells = along if len(along) else _cells_straight(places, airfields)
    first, end = windows[0].start, windows[-1].end
    table = found.heard(first, end, cells)
    if table is None:
        return None
    return Heard(
        table=_between(table, first, end),
        cells=len(cells),
        along=bool(len(along)),
        windows=tuple(windows),
    )


def _between(table: pa.Table, first: date, end: date) -> pa.Table:
    after = pc.greater_equal(table["day"], pa.scalar(first))
    return table.filter(pc.and_(after, pc.less(table["day"], pa.scalar(end))))


def _cells_flown(found: Found) -> Numbers:
    """Cells of the trusted positions of the flights of the case."""
    cells = [np.zeros(0, np.int64)]
    shown = itertools.chain(
        found.selection.belongs["flight_id"].to_pylist(),
        found.selection.may["flight_id"].to_pylist(),
    )
    for name in shown:
        held = found.kept[name]
        trusted = held.quarantine == Quarantine.NONE
        cells.append(cells_of(held.lat_deg[trusted], held.lon_deg[trusted]))
    return np.unique(np.concatenate(cells))


def _cells_straight(places: BothPlaces, airfields: Airfields) -> Numbers:
    rows = row_by_code(airfields)
    sides = [[rows[code] for code in _busiest(place)] for place in places]
    cells = [
        cells_between(
            *(
                float(c[row])
                for row in pair
                for c in (airfields.lat_deg, airfields.lon_deg)
            )
        )
        for pair in itertools.product(*sides)
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *cells]))


def _busiest(place: PlaceVisibility) -> list[str]:
    """Airfields of a place with most ends, filled up with those without any."""
    return [*(v.codes[0] for v in place.fields), *place.unused][:MOST_ENDS]

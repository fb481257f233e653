"""Say what stands beside the counts of a case: tables and lines for page and terminal.

Numbers of aircraft heard are sums over cells and windows of 20 minutes, and say so:
they compare days, and are no number of aircraft.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heavylift.dossier.context import Context, Heard
from heavylift.exposure.places import BothPlaces, PlaceVisibility
from heavylift.exposure.said import kept_said, place_in_short, place_said
from heavylift.flights.reception import BAND_M
from heavylift.visits.said import (
    ROTATION_HEADS,
    VISIT_HEADS,
    rotation_rows,
    stays_said,
    visit_rows,
    visits_to_tell,
)

Name = Callable[[str], str]

#: Rows of a table of visits or rotations that are printed; the rest is counted.
MOST_ROWS: Final = 60

#: Which ends of flights are meant.
_ENDS: Final = {"origin": "take-offs", "destination": "landings"}

_NOT_HEARD: Final = (
    "How many aircraft were heard on the way is not known: these inputs have no "
    "positions, or too many to be counted at once."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table for people.

    Attributes:
        caption: What it shows, and what it does not.
        heads: Titles of columns.
        rows: Cells as text.
        left_out: Rows that are not printed.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldContext:
    """What is told of a context.

    Attributes:
        short: One phrase for each place, for the finding.
        seen: How far others were followed, airfield by airfield.
        networks: The same by network; ``None`` where nobody was.
        heard: Who was heard on the way.
        unheard: Why that is not known; empty when it is.
        stays: Visits and rotations, a line each; empty without flights.
        visits: Visits one by one; ``None`` without any.
        rotations: Rotations one by one.
        remarks: What is to be known of all of it.
    """

    short: tuple[str, ...]
    seen: tuple[str, ...]
    networks: Grid | None
    heard: Grid | None
    unheard: str
    stays: tuple[str, ...]
    visits: Grid | None
    rotations: Grid | None
    remarks: tuple[str, ...]


def tell_context(
    context: Context, labels: tuple[str, str], name: Name = str
) -> ToldContext:
    """Say all of it in fixed words.

    Args:
        context: What was found.
        labels: How both places are called.
        name: Gives the name of an airfield by its code.
    """
    stays = context.stays
    visits, left_out = visits_to_tell(stays.visits)
    flown = bool(stays.units.aircraft) or stays.visits.num_rows > 0
    return ToldContext(
        short=short_said(context.places, labels, name),
        seen=tuple(line for p in context.places for line in place_said(p, name)),
        networks=_networks(context.networks, name),
        heard=_heard(context.heard) if context.heard is not None else None,
        unheard="" if context.heard is not None else _NOT_HEARD,
        stays=tuple(stays_said(stays, name)) if flown else (),
        visits=_grid(
            "Visits at both places that begin or end with a flight of this case. The "
            "hours lie between two positions, the last of the flight in and the first "
            "of the flight out; of a side that was not seen it is said why.",
            VISIT_HEADS,
            visit_rows(visits, name),
            left_out,
        ),
        rotations=_grid(
            "Rotations with a leg of this case: legs that meet, of one aircraft, out "
            "and back or around.",
            ROTATION_HEADS,
            rotation_rows(stays.rotations),
        ),
        remarks=tuple(kept_said(context.part_kept, context.days)),
    )


def short_said(
    places: BothPlaces, labels: tuple[str, str], name: Name = str
) -> tuple[str, ...]:
    """Say in one phrase for each place how far others were followed there."""
    return tuple(
        place_in_short(place, _called(place, label, name))
        for place, label in zip(places, labels, strict=True)
    )


def _called(place: PlaceVisibility, label: str, name: Name) -> str:
    [first, *more] = place.together.codes
    # "within 30 km of Ovda (1 airfield)" is one airfield, and has a name.
    if not more and first not in label:
        return name(first)
    return f"airfields {label}" if label.startswith("within ") else label


def _grid(
    caption: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, ...]],
    left_out: int = 0,
) -> Grid | None:
    if not rows:
        return None
    return Grid(
        caption=caption,
        heads=heads,
        rows=tuple(rows[:MOST_ROWS]),
        left_out=left_out + max(0, len(rows) - MOST_ROWS),
    )


def _networks(table: pa.Table, name: Name) -> Grid | None:
    rows = [
        (
            name(row["airfield"]),
            _ENDS[row["end"]],
            row["network"] or "not known",
            *(
                f"{row[depth]:,}"
                for depth in (
                    *("to_surface", "below_1500_ft", "below_5000_ft"),
                    *("higher", "height_unknown"),
                )
            ),
        )
        for row in table.to_pylist()
    ]
    return _grid(
        "How far each network followed others at the busiest airfields, on all days "
        "looked at. Each end is in one column, the deepest that holds. A network is "
        "the input that holds the last, or first, position; who named the inputs "
        "decides what that says.",
        (
            *("airfield", "ends", "network", "to the surface"),
            *("below 1 500 ft within 5 NM", "below 5 000 ft within 20 NM"),
            *("higher", "height not known"),
        ),
        rows,
    )


def _heard(heard: Heard) -> Grid:
    """Aircraft heard by band of height, a row a window, per day with data."""
    days = heard.table["day"]
    lows = [0.0, *BAND_M]
    rows = []
    for window in heard.windows:
        inside = pc.and_(
            pc.greater_equal(days, pa.scalar(window.start)),
            pc.less(days, pa.scalar(window.end)),
        )
        own = heard.table.filter(inside)
        heard_on = own.filter(pc.greater(own["aircraft_windows"], 0))
        with_data = len(pc.unique(heard_on["day"]))
        low = own["from_m"].to_numpy()
        counts = own["aircraft_windows"].to_numpy()
        shares = own["windows_heard"].to_numpy(), own["windows_looked_at"].to_numpy()
        cells = []
        for bound in lows:
            here = low == bound
            if not with_data:
                cells.append("no data")
                continue
            share = shares[0][here].sum() / max(shares[1][here].sum(), 1)
            cells.append(f"{counts[here].sum() / with_data:,.0f} ({_percent(share)})")
        rows.append((f"{window.label}, {with_data} of {window.days} days", *cells))
    way = (
        "that flights of this case were heard in"
        if heard.along
        else "of the straight way between both places"
    )
    return Grid(
        caption=f"Aircraft heard a day in the {heard.cells} cells of half a degree "
        f"{way}, added up over cells and windows of 20 minutes: an aircraft heard for "
        "an hour in one cell counts three times, and flights of this case are among "
        "them. In brackets the share of cells and windows with anybody. Days with data "
        "are those on which somebody was heard there.",
        heads=("window", *(_band(k) for k in range(len(lows)))),
        rows=tuple(rows),
    )


def _percent(share: float) -> str:
    """Write a share, a small one never as none.

    >>> _percent(0.043), _percent(0.0002), _percent(0.0)
    ('4.3 %', 'below 0.1 %', '0 %')
    """
    if 0 < share < 0.001:
        return "below 0.1 %"
    return f"{100 * share:.1f} %" if share else "0 %"


def _band(number: int) -> str:
    """Name a band of height in kilometres."""
    bounds = np.array([0.0, *BAND_M]) / 1000
    if number + 1 == len(bounds):
        return f"above {bounds[number]:g} km"
    return f"{bounds[number]:g} to {bounds[number + 1]:g} km"

"""Between which flights of an aircraft was an end not seen, and the other one was?

Each such end, with all that may tell whether it was at the same airfield, is a
sighting. What follows from one is the matter of ``brackets``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from heavylift.flights.candidates import read_list
from heavylift.flights.sequences import (
    SEEN,
    Turns,
    classed,
    cruises_of,
    in_turn,
    numbers_of,
)
from heavylift.model.ends import EndClass, Role

#: Classes of ends that a bracket can settle.
OPEN: Final = frozenset({EndClass.TOWARD, EndClass.UNKNOWN})

#: Columns of the table that a sighting is made from.
_PLACE: Final = ("lat", "lon", "altitude_m")
_OF_END: Final = ("_candidates", *(f"_{name}" for name in _PLACE))
_OF_FLIGHT: Final = ("max_altitude_m", "aircraft_type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What lies between an end that was not seen and a sighting at an airfield.

    Attributes:
        row: The flight whose end is open.
        role: Which of its ends that is.
        airfield: Code of the airfield of the sighting, X.
        on_ground: Whether the aircraft was seen on the ground there.
        is_stop: Whether a stay on the ground was heard that parts the two flights.
        share: Share of belief in X at the open end; 0 when it is no candidate.
        ranked: Whether the open end has candidates at all.
        duration_s: Length of the sighting.
        lat_deg: Outermost position of the open end.
        lon_deg: Outermost position of the open end.
        altitude_m: Altitude there; NaN unknown.
        highest_m: Highest altitude of that flight; NaN unknown.
        cruise_ms: Usual cruise of the type; NaN unknown.
    """

    row: int
    role: Role
    airfield: str
    on_ground: bool
    is_stop: bool
    share: float
    ranked: bool
    duration_s: float
    lat_deg: float
    lon_deg: float
    altitude_m: float
    highest_m: float
    cruise_ms: float


def find_sightings(table: pa.Table) -> list[Sighting]:
    """Find open ends beside which the same aircraft was seen at an airfield."""
    turns = in_turn(table)
    seen_at = {
        "destination": classed(table, "destination", OPEN)[turns.before]
        & classed(table, "origin", SEEN)[turns.after],
        "origin": classed(table, "destination", SEEN)[turns.before]
        & classed(table, "origin", OPEN)[turns.after],
    }
    roles: tuple[Role, ...] = ("destination", "origin")
    return [
        sighting
        for role in roles
        for sighting in _sightings(table, turns.take(seen_at[role]), role)
    ]


def _sightings(table: pa.Table, turns: Turns, role: Role) -> Iterator[Sighting]:
    arriving = role == "destination"
    rows, beyond = turns.before, turns.after
    if not arriving:
        rows, beyond = beyond, rows
    other: Role = "origin" if arriving else "destination"
    own = table.select([*_OF_FLIGHT, *(f"{role}{part}" for part in _OF_END)]).take(rows)
    columns = zip(
        rows.tolist(),
        table[other].take(beyond).to_pylist(),
        classed(table, other, frozenset({EndClass.GROUND}))[beyond].tolist(),
        turns.is_stop.tolist(),
        own[f"{role}_candidates"].to_pylist(),
        turns.silence_s.tolist(),
        *(numbers_of(own, f"{role}_{name}").tolist() for name in _PLACE),
        numbers_of(own, "max_altitude_m").tolist(),
        cruises_of(own).tolist(),
        strict=True,
    )
    for row, x, on_ground, is_stop, listed, wait_s, *place, highest, cruise in columns:
        shares = read_list(listed)
        lat, lon, altitude = place
        yield Sighting(
            row=row,
            role=role,
            airfield=x or "",
            on_ground=on_ground,
            is_stop=is_stop,
            share=shares.get(x, 0.0),
            ranked=bool(shares),
            duration_s=wait_s,
            lat_deg=lat,
            lon_deg=lon,
            altitude_m=altitude,
            highest_m=highest,
            cruise_ms=cruise,
        )

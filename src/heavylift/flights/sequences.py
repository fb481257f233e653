"""The flights of each aircraft, one after the other, from the flights table.

What was seen of an aircraft next often says more of an end than the end itself. This
is where rows of one aircraft are brought in order; nothing is concluded here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields
from heavylift.reference.performance import performance

#: Classes of ends that were seen, one way or another; only they can hold up a bracket.
SEEN: Final = frozenset({EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR})


#: Columns of the table that a record is made from, ...
_TIMES: Final = ("first_seen", "last_seen")
_OF_FLIGHT: Final = (
    "start_boundary",
    "end_boundary",
    "max_altitude_m",
    "aircraft_type",
)

#: ... and those of one of its ends.
_OF_END: Final = ("", "_class", "_candidates", "_lat", "_lon", "_altitude_m")

#: Classes by what stands in the table.
_CLASS: Final = {c.value: c for c in EndClass}

_READ: Final = [
    "icao24",
    "track",
    *_TIMES,
    *_OF_FLIGHT,
    *(f"{role}{part}" for role in ("origin", "destination") for part in _OF_END),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownEnd:
    """One end of a flight as the table has it.

    Attributes:
        end_class: Its class.
        airfield: Code of the airfield; empty when none is named.
        listed: Its candidates, as JSON.
        lat_deg: Outermost trusted position.
        lon_deg: Outermost trusted position.
        altitude_m: Altitude of the outermost airborne position; NaN unknown.
    """

    end_class: EndClass
    airfield: str
    listed: str
    lat_deg: float
    lon_deg: float
    altitude_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlownFlight:
    """One row of the table, as far as what comes next needs it.

    Attributes:
        row: Its row in the table.
        aircraft: Address, else name of the track.
        first_seen_ms: Time of the first position, Unix milliseconds.
        last_seen_ms: Time of the last position.
        start_boundary: What bounds it at its start.
        end_boundary: What bounds it at its end.
        highest_m: Highest altitude; NaN unknown.
        cruise_ms: Usual cruise of its type; NaN unknown.
        origin: Take-off.
        destination: Landing.
    """

    row: int
    aircraft: str
    first_seen_ms: int
    last_seen_ms: int
    start_boundary: str
    end_boundary: str
    highest_m: float
    cruise_ms: float
    origin: FlownEnd
    destination: FlownEnd


def shares_of(end: FlownEnd) -> dict[str, float]:
    """Candidates of an end with their probabilities."""
    return {c["airfield"]: c["probability"] for c in json.loads(end.listed)}


def in_turn(table: pa.Table) -> Iterator[tuple[FlownFlight, FlownFlight]]:
    """Give each two flights of an aircraft between which an end was not seen.

    The first is the earlier one; its landing, the other's take-off or both were not
    seen. Flights with one address that overlap, or are parted by a jump, are of two
    aircraft or false; nothing can be told from one to the other, and they are left out.

    Args:
        table: Flights, columns as in ``model.flights``, in any order.
    """
    if table.num_rows < 2:
        return
    aircraft = pc.coalesce(table["icao24"], table["track"]).combine_chunks()
    codes = aircraft.dictionary_encode().indices.to_numpy()
    first_seen = table["first_seen"].cast(pa.int64()).to_numpy()
    order = np.lexsort((np.arange(len(codes)), first_seen, codes))
    before, after = order[:-1], order[1:]
    wanted = codes[before] == codes[after]
    wanted &= _unseen(table, "destination")[before] | _unseen(table, "origin")[after]
    # Most ends of most data were seen; only the others are worth a record.
    needed = np.unique(np.concatenate([before[wanted], after[wanted]]))
    flights = dict(zip(needed.tolist(), read_rows(table, needed.tolist()), strict=True))
    for one, other in zip(before[wanted].tolist(), after[wanted].tolist(), strict=True):
        if not _is_torn(flights[one], flights[other]):
            yield flights[one], flights[other]


def _unseen(table: pa.Table, role: Role) -> NDArray[np.bool_]:
    seen = pa.array([c.value for c in SEEN])
    mask: NDArray[np.bool_] = ~pc.is_in(
        table[f"{role}_class"], value_set=seen
    ).to_numpy()
    return mask


def silence_s(before: FlownFlight, after: FlownFlight) -> float:
    """Time between two flights in which the aircraft was not heard."""
    return (after.first_seen_ms - before.last_seen_ms) / 1000.0


def _is_torn(before: FlownFlight, after: FlownFlight) -> bool:
    return (
        "jump" in (before.end_boundary, after.start_boundary)
        or before.last_seen_ms > after.first_seen_ms
    )


def read_rows(table: pa.Table, numbers: Sequence[int]) -> Iterator[FlownFlight]:
    """Read some rows of a flights table, by their numbers."""
    # Texts that nobody asks for are not copied.
    table = table.select(_READ).take(pa.array(numbers, pa.int64()))
    aircraft = pc.coalesce(table["icao24"], table["track"]).to_pylist()
    # Whole numbers: moments take longer to make.
    times = [table[name].cast(pa.int64()).to_pylist() for name in _TIMES]
    columns = [*times, *(table[name].to_pylist() for name in _OF_FLIGHT)]
    ends = zip(_ends(table, "origin"), _ends(table, "destination"), strict=True)
    rows = zip(aircraft, *columns, ends, strict=True)
    for row, (who, first, last, start, end, highest, kind, of) in zip(
        numbers, rows, strict=True
    ):
        yield FlownFlight(
            row=row,
            aircraft=who,
            first_seen_ms=first,
            last_seen_ms=last,
            start_boundary=start,
            end_boundary=end,
            highest_m=_number(highest),
            cruise_ms=performance(kind).cruise_ms,
            origin=of[0],
            destination=of[1],
        )


def _ends(table: pa.Table, role: Role) -> Iterator[FlownEnd]:
    columns = [table[f"{role}{part}"].to_pylist() for part in _OF_END]
    for airfield, end_class, listed, lat, lon, altitude in zip(*columns, strict=True):
        yield FlownEnd(
            end_class=_CLASS[end_class],
            airfield=airfield or "",
            listed=listed,
            lat_deg=_number(lat),
            lon_deg=_number(lon),
            altitude_m=_number(altitude),
        )


def _number(value: float | None) -> float:
    return math.nan if value is None else value


@lru_cache(maxsize=2)
def row_by_code(airfields: Airfields) -> dict[str, int]:
    """Row of each airfield by its code."""
    return {str(code): i for i, code in enumerate(airfields.code)}

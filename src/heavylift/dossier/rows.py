"""Rows of the flights table as records, for whoever writes sentences about them.

Columns serve counting; a sentence needs one flight at a time. Nothing is decided
here: a row says exactly what the table says, and what is empty there is ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
import pyarrow as pa

from heavylift.errors import FlightsError
from heavylift.model.ends import Candidate, EndClass, Role, weaker
from heavylift.model.flights import FLIGHT_COLUMN_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRow:
    """One end of a flight as the table holds it.

    Attributes:
        role: Which end it is.
        end_class: Class of evidence.
        airfield: ICAO code, else OurAirports ident; ``None`` unless the class is sure.
        runway: Runway designator, where the positions show which.
        candidates: Ranked airfields, most probable first.
        elsewhere: Probability that it was at none of the candidates.
        reason: Why this class, in one line; empty when the table gives none.
        lat_deg: Latitude of the outermost trusted position of the flight.
        lon_deg: Longitude of that position.
        altitude_m: Altitude of the outermost trusted airborne position.
        gap: What is said of the silence beyond an end that was not seen; else empty.
    """

    role: Role
    end_class: EndClass
    airfield: str | None
    runway: str | None
    candidates: tuple[Candidate, ...]
    elsewhere: float | None
    reason: str
    lat_deg: float | None
    lon_deg: float | None
    altitude_m: float | None
    gap: str

    def first_candidate(self) -> str | None:
        """Give the airfield that ranks first; the named one when the class is sure."""
        if self.airfield is not None:
            return self.airfield
        return self.candidates[0].airfield if self.candidates else None


class SourceRange(msgspec.Struct, frozen=True, kw_only=True):
    """Where positions of a flight lie: a file, and its first and last row from 0."""

    file: str
    first_row: int
    last_row: int


class GapSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A gap inside a flight: first moment, first moment after it, what is said."""

    start: datetime
    end: datetime
    km: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightRow:
    """One flight as the table holds it; ``model/flights.py`` has the meanings.

    Attributes:
        flight_id: Stable name of the flight.
        icao24: Transponder address.
        track: What tells this track from others in the inputs.
        callsign: Callsign reported most often.
        registration: Registration written in the source of that day.
        aircraft_type: ICAO type designator.
        operator: Operator or owner written in the source of that day.
        first_seen: Time of the first trusted position, UTC.
        last_seen: Time of the last trusted position, UTC.
        origin: The take-off.
        destination: The landing.
        positions: Trusted positions.
        quarantined: Positions within the flight that are kept but not trusted.
        longest_gap_s: Longest silence within the flight, seconds.
        gaps: Gaps inside the flight that matter.
        sources: Where its positions lie.
    """

    flight_id: str
    icao24: str | None
    track: str
    callsign: str | None
    registration: str | None
    aircraft_type: str | None
    operator: str | None
    first_seen: datetime
    last_seen: datetime
    origin: EndRow
    destination: EndRow
    positions: int
    quarantined: int
    longest_gap_s: float | None
    gaps: tuple[GapSaid, ...]
    sources: tuple[SourceRange, ...]

    @property
    def weaker(self) -> EndClass:
        """Class of the weaker end: a flight is as strong as that."""
        return weaker(self.origin.end_class, self.destination.end_class)

    def end(self, role: Role) -> EndRow:
        """Give the end that plays ``role``."""
        return self.origin if role == "origin" else self.destination


def from_table(table: pa.Table) -> list[FlightRow]:
    """Turn a flights table into records, in its order.

    Args:
        table: Flights with the columns of ``FLIGHT_COLUMNS``; times are timestamps
            with a zone, JSON columns are text.

    Returns:
        One record a row.

    Raises:
        FlightsError: A declared column is missing.
    """
    missing = [n for n in FLIGHT_COLUMN_NAMES if n not in table.column_names]
    if missing:
        raise FlightsError(
            f"not a flights table: no column {', '.join(missing)}",
            help="give a table written by `heavylift flights`",
        )
    return [_flight(row) for row in table.to_pylist()]


#: One row of Arrow's ``to_pylist``: values are what Arrow makes of the columns.
Row = Mapping[str, object]


def _flight(row: Row) -> FlightRow:
    return FlightRow(
        flight_id=str(row["flight_id"]),
        icao24=_text(row["icao24"]),
        track=_text(row["track"]) or "",
        callsign=_text(row["callsign"]),
        registration=_text(row["registration"]),
        aircraft_type=_text(row["aircraft_type"]),
        operator=_text(row["operator"]),
        first_seen=_time(row["first_seen"]),
        last_seen=_time(row["last_seen"]),
        origin=_end(row, "origin"),
        destination=_end(row, "destination"),
        positions=int(_number(row["positions"]) or 0),
        quarantined=int(_number(row["quarantined"]) or 0),
        longest_gap_s=_number(row["longest_gap_s"]),
        gaps=tuple(msgspec.json.decode(_text(row["gaps"]) or "[]", type=list[GapSaid])),
        sources=_sources(row["sources"]),
    )


def _end(row: Row, role: Role) -> EndRow:
    return EndRow(
        role=role,
        end_class=EndClass(_text(row[f"{role}_class"]) or EndClass.UNKNOWN),
        airfield=_text(row[role]),
        runway=_text(row[f"{role}_runway"]),
        candidates=_ranked(row[f"{role}_candidates"]),
        elsewhere=_number(row[f"{role}_elsewhere"]),
        reason=_text(row[f"{role}_reason"]) or "",
        lat_deg=_number(row[f"{role}_lat"]),
        lon_deg=_number(row[f"{role}_lon"]),
        altitude_m=_number(row[f"{role}_altitude_m"]),
        gap=_text(row[f"{role}_gap"]) or "",
    )


def _ranked(value: object) -> tuple[Candidate, ...]:
    text = _text(value)
    if text is None:
        return ()
    found: Iterable[Candidate] = msgspec.json.decode(text, type=list[Candidate])
    # Ties keep the order of the table, so that two runs print the same.
    return tuple(sorted(found, key=lambda c: -c.probability))


def _sources(value: object) -> tuple[SourceRange, ...]:
    text = _text(value)
    if text is None:
        return ()
    return tuple(msgspec.json.decode(text, type=list[SourceRange]))


def _text(value: object) -> str | None:
    # An empty text and a null both say "not reported".
    return str(value) if value not in (None, "") else None


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or math.isnan(value):
        return None
    return float(value)


def _time(value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"times of a flight carry a zone, but this is {value!r}")
    return value

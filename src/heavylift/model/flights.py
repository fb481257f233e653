"""Flights: one row from one take-off to one landing, however badly either was seen.

The columns are declared here once; ``flights.csv`` and ``flights.parquet`` hold them
in this order, and ``docs/reference/columns.md`` is checked against this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "time", "integer", "number", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightColumn:
    """One declared column of the flights table.

    Attributes:
        name: Its name.
        kind: ``text``; ``time`` (ISO 8601 with ``Z`` in CSV, timestamp[ms, UTC] in
            Parquet); ``integer``; ``number``; ``json`` (text that holds JSON).
        unit: Unit, empty where there is none.
        meaning: What it holds, and when it is empty.
    """

    name: str
    kind: Kind
    unit: str = ""
    meaning: str


def _end_columns(role: str, event: str, edge: str) -> tuple[FlightColumn, ...]:
    return (
        FlightColumn(
            name=role,
            kind="text",
            meaning=f"airfield of the {event}: ICAO code, else OurAirports ident; "
            "empty for classes toward and unknown",
        ),
        FlightColumn(
            name=f"{role}_class",
            kind="text",
            meaning="class of evidence: ground, runway, near, bracketed, toward or "
            "unknown",
        ),
        FlightColumn(
            name=f"{role}_runway",
            kind="text",
            meaning="runway designator, where the positions show which; else empty",
        ),
        FlightColumn(
            name=f"{role}_candidates",
            kind="json",
            meaning='ranked list of {"airfield", "probability"}; what is missing to '
            "one is elsewhere; [] when nothing speaks for any airfield",
        ),
        FlightColumn(
            name=f"{role}_elsewhere",
            kind="number",
            meaning="probability that it was at none of the candidates",
        ),
        FlightColumn(
            name=f"{role}_reason",
            kind="text",
            meaning="why this class: the measured facts in one line",
        ),
        FlightColumn(
            name=f"{role}_lat",
            kind="number",
            unit="°",
            meaning=f"latitude of the {edge} trusted position of the flight, WGS 84",
        ),
        FlightColumn(
            name=f"{role}_lon",
            kind="number",
            unit="°",
            meaning=f"longitude of the {edge} trusted position of the flight, WGS 84",
        ),
        FlightColumn(
            name=f"{role}_altitude_m",
            kind="number",
            unit="m",
            meaning=f"altitude of the {edge} trusted airborne position as used for the "
            "end (pressure altitude, else geometric); empty when none was reported",
        ),
        FlightColumn(
            name=f"{role}_course",
            kind="number",
            unit="°",
            meaning=f"direction of motion at the {edge} trusted airborne position, "
            "from true north; empty when it cannot be told",
        ),
    )


def _gap_columns(role: str, edge: str, beyond: str) -> tuple[FlightColumn, ...]:
    return (
        FlightColumn(
            name=f"{role}_others",
            kind="integer",
            meaning="other aircraft received in the same half degree and band of "
            f"height as the {edge} position, in the 20 minutes {beyond}; whole tens "
            "of minutes, all traffic in the inputs; empty when it was not counted",
        ),
        FlightColumn(
            name=f"{role}_gap",
            kind="text",
            meaning="for an end that was not seen: whether others were received there "
            "then, and at which airfields the silence has room for a stop; else empty",
        ),
    )


FLIGHT_COLUMNS: Final[tuple[FlightColumn, ...]] = (
    FlightColumn(
        name="flight_id",
        kind="text",
        meaning="address (or track name) and time of the first position; the same "
        "inputs always give the same",
    ),
    FlightColumn(
        name="icao24",
        kind="text",
        meaning="transponder address, six lower-case hex digits, ~ before a non-ICAO "
        "one; empty when the source gives none",
    ),
    FlightColumn(
        name="track",
        kind="text",
        meaning="what tells this track from others in the inputs: the address, else "
        "the source's own name for it",
    ),
    FlightColumn(
        name="callsign",
        kind="text",
        meaning="callsign reported most often during the flight; empty when none was",
    ),
    FlightColumn(
        name="registration",
        kind="text",
        meaning="registration written in the source of that day; empty when absent",
    ),
    FlightColumn(
        name="aircraft_type",
        kind="text",
        meaning="ICAO type designator (Doc 8643) written in the source; else empty",
    ),
    FlightColumn(
        name="operator",
        kind="text",
        meaning="operator or owner written in the source of that day; else empty",
    ),
    FlightColumn(
        name="db_flags",
        kind="integer",
        meaning="readsb's database flags of that day: 1 military, 2 interesting, "
        "4 PIA, 8 LADD, added up; empty when absent",
    ),
    FlightColumn(
        name="first_seen",
        kind="time",
        unit="UTC",
        meaning="time of the first trusted position of the flight",
    ),
    FlightColumn(
        name="last_seen",
        kind="time",
        unit="UTC",
        meaning="time of the last trusted position of the flight",
    ),
    *_end_columns("origin", "take-off", "first"),
    *_end_columns("destination", "landing", "last"),
    FlightColumn(
        name="positions",
        kind="integer",
        meaning="trusted positions of the flight, surface positions included",
    ),
    FlightColumn(
        name="quarantined",
        kind="integer",
        meaning="positions within the flight that are kept but not trusted",
    ),
    FlightColumn(
        name="longest_gap_s",
        kind="number",
        unit="s",
        meaning="longest silence between two trusted positions of the flight",
    ),
    FlightColumn(
        name="max_altitude_m",
        kind="number",
        unit="m",
        meaning="highest trusted altitude; empty when none was reported",
    ),
    FlightColumn(
        name="start_boundary",
        kind="text",
        meaning="what bounds the flight at its start: data (nothing earlier of this "
        "aircraft), stop (a stay on the ground was seen), gap (a silence with room "
        "for a landing, a turn-round and a take-off), jump (the next positions cannot "
        "be reached at any speed)",
    ),
    FlightColumn(
        name="end_boundary",
        kind="text",
        meaning="the same at its end",
    ),
    *_gap_columns("origin", "first", "before it"),
    *_gap_columns("destination", "last", "after it"),
    FlightColumn(
        name="gaps",
        kind="json",
        meaning="gaps inside the flight that have room for a stop somewhere or last "
        'half an hour: list of {"start", "end", "from", "to", "altitude_m", "km", '
        '"others", "said"}; [] when there are none',
    ),
    FlightColumn(
        name="sources",
        kind="json",
        meaning='where the positions lie: list of {"file", "first_row", "last_row"}, '
        "rows counted from 0",
    ),
)

FLIGHT_COLUMN_NAMES: Final = tuple(c.name for c in FLIGHT_COLUMNS)

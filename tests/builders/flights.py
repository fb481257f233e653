"""Flights tables and tracks, made to order.

Places are real, so that a reader of a test can check a distance on any map.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from heavylift.dossier.contents import FlightTrack
from heavylift.dossier.rows import FlightRow, from_table
from heavylift.model.flights import FLIGHT_COLUMNS
from heavylift.reference.airfields import load_airfields

#: Latitude and longitude of the airfields used here (OurAirports, public domain).
AIRFIELDS: Mapping[str, tuple[str, float, float]] = {
    "UUEE": ("Sheremetyevo", 55.9726, 37.4146),
    "ULLI": ("Pulkovo", 59.8003, 30.2625),
    "UMKK": ("Khrabrovo", 54.8900, 20.5926),
    "EYPA": ("Palanga", 55.9733, 21.0939),
}

#: The first moment of the first day that tests tell of.
MIDNIGHT = datetime(2022, 2, 22, tzinfo=UTC)

#: Arrow types of the kinds of columns.
ARROW_TYPES = {
    "text": pa.string(),
    "json": pa.string(),
    "time": pa.timestamp("ms", tz="UTC"),
    "integer": pa.int64(),
    "number": pa.float64(),
}


def end(end_class="ground", airfield="UUEE", **ranked):
    """One end: a sure class with its airfield, or ``toward`` with candidates."""
    return {"class": end_class, "airfield": airfield, "candidates": ranked}


def toward(**ranked):
    """An end that was not seen; candidates by code, what is left is elsewhere."""
    return {"class": "toward", "airfield": "", "candidates": ranked}


def not_established():
    """An end of which nothing is known."""
    return {"class": "unknown", "airfield": "", "candidates": {}}


def flight_values(
    number: int = 1,
    origin: Mapping[str, object] | None = None,
    destination: Mapping[str, object] | None = None,
    **changes: object,
) -> dict[str, object]:
    """Values of one row of the flights table; ``changes`` are by column name."""
    first = changes.pop("first_seen", MIDNIGHT + timedelta(hours=number))
    values: dict[str, object] = {
        "flight_id": f"4242{number:02x}-{first:%Y%m%dT%H%M%SZ}",
        "icao24": f"4242{number:02x}",
        "track": f"4242{number:02x}",
        "callsign": f"AFL{1000 + number}",
        "registration": "",
        "aircraft_type": "A320",
        "operator": "",
        "db_flags": None,
        "first_seen": first,
        "last_seen": first + timedelta(hours=2),
        "positions": 400,
        "quarantined": 0,
        "longest_gap_s": 12.0,
        "max_altitude_m": 10_668.0,
        "start_boundary": "data",
        "end_boundary": "data",
        "origin_others": None,
        "origin_gap": None,
        "destination_others": None,
        "destination_gap": None,
        "gaps": "[]",
        "sources": json.dumps(
            [{"file": "positions.csv", "first_row": 0, "last_row": 399}]
        ),
        **_end_values("origin", origin or end("ground", "UUEE")),
        **_end_values("destination", destination or toward(UMKK=0.9, EYPA=0.06)),
    }
    return values | changes


def journey(
    aircraft: str,
    stops: str,
    start: datetime = MIDNIGHT,
    flying_h: float = 2.0,
    standing_h: float = 3.0,
    **changes: object,
) -> list[dict[str, object]]:
    """Flights of one aircraft from stop to stop, in the order of time.

    Stops are codes with blanks between. ``UMKK?`` is one where nothing is established,
    ``UMKK~`` one that both flights are only ``toward``, ``UMKK:near`` one of another
    class than ``ground``.
    """
    rows = []
    places = stops.split()
    for k, (here, there) in enumerate(itertools.pairwise(places)):
        first = start + timedelta(hours=k * (flying_h + standing_h))
        rows.append(
            flight_values(
                1,
                _stop(here),
                _stop(there),
                **{
                    "flight_id": f"{aircraft}-{first:%Y%m%dT%H%M%SZ}",
                    "icao24": aircraft,
                    "track": aircraft,
                    "first_seen": first,
                    "last_seen": first + timedelta(hours=flying_h),
                    **changes,
                },
            )
        )
    return rows


def _stop(written: str) -> dict[str, object]:
    code, _, end_class = written.partition(":")
    if code.endswith("?"):
        return not_established()
    if code.endswith("~"):
        return toward(**{code[:-1]: 0.9})
    return end(end_class or "ground", code)


def followed_to(
    code: str, height_m: float, km_north: float = 2.0, role: str = "destination"
) -> dict[str, object]:
    """Columns of an end whose position lies at a height above an airfield."""
    airfields = load_airfields()
    row = list(airfields.code).index(code)
    return {
        f"{role}_lat": float(airfields.lat_deg[row]) + km_north / 111.195,
        f"{role}_lon": float(airfields.lon_deg[row]),
        f"{role}_altitude_m": float(airfields.elevation_m[row]) + height_m,
    }


def flights_table(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """A flights table with all declared columns."""
    return pa.table(
        {
            c.name: pa.array([r[c.name] for r in rows], ARROW_TYPES[c.kind])
            for c in FLIGHT_COLUMNS
        }
    )


def flight(number: int = 1, origin=None, destination=None, **changes) -> FlightRow:
    """One flight as a record, by way of the table."""
    [row] = from_table(
        flights_table([flight_values(number, origin, destination, **changes)])
    )
    return row


def track(*points: tuple[float, float, float, float]) -> FlightTrack:
    """A track of (minutes after midnight, latitude, longitude, altitude in metres)."""
    minutes, lat, lon, altitude = np.array(points, dtype=np.float64).reshape(-1, 4).T
    start_ms = int(MIDNIGHT.timestamp() * 1000)
    return FlightTrack(
        time_ms=start_ms + (minutes * 60_000).astype(np.int64),
        lat_deg=lat,
        lon_deg=lon,
        altitude_m=altitude,
    )


def straight_track(
    origin: str, destination: str, share: float = 1.0, minutes: int = 100
) -> FlightTrack:
    """A track from one airfield towards another that ends after a share of the way.

    One position a minute, climbing and descending over a fifth of the whole way.
    """
    _, lat1, lon1 = AIRFIELDS[origin]
    _, lat2, lon2 = AIRFIELDS[destination]
    done = np.linspace(0, share, max(2, round(minutes * share)))
    altitude = 10_668 * np.minimum(1, np.minimum(done, 1 - done) * 5)
    return track(
        *zip(
            done * minutes,
            lat1 + done * (lat2 - lat1),
            lon1 + done * (lon2 - lon1),
            altitude,
            strict=True,
        )
    )


def _end_values(role: str, made: Mapping[str, object]) -> dict[str, object]:
    ranked = made["candidates"]
    assert isinstance(ranked, dict)
    sure = made["class"] not in ("toward", "unknown")
    return {
        role: made["airfield"],
        f"{role}_class": made["class"],
        f"{role}_runway": "24L" if made["class"] == "runway" else "",
        f"{role}_candidates": json.dumps(
            [{"airfield": a, "probability": p} for a, p in ranked.items()]
        ),
        f"{role}_elsewhere": None if sure else 1 - sum(ranked.values()),
        f"{role}_reason": "36 km out at 2100 m" if ranked else "",
        f"{role}_lat": None,
        f"{role}_lon": None,
        f"{role}_altitude_m": None,
        f"{role}_course": None,
    }

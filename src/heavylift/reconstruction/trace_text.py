"""Write a day of one aircraft as readsb's ``trace_full`` file.

The layout is that of readsb's ``README-json.md``: 14 fields a row, an object with
callsign and integrity in every fourth, what databases say of the aircraft at the head.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heavylift.reconstruction.ways import Column

#: Flag of a row with which a new flight begins; see readsb's README-json.md.
NEW_LEG = 2

#: Every so many rows have an object with more.
DETAILS_EVERY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Aircraft:
    """What databases say of an aircraft.

    Attributes:
        icao24: Address.
        registration: Registration.
        designator: ICAO type designator.
        description: The type in words.
        operator: Owner or operator.
        military: Whether it is flagged so.
    """

    icao24: str
    registration: str
    designator: str
    description: str
    operator: str
    military: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What was received of one flight.

    Attributes:
        aircraft: Which aircraft.
        callsign: Its callsign.
        time_s: Unix seconds, increasing, shape ``(n,)``; the others likewise.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        altitude_ft: Pressure altitude.
        ground: On the ground.
        speed_kt: Over the ground.
        track_deg: Direction of motion.
        rate_fpm: Vertical rate.
    """

    aircraft: Aircraft
    callsign: str
    time_s: Column
    lat_deg: Column
    lon_deg: Column
    altitude_ft: Column
    ground: NDArray[np.bool_]
    speed_kt: Column
    track_deg: Column
    rate_fpm: Column


def trace_text(day_s: float, flights: list[tuple[Received, NDArray[np.int64]]]) -> str:
    """Write one day: the JSON of a file.

    Args:
        day_s: Begin of the day, Unix seconds.
        flights: Flights of one aircraft in order of time, each with its rows.
    """
    of = flights[0][0].aircraft
    head = {
        "icao": of.icao24,
        "r": of.registration,
        "t": of.designator,
        "desc": of.description,
        "dbFlags": int(of.military),
        "ownOp": of.operator,
        "note": "RECONSTRUCTION: made-up positions",
    }
    lines: list[str] = []
    for flight, rows in flights:
        lines += _rows(day_s, flight, rows, bool(lines))
    said = json.dumps(head, separators=(",", ":"))[:-1]
    return f'{said},\n"timestamp": {day_s:.3f},\n"trace":[\n' + ",\n".join(lines) + "]}"


def packed(text: str) -> bytes:
    """Pack a file as archives have it: gzip without its ending, and without a date."""
    return gzip.compress(text.encode("ascii"), 6, mtime=0)


def _rows(
    day_s: float, flight: Received, rows: NDArray[np.int64], later: bool
) -> list[str]:
    lines = []
    columns = zip(
        np.round(flight.time_s[rows] - day_s, 2).tolist(),
        flight.lat_deg[rows].tolist(),
        flight.lon_deg[rows].tolist(),
        flight.altitude_ft[rows].tolist(),
        flight.ground[rows].tolist(),
        flight.speed_kt[rows].tolist(),
        flight.track_deg[rows].tolist(),
        flight.rate_fpm[rows].tolist(),
        strict=True,
    )
    more = (
        f'{{"type":"adsb_icao","flight":"{flight.callsign:<8}","nic":8,"rc":186,'
        '"version":2,"nac_p":9,"nac_v":1,"sil":3,"sil_type":"perhour"}'
    )
    for i, (t, lat, lon, feet, ground, speed, track, rate) in enumerate(columns):
        flag = NEW_LEG if later and i == 0 else 0
        height, climb = (
            ('"ground"', "null") if ground else (f"{feet:.0f}", f"{rate:.0f}")
        )
        details = more if i % DETAILS_EVERY == 0 else "null"
        lines.append(
            f"[{t:.2f},{lat:.6f},{lon:.6f},{height},{speed:.1f},{track:.1f},{flag},"
            f'{climb},{details},"adsb_icao",null,null,null,null]'
        )
    return lines

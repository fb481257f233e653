"""Cases to run: a folder with readsb traces and a case file, on disk."""

from __future__ import annotations

import numpy as np

from builders import readsb
from builders.tracks import START, flight, lost_before
from heavylift.model.positions import Positions, Surface, unpack_callsign

#: 2 September 2023, the day of ``START``.
DAY_START = START - 6 * 3_600

CASE = """\
title = "Baku to Ovda"
question = "Which flights ran from Baku to Ovda on 2 September 2023?"
from = "UBBB"
to = "LLOV"
inputs = ["traces"]

[period]
start = 2023-09-02
end = 2023-09-04
"""


def write_case(folder, text=CASE, **traces):
    """Write ``case.toml`` and a trace of each named address; the case's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(text, encoding="utf-8")
    for icao24, made in traces.items():
        write_trace(folder / "traces", icao24, made)
    return folder / "case.toml"


def small_case(folder, text=CASE):
    """Two flights of the corridor, one that may be, one back, one elsewhere."""
    seen = flight("UBBB", "LLOV", every_s=20, callsign="AZQ4141")
    return write_case(
        folder,
        text,
        a00001=seen,
        a00002=flight("UBBB", "LLOV", start=START + 7_200, every_s=20),
        a00003=lost_before(flight("UBBB", "LLOV", every_s=20), "LLOV", 45),
        a00004=flight("LLOV", "UBBB", every_s=20),
        a00005=flight("EGLL", "LFMN", every_s=20),
    )


def write_trace(folder, icao24, made: Positions, **header):
    """Write positions as the readsb trace of their day, where an archive has it."""
    path = folder / icao24[-2:] / f"trace_full_{icao24}.json"
    header = {"r": f"4K-{icao24[-3:]}", "t": "IL76"} | header
    return readsb.write_trace(path, icao24, rows(made), timestamp=DAY_START, **header)


def rows(made: Positions, since: float = DAY_START) -> list:
    """Positions as rows of a readsb trace that counts from a moment on."""
    return [
        readsb.row(
            round(float(made.time_ms[i]) / 1000 - since, 2),
            float(made.lat_deg[i]),
            float(made.lon_deg[i]),
            _altitude(made, i),
            gs_kt=_or_none(made.ground_speed_ms[i] / 0.514444),
            track=_or_none(made.track_deg[i]),
            rate=_or_none(made.vertical_rate_ms[i] / 0.00508),
            details={"flight": f"{unpack_callsign(int(made.callsign[i])):8}"},
        )
        for i in range(len(made))
    ]


def write_table(path, made: Positions, icao24="4b1234"):
    """Write positions as a CSV table with the usual names of columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["time,icao24,callsign,lat,lon,altitude_ft,on_ground,speed_kt,track"]
    for i in range(len(made)):
        on_ground = made.surface[i] == Surface.GROUND
        lines.append(
            f"{made.time_ms[i] / 1000:.1f},{icao24},"
            f"{unpack_callsign(int(made.callsign[i]))},"
            f"{made.lat_deg[i]:.6f},{made.lon_deg[i]:.6f},"
            f"{'' if on_ground else round(made.baro_altitude_m[i] / 0.3048)},"
            f"{'true' if on_ground else 'false'},"
            f"{made.ground_speed_ms[i] / 0.514444:.1f},{made.track_deg[i]:.1f}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _altitude(made: Positions, i: int):
    if made.surface[i] == Surface.GROUND:
        return "ground"
    feet = _or_none(made.baro_altitude_m[i] / 0.3048)
    return None if feet is None else round(feet)


def _or_none(value: float):
    return None if np.isnan(value) else round(float(value), 1)

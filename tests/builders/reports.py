"""Data of a report, made to order: three days, two airfields, one island."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np

from builders.flights import AIRFIELDS, straight_track
from heavylift.dossier.report import (
    EventMark,
    MapAirfield,
    PlaceFacts,
    ReportData,
    Seen,
    Threshold,
)
from heavylift.model.sources import InputReport
from heavylift.reference.basemap import Basemap


def case(belongs=(), may=(), **changes):
    """A report's data; a small island stands for the world."""
    airfields = tuple(
        MapAirfield(code=code, name=name, lat_deg=lat, lon_deg=lon, role="case")
        for code, (name, lat, lon) in AIRFIELDS.items()
    )
    tracks = {
        r.flight_id: straight_track("UUEE", "UMKK", 0.9) for r in (*belongs, *may)
    }
    facts = {
        "title": "Flights to Kaliningrad",
        "question": "How many flights do open data show?",
        "start": datetime(2022, 2, 22, tzinfo=UTC),
        "end": datetime(2022, 2, 25, tzinfo=UTC),
        "event": EventMark(label="Airspace closes", day=date(2022, 2, 23)),
        "origins": PlaceFacts(
            label="Sheremetyevo (UUEE)", airfields=frozenset({"UUEE"})
        ),
        "destinations": PlaceFacts(
            label="Khrabrovo (UMKK)", airfields=frozenset({"UMKK"})
        ),
        "belongs": tuple(belongs),
        "may": tuple(may),
        "tracks": tracks,
        "airfields": airfields,
        "basemap": island(),
        "no_data_days": frozenset({date(2022, 2, 24)}),
        "inputs": (
            InputReport(
                path="positions.csv",
                reader="table",
                size_bytes=1_812_184,
                sha256="ab" * 32,
                files=1,
                rows_read=52_843,
                refused_rows=Counter({"no position": 119}),
                examples={"no position": "positions.csv row 7"},
            ),
        ),
        "seen": Seen(
            rows_read=52_843,
            flights=40,
            flights_in_period=31,
            days=3,
            days_without_data=1,
        ),
        "versions": {"Heavylift": "0.1.0"},
        "run_at": "1 March 2022 12:00 UTC",
        "command": "heavylift investigate case.toml --out dossier",
        "quarantined": {"jump": 4},
        "thresholds": (Threshold(name="Near", value="18.5 km", reason="Ten miles."),),
        "attributions": ("The OpenSky Network, https://opensky-network.org",),
    }
    return ReportData(**(facts | changes))


def island():
    ring = [[15, 50], [42, 50], [42, 63], [15, 63], [15, 50]]
    border = [[28, 50], [28, 63]]
    return Basemap(
        land=[np.array(ring, dtype=np.float32)],
        borders=[np.array(border, dtype=np.float32)],
    )

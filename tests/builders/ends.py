"""Ends of flights in the air, made to order, without the tracks before them."""

from __future__ import annotations

import numpy as np

from heavylift.flights.states import EndStates


def end_states(lat, lon, *, step: int = 1, **known) -> EndStates:
    """Ends at these places; of the rest only what is named is known."""
    n = len(lat)
    columns = {
        name: np.full(n, np.nan)
        for name in (
            "altitude_m",
            "speed_ms",
            "course_deg",
            "sink_ms",
            "drop_m",
            "max_speed_ms",
            "max_altitude_m",
            "surface_lat_deg",
            "surface_lon_deg",
            "surface_wait_s",
        )
    }
    columns |= {
        "row": np.arange(n),
        "inner": np.arange(n),
        "surface_rows": np.zeros(n, np.int64),
    }
    columns |= {
        name: np.broadcast_to(np.asarray(value, columns[name].dtype), n).copy()
        for name, value in known.items()
    }
    return EndStates(
        step=step,
        lat_deg=np.asarray(lat, np.float64),
        lon_deg=np.asarray(lon, np.float64),
        **columns,
    )

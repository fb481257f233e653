"""Airfields that a user draws, and flights that go where no airfield is known."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from builders.tracks import changed, flight
from heavylift.reference.airfields import load_airfields

#: So far west of Ovda and Baku there is desert and steppe without any airfield near.
WEST_DEG = -14.0


def runway_of(airfield, east_deg=0.0, **other):
    """The longest runway of an airfield as a row of a file, moved to the east."""
    fields = load_airfields()
    [i] = np.flatnonzero(fields.code == airfield)
    ends = range(fields.end_offsets[i], fields.end_offsets[i + 1])
    e = max(ends, key=lambda e: (fields.end_length_m[e], -e))
    # The end of the pavement, which may lie before the landing threshold.
    other_end = ends[0] + ((e - ends[0]) ^ 1)
    return {
        "name": "Alfa",
        "lat1": float(fields.end_far_lat_deg[other_end]),
        "lon1": float(fields.end_far_lon_deg[other_end]) + east_deg,
        "lat2": float(fields.end_far_lat_deg[e]),
        "lon2": float(fields.end_far_lon_deg[e]) + east_deg,
        "elevation_m": float(fields.elevation_m[i]),
    } | other


def runways_of(code):
    """All runways of an airfield as rows of a file."""
    fields = load_airfields()
    [i] = np.flatnonzero(fields.code == code)
    return [
        {
            "name": f"Alfa {fields.end_ident[e]}",
            "lat1": float(fields.end_lat_deg[e]),
            "lon1": float(fields.end_lon_deg[e]),
            "lat2": float(fields.end_far_lat_deg[e]),
            "lon2": float(fields.end_far_lon_deg[e]),
            "elevation_m": float(fields.elevation_m[i]),
        }
        for e in range(fields.end_offsets[i], fields.end_offsets[i + 1], 2)
    ]


def write_strips(path, *rows):
    """Write rows as CSV; the path."""
    header = list(rows[0])
    lines = [",".join(header), *(",".join(str(r[k]) for k in header) for r in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def to_the_desert(**way):
    """A flight like one from Baku to Ovda, with no airfield at either end."""
    made = flight("UBBB", "LLOV", **way)
    return changed(made, slice(None), lon_deg=made.lon_deg + WEST_DEG)


def desert_strips(path):
    """The two airfields of ``to_the_desert``, drawn: OWN-NORTH and ALFA1."""
    return write_strips(
        path,
        runway_of("UBBB", WEST_DEG, name="North", code="", surface="asphalt"),
        runway_of("LLOV", WEST_DEG, name="Alfa", code="ALFA1", surface=""),
    )


def without(airfields, code):
    """The table of airfields without one of them."""
    [gone] = np.flatnonzero(airfields.code == code)
    ends = slice(*airfields.end_offsets[[gone, gone + 1]])
    counts = np.delete(np.diff(airfields.end_offsets), gone)
    columns = {
        f.name: np.delete(
            getattr(airfields, f.name), ends if f.name.startswith("end_") else gone
        )
        for f in fields(airfields)
        if f.name != "end_offsets"
    }
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return replace(airfields, end_offsets=offsets, **columns)

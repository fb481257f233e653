"""What is known of the world's airfields and their runways?

The tables ship with the package and are derived from OurAirports (public domain) by
``tools/build_airfields.py``; ``data/PROVENANCE.airfields.toml`` says from which files.
All fields are in: open and closed, civil and military, heliports and seaplane bases. A
closed field is a real place that may be in use.

Nothing here says which airfields are military or busy: the source does not know, and a
guess would weigh on exactly the airfields that matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.geo import bearing_deg, distance_m

Text = NDArray[np.object_]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

#: Text columns that mostly repeat the code; the shipped table writes ``=`` there.
SAME_AS_CODE = frozenset({"ident", "gps_code", "local_code"})


class Kind(IntEnum):
    """OurAirports' ``type``. It says nothing about use: Ovda is a small airport."""

    LARGE_AIRPORT = 0
    MEDIUM_AIRPORT = 1
    SMALL_AIRPORT = 2
    HELIPORT = 3
    SEAPLANE_BASE = 4
    BALLOONPORT = 5
    CLOSED = 6


class HeadingSource(IntEnum):
    """Where a runway's heading comes from."""

    UNKNOWN = -1
    #: Given by the source, degrees true.
    GIVEN = 0
    #: Course from one threshold to the other.
    THRESHOLDS = 1
    #: The ident times ten: magnetic, and rounded.
    IDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Airfields:
    """Columns of airfields, in the order of their codes.

    Columns of airfields have shape ``(n,)``. Columns of runway ends have shape
    ``(m,)``; those of airfield ``i`` are ``end_offsets[i]`` to ``end_offsets[i + 1]``.
    Text is empty where unknown, numbers are NaN.

    A runway has ends here when both its thresholds are known, it is no helipad, and it
    is open; at a closed airfield closed runways are kept.

    Attributes:
        code: ICAO code, else ``ident``; every code is there once.
        ident: OurAirports' ident.
        name: Name in Latin letters.
        municipality: The town it serves.
        country: ISO 3166-1 alpha-2.
        region: ISO 3166-2.
        iata: IATA code.
        gps_code: Code in GPS databases.
        local_code: The country's own code.
        keywords: Other names, separated by commas.
        kind: A ``Kind``, int8.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        elevation_m: Above mean sea level.
        scheduled: Whether airlines serve it, as published.
        longest_m: Longest open runway (helipads apart); NaN when any is unknown.
        longest_hard_m: Longest open hard runway; 0 when none is hard.
        end_offsets: Where each airfield's ends begin, int64, shape ``(n + 1,)``.
        end_ident: Designator of the end, such as ``20R``.
        end_lat_deg: Landing threshold: the runway's end, moved in by the displacement.
        end_lon_deg: Landing threshold, degrees east.
        end_heading_deg: True course when landing on this end.
        end_elevation_m: Elevation of the end, else that of the airfield.
        end_length_m: Length of the runway; the spacing of its ends when not given.
        end_hard: 1 hard, 0 soft, -1 unknown; int8.
        end_far_lat_deg: The runway's other physical end.
        end_far_lon_deg: The runway's other physical end, degrees east.
    """

    code: Text
    ident: Text
    name: Text
    municipality: Text
    country: Text
    region: Text
    iata: Text
    gps_code: Text
    local_code: Text
    keywords: Text
    kind: NDArray[np.int8]
    lat_deg: Floats
    lon_deg: Floats
    elevation_m: Floats32
    scheduled: NDArray[np.bool_]
    longest_m: Floats32
    longest_hard_m: Floats32
    end_offsets: NDArray[np.int64]
    end_ident: Text
    end_lat_deg: Floats
    end_lon_deg: Floats
    end_heading_deg: Floats
    end_elevation_m: Floats32
    end_length_m: Floats32
    end_hard: NDArray[np.int8]
    end_far_lat_deg: Floats
    end_far_lon_deg: Floats

    def __len__(self) -> int:
        """Number of airfields."""
        return len(self.code)


@lru_cache(maxsize=1)
def load_airfields() -> Airfields:
    """Read the shipped tables; the second call gives the same object.

    >>> airfields = load_airfields()
    >>> airfields.name[airfields.code == "LLOV"].item()
    'Ovda Airport'
    """
    table = _read("airfields")
    text = {
        name: column.to_numpy(zero_copy_only=False)
        for name, column in zip(table.column_names, table.columns, strict=True)
        if pa.types.is_string(column.type)
    }
    for name in SAME_AS_CODE:
        text[name] = np.where(text[name] == "=", text["code"], text[name])
    numbers = {
        name: table[name].to_numpy()
        for name in ("kind", "elevation_m", "longest_m", "longest_hard_m")
    }
    return Airfields(
        **text,
        **numbers,
        lat_deg=_degrees(table["lat_udeg"]),
        lon_deg=_degrees(table["lon_udeg"]),
        scheduled=table["scheduled"].to_numpy(zero_copy_only=False),
        **_ends(_read("runways"), numbers["kind"], numbers["elevation_m"]),
    )


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Names of countries and territories by ISO 3166-1 alpha-2 code.

    >>> country_names()["AZ"]
    'Azerbaijan'
    """
    table = _read("countries")
    rows = zip(table["code"].to_pylist(), table["name"].to_pylist(), strict=True)
    return {str(code): str(name) for code, name in rows}


def _ends(
    runways: pa.Table, kind: NDArray[np.int8], elevation_m: Floats32
) -> dict[str, NDArray[Any]]:
    """Both ends of every usable runway, low end first, airfield after airfield."""
    airfield = runways["airfield"].to_numpy()
    place = {
        (side, axis): _degrees(runways[f"{side}_{axis}_udeg"])
        for side in ("low", "high")
        for axis in ("lat", "lon")
    }
    known = ~np.isnan(place["low", "lat"]) & ~np.isnan(place["high", "lat"])
    closed = runways["closed"].to_numpy(zero_copy_only=False)
    helipad = runways["helipad"].to_numpy(zero_copy_only=False)
    use = known & ~helipad & (~closed | (kind[airfield] == Kind.CLOSED))

    def each(name: str) -> NDArray[Any]:
        low = runways[f"low_{name}"].to_numpy(zero_copy_only=False)
        high = runways[f"high_{name}"].to_numpy(zero_copy_only=False)
        return _alternate(low[use], high[use])

    lat = _alternate(place["low", "lat"][use], place["high", "lat"][use])
    lon = _alternate(place["low", "lon"][use], place["high", "lon"][use])
    far_lat = _alternate(place["high", "lat"][use], place["low", "lat"][use])
    far_lon = _alternate(place["high", "lon"][use], place["low", "lon"][use])
    at = np.repeat(airfield[use], 2)
    spacing_m = distance_m(lat, lon, far_lat, far_lon)
    length_m = np.repeat(runways["length_m"].to_numpy()[use], 2)
    own_elevation_m = each("elevation_m")
    # The source gives the pavement's end; aircraft touch down beyond a displaced
    # threshold. Half the runway bounds what a typing error can do.
    share = np.minimum(each("displaced_m").astype(float) / spacing_m, 0.5)
    return {
        "end_offsets": np.searchsorted(at, np.arange(len(kind) + 1)).astype(np.int64),
        "end_ident": each("ident"),
        "end_lat_deg": lat + share * (far_lat - lat),
        "end_lon_deg": lon + share * (far_lon - lon),
        "end_heading_deg": bearing_deg(lat, lon, far_lat, far_lon),
        "end_elevation_m": np.where(
            np.isnan(own_elevation_m), elevation_m[at], own_elevation_m
        ),
        "end_length_m": np.where(np.isnan(length_m), spacing_m, length_m).astype("f4"),
        "end_hard": np.repeat(runways["hard"].to_numpy()[use], 2),
        "end_far_lat_deg": far_lat,
        "end_far_lon_deg": far_lon,
    }


def _alternate(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    return np.column_stack([first, second]).ravel()


def _degrees(column: pa.ChunkedArray[Any]) -> Floats:
    """Degrees from millionths; NaN where unknown."""
    degrees: Floats = column.to_numpy(zero_copy_only=False) / 1e6
    return degrees


def _read(name: str) -> pa.Table:
    data = files("heavylift.reference").joinpath("data", f"{name}.parquet").read_bytes()
    return pq.ParquetFile(BytesIO(data)).read()

"""Positions: one report of where an aircraft was, as columns.

This file declares the columns once. Every reader fills them, every stage reads
them, ``positions.parquet`` in a dossier holds them. Inside the program they are
NumPy arrays of one length; units are SI; unknown is a value of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class Surface(IntEnum):
    """Whether the transponder said that it was on the ground."""

    UNKNOWN = -1
    AIRBORNE = 0
    GROUND = 1


class SourceType(IntEnum):
    """How a position came to be known, in readsb's words (README-json.md).

    ``UNKNOWN`` is for tables that do not say.
    """

    UNKNOWN = 0
    ADSB_ICAO = 1
    ADSB_ICAO_NT = 2
    ADSR_ICAO = 3
    TISB_ICAO = 4
    ADSC = 5
    MLAT = 6
    OTHER = 7
    MODE_S = 8
    ADSB_OTHER = 9
    ADSR_OTHER = 10
    TISB_OTHER = 11
    TISB_TRACKFILE = 12
    MODE_AC = 13
    #: OpenSky state vectors carry no source type with the position.
    OPENSKY = 14


class Flag:
    """Bits of the ``flags`` column; values are readsb's own."""

    #: No position had been received in the 20 s before this one.
    STALE: Final = 1
    #: readsb begins a new leg here. A hint, wrong often enough.
    NEW_LEG: Final = 2
    #: ``vertical_rate_ms`` is geometric, not barometric.
    RATE_GEOMETRIC: Final = 4
    #: readsb's altitude was geometric: it is in ``geo_altitude_m``, and the pressure
    #: altitude is unknown.
    ALTITUDE_GEOMETRIC: Final = 8
    #: The sender marked its GPS as lost (readsb's ``gpsOkBefore``).
    GPS_LOST: Final = 16


class Quarantine(IntEnum):
    """Why a position is kept but not trusted. Zero is trusted."""

    NONE = 0
    #: Not reachable from the positions around it at any speed an aircraft flies.
    JUMP = 1
    #: Altitude outside what aircraft reach.
    ALTITUDE_IMPOSSIBLE = 2
    #: Altitude leaps away from its neighbours and back.
    ALTITUDE_JUMP = 3
    #: Says "on the ground" between positions that are plainly flying.
    GROUND_FLAG_IN_AIR = 4
    #: The sender marked its GPS as lost.
    GPS_LOST = 5
    #: Several aircraft in the air stay at this point at different heights.
    SHARED_POINT = 6
    #: Stays at one point while the aircraft says that it flies, or flies high.
    STUCK_POINT = 7
    #: Within a stretch without integrity in which other positions are impossible.
    LOW_INTEGRITY = 8
    #: Stands still in the air between fast flight, or joins on where it does.
    HALT_IN_AIR = 9


#: ``squawk`` where none was reported; no real squawk is above 0o7777.
NO_SQUAWK: Final = 0xFFFF

#: ``nic``, ``nac_p`` and ``sil`` where none was reported.
NO_QUALITY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One declared column.

    Attributes:
        name: Its name, with the unit as ending.
        dtype: NumPy type in memory.
        unit: Unit, empty where there is none.
        meaning: What it holds, and what unknown looks like.
    """

    name: str
    dtype: str
    unit: str
    meaning: str


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        name="time_ms",
        dtype="int64",
        unit="ms",
        meaning="when the position was valid; Unix milliseconds, UTC",
    ),
    Column(name="lat_deg", dtype="float64", unit="°", meaning="degrees north, WGS 84"),
    Column(name="lon_deg", dtype="float64", unit="°", meaning="degrees east, WGS 84"),
    Column(
        name="baro_altitude_m",
        dtype="float32",
        unit="m",
        meaning="pressure altitude above 1013.25 hPa; NaN: not reported",
    ),
    Column(
        name="geo_altitude_m",
        dtype="float32",
        unit="m",
        meaning="height above the WGS 84 ellipsoid; NaN: not reported",
    ),
    Column(
        name="surface",
        dtype="int8",
        unit="",
        meaning="1 on the ground, 0 airborne, -1 not reported",
    ),
    Column(
        name="ground_speed_ms",
        dtype="float32",
        unit="m/s",
        meaning="speed over the ground; NaN: not reported",
    ),
    Column(
        name="track_deg",
        dtype="float32",
        unit="°",
        meaning="direction of motion from true north (true heading on the ground); "
        "NaN: not reported",
    ),
    Column(
        name="vertical_rate_ms",
        dtype="float32",
        unit="m/s",
        meaning="climb is positive; NaN: not reported",
    ),
    Column(
        name="source_type",
        dtype="uint8",
        unit="",
        meaning="how the position came to be known, see SourceType",
    ),
    Column(
        name="flags", dtype="uint8", unit="", meaning="bits of readsb's row, see Flag"
    ),
    Column(
        name="callsign",
        dtype="uint64",
        unit="",
        meaning="up to 8 ASCII characters, first character in the lowest byte, "
        "padding stripped; 0: not reported with this position",
    ),
    Column(
        name="squawk",
        dtype="uint16",
        unit="",
        meaning="Mode A code as a number, octal digits; 65535: not reported",
    ),
    Column(
        name="nic",
        dtype="int8",
        unit="",
        meaning="navigation integrity category; -1: not reported",
    ),
    Column(
        name="nac_p",
        dtype="int8",
        unit="",
        meaning="navigation accuracy category; -1: not reported",
    ),
    Column(
        name="sil",
        dtype="int8",
        unit="",
        meaning="source integrity level; -1: not reported",
    ),
    Column(
        name="file",
        dtype="int32",
        unit="",
        meaning="which source file, index into the list of source files",
    ),
    Column(
        name="row",
        dtype="int32",
        unit="",
        meaning="which row of that file's data, counted from 0",
    ),
    Column(
        name="quarantine",
        dtype="uint8",
        unit="",
        meaning="0 trusted, else the reason, see Quarantine",
    ),
)

#: What a column holds before a reader has filled it: unknown.
UNKNOWN: Final[dict[str, float | int]] = {
    "time_ms": 0,
    "lat_deg": np.nan,
    "lon_deg": np.nan,
    "baro_altitude_m": np.nan,
    "geo_altitude_m": np.nan,
    "surface": int(Surface.UNKNOWN),
    "ground_speed_ms": np.nan,
    "track_deg": np.nan,
    "vertical_rate_ms": np.nan,
    "source_type": int(SourceType.UNKNOWN),
    "flags": 0,
    "callsign": 0,
    "squawk": NO_SQUAWK,
    "nic": NO_QUALITY,
    "nac_p": NO_QUALITY,
    "sil": NO_QUALITY,
    "file": -1,
    "row": -1,
    "quarantine": int(Quarantine.NONE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Columns of positions, all of shape ``(n,)``; see ``COLUMNS`` for each.

    Nothing here says which aircraft they belong to: whoever holds a
    ``Positions`` knows (a ``Piece`` has one aircraft, a ``Tracks`` has offsets).
    """

    time_ms: NDArray[np.int64]
    lat_deg: NDArray[np.float64]
    lon_deg: NDArray[np.float64]
    baro_altitude_m: NDArray[np.float32]
    geo_altitude_m: NDArray[np.float32]
    surface: NDArray[np.int8]
    ground_speed_ms: NDArray[np.float32]
    track_deg: NDArray[np.float32]
    vertical_rate_ms: NDArray[np.float32]
    source_type: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    callsign: NDArray[np.uint64]
    squawk: NDArray[np.uint16]
    nic: NDArray[np.int8]
    nac_p: NDArray[np.int8]
    sil: NDArray[np.int8]
    file: NDArray[np.int32]
    row: NDArray[np.int32]
    quarantine: NDArray[np.uint8]

    def __len__(self) -> int:
        """Number of positions."""
        return len(self.time_ms)

    @classmethod
    def unknown(cls, n: int) -> Positions:
        """Make ``n`` positions of which nothing is known yet."""
        return cls(**{c.name: np.full(n, UNKNOWN[c.name], c.dtype) for c in COLUMNS})

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Positions:
        """Pick rows by index, mask or slice."""
        return Positions(**{c.name: getattr(self, c.name)[rows] for c in COLUMNS})

    @classmethod
    def concatenate(cls, parts: Sequence[Positions]) -> Positions:
        """Join positions end to end, in the order given."""
        if not parts:
            return cls.unknown(0)
        return cls(
            **{
                f.name: np.concatenate([getattr(p, f.name) for p in parts])
                for f in fields(cls)
            }
        )


def pack_callsign(text: str) -> int:
    """Pack a callsign into the number that the ``callsign`` column holds.

    Padding at both ends is stripped; what is not printable ASCII or beyond eight
    characters is left out, as transponders send neither.

    >>> unpack_callsign(pack_callsign("AHY021  "))
    'AHY021'
    """
    raw = "".join(c for c in text.strip() if " " < c < "\x7f")[:8].encode("ascii")
    return int.from_bytes(raw, "little")


def unpack_callsign(packed: int) -> str:
    """Give the text of a packed callsign; empty when none was reported."""
    raw = int(packed).to_bytes(8, "little").rstrip(b"\0")
    return raw.decode("ascii", "replace")

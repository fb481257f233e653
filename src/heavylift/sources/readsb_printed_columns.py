"""Read the fields of some rows, column by column, where readsb printed them.

Each column is one loop without a way out and without a search, so that a compiler makes
it of instructions that do eight numbers at once. What is wrong anywhere is put together
and asked for once.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from heavylift.kernels import parser
from heavylift.model.positions import Flag, Surface
from heavylift.sources.eight_bytes import Index
from heavylift.sources.json_bytes import N0, N8
from heavylift.sources.limits import EARLIEST_S, LATEST_S, MAX_SPEED_MS
from heavylift.sources.printed_numbers import (
    is_null,
    one_decimal,
    six_decimals,
    two_decimals,
    whole,
)
from heavylift.sources.readsb_columns import FLAG_BITS, RowColumns, RowMemory
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

# Where the words of each field are kept. Places have two each.
TIME, LAT, LON, ALTITUDE, SPEED, TRACK, FLAGS, RATE = range(8)
GEO_ALTITUDE, GEO_RATE, AIRSPEED, ROLL = range(8, 12)
BEFORE_LAT, BEFORE_LON = 12, 13


_GROUND: Final = np.uint64(int.from_bytes(b'"ground"', "little"))

# Plain integers for the compiled code, which cannot look into classes.
_UNKNOWN_SURFACE: Final = int(Surface.UNKNOWN)
_AIRBORNE: Final = int(Surface.AIRBORNE)
_ON_GROUND: Final = int(Surface.GROUND)
_ALTITUDE_GEOMETRIC: Final = int(Flag.ALTITUDE_GEOMETRIC)


@parser
def read_fields(
    found: RowMemory, base_s: float, out: RowColumns, first: Index, n: int
) -> np.uint64:
    """Read the fields that were found of some rows.

    Args:
        found: The fields.
        base_s: The file's ``timestamp``, Unix seconds.
        out: Columns to fill; flags are added to.
        first: The row of the columns that the first row goes to.
        n: How many rows.

    Returns:
        Not zero when a field is not as readsb prints it, or cannot be true.
    """
    wrong = _read_places(found, base_s, out, first, n)
    wrong |= _read_altitudes(found, out, first, n)
    wrong |= _read_motion(found, out, first, n)
    return wrong | _look_at_others(found, n)


@parser
def _read_places(
    found: RowMemory, base_s: float, out: RowColumns, first: Index, n: int
) -> np.uint64:
    """Read time, latitude and longitude of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[TIME, :n], found.lengths[TIME, :n]
    time_ms = out.time_ms[first : first + n]
    for k in range(n):
        offset_s, more = two_decimals(words[k], lengths[k])
        time_s = base_s + offset_s
        is_in_time = (time_s >= EARLIEST_S) & (time_s < LATEST_S)
        wrong |= more | np.uint64(not is_in_time)
        time_ms[k] = np.int64(np.rint(time_s * 1000.0))
    befores, words = found.words[BEFORE_LAT, :n], found.words[LAT, :n]
    lengths = found.lengths[LAT, :n]
    lat_deg = out.lat_deg[first : first + n]
    for k in range(n):
        degrees, more = six_decimals(befores[k], words[k], lengths[k])
        wrong |= more | np.uint64(np.abs(degrees) > 90.0)
        lat_deg[k] = degrees
    befores, words = found.words[BEFORE_LON, :n], found.words[LON, :n]
    lengths = found.lengths[LON, :n]
    lon_deg = out.lon_deg[first : first + n]
    for k in range(n):
        degrees, more = six_decimals(befores[k], words[k], lengths[k])
        wrong |= more | np.uint64(np.abs(degrees) > 180.0)
        lon_deg[k] = degrees
    return wrong


@parser
def _read_altitudes(
    found: RowMemory, out: RowColumns, first: Index, n: int
) -> np.uint64:
    """Read both altitudes and flags of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[ALTITUDE, :n], found.lengths[ALTITUDE, :n]
    baro_altitude_m = out.baro_altitude_m[first : first + n]
    surface = out.surface[first : first + n]
    for k in range(n):
        feet, more = whole(words[k], lengths[k])
        is_unknown = is_null(words[k], lengths[k])
        is_ground = (lengths[k] == N8) & (words[k] == _GROUND)
        is_told = not (is_unknown | is_ground)
        wrong |= more if is_told else N0
        feet = feet if is_told else np.nan
        baro_altitude_m[k] = np.float32(feet * METRES_PER_FOOT)
        missing = _ON_GROUND if is_ground else _UNKNOWN_SURFACE
        surface[k] = _AIRBORNE if is_told else missing
    words, lengths = found.words[GEO_ALTITUDE, :n], found.lengths[GEO_ALTITUDE, :n]
    geo_altitude_m = out.geo_altitude_m[first : first + n]
    for k in range(n):
        feet, more = _whole_or_nan(words[k], lengths[k])
        wrong |= more
        geo_altitude_m[k] = np.float32(feet * METRES_PER_FOOT)
    words, lengths = found.words[FLAGS, :n], found.lengths[FLAGS, :n]
    flags = out.flags[first : first + n]
    for k in range(n):
        told, more = whole(words[k], lengths[k])
        wrong |= more | np.uint64((told < 0.0) | (told >= 256.0))
        flags[k] |= np.uint8(np.int64(told) & FLAG_BITS)
    for k in range(n):
        is_geometric = flags[k] & _ALTITUDE_GEOMETRIC != 0
        baro, geo = baro_altitude_m[k], geo_altitude_m[k]
        geo_altitude_m[k] = baro if is_geometric & np.isnan(geo) else geo
        baro_altitude_m[k] = np.float32(np.nan) if is_geometric else baro
    return wrong


@parser
def _read_motion(found: RowMemory, out: RowColumns, first: Index, n: int) -> np.uint64:
    """Read speed, track and vertical rate of rows; not zero when one is wrong."""
    wrong = N0
    words, lengths = found.words[SPEED, :n], found.lengths[SPEED, :n]
    ground_speed_ms = out.ground_speed_ms[first : first + n]
    for k in range(n):
        knots, more = _tenths_or_nan(words[k], lengths[k])
        speed_ms = knots * MS_PER_KNOT
        # Not so where it is not known.
        wrong |= more | np.uint64((knots < 0.0) | (speed_ms > MAX_SPEED_MS))
        ground_speed_ms[k] = np.float32(speed_ms)
    words, lengths = found.words[TRACK, :n], found.lengths[TRACK, :n]
    track_deg = out.track_deg[first : first + n]
    for k in range(n):
        degrees, more = _tenths_or_nan(words[k], lengths[k])
        wrong |= more
        track_deg[k] = np.float32(degrees)
    words, lengths = found.words[RATE, :n], found.lengths[RATE, :n]
    vertical_rate_ms = out.vertical_rate_ms[first : first + n]
    for k in range(n):
        rate, more = _whole_or_nan(words[k], lengths[k])
        wrong |= more
        vertical_rate_ms[k] = np.float32(rate * MS_PER_FOOT_PER_MINUTE)
    return wrong


@parser
def _look_at_others(found: RowMemory, n: int) -> np.uint64:
    """Look at fields that are not kept; not zero when one is not as printed."""
    wrong = N0
    for field in (GEO_RATE, AIRSPEED):
        words, lengths = found.words[field, :n], found.lengths[field, :n]
        for k in range(n):
            wrong |= _whole_or_nan(words[k], lengths[k])[1]
    words, lengths = found.words[ROLL, :n], found.lengths[ROLL, :n]
    for k in range(n):
        wrong |= _tenths_or_nan(words[k], lengths[k])[1]
    return wrong


@parser
def _whole_or_nan(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    value, wrong = whole(word, length)
    is_missing = is_null(word, length)
    return np.nan if is_missing else value, N0 if is_missing else wrong


@parser
def _tenths_or_nan(word: np.uint64, length: np.uint64) -> tuple[float, np.uint64]:
    value, wrong = one_decimal(word, length)
    is_missing = is_null(word, length)
    return np.nan if is_missing else value, N0 if is_missing else wrong

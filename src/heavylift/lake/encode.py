"""Positions as columns of a Parquet file: small, and exactly what was read.

Sources write feet, tenths of knots and six decimals of a degree. As whole numbers of
those units a row takes a third of the room, and comes back bit for bit. A value that
is no whole number of them (a table in m/s, a latitude with nine decimals) is kept as
it came in a second column, which costs nothing where it is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import COLUMNS, Positions
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT

Floats = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """How a column of numbers is kept as whole numbers.

    Attributes:
        name: Column of ``model.positions``.
        stored: Column of whole numbers in the file.
        per: What the whole number is divided by first ...
        factor: ... and multiplied with then, as readers do, to the last bit.
        always: Whether the whole number is there even where it is not exact.
    """

    name: str
    stored: str
    per: float
    factor: float
    always: bool = False


#: In the units that readsb writes (README-json.md): places to six decimals, altitudes
#: in feet, speeds and directions to a tenth, rates in feet a minute.
SCALED: Final = (
    Scaled(name="lat_deg", stored="lat_udeg", per=1e6, factor=1.0, always=True),
    Scaled(name="lon_deg", stored="lon_udeg", per=1e6, factor=1.0, always=True),
    Scaled(
        name="baro_altitude_m",
        stored="baro_altitude_ft",
        per=1.0,
        factor=METRES_PER_FOOT,
    ),
    Scaled(
        name="geo_altitude_m", stored="geo_altitude_ft", per=1.0, factor=METRES_PER_FOOT
    ),
    Scaled(
        name="ground_speed_ms",
        stored="ground_speed_tenth_kt",
        per=10.0,
        factor=MS_PER_KNOT,
    ),
    Scaled(name="track_deg", stored="track_tenth_deg", per=10.0, factor=1.0),
    Scaled(
        name="vertical_rate_ms",
        stored="vertical_rate_fpm",
        per=1.0,
        factor=MS_PER_FOOT_PER_MINUTE,
    ),
)

#: No whole number that is kept is as large; more than any altitude, place or speed.
_LARGEST: Final = float(np.iinfo(np.int32).max)

_SCALED_OF: Final = {s.name: s for s in SCALED}

#: Columns of positions that are not kept: readers trust everything, and what is set
#: apart depends on what other aircraft report, so it is judged when it is read.
_JUDGED_LATER: Final = frozenset({"quarantine"})

_KEPT: Final = tuple(c for c in COLUMNS if c.name not in _JUDGED_LATER)

_TEXT: Final = pa.dictionary(pa.int32(), pa.string())


def _fields() -> list[pa.Field]:
    # What is never missing is said to be so: nothing need be written about it.
    fields = [pa.field("track", _TEXT, nullable=False), pa.field("icao24", _TEXT)]
    for column in _KEPT:
        scaled = _SCALED_OF.get(column.name)
        kind = pa.from_numpy_dtype(np.dtype(column.dtype))
        if column.name == "time_ms":
            moment = pa.timestamp("ms", tz="UTC")
            fields.append(pa.field("time", moment, nullable=False))
        elif scaled is None:
            fields.append(pa.field(column.name, kind, nullable=False))
        else:
            fields.append(pa.field(scaled.stored, pa.int32()))
            fields.append(pa.field(column.name, kind))
    return fields


#: Columns of a file of positions.
SCHEMA: Final = pa.schema(_fields())

#: How they are written, chosen column by column for time and room on a day in readsb's
#: layout: what changes in steps as differences, which no compression makes smaller;
#: what hardly changes byte by byte or as it is, which LZ4 takes to almost nothing. A
#: row takes 10 bytes. Dictionaries and zstd take as many, and twice the time.
_DELTAS: Final = ("time", *(s.stored for s in SCALED))
_ENCODINGS: Final = {
    **dict.fromkeys((f.name for f in SCHEMA), "PLAIN"),
    **dict.fromkeys(("flags", "squawk", "row"), "BYTE_STREAM_SPLIT"),
    **dict.fromkeys(_DELTAS, "DELTA_BINARY_PACKED"),
}
_WORDS: Final = ("track", "icao24")
WRITING: Final[dict[str, Any]] = {
    "compression": {f.name: "none" if f.name in _DELTAS else "lz4" for f in SCHEMA},
    "use_dictionary": list(_WORDS),
    "column_encoding": {n: e for n, e in _ENCODINGS.items() if n not in _WORDS},
    "write_statistics": ["track", "time", *_SCALED_OF],
}


def encode(
    positions: Positions, track: pa.DictionaryArray, icao24: pa.DictionaryArray
) -> pa.Table:
    """Turn positions into columns of a file.

    Args:
        positions: The rows; none is set apart yet.
        track: What tells the track of each row from others; shape ``(n,)``.
        icao24: Its address, null where the source gives none.
    """
    columns: dict[str, pa.Array] = {"track": track, "icao24": icao24}
    for column in _KEPT:
        values = getattr(positions, column.name)
        scaled = _SCALED_OF.get(column.name)
        if scaled is not None:
            columns[scaled.stored], columns[column.name] = _scaled(values, scaled)
        else:
            name = "time" if column.name == "time_ms" else column.name
            # The same bytes, taken for what they mean.
            columns[name] = pa.array(values).view(SCHEMA.field(name).type)
    return pa.table([columns[f.name] for f in SCHEMA], schema=SCHEMA)


def _scaled(values: Floats, scaled: Scaled) -> tuple[pa.Array, pa.Array]:
    """Whole numbers, null where there is none, and values that are none."""
    n = len(values)
    whole = np.empty(n, np.int32)
    has_whole = np.empty(n, np.bool_)
    others = _to_whole(values, scaled.per, scaled.factor, whole, has_whole)
    as_read = pa.nulls(n, pa.from_numpy_dtype(values.dtype))
    if others:
        as_read = pa.array(values, mask=has_whole | np.isnan(values))
        if scaled.always:
            has_whole = ~np.isnan(values)
    nothing = n - int(np.count_nonzero(has_whole))
    bits = pa.py_buffer(np.packbits(has_whole, bitorder="little")) if nothing else None
    stored = pa.Array.from_buffers(pa.int32(), n, [bits, pa.py_buffer(whole)], nothing)
    return stored, as_read


@kernel
def _to_whole(
    values: Floats,
    per: float,
    factor: float,
    whole: NDArray[np.int32],
    has_whole: NDArray[np.bool_],
) -> int:
    """Fill in whole numbers and where they are exact; count values that are none."""
    others = 0
    for i in range(len(values)):
        value = values[i]
        rounded = np.rint(np.float64(value) / factor * per)
        fits = abs(rounded) <= _LARGEST
        # Not a number becomes none here.
        whole[i] = np.int32(rounded if fits else 0.0)
        back = whole[i] / per * factor
        exact = fits and values.dtype.type(back) == value
        has_whole[i] = exact
        others += (value == value) and not exact  # noqa: PLR0124 -- false for NaN
    return others


def columns_of(group: pq.RowGroupMetaData) -> list[str]:
    """Columns of a row group that hold anything, by its statistics."""
    names = []
    for at, field in enumerate(SCHEMA):
        said = group.column(at).statistics if field.name in _SCALED_OF else None
        if said is None or said.null_count < group.num_rows:
            names.append(field.name)
    return names


def decode(table: pa.Table) -> Positions:
    """Turn columns of a file back into positions, exactly as they were.

    Args:
        table: Rows of a file; columns that hold nothing may be absent.
    """
    columns: dict[str, NDArray[Any]] = {}
    n = len(table)
    for column in COLUMNS:
        scaled = _SCALED_OF.get(column.name)
        if column.name in _JUDGED_LATER:
            columns[column.name] = np.zeros(n, column.dtype)
        elif scaled is not None:
            columns[column.name] = _unscaled(table, scaled, np.dtype(column.dtype))
        else:
            name = "time" if column.name == "time_ms" else column.name
            kind = pa.from_numpy_dtype(np.dtype(column.dtype))
            columns[column.name] = _one(table[name]).view(kind).to_numpy()
    return Positions(**columns)


def _unscaled(table: pa.Table, scaled: Scaled, dtype: np.dtype[Any]) -> Floats:
    stored = _one(table[scaled.stored])
    values = np.empty(len(stored), dtype)
    whole = np.frombuffer(stored.buffers()[1] or b"", np.int32)[stored.offset :]
    if stored.null_count:
        known = stored.is_valid().to_numpy(zero_copy_only=False)
    else:
        known = _ALL_KNOWN
    _from_whole(whole, known, scaled.per, scaled.factor, values)
    if scaled.name in table.column_names:
        plain = table[scaled.name]
        kept = plain.is_valid().to_numpy()
        values[kept] = plain.drop_null().to_numpy()
    return values


#: Stands for a mask when nothing is missing.
_ALL_KNOWN: Final = np.empty(0, np.bool_)


@kernel
def _from_whole(
    whole: NDArray[np.int32],
    known: NDArray[np.bool_],
    per: float,
    factor: float,
    values: Floats,
) -> None:
    """Fill in what whole numbers stand for, NaN where there is none."""
    for i in range(len(values)):
        values[i] = whole[i] / per * factor
    if len(known):
        for i in range(len(values)):
            if not known[i]:
                values[i] = np.nan


def _one(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece; not copied when it is."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()

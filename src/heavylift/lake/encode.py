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
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.model.positions import COLUMNS, Positions
from heavylift.units import METRES_PER_FOOT, MS_PER_FOOT_PER_MINUTE, MS_PER_KNOT


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

    def back(self, whole: NDArray[np.int64]) -> NDArray[np.float64]:
        """The numbers that whole numbers stand for."""
        values: NDArray[np.float64] = whole / self.per * self.factor
        return values


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

#: No whole number that is kept is as large; also what stands for none while decoding.
_NONE: Final = np.iinfo(np.int32).min

_SCALED_NAMES: Final = frozenset(s.name for s in SCALED)

_TEXT: Final = pa.dictionary(pa.int32(), pa.string())


def _fields() -> list[pa.Field]:
    fields = [pa.field("track", _TEXT), pa.field("icao24", _TEXT)]
    by_name = {s.name: s for s in SCALED}
    for column in COLUMNS:
        scaled = by_name.get(column.name)
        if column.name == "time_ms":
            fields.append(pa.field("time", pa.timestamp("ms", tz="UTC")))
        elif scaled is None:
            fields.append(pa.field(column.name, pa.from_numpy_dtype(column.dtype)))
        else:
            fields.append(pa.field(scaled.stored, pa.int32()))
            fields.append(
                pa.field(column.name, pa.from_numpy_dtype(np.dtype(column.dtype)))
            )
    return fields


#: Columns of a file of positions.
SCHEMA: Final = pa.schema(_fields())

#: How they are written: what goes up in steps as differences, the rest by dictionary.
#: On a day in readsb's layout this takes 12 bytes a row, dictionaries alone 17.
_DELTAS: Final = ("time", "lat_udeg", "lon_udeg", "row")
WRITING: Final[dict[str, Any]] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": [f.name for f in SCHEMA if f.name not in _DELTAS],
    "column_encoding": dict.fromkeys(_DELTAS, "DELTA_BINARY_PACKED"),
    "write_statistics": ["track", "time"],
}


def encode(
    positions: Positions, track: pa.DictionaryArray, icao24: pa.DictionaryArray
) -> pa.Table:
    """Turn positions into columns of a file.

    Args:
        positions: The rows.
        track: What tells the track of each row from others; shape ``(n,)``.
        icao24: Its address, null where the source gives none.
    """
    columns: dict[str, pa.Array] = {"track": track, "icao24": icao24}
    for column in COLUMNS:
        if column.name not in _SCALED_NAMES:
            name = "time" if column.name == "time_ms" else column.name
            kind = SCHEMA.field(name).type
            columns[name] = pa.array(getattr(positions, column.name)).cast(kind)
    for scaled in SCALED:
        values = getattr(positions, scaled.name)
        whole = np.rint(values.astype(np.float64) / scaled.factor * scaled.per)
        whole = np.where(np.abs(whole) < -float(_NONE), whole, 0.0).astype(np.int64)
        unknown = np.isnan(values)
        exact = unknown | (scaled.back(whole).astype(values.dtype) == values)
        left_out = unknown if scaled.always else unknown | ~exact
        columns[scaled.stored] = pa.array(whole.astype(np.int32), mask=left_out)
        columns[scaled.name] = pa.array(values, mask=exact)
    return pa.table([columns[f.name] for f in SCHEMA], schema=SCHEMA)


def decode(table: pa.Table) -> Positions:
    """Turn columns of a file back into positions, exactly as they were."""
    columns: dict[str, NDArray[Any]] = {}
    for column in COLUMNS:
        if column.name in _SCALED_NAMES:
            continue
        name = "time" if column.name == "time_ms" else column.name
        stored = table[name].combine_chunks()
        if column.name == "time_ms":
            stored = stored.cast(pa.int64())
        columns[column.name] = stored.to_numpy(zero_copy_only=False)
    for scaled in SCALED:
        dtype = np.dtype(getattr(_EMPTY, scaled.name).dtype)
        whole = pc.fill_null(table[scaled.stored], int(_NONE)).to_numpy()
        values = np.where(whole == _NONE, np.nan, scaled.back(whole)).astype(dtype)
        plain = table[scaled.name]
        if plain.null_count < len(plain):
            kept = plain.is_valid().to_numpy()
            values = np.where(kept, plain.to_numpy(), values)
        columns[scaled.name] = values
    return Positions(**columns)


_EMPTY: Final = Positions.unknown(0)

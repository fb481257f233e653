"""Positions as columns of a Parquet file: small, and exactly what was read.

Sources write feet, tenths of knots and six decimals of a degree. As whole numbers of
those units a row takes a third of the room, and comes back bit for bit. A value that
is no whole number of them (a table in m/s, a latitude with nine decimals) is kept as
it came in a second column, which costs nothing where it is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.lake.column_chunks import (
    ColumnChunk,
    Physical,
    Scratch,
    floats,
    nothing,
    numbers,
    texts,
    words,
)
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

#: Columns of whole numbers that change in steps. All others have few different ones.
_STEPS: Final = frozenset({"time", "file", "row"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Rows of positions that are written one behind the other; shape ``(n,)``.

    Attributes:
        first: First row of each run.
        end: Row after its last.
        track: What tells the track of each run from others.
        icao24: Its address, ``None`` where the source gives none.
    """

    first: NDArray[np.int64]
    end: NDArray[np.int64]
    track: Sequence[str]
    icao24: Sequence[str | None]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int((self.end - self.first).sum())


def encode(positions: Positions, runs: Runs, scratch: Scratch) -> list[ColumnChunk]:
    """Turn positions into columns of a row group, in the order of the schema.

    Args:
        positions: The rows, and others; none is set apart yet.
        runs: Which of them.
        scratch: Memory, for as many rows.
    """
    lengths = (runs.end - runs.first).tolist()
    chunks = {
        "track": texts(runs.track, lengths, may_miss=False),
        "icao24": texts(runs.icao24, lengths, may_miss=True),
    }
    for column in _KEPT:
        values = getattr(positions, column.name)
        if not (values.flags.c_contiguous and values.flags.writeable):
            # Loops are compiled for columns as readers fill them.
            values = values.copy()
        scaled = _SCALED_OF.get(column.name)
        if scaled is not None:
            stored, as_read = _scaled(values, runs, scaled, scratch)
            chunks[scaled.stored], chunks[column.name] = stored, as_read
        elif column.name == "time_ms":
            chunks["time"] = numbers(_picked(values, runs), scratch)
        elif column.name in _STEPS:
            chunks[column.name] = numbers(_picked(values, runs), scratch)
        else:
            chunks[column.name] = _words(values, runs, scratch)
    return [chunks[f.name] for f in SCHEMA]


def _picked(values: NDArray[Any], runs: Runs) -> NDArray[Any]:
    bounds = zip(runs.first.tolist(), runs.end.tolist(), strict=True)
    return np.concatenate([values[:0], *(values[lo:hi] for lo, hi in bounds)])


def _words(values: NDArray[Any], runs: Runs, scratch: Scratch) -> ColumnChunk:
    plain = values.view(f"u{values.itemsize}")
    found = words(plain, runs.first, runs.end, scratch, values.dtype)
    if found is not None:
        return found
    # As many different ones as there are words for: none of our sources has them.
    whole = _picked(values, runs).astype(f"i{max(4, values.itemsize)}")
    return numbers(whole, scratch)


def _scaled(
    values: Floats, runs: Runs, scaled: Scaled, scratch: Scratch
) -> tuple[ColumnChunk, ColumnChunk]:
    """Whole numbers, missing where there is none, and values that are none."""
    n = runs.rows
    whole = np.empty(n, np.int32)
    has_whole = np.empty(n, np.bool_)
    unit = scaled.per, scaled.factor
    found = _to_whole(values, runs.first, runs.end, unit, whole, has_whole)
    exact, others = found
    if not others:
        kind = Physical.DOUBLE if values.itemsize == 8 else Physical.FLOAT
        as_read = nothing(n, kind)
    else:
        picked = _picked(values, runs)
        is_known = ~np.isnan(picked)
        is_other = is_known & ~has_whole
        as_read = floats(picked[is_other], is_other, scratch)
        if scaled.always:
            has_whole = is_known
            exact = int(np.count_nonzero(is_known))
    if exact == n:
        return numbers(whole, scratch, may_miss=True), as_read
    stored = numbers(whole[has_whole], scratch, known=has_whole, may_miss=True)
    return stored, as_read


@kernel
def _to_whole(
    values: Floats,
    first: NDArray[np.int64],
    end: NDArray[np.int64],
    unit: tuple[float, float],
    whole: NDArray[np.int32],
    has_whole: NDArray[np.bool_],
) -> tuple[int, int]:
    """Fill in whole numbers and where they are exact; count these, and the others.

    Others are values that are no whole number; what is not there is neither.
    """
    exact_ones, others, n = 0, 0, 0
    # What is not exactly a whole number is told by the way back, so that the way there
    # need not be exact.
    per, factor = unit
    scale = per / factor
    for run in range(len(first)):
        # Without a way out and through windows, so that many are taken at a time.
        own = values[first[run] : end[run]]
        own_whole = whole[n : n + len(own)]
        own_has = has_whole[n : n + len(own)]
        for i in range(len(own)):
            value = own[i]
            rounded = np.rint(np.float64(value) * scale)
            fits = abs(rounded) <= _LARGEST
            # Not a number becomes none here.
            number = np.int32(rounded if fits else 0.0)
            back = np.float64(number) / per * factor
            exact = fits & (values.dtype.type(back) == value)
            own_whole[i] = number
            own_has[i] = exact
            exact_ones += exact
            others += (value == value) & (not exact)  # noqa: PLR0124 -- false for NaN
        n += len(own)
    return exact_ones, others


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

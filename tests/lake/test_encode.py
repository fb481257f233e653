"""What is written to a lake comes back bit for bit."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from heavylift.lake.buckets import MOST_GROUP_ROWS
from heavylift.lake.column_chunks import Scratch
from heavylift.lake.encode import SCALED, SCHEMA, Runs, columns_of, decode, encode
from heavylift.lake.pages import MOST_WORDS
from heavylift.lake.parquet import ParquetWriter
from heavylift.model.positions import COLUMNS, Positions
from heavylift.units import METRES_PER_FOOT, MS_PER_KNOT

SCRATCH = Scratch(MOST_GROUP_ROWS)
FLOATS = {"lat_deg": (-90, 90), "lon_deg": (-180, 180)}


def column_values(column, n):
    """Any values that a column may hold, unknown ones included."""
    if column.dtype.startswith("float"):
        low, high = FLOATS.get(column.name, (-1e6, 1e6))
        width = int(column.dtype[5:])
        anything = st.floats(low, high, width=width)
        unknown = st.just(np.nan) if column.name not in FLOATS else anything
        return hnp.arrays(column.dtype, n, elements=anything | unknown)
    if column.name == "time_ms":
        return hnp.arrays("int64", n, elements=st.integers(0, 4 * 10**12))
    if column.name == "quarantine":
        return st.just(np.zeros(n, column.dtype))  # judged when positions are read
    return hnp.arrays(column.dtype, n)


@st.composite
def positions(draw):
    n = draw(st.integers(0, 20))
    return Positions(**{c.name: draw(column_values(c, n)) for c in COLUMNS})


def whole(n):
    """All rows as those of one aircraft."""
    return Runs(
        first=np.array([0]), end=np.array([n]), track=["4b1234"], icao24=["4b1234"]
    )


def written(made, runs=None):
    """The bytes of a file of positions."""
    buffer = io.BytesIO()
    writer = ParquetWriter(pa.PythonFile(buffer, "w"), SCHEMA)
    writer.write(encode(made, whole(len(made)) if runs is None else runs, SCRATCH))
    writer.finish()
    return buffer.getvalue()


def table_of(made):
    return pq.read_table(io.BytesIO(written(made)))


@settings(deadline=None)  # the first one loads compiled code
@given(made=positions())
def test_any_positions_come_back_as_they_were(made):
    back = decode(table_of(made))

    for column in COLUMNS:
        before, after = getattr(made, column.name), getattr(back, column.name)
        assert after.dtype == before.dtype
        np.testing.assert_array_equal(after, before, err_msg=column.name)


@given(
    feet=st.lists(st.integers(-2_000, 60_000), min_size=1),
    tenths=st.integers(0, 9_000),
)
def test_what_readsb_writes_is_kept_as_whole_numbers_alone(feet, tenths):
    n = len(feet)
    made = Positions.unknown(n)
    made.baro_altitude_m[:] = np.array(feet) * METRES_PER_FOOT
    made.ground_speed_ms[:] = np.float32(float(f"{tenths / 10:.1f}") * MS_PER_KNOT)
    made.lat_deg[:] = [float(f"{f / 1000:.6f}") for f in feet]
    made.lon_deg[:] = 0.0

    table = table_of(made)

    assert [s.name for s in SCALED if table[s.name].null_count < n] == []


def test_a_place_with_many_decimals_has_its_micro_degrees_too():
    made = Positions.unknown(1)
    made.lat_deg[:], made.lon_deg[:] = 40.123456789, 50.0

    table = table_of(made)

    assert table["lat_udeg"].to_pylist() == [40_123_457]
    assert table["lat_deg"].to_pylist() == [40.123456789]
    assert table["lon_deg"].to_pylist() == [None]


def test_a_row_of_a_trace_takes_about_a_dozen_bytes():
    n = 60_000
    rng = np.random.default_rng(1)
    made = Positions.unknown(n)
    made.time_ms[:] = 1_693_612_800_000 + np.cumsum(rng.integers(200, 900, n) * 10)
    made.lat_deg[:] = np.round(40 + np.cumsum(rng.normal(0, 1e-3, n)), 6)
    made.lon_deg[:] = np.round(50 + np.cumsum(rng.normal(0, 1e-3, n)), 6)
    made.baro_altitude_m[:] = rng.integers(1390, 1400, n) * 25 * METRES_PER_FOOT
    made.row[:] = np.arange(n)

    size = len(written(made))

    assert size / n < 14


@pytest.mark.parametrize("name", [f.name for f in SCHEMA])
def test_an_unknown_row_is_null_or_has_its_declared_unknown(name):
    made = Positions.unknown(1)

    table = table_of(made)

    scaled = {s.stored for s in SCALED} | {s.name for s in SCALED}
    assert (table[name].null_count == 1) == (name in scaled)


def test_columns_are_those_that_are_declared():
    found = table_of(Positions.unknown(3))

    assert found.schema.equals(SCHEMA)


def test_columns_without_a_value_need_not_be_read():
    made = Positions.unknown(3)
    made.lat_deg[:], made.lon_deg[:] = 40.5, 50.123456789

    data = pq.ParquetFile(io.BytesIO(written(made)))

    names = columns_of(data.metadata.row_group(0))
    assert set(SCHEMA.names) - set(names) == {s.name for s in SCALED} - {"lon_deg"}
    back = decode(data.read(columns=names))
    np.testing.assert_array_equal(back.lon_deg, made.lon_deg)
    assert np.isnan(back.track_deg).all()


def test_rows_are_taken_run_by_run():
    made = Positions.unknown(10)
    made.row[:] = np.arange(10)
    made.lat_deg[:], made.lon_deg[:] = np.arange(10) / 8, np.arange(10) / 7
    made.geo_altitude_m[5] = 100.0
    runs = Runs(
        first=np.array([5, 1]),
        end=np.array([8, 2]),
        track=["b", "a"],
        icao24=[None, "a"],
    )

    found = pq.read_table(io.BytesIO(written(made, runs)))

    back, rows = decode(found), [5, 6, 7, 1]
    assert back.row.tolist() == rows
    for name in ("lat_deg", "lon_deg", "geo_altitude_m"):
        np.testing.assert_array_equal(getattr(back, name), getattr(made, name)[rows])
    assert found["track"].to_pylist() == ["b", "b", "b", "a"]
    assert found["icao24"].to_pylist() == [None, None, None, "a"]


def test_a_different_callsign_in_every_row_comes_back():
    made = Positions.unknown(MOST_WORDS + 1)
    made.callsign[:] = np.arange(1, len(made) + 1, dtype=np.uint64) << np.uint64(40)
    made.squawk[:] = np.arange(len(made)) + 0x8000

    back = decode(table_of(made))

    np.testing.assert_array_equal(back.callsign, made.callsign)
    np.testing.assert_array_equal(back.squawk, made.squawk)

"""What is written column by column is Parquet that another reader understands."""

import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from heavylift.lake.column_chunks import (
    Scratch,
    floats,
    nothing,
    numbers,
    texts,
    words,
)
from heavylift.lake.pages import BLOCK, MOST_WORDS
from heavylift.lake.parquet import ParquetWriter, physical_of

ROWS = 10_000
SCRATCH = Scratch(ROWS)
COUNTS = st.integers(0, 40) | st.sampled_from([BLOCK, BLOCK + 1, BLOCK + 2, 300])

# Compiled code is loaded by the first, and arrays take their time to be made up.
slowly = settings(deadline=None)


def read(kind, *groups, nullable=True):
    """Write row groups of one column; give the file as pyarrow reads it."""
    buffer = io.BytesIO()
    file = pa.PythonFile(buffer, "w")
    schema = pa.schema([pa.field("x", kind, nullable=nullable)])
    writer = ParquetWriter(file, schema)
    for chunk in groups:
        writer.write([chunk])
    writer.finish()
    return pq.ParquetFile(io.BytesIO(buffer.getvalue()))


def column(file):
    return file.read()["x"].combine_chunks()


def whole(dtype):
    """Columns of numbers: of any, of steps, and of the ends of what there is."""
    ends = [np.iinfo(dtype).min, np.iinfo(dtype).max, 0]
    few = st.sampled_from(ends) | st.integers(-3, 3)
    return COUNTS.flatmap(
        lambda n: (
            hnp.arrays(dtype, n)
            | hnp.arrays(dtype, n, elements=few)
            | hnp.arrays(dtype, n, elements=st.integers(-(2**17), 2**17))
        )
    )


@pytest.mark.parametrize("dtype", ["int32", "int64"])
@slowly
@given(data=st.data())
def test_whole_numbers_come_back(dtype, data):
    values = data.draw(whole(dtype))

    file = read(pa.from_numpy_dtype(dtype), numbers(values, SCRATCH), nullable=False)

    np.testing.assert_array_equal(column(file).to_numpy(), values)


@pytest.mark.parametrize("width", range(65))
def test_differences_of_any_width_come_back(width):
    rng = np.random.default_rng(width)
    steps = rng.integers(0, 2**width, 3 * BLOCK + 7, np.uint64, endpoint=False)
    steps[::50] = 2**width - 1
    values = np.cumsum(steps, dtype=np.uint64).view(np.int64)

    file = read(pa.int64(), numbers(values, SCRATCH), nullable=False)

    np.testing.assert_array_equal(column(file).to_numpy(), values)


def known_in_runs():
    """Which values are there: alone, and in runs of all lengths."""
    runs = st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1)
    return runs.map(lambda rs: np.concatenate([np.full(n, b) for b, n in rs])) | (
        hnp.arrays("bool", st.integers(1, 200))
    )


@slowly
@given(known=known_in_runs())
@example(known=np.arange(ROWS) % 2 == 0)
@example(known=np.arange(ROWS) % 25 == 0)
@example(known=np.zeros(1, bool))
def test_missing_numbers_stay_missing(known):
    values = np.arange(int(known.sum()), dtype=np.int32)
    expected = np.full(len(known), -1, np.int32)
    expected[known] = values

    file = read(pa.int32(), numbers(values, SCRATCH, known=known, may_miss=True))

    found = column(file)
    np.testing.assert_array_equal(found.is_valid().to_numpy(False), known)
    np.testing.assert_array_equal(found.fill_null(-1).to_numpy(), expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@slowly
@given(known=known_in_runs(), data=st.data())
def test_numbers_with_a_fraction_come_back_to_the_bit(dtype, known, data):
    values = data.draw(hnp.arrays(dtype, int(known.sum())))

    file = read(pa.from_numpy_dtype(dtype), floats(values, known, SCRATCH))

    found = column(file)
    np.testing.assert_array_equal(found.is_valid().to_numpy(False), known)
    assert found.drop_null().to_numpy().tobytes() == values.tobytes()
    said = file.metadata.row_group(0).column(0).statistics
    assert said.null_count == len(known) - len(values)


def few_or_many(dtype):
    lowest, highest = np.iinfo(dtype).min, np.iinfo(dtype).max
    few = st.sampled_from([lowest, highest, 0, 1])
    return COUNTS.flatmap(
        lambda n: hnp.arrays(dtype, n) | hnp.arrays(dtype, n, elements=few)
    )


@pytest.mark.parametrize("dtype", ["int8", "uint8", "uint16", "uint64"])
@slowly
@given(data=st.data())
def test_words_come_back(dtype, data):
    values = data.draw(few_or_many(dtype))
    first, end = np.array([0]), np.array([len(values)])
    plain = values.view(f"u{values.itemsize}")

    chunk = words(plain, first, end, SCRATCH, values.dtype)

    assert chunk is not None
    file = read(pa.from_numpy_dtype(dtype), chunk, nullable=False)
    np.testing.assert_array_equal(column(file).to_numpy(), values)


@pytest.mark.parametrize("many", [256, 257, MOST_WORDS])
def test_many_words_come_back(many):
    values = np.resize(np.arange(many, dtype=np.uint64) << np.uint64(51), ROWS)

    chunk = words(values, np.array([0]), np.array([ROWS]), SCRATCH, values.dtype)

    assert chunk is not None
    file = read(pa.uint64(), chunk, nullable=False)
    np.testing.assert_array_equal(column(file).to_numpy(), values)


def test_more_words_than_there_is_room_for_are_refused():
    values = np.arange(MOST_WORDS + 1, dtype=np.uint16)

    chunk = words(values, np.array([0]), np.array([len(values)]), SCRATCH, values.dtype)

    assert chunk is None


def test_words_are_taken_from_the_rows_that_are_asked_for():
    values = np.arange(100, dtype=np.uint8)
    first, end = np.array([90, 3, 50]), np.array([95, 4, 50])

    chunk = words(values, first, end, SCRATCH, values.dtype)

    assert chunk is not None
    found = column(read(pa.uint8(), chunk, nullable=False))
    assert found.to_pylist() == [90, 91, 92, 93, 94, 3]


TEXT = pa.dictionary(pa.int32(), pa.string())


@slowly
@given(
    runs=st.lists(
        st.tuples(st.none() | st.text(max_size=3), st.integers(1, 300)), min_size=1
    )
)
def test_texts_come_back_with_the_lowest_and_the_highest(runs):
    values, lengths = [v for v, _ in runs], [n for _, n in runs]

    file = read(TEXT, texts(values, lengths, may_miss=True))

    found = column(file)
    assert found.type == TEXT
    assert found.to_pylist() == [v for v, n in runs for _ in range(n)]
    there = sorted({v.encode() for v in values if v is not None})
    said = file.metadata.row_group(0).column(0).statistics
    if there:
        assert (said.min.encode(), said.max.encode()) == (there[0], there[-1])


def test_as_many_texts_as_need_two_bytes_come_back():
    values = [f"{k:06x}" for k in range(700)]

    file = read(TEXT, texts(values, [2] * 700, may_miss=False), nullable=False)

    assert column(file).to_pylist() == [v for v in values for _ in range(2)]


@pytest.mark.parametrize(
    "kind", [pa.int32(), pa.float32(), pa.float64(), pa.int64(), TEXT], ids=str
)
def test_a_column_of_nothing_takes_a_few_bytes_and_says_so(kind):
    file = read(kind, nothing(ROWS, physical_of(kind)))

    chunk = file.metadata.row_group(0).column(0)
    assert column(file).null_count == chunk.statistics.null_count == ROWS
    assert chunk.total_compressed_size < 50


def test_row_groups_follow_each_other_and_may_be_empty():
    parts = [np.array(part, np.int32) for part in ([1, 2], [], [3])]

    file = read(pa.int32(), *(numbers(p, SCRATCH) for p in parts), nullable=False)

    assert [file.metadata.row_group(k).num_rows for k in range(3)] == [2, 0, 1]
    assert column(file).to_pylist() == [1, 2, 3]


def test_a_file_without_row_groups_has_its_columns():
    file = read(pa.timestamp("ms", tz="UTC"), nullable=False)

    assert file.read().schema.field("x").type == pa.timestamp("ms", tz="UTC")
    assert file.metadata.num_rows == 0

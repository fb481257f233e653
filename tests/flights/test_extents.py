"""What the rows of a flight say together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.flights.extents import count_untrusted, spans_of, usual_callsigns
from heavylift.model.positions import Positions, Quarantine, pack_callsign


def packed(*texts):
    return np.array([pack_callsign(t) for t in texts], dtype=np.uint64)


def one_flight(column):
    return np.array([0]), np.array([len(column) - 1])


@pytest.mark.parametrize(
    "told, usual",
    [
        (["", "AHY021", ""], "AHY021"),
        (["AHY021", "AHY22", "AHY22"], "AHY22"),
        (["", ""], ""),
    ],
)
def test_the_callsign_told_most_often_is_the_usual_one(told, usual):
    column = packed(*told)

    found = usual_callsigns(column, *one_flight(column))

    assert found.tolist() == [pack_callsign(usual)]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=200))
def test_callsigns_are_counted_as_numpy_counts_them(told):
    column = np.array(told, dtype=np.uint64)
    values, counts = np.unique(column[column != 0], return_counts=True)

    found = usual_callsigns(column, *one_flight(column))

    assert found[0] == (values[np.argmax(counts)] if len(values) else 0)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 50)), min_size=1))
def test_each_file_of_a_flight_has_its_first_and_last_row(rows):
    positions = Positions.unknown(len(rows))
    positions.file[:] = [file for file, _ in rows]
    positions.row[:] = [row for _, row in rows]

    [spans] = spans_of(positions, *one_flight(rows))

    files = list(dict.fromkeys(file for file, _ in rows))
    own = {f: [row for file, row in rows if file == f] for f in files}
    assert spans == [(f, min(own[f]), max(own[f])) for f in files]


def test_rows_set_apart_are_counted_from_since_up_to_until():
    quarantine = np.array([Quarantine.JUMP, 0, Quarantine.HALT_IN_AIR, 0], np.uint8)

    counted = count_untrusted(quarantine, np.array([0, 1, 3]), np.array([3, 3, 3]))

    assert counted.tolist() == [2, 1, 0]

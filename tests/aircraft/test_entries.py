"""Entries: addresses as numbers, text that says something, days."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heavylift.aircraft.entries import (
    ENTRY_SCHEMA,
    NON_ICAO,
    address_number,
    address_numbers,
    address_text,
    entries_table,
    in_order,
    numbers_of,
    one_day,
    says_something,
)

#: Any text, and often such as is nearly an address.
TEXT = st.text(max_size=9) | st.text("0123456789abcdefABCDEF~ gG\u0661\t", max_size=9)


@given(st.lists(st.none() | TEXT, max_size=20))
@example(["\u2003600828\n", "\x1c600828", "~ABCDEF", "60082\u0663", "600828\x00"])
def test_a_column_of_addresses_is_read_as_each_by_itself(texts):
    expected = [None if t is None else address_number(t) for t in texts]

    numbers, known = address_numbers(pa.array(texts, pa.string()))

    found = [int(n) if k else None for n, k in zip(numbers, known, strict=True)]
    assert found == expected


@given(st.lists(TEXT, min_size=4, max_size=20), st.integers(0, 3))
def test_a_part_of_a_column_is_read_like_the_whole(texts, start):
    column = pa.array(texts, pa.string())

    numbers, known = address_numbers(column.slice(start))
    all_numbers, all_known = address_numbers(pa.chunked_array([column[:2], column[2:]]))

    assert np.array_equal(numbers, all_numbers[start:])
    assert np.array_equal(known, all_known[start:])


@given(st.integers(0, 2 * NON_ICAO - 1))
def test_an_address_is_written_as_it_is_read(number):
    text = address_text(number)

    assert address_number(text) == number
    assert address_number(f" {text.upper()}\n") == number


def test_texts_that_are_no_address_are_left_out():
    assert numbers_of(["600828", "4K-AZ40", "", "6008281"]) == [0x600828]


def test_text_is_stripped_and_empty_text_says_nothing():
    table = entries_table({"address": [1, 2], "owner": [" Silk Way\u2003", " \t"]}, 2)

    assert table.schema == ENTRY_SCHEMA
    assert table["owner"].to_pylist() == ["Silk Way", None]
    assert says_something(table).tolist() == [True, False]


@pytest.mark.parametrize(
    ("written", "model", "expected"),
    [
        ("il76", None, ("IL76", None)),
        ("A3", None, ("A3", None)),
        ("Il-76TD", None, (None, "Il-76TD")),
        ("Il-76TD", "", (None, "Il-76TD")),
        ("Il-76TD", "Candid", (None, "Candid")),
        ("AN124", None, (None, "AN124")),
        ("7", None, (None, "7")),
        ("", "Candid", (None, "Candid")),
    ],
)
def test_a_type_that_is_no_designator_is_a_model(written, model, expected):
    columns = {"address": [1], "type": [written]}
    if model is not None:
        columns["model"] = [model]

    [entry] = entries_table(columns, 1).to_pylist()

    assert (entry["type"], entry["model"]) == expected


def test_a_flag_that_says_no_says_something():
    table = entries_table({"address": [1, 2], "military": [False, None]}, 2)

    assert says_something(table).tolist() == [True, False]


def test_a_day_is_half_open():
    columns = one_day(date(2023, 12, 31), 2)

    assert columns["from"].to_pylist() == [date(2023, 12, 31)] * 2
    assert columns["to"].to_pylist() == [date(2024, 1, 1)] * 2


def test_entries_are_sorted_by_address_and_day():
    days = [date(2023, 1, 2), date(2023, 1, 1), None]
    table = entries_table({"address": [2, 2, 1], "from": days, "to": days}, 3)

    ordered = in_order(table)

    assert ordered["address"].to_pylist() == [1, 2, 2]
    assert ordered["from"].to_pylist() == [None, days[1], days[0]]


def test_no_entries_are_a_table_too():
    table = entries_table({"address": [], "type": [], "registration": []}, 0)

    assert (len(table), table.schema) == (0, ENTRY_SCHEMA)
    assert says_something(table).tolist() == []

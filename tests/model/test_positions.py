"""Columns of positions: declared once, unknown is a value."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.tracks import flight
from heavylift.model.positions import (
    COLUMNS,
    NO_SQUAWK,
    UNKNOWN,
    Positions,
    Quarantine,
    Surface,
    pack_callsign,
    unpack_callsign,
)

NAMES = [c.name for c in COLUMNS]


def test_the_record_holds_exactly_the_declared_columns_in_their_order():
    assert [f.name for f in fields(Positions)] == NAMES
    assert list(UNKNOWN) == NAMES


def test_every_column_has_its_declared_type():
    for made in (Positions.unknown(3), flight("LLOV", "UBBG")):
        assert {n: str(getattr(made, n).dtype) for n in NAMES} == {
            c.name: c.dtype for c in COLUMNS
        }


def test_what_nobody_filled_is_unknown_and_no_measurement():
    made = Positions.unknown(2)

    assert len(made) == 2
    assert np.isnan(made.lat_deg).all()
    assert np.isnan(made.baro_altitude_m).all()
    assert (made.surface == Surface.UNKNOWN).all()
    assert (made.squawk == NO_SQUAWK).all()
    assert (made.quarantine == Quarantine.NONE).all()


@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: c.name)
def test_a_unit_is_in_the_name_and_every_column_says_what_it_holds(column):
    ending = {"ms": "_ms", "°": "_deg", "m": "_m", "m/s": "_ms", "": ""}[column.unit]

    assert column.name.endswith(ending)
    assert column.meaning


def test_rows_are_taken_by_mask_index_and_slice():
    made = flight("LLOV", "UBBG")
    some = [1, 3, 5]

    by_index = made.take(np.array(some))
    by_mask = made.take(np.isin(np.arange(len(made)), some))

    assert by_index.row.tolist() == by_mask.row.tolist() == some
    assert made.take(slice(1, 6, 2)).row.tolist() == some


def test_parts_put_end_to_end_give_the_whole():
    made = flight("LLOV", "UBBG")

    again = Positions.concatenate([made.take(slice(0, 9)), made.take(slice(9, None))])

    for name in NAMES:
        np.testing.assert_array_equal(getattr(again, name), getattr(made, name))


def test_no_parts_give_no_positions():
    assert len(Positions.concatenate([])) == 0


@pytest.mark.parametrize(
    "text, kept",
    [
        ("AZQ4141", "AZQ4141"),
        ("AHY021  ", "AHY021"),
        ("  4KAZ", "4KAZ"),
        ("", ""),
        ("        ", ""),
        ("LONGER123", "LONGER12"),
        ("Å1Б2", "12"),
        ("AB\x00C", "ABC"),
    ],
)
def test_a_callsign_keeps_eight_plain_characters_without_padding(text, kept):
    assert unpack_callsign(pack_callsign(text)) == kept


def test_no_callsign_is_zero():
    assert pack_callsign("") == pack_callsign("  ") == 0
    assert unpack_callsign(0) == ""


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=8))
def test_every_printable_callsign_comes_back(text):
    packed = pack_callsign(text)

    assert 0 <= packed < 2**64
    assert unpack_callsign(packed) == text

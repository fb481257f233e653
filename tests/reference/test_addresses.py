"""Which state an address comes from, and whether its block is military."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.reference.addresses import (
    NO_STATES,
    RANGES,
    SOURCES,
    STANDING_DATA,
    address_blocks,
    blocks_of,
    in_military_range,
    military_ranges,
    military_sources,
    state_of_address,
    states_of,
)
from heavylift.reference.gazetteer import country_names

ADDRESSES = st.integers(0, 0xFFFFFF)


@pytest.mark.parametrize(
    ("icao24", "state"),
    [
        ("600828", "AZ"),
        ("600800", "AZ"),
        ("600BFF", "AZ"),
        ("600c00", None),
        ("ae1234", "US"),
        ("738a01", "IL"),
        (" 600828 ", "AZ"),
    ],
)
def test_the_state_whose_block_holds_an_address_is_found(icao24, state):
    assert state_of_address(icao24) == state


def test_the_aircraft_best_tied_to_the_case_transmits_an_address_of_no_state():
    # 4K-78131 is registered in Azerbaijan, whose block is 600800 to 600BFF.
    assert state_of_address("613133") is None


def test_a_bermudan_aircraft_may_have_an_address_of_the_british_block():
    # VP-BMG: the parts of the block that the source knows as Bermuda's end before it.
    assert state_of_address("4246a2") == "GB"
    assert state_of_address("42461f") == "BM"


@pytest.mark.parametrize(
    "text", ["~600828", "", "60082", "6008281", "xyz123", "4K-AZ60"]
)
def test_what_is_no_address_of_icao_has_no_state_and_no_range(text):
    assert state_of_address(text) is None
    assert not in_military_range(text)
    assert military_sources(text) == ()


@pytest.mark.parametrize("icao24", ["f00001", "4d03c1", "484080"])
def test_organisations_and_a_state_that_is_no_more_are_no_state(icao24):
    assert state_of_address(icao24) is None


def test_the_addresses_of_nato_are_military_all_the_same():
    assert in_military_range("4d03c1")
    assert {b.military for b in blocks_of("XB")} == {True}


def test_a_military_address_says_which_source_calls_it_so():
    assert military_sources("ae1234") == (STANDING_DATA, RANGES)
    assert military_sources("7e0001") == (STANDING_DATA,)
    assert military_sources("8002f0") == (RANGES,)  # one civil number inside


@given(ADDRESSES)
def test_the_smallest_block_around_an_address_decides(address):
    around = [
        b
        for b in address_blocks()
        if b.first <= address <= b.last and b.source == STANDING_DATA
    ]
    smallest = min(around, key=lambda b: b.last - b.first, default=None)

    state = state_of_address(f"{address:06x}")

    known = smallest is not None and smallest.state not in NO_STATES
    assert state == (smallest.state if known else None)


@given(st.lists(st.integers(-5, 0x2FFFFFF), max_size=20))
def test_many_at_once_are_as_one_by_one(numbers):
    addresses = np.array(numbers, np.int64)

    states, military = states_of(addresses), military_ranges(addresses)

    texts = [f"{n:06x}" if 0 <= n < 1 << 24 else "~" for n in numbers]
    assert states.tolist() == [state_of_address(t) or "" for t in texts]
    assert military.tolist() == [in_military_range(t) for t in texts]


def test_the_ends_of_all_addresses_are_looked_up_too():
    ends = np.array([0, 0xFFFFFF, 1 << 24, -1])

    assert states_of(ends).tolist() == ["", "", "", ""]
    assert military_ranges(ends).tolist() == [False] * 4


def test_blocks_overlap_only_by_lying_inside_each_other():
    around = []
    for block in (b for b in address_blocks() if b.source == STANDING_DATA):
        while around and around[-1].last < block.first:
            around.pop()

        assert not around or block.last <= around[-1].last
        around.append(block)


def test_every_state_of_the_table_is_one_that_the_other_tables_know():
    states = {b.state for b in address_blocks()} - NO_STATES

    assert states - set(country_names()) == set()
    assert {b.source for b in address_blocks()} == set(SOURCES)


def test_the_blocks_of_a_state_come_in_order_and_in_either_case():
    blocks = blocks_of("az")

    assert blocks == blocks_of("AZ")
    assert (blocks[0].first, blocks[0].last) == (0x600800, 0x600BFF)
    assert blocks_of("ZZ") == blocks_of("") == []

"""Columns of the flights table."""

import pytest

from heavylift.model.flights import FLIGHT_COLUMN_NAMES, FLIGHT_COLUMNS

#: Columns that a flights table must at least have, in this order.
PROMISED = [
    *("flight_id", "icao24", "callsign", "registration", "aircraft_type"),
    *("first_seen", "last_seen"),
    *("origin", "origin_class", "origin_runway", "origin_candidates"),
    "destination",
    "destination_class",
    "destination_runway",
    "destination_candidates",
    *("positions", "quarantined", "longest_gap_s", "sources"),
]


def test_the_promised_columns_are_there_in_order():
    assert [n for n in FLIGHT_COLUMN_NAMES if n in PROMISED] == PROMISED


def test_names_are_there_once():
    assert len(set(FLIGHT_COLUMN_NAMES)) == len(FLIGHT_COLUMN_NAMES)


@pytest.mark.parametrize("column", FLIGHT_COLUMNS, ids=lambda c: c.name)
def test_every_column_says_what_it_holds_and_its_unit(column):
    assert column.meaning
    for ending, unit in (("_m", "m"), ("_s", "s"), ("_lat", "°"), ("_lon", "°")):
        assert not column.name.endswith(ending) or column.unit == unit


def test_both_ends_have_the_same_columns():
    def of(role):
        return [n.removeprefix(role) for n in FLIGHT_COLUMN_NAMES if n.startswith(role)]

    assert of("origin") == of("destination")

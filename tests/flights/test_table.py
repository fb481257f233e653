"""The row of a flight: who it was, what it holds, where its evidence lies."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from builders.tracks import (
    MIDNIGHT,
    START,
    Held,
    between,
    changed,
    flight,
    flights_of,
    found,
    minutes_in,
    piece,
)
from heavylift.flights.find import find_flights
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.model.flights import FLIGHT_COLUMN_NAMES
from heavylift.model.positions import pack_callsign
from heavylift.model.sources import Aircraft, Piece, SourceFile

PLAIN = flight("LLOV", "UBBB")


def row(made=PLAIN, *files):
    """The only flight of a track from files with these records."""
    halves = [between(made, 0, 60), between(made, 60, 1_000)]
    held = Held([piece(h) for h in halves[: len(files) or 1]])
    held.files = list(files) or held.files
    [told] = find_flights(held)[0].to_pylist()
    return told


def file(name="a.json", **said):
    return SourceFile(name=name, reader="readsb", **said)


def test_columns_are_those_declared_in_their_order():
    table, _ = flights_of(PLAIN)

    assert table.schema.equals(FLIGHT_SCHEMA)
    assert tuple(table.column_names) == FLIGHT_COLUMN_NAMES


def test_the_id_is_the_address_and_the_time_of_the_first_position():
    [told] = found(piece(PLAIN, "4b1234"))

    assert told["flight_id"] == "4b1234-20230902T060000Z"
    assert told["first_seen"] == datetime.fromtimestamp(START, UTC)


def test_a_track_without_an_address_is_called_by_its_own_name():
    nameless = Piece(aircraft=Aircraft(icao24=None, label="track 7"), positions=PLAIN)

    [told] = found(nameless)

    assert told["icao24"] is None
    assert told["track"] == "track 7"
    assert told["flight_id"].startswith("track 7-")


def test_the_callsign_is_the_one_reported_most_often():
    other = changed(PLAIN, minutes_in(PLAIN, 0, 30), callsign=pack_callsign("TEST"))

    [told] = found(other)

    assert told["callsign"] == "AZQ4141"


def test_no_callsign_is_unknown():
    [told] = found(changed(PLAIN, slice(None), callsign=0))

    assert told["callsign"] is None


def test_what_the_source_says_of_the_aircraft_is_kept():
    told = row(
        PLAIN,
        file(
            registration="4K-78131", aircraft_type="IL76", operator="Silk", db_flags=1
        ),
    )

    assert told["registration"] == "4K-78131"
    assert told["aircraft_type"] == "IL76"
    assert (told["operator"], told["db_flags"]) == ("Silk", 1)


def test_of_two_files_the_later_one_says_who_it_was_where_it_says_anything():
    told = row(
        PLAIN,
        file("a.json", registration="OLD", aircraft_type="IL76"),
        file("b.json", registration="NEW"),
    )

    assert (told["registration"], told["aircraft_type"]) == ("NEW", "IL76")


def test_sources_name_each_file_with_its_rows_in_order_of_time():
    parts = [between(PLAIN, 0, 60), between(PLAIN, 60, 1_000)]

    table, _ = flights_of(*parts[::-1], names=["late.json", "early.json"])

    [told] = table.to_pylist()
    n = len(parts[0])
    assert json.loads(told["sources"]) == [
        {"file": "early.json", "first_row": 0, "last_row": n - 1},
        {"file": "late.json", "first_row": n, "last_row": len(PLAIN) - 1},
    ]


def test_the_highest_altitude_and_that_of_both_ends_are_told():
    [told] = found(PLAIN)

    assert told["max_altitude_m"] == pytest.approx(10_000, abs=10)
    assert 400 < told["origin_altitude_m"] < 700
    assert told["destination_altitude_m"] < 300


def test_the_first_and_last_trusted_positions_are_told():
    [told] = found(PLAIN)

    assert told["origin_lat"] == PLAIN.lat_deg[0]
    assert told["destination_lon"] == PLAIN.lon_deg[-1]


def test_untrusted_positions_are_counted_with_the_flight_they_lie_in_or_before():
    bad = minutes_in(PLAIN, 0, 1) | minutes_in(PLAIN, 60, 2)

    [told] = found(changed(PLAIN, bad, quarantine=5))

    assert told["quarantined"] == bad.sum()
    assert told["positions"] == len(PLAIN) - bad.sum()


def test_a_flight_over_midnight_has_the_id_of_its_first_day():
    [told] = found(flight("LLOV", "UBBB", start=MIDNIGHT - 1_800))

    assert told["flight_id"] == "4b1234-20230902T233000Z"
    assert told["last_seen"].day == 3


def test_numbers_are_plain_and_finite_or_absent():
    blind = changed(PLAIN, slice(None), baro_altitude_m=np.nan, ground_speed_ms=np.nan)

    for told in found(PLAIN) + found(blind):
        for name, value in told.items():
            assert not isinstance(value, float) or np.isfinite(value), name

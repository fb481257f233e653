"""Legs: the flights of each aircraft in turn, none twice."""

from datetime import timedelta

import numpy as np

from builders.flights import MIDNIGHT, flights_table, journey
from heavylift.visits import Meeting, find_visits, legs_of


def visits_of(*rows):
    return find_visits(legs_of(flights_table([row for own in rows for row in own])))


def test_legs_come_by_aircraft_and_time_whatever_the_order_of_the_table():
    rows = [*journey("bbbbbb", "A B A B"), *journey("aaaaaa", "B C B")]
    mixed = [rows[k] for k in np.random.default_rng(3).permutation(len(rows))]

    legs, same = legs_of(flights_table(rows)), legs_of(flights_table(mixed))

    assert [legs.names[k] for k in legs.aircraft] == ["aaaaaa"] * 2 + ["bbbbbb"] * 3
    assert np.array_equal(legs.first_ms, same.first_ms)
    assert np.array_equal(legs.meeting, same.meeting)
    assert [mixed[k]["flight_id"] for k in same.row] == [
        rows[k]["flight_id"] for k in legs.row
    ]


def test_an_airfield_counts_only_with_a_sure_class():
    row = journey("aaaaaa", "A B")[0] | {"destination_class": "toward"}

    legs = legs_of(flights_table([row]))

    assert legs.at("origin", ["A"]).tolist() == [True]
    assert legs.at("destination", ["B"]).tolist() == [False]


def test_a_long_flight_parts_all_that_lie_within_it():
    long_one = journey("aaaaaa", "A B", flying_h=30)
    within = journey("aaaaaa", "A B A", MIDNIGHT + timedelta(hours=3))
    later = journey("aaaaaa", "A B", MIDNIGHT + timedelta(hours=40))

    legs = legs_of(flights_table([*long_one, *within, *later]))

    assert legs.meeting.tolist() == [
        Meeting.OVERLAP,
        Meeting.OVERLAP,
        Meeting.OVERLAP,
        Meeting.LAST,
    ]


def test_a_flight_without_aircraft_or_time_is_counted_as_unnamed():
    [row] = journey("aaaaaa", "A B")
    rows = [row | {"icao24": "", "track": ""}, row | {"first_seen": None}, row]

    legs = legs_of(flights_table(rows))

    assert (len(legs), legs.unnamed) == (1, 2)


def test_a_flight_that_is_there_twice_counts_once():
    flights = journey("aaaaaa", "UBBB LLOV UBBB")

    legs = legs_of(flights_table([*flights, *flights]))

    assert (len(legs), legs.repeated) == (2, 2)
    assert len(find_visits(legs)) == 3


def test_aircraft_without_an_address_are_told_apart_by_their_tracks():
    one = journey("one", "UBBB LLOV", icao24="")
    other = journey("other", "LLOV UBBB", MIDNIGHT + timedelta(hours=4), icao24=None)

    visits = visits_of(one, other)

    assert visits["aircraft"].to_pylist() == ["one", "one", "other", "other"]


def test_privacy_addresses_are_left_out_and_counted():
    table = flights_table(journey("aaaaaa", "UBBB LLOV UBBB", db_flags=4))

    left_out, kept = legs_of(table), legs_of(table, privacy=True)

    assert (len(left_out), left_out.private) == (0, 2)
    assert (len(kept), kept.private) == (2, 0)

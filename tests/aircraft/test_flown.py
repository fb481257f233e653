"""Which aircraft flew: each flight has the identity of its own day."""

from datetime import date, timedelta

from builders.flights import MIDNIGHT, end, flight_values, flights_table
from builders.registries import registry, said
from heavylift.aircraft.flown import aircraft_of, by_flight, learned_entries

BOTH = end("ground", "UUEE"), end("near", "UMKK")


def flights(*values):
    """Flights on the days after 22 February 2022, each with its own values."""
    return flights_table(
        [
            flight_values(
                n,
                *BOTH,
                first_seen=MIDNIGHT + timedelta(days=own.pop("day", 0), hours=6),
                **own,
            )
            for n, own in enumerate(map(dict, values))
        ]
    )


def told(aircraft):
    return [
        (
            a.identity.icao24,
            a.identity["registration"].text,
            len(a.flights),
            len(a.days),
        )
        for a in aircraft
    ]


def test_an_address_that_changes_hands_is_two_aircraft_with_their_own_days(tmp_path):
    table = flights(
        {"icao24": "600900", "registration": "4K-A", "day": 0},
        {"icao24": "600900", "registration": "4K-A", "day": 1},
        {"icao24": "600900", "registration": "4K-B", "day": 5},
    )

    aircraft = aircraft_of(table, registry(tmp_path))

    assert told(aircraft) == [("600900", "4K-A", 2, 2), ("600900", "4K-B", 1, 1)]
    assert aircraft[0].days == (date(2022, 2, 22), date(2022, 2, 23))
    assert by_flight(aircraft)[table["flight_id"][2].as_py()] is aircraft[1]


def test_an_aircraft_with_a_new_address_says_where_it_was_before(tmp_path):
    table = flights(
        {"icao24": "600a01", "registration": "4K-AZ100", "day": 0},
        {"icao24": "600864", "registration": "4K-AZ100", "day": 3},
    )

    before, after = sorted(aircraft_of(table, registry(tmp_path)), key=lambda a: a.days)

    assert [a for a, _ in before.identity.elsewhere] == ["600864"]
    assert [a for a, _ in after.identity.elsewhere] == ["600a01"]


def test_other_flights_of_the_inputs_tell_of_aircraft_too(tmp_path):
    everything = flights(
        {"icao24": "600900", "registration": "4K-A", "day": 0},
        {"icao24": "600900", "registration": None, "day": 1},
    )
    shown = everything.slice(1, 1)

    alone = aircraft_of(shown, registry(tmp_path))
    among = aircraft_of(shown, registry(tmp_path), learned_entries(everything))

    assert told(alone) == [("600900", "", 1, 1)]
    assert told(among) == [("600900", "4K-A", 1, 1)]


def test_what_the_source_of_the_day_says_comes_before_a_later_database(tmp_path):
    opened = registry(
        tmp_path, ("db", "2026-11-01", said("600900", "4K-NEW", type="C172"))
    )
    table = flights(
        {"icao24": "600900", "registration": "4K-A", "aircraft_type": "IL76"}
    )

    [one] = aircraft_of(table, opened)

    assert one.identity["registration"].values == ("4K-A",)
    assert one.identity["type"].values == ("IL76",)
    assert one.identity["registration"].disputed


def test_flights_without_an_address_are_nobodys(tmp_path):
    table = flights({"icao24": None, "registration": "4K-A"})

    assert aircraft_of(table, registry(tmp_path)) == []


def test_callsigns_are_those_of_the_days_of_the_aircraft(tmp_path):
    table = flights(
        {"icao24": "600900", "registration": "4K-A", "callsign": "AZQ1", "day": 0},
        {"icao24": "600900", "registration": "4K-B", "callsign": "AHY2", "day": 5},
    )

    first, second = aircraft_of(table, registry(tmp_path))

    assert (first.callsigns, second.callsigns) == (("AZQ1",), ("AHY2",))

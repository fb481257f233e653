"""What flights say of their aircraft, on the days of these flights and no other."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.databases import said
from builders.flights import flight_values, flights_table
from heavylift.aircraft.databases.reading import NO_ADDRESS, SAYS_NOTHING
from heavylift.aircraft.entries import ENTRY_SCHEMA, address_number
from heavylift.aircraft.learned import COLUMNS, learn

DAY_0 = datetime(2023, 9, 1, tzinfo=UTC)

SCHEMA = pa.schema(
    [
        ("icao24", pa.string()),
        ("registration", pa.string()),
        ("aircraft_type", pa.string()),
        ("operator", pa.string()),
        ("db_flags", pa.int64()),
        ("first_seen", pa.timestamp("ms", tz="UTC")),
        ("last_seen", pa.timestamp("ms", tz="UTC")),
    ]
)


def flown(icao24="600828", hour=6.0, hours=3.0, **says):
    """One flight: hours after the first midnight, and what its source says."""
    return dict.fromkeys(COLUMNS) | {
        "icao24": icao24,
        "first_seen": DAY_0 + timedelta(hours=hour),
        "last_seen": DAY_0 + timedelta(hours=hour + hours),
        **says,
    }


def table(*flights):
    return pa.Table.from_pylist(list(flights), schema=SCHEMA)


def day(number):
    return (DAY_0 + timedelta(days=number)).date()


def days_said(entries):
    """What is said of each address on each day, as a set."""
    return {
        (e["address"], e["from"] + timedelta(days=k), *what_is_said(e))
        for e in entries.to_pylist()
        for k in range((e["to"] - e["from"]).days)
    }


def what_is_said(entry):
    return tuple(entry[n] for n in ENTRY_SCHEMA.names[1:-2])


FLIGHT = st.builds(
    flown,
    icao24=st.sampled_from(["600828", "~00ffff", "600881", None, "", "4K-AZ40"]),
    hour=st.floats(0, 24 * 12),
    hours=st.floats(0, 60),
    registration=st.sampled_from(["4K-AZ40", "4K-78131", "", None]),
    aircraft_type=st.sampled_from(["IL76", None]),
    operator=st.sampled_from(["Silk Way", "", None]),
    db_flags=st.sampled_from([None, 0, 1, 4, 5, 8]),
)


@settings(max_examples=200)
@given(st.lists(FLIGHT, max_size=25))
def test_each_day_of_each_address_is_said_what_its_flights_say_and_no_other(flights):
    expected = set()
    for f in flights:
        number = address_number(f["icao24"] or "")
        flags = f["db_flags"] or 0
        what = (
            f["registration"] or None,
            f["aircraft_type"],
            None,
            None,
            None,
            f["operator"] or None,
            True if flags & 1 else None,
            True if flags & 4 else None,
            None,
        )
        if number is None or not any(what):
            continue
        first, last = f["first_seen"].date(), f["last_seen"].date()
        expected |= {
            (number, first + timedelta(days=k), *what)
            for k in range((last - first).days + 1)
        }

    found = learn(table(*flights))

    assert days_said(found.entries) == expected
    assert found.rows == len(flights)
    spans = [
        (e["address"], *what_is_said(e), str(e["from"]), str(e["to"]))
        for e in found.entries.to_pylist()
    ]
    by_what = sorted(spans, key=repr)
    for one, other in pairwise(by_what):
        # Days that meet and say the same are one entry.
        assert one[:-2] != other[:-2] or one[-1] < other[-2]


def test_days_that_follow_on_each_other_are_one_entry_and_others_are_not():
    says = {"registration": "4K-AZ40"}
    hours = (6, 12, 30, 24 * 4 + 6)

    found = learn(table(*(flown(hour=h, **says) for h in hours)))

    assert said(found, "from", "to") == [(day(0), day(2)), (day(4), day(5))]


def test_a_flight_over_midnight_speaks_for_both_days():
    found = learn(table(flown(hour=23, hours=2, registration="4K-AZ40")))

    assert said(found, "from", "to") == [(day(0), day(2))]


def test_a_day_on_which_flights_say_two_things_has_both():
    found = learn(
        table(
            flown(hour=6, registration="4K-AZ40"),
            flown(hour=30, registration="4K-AZ40"),
            flown(hour=34, registration="4K-78131"),
            flown(hour=54, registration="4K-78131"),
        )
    )

    assert said(found, "registration", "from", "to") == [
        ("4K-AZ40", day(0), day(2)),
        ("4K-78131", day(1), day(3)),
    ]


def test_a_long_flight_reaches_over_shorter_ones_that_began_later():
    says = {"registration": "4K-AZ40"}

    found = learn(
        table(
            flown(hour=1, hours=100, **says),
            flown(hour=2, hours=1, **says),
            flown(hour=24 * 4 + 12, **says),
        )
    )

    assert said(found, "from", "to") == [(day(0), day(5))]


def test_flights_without_an_address_or_without_a_word_on_it_are_counted():
    found = learn(
        table(
            flown(icao24=None, registration="a"),
            flown(icao24="FLIGHT 7", registration="a"),
            flown(),
            flown(registration=" ", operator="", db_flags=0),
            flown(registration="a"),
        )
    )

    assert found.refused == {NO_ADDRESS: 2, SAYS_NOTHING: 2}
    assert (found.rows, len(found.entries)) == (5, 1)


def test_the_table_of_flights_as_it_is_written_is_read():
    flights = flights_table(
        [
            flight_values(1, registration="RA-76842", db_flags=1),
            flight_values(2, registration="", aircraft_type="", db_flags=4),
        ]
    )

    found = learn(flights)

    assert said(found, "registration", "type", "military", "privacy") == [
        ("RA-76842", "A320", True, None),
        (None, None, None, True),
    ]
    assert said(found, "from")[0] == date(2022, 2, 22)
    assert not found.is_picture


def test_no_flights_say_nothing():
    found = learn(table())

    assert (found.rows, len(found.entries), found.refused) == (0, 0, {})

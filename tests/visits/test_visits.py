"""Visits: what is said of a stay at an airfield, and of a side that was not seen."""

from datetime import timedelta

import pytest

from builders.flights import MIDNIGHT, flights_table, journey
from heavylift.visits import find_visits, legs_of, visits_in_words


def visits_of(*rows):
    return find_visits(legs_of(flights_table([row for own in rows for row in own])))


def shown(visits, *columns):
    return [tuple(row[c] for c in columns) for row in visits.to_pylist()]


def test_a_visit_has_both_sides_and_the_hours_between_them():
    flights = journey("aaaaaa", "UBBB LLOV:runway UBBB", standing_h=2.5)

    visits = visits_of(flights)

    [visit] = [v for v in visits.to_pylist() if v["airfield"] == "LLOV"]
    assert visit["arrived_flight"] == flights[0]["flight_id"]
    assert visit["left_flight"] == flights[1]["flight_id"]
    assert (visit["arrived_class"], visit["left_class"]) == ("runway", "runway")
    assert visit["arrived_last_seen"] == flights[0]["last_seen"]
    assert visit["left_first_seen"] == flights[1]["first_seen"]
    assert visit["hours_between"] == 2.5
    assert visit["open_side"] == ""


def test_the_sides_beyond_the_data_are_unknown():
    flights = journey("aaaaaa", "UBBB LLOV")

    visits = visits_of(flights)

    assert shown(visits, "airfield", "arrived_class", "left_class", "open_side") == [
        ("UBBB", None, "ground", "no earlier flight of this aircraft in the data"),
        ("LLOV", "ground", None, "no later flight of this aircraft in the data"),
    ]
    assert visits["hours_between"].to_pylist() == [None, None]


def test_an_end_that_is_only_toward_an_airfield_makes_no_visit_there():
    flights = journey("aaaaaa", "UBBB LLOV~ UBBB")

    visits = visits_of(flights)

    assert visits["airfield"].to_pylist() == ["UBBB", "UBBB"]


@pytest.mark.parametrize(
    ("landing", "take_off", "why"),
    [
        ("LLOV?", "LLOV", "the landing before it is not established"),
        ("LLOV", "LLOV~", "the next take-off is not established"),
        ("LLOV", "LLER", "landing and next take-off are at different airfields"),
    ],
)
def test_a_side_that_does_not_meet_stays_open_and_says_why(landing, take_off, why):
    there = journey("aaaaaa", f"UBBB {landing}")
    back = journey("aaaaaa", f"{take_off} UBBB", MIDNIGHT + timedelta(hours=5))

    visits = visits_of(there, back)

    [visit] = [v for v in visits.to_pylist() if v["airfield"] == "LLOV"]
    assert visit["hours_between"] is None
    assert visit["open_side"] == why


def test_where_the_aircraft_left_from_elsewhere_there_are_two_visits():
    there = journey("aaaaaa", "UBBB LLOV")
    back = journey("aaaaaa", "LLER UBBB", MIDNIGHT + timedelta(hours=5))

    visits = visits_of(there, back)

    middle = shown(visits, "airfield", "arrived_class", "left_class")[1:-1]
    assert middle == [("LLOV", "ground", None), ("LLER", None, "ground")]


def test_a_stay_is_not_spun_over_months():
    there = journey("aaaaaa", "UBBB LLOV")
    back = journey("aaaaaa", "LLOV UBBB", MIDNIGHT + timedelta(days=90))

    visits = visits_of(there, back)

    middle = shown(visits, "airfield", "open_side")[1:-1]
    assert middle == [("LLOV", "more than 30 days between the flights")] * 2


def test_flights_that_overlap_belong_together_in_no_way():
    long_one = journey("aaaaaa", "UBBB LLOV", flying_h=30)
    within = journey("aaaaaa", "LLOV UBBB LLOV", MIDNIGHT + timedelta(hours=3))

    visits = visits_of(long_one, within)

    assert shown(visits, "airfield", "open_side")[1] == (
        "LLOV",
        "flights with this address overlap",
    )
    assert visits["hours_between"].drop_null().to_pylist() == []


def test_flights_that_are_parted_by_a_jump_are_not_of_one_aircraft():
    there = journey("aaaaaa", "UBBB LLOV", end_boundary="jump")
    back = journey("aaaaaa", "LLOV UBBB", MIDNIGHT + timedelta(hours=4))

    visits = visits_of(there, back)

    assert shown(visits, "airfield", "open_side")[1] == (
        "LLOV",
        "flights with this address are parted by an impossible jump",
    )


def test_each_side_is_said_in_the_words_of_its_class():
    flights = journey("aaaaaa", "UBBB LLOV:runway UBBB")

    said = visits_in_words(visits_of(flights), {"LLOV": "Ovda (LLOV)"}.get)

    assert said[1] == (
        "on final to Ovda (LLOV), runway 24L",
        "took off from Ovda (LLOV), runway 24L",
    )
    assert said[2][1] == (
        "not established: no later flight of this aircraft in the data"
    )


def test_no_flights_make_no_visits():
    visits = visits_of()

    assert visits.num_rows == 0

"""The sentence that will be quoted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import end, flight, not_established, toward
from heavylift.dossier.findings import PlaceFacts, Seen, count_flights, finding
from heavylift.model.ends import SURE_CLASSES, EndClass

SPAN = (datetime(2022, 2, 22, tzinfo=UTC), datetime(2022, 3, 6, tzinfo=UTC))
MOSCOW = PlaceFacts(label="Sheremetyevo (UUEE)", airfields=frozenset({"UUEE"}))
KALININGRAD = PlaceFacts(label="Khrabrovo (UMKK)", airfields=frozenset({"UMKK"}))

SURE = sorted(SURE_CLASSES)


def seen(**changes):
    facts = {
        "rows_read": 528_432,
        "flights": 93,
        "flights_in_period": 93,
        "days": 12,
        "days_without_data": 0,
    }
    return Seen(**(facts | changes))


def say(belongs=(), may=(), **changes):
    counts = count_flights(belongs, may, MOSCOW, KALININGRAD)
    return finding(SPAN, MOSCOW, KALININGRAD, counts, seen(**changes))


def sure(number, end_class="near"):
    return flight(number, end("ground", "UUEE"), end(end_class, "UMKK"))


def test_what_belongs_and_what_may_are_told_apart():
    sentence = say([sure(1)], [flight(2), flight(3)])

    assert sentence == (
        "From 22 February to 5 March 2022 (UTC) the data show 1 flight from "
        "Sheremetyevo (UUEE) to Khrabrovo (UMKK) with both ends established "
        "(weaker end: 1 near); another 2 flights that may belong left Sheremetyevo "
        "(UUEE) heading towards Khrabrovo (UMKK) (take-off: 2 ground); the inputs "
        "hold data on 12 of 12 days."
    )


def test_flights_towards_a_place_are_never_said_to_have_reached_it():
    sentence = say(may=[flight(n) for n in range(1, 92)])

    assert "no flight with both ends established" in sentence
    assert "91 flights that may belong" in sentence
    assert "heading towards Khrabrovo (UMKK)" in sentence


def test_zero_says_out_of_what():
    sentence = say(days_without_data=3)

    assert sentence == (
        "From 22 February to 5 March 2022 (UTC) the data show no flight from "
        "Sheremetyevo (UUEE) to Khrabrovo (UMKK) with both ends established and none "
        "that may be one; out of 93 flights of any route, from 528\u202f432 positions, "
        "with data on 9 of 12 days."
    )


@pytest.mark.parametrize(
    "nothing", [{"days_without_data": 12}, {"flights_in_period": 0}]
)
def test_without_any_data_the_sentence_says_that_nothing_can_be_said(nothing):
    sentence = say(**nothing)

    assert "nothing can be said about flights" in sentence
    assert "no flight from" not in sentence


def test_a_place_that_ranks_lower_is_told():
    lower = flight(2, destination=toward(EYPA=0.6, UMKK=0.3))

    sentence = say(may=[flight(1), lower])

    assert "ranked first among the candidates for 1 of them" in sentence


@pytest.mark.parametrize(
    "origin, destination, words",
    [
        (toward(UUEE=0.8), end("near", "UMKK"), "ended at Khrabrovo (UMKK) coming"),
        (toward(UUEE=0.8), toward(UMKK=0.8), "was seen coming from the direction of"),
        (not_established(), toward(UMKK=0.8), "start not established"),
        (toward(UUEE=0.8), not_established(), "end not established"),
    ],
)
def test_each_way_of_not_knowing_has_its_words(origin, destination, words):
    assert words in say(may=[flight(1, origin, destination)])


def test_several_ways_of_not_knowing_are_listed_with_their_counts():
    sentence = say(may=[flight(1), flight(2, toward(UUEE=0.8), end("near", "UMKK"))])

    assert "2 flights may belong: 1 left" in sentence
    assert ", 1 ended at" in sentence


def test_flights_of_which_one_end_is_not_known_at_all_are_told():
    assert "4 further flights had one end established" in say(one_end_only=4)


@pytest.mark.parametrize("destination", [toward(UMKK=0.99), not_established()])
def test_a_flight_that_was_not_seen_to_end_cannot_belong(destination):
    with pytest.raises(ValueError, match="cannot belong"):
        say([flight(1, destination=destination)])


def test_a_flight_without_candidates_is_not_one_that_may_belong():
    with pytest.raises(ValueError, match="no end with candidates"):
        say(may=[sure(1)])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(SURE), max_size=8), st.integers(0, 5))
def test_a_flight_that_may_belong_changes_no_count_of_those_that_do(classes, extra):
    belongs = [sure(n + 1, c) for n, c in enumerate(classes)]
    may = [flight(100 + n) for n in range(extra)]

    counts = count_flights(belongs, may, MOSCOW, KALININGRAD)

    assert counts.flights == len(belongs)
    assert counts.may_flights == extra
    assert EndClass.TOWARD not in counts.belongs


def test_a_circle_is_called_so_that_the_sentence_stays_english():
    circle = PlaceFacts(
        label="within 150 km of 39.82°N 46.75°E", airfields=frozenset({"UBBG"})
    )

    assert f"from {circle.noun}" == (
        "from an airfield within 150 km of 39.82°N 46.75°E"
    )

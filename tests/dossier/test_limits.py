"""What the data cannot tell, with its numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders.flights import end, flight, not_established, toward
from builders.reports import case
from heavylift.dossier.limits import limits


def told(data):
    return {limit.heading: limit.text for limit in limits(data)}


def test_cargo_comes_first():
    first, *_ = limits(case())

    assert "Cargo is never observed" in first.text


def test_ends_that_were_not_seen_are_counted_against_all_ends():
    belongs = [flight(1, end("ground", "UUEE"), end("near", "UMKK"))]
    may = [flight(2), flight(3, not_established(), toward(UMKK=0.8))]

    text = told(case(belongs, may))["Ends that were not seen"]

    assert text.startswith("3 of the 6 ends listed here were not seen.")


@pytest.mark.parametrize(
    "longest_gap_s, words",
    [
        (599, "the longest silence is 9 min 59 s"),
        (600, "In 1 of 1 flight there is a silence of 10 min or more"),
        (None, "No silence was measured"),
    ],
)
def test_long_silences_are_named(longest_gap_s, words):
    data = case(may=[flight(1, longest_gap_s=longest_gap_s)])

    assert words in told(data)["Silences within a flight"]


def test_many_days_without_data_are_counted_not_listed():
    start = datetime(2022, 2, 1, tzinfo=UTC)
    missing = frozenset(date(2022, 2, 1) + timedelta(days=i) for i in range(13))

    text = told(
        case(start=start, end=start + timedelta(days=20), no_data_days=missing)
    )["Days"]

    assert "10 February 2022 and 3 more" in text


def test_without_missing_days_completeness_is_still_not_claimed():
    text = told(case(no_data_days=frozenset()))["Days"]

    assert "How complete a day is was not measured" in text


def test_remarks_of_the_case_are_the_last_limits():
    *_, last = limits(case(remarks=("One receiver only.",)))

    assert last.text == "One receiver only."

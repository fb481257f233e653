"""How much of each day's archive is there."""

from datetime import date

import numpy as np

from builders.flights import flights_table, journey
from heavylift.exposure import completeness_of_flights, completeness_of_records
from heavylift.exposure.completeness import FOLDERS
from heavylift.lake.days import FOLDERS as LAKE_FOLDERS
from heavylift.lake.days import State as LakeState


def test_each_state_of_a_day_has_its_share():
    days = [date(2023, 9, n) for n in (1, 2, 4, 5)]

    made = completeness_of_records(
        days, ["complete", "partial", "unknown", "absent"], [256, 64, None, None]
    )

    assert made.states == ("complete", "partial", "absent", "unknown", "absent")
    assert np.array_equal(made.share, [1, 0.25, 0, np.nan, 0], equal_nan=True)
    assert made.assumed.tolist() == [1, 0.25, 0, 1, 0]
    assert not made.at_most.any()


def test_what_was_left_out_on_request_makes_the_share_an_upper_bound():
    made = completeness_of_records([date(2023, 9, 1)], ["partial"], [256])

    assert (made.share.tolist(), made.at_most.tolist()) == ([1.0], [True])


def test_days_beyond_the_records_are_absent():
    span = date(2023, 8, 31), date(2023, 9, 3)

    made = completeness_of_records([date(2023, 9, 1)], ["complete"], [256], span)

    assert made.share.tolist() == [0, 1, 0]
    assert made.days == [date(2023, 8, 31), date(2023, 9, 1), date(2023, 9, 2)]


def test_without_records_days_with_flights_are_unknown_and_others_absent():
    flights = flights_table(journey("aaaaaa", "UUEE UMKK UUEE", standing_h=50))

    made = completeness_of_flights(flights)

    assert made.states == ("unknown", "absent", "unknown")


def test_no_days_are_no_days():
    assert len(completeness_of_records([], [], [])) == 0
    assert len(completeness_of_flights(flights_table([]))) == 0


def test_records_of_a_lake_are_told_in_the_same_words():
    assert FOLDERS == LAKE_FOLDERS
    assert {s.value for s in LakeState} == {"complete", "partial", "absent", "unknown"}

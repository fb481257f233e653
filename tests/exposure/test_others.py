"""Which flights reception is judged by."""

from builders.flights import (
    flights_table,
    journey,
)
from heavylift.exposure import (
    others_than,
)
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()
FEET = 0.3048


def test_flights_of_the_corridor_and_their_aircraft_are_no_others():
    rows = [
        *journey("aaaaaa", "LLOV UBBB LTAC"),
        *journey("bbbbbb", "UBBB LLOV~"),
        *journey("cccccc", "UBBB LTAC"),
        *journey("dddddd", "LLOV LTAC?"),
    ]

    others = others_than(flights_table(rows), ["LLOV"], ["UBBB"])

    assert others.mask.tolist() == [False, False, False, True, False]
    assert (others.asked, others.same_aircraft, others.open_ended) == (2, 1, 1)


def test_what_is_left_out_can_be_narrowed():
    rows = [*journey("aaaaaa", "LLOV UBBB LTAC"), *journey("dddddd", "LLOV LTAC?")]

    others = others_than(
        flights_table(rows), ["LLOV"], ["UBBB"], whole_aircraft=False, open_ended=False
    )

    assert others.mask.tolist() == [False, True, True]

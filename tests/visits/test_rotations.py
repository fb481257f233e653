"""Rotations: which legs make a way out and back."""

import itertools
from datetime import timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import MIDNIGHT, flights_table, journey
from heavylift.model.ends import CLASS_ORDER
from heavylift.visits import find_rotations, legs_of


def rotations_of(rows, places=()):
    legs = legs_of(flights_table(rows))
    return find_rotations(legs, places).table(legs)


def airfields_of(rotations):
    return [" ".join(a) for a in rotations["airfields"].to_pylist()]


@pytest.mark.parametrize(
    ("stops", "shape"),
    [
        ("UBBB LLOV UBBB", "out and back"),
        ("UBBB LLOV LLBG UBBB", "triangular"),
        ("UBBB LTAC LLOV LTAC UBBB", "loop of 4 legs"),
    ],
)
def test_a_way_round_is_one_rotation(stops, shape):
    flights = journey("aaaaaa", stops)

    [rotation] = rotations_of(flights).to_pylist()

    assert rotation["shape"] == shape
    assert rotation["flights"] == [f["flight_id"] for f in flights]
    assert rotation["airfields"] == stops.split()
    assert rotation["legs"] == len(flights)


def test_a_rotation_is_as_strong_as_its_weakest_end():
    flights = journey("aaaaaa", "UBBB LLOV:near UBBB:bracketed")

    [rotation] = rotations_of(flights).to_pylist()

    assert rotation["weakest_class"] == "bracketed"


def test_its_hours_run_from_the_first_position_to_the_last():
    flights = journey("aaaaaa", "UBBB LLOV LLBG UBBB", flying_h=3, standing_h=2)

    [rotation] = rotations_of(flights).to_pylist()

    assert (rotation["hours"], rotation["hours_between_legs"]) == (13.0, 4.0)


@pytest.mark.parametrize("middle", ["LLOV?", "LLOV~"])
def test_an_end_that_is_not_established_breaks_the_chain(middle):
    flights = journey("aaaaaa", f"UBBB {middle} UBBB")

    assert len(rotations_of(flights)) == 0


def test_legs_of_two_aircraft_make_no_rotation():
    there = journey("aaaaaa", "UBBB LLOV")
    back = journey("bbbbbb", "LLOV UBBB", MIDNIGHT + timedelta(hours=5))

    assert len(rotations_of(there + back)) == 0


def test_a_leg_into_the_data_does_not_shift_the_rotations_after_it():
    first = journey("aaaaaa", "LLOV UBBB")
    more = [
        row
        for k in (2, 4)
        for row in journey("aaaaaa", "UBBB LLOV UBBB", MIDNIGHT + timedelta(days=k))
    ]

    found = rotations_of(first + more)

    assert airfields_of(found) == ["UBBB LLOV UBBB"] * 2


def test_the_longer_loop_is_taken_where_it_leaves_no_leg_over():
    flights = journey("aaaaaa", "UBBB LLOV LLBG LLOV UBBB")

    assert airfields_of(rotations_of(flights)) == ["UBBB LLOV LLBG LLOV UBBB"]


def test_a_tour_of_many_places_is_no_rotation():
    six = journey("aaaaaa", "UBBB A B C D E UBBB")
    seven = journey("bbbbbb", "UBBB A B C D E F UBBB")

    assert len(rotations_of(six)) == 1
    assert len(rotations_of(seven)) == 0


def test_a_way_back_after_weeks_is_no_way_back():
    flights = journey("aaaaaa", "UBBB LLOV UBBB", standing_h=15 * 24)

    assert len(rotations_of(flights)) == 0


def test_local_flights_are_no_rotations():
    flights = journey("aaaaaa", "UBBB UBBB UBBB")

    assert len(rotations_of(flights)) == 0


def test_places_of_one_side_close_a_rotation_together():
    flights = journey("aaaaaa", "UBBB LLOV UBBG LLOV UBBB")

    apart = rotations_of(flights)
    together = rotations_of(flights, [{"UBBB", "UBBG"}, {"LLOV"}])

    assert airfields_of(apart) == ["UBBB LLOV UBBG LLOV UBBB"]
    assert airfields_of(together) == ["UBBB LLOV UBBG", "UBBG LLOV UBBB"]


STOPS = st.lists(
    st.sampled_from(["A", "B", "C", "A:near", "B:bracketed", "B?", "C~"]),
    min_size=2,
    max_size=12,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(chains=st.lists(STOPS, min_size=1, max_size=3))
def test_a_table_may_be_split_by_aircraft(chains):
    parts = [journey(f"{k:06x}", stops) for k, stops in enumerate(chains)]

    together = rotations_of([row for part in parts for row in part])
    apart = pa.concat_tables([rotations_of(part) for part in parts])

    assert together.drop(["rotation"]).equals(apart.drop(["rotation"]))


@settings(max_examples=100, deadline=None)
@given(stops=STOPS, data=st.data())
def test_taking_flights_away_makes_no_rotation_of_too_little(stops, data):
    flights = journey("aaaaaa", stops)
    kept = data.draw(st.lists(st.sampled_from(flights), min_size=1, unique_by=id))

    found = rotations_of(kept).to_pylist()

    by_id = {f["flight_id"]: f for f in kept}
    seen = [flight for rotation in found for flight in rotation["flights"]]
    assert len(seen) == len(set(seen))
    for rotation in found:
        legs = [by_id[name] for name in rotation["flights"]]
        assert len(legs) >= 2
        assert legs[0]["origin"] == legs[-1]["destination"] != ""
        for one, next_one in itertools.pairwise(legs):
            assert one["destination"] == next_one["origin"]
        classes = {
            f[f"{role}_class"] for f in legs for role in ("origin", "destination")
        }
        weakest = max(classes, key=[c.value for c in CLASS_ORDER].index)
        assert rotation["weakest_class"] == weakest
        assert weakest not in ("toward", "unknown")

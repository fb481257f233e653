"""Units: legs, landings and rotations of the same flights, never one number."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import MIDNIGHT, flights_table, journey
from heavylift.model.ends import EndClass
from heavylift.visits import count_units, find_rotations, legs_of

OVDA, AZERBAIJAN = {"LLOV"}, {"UBBB", "UBBG"}


def counted(rows, window=(None, None)):
    legs = legs_of(flights_table(rows))
    rotations = find_rotations(legs, [OVDA, AZERBAIJAN])
    return count_units(legs, rotations, OVDA, AZERBAIJAN, window)


def some(by_class):
    """A vector of counts without its zeros."""
    return {c.value: n for c, n in by_class.items() if n}


def test_each_unit_counts_the_same_flights_in_its_own_way():
    rows = journey("aaaaaa", "UBBB LLOV UBBG LLOV:near UBBB")

    units = counted(rows)

    assert some(units.legs_out) == {"ground": 1, "near": 1}
    assert some(units.legs_back) == {"ground": 1, "near": 1}
    assert {k: some(v) for k, v in units.landings.items()} == {
        "LLOV": {"ground": 1, "near": 1},
        "UBBB": {"ground": 1},
        "UBBG": {"ground": 1},
    }
    assert some(units.rotations) == {"ground": 1, "near": 1}
    assert some(units.legs_out_alone) == {}
    assert units.aircraft == ("aaaaaa",)
    assert units.first_day == units.last_day == date(2022, 2, 22)


def test_a_leg_without_the_way_back_is_counted_apart_from_rotations():
    units = counted(journey("aaaaaa", "LLOV UBBB LTAC"))

    assert some(units.rotations) == {}
    assert some(units.legs_out_alone) == {"ground": 1}


def test_landings_count_wherever_the_flight_came_from():
    units = counted(journey("aaaaaa", "LTAC? LLOV:runway LTAC?"))

    assert some(units.legs_out) == {}
    assert some(units.landings["LLOV"]) == {"runway": 1}
    assert some(units.take_offs["LLOV"]) == {"runway": 1}


def test_no_flight_gives_vectors_of_zeros_and_no_day():
    units = counted([])

    assert set(units.legs_out) == set(EndClass)
    assert set(units.legs_out.values()) == {0}
    assert (units.first_day, units.last_day, units.aircraft) == (None, None, ())


STOPS = st.lists(
    st.sampled_from(["LLOV", "UBBB", "UBBG", "LTAC", "LLOV:near", "UBBG?", "UBBB~"]),
    min_size=2,
    max_size=14,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(chains=st.lists(STOPS, min_size=1, max_size=3), cut_h=st.integers(0, 70))
def test_counts_of_two_windows_add_up_to_those_of_both(chains, cut_h):
    rows = [r for k, s in enumerate(chains) for r in journey(f"{k:06x}", s)]
    cut = MIDNIGHT + timedelta(hours=cut_h)

    whole = counted(rows)
    before, after = counted(rows, (None, cut)), counted(rows, (cut, None))

    for unit in ("legs_out", "legs_back", "rotations", "legs_out_alone"):
        parts = getattr(before, unit), getattr(after, unit)
        for kind, n in getattr(whole, unit).items():
            assert n == parts[0][kind] + parts[1][kind], unit
    for code, by_class in whole.landings.items():
        for kind, n in by_class.items():
            assert n == before.landings[code][kind] + after.landings[code][kind]


@settings(max_examples=60, deadline=None)
@given(chains=st.lists(STOPS, min_size=1, max_size=3), data=st.data())
def test_taking_flights_away_never_adds_a_leg_or_a_landing_of_any_class(chains, data):
    rows = [r for k, s in enumerate(chains) for r in journey(f"{k:06x}", s)]
    kept = data.draw(st.lists(st.sampled_from(rows), unique_by=id))

    fewer, all_of_them = counted(kept), counted(rows)

    for kind in EndClass:
        assert fewer.legs_out[kind] <= all_of_them.legs_out[kind]
        for code, by_class in all_of_them.landings.items():
            assert fewer.landings[code][kind] <= by_class[kind]

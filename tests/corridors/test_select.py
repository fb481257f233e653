"""Which flights belong to a corridor, which may, and which leave it open."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import (
    MIDNIGHT,
    end,
    flight_values,
    flights_table,
    not_established,
    toward,
)
from heavylift.corridors import Corridor, Criteria, select_flights
from heavylift.corridors.select import share_towards

CRITERIA = ("aircraft", "types", "operators", "military", "states", "registry")

SURE = ("ground", "runway", "near", "bracketed")


def corridor(**changes):
    """From Sheremetyevo to Kaliningrad, without bounds."""
    asked = {n: changes.pop(n) for n in CRITERIA if n in changes}
    places = {"origins": ["UUEE"], "destinations": ["UMKK"]}
    return Corridor(**(places | changes), criteria=Criteria(**asked))


def select(*flights, **changes):
    """Numbers of the flights that belong, may belong, and are half open."""
    table = flights_table([flight_values(i, *ends) for i, ends in enumerate(flights)])
    return _numbers(select_flights(table, corridor(**changes)))


def _numbers(selection):
    return tuple(
        [int(i[4:6], 16) for i in part["flight_id"].to_pylist()]
        for part in (selection.belongs, selection.may, selection.half_open)
    )


def with_values(*changes, **asked):
    """Numbers of flights that belong, all on the corridor but with other values."""
    ends = end("ground", "UUEE"), end("near", "UMKK")
    table = flights_table(
        [flight_values(i, *ends, **values) for i, values in enumerate(changes)]
    )
    return _numbers(select_flights(table, corridor(**asked)))[0]


# Ends


@pytest.mark.parametrize("one", SURE)
@pytest.mark.parametrize("other", SURE)
def test_two_established_ends_in_the_corridor_belong(one, other):
    assert select((end(one, "UUEE"), end(other, "UMKK"))) == ([0], [], [])


def test_the_way_back_does_not_belong():
    back = end("ground", "UMKK"), end("ground", "UUEE")

    assert select(back) == ([], [], [])


def test_an_established_end_elsewhere_leaves_nothing_open():
    assert select((end("ground", "UUEE"), end("ground", "EYPA"))) == ([], [], [])


def test_heading_towards_the_place_may_belong_and_never_does():
    may = end("ground", "UUEE"), toward(UMKK=0.9, EYPA=0.06)

    assert select(may) == ([], [0], [])


def test_coming_from_the_direction_of_the_place_may_belong():
    may = toward(UUEE=0.4), end("runway", "UMKK")

    assert select(may) == ([], [0], [])


def test_both_ends_only_toward_may_belong():
    may = toward(UUEE=0.4), toward(UMKK=0.3)

    assert select(may) == ([], [0], [])


def test_toward_the_place_from_an_unknown_start_is_neither():
    assert select((not_established(), toward(UMKK=0.9))) == ([], [], [])


def test_toward_the_place_from_an_established_start_elsewhere_is_not_listed():
    assert select((end("ground", "EYPA"), toward(UMKK=0.9))) == ([], [], [])


def test_an_established_end_and_nothing_known_of_the_other_is_half_open():
    leaves = end("ground", "UUEE"), not_established()
    arrives = not_established(), end("near", "UMKK")
    neither = not_established(), not_established()

    assert select(leaves, arrives, neither) == ([], [], [0, 1])


def test_three_lists_share_no_flight():
    flights = [
        (a, b)
        for a in (end("ground", "UUEE"), toward(UUEE=0.5), not_established())
        for b in (end("ground", "UMKK"), toward(UMKK=0.5), not_established())
    ]

    belongs, may, half_open = select(*flights)

    listed = belongs + may + half_open
    assert len(listed) == len(set(listed))


def test_candidates_of_one_place_add_up():
    airport_or_palanga = ["UMKK", "EYPA"]
    may = end("ground", "UUEE"), toward(EYPA=0.03, UMKK=0.03)

    assert select(may) == ([], [], [])
    assert select(may, destinations=airport_or_palanga) == ([], [0], [])


@pytest.mark.parametrize("least, listed", [(0.29, [0]), (0.3, [0]), (0.31, [])])
def test_the_least_probability_counts_itself(least, listed):
    may = end("ground", "UUEE"), toward(UMKK=0.3)

    assert select(may, min_probability=least)[1] == listed


def test_one_code_of_several_is_enough():
    flights = [(end("ground", "ULLI"), end("ground", "UMKK"))]

    assert select(*flights, origins=["UUEE", "ULLI"])[0] == [0]
    assert select(*flights, origins=["UUEE"])[0] == []


def test_a_corridor_without_airfields_holds_nothing():
    flights = [(end("ground", "UUEE"), end("ground", "UMKK"))]

    assert select(*flights, origins=[], destinations=[]) == ([], [], [])


# Window


@pytest.mark.parametrize(
    "start, end_, expected",
    [
        (0, 24, [0, 1, 2]),
        (1, 2, [1]),
        (2, None, [2]),
        (None, 1, [0]),
        (1, 1, []),
    ],
)
def test_the_window_is_half_open(start, end_, expected):
    hours = [{"first_seen": MIDNIGHT + timedelta(hours=h)} for h in (0, 1, 2)]
    bounds = {
        name: None if hour is None else MIDNIGHT + timedelta(hours=hour)
        for name, hour in (("start", start), ("end", end_))
    }

    assert with_values(*hours, **bounds) == expected


def test_the_window_may_be_given_in_another_zone():
    moscow = datetime.fromisoformat("2022-02-22T04:00+03:00")

    assert with_values({}, {}, start=moscow) == [1]
    assert moscow == MIDNIGHT.astimezone(UTC) + timedelta(hours=1)


# Filters


def test_aircraft_are_named_by_address_registration_or_track():
    fleet = [
        {"icao24": "4242aa"},
        {"icao24": "4242bb", "registration": "RA-76373"},
        {"icao24": None, "track": "SDM6325", "registration": None},
        {"icao24": "4242dd"},
    ]

    assert with_values(*fleet, aircraft=["4242AA"]) == [0]
    assert with_values(*fleet, aircraft=["ra-76373 "]) == [1]
    assert with_values(*fleet, aircraft=["sdm6325"]) == [2]
    assert with_values(*fleet, aircraft=["4242aa", "4242dd"]) == [0, 3]


def test_types_are_compared_in_either_case():
    fleet = [{"aircraft_type": t} for t in ("IL76", "A124", None)]

    assert with_values(*fleet, types=["il76", "A124 "]) == [0, 1]
    assert with_values(*fleet, types=["B748"]) == []


def test_an_airline_designator_is_compared_with_the_callsign():
    fleet = [{"callsign": c} for c in ("AZQ4141", "AZQX1", "ABC123", None)]

    assert with_values(*fleet, operators=["azq"]) == [0]


def test_a_part_of_the_operators_name_is_enough():
    fleet = [
        {"operator": o, "callsign": "ZZZ1"}
        for o in ("Silk Way West Airlines", "Aeroflot", None)
    ]

    assert with_values(*fleet, operators=["silk way"]) == [0]
    assert with_values(*fleet, operators=["Silk Way", "AEROFLOT"]) == [0, 1]


def test_filters_narrow_each_other():
    fleet = [
        {"aircraft_type": "IL76", "callsign": "AZQ1"},
        {"aircraft_type": "B748", "callsign": "AZQ2"},
        {"aircraft_type": "IL76", "callsign": "ABC3"},
    ]

    assert with_values(*fleet, types=["IL76"], operators=["AZQ"]) == [0]


def test_flights_considered_are_those_that_pass_window_and_filters():
    table = flights_table(
        [flight_values(i, not_established(), not_established()) for i in range(5)]
    )

    chosen = select_flights(table, corridor(start=MIDNIGHT + timedelta(hours=2)))

    assert chosen.considered == 3


def test_no_flights_give_three_empty_tables_with_all_columns():
    table = flights_table([])

    chosen = select_flights(table, corridor())

    assert chosen.considered == 0
    for part in (chosen.belongs, chosen.may, chosen.half_open):
        assert part.num_rows == 0
        assert part.schema == table.schema


# Shares


@given(
    st.dictionaries(
        st.sampled_from(["UMKK", "EYPA", "EPGD", "UUEE"]), st.floats(0.01, 0.25)
    )
)
@settings(max_examples=50, deadline=None)
def test_shares_of_two_halves_add_up_to_the_whole(candidates):
    text = json.dumps(
        [{"airfield": a, "probability": p} for a, p in candidates.items()]
    )

    inside = share_towards(text, frozenset({"UMKK", "EYPA"}))
    outside = share_towards(text, frozenset({"EPGD", "UUEE"}))

    assert inside + outside == pytest.approx(sum(candidates.values()))
    assert share_towards("[]", frozenset({"UMKK"})) == 0

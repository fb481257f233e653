"""What the aircraft of a corridor did between its flights, and where else."""

from datetime import UTC, datetime, timedelta

from builders.flights import flights_table, journey
from heavylift.corridors import Corridor, select_flights
from heavylift.visits.said import (
    rotation_rows,
    shared_said,
    stays_said,
    visit_rows,
    visits_to_tell,
)
from heavylift.visits.stays import stays_of

START = datetime(2023, 9, 1, tzinfo=UTC)
WINDOW = (START, START + timedelta(days=10))
PLACES = (["LLOV"], ["UBBB", "UBBG"])


def at(day, hour=6):
    return START + timedelta(days=day, hours=hour)


def stays(rows, window=WINDOW):
    table = flights_table(rows)
    corridor = Corridor(origins=PLACES[0], destinations=PLACES[1], start=window[0],
                        end=window[1])  # fmt: skip
    found = select_flights(table, corridor)
    return stays_of(table, found.belongs, PLACES, window)


def test_each_unit_is_named_and_visits_say_how_long_and_how_each_side_was_seen():
    found = stays(journey("600828", "UBBB LLOV:near UBBB", at(1)))

    said = stays_said(found)

    assert said[:5] == [
        "legs out: near 1; legs back: near 1",
        "rotations with a leg out: near 1 (1 out and back)",
        "legs out without the way back in the data: 0",
        "first leg out on 2023-09-02, last on 2023-09-02 (UTC), by 1 aircraft",
        "visits at LLOV: 1, both sides established: 1 (3.0 h between landing and "
        "take-off, from last position to first)",
    ]
    [ovda] = [row for row in visit_rows(found.visits) if row[1] == "LLOV"]
    assert ovda == (
        "600828",
        "LLOV",
        "near LLOV, last seen 2023-09-02 08:00",
        "near LLOV, first seen 2023-09-02 11:00",
        "3.0",
    )


def test_a_side_that_was_not_seen_says_why_instead_of_a_time():
    found = stays(
        journey("600828", "LLOV UBBB?", at(1)) + journey("600829", "LLOV UBBB", at(2))
    )

    rows = visit_rows(found.visits)

    assert ("600829", "UBBB") in {row[:2] for row in rows}
    assert all(row[4] == "unknown" for row in rows)
    assert any("no later flight of this aircraft" in row[3] for row in rows)


def test_of_visits_with_one_side_a_few_are_told_and_the_rest_is_counted():
    rows = [leg for n in range(5) for leg in journey(f"60082{n}", "LLOV UBBB", at(n))]
    rows += journey("600829", "LLOV UBBB LLOV", at(6))
    found = stays(rows)

    told, left_out = visits_to_tell(found.visits, most_open=3)
    [ovda, _] = [line for line in stays_said(found) if line.startswith("visits at")]

    assert (told.num_rows, left_out) == (4, found.visits.num_rows - 4)
    assert told["hours_between"].drop_null().to_pylist() == [3.0]
    assert ovda == (
        "visits at LLOV: 7, both sides established: 0; no earlier flight of this "
        "aircraft in the data: 6; no later flight of this aircraft in the data: 1"
    )


def test_rotations_are_told_with_their_way():
    found = stays(journey("600828", "UBBB LLOV UGTB UBBB", at(1)))

    assert found.units.rotations
    assert found.rotations.num_rows == 0  # no leg from Ovda to Azerbaijan in it

    found = stays(journey("600828", "UBBB UGTB LLOV UBBB", at(1)))
    [row] = rotation_rows(found.rotations)
    assert row[:3] == ("600828", "triangular", "UBBB UGTB LLOV UBBB")


def test_visits_and_rotations_of_other_windows_and_aircraft_are_left_out():
    rows = journey("600828", "UBBB LLOV UBBB", at(1))
    rows += journey("600828", "UBBB LLOV UBBB", at(20))
    rows += journey("aaaaaa", "UGTB UBBB UGTB", at(2))

    found = stays(rows)

    assert found.rotations.num_rows == 1
    assert set(found.visits["aircraft"].to_pylist()) == {"600828"}
    assert found.visits["airfield"].to_pylist().count("LLOV") == 1


def test_aircraft_that_also_flew_elsewhere_are_named_with_their_legs():
    rows = journey("600828", "UBBB LLOV UBBB UGTB UBBB", at(1))
    rows += journey("600829", "UBBB LLOV UBBB", at(3))

    said = shared_said(stays(rows).shared)

    assert said == [
        "aircraft 600828 flew in more than one corridor, in all flights at hand: "
        "the corridor 1 leg, its way back 1 leg, UBBB to UGTB 1 leg, UGTB to UBBB 1 leg"
    ]


def test_a_way_out_and_back_alone_is_one_corridor():
    assert stays(journey("600828", "UBBB LLOV UBBB", at(1))).shared.num_rows == 0


def test_without_flights_there_is_nothing_but_zeros():
    found = stays(journey("aaaaaa", "UGTB LTAC", at(2)))

    assert stays_said(found) == [
        "legs out: 0; legs back: 0",
        "rotations with a leg out: 0",
        "legs out without the way back in the data: 0",
    ]
    assert found.visits.num_rows == found.rotations.num_rows == 0

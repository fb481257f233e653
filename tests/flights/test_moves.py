"""On the ground here, then there, and nothing heard in the air between."""

import numpy as np

from builders.tracks import (
    START,
    changed,
    flight,
    flights_of,
    joined,
    piece,
    place,
    positions,
)
from heavylift.model.positions import Surface


def standing(code, start, *, minutes=5.0):
    """On a stand, heard every half minute."""
    lat, lon = place(code)
    n = int(minutes * 2)
    return positions(
        start + 30.0 * np.arange(n),
        np.full(n, lat),
        np.full(n, lon),
        surface=int(Surface.GROUND),
        ground_speed_ms=0.0,
    )


def test_on_the_ground_here_then_there_with_nothing_between_is_counted_and_no_flight():
    moved = joined(standing("LLOV", START), standing("UBBB", START + 14_400))

    table, tally = flights_of(moved)

    assert table.num_rows == 0
    assert tally.moved_unheard == 1
    assert tally.first_move == (
        "4b1234 from LLOV, 2023-09-02 06:04, to UBBB, 2023-09-02 10:00"
    )


def test_a_move_between_two_flights_is_counted_and_both_keep_their_ends():
    there = flight("UBBG", "LLOV", every_s=20)
    later = float(there.time_ms[-1]) / 1000 + 20_000
    on = flight("UBBB", "UBBG", start=later, every_s=20)

    table, tally = flights_of(joined(there, on))

    ends = [(r["origin"], r["destination"]) for r in table.to_pylist()]
    assert ends == [("UBBG", "LLOV"), ("UBBB", "UBBG")]
    assert tally.moved_unheard == 1
    assert "from LLOV, " in tally.first_move


def test_a_flight_that_was_heard_in_the_air_is_no_such_move():
    whole = joined(standing("LLOV", START - 600), flight("LLOV", "UBBB", every_s=20))

    _, tally = flights_of(whole)

    assert (tally.moved_unheard, tally.first_move) == (0, "")


def test_being_towed_is_no_move():
    first = standing("LLOV", START)
    again = changed(
        standing("LLOV", START + 7_200), slice(None), lat_deg=place("LLOV")[0] + 0.01
    )

    _, tally = flights_of(joined(first, again))

    assert tally.moved_unheard == 0


def test_two_aircraft_at_two_airfields_have_not_moved():
    here, there = standing("LLOV", START), standing("UBBB", START + 14_400)

    _, tally = flights_of(piece(here, "aaaaaa"), piece(there, "bbbbbb"))

    assert tally.moved_unheard == 0


def test_a_place_that_cannot_be_reached_is_another_aircraft_and_no_move():
    torn = joined(standing("LLOV", START), standing("UBBB", START + 400))

    _, tally = flights_of(torn)

    assert tally.moved_unheard == 0


def test_surface_positions_away_from_airfields_are_no_move():
    far = changed(
        standing("UBBB", START + 14_400), slice(None), lat_deg=41.35, lon_deg=48.95
    )

    _, tally = flights_of(joined(standing("LLOV", START), far))

    assert tally.moved_unheard == 0

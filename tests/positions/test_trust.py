"""What is set apart, and what must not be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    START,
    changed,
    end_s,
    flight,
    hole,
    joined,
    minutes_in,
    moved,
    place,
    positions,
    quarantined,
    spoofed,
)
from heavylift.model.positions import Flag, Quarantine, Surface
from heavylift.positions import quarantine_impossible
from heavylift.positions.stories import is_plain, mark_rivals

AMMAN = (31.7171, 35.9994)

PLAIN = flight("LLOV", "UBBB")


def mark(*tracks):
    """The positions of tracks, marked."""
    made = joined(*tracks)
    offsets = np.cumsum([0, *(len(t) for t in tracks)])
    return quarantine_impossible(made, offsets.astype(np.int64))


def reasons(*tracks):
    return quarantined(mark(*tracks))


def marked_rows(made):
    return mark(made).quarantine != Quarantine.NONE


# What is trusted


@pytest.mark.parametrize("every_s", [1, 10, 60])
def test_a_plain_flight_is_trusted_throughout(every_s):
    assert reasons(flight("LLOV", "UBBG", every_s=every_s)) == {}


@pytest.mark.parametrize("route", [("NZAA", "PHNL"), ("PHNL", "NFFN")])
def test_crossing_the_antimeridian_is_no_jump(route):
    assert reasons(flight(*route, every_s=60)) == {}


def test_crossing_the_pole_is_no_jump():
    assert reasons(flight("ENSB", "PAFA", via=((90.0, 0.0),), every_s=60)) == {}


def test_a_hole_that_was_flown_through_is_no_jump():
    assert reasons(hole(PLAIN, 40, 50)) == {}


def test_whole_second_time_stamps_and_a_strong_tail_wind_are_no_jump():
    fast = flight("LLOV", "UBBB", speed_ms=340, every_s=1)
    coarse = changed(fast, slice(None), time_ms=fast.time_ms // 1000 * 1000)

    assert reasons(coarse) == {}


def test_altitudes_that_are_missing_are_not_impossible():
    assert reasons(changed(PLAIN, slice(None), baro_altitude_m=np.nan)) == {}


def test_the_shore_of_the_dead_sea_is_no_impossible_altitude():
    assert reasons(changed(PLAIN, slice(0, 5), baro_altitude_m=-378.0)) == {}


# What is not


def test_a_single_far_position_is_set_apart_alone():
    bad = changed(PLAIN, 400, lat_deg=10.0, lon_deg=-60.0)

    assert np.flatnonzero(marked_rows(bad)).tolist() == [400]
    assert reasons(bad) == {"jump": 1}


@pytest.mark.parametrize("row", [0, -1])
def test_a_far_first_or_last_position_is_set_apart_alone(row):
    bad = changed(PLAIN, row, lat_deg=10.0, lon_deg=-60.0)

    assert np.flatnonzero(marked_rows(bad)).tolist() == [row % len(PLAIN)]


def test_a_spoofed_stretch_is_set_apart_whole_and_nothing_else():
    bad = spoofed(PLAIN, 60, 20, AMMAN)

    np.testing.assert_array_equal(marked_rows(bad), minutes_in(PLAIN, 60, 20))


@pytest.mark.parametrize("first, minutes", [(0, 15), (130, 100)])
def test_a_spoofed_stretch_at_either_end_is_set_apart_too(first, minutes):
    bad = spoofed(PLAIN, first, minutes, AMMAN)

    np.testing.assert_array_equal(marked_rows(bad), minutes_in(PLAIN, first, minutes))


def test_jumping_to_and_fro_sets_apart_the_rarer_place():
    every_third = np.arange(len(PLAIN)) % 3 == 0
    bad = changed(PLAIN, every_third, lat_deg=AMMAN[0], lon_deg=AMMAN[1])

    marked = marked_rows(bad)

    # On its way past Amman the aircraft could have been at the false place too.
    far = np.abs(PLAIN.lat_deg - AMMAN[0]) > 1.0
    np.testing.assert_array_equal(marked[far], every_third[far])


def test_a_day_is_not_rejected_for_one_stretch():
    back = flight("UBBB", "LLOV", start=end_s(PLAIN) + 5_400)

    made = mark(joined(spoofed(PLAIN, 60, 20, AMMAN), back))

    assert (made.quarantine[len(PLAIN) :] == Quarantine.NONE).all()


def test_a_few_bad_positions_do_not_put_a_day_on_the_stand_in_doubt():
    n = 500
    stand = positions(
        START + 10.0 * np.arange(n),
        np.full(n, 29.94),
        np.full(n, 34.93),
        surface=int(Surface.GROUND),
        ground_speed_ms=0.0,
    )
    bad = changed(stand, 200, lat_deg=45.0, lon_deg=10.0)
    bad = changed(bad, 201, lat_deg=45.03, lon_deg=10.0)

    assert np.flatnonzero(marked_rows(bad)).tolist() == [200, 201]


def test_two_aircraft_one_after_the_other_are_both_believed():
    other = flight("EGLL", "LFMN", start=end_s(PLAIN) + 60)

    assert reasons(joined(PLAIN, other)) == {}


def test_of_two_aircraft_at_once_the_one_told_more_often_is_believed():
    other = flight("EGLL", "LFMN", start=START + 1_800, every_s=30)
    both = joined(PLAIN, other)
    both = both.take(np.argsort(both.time_ms, kind="stable"))

    marked = marked_rows(both)

    np.testing.assert_array_equal(marked, both.lon_deg < 20)


def test_an_altitude_spike_is_set_apart_as_such():
    bad = changed(PLAIN, slice(400, 403), baro_altitude_m=100.0)

    assert reasons(bad) == {"altitude_jump": 3}
    assert np.flatnonzero(marked_rows(bad)).tolist() == [400, 401, 402]


@pytest.mark.parametrize("altitude", [-1_200.0, 31_000.0])
def test_an_altitude_beyond_every_aircraft_is_impossible(altitude):
    bad = changed(PLAIN, 400, baro_altitude_m=altitude)

    assert reasons(bad) == {"altitude_impossible": 1}


def test_positions_marked_as_without_gps_are_set_apart():
    bad = changed(PLAIN, slice(300, 310), flags=Flag.GPS_LOST | Flag.STALE)

    assert reasons(bad) == {"gps_lost": 10}


def test_a_stale_flag_alone_is_no_reason():
    assert reasons(changed(PLAIN, slice(300, 310), flags=Flag.STALE)) == {}


def test_a_ground_flag_between_positions_in_cruise_is_false():
    bad = changed(PLAIN, slice(400, 404), surface=int(Surface.GROUND))

    assert reasons(bad) == {"ground_flag_in_air": 4}


def test_a_ground_flag_at_the_speed_of_flight_is_false_at_any_height():
    low = positions(
        START + 10.0 * np.arange(3),
        [29.0, 29.01, 29.02],
        [35.0, 35.0, 35.0],
        surface=int(Surface.GROUND),
        ground_speed_ms=[70.0, 140.0, 70.0],
    )

    assert marked_rows(low).tolist() == [False, True, False]


def test_a_stop_at_a_high_airfield_is_no_false_flag():
    # El Alto, La Paz: 4 062 m.
    up = flight("SPJC", "SLLP", every_s=20)
    down = flight("SLLP", "SPJC", start=end_s(up) + 1_500, every_s=20)

    assert reasons(joined(up, down)) == {}


def test_a_reason_given_before_is_kept():
    given_ = changed(PLAIN, slice(10, 20), quarantine=Quarantine.GPS_LOST)

    assert reasons(given_) == {"gps_lost": 10}


def test_another_aircraft_in_the_same_table_is_no_jump():
    other = flight("EGLL", "LFMN", start=START + 5)

    assert reasons(PLAIN, other) == {}


def test_no_positions_are_no_trouble():
    empty = positions([], [], [])

    assert reasons(empty) == {}
    assert len(quarantine_impossible(empty, np.array([0, 0, 0]))) == 0


# Properties


@given(
    start=st.integers(60, len(PLAIN) - 120),
    n=st.integers(1, 60),
    bearing=st.floats(0, 360),
    km=st.floats(600, 5_000),
)
@settings(max_examples=40, deadline=None)
def test_whatever_stretch_is_moved_far_away_it_is_set_apart_and_nothing_else(
    start, n, bearing, km
):
    rows = slice(start, start + n)
    middle = PLAIN.lat_deg[start + n // 2], PLAIN.lon_deg[start + n // 2]
    lat, lon = moved(*middle, bearing, km * 1000)
    bad = changed(PLAIN, rows, lat_deg=lat, lon_deg=lon)

    expected = np.zeros(len(PLAIN), bool)
    expected[rows] = True
    np.testing.assert_array_equal(marked_rows(bad), expected)


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.0))
@settings(max_examples=30, deadline=None)
def test_hearing_less_of_a_plain_flight_never_makes_it_doubtful(seed, kept):
    heard = np.random.default_rng(seed).random(len(PLAIN)) < kept

    assert reasons(PLAIN.take(heard)) == {}


def test_positions_are_marked_and_never_moved():
    bad = spoofed(PLAIN, 60, 20, place("OJAI"))

    made = mark(bad)

    np.testing.assert_array_equal(made.lat_deg, bad.lat_deg)
    np.testing.assert_array_equal(made.time_ms, bad.time_ms)
    assert len(made) == len(bad)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 1, 10, 299, 300, 301, 3599, 3600, 3601]),
            st.sampled_from([0.0, 0.001, 0.01, 0.02, 0.5, 40.0, 359.9]),
            st.sampled_from([0.0, 100.0, 301.0, 2_000.0, 40_000.0, np.nan]),
            st.sampled_from([0, 0, 0, 0, 7]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_where_a_look_finds_nothing_no_rival_story_is_marked(steps):
    wait_s, east, altitude, apart = (np.array(c) for c in zip(*steps, strict=True))
    time_ms = np.cumsum(wait_s).astype(np.int64) * 1000
    lat, lon = np.full(len(steps), 40.0), np.cumsum(east) % 360.0 - 180.0
    altitude = altitude.astype(np.float32)
    reason = apart.astype(np.uint8)
    columns = (time_ms, lat, lon, altitude, reason)

    plain = is_plain(*columns)
    mark_rivals(*columns, False)
    mark_rivals(*columns, True)

    if plain:
        assert reason.tolist() == apart.tolist() == [0] * len(steps)

"""Aircraft and vehicles that do not fly from one airport to another and stay there."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    START,
    changed,
    end_s,
    flight,
    flights_of,
    found,
    joined,
    moved,
    moving,
    piece,
    place,
    positions,
    runway,
    without_ground,
)
from heavylift.model.ends import EndClass
from heavylift.model.positions import Positions, Surface

BASE = "LLOV"
GROUND, AIRBORNE = int(Surface.GROUND), int(Surface.AIRBORNE)
BOTH = ("origin", "destination")
FEW = settings(max_examples=30, deadline=None)


def ends(rows):
    return [(r["origin"], r["destination"]) for r in rows]


def standing(seconds, start, *, code=BASE, every_s=10.0, **columns):
    """On the ground at an airfield for so long."""
    n = max(1, int(seconds / every_s))
    lat, lon = place(code)
    values = {"surface": GROUND, "ground_speed_ms": 0.0} | columns
    at = np.full(n, lat), np.full(n, lon)
    return positions(start + every_s * np.arange(n), *at, **values)


def circuit(start, *, code=BASE, minutes=6.0, height_m=300.0, every_s=5.0):
    """Once around an airfield, from its reference point back to it; airborne only."""
    n = int(minutes * 60 / every_s)
    share = (np.arange(n) + 0.5) / n
    radius_m = 55.0 * minutes * 60 / (2 * np.pi)
    centre = moved(*place(code), 0.0, radius_m)
    path = [moved(*centre, 180.0 + 360.0 * s, radius_m) for s in share]
    elevation = runway(code).elevation
    return positions(
        start + every_s * np.arange(n),
        *np.array(path).T,
        surface=AIRBORNE,
        baro_altitude_m=elevation + height_m * np.minimum(1, 5 * np.sin(np.pi * share)),
        ground_speed_ms=55.0,
        track_deg=(270.0 + 360.0 * share) % 360,
        vertical_rate_ms=np.where(share < 0.2, 3.0, np.where(share > 0.8, -3.0, 0.0)),
    )


def one_after_the_other(*makers):
    """Parts that each begin where the last one ended."""
    parts: list[Positions] = []
    for make in makers:
        parts.append(make(end_s(parts[-1]) + 5.0 if parts else START))
    return joined(*parts)


def stay(seconds, **columns):
    return lambda start: standing(seconds, start, **columns)


def touch(start):
    """A touch-down that rolls on and lifts off again."""
    return standing(15, start, every_s=5.0, ground_speed_ms=50.0)


# Runways that are touched and left


def test_an_hour_of_touch_and_go_is_one_flight():
    circuits = [part for _ in range(8) for part in (circuit, touch)][:-1]

    rows = found(one_after_the_other(stay(60), *circuits, stay(60)))

    assert ends(rows) == [(BASE, BASE)]


def test_full_stops_between_circuits_are_flights_of_their_own():
    training = one_after_the_other(
        stay(60), circuit, stay(150), circuit, stay(150), circuit, stay(60)
    )

    assert ends(found(training)) == [(BASE, BASE)] * 3


@pytest.mark.parametrize("every_s", [30.0, 60.0, 110.0])
def test_a_touch_and_go_with_positions_minutes_apart_stays_one_flight(every_s):
    low = {"cruise_m": 3_000.0, "speed_ms": 120.0}
    arriving = moving(flight("UBBG", "UBBB", landing="34", **low), 60)
    leaving = moving(flight("UBBB", "UBBG", take_off="34", **low), 60)
    shift = arriving.time_ms[-1] + 10_000 - leaving.time_ms[0]
    leaving = changed(leaving, slice(None), time_ms=leaving.time_ms + shift)
    whole = joined(arriving, leaving)
    on_runway = np.flatnonzero(whole.surface == GROUND)
    middle = on_runway[np.abs(whole.time_ms[on_runway] - arriving.time_ms[-1]).argmin()]
    sparse = np.arange(middle % int(every_s / 10), len(whole), int(every_s / 10))

    [row] = found(whole.take(sparse))

    assert (row["start_boundary"], row["end_boundary"]) == ("data", "data")


def test_a_go_around_that_is_flown_to_another_airport_lands_there():
    missed = without_ground(flight("LLOV", "UBBG"))
    on = without_ground(flight("UBBG", "UBBB", start=end_s(missed) + 20))
    diverted = joined(standing(60, START - 100), missed, on)

    [row] = found(diverted)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


def test_a_low_pass_over_an_airport_on_the_way_is_no_stop():
    first = without_ground(flight("UBBB", "UBBG", cruise_m=4_000.0))
    on = without_ground(flight("UBBG", "LLOV", start=end_s(first) + 10))

    [row] = found(joined(first, on))

    assert row["origin"] in ("UBBB", None)
    assert row["destination"] in ("LLOV", None)


# More than one at a time


def test_a_formation_is_as_many_flights_as_it_has_addresses():
    lead = flight("LLOV", "UBBG", callsign="AZQ4141")
    wing = changed(
        lead,
        slice(None),
        lat_deg=lead.lat_deg + 0.002,
        time_ms=lead.time_ms + 3_000,
    )

    rows = found(piece(lead, "4b1234"), piece(wing, "4b1235"))

    assert [r["icao24"] for r in rows] == ["4b1234", "4b1235"]
    assert ends(rows) == [("LLOV", "UBBG")] * 2
    assert {r["callsign"] for r in rows} == {"AZQ4141"}


def test_a_tug_flies_as_often_as_it_tows_and_the_glider_once():
    tows = [part for _ in range(4) for part in (circuit, stay(180))]
    tug = one_after_the_other(stay(120), *tows)
    glider = one_after_the_other(
        stay(120), lambda start: circuit(start, minutes=90, height_m=900), stay(600)
    )

    rows = found(piece(tug, "4b1234"), piece(glider, "4b1235"))

    assert ends([r for r in rows if r["icao24"] == "4b1234"]) == [(BASE, BASE)] * 4
    assert ends([r for r in rows if r["icao24"] == "4b1235"]) == [(BASE, BASE)]


def test_a_helicopter_that_sets_down_for_minutes_flies_twice_and_for_seconds_once():
    def lifts(seconds):
        return one_after_the_other(stay(60), circuit, stay(seconds), circuit, stay(60))

    assert len(found(lifts(300))) == 2
    assert len(found(lifts(20))) == 1


def test_a_helicopter_that_hovers_away_from_airfields_is_in_flight():
    lat, lon = 30.6, 34.3
    n = 120
    hover = positions(
        START + 5.0 * np.arange(n),
        np.full(n, lat),
        np.full(n, lon),
        surface=AIRBORNE,
        baro_altitude_m=700.0,
        ground_speed_ms=2.0,
    )
    way = flight("LLOV", "LLER", cruise_m=800.0, speed_ms=60.0)
    later = way.time_ms > way.time_ms[len(way) // 2]
    out, back = way.take(~later), way.take(later)
    hover = changed(hover, slice(None), time_ms=hover.time_ms + 2_400_000)
    back = changed(back, slice(None), time_ms=back.time_ms + 7_200_000 - 3_600_000)

    rows = found(joined(out, hover, back))

    assert {b for r in rows for b in (r["start_boundary"], r["end_boundary"])} <= {
        "data",
        "gap",
    }


def test_a_glider_in_a_thermal_beside_its_airfield_stays_in_the_air():
    def thermal(start):
        return changed(
            circuit(start, minutes=40, height_m=800),
            slice(None),
            ground_speed_ms=22.0,
        )

    [row] = found(one_after_the_other(stay(120), circuit, thermal, circuit, stay(120)))

    assert (row["origin"], row["destination"]) == (BASE, BASE)


# On the ground all the time


@pytest.mark.parametrize("surface", [Surface.GROUND, Surface.UNKNOWN])
def test_a_vehicle_that_inspects_the_runway_is_no_flight(surface):
    n = 300
    ahead = 1_500 * np.sin(np.arange(n) / 30)
    way = np.array([moved(*place(BASE), 20.0, d) for d in ahead])
    speed = np.abs(np.gradient(ahead, 5.0))
    car = positions(
        START + 5.0 * np.arange(n), *way.T, surface=int(surface), ground_speed_ms=speed
    )

    table, tally = flights_of(car)

    assert table.num_rows == 0
    assert tally.surface_only == 1


def test_being_towed_to_another_stand_hours_later_is_no_flight():
    lat, lon = place(BASE)
    moved_on = standing(900, START + 20_000)
    moved_on = changed(moved_on, slice(None), lat_deg=lat + 0.01, lon_deg=lon + 0.005)

    table, tally = flights_of(joined(standing(900, START), moved_on))

    assert table.num_rows == 0
    assert tally.surface_only == 2


@pytest.mark.parametrize("every_s", [10.0, 180.0])
@pytest.mark.parametrize("altitude_m", [np.nan, 480.0])
def test_a_position_in_the_air_while_parked_is_no_flight(every_s, altitude_m):
    parked = standing(3_600, START, every_s=every_s)
    wrong = {"surface": AIRBORNE, "ground_speed_ms": np.nan}
    glitch = changed(parked, [9], baro_altitude_m=altitude_m, **wrong)

    table, tally = flights_of(glitch)

    assert table.num_rows == 0
    assert tally.surface_only == 1


def test_a_position_in_the_air_while_parked_makes_no_flight_before_the_real_one():
    parked = standing(3_600, START - 4_000)
    wrong = {"surface": AIRBORNE, "ground_speed_ms": np.nan}
    glitch = changed(parked, [150], baro_altitude_m=480.0, **wrong)

    [row] = found(joined(glitch, flight("LLOV", "UBBG")))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBG")


def test_a_jump_of_a_helicopter_over_the_airfield_is_a_flight():
    [row] = found(one_after_the_other(stay(60), circuit, stay(60)))

    assert row["origin_class"] == row["destination_class"] == "ground"


# What holds for every track that is cut at silences


@pytest.fixture(scope="module")
def day():
    """Two sorties with an hour between, the second one to somewhere else."""
    first = flight("UBBB", "LLOV", every_s=30)
    return joined(first, flight("LLOV", "UBBG", start=end_s(first) + 3_600, every_s=30))


holes = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2)), max_size=4)


def unheard(made, silences):
    """Without what falls into silences, given by shares of the track's time."""
    at = (made.time_ms - made.time_ms[0]) / (made.time_ms[-1] - made.time_ms[0])
    heard = np.ones(len(made), bool)
    for begin, length in silences:
        heard &= ~((at >= begin) & (at < begin + length))
    return made.take(heard)


def told(rows):
    """What rows say, apart from where it was read."""
    return [{k: v for k, v in row.items() if k != "sources"} for row in rows]


@given(silences=holes, seed=st.integers(0, 2**32 - 1), parts=st.integers(1, 5))
@FEW
def test_files_in_any_order_and_files_given_twice_change_no_cut(
    day, silences, seed, parts
):
    heard = unheard(day, silences)
    expected = told(found(heard)) if len(heard) else []
    luck = np.random.default_rng(seed)
    of = luck.integers(0, parts, len(heard))
    pieces = [piece(heard.take(of == k)) for k in range(parts)]
    pieces = [pieces[k] for k in luck.permutation(parts)]

    assert told(found(*pieces)) == expected
    assert told(found(*pieces, pieces[0])) == expected


@given(silences=holes, more=holes)
@FEW
def test_another_silence_never_makes_the_outer_ends_stronger(day, silences, more):
    heard = unheard(day, silences)
    fewer = unheard(heard, more) if len(heard) > 1 else heard
    rows, left = found(heard), found(fewer)
    if not left:
        return

    same_start = left[0]["first_seen"] <= rows[0]["last_seen"]
    same_end = left[-1]["last_seen"] >= rows[-1]["first_seen"]
    if same_start:
        assert strength(left[0], "origin") <= strength(rows[0], "origin")
    if same_end:
        assert strength(left[-1], "destination") <= strength(rows[-1], "destination")


@given(silences=holes)
@FEW
def test_a_split_is_told_on_both_sides_of_it(day, silences):
    heard = unheard(day, silences)
    rows = found(heard) if len(heard) else []

    for before, after in pairwise(rows):
        assert before["end_boundary"] == after["start_boundary"]
        room = "beyond it a silence with room for a landing, "
        told_of = room in before["destination_reason"]
        assert told_of == (before["end_boundary"] == "gap")
        assert told_of == (room in after["origin_reason"])


def strength(row, role):
    return EndClass(row[f"{role}_class"]).strength

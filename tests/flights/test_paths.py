"""How far is still to be flown to a runway?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.ends import end_states
from builders.tracks import ahead, course, moved, place, runway
from heavylift.flights.paths import (
    ANY_TURN_DEG,
    NEAR_RUNWAYS_M,
    way_to_runways,
)
from heavylift.geo import distance_m
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()
NAN = float("nan")


def row_of(code):
    [i] = np.flatnonzero(AIRFIELDS.code == code)
    return int(i)


def metres(a, b):
    return distance_m(*(np.array([x]) for x in (*a, *b))).item()


def middles(i, airfields=AIRFIELDS):
    """Middles of the runways of an airfield that lies far from the 180th meridian."""
    ends = slice(airfields.end_offsets[i], airfields.end_offsets[i + 1])
    lat, lon = airfields.end_lat_deg[ends], airfields.end_lon_deg[ends]
    return list(
        zip((lat[::2] + lat[1::2]) / 2, (lon[::2] + lon[1::2]) / 2, strict=True)
    )


def way(here, heading, code="LLOV", *, speed=NAN, airfields=AIRFIELDS):
    """Length and turns of the way from a place, on a course, to an airfield."""
    i = row_of(code)
    there = airfields.lat_deg[i], airfields.lon_deg[i]
    states = end_states([here[0]], [here[1]], course_deg=heading, speed_ms=speed)
    found = way_to_runways(
        airfields,
        states,
        (np.array([0]), np.array([i])),
        np.array([metres(here, there)]),
    )
    return found.way_m.item(), found.turn_deg.item()


def test_down_the_axis_the_way_is_straight_to_the_middle_of_the_runway():
    final = runway("LLOV", "20R")
    here = ahead(final, -15_000.0)

    length, turns = way(here, final.heading)

    assert turns < 5
    assert length == pytest.approx(
        min(metres(here, m) for m in middles(row_of("LLOV"))), rel=0.01
    )


def test_on_final_of_one_airport_the_runway_of_its_parallel_neighbour_is_far():
    # Dubai and Sharjah lie 17 km apart, their runways point the same way.
    final = runway("OMDB", "30R")
    here = ahead(final, -9_000.0)
    off_the_axis = metres(here, place("OMSJ"))

    own, own_turns = way(here, final.heading, "OMDB")
    other, other_turns = way(here, final.heading, "OMSJ")

    assert off_the_axis < 18_000
    assert own < 12_000
    assert own_turns < 10
    assert other > off_the_axis + 4_000
    assert other_turns > 90


def test_flying_away_from_the_runway_turns_round_and_adds_to_the_way():
    final = runway("LLOV", "20R")
    here = ahead(final, -15_000.0)

    towards, _ = way(here, final.heading)
    away, turns = way(here, final.heading + 180.0)

    assert turns >= 170
    assert away > towards + 5_000


def test_faster_aircraft_turn_wider():
    final = runway("LLOV", "20R")
    here = ahead(final, -15_000.0, aside=10_000.0)

    slow, fast = (way(here, final.heading + 90.0, speed=v)[0] for v in (60, 200))

    assert fast > slow + 2_000


def test_without_a_course_the_turn_towards_it_is_a_right_angle():
    final = runway("LLOV", "20R")
    here = ahead(final, -15_000.0)

    _, turns = way(here, NAN)

    assert turns == pytest.approx(90, abs=5)


def test_where_no_runway_is_known_turns_of_a_usual_size_are_added():
    here = moved(*place("UBTT"), 0.0, 20_000.0)
    i = row_of("UBTT")
    assert AIRFIELDS.end_offsets[i] == AIRFIELDS.end_offsets[i + 1]

    length, turns = way(here, course(here, place("UBTT")), "UBTT")

    assert turns == pytest.approx(ANY_TURN_DEG, abs=0.1)
    assert 20_000 < length < 21_000


def test_far_out_the_reference_point_stands_for_the_runways():
    far = NEAR_RUNWAYS_M + 10_000.0
    here = moved(*place("LLOV"), 90.0, far)

    length, turns = way(here, course(here, place("LLOV")))

    assert length == pytest.approx(far, rel=1e-3)
    assert turns == pytest.approx(0, abs=0.1)


def test_the_middle_lies_between_the_two_ends_of_the_same_runway():
    # Two runways side by side: a middle between one's end and the other's is nowhere.
    for ident in ("20L", "20R"):
        final = runway("LLOV", ident)
        here = ahead(final, -20_000.0)
        opposite = runway("LLOV", {"20L": "02R", "20R": "02L"}[ident])
        middle = (final.lat + opposite.lat) / 2, (final.lon + opposite.lon) / 2

        length, _ = way(here, final.heading)

        assert length == pytest.approx(metres(here, middle), rel=0.005)


@pytest.mark.parametrize("shift", [180.0, -180.0])
def test_a_runway_across_the_180th_meridian_has_its_middle_there(shift):
    # Ovda's runways, moved round the world so that the meridian cuts them.
    final = runway("LLOV", "20R")
    by = shift - place("LLOV")[1]

    def turned(lon):
        return (lon + by + 180.0) % 360.0 - 180.0

    there = replace(
        AIRFIELDS,
        lon_deg=turned(AIRFIELDS.lon_deg),
        end_lon_deg=turned(AIRFIELDS.end_lon_deg),
    )
    lat, lon = ahead(final, -15_000.0)
    i = row_of("LLOV")
    ends = there.end_lon_deg[there.end_offsets[i] : there.end_offsets[i + 1]]
    assert ends.min() < -179 < 179 < ends.max()

    moved_way = way((lat, turned(lon)), final.heading, airfields=there)

    assert moved_way == pytest.approx(way((lat, lon), final.heading), rel=1e-6)


#: Fields of any kind, in the far north too, with runways known or not.
ANYWHERE = ["LLOV", "LLEY", "OMDB", "OMSJ", "UBBB", "UBTT", "ENSB", "UHMA"]


@given(
    st.sampled_from(ANYWHERE),
    st.floats(0, 360),
    st.floats(0, 200_000),
    st.floats(0, 360) | st.just(NAN),
    st.floats(0, 400) | st.just(NAN),
)
@settings(max_examples=300, deadline=None)
def test_a_way_is_no_shorter_than_the_straight_line_and_its_turns_end(
    code, bearing, away, heading, speed
):
    here = moved(*place(code), bearing, away)

    length, turns = way(here, heading, code, speed=speed)

    to = middles(row_of(code)) if away <= NEAR_RUNWAYS_M else []
    assert np.isfinite(length)
    assert length >= 0.9 * min(metres(here, m) for m in to or [place(code)]) - 1.0
    assert 0 <= turns <= 360


@given(st.floats(0, 360), st.floats(0, 100_000), st.floats(0, 360) | st.just(NAN))
@settings(max_examples=50, deadline=None)
def test_at_the_pole_there_is_a_way_as_well(bearing, away, heading):
    length, turns = way(moved(*place("NZSP"), bearing, away), heading, "NZSP")

    assert np.isfinite(length)
    assert length >= 0
    assert 0 <= turns <= 360

"""Low and near the only airfield that fits: what gets ``near``, and what does not."""

import numpy as np
import pytest

from builders.tracks import (
    START,
    ahead,
    changed,
    end_s,
    flight,
    found,
    joined,
    moved,
    place,
    positions,
    ranked,
    runway,
    without_ground,
)
from heavylift.flights.ends import NEAR_LIGHT_M, NEAR_M
from heavylift.flights.suitability import BRISK_MS, FAST_MS
from heavylift.model.positions import Surface
from heavylift.reference.airfields import Kind, load_airfields, neighbours

AIRFIELDS = load_airfields()

#: A jet that comes down to Ovda from Baku.
TO_OVDA = {"landing": "20R", "final_m": 25_000.0, "every_s": 5.0}


def alone(rows, apart_m=40_000.0):
    """Those of some airfields that have no other of any kind so near."""
    offsets, _ = neighbours(
        AIRFIELDS, AIRFIELDS.lat_deg[rows], AIRFIELDS.lon_deg[rows], apart_m
    )
    return [str(AIRFIELDS.code[i]) for i in rows[np.diff(offsets) == 1]]


#: Without any neighbour nothing but what they are themselves keeps them from ``near``.
WITHOUT_RUNWAYS = alone(
    np.flatnonzero(
        np.isnan(AIRFIELDS.longest_m)
        & (np.diff(AIRFIELDS.end_offsets) == 0)
        & (AIRFIELDS.kind <= Kind.SMALL_AIRPORT)
    )
)
CLOSED = alone(
    np.flatnonzero((AIRFIELDS.kind == Kind.CLOSED) & (AIRFIELDS.longest_hard_m > 1_500))
)


def straight_in(code, km, *, speed_ms=110.0, cruise_m=3_000.0):
    """A descent at 3° straight to a reference point, lost so many km before it."""
    lat, lon = place(code)
    [i] = np.flatnonzero(AIRFIELDS.code == code)
    metres = np.arange(90_000.0, km * 1_000.0, -speed_ms * 5.0)
    points = np.array([moved(lat, lon, 60.0, m) for m in metres])
    n = len(metres)
    above = np.minimum(cruise_m, 0.0524 * metres)
    return positions(
        START + 5.0 * np.arange(n),
        *points.T,
        baro_altitude_m=np.nan_to_num(AIRFIELDS.elevation_m[i]) + above,
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=speed_ms,
    )


@pytest.mark.parametrize("speed_ms", [60.0, 110.0, 150.0])
@pytest.mark.parametrize("km", [1, 3, 6, 12])
def test_an_airfield_of_which_no_runway_is_known_is_never_the_only_one(km, speed_ms):
    told = [
        found(straight_in(code, km, speed_ms=speed_ms))[0]
        for code in WITHOUT_RUNWAYS[:: len(WITHOUT_RUNWAYS) // 12]
    ]

    assert len(told) > 10
    assert {row["destination"] for row in told} == {None}


@pytest.mark.parametrize("speed_ms", [60.0, 110.0, 150.0])
@pytest.mark.parametrize("km", [1, 3, 6, 12])
def test_a_closed_airfield_is_never_near(km, speed_ms):
    told = [found(straight_in(code, km, speed_ms=speed_ms))[0] for code in CLOSED[:12]]

    assert len(told) == 12
    assert {row["destination"] for row in told} == {None}


def test_the_same_descent_to_an_airfield_with_a_long_runway_is_near():
    # What is withheld above is withheld for the runway, not for the way there.
    [row] = found(straight_in("LLOV", 12))

    assert (row["destination"], row["destination_class"]) == ("LLOV", "near")


# Light aircraft


def light_climb(km, *, from_code="LLOV", sink_ms=-1.0):
    """A light aircraft first heard so many km abeam of a runway, climbing away."""
    lat, lon = place(from_code)
    [i] = np.flatnonzero(AIRFIELDS.code == from_code)
    n = 120
    metres = km * 1_000.0 + 55.0 * 5.0 * np.arange(n)
    points = np.array([moved(lat, lon, 100.0, m) for m in metres])
    return positions(
        START + 5.0 * np.arange(n),
        *points.T,
        baro_altitude_m=AIRFIELDS.elevation_m[i] + 500.0 - sink_ms * 5.0 * np.arange(n),
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=55.0,
    )


@pytest.mark.parametrize("rate", [0.6, 1.0, 2.0])
def test_a_light_aircraft_that_slowly_climbs_13_km_from_a_field_is_not_near(rate):
    [row] = found(light_climb(13, sink_ms=-rate))

    assert NEAR_LIGHT_M < 13_000 < NEAR_M
    assert row["origin"] is None
    assert row["origin_class"] in ("toward", "unknown")


def test_a_light_aircraft_that_climbs_right_beside_the_only_field_is_near():
    [row] = found(light_climb(4, sink_ms=-2.0))

    assert (row["origin"], row["origin_class"]) == ("LLOV", "near")


# Low over the field


def drifting(seconds=30, *, above_m=10.0, turn_deg_s=3.0):
    """A jet whose track goes on, low, in a curve past the runway, without a flag.

    Drawn curves miss the runway by some hundred metres: it is on no axis.
    """
    final = runway("LLOV", "20R")
    lat, lon = moved(final.lat, final.lon, final.heading + 90.0, 900.0)
    cut = without_ground(flight("UBBB", "LLOV", **TO_OVDA))
    cut = changed(
        cut,
        slice(None),
        lat_deg=cut.lat_deg + lat - final.lat,
        lon_deg=cut.lon_deg + lon - final.lon,
    )
    n = seconds // 5
    at = ahead(final, 600.0, aside=900.0)
    heading = final.heading
    points = []
    for _ in range(n):
        heading += turn_deg_s * 5.0
        at = moved(*at, heading, 70.0 * 5.0)
        points.append(at)
    tail = positions(
        end_s(cut) + 5.0 * np.arange(1, n + 1),
        *np.array(points).T,
        baro_altitude_m=final.elevation + above_m,
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=70.0,
    )
    return joined(cut, tail)


@pytest.mark.parametrize("turn_deg_s", [-3.0, 3.0, 6.0])
def test_a_jet_that_came_low_over_a_field_and_drifts_off_low_is_near(turn_deg_s):
    [row] = found(drifting(turn_deg_s=turn_deg_s))

    assert (row["destination"], row["destination_class"]) == ("LLOV", "near")
    assert "not heard higher after that" in row["destination_reason"]


def test_a_jet_that_came_low_over_a_field_and_climbs_away_is_not_near():
    [row] = found(drifting(above_m=np.array([10.0, 40, 90, 160, 240, 320])))

    assert row["destination_class"] not in ("ground", "runway", "near")


# Level, and too low to cruise


def holding(speed_ms, *, altitude_m=4_500.0, minutes=30):
    """Holds in a racetrack 60 km north of Ovda, and is lost there."""
    n = minutes * 6
    turn = 2 * np.pi * speed_ms * 10.0 * np.arange(n) / 40_000.0
    lat, lon = moved(*place("LLOV"), 0.0, 60_000.0)
    return positions(
        START + 10.0 * np.arange(n),
        lat + 0.06 * np.sin(turn),
        lon + 0.03 * np.cos(turn),
        baro_altitude_m=altitude_m,
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=speed_ms,
    )


@pytest.mark.parametrize("knots", [200, 225, 250])
def test_a_jet_that_holds_level_below_cruise_has_its_airfields_ranked(knots):
    speed_ms = knots * 0.514444

    [row] = found(holding(speed_ms))

    assert BRISK_MS < speed_ms < FAST_MS + 1
    assert row["destination_class"] == "toward"
    assert len(ranked(row, "destination")) > 1
    assert row["destination"] is None


def test_a_light_aircraft_that_flies_level_has_none():
    [row] = found(holding(60.0))

    assert row["destination_class"] == "unknown"


def test_level_in_cruise_there_are_none_however_fast():
    [row] = found(holding(200.0, altitude_m=10_000.0))

    assert row["destination_class"] == "unknown"

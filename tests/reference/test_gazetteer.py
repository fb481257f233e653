"""The shipped airfields, against published facts."""

import numpy as np
import pytest

from heavylift.geo import distance_m
from heavylift.reference.airfields import Kind, country_names, load_airfields

AIRFIELDS = load_airfields()


def row(code):
    [i] = np.flatnonzero(AIRFIELDS.code == code)
    return int(i)


def ends(code):
    i = row(code)
    return slice(AIRFIELDS.end_offsets[i], AIRFIELDS.end_offsets[i + 1])


def apart_km(code, other):
    a, b = row(code), row(other)
    lat, lon = AIRFIELDS.lat_deg, AIRFIELDS.lon_deg
    return distance_m(lat[a], lon[a], lat[b], lon[b]) / 1000


def test_every_airfield_has_one_code_and_a_place_on_earth():
    assert len(np.unique(AIRFIELDS.code)) == len(AIRFIELDS) > 80_000
    assert (AIRFIELDS.code != "").all()
    assert (np.abs(AIRFIELDS.lat_deg) <= 90).all()
    assert (np.abs(AIRFIELDS.lon_deg) <= 180).all()


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_of_airfield_is_left_out(kind):
    assert (AIRFIELDS.kind == kind).sum() > 50


def test_a_military_field_is_in_and_is_called_small():
    ovda = row("LLOV")

    assert AIRFIELDS.name[ovda] == "Ovda Airport"
    assert AIRFIELDS.kind[ovda] == Kind.SMALL_AIRPORT
    assert AIRFIELDS.country[ovda] == "IL"
    assert AIRFIELDS.elevation_m[ovda] == pytest.approx(1492 * 0.3048, abs=0.1)
    assert not AIRFIELDS.scheduled[ovda]
    assert AIRFIELDS.longest_hard_m[ovda] == pytest.approx(3000, abs=1)
    assert set(AIRFIELDS.end_ident[ends("LLOV")]) == {"02L", "20R", "02R", "20L"}


@pytest.mark.parametrize(
    "code, other, km",
    [
        ("LLOV", "LLER", 24.9),
        ("UBBB", "UBBI", 44),
        ("UBBG", "UBEE", 70),
        ("UBBG", "UBBB", 316),
    ],
)
def test_distances_between_known_pairs_are_right(code, other, km):
    assert apart_km(code, other) == pytest.approx(km, rel=0.01)


def test_courses_of_runways_are_true_and_opposite():
    courses = AIRFIELDS.end_heading_deg[ends("UMKK")]

    assert list(AIRFIELDS.end_ident[ends("UMKK")]) == ["06", "24"]
    assert courses == pytest.approx([66, 246], abs=1)


def test_a_landing_threshold_lies_where_aircraft_touch_down():
    at = ends("LLOV")
    to_far_end_m = distance_m(
        AIRFIELDS.end_lat_deg[at],
        AIRFIELDS.end_lon_deg[at],
        AIRFIELDS.end_far_lat_deg[at],
        AIRFIELDS.end_far_lon_deg[at],
    )

    # All four thresholds of Ovda are displaced by 492 ft.
    displaced_m = AIRFIELDS.end_length_m[at] - to_far_end_m
    assert displaced_m == pytest.approx(150, abs=12)


def test_runway_ends_belong_to_the_airfield_they_lie_at():
    owner = np.repeat(np.arange(len(AIRFIELDS)), np.diff(AIRFIELDS.end_offsets))

    metres = distance_m(
        AIRFIELDS.end_lat_deg,
        AIRFIELDS.end_lon_deg,
        AIRFIELDS.lat_deg[owner],
        AIRFIELDS.lon_deg[owner],
    )

    assert AIRFIELDS.end_offsets[-1] == len(owner) == len(AIRFIELDS.end_ident)
    assert metres.max() < 16_000
    assert np.isfinite(AIRFIELDS.end_heading_deg).all()
    assert np.isfinite(AIRFIELDS.end_length_m).all()


def test_almost_every_course_fits_the_number_painted_on_the_runway():
    number = np.array([ident[:2] for ident in AIRFIELDS.end_ident])
    numbered = np.char.isdigit(number)

    painted = number[numbered].astype(int) * 10.0
    turn = np.abs((AIRFIELDS.end_heading_deg[numbered] - painted + 180) % 360 - 180)

    # Magnetic variation and rounding; the rest was renumbered since.
    assert np.mean(turn < 30) > 0.99
    assert np.mean(turn > 150) < 0.0005


def test_an_unknown_runway_length_is_not_zero():
    unknown = np.isnan(AIRFIELDS.longest_m)

    assert unknown.any()
    assert (AIRFIELDS.longest_m[~unknown] > 0).all()


def test_a_grass_strip_has_no_hard_runway():
    assert (AIRFIELDS.longest_hard_m == 0).sum() > 1000
    hard, longest = AIRFIELDS.longest_hard_m, AIRFIELDS.longest_m
    both = np.isfinite(hard) & np.isfinite(longest)
    assert (hard[both] <= longest[both]).all()


def test_country_codes_have_names():
    names = country_names()

    assert names["AZ"] == "Azerbaijan"
    assert set(AIRFIELDS.country) <= set(names)


def test_a_second_load_costs_nothing():
    assert load_airfields() is AIRFIELDS

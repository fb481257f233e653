"""Height over distance."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from heavylift.figures.profiles import ProfileLine, draw_profiles, last_received
from heavylift.model.ends import EndClass


def line(distance_km, altitude_m):
    n = len(distance_km)
    return ProfileLine(
        name="AFL1000",
        time_ms=np.arange(n, dtype=np.int64) * 10_000,
        distance_km=np.array(distance_km, dtype=float),
        altitude_m=np.array(altitude_m, dtype=float),
        end_class=EndClass.TOWARD,
    )


def test_the_last_position_is_where_the_track_ends():
    [[km, metres]] = last_received([line([90, 60, 38], [9000, 6000, 2100])]).tolist()

    assert (km, metres) == (38, 2100)


def test_a_flight_without_altitudes_is_left_out():
    assert last_received([line([90, 60], [np.nan, np.nan])]).shape == (0, 2)


def test_the_chart_names_the_airfield_and_is_well_formed():
    svg = draw_profiles(
        [line([200, 100, 38], [10_000, 7000, 2100])], "Khrabrovo (UMKK)", desc="A text"
    )

    texts = [t.text for t in ET.fromstring(svg).iter() if t.tag.endswith("}text")]
    assert "distance to Khrabrovo (UMKK)" in texts
    assert "altitude, feet" in texts


@pytest.mark.parametrize("far", [3.0, 400.0, 9000.0])
def test_near_and_far_ends_are_drawn(far):
    svg = draw_profiles([line([far + 50, far], [9000, 9000])], "X", desc="")

    assert "nan" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")


def test_nothing_known_makes_no_chart():
    assert draw_profiles([], "X", desc="") == ""

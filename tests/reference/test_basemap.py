"""Coasts and borders under a map."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.reference.basemap import BASEMAP_NOTE, clip, load_basemap

BASEMAP = load_basemap()


def is_land(lat, lon):
    """Even-odd rule over all rings, as a browser fills them."""
    here = clip(BASEMAP, lat - 1, lon - 1, lat + 1, lon + 1)
    point = shapely.Point(lon, lat)
    return sum(shapely.Polygon(r).contains(point) for r in here.land) % 2 == 1


@pytest.mark.parametrize(
    "lat, lon, expected",
    [
        (40.68, 46.36, True),  # Ganja
        (29.94, 34.94, True),  # Ovda
        (41.0, 51.0, False),  # the Caspian Sea, a hole in the land
        (35.0, 30.0, False),  # the Mediterranean
        (-80.0, 10.0, True),  # Antarctica
        (66.5, 179.0, True),  # Chukotka, on either side of the antimeridian
        (66.5, -179.0, True),
    ],
)
def test_land_is_land_and_water_is_water(lat, lon, expected):
    assert is_land(lat, lon) == expected


def test_rings_are_closed():
    assert all((ring[0] == ring[-1]).all() for ring in BASEMAP.land)


def test_a_coast_is_not_a_border():
    iceland = clip(BASEMAP, 62, -26, 68, -12)

    assert iceland.borders == []
    assert len(iceland.land) >= 1


def test_azerbaijan_has_borders():
    assert len(clip(BASEMAP, 38, 44, 42, 51).borders) > 3


@given(
    south=st.floats(-90, 80),
    west=st.floats(-180, 180),
    height=st.floats(0.1, 60),
    width=st.floats(0.1, 180),
)
@settings(max_examples=40, deadline=None)
def test_nothing_sticks_out_of_the_box(south, west, height, width):
    north, east = min(90.0, south + height), west + width
    inside = clip(BASEMAP, south, west, north, east - 360 if east > 180 else east)

    for line in (*inside.land, *inside.borders):
        assert line[:, 0].min() >= west - 1e-3
        assert line[:, 0].max() <= east + 1e-3
        assert line[:, 1].min() >= south - 1e-3
        assert line[:, 1].max() <= north + 1e-3


def test_a_box_over_the_antimeridian_shows_both_sides_without_a_seam():
    fiji = clip(BASEMAP, -20, 176, -15, -178)

    lon = np.concatenate([ring[:, 0] for ring in fiji.land])
    assert lon.min() < 180 < lon.max() <= 182


def test_the_note_names_source_and_status_of_the_borders():
    assert "Natural Earth" in BASEMAP_NOTE
    assert "public domain" in BASEMAP_NOTE
    assert "de facto" in BASEMAP_NOTE

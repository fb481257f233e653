"""The map of positions that cannot be true."""

import xml.etree.ElementTree as ET

import pytest

from heavylift.figures.interference import LOOKS, Spot, draw_interference
from heavylift.positions.regions import KINDS
from heavylift.reference.basemap import BASEMAP_NOTE, load_basemap


def spot(kind="shared_point", lat=31.7, lon=36.0, aircraft=32, name="a name"):
    return Spot(kind=kind, lat_deg=lat, lon_deg=lon, aircraft=aircraft, name=name)


def words_of(svg):
    root = ET.fromstring(svg)
    return " ".join(t.text or "" for t in root.iter() if t.tag.endswith("text"))


def test_every_kind_has_its_look():
    assert tuple(LOOKS) == KINDS


def test_marks_are_named_by_how_many_aircraft_and_the_note_is_printed():
    svg = draw_interference([spot(), spot("jump", 33.0, 35.0, 1)], load_basemap())

    assert svg.count("<title>a name</title>") == 2
    assert "32 aircraft" in words_of(svg)
    assert BASEMAP_NOTE in words_of(svg)


def test_what_somebody_broadcast_cannot_break_the_drawing():
    svg = draw_interference([spot(name='<script>"')], load_basemap())

    assert "<script>" not in svg
    assert ET.fromstring(svg) is not None


@pytest.mark.parametrize("far", [-160.0, -118.0, 175.0])
def test_the_whole_world_fits(far):
    svg = draw_interference([spot(), spot("jump", 34.0, far, 1)], load_basemap())

    assert svg.count("<circle") >= 2


def test_there_is_no_map_of_nothing():
    assert draw_interference([], load_basemap()) == ""

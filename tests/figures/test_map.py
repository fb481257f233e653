"""The map of a case."""

import xml.etree.ElementTree as ET

import numpy as np

from builders.flights import AIRFIELDS, straight_track
from heavylift.figures.map import NARROW, MapAirfield, TrackLine, draw_map
from heavylift.model.ends import EndClass
from heavylift.reference.basemap import BASEMAP_NOTE, load_basemap


def airfield(code, role="case"):
    name, lat, lon = AIRFIELDS[code]
    return MapAirfield(code=code, name=name, lat_deg=lat, lon_deg=lon, role=role)


def line(track, destination_class=EndClass.TOWARD):
    return TrackLine(
        name="AFL1000",
        href="",
        time_ms=track.time_ms,
        lat_deg=track.lat_deg,
        lon_deg=track.lon_deg,
        origin_class=EndClass.GROUND,
        destination_class=destination_class,
    )


def world(tracks, airfields, **changes):
    return draw_map(
        tracks, airfields, load_basemap(), title="A title", desc="A text", **changes
    )


def words_of(svg):
    root = ET.fromstring(svg)
    return " ".join(t.text or "" for t in root.iter() if t.tag.endswith("text"))


def test_the_map_is_well_formed_and_reads_itself_aloud():
    svg = world([line(straight_track("UUEE", "UMKK", 0.9))], [airfield("UUEE")])

    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert [child.text for child in root[:2]] == ["A title", "A text"]


def test_the_note_on_borders_is_printed_whole():
    svg = world([line(straight_track("UUEE", "UMKK"))], [])

    assert BASEMAP_NOTE in words_of(svg)


def test_airfields_of_the_question_are_named_on_both_sizes():
    airfields = [airfield("UUEE"), airfield("UMKK"), airfield("EYPA", "other")]
    tracks = [line(straight_track("UUEE", "UMKK", 0.9))]

    wide, narrow = world(tracks, airfields), world(tracks, airfields, sheet=NARROW)

    for svg in (wide, narrow):
        assert "Sheremetyevo (UUEE)" in words_of(svg)
        assert "Khrabrovo (UMKK)" in words_of(svg)


def test_there_is_no_map_of_nothing():
    assert world([], []) == ""


def test_a_case_across_the_antimeridian_stays_on_its_sheet():
    track = straight_track("UUEE", "UMKK")
    lat, lon = np.linspace(-17, -15, 100), np.linspace(177, 183, 100)
    across = TrackLine(
        name="over Fiji",
        href="",
        time_ms=track.time_ms[:100],
        lat_deg=lat,
        lon_deg=(lon + 180) % 360 - 180,
        origin_class=EndClass.TOWARD,
        destination_class=EndClass.TOWARD,
    )

    svg = world([across], [])

    groups = [e for e in ET.fromstring(svg).iter() if e.tag.endswith("}g")]
    [group] = [g for g in groups if g.get("stroke-linecap")]
    data = next(e.get("d") for e in group.iter() if e.get("d"))
    xs = [float(p.split()[0]) for p in data.removeprefix("M").split("L")]
    assert 0 < min(xs) < max(xs) < 960
    assert max(xs) - min(xs) > 600


def test_a_map_over_the_pole_is_drawn():
    track = straight_track("UUEE", "UMKK")
    over = TrackLine(
        name="over the pole",
        href="",
        time_ms=track.time_ms[:3],
        lat_deg=np.array([80.0, 89.9, 80.0]),
        lon_deg=np.array([0.0, 90.0, 180.0]),
        origin_class=EndClass.UNKNOWN,
        destination_class=EndClass.UNKNOWN,
    )

    svg = world([over], [])

    assert ET.fromstring(svg).tag.endswith("svg")
    assert "nan" not in svg

"""Places as people write them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.errors import HeavyliftError, MissingInput, PlaceError
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import parse_place

AIRFIELDS = load_airfields()

#: A rectangle around Ganja, 40 to 41 N and 46 to 47 E.
AROUND_GANJA = {
    "type": "Polygon",
    "coordinates": [[[46, 40], [47, 40], [47, 41], [46, 41], [46, 40]]],
}
FAR_AWAY = {
    "type": "Polygon",
    "coordinates": [[[-140, 0], [-139, 0], [-139, 1], [-140, 1], [-140, 0]]],
}


def place(text, base=None):
    return parse_place(text, AIRFIELDS, base=base)


def geojson(tmp_path, document, name="area.geojson"):
    text = document if isinstance(document, str) else json.dumps(document)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return name


@pytest.mark.parametrize(
    "text, codes, label",
    [
        ("LLOV", {"LLOV"}, "Ovda (LLOV)"),
        ("Ovda", {"LLOV"}, "Ovda (LLOV)"),
        ("LAX", {"KLAX"}, "Los Angeles (KLAX)"),
        (
            "UBBB,UBBG",
            {"UBBB", "UBBG"},
            "Heydar Aliyev (UBBB) or Ganja (UBBG)",
        ),
        (
            "UBBB + GNJ + Ovda",
            {"UBBB", "UBBG", "LLOV"},
            "Heydar Aliyev (UBBB), Ganja (UBBG) or Ovda (LLOV)",
        ),
    ],
)
def test_codes_and_names_give_their_airfields(text, codes, label):
    found = place(text)

    assert found.airfields == codes
    assert found.text == text
    assert found.label == label


def test_a_circle_holds_what_lies_in_it_and_says_how_many():
    found = place("circle:39.82,46.75,150")

    assert "UBBG" in found.airfields
    assert "UBBB" not in found.airfields
    count = len(found.airfields)
    assert found.label == f"within 150 km of 39.82°N 46.75°E ({count} airfields)"


def test_a_country_may_be_given_by_code_or_name():
    assert place("country:az").airfields == place("country:Azerbaijan").airfields
    assert place("country:AZ").label.startswith("Azerbaijan (")


def test_a_box_is_south_west_north_east():
    found = place("box:40,46,41,47")

    assert "UBBG" in found.airfields
    assert found.label.startswith("from 40°N 46°E to 41°N 47°E (")


def test_a_place_may_be_made_of_several_kinds():
    found = place("country:AZ + circle:29.94,34.94,5 + UGTB")

    assert {"UBBB", "LLOV", "UGTB"} < found.airfields
    assert found.label.endswith(" or Tbilisi (UGTB)")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda g: g,
        lambda g: {"type": "Feature", "properties": {}, "geometry": g},
        lambda g: {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": None, "geometry": g}],
        },
        lambda g: {"type": "GeometryCollection", "geometries": [g, FAR_AWAY]},
        lambda g: {
            "type": "MultiPolygon",
            "coordinates": [g["coordinates"], FAR_AWAY["coordinates"]],
        },
    ],
    ids=["Polygon", "Feature", "FeatureCollection", "GeometryCollection", "Multi"],
)
def test_a_geojson_file_gives_the_airfields_in_its_polygons(tmp_path, wrap):
    name = geojson(tmp_path, wrap(AROUND_GANJA))

    found = place(name, tmp_path)

    assert found.airfields == place("box:40,46,41,47").airfields
    assert found.region is not None
    assert "area.geojson" in found.label


def test_a_file_name_may_hold_a_plus(tmp_path):
    name = geojson(tmp_path, AROUND_GANJA, "a+b.geojson")

    assert "UBBG" in place(name, tmp_path).airfields


@pytest.mark.parametrize(
    "document, fault",
    [
        ("{", "is not GeoJSON"),
        ("[]", "is not GeoJSON"),
        ('{"type": "Polygon"}', "is not GeoJSON"),
        ('{"type": "Feature", "geometry": null}', "is not GeoJSON"),
        ({"type": "Point", "coordinates": [46, 40]}, "holds a Point"),
        ({"type": "FeatureCollection", "features": []}, "has no area"),
        (
            {
                "type": "Polygon",
                "coordinates": [
                    [[4e5, 5e6], [5e5, 5e6], [5e5, 6e6], [4e5, 6e6], [4e5, 5e6]]
                ],
            },
            "are not degrees",
        ),
    ],
)
def test_a_file_that_is_no_area_says_why(tmp_path, document, fault):
    name = geojson(tmp_path, document)

    with pytest.raises(PlaceError, match=fault):
        place(name, tmp_path)


def test_bytes_that_are_no_text_are_not_geojson(tmp_path):
    (tmp_path / "area.json").write_bytes(b"\xff\xfe{}")

    with pytest.raises(PlaceError, match="is not GeoJSON"):
        place("area.json", tmp_path)


def test_a_file_that_is_not_there_is_missing_input(tmp_path):
    with pytest.raises(MissingInput):
        place("nowhere.geojson", tmp_path)


def test_a_wrong_code_is_an_error_with_a_suggestion():
    with pytest.raises(PlaceError, match=r"'LLOW' is known") as error:
        place("LLOW")

    assert "Ovda (LLOV)" in error.value.help


def test_an_ambiguous_name_lists_the_choices():
    with pytest.raises(PlaceError, match=r"any of \d+ airfields") as error:
        place("Baku")

    assert "Heydar Aliyev (UBBB)" in error.value.message


@pytest.mark.parametrize("text", ["circle:0,-140,10", "box:0,-140,1,-139"])
def test_an_empty_region_names_the_nearest_airfield_and_its_distance(text):
    with pytest.raises(PlaceError, match="no airfield lies") as error:
        place(text)

    assert "(NTMD)" in error.value.help
    assert " km away" in error.value.help


def test_an_empty_polygon_is_empty_too(tmp_path):
    name = geojson(tmp_path, FAR_AWAY)

    with pytest.raises(PlaceError, match="no airfield lies in the area"):
        place(name, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "UBBB+",
        ",",
        "circle:",
        "circle:1,2",
        "circle:1,2,x",
        "circle:nan,2,3",
        "circle:95,0,1",
        "circle:0,0,0",
        "circle:0,0,1e9",
        "box:1,2,3",
        "box:41,46,40,47",
        "box:40,46,41,247",
        "country:",
        "country:QQ",
    ],
)
def test_bad_places_are_refused_with_help(text):
    with pytest.raises(PlaceError) as error:
        place(text)

    assert "\n  help: " in str(error.value)


@given(text=st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_place_or_an_error_for_people(text):
    try:
        found = place(text)
    except HeavyliftError as error:
        assert error.help
    else:
        assert found.airfields <= set(AIRFIELDS.code)
        assert found.airfields


@given(lat=st.floats(-89, 89), lon=st.floats(-180, 180), km=st.floats(1, 3000))
@settings(max_examples=25, deadline=None)
def test_a_wider_circle_never_loses_an_airfield(lat, lon, km):
    try:
        narrow = place(f"circle:{lat:.4f},{lon:.4f},{km:.3f}").airfields
    except PlaceError:
        narrow = frozenset()

    try:
        wide = place(f"circle:{lat:.4f},{lon:.4f},{km * 1.5:.3f}").airfields
    except PlaceError:
        wide = frozenset()

    assert narrow <= wide

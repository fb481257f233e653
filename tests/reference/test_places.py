"""Places as people write them."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.errors import HeavyliftError, MissingInput, PlaceError
from heavylift.geo import distance_m
from heavylift.reference.airfields import load_airfields
from heavylift.reference.places import check_lists, parse_place

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


# Countries, regions, distances, lists


def test_the_name_of_a_country_stands_for_it_when_no_airfield_is_called_so():
    assert place("Azerbaijan").airfields == place("country:AZ").airfields
    assert place("israel").label.startswith("Israel (")


@pytest.mark.parametrize("text", ["Jordan", "Armenia", "Turkey"])
def test_a_country_that_is_the_name_of_an_airfield_too_is_ambiguous(text):
    with pytest.raises(PlaceError, match="may be the country or") as error:
        place(text)

    assert "write country:" in error.value.help


def test_a_country_that_is_misspelt_is_suggested():
    with pytest.raises(PlaceError) as error:
        place("Azerbaidjan")

    assert "Azerbaijan" in error.value.help.split("otherwise")[0]


def test_a_region_is_given_by_its_code():
    found = place("region:az-ga")

    assert found.airfields == {"UBBG"}
    assert found.label == "region AZ-GA of Azerbaijan (1 airfield)"


def test_a_wrong_region_names_those_of_its_country():
    with pytest.raises(PlaceError, match="region 'AZ-QQ'") as error:
        place("region:AZ-QQ")

    assert "AZ-GA" in error.value.help


@pytest.mark.parametrize("name", ["Stepanakert", "Xankəndi", "khankendi, AZ"])
def test_a_distance_to_a_town_is_a_circle_around_it(name):
    found = place(f"within 150 km of {name}")

    assert found.airfields == place("circle:39.818,46.753,150").airfields
    assert "UBBG" in found.airfields
    assert found.label.startswith(f"within 150 km of {name.split(',')[0]} (")
    assert "Azerbaijan" in found.label


def test_airfields_may_stand_before_the_distance():
    long = place("Airfields within 150km of Stepanakert")

    assert long.airfields == place("within 150 km of Stepanakert").airfields


def test_a_distance_to_an_airfield_has_that_one_in_it():
    found = place("within 30 km of LLOV")

    assert {"LLOV", "LLER"} <= found.airfields
    assert found.airfields == place("within 30 km of Ovda").airfields
    assert found.label.startswith("within 30 km of Ovda (LLOV) (")


def test_a_distance_to_a_country_is_measured_from_its_airfields():
    found = place("within 50 km of country:AM")

    alone = [
        place(f"within 50 km of {c}").airfields for c in place("country:AM").airfields
    ]
    assert found.airfields == frozenset().union(*alone)
    assert found.label.startswith("within 50 km of any airfield of Armenia (")


def test_a_distance_to_an_area_begins_at_its_edge(tmp_path):
    name = geojson(tmp_path, AROUND_GANJA)

    found = place(f"within 30 km of {name}", tmp_path).airfields

    assert place(name, tmp_path).airfields < found
    assert found == place("within 30 km of box:40,46,41,47").airfields
    assert found < place(f"within 60 km of {name}", tmp_path).airfields


def test_an_area_without_airfields_may_have_some_near(tmp_path):
    west = {
        "type": "Polygon",
        "coordinates": [
            [[-140, -17], [-139, -17], [-139, -18], [-140, -18], [-140, -17]]
        ],
    }
    name = geojson(tmp_path, west)
    here = place("within 900 km of " + name, tmp_path).airfields

    assert "NTGA" in here
    with pytest.raises(PlaceError, match="no airfield lies within 1 km of"):
        place("within 1 km of " + geojson(tmp_path, FAR_AWAY), tmp_path)


def test_a_distance_to_a_circle_makes_it_larger():
    larger = place("within 30 km of circle:39.82,46.75,120")

    assert larger.airfields == place("circle:39.82,46.75,150").airfields


def test_distances_are_joined_like_all_places():
    found = place("within 30 km of LLOV + UBBB")

    assert found.airfields == place("within 30 km of LLOV").airfields | {"UBBB"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("within 50 km of Ramon", "Ramon (LLER)"),
        ("within 50 km of Gandzak", "Gandzak, AM"),
        ("within 50 km of Armenia", "Armenia (country:AM)"),
        ("within 50 km of Paris", "Paris, FR"),
    ],
)
def test_what_a_distance_is_measured_from_is_never_guessed(text, words):
    with pytest.raises(PlaceError, match=r"may be any of \d+ places") as error:
        place(text)

    assert words in error.value.message
    assert "say which" in error.value.help


@pytest.mark.parametrize("text", ["Lachin", "Stepanakirt"])
def test_a_town_without_an_airfield_is_suggested_with_a_distance(text):
    with pytest.raises(PlaceError, match="no airfield") as error:
        place(text)

    assert "'within 50 km of " in error.value.help


@pytest.mark.parametrize(
    "text",
    [
        "within",
        "within 50 km",
        "within km of Baku",
        "within 0 km of Baku",
        "within -5 km of Baku",
        "within nan km of Baku",
        "within 99999 km of Baku",
        "within 50 miles of Baku",
        "within 50 km of Nowhereville",
        "within 50 km of within 50 km of Nowhereville",
        "within 50 km of circle:1,2",
        "region:",
    ],
)
def test_bad_distances_and_regions_are_refused_with_help(text):
    with pytest.raises(PlaceError) as error:
        place(text)

    assert error.value.help


@given(row=st.integers(0, len(AIRFIELDS) - 1), km=st.floats(0.1, 2000))
@settings(max_examples=25, deadline=None)
def test_within_a_distance_lies_exactly_what_is_that_near(row, km):
    code = AIRFIELDS.code[row]
    km = round(km, 3)

    found = place(f"within {km} km of {code}").airfields

    n = len(AIRFIELDS)
    away = distance_m(
        np.full(n, AIRFIELDS.lat_deg[row]),
        np.full(n, AIRFIELDS.lon_deg[row]),
        AIRFIELDS.lat_deg,
        AIRFIELDS.lon_deg,
    )
    assert set(AIRFIELDS.code[away < km * 1000 - 3]) <= found
    assert found <= set(AIRFIELDS.code[away <= km * 1000 + 3])


LISTS = {
    "israel_south": "LLOV + LLER",
    "both": "israel_south + within 30 km of UBBG",
    "Baku": "UBBB + UBBI",
}


@pytest.mark.parametrize(
    "text, codes",
    [
        ("israel_south", {"LLOV", "LLER"}),
        ("ISRAEL_SOUTH", {"LLOV", "LLER"}),
        ("baku", {"UBBB", "UBBI"}),
        ("israel_south + UBBG", {"LLOV", "LLER", "UBBG"}),
    ],
)
def test_lists_of_the_user_are_places(text, codes):
    found = parse_place(text, AIRFIELDS, own=LISTS)

    assert found.airfields == codes


def test_a_list_may_name_another_and_be_what_a_distance_is_measured_from():
    both = parse_place("both", AIRFIELDS, own=LISTS)
    near = parse_place("within 40 km of both", AIRFIELDS, own=LISTS)

    assert {"LLOV", "LLER", "UBBG"} <= both.airfields
    assert both.airfields < near.airfields
    assert near.label.startswith("within 40 km of any airfield of both (")


@pytest.mark.parametrize(
    "own",
    [
        {"a": "a"},
        {"a": "b + UBBB", "b": "A"},
        {"a": "within 5 km of b", "b": "c", "c": "LLOV + a"},
    ],
)
def test_lists_that_lead_back_to_themselves_are_refused(own):
    with pytest.raises(PlaceError, match="lead back to themselves: a → "):
        parse_place("a", AIRFIELDS, own=own)


@pytest.mark.parametrize(
    "own, fault",
    [
        ({"LLOV": "UBBB"}, "is the code of an airfield"),
        ({"VDA": "UBBB"}, "is the code of an airfield"),
        ({"llov": "UBBB"}, "is the code of an airfield"),
        ({"Llov": "UBBB"}, "is the code of an airfield"),
        ({"a+b": "UBBB"}, "cannot be called 'a\\+b'"),
        ({"a:b": "UBBB"}, "cannot be called"),
        ({"within 5": "UBBB"}, "cannot be called"),
        ({"": "UBBB"}, "cannot be called"),
        ({"a": "UBBB", "A": "LLOV"}, "two lists of places"),
        ({"a": "UBBB", "b": "LLOW"}, "'LLOW' is known \\(in the list 'b'\\)"),
    ],
)
def test_lists_that_could_be_mistaken_or_are_no_places_are_refused(own, fault):
    with pytest.raises(PlaceError, match=fault):
        check_lists(own, AIRFIELDS)

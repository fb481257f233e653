"""Airfields that a user draws take part like all others."""

import json
import pickle
from dataclasses import fields

import numpy as np
import pytest

from builders.strips import (
    desert_strips,
    runway_of,
    runways_of,
    to_the_desert,
    without,
    write_strips,
)
from builders.tracks import Held, flight, lost_before, piece
from heavylift.errors import MissingInput, StripError
from heavylift.flights.find import find_flights
from heavylift.reference.airfields import airfields_with, load_airfields
from heavylift.reference.places import parse_place
from heavylift.reference.strip_files import read_strips
from heavylift.reference.strips import PREFIX, add_strips, strips_of

AIRFIELDS = load_airfields()


def ends(made, airfields):
    """Both ends of one flight: class, airfield, runway."""
    table, _ = find_flights(Held([piece(made)]), airfields=airfields)
    [row] = table.to_pylist()
    return [
        (row[f"{role}_class"], row[role], row[f"{role}_runway"])
        for role in ("origin", "destination")
    ]


def geojson(tmp_path, *features):
    path = tmp_path / "strips.geojson"
    document = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def line(*points, **properties):
    geometry = {"type": "LineString", "coordinates": [list(p) for p in points]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


# The table


def test_no_airfield_has_a_code_that_begins_like_those_made_from_names():
    for column in (AIRFIELDS.code, AIRFIELDS.ident, AIRFIELDS.gps_code):
        assert not [c for c in column if c.upper().startswith(PREFIX)]


def test_strips_are_added_and_everything_else_stays(tmp_path):
    drawn = read_strips([desert_strips(tmp_path / "strips.csv")])

    both = airfields_with(drawn)

    assert len(both) == len(AIRFIELDS) + 2
    assert list(both.code) == sorted(both.code)
    for code in ("ALFA1", "OWN-NORTH"):
        both = without(both, code)
    for f in fields(both):
        old, new = getattr(AIRFIELDS, f.name), getattr(both, f.name)
        assert new.dtype == old.dtype, f.name
        np.testing.assert_array_equal(new, old, err_msg=f.name)


def test_the_same_strips_give_the_same_table_in_a_process(tmp_path):
    path = desert_strips(tmp_path / "strips.csv")

    first, second = (airfields_with(read_strips([path])) for _ in range(2))

    assert first is second
    assert airfields_with(()) is AIRFIELDS
    sent = pickle.loads(pickle.dumps(read_strips([path])))
    assert airfields_with(sent) is first


def test_what_is_not_said_of_a_strip_is_unknown(tmp_path):
    row = runway_of("LLOV", -14.0)
    del row["elevation_m"]

    fields = airfields_with(read_strips([write_strips(tmp_path / "a.csv", row)]))

    [i] = np.flatnonzero(fields.code == "OWN-ALFA")
    assert np.isnan(fields.elevation_m[i])
    assert np.isnan(fields.longest_hard_m[i])
    assert fields.longest_m[i] == pytest.approx(3_000, rel=0.01)
    assert fields.country[i] == fields.iata[i] == ""
    assert set(fields.end_hard[slice(*fields.end_offsets[[i, i + 1]])]) == {-1}


# Ends of flights


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made,
        lambda made: lost_before(made, "LLOV", 4),
        lambda made: lost_before(made, "LLOV", 12),
        lambda made: lost_before(made, "LLOV", 60),
    ],
    ids=["seen to the end", "lost on final", "lost low", "lost far out"],
)
def test_ovda_redrawn_by_its_ends_gives_the_ends_that_ovda_has(tmp_path, spoil):
    made = spoil(flight("UBBB", "LLOV", every_s=20, landing="20L"))
    path = write_strips(tmp_path / "ovda.csv", runway_of("LLOV"))
    bare = without(AIRFIELDS, "LLOV")
    redrawn = add_strips(bare, strips_of(read_strips([path])))

    [_, known], [_, drawn] = ends(made, AIRFIELDS), ends(made, redrawn)

    assert drawn[0] == known[0]
    assert {"LLOV": "OWN-ALFA"}.get(known[1], known[1]) == drawn[1]
    assert ends(made, bare)[1][1] != "OWN-ALFA"


def test_where_no_airfield_is_known_a_strip_gives_both_ends(tmp_path):
    made = to_the_desert(every_s=20)
    fields = airfields_with(read_strips([desert_strips(tmp_path / "strips.csv")]))

    before, after = ends(made, AIRFIELDS), ends(made, fields)

    assert [airfield for _, airfield, _ in before] == [None, None]
    assert [(c, a) for c, a, _ in after] == [
        ("ground", "OWN-NORTH"),
        ("ground", "ALFA1"),
    ]


def test_a_strip_beside_a_known_airfield_does_not_take_its_flights(tmp_path):
    # 3 km east of Ovda, parallel to its runway.
    row = runway_of("LLOV", 3_000 / 111_195 / np.cos(np.radians(29.94)))
    fields = airfields_with(read_strips([write_strips(tmp_path / "a.csv", row)]))
    made = flight("UBBB", "LLOV", every_s=20)

    for spoil in (lambda m: m, lambda m: lost_before(m, "LLOV", 4)):
        assert ends(spoil(made), fields)[1][1] == "LLOV"


def test_strips_take_part_in_places(tmp_path):
    drawn = read_strips([desert_strips(tmp_path / "strips.csv")])
    fields = airfields_with(drawn)

    assert parse_place("ALFA1", fields).airfields == {"ALFA1"}
    assert parse_place("own-north", fields).label == "North (OWN-NORTH)"
    assert "ALFA1" in parse_place("circle:29.94,20.94,20", fields).airfields
    assert (
        "ALFA1" in parse_place("within 900 km of own-north + ALFA1", fields).airfields
    )


# Files


def test_geojson_gives_what_csv_gives(tmp_path):
    row = runway_of("LLOV", -14.0, code="ALFA1", surface="gravel", country="LY")
    table = write_strips(tmp_path / "a.csv", row)
    ends = (row["lon1"], row["lat1"]), (row["lon2"], row["lat2"], 0.0)
    said = {k: row[k] for k in ("name", "code", "surface", "country", "elevation_m")}
    drawn = geojson(tmp_path, line(*ends, **said, stroke="#f00"))

    [csv_file], [geo_file] = read_strips([table]), read_strips([drawn])

    assert csv_file.strips == geo_file.strips
    [strip] = geo_file.strips
    assert (strip.code, strip.hard, strip.country) == ("ALFA1", False, "LY")


def test_feet_are_turned_into_metres(tmp_path):
    row = runway_of("LLOV", -14.0, elevation_ft=1492)
    del row["elevation_m"]

    [file] = read_strips([write_strips(tmp_path / "a.csv", row)])

    assert file.strips[0].elevation_m == pytest.approx(454.8, abs=0.1)


def test_semicolons_blank_lines_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "a.csv"
    text = "\ufeffName;Lat1;Lon1;Lat2;Lon2\r\n\r\nŞuşa Yol;39.75;46.75;39.77;46.76\r\n"
    path.write_text(text, encoding="utf-8")

    [file] = read_strips([path])

    assert [s.code for s in file.strips] == ["OWN-SUSA-YOL"]


@pytest.mark.parametrize(
    "change, fault",
    [
        ({"name": ""}, "has no name"),
        ({"lat1": "x"}, "lat1 is 'x', no number"),
        ({"lat1": "nan"}, "no number"),
        ({"lat1": "95"}, "not on Earth"),
        ({"lat1": "30.94"}, "km apart"),
        ({"lat2": "29.925"}, "km apart"),
        ({"code": "LLOV"}, "is the code of Ovda Airport"),
        ({"code": "gyd"}, "is the code of Heydar Aliyev"),
        ({"code": "A,B"}, "has 8 values"),
        ({"code": "A B"}, "cannot be a code"),
        ({"surface": "lava"}, "the surface 'lava' is not known"),
        ({"country": "QQ"}, "no country has the code 'QQ'"),
        ({"elevation_m": "9000"}, "where no airfield lies"),
        ({"elevation_ft": "1492"}, "in metres and one in feet"),
        ({"elevation": "1492"}, "does not say its unit"),
        ({"elevaton_m": "12"}, "is not understood"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_place(tmp_path, change, fault):
    row = runway_of("LLOV", -14.0, elevation_m=450)
    if "lat2" in change:
        change |= {"lon2": row["lon1"], "lat1": 29.9251, "lon1": row["lon1"]}
    path = write_strips(tmp_path / "a.csv", row | change)

    with pytest.raises(StripError, match=fault) as error:
        read_strips([path])

    assert "a.csv" in error.value.message
    assert error.value.help


@pytest.mark.parametrize(
    "text, fault",
    [
        ("", "lacks name"),
        ("name,lat1,lon1,lat2\n", "lacks lon2"),
        ("name,lat1,lon1,lat2,lon2\n", "holds no airfield"),
        ("name,name,lat1,lon1,lat2,lon2\n", "is not understood"),
        ("{", "is not GeoJSON"),
        ("{}", "holds no features"),
        ('{"type": "Point", "coordinates": [1, 2]}', "holds no features"),
        ('{"type": "FeatureCollection", "features": [1]}', "has no geometry"),
        ('{"type": "Feature", "geometry": null}', "has no geometry"),
    ],
)
def test_a_file_that_holds_no_strips_says_why(tmp_path, text, fault):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StripError, match=fault):
        read_strips([path])


@pytest.mark.parametrize(
    "feature, fault",
    [
        (line((20.9, 29.9), (20.9, 29.92), (20.9, 29.95), name="A"), "has 3 points"),
        (line((20.9, 29.9), (20.9, 29.92)), "has no name"),
        (line((20.9, 29.9), (20.9, 29.92), name="A", elevation=3), "its unit"),
        (line((20.9, "x"), (20.9, 29.92), name="A"), "no number"),
        (line((20.9,), (20.9, 29.92), name="A"), "has 2 points|points, not 2"),
        (
            line((20.9, 29.9), (20.9, 29.92), name="A")
            | {"geometry": {"type": "Point", "coordinates": [20.9, 29.9]}},
            "is a Point, no line",
        ),
    ],
)
def test_a_feature_that_is_no_strip_is_refused(tmp_path, feature, fault):
    with pytest.raises(StripError, match=fault):
        read_strips([geojson(tmp_path, feature)])


def test_two_strips_of_one_code_are_refused_in_one_file_and_in_two(tmp_path):
    row = runway_of("LLOV", -14.0)
    one = write_strips(tmp_path / "one.csv", row)
    two = write_strips(tmp_path / "two.csv", runway_of("UBBB", -14.0))
    twice = write_strips(tmp_path / "twice.csv", row, runway_of("UBBB", -14.0))

    for paths in ([one, two], [twice]):
        with pytest.raises(StripError, match="two airfields have the code OWN-ALFA"):
            read_strips(paths)


def test_a_file_that_is_not_there_or_no_text_is_told_apart(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(MissingInput):
        read_strips([tmp_path / "nowhere.csv"])
    with pytest.raises(StripError, match="is not text"):
        read_strips([tmp_path / "a.csv"])


def test_both_runways_of_an_airfield_may_be_drawn_as_two_strips(tmp_path):
    path = write_strips(tmp_path / "a.csv", *runways_of("LLOV"))

    [file] = read_strips([path])

    assert len({s.code for s in file.strips}) == 2

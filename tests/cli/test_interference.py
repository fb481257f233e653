"""``heavylift interference`` on files as a user has them."""

import json
import xml.etree.ElementTree as ET

from click.testing import CliRunner

from heavylift.cli import group
from heavylift.reference.basemap import BASEMAP_NOTE

HEADER = "time,icao24,lat,lon,altitude_ft,speed_kt,on_ground\n"


def table(path, tracks):
    """Write aircraft as lists of latitude, longitude, feet and knots, ten s apart."""
    lines = [
        f"{1_693_612_800 + 10 * i},4b12{k:02x},{lat},{lon},{feet},{knots},false\n"
        for k, track in enumerate(tracks)
        for i, (lat, lon, feet, knots) in enumerate(track)
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def lying(path):
    heights = (3_000, 9_000, 21_000)
    return table(path, [[(31.7171, 35.9994, h, 1)] * 30 for h in heights])


def run(*arguments):
    done = CliRunner().invoke(group, ["interference", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done


def test_a_shared_point_is_listed_with_time_place_and_numbers(tmp_path):
    done = run(lying(tmp_path / "a.csv"))

    [line] = [x for x in done.stdout.splitlines() if x.startswith("  2023")]
    assert "2023-09-02 00:00:00 to 00:04:50 UTC" in line
    assert "31.7171,   35.9994" in line
    assert "3 aircraft, 90 positions" in line
    assert "Positions that cannot be true" in done.stdout


def test_json_has_the_same_for_programs(tmp_path):
    [found] = json.loads(run(lying(tmp_path / "a.csv"), "--json").stdout)

    assert found == {
        "kind": "shared_point",
        "start": "2023-09-02T00:00:00Z",
        "end": "2023-09-02T00:04:50Z",
        "lat": 31.7171,
        "lon": 35.9994,
        "aircraft": 3,
        "positions": 90,
    }


def test_a_map_is_drawn_with_the_note_on_borders(tmp_path):
    run(lying(tmp_path / "a.csv"), "--map", tmp_path / "map.svg")

    root = ET.parse(tmp_path / "map.svg").getroot()
    words = " ".join(t.text or "" for t in root.iter() if t.tag.endswith("text"))
    assert "3 aircraft" in words
    assert BASEMAP_NOTE in words


def test_an_input_without_any_says_so(tmp_path):
    way = [(40 + i / 50, 50, 30_000, 440) for i in range(30)]
    path = table(tmp_path / "a.csv", [way])

    done = run(path, "--map", tmp_path / "map.svg")

    assert "No position was found that cannot be true." in done.stdout
    assert not (tmp_path / "map.svg").exists()

"""readsb heatmaps."""

import csv
import gzip
import struct

import numpy as np
import pytest

from builders.heatmaps import START_MS, place, told, write
from builders.shared import SHARED, needs_shared
from heavylift.model.positions import (
    NO_SQUAWK,
    SourceType,
    Surface,
    unpack_callsign,
)
from heavylift.sources import open_sources, refusals


def read(*paths):
    sources = open_sources(list(paths))
    pieces = [p for group in sources.groups() for p in group]
    return sources, {p.aircraft.label: p.positions for p in pieces}


@pytest.mark.parametrize("zipped", [True, False])
def test_a_heatmap_is_told_by_its_content_and_gives_positions(tmp_path, zipped):
    path = write(
        tmp_path / "no-ending",
        *[[place(0x4B1234, 40 + i / 100, -50)] for i in range(5)],
        zipped=zipped,
    )

    sources, found = read(path)

    positions = found["4b1234"]
    assert sources.inputs[0].reader == sources.files[0].reader == "heatmap"
    assert positions.time_ms.tolist() == [START_MS + 10_000 * i for i in range(5)]
    assert positions.lat_deg.tolist() == [40 + i / 100 for i in range(5)]
    assert positions.lon_deg.tolist() == [-50] * 5
    assert positions.baro_altitude_m[0] == pytest.approx(37_000 * 0.3048)
    assert positions.ground_speed_ms[0] == pytest.approx(471.8 * 1852 / 3600)
    assert (positions.surface == Surface.AIRBORNE).all()


def test_ground_unknown_speed_and_other_addresses_are_understood(tmp_path):
    path = write(
        tmp_path / "00.bin.ttf",
        [
            place(0x0000AB, 1, 2, alt=-123, gs=-1, source=5),
            place(0x1ABCDEF, 1, 2, source=10),
        ],
    )

    _, found = read(path)

    assert set(found) == {"0000ab", "~abcdef"}
    assert found["0000ab"].surface[0] == Surface.GROUND
    assert np.isnan(found["0000ab"].baro_altitude_m[0])
    assert np.isnan(found["0000ab"].ground_speed_ms[0])
    assert found["0000ab"].source_type[0] == SourceType.MLAT
    assert found["~abcdef"].source_type[0] == SourceType.TISB_TRACKFILE


def test_callsign_and_squawk_are_carried_to_what_follows_of_that_aircraft(tmp_path):
    path = write(
        tmp_path / "00.bin.ttf",
        [place(0xA, 1, 2), place(0xB, 1, 2)],
        [told(0xA, "AHY021", 2755), place(0xA, 1, 2.1), place(0xB, 1, 2.1)],
        [told(0xA, "@@@@@@@@", 0), place(0xA, 1, 2.2)],
    )

    _, found = read(path)

    assert [unpack_callsign(c) for c in found["00000a"].callsign] == ["", "AHY021", ""]
    assert found["00000a"].squawk.tolist() == [NO_SQUAWK, 0o2755, NO_SQUAWK]
    assert not found["00000b"].callsign.any()


def test_records_that_cannot_be_are_counted_and_the_others_live(tmp_path):
    path = write(
        tmp_path / "00.bin.ttf",
        [place(0xA, 91, 2), place(0xA, 1, -181), place(0xA, 1, 2, gs=-5)],
    )

    sources, found = read(path)

    report = sources.inputs[0]
    assert len(found["00000a"]) == report.rows_read == 1
    assert report.refused_rows == {
        refusals.LATITUDE_OUT_OF_RANGE: 1,
        refusals.LONGITUDE_OUT_OF_RANGE: 1,
    }
    assert report.remarks == {refusals.SPEED_IMPOSSIBLE: 1}
    assert report.examples[refusals.LONGITUDE_OUT_OF_RANGE].endswith("record 3")


def test_a_heatmap_cut_short_gives_what_came_before(tmp_path):
    path = write(tmp_path / "00.bin.ttf", [place(0xA, 1, 2)] * 3, zipped=False)
    path.write_bytes(path.read_bytes()[:-7])

    sources, found = read(path)

    assert len(found["00000a"]) == 2
    assert sources.inputs[0].remarks == {refusals.HEATMAP_CUT: 1}


def test_a_heatmap_without_a_slice_is_refused(tmp_path):
    good = write(tmp_path / "00.bin.ttf", [place(0xA, 1, 2)])
    (tmp_path / "01.bin.ttf").write_bytes(struct.pack("<i12x", 7) * 9)

    sources, _ = read(good, tmp_path / "01.bin.ttf")

    assert sources.inputs[1].refused_files == {refusals.HEATMAP_BROKEN: 1}


def test_two_half_hours_of_an_aircraft_come_together(tmp_path):
    paths = [write(tmp_path / f"{i}", [place(0xA, i, 2)]) for i in range(2)]

    sources, _ = read(*paths)

    assert [r.rows_read for r in sources.inputs] == [1, 1]


@needs_shared
def test_half_an_hour_of_the_world_is_what_others_decoded():
    folder = SHARED / "data" / "heatmap"
    [known] = folder.glob("*levant*.csv.gz")
    with gzip.open(known, "rt") as text:
        rows = list(csv.DictReader(text))
    expected = {
        (r["hex"], float(r["time"]), float(r["lat"]), float(r["lon"])) for r in rows
    }

    sources, found = read(folder / "16.bin.ttf")

    assert len(found) == 5_629
    assert sources.inputs[0].rows_read == 397_469
    assert not sources.inputs[0].refused_rows
    got = {
        (label, t / 1000, lat, lon)
        for label in {r["hex"] for r in rows}
        for t, lat, lon in zip(
            found[label].time_ms,
            found[label].lat_deg,
            found[label].lon_deg,
            strict=True,
        )
    }
    assert expected <= got

"""An archive of traces also holds what says the same again; that is set aside."""

import pytest

from builders import heatmaps
from builders.readsb import (
    level_flight,
    member_name,
    trace_bytes,
    write_tar,
    write_trace,
)
from heavylift.sources import open_sources, refusals

TABLE = b"time,icao24,lat,lon\n1693353600,600002,40,45\n"


@pytest.fixture
def heatmap(tmp_path):
    path = tmp_path / "made" / "00.bin.ttf"
    path.parent.mkdir()
    heatmaps.write(path, [heatmaps.place(0x600001, 40.0, 45.0)])
    return path


def read(path):
    sources = open_sources([path])
    return sources.inputs[0], sum(len(g.positions) for g in sources.groups())


def test_of_a_day_s_tar_the_traces_are_read_and_all_else_is_counted(tmp_path, heatmap):
    members = {
        member_name("600001"): trace_bytes("600001", level_flight(5)),
        "./heatmap/00.bin.ttf": heatmap.read_bytes(),
        "./acas/acas.csv": TABLE,
    }

    report, rows = read(write_tar(tmp_path / "day.tar", members))

    assert rows == 5
    assert report.reader == "readsb"
    assert report.refused_files == {refusals.BESIDE_TRACES: 2}


def test_of_a_day_s_folder_the_heatmaps_are_set_aside(tmp_path, heatmap):
    day = tmp_path / "day"
    write_trace(day / member_name("600001"), "600001", level_flight(5))
    (day / "00.bin.ttf").write_bytes(heatmap.read_bytes())
    (day / "own.csv").write_bytes(TABLE)

    report, rows = read(day)

    assert rows == 6
    assert report.refused_files == {refusals.BESIDE_TRACES: 1}


def test_heatmaps_and_tables_by_themselves_are_read(tmp_path, heatmap):
    assert read(heatmap)[1] == 1
    assert read(write_tar(tmp_path / "t.tar", {"./acas.csv": TABLE}))[1] == 1


def test_heatmaps_named_as_an_input_of_their_own_are_read(tmp_path, heatmap):
    trace = write_trace(tmp_path / "t" / "a.json", "600001", level_flight(5))

    sources = open_sources([trace, heatmap])

    assert sum(len(g.positions) for g in sources.groups()) == 6

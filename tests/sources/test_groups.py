"""Inputs of all kinds together, aircraft by aircraft."""

import gzip
import hashlib
import json

import numpy as np
import pytest

from builders.readsb import (
    MIDNIGHT,
    level_flight,
    member_name,
    split,
    trace_bytes,
    write_tar,
    write_trace,
)
from heavylift.errors import ColumnsNotFound, MissingInput, NothingReadable
from heavylift.model.positions import COLUMNS
from heavylift.sources import open_sources, refusals

DAY_S = 86_400.0


def read(*inputs, max_rows=1_000_000):
    sources = open_sources(list(inputs))
    return sources, list(sources.groups(max_rows=max_rows))


def test_both_days_of_a_flight_over_midnight_come_in_one_group(tmp_path):
    days = []
    for day in range(2):
        start = MIDNIGHT + day * DAY_S
        content = {
            member_name(a): trace_bytes(a, level_flight(50), timestamp=start)
            for a in ("600001", "600002", "600003")
        }
        days.append(write_tar(tmp_path / f"{day}.tar", content))

    _, groups = read(*days, max_rows=30)

    assert [[p.aircraft.label for p in g] for g in groups] == [
        ["600001"] * 2,
        ["600002"] * 2,
        ["600003"] * 2,
    ]
    first, second = groups[0]
    assert first.positions.time_ms[-1] < second.positions.time_ms[0]


@pytest.mark.parametrize("max_rows", [1, 40, 10_000])
def test_the_size_of_groups_changes_nothing_but_the_groups(tmp_path, max_rows):
    for n in range(20):
        write_trace(tmp_path / f"{n:02}.json", f"6000{n:02}", level_flight(7))

    _, groups = read(tmp_path, max_rows=max_rows)

    pieces = [p for g in groups for p in g]
    assert [p.aircraft.icao24 for p in pieces] == [f"6000{n:02}" for n in range(20)]
    assert [int(p.positions.file[0]) for p in pieces] == list(range(20))


def test_a_position_knows_its_file_and_row(tmp_path):
    rows = level_flight(5)
    rows[1][1] = None
    write_trace(tmp_path / "b.json", "600002", level_flight(2))
    path = write_trace(tmp_path / "deep" / "a.json", "600001", rows, r="UR-EXK")

    sources, [[piece, _]] = read(tmp_path)

    file = sources.files[piece.positions.file[0]]
    assert file.name == path.as_posix()
    assert file.registration == "UR-EXK"
    assert piece.positions.row.tolist() == [0, 2, 3, 4]


def test_every_reader_gives_every_declared_column(tmp_path):
    write_trace(tmp_path / "a.json", "600001", level_flight())
    (tmp_path / "b.csv").write_text("time,icao24,lat,lon\n1693353600,600002,40,45\n")
    (tmp_path / "c.csv").write_text(
        "time,icao24,lat,lon,onground,lastcontact\n1693353600,600003,40,45,f,1693353600\n"
    )

    sources, [pieces] = read(tmp_path)

    assert {f.reader for f in sources.files} == {"readsb", "table", "opensky"}
    assert sources.inputs[0].reader == "mixed"
    for piece in pieces:
        for column in COLUMNS:
            found = getattr(piece.positions, column.name)
            assert found.dtype == column.dtype, column.name
            assert found.shape == (len(piece.positions),)
            assert found.flags.writeable


def test_an_aircraft_in_a_trace_and_in_a_table_comes_together(tmp_path):
    trace = write_trace(tmp_path / "a.json", "600001", level_flight(3))
    table = tmp_path / "b.csv"
    table.write_text("time,icao24,lat,lon\n1693440000,600001,40,45\n")

    sources, [pieces] = read(table, trace)

    assert [p.aircraft.icao24 for p in pieces] == ["600001", "600001"]
    assert [r.rows_read for r in sources.inputs] == [1, 3]


def test_one_bad_file_among_good_ones_is_counted_and_the_others_are_read(tmp_path):
    write_trace(tmp_path / "a.json", "600001", level_flight(3))
    (tmp_path / "broken.json").write_bytes(b"\x1f\x8b\x08nonsense")
    (tmp_path / "empty.json").write_bytes(b"")
    (tmp_path / "half.json").write_bytes(
        trace_bytes("600002", level_flight(9), gz=False)[:-150]
    )
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "readme.txt").write_text("nothing to see")
    (tmp_path / "archive.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    write_trace(tmp_path / "none.json", "600003", [])

    sources, _ = read(tmp_path)

    [report] = sources.inputs
    assert report.files == 2
    assert report.refused_files == {
        refusals.GZIP_BROKEN: 1,
        refusals.EMPTY_FILE: 1,
        refusals.UNKNOWN_FORMAT: 2,
        refusals.UNSUPPORTED_FORMAT: 1,
        refusals.EMPTY_TRACE: 1,
    }
    assert report.remarks == {refusals.JSON_CUT: 1}
    assert report.examples[refusals.EMPTY_FILE] == f"{tmp_path}/empty.json"


def test_the_name_of_a_file_does_not_choose_the_reader(tmp_path):
    write_trace(tmp_path / "x.csv", "600001", level_flight(2))
    write_trace(tmp_path / "y.parquet", "600002", level_flight(2), gz=False)
    table = b"time,icao24,lat,lon\n1693440000,600003,40,45\n"
    (tmp_path / "trace_full_600003.json").write_bytes(gzip.compress(table))
    write_tar(tmp_path / "z.json", {"a": trace_bytes("600004", level_flight(2))})

    _, [pieces] = read(tmp_path)

    assert [p.aircraft.label for p in pieces] == [f"60000{n}" for n in range(1, 5)]


def test_lists_of_aircraft_and_broken_heatmaps_are_not_guessed_at(tmp_path):
    (tmp_path / "a.csv").write_text("time,icao24,lat,lon\n1693353600,600001,40,45\n")
    aircraft = {"now": 1.0, "messages": 5, "aircraft": [{"hex": "600002", "lat": 1}]}
    (tmp_path / "aircraft.json").write_text(json.dumps(aircraft))
    heatmap = bytes(8) + (0x0E7F7C9D).to_bytes(4, "little") + bytes(100)
    (tmp_path / "16.bin.ttf").write_bytes(gzip.compress(heatmap))

    sources, _ = read(tmp_path)

    assert sources.inputs[0].refused_files == {
        refusals.NOT_READ_YET: 1,
        refusals.HEATMAP_BROKEN: 1,
    }


def test_a_header_longer_than_what_is_looked_at_is_read(tmp_path):
    path = write_trace(tmp_path / "a", "600001", level_flight(2), gz=False)
    content = json.loads(path.read_bytes())
    long = {"desc": "x" * 5000, "trace": content["trace"]}
    path.write_text(json.dumps(long | {"icao": "600001", "timestamp": MIDNIGHT}))

    _, [[piece]] = read(path)

    assert piece.aircraft.icao24 == "600001"


def test_a_file_named_twice_is_read_once(tmp_path):
    path = write_trace(tmp_path / "a.json", "600001", level_flight(3))

    sources, [pieces] = read(path, tmp_path)

    assert len(pieces) == 1
    assert sources.inputs[1].remarks == {refusals.READ_ALREADY: 1}


def test_a_path_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(MissingInput, match="nowhere"):
        open_sources([tmp_path / "nowhere"])


def test_nothing_readable_says_why(tmp_path):
    (tmp_path / "a.json").write_bytes(b"")
    write_trace(tmp_path / "b.json", "600001", [[0, 91, 0]])

    with pytest.raises(NothingReadable, match="latitude out of range: 1") as raised:
        read(tmp_path)

    assert "empty file: 1" in str(raised.value)
    assert "no usable row: 1" in str(raised.value)


def test_an_empty_folder_is_nothing_readable(tmp_path):
    with pytest.raises(NothingReadable):
        read(tmp_path)


def test_a_table_alone_without_needed_columns_says_which(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("time,icao24,x,y\n1693440000,600003,40,45\n")

    with pytest.raises(ColumnsNotFound, match="lat, lon"):
        read(path)


def test_a_table_without_needed_columns_beside_good_files_is_counted(tmp_path):
    (tmp_path / "a.csv").write_text("time,icao24,x,y\n1693440000,600003,40,45\n")
    write_trace(tmp_path / "b.json", "600001", level_flight(3))

    sources, _ = read(tmp_path)

    assert sources.inputs[0].refused_files == {refusals.COLUMNS_MISSING: 1}


def test_all_bytes_are_done_at_the_end(tmp_path):
    write_trace(tmp_path / "a.json", "600001", level_flight(3))
    (tmp_path / "b.csv").write_text("time,icao24,lat,lon\n1693440000,600003,40,45\n")
    (tmp_path / "c.csv").write_text("time,icao24,x,y\n1693440000,600003,40,45\n")

    sources = open_sources([tmp_path])
    total = sources.total_bytes
    for _ in sources.groups():
        assert sources.bytes_done <= total

    assert 0 < sources.bytes_done == total == sources.inputs[0].size_bytes


def test_hashes_are_those_of_sha256sum(tmp_path):
    one = write_trace(tmp_path / "one.json", "600001", level_flight(3))
    folder = tmp_path / "folder"
    two = write_trace(folder / "deep" / "two.json", "600002", level_flight(3))
    whole = {"a": trace_bytes("600003", level_flight(3))}
    parts = split(write_tar(tmp_path / "day.tar", whole), 4000)

    sources = open_sources([one, folder, parts[0]])
    sources.hash_inputs()

    def sha256(data):
        return hashlib.sha256(data).hexdigest()

    assert sources.inputs[0].sha256 == sha256(one.read_bytes())
    line = f"{sha256(two.read_bytes())}  deep/two.json\n"
    assert sources.inputs[1].sha256 == sha256(line.encode())
    lines = sorted(f"{sha256(p.read_bytes())}  {p.name}\n" for p in parts)
    assert sources.inputs[2].sha256 == sha256("".join(lines).encode())


def test_reading_twice_gives_the_same(tmp_path):
    for n in range(30):
        write_trace(tmp_path / f"{n:02}.json", f"6000{n:02}", level_flight(7))

    first, [pieces] = read(tmp_path)
    second, [again] = read(tmp_path)

    assert first.files == second.files
    for piece, other in zip(pieces, again, strict=True):
        for column in COLUMNS:
            np.testing.assert_array_equal(
                getattr(piece.positions, column.name),
                getattr(other.positions, column.name),
            )

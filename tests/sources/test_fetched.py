"""What ``heavylift fetch`` leaves beside data is passed over, and said to be."""

import shutil

import pytest

from builders.readsb import level_flight, write_trace
from heavylift.sources import open_sources, refusals
from heavylift.sources.catalogue import list_files
from heavylift.sources.fetched import NOTE, PART, RECORD, REFUSED
from heavylift.sources.hashes import hash_input


@pytest.fixture
def folder(tmp_path):
    return write_trace(tmp_path / "a" / "t.json", "600828", level_flight()).parent


def read(folder):
    """Read a folder; give its report and how many positions it has."""
    sources = open_sources([folder])
    rows = sum(len(group.positions) for group in sources.groups())
    [report] = sources.inputs
    return report, rows


def test_a_record_and_unfinished_files_are_counted_and_not_read(folder):
    (folder / RECORD).write_text('{"heavylift_fetch":1}\n')
    for ending in (PART, REFUSED):
        shutil.copy(folder / "t.json", folder / f"u.json{ending}")
    (folder / f"u.json{NOTE}").write_text("{}")

    report, rows = read(folder)

    assert rows == 5
    assert report.refused_files == {refusals.UNFINISHED_DOWNLOAD: 3}
    assert report.remarks == {refusals.FETCH_RECORD: 1}


def test_an_input_is_the_same_with_and_without_its_record(folder):
    before = hash_input(folder, list_files(folder))
    size = read(folder)[0].size_bytes

    (folder / RECORD).write_text('{"heavylift_fetch":1}\n')

    assert hash_input(folder, list_files(folder)) == before
    assert read(folder)[0].size_bytes == size


def test_an_unfinished_file_that_is_named_is_read(folder):
    named = folder / f"t.json{PART}"
    (folder / "t.json").rename(named)

    _, rows = read(named)

    assert rows == 5

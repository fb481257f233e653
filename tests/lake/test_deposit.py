"""A chunk of an input is a task that needs nothing but its record."""

import shutil

import pytest

from builders.lakes import contents, write_days
from builders.readsb import member_name, write_tar
from builders.tracks import flight
from heavylift.errors import EngineError, MissingInput
from heavylift.lake import make_lake
from heavylift.lake.deposit import Chunk, write_chunk
from heavylift.lake.wanted import Wanted
from heavylift.sources.catalogue import list_members
from heavylift.sources.spans import spans_of

ADDRESSES = ("a00001", "a00002", "a00003")


@pytest.fixture
def day(tmp_path):
    """The folder of a day of three aircraft."""
    track = flight("UBBB", "LLOV", every_s=60)
    [folder] = write_days(tmp_path / "archive", **dict.fromkeys(ADDRESSES, track))
    return folder


def chunks_of(lake, path):
    """The record of each chunk, an aircraft each."""
    make_lake(lake)
    members = list_members([path], ["day"]).members
    return [
        Chunk(
            lake=str(lake),
            name=f"chunk-{number}",
            number=number,
            path=path,
            called="day",
            columns={},
            wanted=Wanted(),
            span=span,
        )
        for number, span in enumerate(spans_of(members, 1))
    ]


def test_a_chunk_reads_its_own_files_alone(tmp_path, day):
    _, middle, _ = chunks_of(tmp_path / "lake", day)
    for address in (ADDRESSES[0], ADDRESSES[2]):
        shutil.rmtree(day / "traces" / address[-2:])

    written = write_chunk(middle)

    [share] = written.shares.values()
    assert share.tracks == {ADDRESSES[1]}
    assert written.report.files == 1
    assert written.report.rows_read == share.rows > 0


def test_a_chunk_that_is_written_twice_is_the_same(tmp_path, day):
    tar = write_tar(
        tmp_path / "day.tar",
        {member_name(p.stem[-6:]): p.read_bytes() for p in day.rglob("*.json")},
    )
    chunks = chunks_of(tmp_path / "lake", tar)
    first = [write_chunk(chunk) for chunk in chunks]
    before = contents(tmp_path / "lake")

    again = [write_chunk(chunk) for chunk in reversed(chunks)]

    assert contents(tmp_path / "lake") == before
    assert again[::-1] == first


def test_a_chunk_of_files_that_were_changed_meanwhile_is_refused(tmp_path, day):
    first, second, third = chunks_of(tmp_path / "lake", day)
    [path] = (day / "traces" / ADDRESSES[0][-2:]).iterdir()
    path.write_bytes(path.read_bytes() + b"\n")
    shutil.rmtree(day / "traces" / ADDRESSES[1][-2:])

    for chunk in (first, second):
        with pytest.raises(EngineError, match="where the work was handed out"):
            write_chunk(chunk)
    assert write_chunk(third).report.rows_read


def test_a_chunk_of_an_input_that_is_gone_says_so(tmp_path, day):
    [chunk, *_] = chunks_of(tmp_path / "lake", day)
    shutil.rmtree(day)

    with pytest.raises(MissingInput):
        write_chunk(chunk)

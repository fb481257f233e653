"""Tars whole, in parts, and with parts missing."""

import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.readsb import level_flight, member_name, split, trace_bytes, write_tar
from heavylift.sources import open_sources, refusals
from heavylift.sources.refusals import Findings
from heavylift.sources.tar import Parts, is_tar, walk

ADDRESSES = [f"60{n:04x}" for n in range(40)]


@pytest.fixture
def day(tmp_path):
    """A day of forty aircraft with five positions each."""
    return write_tar(tmp_path / "v2023.08.30-planes.tar", members())


def members():
    return {
        member_name(a): trace_bytes(a, level_flight(5, lat=10 + i))
        for i, a in enumerate(ADDRESSES)
    }


def read(*inputs, **options):
    sources = open_sources(list(inputs), **options)
    pieces = [piece for group in sources.groups() for piece in group]
    return sources, {p.aircraft.label: p for p in pieces}


def names_in(path, findings=None):
    findings = findings if findings is not None else Findings()
    return [m.name for m in walk(Parts([path]), findings)]


def test_a_whole_tar_gives_every_aircraft(day):
    sources, pieces = read(day)

    assert list(pieces) == ADDRESSES
    [report] = sources.inputs
    assert (report.files, report.rows_read, report.reader) == (40, 200, "readsb")
    assert report.remarks == {}
    assert sources.files[0].name == f"{day}/traces/00/trace_full_600000.json"


@pytest.mark.parametrize("size", [512 * 7, 1000, 333])
@pytest.mark.parametrize("given", ["first part", "all parts", "folder"])
def test_parts_give_what_the_whole_gives(day, size, given):
    parts = split(day, size)
    inputs = {"first part": parts[:1], "all parts": parts, "folder": [day.parent]}

    sources, pieces = read(*inputs[given])

    assert list(pieces) == ADDRESSES
    assert sum(r.rows_read for r in sources.inputs) == 200
    assert all(not r.refused_rows and not r.refused_files for r in sources.inputs)


def test_parts_named_in_any_order_are_one_tar(day):
    parts = split(day, 10_000)

    sources, pieces = read(*reversed(parts))

    assert list(pieces) == ADDRESSES
    assert [r.rows_read for r in sources.inputs] == [0] * (len(parts) - 1) + [200]
    assert sources.inputs[0].remarks == {refusals.READ_ALREADY: 1}


@pytest.mark.parametrize("size", [512 * 11, 10_000, 9_999])
@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_missing_part_costs_what_lay_in_it_and_is_counted(day, size, which):
    parts = split(day, size)
    gone = {"first": 0, "middle": 1, "last": 2}[which]
    parts = parts[:3] if which == "last" else parts
    for part in split_rest(day.parent, parts):
        part.unlink()
    parts[gone].unlink()

    sources, pieces = read(day.parent)

    [report] = sources.inputs
    assert 0 < len(pieces) < 40
    assert report.remarks[refusals.TAR_PART_MISSING] >= 1
    assert all(len(p.positions) <= 5 for p in pieces.values())


def split_rest(folder, parts):
    return [p for p in folder.iterdir() if p not in parts]


def test_a_part_in_the_middle_is_enough_to_read_what_is_in_it(day):
    parts = split(day, 9_000)

    sources, pieces = read_alone(parts[1])

    assert 5 < len(pieces) < 20
    assert sources.inputs[0].remarks[refusals.TAR_PART_MISSING] >= 1


def read_alone(part):
    for other in part.parent.iterdir():
        if other != part:
            other.unlink()
    return read(part)


def test_a_continuation_without_a_telling_name_is_known_by_its_content(day, tmp_path):
    part = split(day, 9_000)[1].rename(tmp_path / "download")

    _, pieces = read_alone(part)

    assert 5 < len(pieces) < 20


def test_a_member_cut_by_the_end_gives_its_first_rows_or_is_counted(tmp_path):
    rows = [[i, 40 + i * 0.0137, 45 - i * 0.0211, *[None] * 6] for i in range(3000)]
    tar = write_tar(
        tmp_path / "day.tar",
        {"a": trace_bytes("600001", rows), "b": trace_bytes("600002", rows)},
    )
    data = tar.read_bytes()
    tar.write_bytes(data[: len(data) // 4 * 3])

    sources, pieces = read(tar)

    [report] = sources.inputs
    assert len(pieces["600001"].positions) == 3000
    assert 300 < len(pieces["600002"].positions) < 2700
    assert report.remarks[refusals.TAR_MEMBER_CUT] == 1
    assert report.remarks[refusals.TAR_CUT] == 1
    assert report.examples[refusals.TAR_MEMBER_CUT].endswith("day.tar/b")


def test_a_member_of_which_nothing_is_left_is_refused(tmp_path):
    tar = write_tar(tmp_path / "day.tar", members())
    data = tar.read_bytes()
    start = data.index(b"./traces/14/")
    tar.write_bytes(data[: start + 512 + 12])

    sources, pieces = read(tar)

    [report] = sources.inputs
    assert len(pieces) == 20
    assert report.refused_files == {refusals.TAR_MEMBER_CUT: 1}


LONG = "a" * 60 + "/" + "b" * 90 + "/trace_full_600123.json"


@pytest.mark.parametrize(
    "format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]
)
def test_long_names_are_whole_in_every_format(tmp_path, format):
    name = LONG if format != tarfile.USTAR_FORMAT else LONG[20:]
    data = {name: b"1", "short": b"2", "ünï" * 40 if format else "x": b"3"}

    tar = write_tar(tmp_path / "x.tar", data, format=format)

    assert names_in(tar) == list(data)


def test_what_is_not_a_file_is_remarked_except_folders(tmp_path):
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as tar:
        for kind in (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo("a")
            info.type = kind
            info.linkname = "b"
            tar.addfile(info)
    findings = Findings()

    assert names_in(path, findings) == []
    assert findings.remarks == {refusals.TAR_NOT_A_FILE: 2}


def test_a_broken_header_costs_one_member(day):
    data = bytearray(day.read_bytes())
    at = data.index(b"./traces/05/")
    data[at : at + 3] = b"XXX"
    day.write_bytes(data)

    sources, pieces = read(day)

    assert len(pieces) == 39
    assert sources.inputs[0].remarks == {refusals.TAR_HEADER_BROKEN: 1}


def test_an_empty_tar_is_a_tar(tmp_path):
    path = write_tar(tmp_path / "x.tar", {})

    assert names_in(path) == []
    assert not is_tar(path.read_bytes())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_files_are_closed_when_nobody_needs_them(day):
    before = open_files()

    parts = Parts([day])
    during = open_files()
    del parts

    assert (during - before, open_files() - before) == (1, 0)


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=1500), max_size=6), st.integers(1, 3000))
def test_reading_across_parts_gives_the_bytes_of_the_whole(
    tmp_path_factory, datas, size
):
    folder = tmp_path_factory.mktemp("tar")
    whole = write_tar(folder / "x.tar", {f"m{i}": d for i, d in enumerate(datas)})
    parts = Parts(split(whole, size))

    found = {m.name: parts.read(m.offset, m.size) for m in walk(parts, Findings())}

    assert found == {f"m{i}": d for i, d in enumerate(datas)}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000))
def test_no_bytes_crash_the_walk(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("tar") / "x"
    path.write_bytes(data)

    found = list(walk(Parts([path]), Findings(), from_start=False))

    assert all(m.offset + m.size <= len(data) for m in found)


@given(st.binary(min_size=512, max_size=512), st.sampled_from([1, 256, 65_521]))
def test_a_header_is_told_by_the_exact_sum_of_its_bytes(block, off):
    others = sum(block) - sum(block[148:156]) + 8 * 32

    def with_sum(told):
        return block[:148] + f"{told:07o}\0".encode() + block[156:]

    assert is_tar(with_sum(others))
    assert not is_tar(with_sum(others + off))
    assert others < off or not is_tar(with_sum(others - off))


def test_only_the_members_that_are_named_are_listed_and_read(day):
    name = f"{day.as_posix()}/{member_name(ADDRESSES[7]).removeprefix('./')}"

    sources, found = read(day, only={name})

    assert list(found) == [ADDRESSES[7]]
    assert [f.name for f in sources.files] == [name]
    assert sources.inputs[0].rows_read == 5
    assert sources.inputs[0].refused_files == {}

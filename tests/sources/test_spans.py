"""An input is cut into ranges of addresses that leave nothing out."""

import pickle
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builders.readsb import level_flight, member_name, split, trace_bytes, write_tar
from heavylift.sources.catalogue import list_members
from heavylift.sources.detect import Kind
from heavylift.sources.members import Member
from heavylift.sources.spans import spans_of

addresses = st.integers(0, 0xFFFFFF).map("{:06x}".format)


def traces(sizes):
    return [
        Member(
            source=0,
            name=f"{n}-{address}",
            kind=Kind.READSB,
            size=size,
            address=address,
            path=Path("day", address),
        )
        for n, (address, size) in enumerate(sizes)
    ]


@given(
    sizes=st.lists(st.tuples(addresses, st.integers(1, 50)), min_size=1),
    most=st.integers(1, 120),
)
def test_every_trace_is_in_one_range_and_all_of_an_aircraft_in_the_same(sizes, most):
    members = traces(sizes)

    spans = spans_of(members, most)

    cut = [span.members() for span in spans]
    found = [member for own in cut for member in own]
    assert sorted(found, key=lambda m: m.name) == sorted(members, key=lambda m: m.name)
    ranges = [address for own in cut for address in sorted({m.address for m in own})]
    assert ranges == sorted({m.address for m in members})
    assert [span.size for span in spans] == [sum(m.size for m in own) for own in cut]


@given(sizes=st.lists(st.tuples(addresses, st.integers(1, 50)), min_size=1))
def test_the_traces_of_an_aircraft_keep_their_order(sizes):
    members = traces(sizes)

    [span] = spans_of(members, 10_000)

    for address, _ in sizes:
        own = [m.name for m in members if m.address == address]
        assert [m.name for m in span.members() if m.address == address] == own


def test_an_input_with_a_table_is_one_range():
    table = Member(
        source=0,
        name="table.csv",
        kind=Kind.TEXT,
        size=900,
        head=b"time,",
        path=Path("table.csv"),
    )

    [span] = spans_of([*traces([("a00001", 900)]), table], 1_000)

    assert table in span.members()
    assert span.size == 1_800


def test_an_input_without_members_has_no_range():
    assert spans_of([], 1_000) == []


def test_a_range_of_a_tar_in_parts_is_read_by_whoever_is_sent_it(tmp_path):
    data = {
        member_name(a): trace_bytes(a, level_flight(9))
        for a in ("a00003", "a00001", "a00002")
    }
    parts = split(write_tar(tmp_path / "day.tar", data), 700)
    listed = list_members([tmp_path], ["day"]).members

    sent = pickle.loads(pickle.dumps(spans_of(listed, 1)))

    assert [m.address for span in sent for m in span.members()] == sorted(
        m.address for m in listed
    )
    for span in sent:
        [member] = span.members()
        assert member.read() == data[member_name(member.address)]
        assert span.tars == (tuple(parts),)
        assert span.bytes_there() == span.file_bytes


def test_another_size_where_it_is_read_is_noticed(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(trace_bytes(f"a0000{name}", level_flight(3)))
    first, second = spans_of(list_members([tmp_path], ["day"]).members, 1)

    (tmp_path / "a").unlink()
    (tmp_path / "b").write_bytes(b"")

    for span in (first, second):
        assert span.bytes_there() == 0 < span.file_bytes


def test_the_list_of_a_day_of_the_world_is_small_when_it_is_sent():
    numbers = range(0, 60_000 * 37, 37)
    members = [
        Member(
            source=0,
            name=f"v2025.02.04-planes-readsb-prod-0.tar.aa/"
            f"{member_name(f'{n:06x}').removeprefix('./')}",
            kind=Kind.READSB,
            size=10_000 + n % 80_000,
            address=f"{n:06x}",
            path=Path("stands/for/a/longer/path/than/archives/have", f"{n:06x}"),
        )
        for n in numbers
    ]

    [span] = spans_of(members, 10**12)

    assert len(pickle.dumps(span)) < 2_000_000

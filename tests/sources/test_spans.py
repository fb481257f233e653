"""An input is cut into ranges of addresses that leave nothing out."""

from hypothesis import given
from hypothesis import strategies as st

from heavylift.sources.detect import Kind
from heavylift.sources.members import Member
from heavylift.sources.spans import spans_of

addresses = st.integers(0, 0xFFFFFF).map("{:06x}".format)


def traces(sizes):
    return [
        Member(source=0, name=a, kind=Kind.READSB, size=size, address=a)
        for a, size in sizes
    ]


@given(
    sizes=st.lists(st.tuples(addresses, st.integers(1, 50)), min_size=1),
    most=st.integers(1, 120),
)
def test_every_trace_is_in_one_range_and_all_of_an_aircraft_in_the_same(sizes, most):
    members = traces(sizes)

    spans = spans_of(members, most)

    for member in members:
        assert sum(span.holds(member) for span in spans) == 1
    assert sum(span.size for span in spans) == sum(size for _, size in sizes)


def test_an_input_with_a_table_is_one_range():
    table = Member(source=0, name="table.csv", kind=Kind.TEXT, size=900)

    [span] = spans_of([*traces([("a00001", 900)]), table], 1_000)

    assert span.holds(table)
    assert span.size == 1_800

"""Memory that comes back when nobody looks at it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from builders.readsb import level_flight, trace_bytes
from heavylift.sources import open_sources
from heavylift.sources.lent_memory import Lender


def where(array):
    return array.__array_interface__["data"][0]


def test_memory_that_nobody_looks_at_is_lent_again():
    lender = Lender()
    first = lender.lend(1000)
    place = where(first)

    del first

    assert where(lender.lend(500)) == place


@pytest.mark.parametrize(
    "look",
    [
        lambda a: a[10:20],
        lambda a: a[10:20][2:5],
        lambda a: a.view(np.int64)[3:],
        lambda a: a[8:808].view(np.int64)[3:].view(np.float64),
        lambda a: np.asarray(a).reshape(16, -1)[2],
        lambda a: pa.array(a[:64].view(np.float64)),
        lambda a: memoryview(a[5:]),
        lambda a: np.frombuffer(a, np.uint8, 8),
        lambda a: np.broadcast_to(a[:1], (5,)),
    ],
)
def test_memory_that_somebody_looks_at_is_not_lent_again(look):
    lender = Lender()
    first = lender.lend(1 << 23)
    place = where(first)

    kept = look(first)
    del first
    meanwhile = lender.lend(1000)

    assert where(meanwhile) != place
    del kept
    assert where(lender.lend(1000)) == place


def test_too_little_memory_is_replaced_by_more():
    lender = Lender()
    small = lender.lend(10)
    del small

    large = lender.lend(1 << 24)

    assert len(large) >= 1 << 24
    large[:] = 1


def test_threads_never_share_memory():
    lender = Lender()

    def use(number):
        for _ in range(200):
            mine = lender.lend(4096)
            mine[:4096] = number
            if (mine[:4096] != number).any():
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(use, range(4)))


def test_groups_that_are_kept_keep_their_positions(tmp_path):
    for n in range(30):
        address = f"6001{n:02x}"
        path = tmp_path / f"trace_full_{address}.json"
        path.write_bytes(trace_bytes(address, level_flight(200 + n)))

    groups = list(open_sources([tmp_path]).groups(max_rows=1))
    kept = [piece.positions.row[50:] for group in groups for piece in group]
    sizes = [len(group.positions) for group in groups]
    del groups

    assert len(sizes) > 5
    assert sum(sizes) == sum(200 + n for n in range(30))
    assert [rows.tolist() for rows in kept] == [
        list(range(50, 200 + n)) for n in range(30)
    ]

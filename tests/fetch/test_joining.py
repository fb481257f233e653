"""Whatever a server does in whatever order: a file is whole and one, or not there."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.fetching import data, get, item
from builders.servers import Act, serving
from heavylift.fetch.etiquette import Etiquette
from heavylift.fetch.part import Answer
from heavylift.fetch.records import Outcome
from heavylift.sources.fetched import PART

SIZE = 300_000
FILES = [data(SIZE, seed) for seed in range(3)]
HURRIED = Etiquette(first_wait_s=0.001, silence_s=5.0)

breaks = st.one_of(
    st.builds(Act, drop_after=st.integers(0, SIZE)),
    st.builds(Act, end_after=st.integers(0, SIZE)),
    st.builds(Act, end_after=st.integers(0, SIZE), serves=st.sampled_from(FILES)),
    st.builds(Act, end_after=st.integers(0, SIZE), ignores_ranges=st.just(True)),
    st.builds(Act, serves=st.sampled_from(FILES), ignores_conditions=st.just(True)),
    st.builds(Act, first_byte=st.integers(0, SIZE - 1), end_after=st.just(SIZE)),
    st.builds(Act, status=st.sampled_from([429, 500, 503])),
    st.just(Act(status=302, headers={"Location": "/f"})),
)


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(breaks, max_size=8))
def test_halves_of_different_files_are_never_joined(server, acts):
    url = server.put("/f", FILES[0], *acts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        for _ in range(3):
            done = get(folder, item(url), manners=HURRIED)

        landed = folder / "file"
        if landed.exists():
            assert landed.read_bytes() in FILES
        else:
            assert getattr(done, "outcome", None) is not Outcome.LANDED


def test_a_run_that_is_killed_at_any_moment_is_gone_on_with(server, tmp_path):
    body = data(4_000_000)
    slow = [
        # Longer than the slowest machine needs to notice what has arrived.
        Act(hang_after=1_500_000, hang_s=60),
        Act(hang_after=1_000_000, hang_s=60),
    ]
    url = server.put("/f", body, *slow)
    program = (
        "import signal\n"
        "import sys\n"
        "from pathlib import Path\n"
        # A shell's background jobs are started with interrupts ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from builders.fetching import get, item\n"
        "get(Path(sys.argv[1]), item(sys.argv[2]))\n"
    )
    for end in (signal.SIGKILL, signal.SIGINT):
        process = subprocess.Popen(
            [sys.executable, "-c", program, tmp_path, url],
            env={"PYTHONPATH": ":".join([str(Path(__file__).parents[1]), *sys.path])},
            stderr=subprocess.DEVNULL,
        )
        before = _size(tmp_path)
        until = time.monotonic() + 30
        while _size(tmp_path) <= before + 500_000 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(end)
        process.wait(timeout=30)
        assert not (tmp_path / "file").exists()

    entry = get(tmp_path, item(url))

    assert (tmp_path / "file").read_bytes() == body
    assert entry.received <= 4_000_000 - 1_000_000


def _size(folder):
    part = folder / f"file{PART}"
    return part.stat().st_size if part.exists() else 0


def answer(**what):
    return Answer(url="https://a.example/f", **what)


@pytest.mark.parametrize(
    ("told", "if_range"),
    [
        ({"etag": '"a"'}, '"a"'),
        ({"etag": '"a"', "modified": "Sat, 02 Sep 2023 12:00:00 GMT"}, '"a"'),
        ({"etag": 'W/"a"'}, ""),
        (
            {"etag": 'W/"a"', "modified": "Sat, 02 Sep 2023 12:00:00 GMT"},
            "Sat, 02 Sep 2023 12:00:00 GMT",
        ),
        ({}, ""),
    ],
)
def test_a_weak_tag_is_not_used_to_ask_for_the_rest(told, if_range):
    assert answer(**told).if_range == if_range


@pytest.mark.parametrize(
    ("other", "first", "goes_on"),
    [
        ({"etag": '"a"', "total": 10}, 5, True),
        ({"etag": '"b"', "total": 10}, 5, False),
        ({"etag": '"a"', "total": 11}, 5, False),
        ({"etag": '"a"', "total": 10}, 4, False),
        ({"etag": '"a"', "total": 10, "encoding": "gzip"}, 5, False),
        ({"etag": '"a"', "total": 10, "modified": "later"}, 5, False),
        ({"total": 10}, 5, True),
    ],
)
def test_what_goes_on_is_of_the_same_file(other, first, goes_on):
    part = answer(etag='"a"', total=10, modified="then")

    assert part.goes_on(answer(**other), first, 5) is goes_on

"""Whatever happens to an ingest, nothing is lost, nothing double, and it says so."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.lakes import contents, days_over_midnight, lake_of
from builders.tracks import MIDNIGHT
from heavylift.errors import LakeError, MissingInput, NothingReadable
from heavylift.lake import make_lake, open_lake
from heavylift.lake.days import read_days
from heavylift.lake.ingest import ingest
from heavylift.lake.lock import alone
from heavylift.lake.query import flights_between

SRC = Path(__file__).resolve().parents[2] / "src"

#: So many moments at which an ingest is killed.
KILLS = 10


def command(lake, *inputs):
    """The arguments and environment of an ingest as a process of its own."""
    arguments = [sys.executable, "-m", "heavylift", "ingest", *map(str, inputs)]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    return [*arguments, "--lake", str(lake)], environment


def run(lake, *inputs):
    arguments, environment = command(lake, *inputs)
    return subprocess.run(
        arguments,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def killed_at(files, lake, *inputs):
    """Kill an ingest once its lake has so many files; tell whether it was at work."""
    arguments, environment = command(lake, *inputs)
    process = subprocess.Popen(
        arguments,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        if sum(len(names) for _, _, names in os.walk(lake)) >= files:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.001)
    return process.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    """Three days of archives with flights over each midnight."""
    return days_over_midnight(tmp_path_factory.mktemp("archive"), 8, every_s=10)


def test_an_ingest_killed_at_any_moment_is_finished_by_the_next(tmp_path, days):
    lake_of(tmp_path / "wanted", *days)
    wanted = contents(tmp_path / "wanted")
    rng = random.Random(4)
    killed = 0

    for n in range(KILLS):
        lake = tmp_path / f"lake-{n}"
        share = (n + rng.random()) / KILLS
        killed += killed_at(2 + share * len(wanted), lake, *days)
        lake_of(lake, *days)

        assert contents(lake) == wanted

    assert killed >= KILLS // 2


def test_an_ingest_killed_while_it_changes_a_lake_keeps_what_was_there(tmp_path, days):
    lake = lake_of(tmp_path / "lake", days[0])
    held = flights_between(lake)
    files = len(contents(tmp_path / "lake"))

    assert killed_at(files + 20, tmp_path / "lake", *days[1:])

    before = datetime.fromtimestamp(MIDNIGHT, UTC)
    assert flights_between(lake, end=before).equals(held)
    lake_of(tmp_path / "lake", *days[1:])
    lake_of(tmp_path / "wanted", *days)
    assert contents(tmp_path / "lake") == contents(tmp_path / "wanted")


class _Stopped(Exception):
    """Stands for a process that ends."""


@pytest.mark.parametrize("at", range(0, 60, 3))
def test_an_ingest_stopped_before_any_write_is_finished_by_the_next(
    tmp_path, days, at, monkeypatch
):
    lake = lake_of(tmp_path / "lake", days[0])
    writes = iter(range(1_000))
    write = type(lake).writing

    def stopping(self, name):
        if next(writes) == at:
            raise _Stopped
        return write(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(type(lake), "writing", stopping)
        with contextlib.suppress(_Stopped):
            ingest(lake, days[1:])
    ingest(lake, days[1:])

    lake_of(tmp_path / "wanted", *days)
    assert contents(tmp_path / "lake") == contents(tmp_path / "wanted")


def test_the_same_input_twice_changes_nothing_and_says_so(tmp_path, days):
    lake = lake_of(tmp_path / "lake", *days)
    before = contents(tmp_path / "lake")

    again = ingest(lake, days)

    assert contents(tmp_path / "lake") == before
    assert again.days == {}
    assert all("already in the lake" in o.became[""] for o in again.outcomes)


def test_the_same_bytes_under_another_name_are_known(tmp_path, days):
    lake = lake_of(tmp_path / "lake", days[0])
    (tmp_path / "other").symlink_to(days[0])

    again = ingest(lake, [tmp_path / "other"])

    assert f"as {days[0].as_posix()}" in again.outcomes[0].became[""]


def test_two_ingests_at_once_are_refused_with_the_one_at_work(tmp_path, days):
    lake = make_lake(tmp_path / "lake")

    with alone(lake):
        refused = run(tmp_path / "lake", days[0])

    assert refused.returncode == 1
    assert "another ingest is at work in it (process " in refused.stderr
    assert "help: wait until it is done" in refused.stderr
    assert read_days(lake) == {}
    assert run(tmp_path / "lake", days[0]).returncode == 0


def test_a_disk_that_is_full_is_told_and_what_was_there_stays(tmp_path, days):
    lake = lake_of(tmp_path / "lake", days[0])
    before = contents(tmp_path / "lake")
    limited = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from heavylift.cli import main; main()\n"
    )
    arguments, environment = command(tmp_path / "lake", *days[1:])

    # A file may not grow past a limit, as on a disk without room.
    failed = subprocess.run(
        [sys.executable, "-c", limited, *arguments[3:]],
        env=environment | {"NUMBA_DISABLE_CACHING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert failed.returncode == 1
    assert "cannot be written" in failed.stderr
    assert "help: nothing that was in the lake is lost" in failed.stderr
    after = contents(tmp_path / "lake")
    assert {name: after[name] for name in before} == before
    ingest(lake, days[1:])
    lake_of(tmp_path / "wanted", *days)
    assert contents(tmp_path / "lake") == contents(tmp_path / "wanted")


def test_an_input_that_is_not_there_changes_nothing(tmp_path, days):
    lake = make_lake(tmp_path / "lake")

    with pytest.raises(MissingInput):
        ingest(lake, [days[0], tmp_path / "nowhere"])

    assert read_days(lake) == {}


def test_an_input_without_positions_is_kept_in_mind_and_stops_no_other(tmp_path, days):
    note = tmp_path / "note.txt"
    note.write_text("hello\n")
    lake = make_lake(tmp_path / "lake")

    done = ingest(lake, [note, days[0]])

    assert len(read_days(lake)) == 1
    [told] = [o for o in done.outcomes if o.name == note.as_posix()]
    assert told.became[""] == "no position of it is in the lake"
    with pytest.raises(NothingReadable):
        ingest(make_lake(tmp_path / "other"), [note])


def test_a_broken_file_of_a_lake_is_named(tmp_path, days):
    lake = lake_of(tmp_path / "lake", days[0])
    [path] = (tmp_path / "lake" / "flights").iterdir()
    path.write_bytes(b"no table")

    with pytest.raises(LakeError, match=f"{path.name}: cannot be read"):
        flights_between(lake)


def test_a_folder_with_other_files_is_not_made_a_lake(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine\n")

    with pytest.raises(LakeError, match=r"holds other files \(thesis.txt\)"):
        make_lake(tmp_path)


def test_a_lake_of_another_version_is_refused(tmp_path):
    make_lake(tmp_path / "lake")
    marker = tmp_path / "lake" / "heavylift-lake.json"
    marker.write_text('{"format": 99, "buckets": 16}')

    with pytest.raises(LakeError, match="format 99"):
        open_lake(tmp_path / "lake")

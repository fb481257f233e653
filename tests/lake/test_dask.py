"""Work handed to Dask gives the same lake, whoever is killed meanwhile."""

import contextlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from builders.lakes import contents, days_over_midnight, lake_of
from heavylift.errors import EngineError
from heavylift.lake import dask_engine
from heavylift.lake.engine import engine_of

SRC = Path(__file__).resolve().parents[2] / "src"

#: Loaded by workers: the first to write a file of a stage kills itself instead, once
#: for each stage. So each dies in the middle of a task, with nothing left to time.
KILLING = """
import os, pathlib, signal
from heavylift.lake.storage import Lake

def killing(write):
    def writing(self, name):
        stage = name.split("/")[0]
        if stage in {stages!r}:
            try:
                pathlib.Path({marks!r}, stage).touch(exist_ok=False)
            except FileExistsError:
                pass
            else:
                os.kill({whom}, signal.SIGKILL)
        return write(self, name)
    return writing

Lake.writing = killing(Lake.writing)
"""

#: Loaded by workers: every write of a stage fails, as on a disk that is broken.
FAILING = """
from heavylift.lake.storage import Lake

def failing(write):
    def writing(self, name):
        if name.startswith("reception/"):
            with open({tries!r}, "a") as said:
                print(name, file=said)
            raise RuntimeError("the disk of this worker is broken")
        return write(self, name)
    return writing

Lake.writing = failing(Lake.writing)
"""

#: Where each stage writes first.
STAGES = ("positions", "reception", "flights")


def environment():
    # No settings of the user's, and nothing that answers to the outside.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DASK_")}
    return kept | {"PYTHONPATH": str(SRC), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}


@contextlib.contextmanager
def process(*arguments):
    """Run a process with its log in memory; it is gone afterwards."""
    started = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        started.stderr.close()


@contextlib.contextmanager
def cluster(folder, preload, workers=2):
    """A scheduler and worker processes; gives the address of the scheduler."""
    hook = folder / "preload.py"
    with contextlib.ExitStack() as closing:
        scheduler = closing.enter_context(
            process(
                *("distributed.cli.dask_scheduler", "--host", "127.0.0.1"),
                *("--port", 0, "--no-dashboard", "--no-show"),
            )
        )
        address = None
        while address is None:
            line = scheduler.stderr.readline()
            assert line, "the scheduler did not start"
            found = re.search(r"tcp://127\.0\.0\.1:\d+", line)
            address = found and found[0]
        hook.write_text(preload(scheduler.pid))
        for n in range(workers):
            closing.enter_context(
                process(
                    *("distributed.cli.dask_worker", address, "--nthreads", 1),
                    *("--no-dashboard", "--preload", hook),
                    *("--local-directory", folder / f"worker-{n}"),
                )
            )
        yield address


def ingest(lake, days, *options):
    arguments = ["heavylift", "ingest", *days, "--lake", lake, *options]
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    """Three days of archives with flights over each midnight."""
    return days_over_midnight(tmp_path_factory.mktemp("archive"), 4, every_s=20)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory, days):
    """What the lake holds when one process does all of it."""
    folder = tmp_path_factory.mktemp("wanted")
    lake_of(folder / "lake", *days)
    return contents(folder / "lake")


def test_a_worker_killed_in_each_stage_changes_nothing(tmp_path, days, wanted):
    marks = tmp_path / "marks"
    marks.mkdir()

    def preload(_):
        return KILLING.format(stages=STAGES, marks=str(marks), whom="os.getpid()")

    with cluster(tmp_path, preload) as address:
        done = ingest(
            tmp_path / "lake", days, "--engine", "dask", "--scheduler", address
        )

    assert done.returncode == 0, done.stderr
    assert {path.name for path in marks.iterdir()} == set(STAGES)
    assert contents(tmp_path / "lake") == wanted


def test_a_task_that_fails_twice_stops_the_run_and_it_can_go_on(tmp_path, days, wanted):
    tries = tmp_path / "tries"

    with cluster(tmp_path, lambda _: FAILING.format(tries=str(tries))) as address:
        stopped = ingest(
            tmp_path / "lake", days, "--engine", "dask", "--scheduler", address
        )

    assert stopped.returncode == 1
    assert "a task failed twice on a worker" in stopped.stderr
    assert "RuntimeError: the disk of this worker is broken" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert 2 in Counter(tries.read_text().splitlines()).values()
    again = ingest(tmp_path / "lake", days)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path / "lake") == wanted


def test_a_scheduler_that_goes_away_is_told_and_the_run_can_go_on(
    tmp_path, days, wanted
):
    marks = tmp_path / "marks"
    marks.mkdir()

    def preload(scheduler):
        return KILLING.format(stages=("reception",), marks=str(marks), whom=scheduler)

    with cluster(tmp_path, preload) as address:
        stopped = ingest(
            tmp_path / "lake", days, "--engine", "dask", "--scheduler", address
        )

    assert stopped.returncode == 1
    assert "the Dask scheduler is gone" in stopped.stderr
    assert "give the same command again" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    again = ingest(tmp_path / "lake", days)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path / "lake") == wanted


def test_without_a_scheduler_processes_of_this_machine_do_the_work(
    tmp_path, days, wanted
):
    done = ingest(tmp_path / "lake", days, "--engine", "dask")

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert contents(tmp_path / "lake") == wanted


def test_without_dask_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    with pytest.raises(EngineError, match=r"pip install 'heavylift\[dask\]'"):
        engine_of("dask").__enter__()


def test_an_address_at_which_nobody_answers_is_told(monkeypatch):
    monkeypatch.setattr(dask_engine, "CONNECT_S", 1)

    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        engine_of("dask", "tcp://127.0.0.1:9").__enter__()


def test_a_cluster_that_has_no_worker_is_told(tmp_path, days, monkeypatch):
    monkeypatch.setattr(dask_engine, "CONNECT_S", 2)
    monkeypatch.setattr(dask_engine, "NO_WORKER_S", 4)

    with (
        cluster(tmp_path, lambda _: "", workers=0) as address,
        engine_of("dask", address) as engine,
        pytest.raises(EngineError, match="has had no worker for 4 s") as told,
    ):
        lake_of(tmp_path / "lake", *days, engine=engine)

    assert "dask worker ADDRESS" in told.value.help


def test_a_scheduler_without_dask_is_refused():
    with pytest.raises(EngineError, match="of no use to the local engine"):
        engine_of("local", "tcp://127.0.0.1:9")

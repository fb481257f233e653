"""A Dask scheduler and workers of one thread, each on a core of its own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import ROOT, StepFailed
from benchmarks.pinned import pinned
from heavylift.lake import make_lake
from heavylift.lake.ingest import ingest

#: Seconds to wait for a scheduler: it imports for two, on a busy machine for ten.
START_S = 60

#: Seconds between two looks.
LOOK_S = 0.1

#: Seconds that a process gets to end by itself; its files are temporary anyway.
END_S = 10


@contextlib.contextmanager
def cluster(numbers: Sequence[int]) -> Iterator[str]:
    """Start a scheduler, and a worker on each of these cores; gives its address.

    The scheduler is on any core: it has little to do. No worker has a process that
    watches it, so that nothing but work runs on its core.

    Raises:
        StepFailed: The scheduler did not start.
    """
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as closing:
        folder = Path(name)
        told = folder / "scheduler.json"
        python = [sys.executable, "-s", "-m"]
        scheduler = [*python, "distributed.cli.dask_scheduler", "--no-dashboard"]
        scheduler += ["--host", "127.0.0.1", "--port", "0"]
        scheduler += ["--scheduler-file", str(told)]
        started = closing.enter_context(_running(scheduler, folder / "scheduler.log"))
        address = _address(told, started)
        worker = [*python, "distributed.cli.dask_worker", address, "--no-dashboard"]
        worker += ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder)]
        for number in numbers:
            log = folder / f"worker-{number}.log"
            closing.enter_context(_running(pinned([number], worker), log))
        yield address


def warm_up(tar: str) -> None:
    """Bring a small day into a lake, on a worker: it loads all that a day needs."""
    with tempfile.TemporaryDirectory() as folder:
        ingest(make_lake(folder), [Path(tar)])


@contextlib.contextmanager
def _running(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, with its words in a file; it is gone afterwards."""
    with (
        log.open("wb") as words,
        subprocess.Popen(
            command, cwd=ROOT, stdout=words, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(told: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """Wait until a scheduler has written where it is."""
    until_s = time.monotonic() + START_S
    while scheduler.poll() is None and time.monotonic() < until_s:
        # What is half written is not JSON yet.
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(told.read_text(encoding="utf-8"))["address"])
        time.sleep(LOOK_S)
    raise StepFailed("the Dask scheduler did not start")

"""How much faster two cores bring the same day into a lake than one.

``python -m benchmarks.scaling --rows 1e7`` needs Dask, which ``.venv-check`` has. A
made-up day goes into a new lake through a scheduler with one worker, and with two, each
of one thread on a core of its own; then through the local engine held to one core, and
to two. The clock runs from the call of ``ingest`` to its end, after every process has
brought a small day into another lake: start-up is not work that cores could share.

Efficiency is the time of one core, divided by that of two, divided by two. On a machine
with two cores the workers share them with the scheduler and with the process that lists
the input, hashes it and says what counts; what these two use is told as *others*.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.archives import WARM_ROWS, MadeUpDay, made_up_day, rows_made
from benchmarks.cluster import cluster, warm_up
from benchmarks.growth import held
from benchmarks.measure import Run, StepFailed, machine, middle, run
from benchmarks.pinned import cores, pinned
from heavylift.lake import make_lake
from heavylift.lake.engine import engine_of
from heavylift.lake.ingest import ingest

#: Cores to compare.
COUNTS = (1, 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure one core against two.")
    parser.add_argument("--rows", type=float, default=1e7, help="about so many")
    parser.add_argument("--repeats", type=int, default=3)
    wanted = parser.parse_args()
    if importlib.util.find_spec("distributed") is None:
        sys.exit("Dask is not installed here: ./check makes .venv-check, which has it")
    if len(cores()) < max(COUNTS):
        sys.exit(f"this needs {max(COUNTS)} cores, and there are {len(cores())}")
    day, small = made_up_day(int(wanted.rows)), made_up_day(WARM_ROWS)
    try:
        runs = measure(day, small, wanted.repeats)
    except StepFailed as error:
        sys.exit(f"not measured: {error}")
    print(f"{machine()}; medians of {wanted.repeats} runs, taking turns")
    print(f"{rows_made(day)} rows into a lake, flights included\n")
    print_scaling(rows_made(day), {name: middle(each) for name, each in runs.items()})


def measure(
    day: MadeUpDay, small: MadeUpDay, repeats: int
) -> dict[tuple[str, int], list[Run]]:
    """Do it with each engine on each number of cores so many times, taking turns."""
    step = [sys.executable, "-s", "-m", "benchmarks.steps", "lake"]
    step += [str(day.tar), str(small.tar)]
    run([*step[:-2], str(small.tar), str(small.tar)])  # compiles, once
    runs: dict[tuple[str, int], list[Run]] = {}
    for _ in range(repeats):
        for count in COUNTS:
            numbers = cores()[:count]
            done = through_dask(day, small, numbers)
            runs.setdefault(("Dask", count), []).append(done)
            done = run(pinned(numbers, step))
            runs.setdefault(("local", count), []).append(done)
    return runs


def through_dask(day: MadeUpDay, small: MadeUpDay, numbers: Sequence[int]) -> Run:
    """Bring a day into a new lake, with a worker on each of these cores.

    Raises:
        StepFailed: The cluster did not start, or not all rows arrived.
    """
    import distributed  # noqa: PLC0415 -- an extra, and slow to import

    with (
        cluster(numbers) as address,
        tempfile.TemporaryDirectory(dir=day.tar.parent) as folder,
        distributed.Client(address, set_as_default=False) as client,
    ):
        client.wait_for_workers(len(numbers))
        client.run(warm_up, str(small.tar))

        def used_s() -> tuple[float, float]:
            """Processor seconds of the workers, and of all others."""
            others_s: float = client.run_on_scheduler(time.process_time)
            workers_s = sum(client.run(time.process_time).values())
            return workers_s, others_s + time.process_time()

        lake = Path(folder) / "lake"
        with engine_of("dask", address) as engine:
            before = used_s()
            wall_s = time.perf_counter()
            ingest(make_lake(lake), [day.tar], engine=engine)
            wall_s = time.perf_counter() - wall_s
            after = used_s()
        rows, _ = held(lake)
    if rows != rows_made(day):
        raise StepFailed(f"{rows} of {rows_made(day)} rows are in the lake")
    workers_s, others_s = (b - a for a, b in zip(before, after, strict=True))
    return Run(
        wall_s=wall_s,
        cpu_s=workers_s + others_s,
        peak_mb=float("nan"),
        said={"others_s": others_s},
    )


def print_scaling(rows: int, runs: Mapping[tuple[str, int], Run]) -> None:
    """Print the times, and what the second core is worth."""
    print("                  wall s  M rows/s    CPU s  of that   times  efficiency")
    print("                                              others as fast           %")
    for name, count in sorted(runs):
        done, alone = runs[name, count], runs[name, 1]
        faster = alone.wall_s / done.wall_s
        others = f"{done.said['others_s']:.2f}" if "others_s" in done.said else "–"
        cores_used = f"{name}, {count} core{'s' if count > 1 else ''}"
        print(
            f"{cores_used:15} {done.wall_s:8.2f} {rows / done.wall_s / 1e6:9.2f} "
            f"{done.cpu_s:8.2f} {others:>8} {faster:7.2f} {100 * faster / count:11.0f}"
        )


if __name__ == "__main__":
    main()

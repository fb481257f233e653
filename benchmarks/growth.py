"""How cost and memory grow with the size of a day.

``python -m benchmarks.growth --rows 1e6,2e6,5e6,1e7`` brings a made-up day of each size
into a new lake (``heavylift ingest``), and finds its flights without one (``heavylift
flights``): the commands as a user starts them, each in a process of its own, start-up
included. The exponent says by which power of the rows the cost grows: 1 is linear, and
below 1 the start-up is spread over more rows. So the seconds of each further million
rows are told too, from one size to the next, where start-up cancels.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.archives import WARM_ROWS, MadeUpDay, made_up_day, rows_made
from benchmarks.measure import Run, StepFailed, machine, middle, run
from heavylift.lake import open_lake
from heavylift.lake.days import read_days

#: What is measured, with its title.
TITLES = {"ingest": "heavylift ingest", "flights": "heavylift flights"}

#: Bytes read at a time when a file is brought into memory.
BLOCK_BYTES = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one command cost on a day of one size.

    Attributes:
        rows: Rows of the day.
        flights: Flights found.
        run: The median run.
    """

    rows: int
    flights: int
    run: Run


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure cost over rows.")
    parser.add_argument(
        "--rows", default="1e6,2e6,5e6,1e7", help="sizes, about, with commas between"
    )
    parser.add_argument("--repeats", type=int, default=3)
    wanted = parser.parse_args()
    days = [made_up_day(int(float(size))) for size in wanted.rows.split(",")]
    try:
        measure([made_up_day(WARM_ROWS)], 1)  # compiles, once
        sizes = measure(days, wanted.repeats)
    except StepFailed as error:
        print(f"not measured: {error}", file=sys.stderr)
        sys.exit(1)
    print(
        f"{machine()}; medians of {wanted.repeats} runs, taking turns, memory the "
        "largest"
    )
    for name, title in TITLES.items():
        print_growth(title, sizes[name])


def measure(days: Sequence[MadeUpDay], repeats: int) -> dict[str, list[Size]]:
    """Run each command on each day so many times, taking turns."""
    cells = [(name, number) for number in range(len(days)) for name in TITLES]
    runs: dict[tuple[str, int], list[Run]] = {cell: [] for cell in cells}
    flights: dict[tuple[str, int], int] = {}
    for _ in range(repeats):
        for name, number in cells:
            _bring_into_memory(days[number].tar)
            with tempfile.TemporaryDirectory(dir=days[number].tar.parent) as out:
                done = run(_command(name, days[number], Path(out)))
                rows, found = _made(name, Path(out))
            if rows is not None and rows != rows_made(days[number]):
                raise StepFailed(f"{rows} of {rows_made(days[number])} rows are there")
            runs[name, number].append(done)
            flights[name, number] = found
    sizes: dict[str, list[Size]] = {name: [] for name in TITLES}
    for name, number in cells:
        sizes[name].append(
            Size(
                rows=rows_made(days[number]),
                flights=flights[name, number],
                run=middle(runs[name, number]),
            )
        )
    return sizes


def _command(name: str, day: MadeUpDay, out: Path) -> list[str]:
    where = {
        "ingest": ["--lake", str(out / "lake")],
        "flights": ["--out", str(out / "flights.parquet")],
    }
    return [
        *(sys.executable, "-I", "-m", "heavylift"),
        *(name, str(day.tar), *where[name]),
    ]


def _made(name: str, out: Path) -> tuple[int | None, int]:
    """Count the positions a command left, if it leaves any, and the flights."""
    if name == "flights":
        return None, pq.read_metadata(out / "flights.parquet").num_rows
    return held(out / "lake")


def held(lake: Path) -> tuple[int, int]:
    """Count the positions and the flights that a lake holds."""
    days = list(read_days(open_lake(lake)).values())
    return (
        sum(copy.rows for day in days for copy in day.copies),
        sum(day.flights.flights for day in days if day.flights is not None),
    )


def _bring_into_memory(path: Path) -> None:
    """Read a file, so that no run waits for the disk and another does not."""
    with path.open("rb") as file:
        while file.read(BLOCK_BYTES):
            pass


def exponent(rows: Sequence[int], cost: Sequence[float]) -> float:
    """Give the power of the rows by which the cost grows: least squares on logs."""
    slope, _ = np.polyfit(np.log(rows), np.log(cost), 1)
    return float(slope)


def print_growth(title: str, sizes: Sequence[Size]) -> None:
    """Print the costs of one command at all sizes."""
    print(f"\n{title}")
    print("      rows  flights   wall s    CPU s  seconds a million rows    peak")
    print("                                         wall    CPU  CPU more     MB")
    before = None
    for size in sorted(sizes, key=lambda each: each.rows):
        millions = size.rows / 1e6
        line = (
            f"{size.rows:10} {size.flights:8} {size.run.wall_s:8.2f} "
            f"{size.run.cpu_s:8.2f} {size.run.wall_s / millions:7.2f} "
            f"{size.run.cpu_s / millions:6.2f} "
        )
        more = "–"
        if before is not None and size.rows > before.rows:
            further = size.run.cpu_s - before.run.cpu_s
            more = f"{further / (size.rows - before.rows) * 1e6:.2f}"
        print(f"{line}{more:>9} {size.run.peak_mb:6.0f}")
        before = size
    if len({size.rows for size in sizes}) > 1:
        rows = [size.rows for size in sizes]
        wall = exponent(rows, [size.run.wall_s for size in sizes])
        cpu = exponent(rows, [size.run.cpu_s for size in sizes])
        print(f"grows with the rows to the power of {wall:.2f} (wall), {cpu:.2f} (CPU)")
    print(f"most memory: {max(size.run.peak_mb for size in sizes):.0f} MB")


if __name__ == "__main__":
    main()

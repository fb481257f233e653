"""Measure the way from trace files to flights against gunzip alone.

``python -m benchmarks.flights --rows 10000000`` makes up a day in the real layout (a
tar, kept for the next time), then unpacks it, decodes it, and finds its flights, taking
turns. Everything is printed from one run, so that the ratios hold on any machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping

from benchmarks.archives import WARM_ROWS, MadeUpDay, flights_flown, made_up_day
from benchmarks.measure import Run, alternate, machine, middle
from benchmarks.tars import members

#: What each step is called in the table.
TITLES = {
    "gunzip-1": "gunzip alone, one thread",
    "gunzip-2": "gunzip alone, two threads",
    "decode": "tar to columns",
    "arrow": "tar to Arrow tables",
    "flights": "tar to flights",
    "lake": "tar to a lake: Parquet and flights",
    "command": "heavylift flights, whole process",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure trace files to flights.")
    parser.add_argument("--rows", type=float, default=1e6, help="about so many")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    day, small = made_up_day(int(wanted.rows), wanted.seed), made_up_day(WARM_ROWS)
    # Once without a clock: the files come into memory, the compiled code onto disk.
    alternate({name: _step(name, day, small) for name in ("gunzip-1", "flights")}, 1)
    with tempfile.TemporaryDirectory(dir=day.tar.parent) as out:
        commands = _commands(day, small, out)
        runs, failed = alternate(commands, wanted.repeats)
    print(f"{machine()}; medians of {wanted.repeats} runs, taking turns")
    print_table(day, {name: middle(r) for name, r in runs.items()})
    for name, words in failed.items():
        print(f"not measured: {TITLES[name]}: {words}", file=sys.stderr)
    sys.exit(1 if failed else 0)


def _step(name: str, day: MadeUpDay, small: MadeUpDay) -> list[str]:
    step = [sys.executable, "-s", "-m", "benchmarks.steps", name]
    return [*step, str(day.tar), str(small.tar)]


def _commands(day: MadeUpDay, small: MadeUpDay, out: str) -> dict[str, list[str]]:
    whole = [sys.executable, "-I", "-m", "heavylift", "flights"]
    return {
        **{name: _step(name, day, small) for name in TITLES if name != "command"},
        "command": [*whole, str(day.tar), "--out", f"{out}/flights.parquet"],
    }


def print_table(day: MadeUpDay, steps: Mapping[str, Run]) -> None:
    """Print rows a second, the share of gunzip's speed, and memory.

    The share is given twice: by the clock, against gunzip on two threads, and by
    processor time, against gunzip on one, which does not depend on how many threads
    a step uses.
    """
    files = [member.size for member in members(day.tar)]
    rows = next((s.said["rows"] for s in steps.values() if "rows" in s.said), 0)
    packed = sum(files) / 1e6
    unpacked = steps["gunzip-1"].said["json_bytes"] / 1e6
    print(
        f"{rows} rows in {len(files)} files, {packed:.0f} MB, "
        f"unpacked {unpacked:.0f} MB\n"
    )
    print(f"{'':35}   wall  M rows  share    CPU  M rows  share    peak")
    print(f"{'':35}      s      /s      %      s  /CPU s      %      MB")
    one, two = steps["gunzip-1"], steps["gunzip-2"]
    for name, step in steps.items():
        print(
            f"{TITLES[name]:35} {step.wall_s:6.2f} {rows / step.wall_s / 1e6:7.2f} "
            f"{100 * two.wall_s / step.wall_s:6.1f} "
            f"{step.cpu_s:6.2f} {rows / step.cpu_s / 1e6:7.2f} "
            f"{100 * one.cpu_s / step.cpu_s:6.1f} {step.peak_mb:7.0f}"
        )
    if "flights" in steps:
        found = steps["flights"].said["flights"]
        print(f"\nflights flown {len(flights_flown(day))}, found {found}")


if __name__ == "__main__":
    main()

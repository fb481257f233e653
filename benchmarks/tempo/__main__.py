"""Print one table for each thing that the statistics of rates promises.

``python -m benchmarks.tempo`` takes some minutes on two cores; ``--runs 200`` a tenth
of it. The same seed gives the same tables, also of single parts with ``--only``. With
``--figures docs/images`` it draws the two figures of the documentation as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.tempo import exposures, searches
from benchmarks.tempo import tests_of_two_rates as two_rates
from benchmarks.tempo.pictures import naive_and_normalised, power_curves
from benchmarks.tempo.tables import Table
from heavylift.tempo.chance import SEED

#: What is shown, in order, with how many runs of a thousand it has: what costs most of
#: the time has fewer, and levels near 5 % have more, as 2,000 runs tell 4 from 6 badly.
PARTS: tuple[tuple[Callable[[int, int], Iterator[Table]], int], ...] = (
    (two_rates.level_of_the_exact_test, 1000),
    (two_rates.level_of_the_procedure, 5000),
    (two_rates.level_of_short_windows_and_legs, 5000),
    (two_rates.coverage, 1000),
    (two_rates.power, 1000),
    (two_rates.naive, 1000),
    (searches.scans, 250),
    (searches.corridors, 500),
    (searches.leads, 500),
    (exposures.exposure_estimated, 1000),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000, help="simulated cases")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", help="parts, with commas between")
    parser.add_argument("--figures", type=Path, help="folder for the two figures")
    asked = parser.parse_args(arguments)
    started_s = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        work = [
            pool.submit(_tables, i, max(1, asked.runs * share // 1000), asked.seed + i)
            for i, (part, share) in enumerate(PARTS)
            if not asked.only or part.__name__ in asked.only.split(",")
        ]
        for done in work:
            for table in done.result():
                print(table, flush=True)
    if asked.figures:
        asked.figures.mkdir(parents=True, exist_ok=True)
        for name, svg in (
            ("surges-found.svg", power_curves()),
            ("naive-and-normalised.svg", naive_and_normalised()),
        ):
            (asked.figures / name).write_text(svg + "\n", encoding="utf-8")
    print(f"{time.perf_counter() - started_s:.0f} s, seed {asked.seed}")
    return 0


def _tables(part: int, runs: int, seed: int) -> list[Table]:
    return list(PARTS[part][0](runs, seed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

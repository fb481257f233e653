"""One step of the way from files to flights, run alone in a process of its own.

``python -m benchmarks.steps NAME FOLDER`` does it once and prints JSON. A process for
each, so that memory is that of the step and nothing is warm that would not be.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import deflate

from benchmarks.archives import trace_files

#: What a step tells: how many of what it saw.
Counts = dict[str, int]


def gunzip(folder: Path, threads: int) -> Counts:
    """Read and unpack every file and do nothing with it: what nobody can beat."""

    def unpack(path: Path) -> int:
        return len(deflate.gzip_decompress(path.read_bytes()))

    files = trace_files(folder)
    with ThreadPoolExecutor(threads) as pool:
        return {"json_bytes": sum(pool.map(unpack, files))}


def decode(folder: Path) -> Counts:
    """Read every file into columns."""
    from heavylift.sources import open_sources  # noqa: PLC0415 -- not for gunzip

    files, rows = 0, 0
    for pieces in open_sources([folder]).groups():
        files += len(pieces)
        rows += sum(len(piece.positions) for piece in pieces)
    return {"files": files, "rows": rows}


def flights(folder: Path) -> Counts:
    """Read every file and find the flights."""
    from heavylift.flights.find import find_flights  # noqa: PLC0415
    from heavylift.sources import open_sources  # noqa: PLC0415

    table, tally = find_flights(open_sources([folder]))
    return {"rows": tally.positions, "flights": table.num_rows}


STEPS: dict[str, Callable[[Path], Counts]] = {
    "gunzip-1": partial(gunzip, threads=1),
    "gunzip-2": partial(gunzip, threads=2),
    "decode": decode,
    "flights": flights,
}


def main() -> None:
    """Run the step that the command line names, after a short run to warm up."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    step = STEPS[name]
    if not name.startswith("gunzip"):
        # Loads the compiled code, which a long run pays once.
        step(trace_files(folder)[0])
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    counts: dict[str, Any] = step(folder)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    print(json.dumps({"wall_s": wall_s, "cpu_s": cpu_s, **counts}))


if __name__ == "__main__":
    main()

"""One step of the way from files to flights, run alone in a process of its own.

``python -m benchmarks.steps NAME TAR SMALL`` does it once, after a small day to warm
up, and prints JSON. A process for each, so that memory is that of the step and nothing
is warm that would not be.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import deflate

from benchmarks.tars import members

#: What a step tells: how many of what it saw.
Counts = dict[str, int]


def gunzip(day: Path, threads: int) -> Counts:
    """Read and unpack every file and do nothing with it: what nobody can beat."""

    def unpack(read: Callable[[], bytes]) -> int:
        return len(deflate.gzip_decompress(read()))

    with day.open("rb") as tar, ThreadPoolExecutor(threads) as pool:
        packed = [
            partial(os.pread, tar.fileno(), member.size, member.offset)
            for member in members(day)
        ]
        return {"json_bytes": sum(pool.map(unpack, packed))}


def decode(day: Path) -> Counts:
    """Read every file into columns."""
    from heavylift.sources import open_sources  # noqa: PLC0415 -- not for gunzip

    files, rows = 0, 0
    for group in open_sources([day]).groups():
        files += len(group)
        rows += len(group.positions)
    return {"files": files, "rows": rows}


def arrow(day: Path) -> Counts:
    """Read every file into Arrow tables, as they would be written to Parquet."""
    import pyarrow as pa  # noqa: PLC0415

    from heavylift.model.positions import COLUMNS  # noqa: PLC0415
    from heavylift.sources import open_sources  # noqa: PLC0415

    files, rows = 0, 0
    for group in open_sources([day]).groups():
        table = pa.table({c.name: getattr(group.positions, c.name) for c in COLUMNS})
        files += len(group)
        rows += table.num_rows
    return {"files": files, "rows": rows}


def flights(day: Path) -> Counts:
    """Read every file and find the flights."""
    from heavylift.flights.find import find_flights  # noqa: PLC0415
    from heavylift.sources import open_sources  # noqa: PLC0415

    table, tally = find_flights(open_sources([day]))
    return {"rows": tally.positions, "flights": table.num_rows}


def lake(day: Path) -> Counts:
    """Bring a day into a lake: Parquet files of positions, and its flights."""
    from heavylift.lake import make_lake  # noqa: PLC0415
    from heavylift.lake.ingest import ingest  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        done = ingest(make_lake(folder), [day])
    [report] = [outcome.report for outcome in done.outcomes]
    rows = report.rows_read if report is not None else 0
    return {"rows": rows, "flights": sum(done.days.values())}


STEPS: dict[str, Callable[[Path], Counts]] = {
    "gunzip-1": partial(gunzip, threads=1),
    "gunzip-2": partial(gunzip, threads=2),
    "decode": decode,
    "arrow": arrow,
    "flights": flights,
    "lake": lake,
}


def main() -> None:
    """Run the step that the command line names."""
    name, day, small = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    step = STEPS[name]
    if not name.startswith("gunzip"):
        # Loads the compiled code, which a long run pays once.
        step(small)
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    counts: dict[str, Any] = step(day)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    print(json.dumps({"wall_s": wall_s, "cpu_s": cpu_s, **counts}))


if __name__ == "__main__":
    main()

"""Read trace files with ``traffic`` and split them into flights.

Runs in an environment of its own that has ``traffic`` and not heavylift. Prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from traffic.core import Flight


def main() -> None:
    """Read and split every file of a folder."""
    files = sorted(Path(sys.argv[1]).glob("**/trace_full_*.json"))
    # Loads what is loaded late, which a long run pays once.
    list(Flight.from_readsb(files[0]).split("30 min"))
    read_s = split_s = 0.0
    rows = flights = 0
    cpu_s = time.process_time()
    for path in files:
        started_s = time.perf_counter()
        track = Flight.from_readsb(path)
        between_s = time.perf_counter()
        flights += sum(1 for _ in track.split("30 min"))
        read_s += between_s - started_s
        split_s += time.perf_counter() - between_s
        rows += len(track.data)
    print(
        json.dumps(
            {
                "wall_s": read_s + split_s,
                "cpu_s": time.process_time() - cpu_s,
                "read_s": read_s,
                "rows": rows,
                "flights": flights,
            }
        )
    )


if __name__ == "__main__":
    main()

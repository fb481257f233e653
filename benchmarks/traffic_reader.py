"""Read trace files with ``traffic``, split them, and infer the airports of each part.

``python -I traffic_reader.py FOLDER AIRFIELDS LEGS`` runs in an environment of its own
that has ``traffic`` and not heavylift. FOLDER has unpacked trace files, AIRFIELDS is a
Parquet file with the columns of the table that ``traffic`` would download. What is
found goes to LEGS as CSV; how long each step took is printed as JSON.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import pandas as pd
from traffic.core import Flight
from traffic.data.basic.airports import Airports

#: What ends a flight, as users of ``traffic`` write it.
SILENCE = "30 min"

#: How ``infer_airport`` calls both ends.
ROLES = ("takeoff", "landing")


class Watch:
    """Wall and processor seconds of steps that follow on each other."""

    def __init__(self) -> None:
        self.taken: dict[str, dict[str, float]] = {}
        self._since = time.perf_counter(), time.process_time()

    def done(self, step: str) -> None:
        """Say that a step ended, and the next begins."""
        now = time.perf_counter(), time.process_time()
        self.taken[step] = {
            "wall_s": now[0] - self._since[0],
            "cpu_s": now[1] - self._since[1],
        }
        self._since = time.perf_counter(), time.process_time()


def main() -> None:
    """Read every file of a folder, split, and infer."""
    files = sorted(Path(sys.argv[1]).glob("**/trace_full_*.json"))
    airports = Airports(pd.read_parquet(sys.argv[2]))
    # Loads what is loaded late, which a long run pays once.
    for leg in Flight.from_readsb(files[0]).split(SILENCE):
        leg.infer_airport("takeoff", dataset=airports)
        break
    watch = Watch()
    tracks = [Flight.from_readsb(path) for path in files]
    watch.done("read")
    legs = [(k, leg) for k, t in enumerate(tracks) for leg in t.split(SILENCE)]
    watch.done("split")
    ends = [
        [leg.infer_airport(role, dataset=airports).icao for role in ROLES]
        for _, leg in legs
    ]
    watch.done("airports")
    with Path(sys.argv[3]).open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["icao24", "first_s", "last_s", "origin", "destination"])
        for (k, leg), (origin, destination) in zip(legs, ends, strict=True):
            # Not leg.icao24: it reads an address such as 3e1234 as a number.
            icao24 = files[k].stem.removeprefix("trace_full_")
            times = [at.timestamp() for at in (leg.start, leg.stop)]
            table.writerow([icao24, *times, origin, destination])
    rows = sum(len(track.data) for track in tracks)
    print(json.dumps({"steps": watch.taken, "rows": rows, "flights": len(legs)}))


if __name__ == "__main__":
    main()

"""Import a database of aircraft into a new registry, ask it, and time both.

``python -m benchmarks.registry FILE`` takes any file that ``heavylift registry import``
takes; meant is tar1090-db's, the largest that is common. Each run begins with nothing
in memory but the program, as a command does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.measure import machine
from heavylift.aircraft.databases import read_database
from heavylift.aircraft.entries import address_text
from heavylift.aircraft.identities import identify
from heavylift.aircraft.matching import entries_of
from heavylift.aircraft.registry import add_import, open_registry
from heavylift.sources.hashes import hash_input

#: The day of which the file is taken for a picture, and the day asked for.
AS_OF, ASKED = date(2026, 11, 1), date(2023, 9, 2)

#: So many addresses are asked for: more than fly in a case, a sixth of those that fly
#: in the world on a day.
ADDRESSES = 10_000


def main() -> None:
    """Measure and print; with ``--once`` do one of the two and print its seconds."""
    parser = argparse.ArgumentParser(description="Import a database and ask it.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--once", choices=["import", "ask"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.once:
        step = _import if wanted.once == "import" else _ask
        print(*_seconds(lambda: step(wanted.folder, wanted.file)))
        return
    print(f"{machine()}; medians of {wanted.repeats} runs, by the clock and by CPU")
    for what, times in _measured(wanted.file, wanted.repeats).items():
        clock, cpu = (median(t) for t in zip(*times, strict=True))
        print(f"{what}: {clock:.2f} s, {cpu:.2f} s CPU")


#: Seconds by the clock and of processors.
Seconds = tuple[float, float]


def _measured(file: Path, repeats: int) -> dict[str, list[Seconds]]:
    times: dict[str, list[Seconds]] = {}
    with tempfile.TemporaryDirectory() as name:
        for run in range(repeats):
            folder = Path(name, str(run))
            done = _once("import", file, folder)
            [one] = open_registry(folder).imports
            _choose_addresses(folder)
            times.setdefault(f"import, {one.rows:,} rows", []).append(done)
            asked = f"identities of {ADDRESSES:,} addresses"
            times.setdefault(asked, []).append(_once("ask", file, folder))
    return times


def _once(step: str, file: Path, folder: Path) -> Seconds:
    command = [sys.executable, "-m", "benchmarks.registry", str(file)]
    command += ["--once", step, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    clock, cpu = map(float, done.stdout.split())
    return clock, cpu


def _seconds(work: Callable[[], None]) -> Seconds:
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - cpu


def _import(folder: Path, file: Path) -> None:
    add_import(
        folder,
        read_database(file),
        file=str(file),
        sha256=hash_input(file, [(file.name, file)]),
        as_of=AS_OF,
        dated_by="given",
    )


def _ask(folder: Path, _file: Path) -> None:
    wanted = set(np.load(_chosen(folder)).tolist())
    registry = open_registry(folder)
    entries = entries_of(registry, wanted)
    found = identify(entries, [(number, ASKED) for number in sorted(wanted)])
    assert [i.icao24 for i in found] == [address_text(n) for n in sorted(wanted)]


def _chosen(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.npy")


def _choose_addresses(folder: Path) -> None:
    """Note addresses of the file, evenly from its beginning to its end."""
    known = np.unique(open_registry(folder).entries()["address"].to_numpy())
    at = np.linspace(0, len(known) - 1, min(ADDRESSES, len(known))).astype(np.int64)
    np.save(_chosen(folder), known[at])


if __name__ == "__main__":
    main()

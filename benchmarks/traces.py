"""Write made-up days in the layout of a readsb archive, for measuring.

``python -m benchmarks.traces OUT --rows 10000000`` writes ``OUT/YYYY/MM/DD/traces/xx/
trace_full_<hex>.json`` (gzip without its ending, as archives have it) and
``OUT-truth.csv`` beside it with the flights that were flown. With ``--tar`` the same
files go straight into a tar a day, as it is published, and never lie on the disk one by
one. The same seed gives the same bytes, however many processes write.

The layout is that of ``trace_text``, packed by gzip at level 9; a row has about 170
bytes of JSON and 26 of gzip, as in real files. What is in memory are some aircraft at a
time, and the list of flights.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import tarfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.airframes import AIRFRAMES, WEIGHTS
from benchmarks.runways import read_airfields
from benchmarks.trace_text import TraceWriter
from benchmarks.tracks import DAY_S, legs

#: 4 February 2025, any day.
FIRST_DAY_S = 1_738_627_200.0

#: What one file has on average; used to turn rows wanted into aircraft.
ROWS_PER_FILE = 2_000

#: Aircraft made in one go: a tenth of a second, beside which handing over is nothing.
AT_ONCE = 8

#: Goes in the making for each process: enough that none waits for the one that writes.
AHEAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One flight that was really flown, for the truth table."""

    icao24: str
    aircraft_type: str
    callsign: str
    origin: str
    destination: str
    take_off_s: int
    landing_s: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How much was written, and which flights were flown."""

    files: int
    rows: int
    json_bytes: int
    gzip_bytes: int
    flown: list[Flown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One aircraft to make: which and when."""

    number: int
    seed: int
    days: int

    @property
    def icao24(self) -> str:
        """Address; an odd factor visits every one once."""
        return f"{0x3C0000 + self.number * 7919 % 0x80000:06x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFile:
    """A file to be stored: of which day and aircraft, and its packed text."""

    day_s: float
    icao24: str
    packed: bytes

    @property
    def path(self) -> str:
        """Path below the day; the last two digits make the folder."""
        return f"traces/{self.icao24[-2:]}/trace_full_{self.icao24}.json"


#: An aircraft: its number, its files, and what is to be counted of it.
_Made = tuple[int, list[TraceFile], Written]


def main() -> None:
    """Write the days that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write made-up readsb traces.")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--rows", type=float, default=1e6, help="about so many a day")
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--tar", action="store_true", help="a tar a day beside OUT, instead of files"
    )
    wanted = parser.parse_args()
    started_s = time.monotonic()
    total = (write_tars if wanted.tar else write)(
        wanted.out,
        rows=int(wanted.rows),
        days=wanted.days,
        seed=wanted.seed,
        processes=wanted.processes,
    )
    print(
        f"{total.files} files, {total.rows} rows, {len(total.flown)} flights in "
        f"{time.monotonic() - started_s:.0f} s; a row has "
        f"{total.json_bytes / total.rows:.0f} bytes of JSON, "
        f"{total.gzip_bytes / total.rows:.1f} of gzip"
    )


def write(
    out: Path, *, rows: int, days: int = 1, seed: int = 1, processes: int = 2
) -> Written:
    """Write so many rows a day, about, as files, and the truth beside them.

    Args:
        out: Folder to write into; made if needed.
        rows: Rows wanted each day; what comes out is within some per cent.
        days: Number of days in a row.
        seed: The same seed gives the same bytes.
        processes: How many share the work.

    Returns:
        What was written in all.
    """

    def store(file: TraceFile) -> None:
        path = out / folder(file.day_s) / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.packed)

    return _write(out, _orders(rows, days, seed), processes, store)


def write_tars(
    out: Path, *, rows: int, days: int = 1, seed: int = 1, processes: int = 2
) -> Written:
    """Write the same into a tar a day, with ``./traces/xx/…`` inside, as published.

    Takes and gives what ``write`` does; ``out`` names the tars and is not made.
    """
    with _tars(out, days) as store:
        return _write(out, _orders(rows, days, seed), processes, store)


@contextmanager
def _tars(out: Path, count: int) -> Iterator[Callable[[TraceFile], None]]:
    """Open a tar for each day; each has its name only when it is whole."""
    whole = {day_s: tar_beside(out, day_s) for day_s in days(count)}
    parts = {day_s: path.with_suffix(".part") for day_s, path in whole.items()}
    with ExitStack() as closing:
        tars = {
            day_s: closing.enter_context(
                tarfile.open(path, "w", format=tarfile.GNU_FORMAT)
            )
            for day_s, path in parts.items()
        }

        def store(file: TraceFile) -> None:
            member = tarfile.TarInfo(f"./{file.path}")
            member.size = len(file.packed)
            tars[file.day_s].addfile(member, io.BytesIO(file.packed))

        yield store
    for day_s, part in parts.items():
        part.rename(whole[day_s])


def _orders(rows: int, days: int, seed: int) -> list[Order]:
    """Give orders in the order of paths in a tar."""
    orders = [
        Order(number=number, seed=seed, days=days)
        for number in range(max(1, rows // ROWS_PER_FILE))
    ]
    return sorted(orders, key=lambda order: (order.icao24[-2:], order.icao24))


def _write(
    out: Path,
    orders: Sequence[Order],
    processes: int,
    store: Callable[[TraceFile], None],
) -> Written:
    """Store the files of all orders, one after the other, then write the truth."""
    parts: dict[int, Written] = {}
    for number, files, written in _make_all(orders, processes):
        parts[number] = written
        for file in files:
            store(file)
    total = Written(
        files=sum(part.files for part in parts.values()),
        rows=sum(part.rows for part in parts.values()),
        json_bytes=sum(part.json_bytes for part in parts.values()),
        gzip_bytes=sum(part.gzip_bytes for part in parts.values()),
        flown=[flown for number in sorted(parts) for flown in parts[number].flown],
    )
    _write_truth(truth_beside(out), total.flown)
    return total


def _write_truth(path: Path, flights: Sequence[Flown]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(field.name for field in fields(Flown))
        table.writerows(astuple(flown) for flown in flights)
    part.rename(path)


def _make_all(orders: Sequence[Order], processes: int) -> Iterator[_Made]:
    """Make aircraft in several processes; give them in order, few ahead of the caller.

    A pool's own ``map`` would make all before it waits for somebody to take them.
    """
    with ProcessPoolExecutor(processes) as pool:
        ahead: deque[Future[list[_Made]]] = deque()
        for at in range(0, len(orders), AT_ONCE):
            ahead.append(pool.submit(_make_some, orders[at : at + AT_ONCE]))
            if len(ahead) >= AHEAD * processes:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _make_some(orders: Sequence[Order]) -> list[_Made]:
    return [make_aircraft(order) for order in orders]


def make_aircraft(order: Order) -> _Made:
    """Make the files of one aircraft, one a day."""
    rng = np.random.default_rng([order.seed, order.number])
    airframe = AIRFRAMES[rng.choice(len(AIRFRAMES), p=WEIGHTS)]
    icao24 = order.icao24
    end_s = FIRST_DAY_S + order.days * DAY_S
    flights = list(legs(rng, airframe, read_airfields(), FIRST_DAY_S, end_s))
    signs = [
        f"{rng.choice(['HVL', 'TST', 'XYZ'])}{rng.integers(10, 9999)}" for _ in flights
    ]
    writer = TraceWriter(rng, icao24, airframe)
    files, rows, json_bytes = [], 0, 0
    for day_s in days(order.days):
        text, count = writer.file(day_s, flights, signs)
        if count:
            packed = gzip.compress(text.encode("ascii"), 9, mtime=0)
            files.append(TraceFile(day_s=day_s, icao24=icao24, packed=packed))
            rows, json_bytes = rows + count, json_bytes + len(text)
    flown = [
        Flown(
            icao24=icao24,
            aircraft_type=airframe.designator,
            callsign=sign,
            origin=leg.origin,
            destination=leg.destination,
            take_off_s=round(leg.take_off_s),
            landing_s=round(leg.landing_s),
            rows=int(((leg.time_s >= FIRST_DAY_S) & (leg.time_s < end_s)).sum()),
        )
        for leg, sign in zip(flights, signs, strict=True)
    ]
    written = Written(
        files=len(files),
        rows=rows,
        json_bytes=json_bytes,
        gzip_bytes=sum(len(file.packed) for file in files),
        flown=flown,
    )
    return order.number, files, written


def truth_beside(out: Path) -> Path:
    """Name the truth table; beside the days, so that nobody reads it as flight data."""
    return out.with_name(f"{out.name}-truth.csv")


def tar_beside(out: Path, day_s: float) -> Path:
    """Name the tar of a day."""
    return out.with_name(
        f"{out.name}-{datetime.fromtimestamp(day_s, UTC):%Y.%m.%d}.tar"
    )


def days(count: int) -> Iterator[float]:
    """Give the beginnings of the days, Unix seconds."""
    return (FIRST_DAY_S + day * DAY_S for day in range(count))


def folder(day_s: float) -> str:
    """Name the folder of a day: ``YYYY/MM/DD``."""
    return f"{datetime.fromtimestamp(day_s, UTC):%Y/%m/%d}"


if __name__ == "__main__":
    main()

"""Measure heavylift beside ``traffic`` 2.13, step by step, on the same rows in one run.

``python -m benchmarks.against_traffic --rows 300000`` sets up ``traffic`` at its first
run, in an environment of its own, and compares

- reading: files to columns in memory, against ``Flight.from_readsb``. It cannot read
  gzip without the ending ``.gz``, so it gets unpacked copies; heavylift is measured on
  those too, and on the tar as it is published;
- splitting and both airfields: from columns in memory to flights with both ends,
  against ``split("30 min")`` and ``infer_airport`` for take-off and landing, which is
  handed the table of airfields that heavylift ships. What heavylift does is more, so
  three amounts of it are told (see ``stages``).

Each process is held to one core; one line of reading has all. Ratios are those of
medians.

Flights need not agree, and what was flown is known here, so it is said who is right.
``split`` cuts at silences alone: an ocean without receivers makes two legs of a flight,
and each gets airfields below the middle of its way. ``infer_airport`` names what is
next to the first or last position, of 84,000 airfields, whatever the height: an end
that was not heard, or was heard on final, gets a strip or a helipad beside the way,
where heavylift names none or the airfield ahead.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import deflate
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.agreement import ENDS, Said, compare, right
from benchmarks.archives import (
    WARM_ROWS,
    MadeUpDay,
    flights_flown,
    made_up_day,
)
from benchmarks.measure import ROOT, Run, alternate, machine, middle
from benchmarks.pinned import cores, pinned
from benchmarks.tars import members
from heavylift.reference.airfields import load_airfields
from heavylift.units import METRES_PER_FOOT
from tools.environment import Environment, ensure

TRAFFIC = Environment(
    command="benchmark",
    folder=ROOT / ".venv-traffic",
    lock=ROOT / "requirements" / "benchmark-traffic.lock",
)

#: What each amount of work is called in the table.
VARIANTS = {
    "all": "heavylift, all that it does",
    "judged": "heavylift, judging, splitting, both ends",
    "bare": "heavylift, splitting and both ends",
}


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description="Measure heavylift beside traffic.")
    parser.add_argument("--rows", type=float, default=300e3, help="about so many")
    parser.add_argument("--repeats", type=int, default=3)
    wanted = parser.parse_args()
    ensure(TRAFFIC)
    day, small = made_up_day(int(wanted.rows)), made_up_day(WARM_ROWS)
    with tempfile.TemporaryDirectory(dir=day.tar.parent) as name:
        folder = Path(name)
        unpack(day.tar, folder / "plain")
        write_airfields(folder / "airfields.parquet")
        commands = _commands(day, small, folder)
        # Compiles, once; and brings the files into memory.
        ours = [c for name, c in commands.items() if name != "traffic"]
        alternate({str(k): c for k, c in enumerate(ours)}, 1)
        runs, failed = alternate(commands, wanted.repeats)
        for step, words in failed.items():
            print(f"not measured: {step}: {words}", file=sys.stderr)
        if failed:
            sys.exit(1)
        print(f"{machine()}; medians of {wanted.repeats} runs, taking turns")
        print(f"{_same_rows(runs)} rows in {len(list(members(day.tar)))} files")
        print_reading(runs)
        print_splitting(runs)
        print_agreement(
            flights_of(folder / "flights.parquet"), legs_of(folder / "legs.csv"), day
        )


def _commands(day: MadeUpDay, small: MadeUpDay, folder: Path) -> dict[str, list[str]]:
    here = cores()
    python = [sys.executable, "-s", "-m"]
    plain = str(folder / "plain")
    decode = [*python, "benchmarks.steps", "decode"]
    stages = [*python, "benchmarks.stages", str(day.tar), str(small.tar)]
    traffic = [str(TRAFFIC.python), "-I", "benchmarks/traffic_reader.py", plain]
    traffic += [str(folder / "airfields.parquet"), str(folder / "legs.csv")]
    return {
        "plain": pinned(here[:1], [*decode, plain, str(small.tar)]),
        "tar": pinned(here[:1], [*decode, str(day.tar), str(small.tar)]),
        "cores": [*decode, str(day.tar), str(small.tar)],
        "stages": pinned(here[:1], [*stages, str(folder / "flights.parquet")]),
        "traffic": pinned(here[:1], traffic),
    }


def unpack(tar: Path, folder: Path) -> None:
    """Write the files of a tar that are gzipped as they are without gzip."""
    with tarfile.open(tar) as packed:
        for member in packed:
            file = packed.extractfile(member)
            if file is not None:
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(deflate.gzip_decompress(file.read()))


def write_airfields(path: Path) -> None:
    """Write the airfields that heavylift ships as the table that ``traffic`` takes."""
    airfields = load_airfields()
    table = {
        "name": airfields.name,
        "iata": airfields.iata,
        "icao": airfields.code,
        "latitude": airfields.lat_deg,
        "longitude": airfields.lon_deg,
        "country": airfields.country,
        "altitude": airfields.elevation_m / METRES_PER_FOOT,
    }
    pq.write_table(pa.table(table), path)


def flights_of(path: Path) -> list[Said]:
    """Read the flights that heavylift found."""
    columns = ["icao24", "first_seen", "last_seen", "origin", "destination"]
    return [
        Said(
            icao24=row["icao24"],
            first_s=row["first_seen"].timestamp(),
            last_s=row["last_seen"].timestamp(),
            origin=row["origin"] or "",
            destination=row["destination"] or "",
        )
        for row in pq.read_table(path, columns=columns).to_pylist()
    ]


def legs_of(path: Path) -> list[Said]:
    """Read the legs that ``traffic`` made."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Said(
                icao24=row["icao24"],
                first_s=float(row["first_s"]),
                last_s=float(row["last_s"]),
                origin=row["origin"],
                destination=row["destination"],
            )
            for row in csv.DictReader(file)
        ]


def print_reading(runs: Mapping[str, Sequence[Run]]) -> None:
    """Print rows a second of files to columns."""
    _print_head("reading: files to columns in memory")
    wall_s, cpu_s = _step(runs["traffic"], "read")
    theirs = (
        runs["traffic"][0].said["rows"] / wall_s,
        (runs["traffic"][0].said["rows"] / cpu_s),
    )
    titles = {
        "plain": "heavylift, the same unpacked files",
        "tar": "heavylift, the gzipped files in a tar",
        "cores": f"heavylift, the tar, {len(cores())} cores",
    }
    _print_line("traffic 2.13, from_readsb", theirs, theirs)
    for name, title in titles.items():
        run = middle(runs[name])
        rows = run.said["rows"]
        _print_line(title, (rows / run.wall_s, rows / run.cpu_s), theirs)


def print_splitting(runs: Mapping[str, Sequence[Run]]) -> None:
    """Print rows a second of columns to flights with both airfields."""
    _print_head("splitting and both airfields: from columns in memory")
    rows = runs["traffic"][0].said["rows"]
    split, airports = (_step(runs["traffic"], name) for name in ("split", "airports"))
    _print_line("traffic 2.13, split alone", (rows / split[0], rows / split[1]), None)
    wall_s, cpu_s = split[0] + airports[0], split[1] + airports[1]
    theirs = rows / wall_s, rows / cpu_s
    _print_line("traffic 2.13, split, infer_airport twice", theirs, theirs)
    rows = runs["stages"][0].said["rows"]
    for name, title in VARIANTS.items():
        wall_s, cpu_s = _step(runs["stages"], name)
        _print_line(title, (rows / wall_s, rows / cpu_s), theirs)


def print_agreement(
    ours: Sequence[Said], theirs: Sequence[Said], day: MadeUpDay
) -> None:
    """Print how many flights agree, and which airfields were the right ones."""
    flown = [
        Said(
            icao24=row["icao24"],
            first_s=float(row["take_off_s"]),
            last_s=float(row["landing_s"]),
            origin=row["origin"],
            destination=row["destination"],
        )
        for row in flights_flown(day)
    ]
    made = compare(ours, theirs)
    print(
        f"\n{len(flown)} flights flown; heavylift found {made.ours}, traffic "
        f"{made.theirs}, of which {made.paired} overlap one of heavylift's"
    )
    print(
        f"both airfields named by heavylift: {made.both_named} of these; traffic has "
        f"the same two in {_share(made.same, made.both_named)}"
    )
    by_us, by_them = right(ours, flown), right(theirs, flown)
    for end in ENDS:
        ours_named, ours_right = by_us[end]
        theirs_named, theirs_right = by_them[end]
        (named, same), (met, same_met) = made.ends[end], made.met[end]
        print(
            f"{end}: heavylift names {ours_named}, {_share(ours_right, ours_named)} as "
            f"flown; traffic names {theirs_named}, "
            f"{_share(theirs_right, theirs_named)} as flown;\n"
            f"  traffic has the same in {_share(same, named)} of the {named} that "
            f"heavylift names, and in {_share(same_met, met)} of the {met} of these "
            "that both have at the same moment"
        )


def _same_rows(runs: Mapping[str, Sequence[Run]]) -> int:
    """Give the number of rows, which is the same whoever read them."""
    counts = {run.said["rows"] for each in runs.values() for run in each}
    if len(counts) > 1:
        sys.exit(f"not the same rows were read: {sorted(counts)}")
    return int(counts.pop())


def _print_head(title: str) -> None:
    print(f"\n{title}")
    print(f"{'':40}     rows/s rows/CPU s   times traffic: clock     CPU")


def _print_line(
    title: str, ours: tuple[float, float], theirs: tuple[float, float] | None
) -> None:
    line = f"{title:40} {ours[0]:10,.0f} {ours[1]:10,.0f}"
    if theirs is not None:
        line += f" {ours[0] / theirs[0]:22.1f} {ours[1] / theirs[1]:7.1f}"
    print(line)


def _step(runs: Sequence[Run], name: str) -> tuple[float, float]:
    """Give the medians of wall and processor seconds of a step of some runs."""
    steps = [run.said["steps"][name] for run in runs]
    return median(s["wall_s"] for s in steps), median(s["cpu_s"] for s in steps)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    main()

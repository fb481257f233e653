"""The made-up days that are measured on: a tar each, written once and kept."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.traces import FIRST_DAY_S, tar_beside, truth_beside, write_tars

#: Ignored by git; remove it to free the room.
KEPT = Path(__file__).resolve().parent.parent / ".benchmarks"

#: Rows of the day that is read before the clock starts: it loads the compiled code,
#: which a long run pays once.
WARM_ROWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpDay:
    """A day: its tar as it would be published, and the flights that were flown."""

    tar: Path
    truth: Path


def made_up_day(rows: int, seed: int = 1) -> MadeUpDay:
    """Give a made-up day of about so many rows; write it if needed."""
    out = KEPT / f"day-{rows}-{seed}"
    day = MadeUpDay(tar=tar_beside(out, FIRST_DAY_S), truth=truth_beside(out))
    if not (day.tar.exists() and day.truth.exists()):
        print(f"writing a made-up day of about {rows} rows ...", flush=True)
        KEPT.mkdir(exist_ok=True)
        write_tars(out, rows=rows, seed=seed)
    return day


def flights_flown(day: MadeUpDay) -> list[dict[str, str]]:
    """Give the flights of the truth table of which a row was received."""
    with day.truth.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["rows"] != "0"]


def rows_made(day: MadeUpDay) -> int:
    """Count the rows of a day."""
    return sum(int(flown["rows"]) for flown in flights_flown(day))

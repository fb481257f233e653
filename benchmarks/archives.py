"""The made-up archives that are measured on: written once, kept, found again."""

from __future__ import annotations

from pathlib import Path

from benchmarks.traces import FIRST_DAY_S, truth_beside, write, write_tar

#: Ignored by git; remove it to free the room.
KEPT = Path(__file__).resolve().parent.parent / ".benchmarks"


def archive(rows: int, seed: int = 1) -> Path:
    """Give the folder of a made-up day of about so many rows; write it if needed."""
    folder = KEPT / f"day-{rows}-{seed}"
    # The truth is written last, so it is there only when all is.
    if not truth_beside(folder).exists():
        print(f"writing a made-up day of about {rows} rows ...", flush=True)
        write(folder, rows=rows, seed=seed)
    return folder


def trace_files(folder: Path) -> list[Path]:
    """List the trace files below a folder, always in the same order."""
    return sorted(folder.glob("**/trace_full_*.json"))


def flights_flown(folder: Path) -> int:
    """Count the flights of the truth table of which a row was received."""
    lines = truth_beside(folder).read_text(encoding="utf-8").splitlines()[1:]
    return sum(not line.endswith(",0") for line in lines)


def tar_of(folder: Path) -> Path:
    """Give the tar of a made-up day, as it would be published; write it if needed."""
    made = list(folder.parent.glob(f"{folder.name}-????.??.??.tar"))
    return made[0] if made else write_tar(folder, FIRST_DAY_S)

"""Measure heavylift beside ``traffic`` 2.13 on the same files, in one run.

``python -m benchmarks.against_traffic --rows 300000`` sets up ``traffic`` at its first
run, in an environment of its own. What is compared: trace files to flights. To the
advantage of ``traffic``, its copy of the files is unpacked beforehand (it cannot read
gzip without the ending ``.gz``), and it splits at silences of 30 minutes only, where
heavylift also names both ends of each flight.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import deflate

from benchmarks.archives import archive, trace_files
from benchmarks.measure import ROOT, Run, alternate, machine, middle
from tools.environment import Environment, ensure

TRAFFIC = Environment(
    command="benchmark",
    folder=ROOT / ".venv-traffic",
    lock=ROOT / "requirements" / "benchmark-traffic.lock",
)


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description="Measure heavylift beside traffic.")
    parser.add_argument("--rows", type=float, default=300e3, help="about so many")
    parser.add_argument("--repeats", type=int, default=3)
    wanted = parser.parse_args()
    ensure(TRAFFIC)
    folder = archive(int(wanted.rows))
    commands = {
        "heavylift": [sys.executable, "-s", "-m", "benchmarks.steps", "flights"],
        "traffic": [str(TRAFFIC.python), "-I", "benchmarks/traffic_reader.py"],
    }
    commands["heavylift"] += [str(folder), str(trace_files(folder)[0])]
    commands["traffic"].append(str(_unpacked(folder)))
    alternate({"heavylift": commands["heavylift"]}, 1)  # compiles, once
    runs, failed = alternate(commands, wanted.repeats)
    for name, words in failed.items():
        print(f"not measured: {name}: {words}", file=sys.stderr)
    if failed:
        sys.exit(1)
    print(f"{machine()}; medians of {wanted.repeats} runs, taking turns\n")
    print_comparison(middle(runs["heavylift"]), middle(runs["traffic"]))


def print_comparison(ours: Run, theirs: Run) -> None:
    """Print rows a second of both, by the clock and by processor time."""
    print(f"{'':12}    rows  flights   wall s    rows/s   CPU s  rows/CPU s  peak MB")
    for name, step in (("heavylift", ours), ("traffic 2.13", theirs)):
        rows = step.said["rows"]
        print(
            f"{name:12} {rows:7} {step.said['flights']:8} {step.wall_s:8.2f} "
            f"{rows / step.wall_s:9.0f} {step.cpu_s:7.2f} {rows / step.cpu_s:11.0f} "
            f"{step.peak_mb:8.0f}"
        )
    print(
        f"\nheavylift is {theirs.wall_s / ours.wall_s:.0f} times as fast by the clock, "
        f"{theirs.cpu_s / ours.cpu_s:.0f} times by processor time; "
        f"of traffic's time {100 * theirs.said['read_s'] / theirs.wall_s:.0f} % "
        "is reading"
    )


def _unpacked(folder: Path) -> Path:
    """Give a copy of the files that is not compressed."""
    copy = folder.with_name(f"{folder.name}-unpacked")
    for path in trace_files(folder):
        plain = copy / path.relative_to(folder)
        if not plain.exists():
            plain.parent.mkdir(parents=True, exist_ok=True)
            plain.write_bytes(deflate.gzip_decompress(path.read_bytes()))
    return copy


if __name__ == "__main__":
    main()

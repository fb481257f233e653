"""Run commands in turn, several times, and say how long and how large they were."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

BYTES_PER_MB = 1e6


class StepFailed(Exception):
    """A measured command ended with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command.

    Attributes:
        wall_s: What the command says it took; the life of the process if it is silent.
        cpu_s: Processor seconds of all its threads and children, by the same rule.
        peak_mb: Largest resident memory, MB; never less than what the process has that
            starts it, for the system counts from before the command is loaded.
        said: What else it printed as JSON.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: Mapping[str, Any] = field(default_factory=dict)


def run(command: Sequence[str]) -> Run:
    """Run a command once; its last line may be JSON with ``wall_s`` and ``cpu_s``.

    Raises:
        StepFailed: It ended with an error; the message has its last line.
    """
    started_s = time.perf_counter()
    with tempfile.TemporaryFile("w+") as words:
        # A file, not a pipe: then one wait gives the memory of this very process.
        with subprocess.Popen(
            command, cwd=ROOT, stdout=words, stderr=subprocess.STDOUT
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        words.seek(0)
        out = words.read()
    wall_s = time.perf_counter() - started_s
    if process.returncode:
        raise StepFailed((out.strip() or "no message").splitlines()[-1])
    said = _json(out)
    return Run(
        wall_s=said.pop("wall_s", wall_s),
        cpu_s=said.pop("cpu_s", usage.ru_utime + usage.ru_stime),
        peak_mb=usage.ru_maxrss * 1024 / BYTES_PER_MB,
        said=said,
    )


def alternate(
    commands: Mapping[str, Sequence[str]], repeats: int
) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """Run each command so many times, taking turns, so that a slow minute hits all.

    Returns:
        The runs of each command that works, and the last words of each that does not.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    failed: dict[str, str] = {}
    for _ in range(repeats):
        for name, command in commands.items():
            if name not in failed:
                try:
                    runs[name].append(run(command))
                except StepFailed as error:
                    failed[name] = str(error)
    return {name: r for name, r in runs.items() if name not in failed}, failed


def middle(runs: Sequence[Run]) -> Run:
    """Give the median of each figure; of memory the largest."""
    return Run(
        wall_s=median(r.wall_s for r in runs),
        cpu_s=median(r.cpu_s for r in runs),
        peak_mb=max(r.peak_mb for r in runs),
        said=runs[-1].said,
    )


def machine() -> str:
    """Say what matters of the machine, and nothing that tells whose it is."""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def _json(out: str) -> dict[str, Any]:
    lines = out.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {}
    said: dict[str, Any] = json.loads(lines[-1])
    return said

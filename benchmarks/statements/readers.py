"""The environment of what heavylift's reading of documents is measured beside."""

from __future__ import annotations

from benchmarks.measure import ROOT
from tools.environment import Environment

READERS = Environment(
    command="benchmark",
    folder=ROOT / ".venv-statements",
    lock=ROOT / "requirements" / "benchmark-statements.lock",
    built=("emoji", "grapheme"),
)

"""Run the checks one after the other, each named and timed.

A check that fails does not stop the others: one run shows everything there is to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools.environment import ROOT

#: The two commands have no ending that tells ruff what they are.
SOURCES = (".", "heavylift", "check")

#: Names under which Chromium is installed; the first is Debian's.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Check(NamedTuple):
    """One check.

    Attributes:
        name: What it is called on the command line.
        arguments: What the environment's Python is started with.
        fix: What helps when it fails.
    """

    name: str
    arguments: Sequence[str]
    fix: str


LINT = (
    Check("style", ("-m", "ruff", "check", *SOURCES), "./check fix"),
    Check("format", ("-m", "ruff", "format", "--check", *SOURCES), "./check fix"),
    Check("types", ("-m", "mypy"), "the line says which type was expected"),
    Check(
        "layers",
        (
            "-c",
            "from importlinter.cli import lint_imports_command as main; main()",
            "--no-cache",
            "--no-logo",
        ),
        "CONTRIBUTING.md, Layers",
    ),
)
TESTS = Check("tests", ("-m", "pytest", "-q"), "./check tests -x --lf")
FIXES = (
    Check("style", ("-m", "ruff", "check", "--fix", *SOURCES), "by hand"),
    Check("format", ("-m", "ruff", "format", *SOURCES), "by hand"),
)


class Outcome(NamedTuple):
    """How a check ended."""

    check: Check
    code: int
    seconds: float


def main(python: Path, arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; without any, everything.

    Returns:
        0 when all passed, 1 when a check failed, 2 for an unknown name.
    """
    match list(arguments):
        case []:
            if not _has_browser():
                return 1
            outcomes = [_run(python, check) for check in (*LINT, TESTS)]
        case ["lint"]:
            outcomes = [_run(python, check) for check in LINT]
        case ["fix"]:
            outcomes = [_run(python, check) for check in FIXES]
        case ["tests", *rest]:
            outcomes = [_run(python, TESTS, rest)]
        case [name, *rest] if name in {check.name for check in LINT}:
            [check] = [check for check in LINT if check.name == name]
            outcomes = [_run(python, check, rest)]
        case _:
            names = ", ".join(check.name for check in (*LINT, TESTS))
            print(f"check: unknown: {' '.join(arguments)}", file=sys.stderr)
            print(f"  help: one of lint, fix, {names}, or nothing", file=sys.stderr)
            return 2
    return _summary(outcomes)


def _run(python: Path, check: Check, more: Sequence[str] = ()) -> Outcome:
    print(f"── {check.name} ──", flush=True)
    started_s = time.monotonic()
    done = subprocess.run(
        [str(python), "-I", *check.arguments, *more],
        cwd=ROOT,
        # mypy and pytest start Python again; that one must be as private.
        env=os.environ | {"PYTHONNOUSERSITE": "1"},
        check=False,
    )
    return Outcome(check, done.returncode, time.monotonic() - started_s)


def _summary(outcomes: Sequence[Outcome]) -> int:
    print("── summary ──")
    for check, code, seconds in outcomes:
        verdict = "passed" if code == 0 else f"FAILED   {check.fix}"
        print(f"{check.name:8} {seconds:6.1f} s  {verdict}")
    return int(any(outcome.code for outcome in outcomes))


def _has_browser() -> bool:
    """Say whether the browser tests can run; as root on Debian, make it so."""
    if any(map(shutil.which, BROWSERS)):
        return True
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (("update",), ("install", "-y", "chromium")):
            subprocess.run([apt, "-q", *step], env=quiet, check=False)
        if any(map(shutil.which, BROWSERS)):
            return True
    print("check: the tests of pages need Chromium, but it is not installed")
    print("  help: apt install chromium")
    return False

"""The program as a process: what it imports, where its words go, how it exits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders.cases import small_case
from heavylift.cli import COMMANDS
from heavylift.cli.fetch import COMMANDS as FETCHES

SRC = Path(__file__).resolve().parents[2] / "src"

#: Each takes a tenth of a second or more to import.
HEAVY = ("numpy", "numba", "pyarrow", "scipy", "shapely", "jinja2", "rich", "msgspec")

#: Opens connections, and is needed by those who asked for one alone.
ONLINE = ("urllib3", "http", "ssl", "pyopensky")


def heavylift(*arguments, folder, program=("-m", "heavylift")):
    """Run the program as a person would."""
    return subprocess.run(
        [sys.executable, *program, *(str(a) for a in arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return small_case(tmp_path_factory.mktemp("case"))


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"]]
    + [[name, "--help"] for name in COMMANDS]
    + [["fetch", name, "--help"] for name in FETCHES],
)
def test_help_imports_nothing_heavy(tmp_path, arguments):
    program = (
        "import sys\n"
        "from heavylift.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted(sys.modules), file=sys.stderr)\n"
    )

    told = heavylift(*arguments, folder=tmp_path, program=("-c", program))

    assert told.returncode == 0
    assert not {*HEAVY, *ONLINE} & {m.split(".")[0] for m in told.stderr.split()}


def test_what_cannot_be_done_is_exit_code_1_with_help_on_standard_error(tmp_path):
    told = heavylift("flights", "nowhere", "--out", "flights.csv", folder=tmp_path)

    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("heavylift: nowhere: no such file")
    assert "\n  help: " in told.stderr
    assert "Traceback" not in told.stderr


def test_nothing_readable_is_exit_code_1_and_writes_nothing(tmp_path):
    (tmp_path / "note.txt").write_text("hello\n")

    told = heavylift("flights", "note.txt", "--out", "flights.csv", folder=tmp_path)

    assert told.returncode == 1
    assert "no position could be read from note.txt" in told.stderr
    assert not (tmp_path / "flights.csv").exists()


def test_a_misspelt_option_is_exit_code_2(tmp_path):
    told = heavylift("corridor", "x.csv", "--form", "LLOV", folder=tmp_path)

    assert told.returncode == 2
    assert "No such option" in told.stderr
    assert told.stdout == ""


def test_output_that_is_cut_off_by_the_reader_is_no_traceback(case):
    shown = subprocess.run(
        f"'{sys.executable}' -m heavylift airfields country:RU | head -n 1",
        shell=True,
        cwd=case.parent,
        env=os.environ | {"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "Traceback" not in shown.stderr

"""The program as a process: what it imports, where its words go, how it exits."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders.cases import small_case, write_table
from builders.tracks import flight

SRC = Path(__file__).resolve().parents[2] / "src"

#: Each takes a tenth of a second or more to import.
HEAVY = ("numpy", "numba", "pyarrow", "scipy", "shapely", "jinja2", "rich", "msgspec")

#: Stops at the first socket made or name looked up, then runs commands in turn.
WITHOUT_NETWORK = """
import json, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise AssertionError(f"a connection was about to be opened: {event}")

sys.addaudithook(refuse)
from heavylift.cli import group
for arguments in json.loads(sys.argv[1]):
    group(arguments, prog_name="heavylift", standalone_mode=False)
if len(sys.argv) > 2:
    import socket
    socket.create_connection(("127.0.0.1", 9))
"""


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
    + [
        [c, "--help"]
        for c in ("flights", "corridor", "investigate", "demo", "ingest", "lake")
    ]
    + [["airfields", "--help"]],
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
    assert not set(HEAVY) & {m.split(".")[0] for m in told.stderr.split()}


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


def test_no_command_opens_a_connection(case):
    write_table(case.parent / "table.csv", flight("UBBB", "LLOV", every_s=30))
    commands = [
        ["flights", "traces", "table.csv", "--out", "flights.parquet"],
        ["corridor", "flights.parquet", "--from", "country:AZ", "--to", "Ovda"],
        ["investigate", "case.toml", "--out", "dossier"],
        ["demo", "--out", "demo"],
        ["airfields", "Ovda"],
    ]

    told = heavylift(
        json.dumps(commands), folder=case.parent, program=("-c", WITHOUT_NETWORK)
    )

    assert told.returncode == 0, told.stderr
    assert "both ends established: ground 3, runway 0" in told.stdout
    for folder in ("dossier", "demo"):
        assert (case.parent / folder / "report.html").is_file()


def test_the_guard_against_connections_would_notice_one(tmp_path):
    told = heavylift("[]", "connect", folder=tmp_path, program=("-c", WITHOUT_NETWORK))

    assert told.returncode == 1
    assert "a connection was about to be opened" in told.stderr


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

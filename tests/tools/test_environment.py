"""The commands set themselves up: once, whole, and again when something changed.

These tests make real environments of a small copy of the repository that needs no
package, so they need no connection.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PROGRAM = "import sys\nprint(sys.argv[1:], sys.flags.isolated)\n"


@pytest.fixture
def checkout(tmp_path):
    """Make a repository with an empty lock and a program that shows its arguments."""
    # A blank and an umlaut, as folders of people have.
    root = tmp_path / "my földer"
    shutil.copytree(
        ROOT / "tools", root / "tools", ignore=lambda _, names: {*names} - ours
    )
    shutil.copy(ROOT / "heavylift", root)
    (root / "requirements").mkdir()
    (root / "requirements" / "heavylift.lock").touch()
    (root / "src" / "heavylift").mkdir(parents=True)
    (root / "src" / "heavylift" / "__init__.py").touch()
    (root / "src" / "heavylift" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    return root


ours = {"__init__.py", "interpreter.py", "environment.py", "install.py", "extra.py"}


def start(checkout, *arguments, **changes):
    """Start the command as a person would, from another folder."""
    return subprocess.run(
        [sys.executable, str(checkout / "heavylift"), *arguments],
        cwd="/",
        env=os.environ | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_first_start_sets_up_and_hands_over_all_arguments(checkout):
    done = start(checkout, "corridor", "two words", "--json")

    assert done.stdout == "['corridor', 'two words', '--json'] 1\n"
    assert "setting up for the first time" in done.stderr


def test_the_second_start_says_nothing_and_keeps_the_environment(checkout):
    start(checkout)
    made = (checkout / ".venv" / "pyvenv.cfg").stat().st_mtime_ns

    done = start(checkout, "again")

    assert (done.stdout, done.stderr) == ("['again'] 1\n", "")
    assert (checkout / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made


def test_packages_and_variables_of_the_user_are_kept_out(checkout, tmp_path):
    (tmp_path / "heavylift").mkdir()
    other = tmp_path / "heavylift" / "__main__.py"
    other.write_text("print('another program')\n", encoding="utf-8")

    done = start(checkout, PYTHONPATH=str(tmp_path))

    assert done.stdout == "[] 1\n"


def test_a_set_up_that_was_interrupted_is_repaired(checkout):
    start(checkout)
    (checkout / ".venv" / "heavylift.stamp").unlink()
    (checkout / ".venv" / "bin" / "python").unlink()

    done = start(checkout, "repaired")

    assert done.stdout == "['repaired'] 1\n"


def test_a_moved_repository_is_set_up_again(checkout, tmp_path):
    start(checkout)
    moved = checkout.rename(tmp_path / "moved")

    done = start(moved, "there")

    assert done.stdout == "['there'] 1\n"
    assert "setting up" in done.stderr


def test_a_changed_lock_is_set_up_again(checkout):
    start(checkout)
    lock = checkout / "requirements" / "heavylift.lock"
    lock.write_text("# newer\n", encoding="utf-8")

    done = start(checkout)

    assert "setting up" in done.stderr


def test_two_first_starts_at_once_both_succeed(checkout):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: start(checkout, name), ["one", "two"]))

    assert [d.stdout for d in done] == ["['one'] 1\n", "['two'] 1\n"]
    assert sum("ready after" in d.stderr for d in done) == 1


def test_an_environment_of_somebody_else_is_left_alone(checkout):
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "mine.txt").touch()

    done = start(checkout)

    assert done.returncode == 1
    assert "was not made by ./heavylift\n  help: rename or remove" in done.stderr
    assert (checkout / ".venv" / "mine.txt").exists()


def test_without_a_connection_the_message_says_so(checkout):
    pin = f"click==8.0.0 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements" / "heavylift.lock").write_text(pin, encoding="utf-8")
    # Port 9 of this very machine discards; nothing listens there.
    nowhere = "http://127.0.0.1:9/simple"

    done = start(
        checkout,
        PATH="/usr/bin:/bin",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL=nowhere,
        PIP_EXTRA_INDEX_URL="",
        PIP_NO_CACHE_DIR="1",
    )

    assert done.returncode == 1
    assert "no package index could be reached" in done.stderr
    assert "help: connect and start again" in done.stderr


def test_an_old_python_is_told_what_is_needed():
    pretend = (
        "import sys; sys.version_info = (3, 9, 2)\n"
        "import shutil; shutil.which = lambda name: None\n"
        "from tools import interpreter; interpreter.require('heavylift')"
    )

    done = subprocess.run(
        [sys.executable, "-c", pretend],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("heavylift: needs Python 3.11 or newer")

"""Outside a checkout the error says how an extra is installed."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from heavylift.errors import ExtraMissing
from heavylift.extras import DOCUMENTS, require

SRC = Path(__file__).resolve().parents[1] / "src"


def test_an_extra_that_is_there_is_no_matter(capfd):
    require(DOCUMENTS)

    assert capfd.readouterr() == ("", "")


def test_outside_a_checkout_the_error_names_the_command():
    missing = replace(DOCUMENTS, modules=("json", "no_such_module_at_all"))

    with pytest.raises(ExtraMissing) as refused:
        require(missing)

    assert refused.value.help == "install them with: pip install 'heavylift[documents]'"
    assert "reading documents and statements" in refused.value.message


def test_a_command_that_needs_it_says_so_and_changes_nothing(tmp_path):
    """Hide the packages of the extra from a real command."""
    (tmp_path / "case.toml").touch()
    (tmp_path / "a.html").write_text("<html><p>Six flights.</p></html>")
    program = (
        "import importlib.util, sys\n"
        f"sys.path.insert(0, {str(SRC)!r})\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: (\n"
        "    None if name == 'trafilatura' else find(name, *rest))\n"
        "from heavylift.cli import main\nmain()\n"
    )
    command = ["documents", "add", "case.toml", "a.html", "--published", "2023-10-05"]

    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "help: install them with: pip install 'heavylift[documents]'" in done.stderr
    assert not (tmp_path / "case.evidence").exists()

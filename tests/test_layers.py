"""The layers are a contract: it holds, and it would notice if it did not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LINT = "from importlinter.cli import lint_imports_command as main; main()"


def lint(folder, *arguments):
    """Check the imports of the copy of heavylift that lies below a folder."""
    # The environment knows the checkout's own heavylift; the copy must come first.
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def copy(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=lambda folder, names: [n for n in names if not keep(folder, n)],
    )
    return tmp_path


def keep(folder, name):
    """Keep code and folders; data is large and imports nothing."""
    return name.endswith(".py") or (Path(folder) / name).is_dir()


def test_every_contract_holds():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "contract, file, line",
    [
        ("layers", "model/ends.py", "import heavylift.flights"),
        ("layers", "geo.py", "import heavylift.model.ends"),
        ("layers", "pictures.py", '"""A new layer that nobody has named."""'),
        ("analysis", "flights/__init__.py", "import click"),
        ("analysis", "exports/__init__.py", "from jinja2 import Environment"),
        ("dossier", "dossier/__init__.py", "import rich.table"),
        ("offline", "sources/__init__.py", "from urllib.request import urlopen"),
        ("offline", "lake/__init__.py", "import heavylift.fetch.run"),
        ("commands", "cli/__init__.py", "import socket"),
        ("commands", "cli/fetch/day.py", "import urllib3"),
        ("fetching", "fetch/__init__.py", "import rich.progress"),
        ("layers", "dossier/__init__.py", "import heavylift.fetch.plan"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(copy, contract, file, line):
    path = copy / "src" / "heavylift" / file
    with path.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    done = lint(copy, "--contract", contract)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout

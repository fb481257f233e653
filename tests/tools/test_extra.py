"""An extra comes by itself: once, whole, told before, and again when it was stopped.

These tests make real environments of a small copy of the repository, whose extra is one
small package that is made here, so they need no connection.
"""

import base64
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heavylift.extras import DOCUMENTS
from tools.environment import HEAVYLIFT
from tools.extra import added

ROOT = Path(__file__).resolve().parents[2]

#: What of the repository such a program needs.
TOOLS = ("__init__.py", "interpreter.py", "environment.py", "install.py", "extra.py")
SOURCE = ("__init__.py", "errors.py", "extras.py")

#: A command that needs an extra, which here is the package that is made below.
PROGRAM = """
import sys
from heavylift.errors import HeavyliftError
from heavylift.extras import Extra, require
extra = Extra(name="documents", purpose="reading", size_mb=5, modules=("tiny_reader",))
if sys.argv[1:] == ["plain"]:
    print("needs nothing")
    sys.exit()
try:
    require(extra)
except HeavyliftError as error:
    sys.exit(f"heavylift: {error}")
import tiny_reader
print(tiny_reader.read())
"""


def make_wheel(folder, says="read"):
    """Make a package as an index would offer it; give its line of a lock file."""
    name, version = "tiny_reader", "1.0"
    files = {
        f"{name}/__init__.py": "from tiny_reader.reading import read\n",
        f"{name}/reading.py": f"def read():\n    return {says!r}\n",
        f"{name}-{version}.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: tiny-reader\nVersion: {version}\n"
        ),
        f"{name}-{version}.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
            "Tag: py3-none-any\n"
        ),
    }
    record = "".join(
        f"{path},sha256={_digest(text.encode())},{len(text)}\n"
        for path, text in files.items()
    )
    files[f"{name}-{version}.dist-info/RECORD"] = (
        f"{record}{name}-{version}.dist-info/RECORD,,\n"
    )
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"tiny-reader=={version} --hash=sha256:{digest}\n"


def _digest(data):
    raw = hashlib.sha256(data).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def checkout(tmp_path):
    """Make a repository whose extra is a package in a folder beside it."""
    root, wheels = tmp_path / "my földer", tmp_path / "wheels"
    for folder, names in (("tools", TOOLS), ("src/heavylift", SOURCE)):
        (root / folder).mkdir(parents=True)
        for name in names:
            shutil.copy(ROOT / folder / name, root / folder / name)
    shutil.copy(ROOT / "heavylift", root)
    (root / "src" / "heavylift" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    wheels.mkdir()
    (root / "requirements").mkdir()
    (root / "requirements" / "heavylift.lock").touch()
    (root / "requirements" / "documents.lock").write_text(make_wheel(wheels))
    return root


def start(checkout, *arguments, **changes):
    """Start the command; packages come from the folder and from nowhere else."""
    alone = {
        "PATH": "/usr/bin:/bin",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (checkout.parent / "wheels").as_uri(),
        "PIP_NO_CACHE_DIR": "1",
    }
    return subprocess.run(
        [sys.executable, str(checkout / "heavylift"), *arguments],
        cwd="/",
        env=os.environ | alone | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def installed(checkout):
    [site_packages] = (checkout / ".venv").glob("lib/python3*/site-packages")
    return site_packages


def test_the_first_command_that_needs_it_says_what_comes_and_how_large_it_is(checkout):
    done, again = start(checkout), start(checkout)

    assert done.stdout == "read\n"
    assert (
        "heavylift: reading needs more packages, 5 MB on disk; they are installed "
        "once, from requirements/documents.lock\n" in done.stderr
    )
    assert "adding 1 packages, once" in done.stderr
    assert (again.stdout, again.stderr) == ("read\n", "")


def test_who_does_not_need_it_gets_none_of_it(checkout):
    done = start(checkout, "plain")

    assert done.stdout == "needs nothing\n"
    assert not list(installed(checkout).glob("tiny_reader*"))


def test_an_installation_that_was_stopped_is_done_again(checkout):
    start(checkout)
    # As it is after the first of its files.
    (checkout / ".venv" / "documents.stamp").unlink()
    (installed(checkout) / "tiny_reader" / "reading.py").unlink()
    shutil.rmtree(installed(checkout) / "tiny_reader-1.0.dist-info")

    done = start(checkout)

    assert done.stdout == "read\n"
    assert "adding 1 packages" in done.stderr
    assert start(checkout).stderr == ""


def test_a_package_that_is_not_the_one_of_the_lock_is_not_installed(checkout):
    make_wheel(checkout.parent / "wheels", says="something else")

    done = start(checkout)

    assert done.returncode == 1
    assert "a package is not the one that the lock file names" in done.stderr
    assert "help: install them with: pip install 'heavylift[documents]'" in done.stderr
    assert not list(installed(checkout).glob("tiny_reader*"))


def test_without_a_connection_it_says_so_and_the_next_start_tries_again(checkout):
    # Port 9 of this very machine discards; nothing listens there.
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}

    done = start(checkout, PIP_FIND_LINKS="", **nowhere)

    assert done.returncode == 1
    assert "no package index could be reached" in done.stderr
    assert start(checkout).stdout == "read\n"


def test_a_changed_lock_is_installed_when_it_is_needed(checkout):
    start(checkout)
    lock = checkout / "requirements" / "documents.lock"
    lock.write_text("# newer\n" + lock.read_text())

    plain, needed = start(checkout, "plain"), start(checkout)

    assert plain.stderr == ""
    assert "adding 1 packages" in needed.stderr
    assert start(checkout).stderr == ""


def test_two_commands_at_once_install_it_once(checkout):
    start(checkout, "plain")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: start(checkout), range(2)))

    assert [d.stdout for d in done] == ["read\n", "read\n"]
    assert [d.returncode for d in done] == [0, 0]


def test_the_size_that_is_told_is_that_of_the_packages_of_the_lock():
    sizes, missing = 0, []
    for name in added(HEAVYLIFT, DOCUMENTS.name):
        try:
            files = importlib.metadata.distribution(name).files or []
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        there = [Path(str(f.locate())) for f in files if f.suffix != ".pyc"]
        sizes += sum(path.stat().st_size for path in there if path.is_file())

    assert missing == ["colorama"]  # of another system
    assert sizes / 1e6 == pytest.approx(DOCUMENTS.size_mb, rel=0.05)

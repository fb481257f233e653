"""What holds for the repository as a whole: its locks, names, sizes and words."""

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Folders that git ignores, and git's own.
NOT_OURS = re.compile(r"^(\.git|\.venv.*|\..*cache|\.hypothesis|\.benchmarks|dist)$")

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))

#: Names that say nothing; whatever is in such a file has a better one.
EMPTY_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "base",
    "misc",
}

#: Past this a file is no longer one idea.
MOST_LINES = 400

#: Written in halves, so that this file does not find itself.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
    "conda.anaconda" + ".org",
]
MACHINE_PATHS = re.compile(r"(?<![\w.:/])/(?:" + "work|root|home|tmp" + r")/\w")


def files(*endings):
    """List the files of the repository, those that git ignores left out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            f for f in folders if not NOT_OURS.match(f) and f != "__pycache__"
        ]
        found += [Path(folder) / n for n in names if n.endswith(endings or ("",))]
    return sorted(found)


def texts():
    """Give each text file of the repository with its text."""
    for path in files():
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            yield path.relative_to(ROOT).as_posix(), raw.decode("utf-8", "replace")


def pins(lock):
    """Give the blocks of a lock file, one a package version."""
    return re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())


def names(lock):
    return {pin.split("==")[0] for pin in pins(lock)}


def canonical(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_of_a_lock_has_a_hash(lock):
    without = [p for p in pins(lock) if not re.search(r"--hash=sha256:[0-9a-f]{64}", p)]

    assert without == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_versions_and_no_addresses(lock):
    text = lock.read_text(encoding="utf-8")

    assert "://" not in text
    assert " @ " not in text
    assert re.findall(r"^--", text, re.MULTILINE) == []


def test_the_locks_hold_what_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = {canonical(r) for r in project["project"]["dependencies"]}
    dev = {canonical(r) for r in project["dependency-groups"]["dev"]}

    assert run <= names(ROOT / "requirements" / "heavylift.lock")
    assert run | dev <= names(ROOT / "requirements" / "check.lock")


def test_checks_run_with_the_very_versions_that_users_have():
    users = set(pins(ROOT / "requirements" / "heavylift.lock"))
    checks = set(pins(ROOT / "requirements" / "check.lock"))

    assert users - checks == set()


def test_the_repository_names_no_registry_and_no_path_of_a_machine():
    found = [
        (name, match)
        for name, text in texts()
        for match in [r for r in REGISTRIES if r in text] + MACHINE_PATHS.findall(text)
    ]

    assert found == []


def test_no_name_of_a_file_says_nothing():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in files(".py")
        if EMPTY_NAMES & set(re.split(r"[_\W]", path.stem))
        or EMPTY_NAMES & set(path.relative_to(ROOT).parts)
    ]

    assert found == []


def test_no_file_of_the_program_is_too_long_to_be_one_idea():
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in files(".py")
        if path.is_relative_to(ROOT / "src")
    }

    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_decision_records_are_numbered_and_have_their_four_parts():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    headings = [
        re.findall(r"^## (.*)$", record.read_text("utf-8"), re.MULTILINE)
        for record in records
    ]

    assert numbers == list(range(1, len(records) + 1))
    for found in headings:
        assert found == ["Context", "Decision", "Consequences", "When to look again"]

"""A document is there whole or not at all, whenever the program is killed."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from builders.documents import found, json_lines
from heavylift.documents import (
    Adder,
    Given,
    evidence_folder,
    open_collection,
    text_of,
    verify,
)
from heavylift.errors import CannotWrite

#: Adds the documents of a file of lines, and says after each that it is added.
PROGRAM = """
import sys
sys.path[:] = {path!r}
from pathlib import Path
from heavylift.documents import Adder, Confined, Given, documents_in, evidence_folder
case, lines = Path(sys.argv[1]), Path(sys.argv[2])
adder = Adder(evidence_folder(case))
with Confined() as reader:
    for found in documents_in(lines, reader):
        print(adder.add(found, Given()).document.id, flush=True)
"""


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    return path


def lines_of(folder, name, count, size=200):
    path = folder / name
    path.write_bytes(
        json_lines(
            *(
                {
                    "doc": f"{path.stem}-{n}",
                    "published": "2023-10-05",
                    "text": f"{path.stem} {n} " * size,
                }
                for n in range(count)
            )
        )
    )
    return path


def start(case, lines):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(path=sys.path), str(case), str(lines)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_program_that_is_killed_leaves_whole_documents_and_goes_on(case):
    """Kill it over and over in the middle of its work, until all is added."""
    lines = lines_of(case.parent, "a.jsonl", 60, size=20_000)
    moments = random.Random(19092023)
    kills = 0
    for _ in range(40):
        process = start(case, lines)
        assert process.stdout
        if process.stdout.readline():
            time.sleep(moments.uniform(0, 0.08))
        process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL

        count, faults = verify(case)
        assert [fault for fault in faults if not fault.is_left] == []
        collection = open_collection(case)
        assert len(collection.held) == count
        for held in collection.held:
            name, number = held.document.id.split("-")
            assert text_of(collection, held) == f"{name} {number} " * 20_000
        if count == 60:
            break

    process = start(case, lines)
    process.communicate()

    assert kills >= 3
    assert process.returncode == 0
    assert verify(case) == (60, [])


def test_several_programs_that_add_at_once_add_each_document_once(case):
    same = lines_of(case.parent, "same.jsonl", 40)
    other = lines_of(case.parent, "other.jsonl", 40)

    running = [start(case, lines) for lines in (same, same, other)]
    for process in running:
        process.communicate()

    assert [process.returncode for process in running] == [0, 0, 0]
    assert verify(case) == (80, [])
    ids = [document.id for document in open_collection(case).documents]
    assert len(set(ids)) == 80


@pytest.mark.parametrize("stop", ["fsync", "rename"])
def test_a_failing_disk_leaves_nothing_half(case, stop, monkeypatch):
    adder = Adder(evidence_folder(case))
    adder.add(found("first"), Given())

    def fail(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, stop, fail)
        with pytest.raises(CannotWrite, match="No space left on device"):
            adder.add(found("second"), Given())

    assert verify(case) == (1, [])
    assert adder.add(found("second"), Given()).is_new
    assert verify(case) == (2, [])

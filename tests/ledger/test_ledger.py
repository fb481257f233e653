"""A ledger is only appended to, by one writer at a time, and survives their deaths."""

import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.errors import CannotWrite, LedgerError
from heavylift.ledger import FIRST, Ledger

SRC = Path(__file__).resolve().parents[2] / "src"

#: What a writer of its own process does: appends numbered entries until it is ended.
WRITER = """
import sys
from pathlib import Path
from heavylift.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]))
for n in range(int(sys.argv[3])):
    ledger.append({"writer": sys.argv[2], "n": n, "text": "x" * 3000})
    print(n, flush=True)
"""


def writer(path: Path, name: str, entries: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(entries)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )


def ledger_of(path: Path, entries: int) -> Ledger:
    ledger = Ledger.open(path)
    for n in range(entries):
        ledger.append({"n": n, "name": "Gəncə"})
    return ledger


def test_an_entry_keeps_its_content_number_time_and_the_hash_before_it(tmp_path):
    ledger = Ledger.open(tmp_path / "evidence" / "ledger.jsonl")
    moment = dt.datetime(2023, 10, 5, 12, tzinfo=dt.UTC)

    first = ledger.append({"a": [1, 2.5, None, True], "b": {"c": "ü\n"}}, at=moment)
    second = ledger.append({})

    assert (first.sequence, second.sequence) == (1, 2)
    assert first.time == "2023-10-05T12:00:00.000000Z"
    assert (first.previous, second.previous) == (FIRST, first.hash)
    assert Ledger.open(ledger.path).entries == (first, second)
    assert Ledger.open(ledger.path).head == second.hash
    assert first.content == {"a": [1, 2.5, None, True], "b": {"c": "ü\n"}}


def test_the_hash_can_be_made_with_nothing_but_a_json_library(tmp_path):
    ledger_of(tmp_path / "ledger.jsonl", 1)

    line = json.loads((tmp_path / "ledger.jsonl").read_text())
    said = line.pop("hash")
    written = json.dumps(
        line, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )

    assert said == hashlib.sha256(written.encode()).hexdigest()


def test_a_record_is_appended_and_read_back(tmp_path):
    class Landing(msgspec.Struct, frozen=True):
        at: str
        hours: tuple[int, ...]

    entry = Ledger.open(tmp_path / "l").append(Landing("LLOV", (1, 2)))

    assert entry.as_(Landing) == Landing("LLOV", (1, 2))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abc"), JSON), min_size=1, max_size=4))
def test_whatever_json_knows_is_read_back_as_it_was_entered(tmp_path_factory, contents):
    path = tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    ledger = Ledger.open(path)

    ledger.extend(contents)

    assert [e.content for e in Ledger.open(path)] == contents


@pytest.mark.parametrize(
    "content",
    [{"a": float("nan")}, {"a": "\ud800"}, ["a"], {"a": {1: 2, "b": 3}}, {"a": object}],
)
def test_what_json_does_not_know_is_refused_and_nothing_is_written(tmp_path, content):
    ledger = ledger_of(tmp_path / "ledger.jsonl", 1)
    before = ledger.path.read_bytes()

    with pytest.raises(LedgerError, match="cannot be written as JSON"):
        ledger.extend([{"fine": 1}, content])

    assert ledger.path.read_bytes() == before


def changed(lines: list[bytes]) -> list[list[bytes]]:
    """Each way in which a hostile hand may edit four entries; the second is hit."""
    second = json.loads(lines[1])
    other = second | {"content": {"n": 99}}
    bare = {k: v for k, v in other.items() if k != "hash"}
    forged = json.dumps(bare, sort_keys=True, separators=(",", ":"))
    fitting = other | {"hash": hashlib.sha256(forged.encode()).hexdigest()}
    return [
        [lines[0], lines[1].replace(b'"n":1', b'"n":7'), *lines[2:]],
        [lines[0], lines[1].replace(b'"n":1', b'"n": 1'), *lines[2:]],
        [lines[0], lines[1].replace(b'"n":1', b'"n":0,"n":1'), *lines[2:]],
        [lines[0], lines[1].replace(b"Z", b"Y"), *lines[2:]],
        [lines[0], *lines[2:]],
        [lines[0], lines[2], lines[1], lines[3]],
        [lines[0], lines[0], *lines[1:]],
        [lines[0], b"", *lines[1:]],
        [lines[0], b"[" * 100_000, *lines[2:]],
        [lines[0], lines[1].replace(b'"n":1', b'"n":1e999'), *lines[2:]],
        [lines[0], lines[1].replace(b'"n":1', b'"n":"\\ud800"'), *lines[2:]],
        [lines[0], lines[1].decode().encode("utf-16"), *lines[2:]],
        [lines[0], lines[1][:40] + b"\xff" + lines[1][41:], *lines[2:]],
        [
            lines[0],
            json.dumps(fitting, sort_keys=True, separators=(",", ":")).encode(),
            *lines[2:],
        ],
    ]


@pytest.mark.parametrize("way", range(14))
def test_the_first_entry_that_does_not_fit_is_named(tmp_path, way):
    path = ledger_of(tmp_path / "ledger.jsonl", 4).path
    edited = changed(path.read_bytes().splitlines())
    assert len(edited) == 14
    path.write_bytes(b"\n".join(edited[way]) + b"\n")

    with pytest.raises(LedgerError) as told:
        Ledger.open(path)

    # A forged entry with a fitting hash of its own shows at the one that follows it.
    assert f"entry {3 if way == 13 else 2} " in told.value.message
    assert "whole" in told.value.help


@settings(deadline=None)
@given(st.data())
def test_no_change_of_any_byte_goes_unseen(tmp_path_factory, data):
    path = ledger_of(tmp_path_factory.mktemp("ledger") / "ledger.jsonl", 3).path
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])

    try:
        read = Ledger.open(path)
    except LedgerError:
        return

    # The very end of the file looks as if its writer had been stopped there.
    assert at == len(whole) - 1
    assert read.torn
    assert len(read) == 2


def test_entries_cut_off_whole_show_by_the_hash_that_was_kept(tmp_path):
    path = ledger_of(tmp_path / "ledger.jsonl", 3).path
    kept = Ledger.open(path).head
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))

    assert Ledger.open(path).head != kept


@settings(deadline=None)
@given(st.data())
def test_a_torn_last_line_is_told_and_mended_by_the_next_append(tmp_path_factory, data):
    path = ledger_of(tmp_path_factory.mktemp("ledger") / "ledger.jsonl", 3).path
    whole = path.read_bytes()
    starts = [0, *(n + 1 for n, byte in enumerate(whole) if byte == 10)]
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])

    ledger = Ledger.open(path)
    kept, torn = len(ledger), ledger.torn
    ledger.append({"n": "after"})

    assert kept == sum(cut >= end - 1 for end in starts[1:])
    assert torn == (whole[starts[kept] : cut] if cut > starts[kept] else b"")
    mended = Ledger.open(path)
    assert [e.content["n"] for e in mended] == [*range(kept), "after"]
    assert not mended.torn


def test_writers_at_once_lose_nothing_and_keep_one_chain(tmp_path):
    path = tmp_path / "ledger.jsonl"
    writers = [writer(path, name, 60) for name in "abc"]

    codes = [process.wait(120) for process in writers]
    for process in writers:
        process.stdout.close()

    assert codes == [0, 0, 0]
    entries = Ledger.open(path).entries
    assert len(entries) == 180
    for name in "abc":
        own = [e.content["n"] for e in entries if e.content["writer"] == name]
        assert own == list(range(60))


def test_killed_writers_lose_nothing_that_was_said_to_be_written(tmp_path):
    path = tmp_path / "ledger.jsonl"
    told = 0

    for round_ in range(6):
        process = writer(path, "killed", 1_000_000)
        process.stdout.readline()  # it has begun
        time.sleep(0.05 + 0.013 * round_)
        os.kill(process.pid, signal.SIGKILL)
        told += len(process.stdout.read().splitlines())
        process.stdout.close()
        process.wait(30)
        told += 1

    ledger = Ledger.open(path)
    # Each may have written one entry more than it lived to tell.
    assert told <= len(ledger) <= told + 6
    assert ledger.append({"last": True}).sequence == len(Ledger.open(path))


def test_two_that_hold_the_ledger_open_see_what_the_other_appended(tmp_path):
    one, other = (Ledger.open(tmp_path / "ledger.jsonl") for _ in range(2))
    one.append({"n": 0})
    one.append({"n": 1})

    other.append({"n": 2})
    one.append({"n": 3})
    other.refresh()

    assert [e.content["n"] for e in other] == [0, 1, 2, 3]
    assert one.head == other.head


def test_an_append_after_an_edit_by_hand_is_refused(tmp_path):
    ledger = ledger_of(tmp_path / "ledger.jsonl", 2)
    ledger.path.write_bytes(ledger.path.read_bytes() + b"{}\n")

    with pytest.raises(LedgerError, match="entry 3 "):
        ledger.append({"n": 3})

    assert ledger.path.read_bytes().endswith(b"{}\n")


def test_a_writer_waits_its_turn_and_says_when_it_does_not_come(tmp_path, monkeypatch):
    monkeypatch.setattr("heavylift.ledger.ledger._PATIENCE_S", 0.2)
    ledger = ledger_of(tmp_path / "ledger.jsonl", 1)
    holder = subprocess.Popen(
        ["flock", str(ledger.path), "-c", "echo held; sleep 60"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    holder.stdout.readline()

    with pytest.raises(LedgerError, match="another command") as told:
        ledger.append({"n": 1})

    os.killpg(holder.pid, signal.SIGKILL)
    holder.stdout.close()
    holder.wait(30)
    assert "wait until it ends" in told.value.help
    assert ledger.append({"n": 1}).sequence == 2


def test_a_full_disk_leaves_no_part_of_an_entry(tmp_path):
    ledger = ledger_of(tmp_path / "ledger.jsonl", 1)
    before = ledger.path.read_bytes()
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from heavylift.errors import CannotWrite\n"
        "from heavylift.ledger import Ledger\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "ledger = Ledger.open(Path(sys.argv[1]))\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 100},) * 2)\n"
        "try: ledger.append({'text': 'x' * 5000})\n"
        "except CannotWrite: sys.exit(7)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(ledger.path)],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        check=False,
    )

    assert done.returncode == 7
    assert ledger.path.read_bytes() == before


def test_a_folder_in_the_place_of_a_ledger_is_told(tmp_path):
    with pytest.raises(LedgerError, match="cannot be read"):
        Ledger.open(tmp_path)
    with pytest.raises(CannotWrite):
        Ledger(tmp_path, Ledger.open(tmp_path / "none")._chain).append({})


def test_ten_thousand_entries_are_read_in_a_second_or_two(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.jsonl")
    ledger.extend({"n": n, "text": "x" * 500} for n in range(10_000))
    began = time.process_time()

    assert len(Ledger.open(ledger.path)) == 10_000

    assert time.process_time() - began < 3

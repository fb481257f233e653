"""``heavylift fetch statements`` as a person types it."""

import json

import msgspec
import pytest
from click.testing import CliRunner

from builders.models import Says, message, points, speaking
from heavylift.cli import group
from heavylift.errors import HeavyliftError
from heavylift.statements.proposals import Asked
from heavylift.statements.records import Statement, decode

TEXT = (
    "Jane Roe said on Monday that the field was shut.\r\nIt rained in the evening.\r\n"
)
GOOD = ("Jane Roe", "said", "that the field was shut")


@pytest.fixture
def fake():
    with speaking() as server:
        server.says = lambda _: points(GOOD, ("Nobody", "said", "anything"))
        yield server


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


def run(*arguments):
    return CliRunner().invoke(
        group, ["fetch", "statements", *map(str, arguments)], prog_name="heavylift"
    )


def lines(path, kind):
    raw = path.read_bytes().splitlines()
    return [
        decode(line) if kind is None else msgspec.json.decode(line, type=kind)
        for line in raw
    ]


def options(fake, tmp_path, *more):
    return (
        *("--endpoint", fake.url, "--model", "tiny"),
        *("--out", tmp_path / "found.jsonl", *more),
    )


def test_statements_and_what_was_refused_are_written(fake, article, tmp_path):
    done = run(article, *options(fake, tmp_path, "--yes"))

    assert done.exit_code == 0, done.output
    [made] = lines(tmp_path / "found.jsonl", None)
    [asked] = lines(tmp_path / "found.log.jsonl", Asked)
    assert isinstance(made, Statement)
    assert TEXT[slice(*made.content[0])] == GOOD[2]
    assert made.doc == "article.txt"
    assert asked.accepted == 1
    assert done.stdout.strip() == str(tmp_path / "found.jsonl")
    assert "1 not in the text" in done.stderr
    assert "on this machine (127.0.0.1)" in done.stderr


def test_documents_of_jsonl_keep_their_names_and_line_ends(fake, tmp_path):
    docs = tmp_path / "docs.jsonl"
    rows = [{"doc": name, "published": "2023-10", "text": TEXT} for name in "ab"]
    docs.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")

    done = run(docs, *options(fake, tmp_path, "--yes", "--json"))

    assert [made.doc for made in lines(tmp_path / "found.jsonl", None)] == ["a", "b"]
    assert fake.texts() == [TEXT, TEXT]
    told = json.loads(done.stdout)
    assert (told["statements"], told["requests"]) == (2, 2)
    assert told["refused"] == {"not in the text": 2}


def test_a_dry_run_sends_nothing(fake, article, tmp_path):
    done = run(article, *options(fake, tmp_path, "--dry-run"))

    assert done.exit_code == 0
    assert fake.heard == []
    assert not (tmp_path / "found.jsonl").exists()


def test_nothing_is_sent_where_nobody_can_be_asked(fake, article, tmp_path):
    done = run(article, *options(fake, tmp_path))

    assert done.exit_code == 2
    assert fake.heard == []


def test_another_host_is_named_with_what_leaves_the_machine(article, tmp_path):
    done = run(
        article,
        *("--endpoint", "https://api.example/v1", "--send-texts-to", "api.example"),
        *("--model", "big", "--out", tmp_path / "found.jsonl", "--dry-run"),
    )

    assert done.exit_code == 0
    assert "WARNING: api.example is not this machine" in done.stderr
    assert "whole text of 1 documents leaves it" in done.stderr


def test_replies_of_no_use_are_counted_and_the_exit_code_says_so(
    fake, article, tmp_path
):
    fake.says = lambda _: message("Gladly!")

    done = run(article, *options(fake, tmp_path, "--yes"))

    assert done.exit_code == 1
    assert "1 of 1 replies were of no use" in done.stderr
    assert (tmp_path / "found.log.jsonl").is_file()


def test_a_server_that_refuses_is_told_of_with_what_to_do(fake, article, tmp_path):
    fake.says = lambda _: Says(status=404, body=b'{"error": "model not found"}')

    done = run(article, *options(fake, tmp_path, "--yes"))

    assert done.exit_code == 1
    assert "answers 404" in done.stderr
    assert "help: look whether the server knows the model" in done.stderr


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(9), "a picture"),
        ("blank.txt", b" \n", "no text"),
        ("broken.jsonl", b'{"doc": "a"}\n', 'line 1: no "doc" or no "text"'),
        ("deep.jsonl", b"[" * 100_000, "line 1: "),
        ("date.jsonl", b'{"doc":"a","text":"b","published":"May"}', "is no date"),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(fake, tmp_path, name, raw, said):
    (tmp_path / name).write_bytes(raw)

    done = run(tmp_path / name, *options(fake, tmp_path, "--yes"))

    assert isinstance(done.exception, HeavyliftError)
    assert str(tmp_path / name) in str(done.exception)
    assert said in done.stderr
    assert fake.heard == []

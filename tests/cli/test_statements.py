"""``heavylift statements``, as a user calls it."""

import gzip
import json

import pytest
from click.testing import CliRunner

from heavylift.cli import group
from heavylift.errors import MissingInput, StatementError

GOOD = {"doc": "a", "published": None, "text": "Officials said no aircraft landed."}


def call(*arguments):
    return CliRunner().invoke(group, ["statements", *map(str, arguments)])


def write(path, *documents):
    lines = "".join(json.dumps(one) + "\n" for one in documents)
    packed = path.name.endswith(".gz")
    path.write_bytes(gzip.compress(lines.encode()) if packed else lines.encode())
    return path


def test_statements_are_written_one_a_line_in_the_order_of_documents(tmp_path):
    path = write(tmp_path / "d.jsonl.gz", {**GOOD, "doc": "b"}, GOOD)
    out = tmp_path / "out.jsonl"

    done = call(path, "--out", out)

    records = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert done.exit_code == 0
    assert [(r["doc"], r["kind"], r["source"]) for r in records] == [
        ("b", "statement", [[0, 9]]),
        ("a", "statement", [[0, 9]]),
    ]
    assert "documents read: 2; statement: 2" in done.stderr


def test_without_out_they_go_to_standard_output_and_words_to_the_other(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(GOOD["text"], encoding="utf-8")

    done = call(path)

    [record] = map(json.loads, done.stdout.splitlines())
    assert record["doc"] == "article.txt"
    assert "documents read: 1" in done.stderr


def test_the_same_input_gives_the_same_bytes(tmp_path):
    path = write(tmp_path / "d.jsonl", GOOD, GOOD)

    call(path, "--out", tmp_path / "1")
    call(path, "--out", tmp_path / "2")

    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_a_bad_line_is_told_and_the_rest_is_written(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(GOOD) + "\n{\n", encoding="utf-8")

    done = call(path)

    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1
    assert "refused: 1 (not a line of JSON: 1)" in done.stderr
    assert f"{path}, line 2" in done.stderr


def test_nothing_good_is_an_error_and_leaves_no_file(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text("{\n", encoding="utf-8")

    done = call(path, "--out", tmp_path / "out.jsonl")

    assert isinstance(done.exception, StatementError)
    assert "not a line of JSON: 1" in str(done.exception)
    assert list(tmp_path.iterdir()) == [path]


def test_only_some_kinds_are_written_when_asked(tmp_path):
    path = write(tmp_path / "d.jsonl", GOOD)

    done = call(path, "--only", "place,quantity")

    assert done.exit_code == 0
    assert '"statement"' not in done.stdout


@pytest.mark.parametrize("kind", ["sentence", "statement,x"])
def test_a_kind_that_is_none_is_misspelt(tmp_path, kind):
    path = write(tmp_path / "d.jsonl", GOOD)

    done = call(path, "--only", kind)

    assert done.exit_code == 2
    assert "is none of statement, time, quantity, place" in done.stderr


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    done = call(tmp_path / "nothere.jsonl")

    assert isinstance(done.exception, MissingInput)


def test_places_that_a_case_names_are_found_in_its_documents(tmp_path):
    case = tmp_path / "case.toml"
    case.write_text('[places]\nnegev_strip = "LLOV"\n', encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text("Officials said six flights left Negev Strip.", encoding="utf-8")
    added = CliRunner().invoke(
        group,
        ["documents", "add", str(case), str(article), "--published", "2023-10-05"],
    )
    assert added.exit_code == 0, added.output

    done = call(case, "--only", "place")

    places = [json.loads(line)["candidates"] for line in done.stdout.splitlines()]
    assert [(p["kind"], p["code"]) for [p] in places] == [("case", "LLOV")]

"""``heavylift documents``: what a person types and is told."""

import json

import pytest
from click.testing import CliRunner

from builders.documents import SENTENCES, json_lines, news, pdf, warc
from heavylift.cli import group
from heavylift.errors import DocumentError, HeavyliftError, MissingInput


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text("", encoding="utf-8")
    return path


def run(*arguments):
    """Run the command; errors of ours come out as they are."""
    done = CliRunner().invoke(group, ["documents", *map(str, arguments)])
    if isinstance(done.exception, HeavyliftError):
        raise done.exception
    return done


def file(case, name, raw):
    path = case.parent / name
    path.write_bytes(raw)
    return path


def test_a_page_is_added_listed_shown_and_verified(case):
    page = file(case, "a.html", news())

    added = run("add", case, page, "--outlet", "Example", "--by", "A. Person")
    listed = run("list", case)
    shown = run("show", case, "example-2023-10-05")
    verified = run("verify", case)

    assert added.stdout == (
        "example-2023-10-05-flights-landed-envoy-says: added; 342 characters, en, "
        "published 2023-10-05T14:30:00+04:00 (meta article:published_time)\n"
    )
    assert listed.stdout.splitlines() == [
        "example-2023-10-05-flights-landed-envoy-says",
        "    published 2023-10-05T14:30:00+04:00 (meta article:published_time), "
        "Example, en, 342 characters",
    ]
    assert f" 27  {SENTENCES[0]}" in shown.stdout
    assert "by A. Person" in shown.stdout
    assert verified.stdout.startswith("documents: 1, all as they were added\n")


def test_the_same_again_is_told_and_ends_well(case):
    page = file(case, "a.html", news())
    run("add", case, page)

    again = run("add", case, page)

    assert again.exit_code == 0
    assert "these very bytes are there already" in again.stdout


def test_without_a_date_it_is_asked_for_with_an_example(case):
    with pytest.raises(DocumentError) as refused:
        run("add", case, file(case, "a.pdf", pdf(SENTENCES[0])))

    assert "--published 2023-10-05" in refused.value.help


@pytest.mark.parametrize("date", ["XXXX-09-19", "2023-10", "2023-10-05T14:30+04:00"])
def test_a_date_is_taken_as_far_as_it_is_known(case, date):
    report = file(case, "a.pdf", pdf(SENTENCES[0]))

    done = run("add", case, report, "--published", date, "--json")

    [told] = json.loads(done.stdout)
    assert told["published"].startswith(date[:10])
    assert (told["published_from"], told["new"]) == ("given", True)


def test_a_date_that_is_none_is_no_option(case):
    done = run("add", case, file(case, "a.html", news()), "--published", "5 May")

    assert done.exit_code == 2
    assert "XXXX-09-19 (year not known)" in done.stderr


def test_a_date_that_differs_from_that_of_the_page_is_told(case):
    page = file(case, "a.html", news())

    done = run("add", case, page, "--published", "2023-10-09")

    assert "given, and used, is 2023-10-09" in done.stderr


def test_of_several_files_the_good_ones_are_added_and_the_others_told(case):
    good, bad = file(case, "a.html", news()), file(case, "b.txt", b"no date at all")

    with pytest.raises(DocumentError, match="1 of 2 files were not added"):
        run("add", case, bad, good)

    assert len(json.loads(run("list", case, "--json").stdout)) == 1


def test_what_can_be_true_of_one_document_is_not_said_of_many(case):
    one, two = file(case, "a.html", news()), file(case, "b.html", news())
    archive = file(case, "a.warc.gz", warc({}))

    several = run("add", case, one, two, "--title", "T")
    many = run("add", case, archive, "--published", "2023")

    assert (several.exit_code, many.exit_code) == (2, 2)
    assert "add them one by one" in several.stderr
    assert "say which with --address" in many.stderr


def test_of_an_archive_each_page_with_a_date_is_added_and_the_rest_counted(case):
    undated = {"url": "http://news.example/b", "body": b"<p>Some words of a page.</p>"}
    picture = {"url": "http://news.example/c", "content_type": "image/png"}

    done = run("add", case, file(case, "a.warc.gz", warc({}, undated, picture)))

    assert done.exit_code == 0
    assert done.stdout.count("added;") == 1
    assert (
        "http://news.example/b): it does not say when it was published" in done.stderr
    )
    assert "not used: no page, text or PDF: 1" in done.stderr


def test_of_an_archive_one_address_is_added_with_what_is_said_of_it(case):
    undated = {"url": "http://news.example/b", "body": b"<p>Some words of a page.</p>"}
    archive = file(case, "a.warc.gz", warc({}, undated))

    address = ("--address", "http://news.example/b")
    done = run("add", case, archive, *address, "--published", "2023-10", "--json")

    [told] = json.loads(done.stdout)
    assert (told["address"], told["published"]) == ("http://news.example/b", "2023-10")
    assert told["container"]["part"] == "record 3"


def test_an_address_that_an_archive_does_not_have_is_told(case):
    archive = file(case, "a.warc.gz", warc({}))

    with pytest.raises(DocumentError, match=r"no record of http://other\.example/"):
        run("add", case, archive, "--address", "http://other.example/")


def test_documents_of_other_languages_are_added_with_their_language(case):
    text = "Посол заявил, что там приземлились по меньшей мере шесть самолётов."

    done = run("add", case, file(case, "a.txt", text.encode()), "--published", "2023")

    assert ", ru, published 2023 (given)" in done.stdout


def test_a_span_is_shown_between_its_marks(case):
    run("add", case, file(case, "a.html", news()))

    done = run("show", case, "2023-10-05-flights", "--at", "31-41")

    assert "31-41 (line 2)" in done.stdout
    assert "The ⟦ambassador⟧ said" in done.stdout


@pytest.mark.parametrize("span", ["5", "9-5", "a-b", "99999-100000"])
def test_a_span_that_is_none_is_told(case, span):
    run("add", case, file(case, "a.html", news()))

    assert run("show", case, "2023-10-05-flights", "--at", span).exit_code == 2


def test_the_text_is_printed_to_the_last_byte(case):
    raw = b"Six.\r\n\n\xc2\xa0Two.\r"
    run("add", case, file(case, "a.txt", raw), "--published", "2023")
    [document] = json.loads(run("list", case, "--json").stdout)

    done = run("show", case, document["id"], "--text")

    assert done.stdout_bytes == raw


def test_a_text_cannot_move_the_cursor_of_a_terminal(case):
    raw = "Six\x1b[2J flights\u202e landed.".encode()
    run("add", case, file(case, "a.txt", raw), "--published", "2023")
    [document] = json.loads(run("list", case, "--json").stdout)

    done = run("show", case, document["id"])

    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_what_was_changed_ends_with_an_error_that_names_it(case):
    run("add", case, file(case, "a.html", news()))
    [text] = case.parent.glob("case.evidence/documents/*/text.txt")
    text.chmod(0o644)
    text.write_text("changed")

    with pytest.raises(DocumentError, match="1 files are not as they were added"):
        run("verify", case)

    told = CliRunner().invoke(group, ["documents", "verify", str(case), "--json"])
    [fault] = json.loads(told.stdout)["faults"]
    assert fault["where"].endswith("text.txt")


def test_a_case_that_is_not_there_is_told(tmp_path):
    for command in (["list"], ["verify"], ["show", "x"], ["add", __file__]):
        name, *rest = command
        with pytest.raises(MissingInput):
            run(name, tmp_path / "case.toml", *rest)


def test_a_case_without_documents_says_so(case):
    assert "no documents in" in run("list", case).stderr
    assert json.loads(run("list", case, "--json").stdout) == []
    assert run("verify", case).exit_code == 0


def test_lines_of_json_are_added_each_for_itself(case):
    lines = [{"doc": f"d{n}", "published": "2023", "text": f"t{n}"} for n in range(3)]

    done = run("add", case, file(case, "a.jsonl", json_lines(*lines)))

    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "d0",
        "d1",
        "d2",
    ]

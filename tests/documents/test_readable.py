"""Documents to be read for statements, of a case or straight from files."""

import pytest

from builders.documents import SENTENCES, found, json_lines, news, pdf, warc
from builders.shared import SHARED, needs_shared
from heavylift.documents import Adder, Given, evidence_folder, read_any
from heavylift.errors import MissingInput


def test_the_documents_of_a_case_are_read_with_their_names_and_dates(tmp_path):
    case = tmp_path / "case.toml"
    case.write_text("", encoding="utf-8")
    adder = Adder(evidence_folder(case))
    adder.add(found(SENTENCES[0], title="First", outlet="Example"), Given())
    adder.add(found("Sechs.", published="XXXX-09-19"), Given(language="de"))

    first, second = read_any(case)

    assert first.doc == "example-2023-10-05-first"
    assert (first.text, str(first.published)) == (SENTENCES[0], "2023-10-05")
    assert (first.language, second.language) == ("en", "de")
    assert second.published.year is None


@pytest.mark.parametrize(
    ("name", "raw", "doc"),
    [
        ("six flights.html", news(), "2023-10-05-flights-landed-envoy-says"),
        ("article.html", news(), "article"),
        ("report.pdf", pdf(SENTENCES[0]), "report"),
        ("article.txt", SENTENCES[0].encode(), "article"),
        ("a.jsonl", json_lines({"doc": "x.1", "text": SENTENCES[0]}), "x.1"),
        ("a.warc.gz", warc({}), "2023-10-05-flights-landed-envoy-says"),
    ],
)
def test_any_file_is_read_alike(tmp_path, name, raw, doc):
    (tmp_path / name).write_bytes(raw)

    [one] = read_any(tmp_path / name)

    assert one.doc == doc
    assert SENTENCES[0] in one.text
    assert one.language == "en"


def test_the_date_is_unknown_where_nothing_says_it(tmp_path):
    (tmp_path / "a.txt").write_text(SENTENCES[0], encoding="utf-8")

    [one] = read_any(tmp_path / "a.txt")

    assert one.published is None


def test_what_is_no_document_is_told(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(json_lines({"text": "Six."}, {"text": ""}))
    passed = []

    read = list(read_any(tmp_path / "a.jsonl", passed=passed.append))

    assert len(read) == 1
    assert [one.reason for one in passed] == ["has no text"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    for name in ("none.html", "none.toml"):
        with pytest.raises(MissingInput):
            list(read_any(tmp_path / name))


@needs_shared
def test_annotated_articles_are_read_with_their_very_characters():
    path = SHARED / "data" / "statements" / "times-aquaint.jsonl.gz"

    read = list(read_any(path))

    assert len(read) == 73
    assert read[0].doc == "APW19980807.0261"
    assert read[0].text.startswith("\n\nNAIROBI")
    assert str(read[0].published) == "1998-08-07"
    assert {one.language for one in read} == {"en"}

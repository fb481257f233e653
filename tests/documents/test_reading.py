"""Which documents are in a file."""

import gzip
import zipfile

import pytest

from builders.documents import (
    SENTENCES,
    json_lines,
    mhtml,
    news,
    page,
    pdf,
    wacz,
    warc,
)
from heavylift.documents import Confined, Found, Passed, Wanted, documents_in
from heavylift.documents.reading import holds_many
from heavylift.errors import DocumentError, MissingInput


@pytest.fixture(scope="module")
def reader():
    with Confined() as made:
        yield made


def read(reader, tmp_path, raw, name="a.bin", **wanted):
    """Give the documents of a file, and what of it is none."""
    path = tmp_path / name
    path.write_bytes(raw)
    both = list(documents_in(path, reader, Wanted(**wanted)))
    return (
        [one for one in both if isinstance(one, Found)],
        [one for one in both if isinstance(one, Passed) and not one.usual],
    )


@pytest.mark.parametrize(
    ("raw", "media_type", "ending"),
    [
        (news(), "text/html", "html"),
        (mhtml(page()), "multipart/related", "mhtml"),
        (pdf(SENTENCES[0]), "application/pdf", "pdf"),
        (SENTENCES[0].encode(), "text/plain", "txt"),
        (gzip.compress(news()), "text/html", "html.gz"),
    ],
)
def test_each_kind_of_document_is_read_whatever_its_file_is_called(
    reader, tmp_path, raw, media_type, ending
):
    [one], passed = read(reader, tmp_path, raw)

    assert SENTENCES[0] in one.extract.text
    assert (one.media_type, one.ending) == (media_type, ending)
    assert (one.original, one.file) == (raw, "a.bin")
    assert passed == []


def test_a_plain_text_is_the_text_to_the_last_character(reader, tmp_path):
    text = "\r\n  Six flights.\r\n\n\u00a0e\u0301\t\r"

    [one], _ = read(reader, tmp_path, text.encode())

    assert one.extract.text == text


def test_a_web_archive_gives_each_of_its_documents(reader, tmp_path):
    report = {
        "url": "http://news.example/report",
        "body": pdf("Six flights."),
        "content_type": "application/pdf",
    }
    empty = {"url": "http://news.example/empty", "body": b"<html></html>"}

    found, passed = read(reader, tmp_path, warc({}, report, empty), "a.warc.gz")

    assert [one.extract.facts.address for one in found] == [
        "http://news.example/a",
        "http://news.example/report",
    ]
    assert found[0].extract.facts.retrieved == "2023-10-06T08:00:00+00:00"
    assert found[0].retrieved_from == "WARC-Date"
    assert found[0].container.part == "record 2"
    [none] = passed
    assert "http://news.example/empty" in none.where
    assert none.reason == "a page without text"


def test_of_a_web_archive_one_address_alone_can_be_read(reader, tmp_path):
    raw = warc({}, {"url": "http://news.example/b"})

    found, _ = read(reader, tmp_path, raw, address="http://news.example/b")

    assert [one.extract.facts.address for one in found] == ["http://news.example/b"]


def test_a_server_that_calls_a_pdf_text_is_not_believed(reader, tmp_path):
    raw = warc({"body": pdf("Six flights."), "content_type": "text/plain"})

    [one], _ = read(reader, tmp_path, raw)

    assert one.extract.text == "Six flights."


def test_a_collection_names_the_archive_that_a_document_stood_in(reader, tmp_path):
    [one], _ = read(reader, tmp_path, wacz({}), "a.wacz")

    assert one.container.part == "archive/data.warc.gz, record 2"


def test_json_lines_keep_their_names_and_dates(reader, tmp_path):
    raw = json_lines({"doc": "a-1", "published": "XXXX-09-19", "text": "Six."}, {})

    [one], [none] = read(reader, tmp_path, raw, "a.jsonl")

    assert (one.name, one.extract.text) == ("a-1", "Six.")
    assert one.extract.facts.dates[0].value == "XXXX-09-19"
    assert none.where.endswith("a.jsonl: line 2")


@pytest.mark.parametrize(
    ("raw", "what", "todo"),
    [
        (b"", "an empty file", "again"),
        (b" \n", "no text in it", "holds"),
        (b"\x89PNG\r\n\x1a\n", "a picture", "recognise its text"),
        (b"\xd0\xcf\x11\xe0", "an office document", "print it to a PDF"),
        (gzip.compress(news())[:-30], "the gzip breaks off", "again"),
        (bytes(range(1, 256)) * 100, "nothing says in which encoding", "--encoding"),
        (b"\0" * 10_000, "nothing says in which encoding", "--encoding"),
    ],
)
def test_what_cannot_be_read_says_what_it_is_and_what_to_do(
    reader, tmp_path, raw, what, todo
):
    with pytest.raises(DocumentError, match=what) as refused:
        read(reader, tmp_path, raw)

    assert "a.bin" in refused.value.message
    assert todo in refused.value.help


def test_a_zip_of_something_else_is_refused(reader, tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(DocumentError, match="no collection of web archives"):
        list(documents_in(path, reader))


def test_a_file_that_is_not_there_and_a_folder_are_refused(reader, tmp_path):
    with pytest.raises(MissingInput):
        list(documents_in(tmp_path / "none.html", reader))
    with pytest.raises(MissingInput):
        list(documents_in(tmp_path, reader))


def test_an_archive_that_unpacks_to_many_times_its_size_is_refused(reader, tmp_path):
    raw = b"WARC/1.0\r\n" + bytes(300_000_000)

    with pytest.raises(DocumentError, match="unpacks to many times its size"):
        read(reader, tmp_path, gzip.compress(raw), "a.warc.gz")


def test_files_that_hold_many_are_known_by_their_content(tmp_path):
    for name, raw, many in (
        ("a", warc({}), True),
        ("b", wacz({}), True),
        ("c", json_lines({"text": "x"}, packed=True), True),
        ("d", news(), False),
    ):
        (tmp_path / name).write_bytes(raw)

        assert holds_many(tmp_path / name) is many

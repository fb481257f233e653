"""Files of documents: what is good is read, what is not is counted with its reason."""

import gzip
import json

import pytest

from heavylift.errors import MissingInput
from heavylift.statements import inputs
from heavylift.statements.inputs import Texts

GOOD = {"doc": "a", "published": "2023-10-05", "text": "Officials said so.", "more": 1}


def line(**changes):
    return json.dumps({**GOOD, **changes}) + "\n"


def read(path):
    texts = Texts([path])
    return list(texts), texts


@pytest.mark.parametrize("name", ["d.jsonl", "d.jsonl.gz"])
def test_lines_are_read_packed_or_not_whatever_the_name_says(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(line().encode()))

    [(doc, text, published)], texts = read(path)

    assert (doc, text, str(published)) == ("a", "Officials said so.", "2023-10-05")
    assert texts.read == 1
    assert texts.bytes_done == texts.total_bytes


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", inputs.NOT_JSON),
        ("[1]", inputs.NO_TEXT),
        ('{"doc": "a"}', inputs.NO_TEXT),
        ('{"doc": "a", "text": 5}', inputs.NO_TEXT),
        (
            '{"doc": "a", "text": "Officials said so.", "published": "May"}',
            inputs.NO_DATE,
        ),
        ('{"doc": "c", "text": "Министерство сообщило"}', inputs.NOT_ENGLISH),
    ],
)
def test_a_bad_line_is_counted_and_the_others_are_read(tmp_path, bad, reason):
    path = tmp_path / "d.jsonl"
    path.write_text(line() + bad + "\n\n" + line(doc="b"), encoding="utf-8")

    documents, texts = read(path)

    assert [doc for doc, _, _ in documents] == ["a", "b"]
    assert texts.refused == {reason: 1}
    assert texts.named == [f"{path}, line 2: {reason}"]


def test_a_line_of_other_bytes_is_counted(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_bytes(b'{"doc": "a", "text": "\xff\xfe"}\n' + line().encode())

    documents, texts = read(path)

    assert len(documents) == 1
    assert texts.refused.total() == 1


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path):
    path = tmp_path / "d.jsonl.gz"
    whole = gzip.compress("".join(line(doc=str(n)) for n in range(5000)).encode())
    path.write_bytes(whole[: len(whole) // 2])

    documents, texts = read(path)

    assert texts.refused == {inputs.BROKEN: 1}
    assert len(documents) < 5000


def test_a_text_keeps_every_character_and_its_line_ends(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes("Officials said so.\r\n\r\nİ".encode())

    [(doc, text, published)], _ = read(path)

    assert (doc, text, published) == (
        "article.txt",
        "Officials said so.\r\n\r\nİ",
        None,
    )


def test_files_that_are_no_documents_are_counted_with_what_is_wrong(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (tmp_path / "b.txt").write_bytes(b"")

    texts = Texts([tmp_path / "a.png", tmp_path / "b.txt"])

    assert list(texts) == []
    assert texts.refused == {inputs.UNREADABLE: 2}
    assert f"{tmp_path / 'b.txt'}: an empty file" in texts.named


def test_pages_and_archives_are_read_like_texts(tmp_path):
    said = "The ministry of defence said on Monday that the aircraft had landed. " * 5
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><meta property='article:published_time' content='2023-10-05'>"
        f"</head><body><article><p>{said}</p><p>{said}</p></article></body></html>",
        encoding="utf-8",
    )

    [(doc, text, published)], texts = read(page)

    assert doc == "page.html"
    assert "the aircraft had landed" in text
    assert str(published) == "2023-10-05"
    assert not texts.refused


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(MissingInput):
        Texts([tmp_path / "nothere.jsonl"])


def test_of_two_documents_of_one_name_the_second_is_counted(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text(line() + line(text="Officials said more."), encoding="utf-8")

    documents, texts = read(path)

    assert len(documents) == 1
    assert texts.refused == {inputs.TWICE: 1}


def test_a_file_made_to_fill_memory_is_refused(tmp_path):
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(line().encode() + b" " * 80_000_000))

    documents, texts = read(path)

    assert len(documents) == 1
    assert texts.refused == {inputs.UNPACKS: 1}

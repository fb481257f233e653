"""What a file is is told by its content."""

import gzip
import zipfile

import pytest

from builders.documents import json_lines, mhtml, news, page, pdf, warc
from heavylift.documents.kinds import kind_of


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (news(), "page"),
        (b"<!-- comment -->\n" + news(), "page"),
        (page().encode("utf-16"), "page"),
        (b"\n\n<HTML>\n", "page"),
        (mhtml(page()), "mhtml"),
        (pdf("x"), "pdf"),
        (b"\r\n" + pdf("x"), "pdf"),
        (b"a stamp\n" + pdf("x"), "pdf"),
        (b"<html><p>begins with %PDF-", "page"),
        (warc(packed=False), "warc"),
        (gzip.compress(b""), "gzip"),
        (json_lines({"text": "x"}), "lines"),
        (b"\xef\xbb\xbf" + json_lines({"text": "x"}), "lines"),
        (b"Six flights landed.", "text"),
        (b"He said: {no json}", "text"),
        (b"a < b and <c>", "text"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1", "office"),
        (b"PK\x03\x04", "zip"),
        (b"", "text"),
    ],
)
def test_a_kind_is_told_by_the_beginning(beginning, kind):
    assert kind_of(beginning[:8192]) == kind


def test_names_of_kinds_are_not_looked_at(tmp_path):
    path = tmp_path / "a.html"
    with zipfile.ZipFile(path, "w"):
        pass

    assert kind_of(path.read_bytes()) == "zip"

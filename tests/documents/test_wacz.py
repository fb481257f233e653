"""Documents in a collection of web archives."""

import io
import zipfile

import pytest

from builders.documents import wacz, warc
from heavylift.documents.packing import TooLarge
from heavylift.documents.wacz import NOT_LISTED, is_wacz, responses_of_collection
from heavylift.documents.warc import Response, Skipped
from heavylift.errors import DocumentError


def read(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        found = [one for _, one in responses_of_collection(archive, "a.wacz")]
    return (
        [one.address for one in found if isinstance(one, Response)],
        [one.reason for one in found if isinstance(one, Skipped)],
    )


def test_the_pages_that_were_kept_on_purpose_are_the_documents():
    frame = {"url": "http://ads.example/frame"}

    pages, reasons = read(wacz({}, frame, pages=["http://news.example/a"]))

    assert pages == ["http://news.example/a"]
    assert reasons.count(NOT_LISTED) == 1


def test_without_a_list_all_pages_are_documents():
    pages, _ = read(wacz({}, {"url": "http://news.example/b"}))

    assert pages == ["http://news.example/a", "http://news.example/b"]


def test_a_file_that_is_not_the_one_that_its_hash_names_is_refused():
    changed = {"archive/data.warc.gz": warc({"url": "http://other.example/"})}

    with pytest.raises(DocumentError, match=r"archive/data\.warc\.gz in it is not"):
        read(wacz({}, change=changed))


def test_a_zip_of_something_else_is_none():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with zipfile.ZipFile(out) as archive:
        assert not is_wacz(archive)


def test_a_zip_that_unpacks_to_many_times_its_size_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", bytes(200_000_000))

    with pytest.raises(TooLarge):
        read(out.getvalue())


def test_a_zip_with_damage_is_refused_with_what_to_do():
    raw = bytearray(wacz({}))
    at = raw.index(b"\x1f\x8b")
    raw[at + 30 : at + 40] = bytes(10)

    with pytest.raises(DocumentError) as refused:
        read(bytes(raw))

    assert refused.value.help

"""Documents in a web archive, each record for itself."""

import gzip
import hashlib
import io
import re

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from builders.documents import news, response, warc
from heavylift.documents.warc import (
    NO_LENGTH,
    NO_RECORD,
    NOT_A_DOCUMENT,
    NOT_A_RESPONSE,
    NOT_FOUND,
    NOT_UNPACKED,
    REVISIT,
    TOO_LARGE,
    TRUNCATED,
    Response,
    Skipped,
    responses,
)


def read(raw):
    """Give the responses of an archive, and the reasons for all else."""
    found = list(responses(io.BytesIO(raw)))
    return (
        [one for one in found if isinstance(one, Response)],
        [one.reason for one in found if isinstance(one, Skipped)],
    )


@pytest.mark.parametrize("packed", [True, False])
def test_a_response_has_its_address_date_and_body(packed):
    [one], reasons = read(warc({}, packed=packed))

    assert (one.address, one.date) == ("http://news.example/a", "2023-10-06T08:00:00Z")
    assert (one.media_type, one.charset) == ("text/html", "utf-8")
    assert one.body == news()
    assert one.flags == ()
    assert reasons == [NOT_A_RESPONSE]


def test_the_record_is_kept_as_it_stands_in_the_archive():
    raw = warc({}, packed=False)

    [one], _ = read(raw)

    assert one.record in raw
    assert [again.body for again in read(one.record)[0]] == [one.body]


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress(news())),
        ([("Content-Encoding", "identity")], news()),
        (
            [("Transfer-Encoding", "chunked")],
            f"{len(news()):x}\r\n".encode() + news() + b"\r\n0\r\n\r\n",
        ),
        # Archives made by browsers unpack the body and keep the field.
        ([("Content-Encoding", "br")], news()),
        ([("Content-Encoding", "gzip")], news()),
        ([("Transfer-Encoding", "chunked")], news()),
    ],
)
def test_what_http_packs_is_unpacked(fields, body):
    [one], _ = read(warc({"body": body, "fields": fields}))

    assert one.body == news()
    assert one.flags == ()


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ({"content_type": "image/png"}, NOT_A_DOCUMENT),
        ({"status": "302 Found"}, NOT_FOUND),
        ({"status": "404 Not Found"}, NOT_FOUND),
        (
            {"body": b"\x8b\x05\x80", "fields": [("Content-Encoding", "br")]},
            NOT_UNPACKED,
        ),
        (
            {
                "body": gzip.compress(bytes(101_000_000)),
                "fields": [("Content-Encoding", "gzip")],
            },
            TOO_LARGE,
        ),
    ],
)
def test_what_is_no_document_is_passed_over_with_the_reason(response, reason):
    pages, reasons = read(warc(response, {"url": "http://news.example/b"}))

    assert [one.address for one in pages] == ["http://news.example/b"]
    assert reasons == [NOT_A_RESPONSE, reason]


def test_a_body_that_is_not_the_one_that_the_digest_names_is_told():
    raw = (
        warc({}, packed=False)
        .replace(b"Six cargo", b"Ten cargo")
        .replace(b"at least six", b"at least ten")
    )

    [one], _ = read(raw)

    assert one.flags == ("digest_differs",)
    assert "payload digest" in one.remarks[1]


def test_a_digest_in_another_spelling_is_the_same():
    hexadecimal = hashlib.sha256(news()).hexdigest()
    fields = {"WARC-Payload-Digest": f"sha-256:{hexadecimal}"}

    [one], _ = read(warc({"warc_fields": fields}))

    assert one.flags == ()


def test_an_archive_that_breaks_off_gives_what_stands_before():
    raw = warc({}, {"url": "http://news.example/b"})

    pages, reasons = read(raw[:-200])

    assert [one.address for one in pages] == ["http://news.example/a"]
    assert reasons.count(TRUNCATED) >= 1


def test_a_record_without_a_length_costs_itself_alone():
    first = warc({}, packed=False)
    second = warc({"url": "http://news.example/b"}, packed=False)
    broken = first.replace(b"Content-Length", b"Content-Breadth")

    pages, reasons = read(broken + second)

    assert [one.address for one in pages] == ["http://news.example/b"]
    assert NO_LENGTH in reasons


def test_a_length_that_reaches_into_the_next_record_costs_one_alone():
    first, second = response(), response(url="http://news.example/b", body=news() * 9)
    said = int(re.search(rb"Content-Length: (\d+)", first)[1])
    broken = first.replace(b": %d" % said, b": %d" % (said + 1000))

    pages, reasons = read(broken + second)

    assert [one.address for one in pages] == ["http://news.example/b"]
    assert reasons == [TRUNCATED]


def test_what_is_no_record_between_records_is_told():
    one = warc({}, packed=False)

    pages, reasons = read(one + b"rubbish\r\n" * 50 + b"more" + one)

    assert len(pages) == 2
    assert NO_RECORD in reasons


def test_a_repetition_of_an_earlier_record_is_told():
    raw = warc({}, packed=False).replace(b"WARC-Type: response", b"WARC-Type: revisit")

    pages, reasons = read(raw)

    assert pages == []
    assert REVISIT in reasons


def test_a_record_that_the_archive_cut_says_so():
    [one], _ = read(warc({"warc_fields": {"WARC-Truncated": "length"}}))

    assert one.flags == ("record_truncated",)


def test_a_file_beside_pages_is_a_document_when_it_is_text():
    raw = (
        b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:a\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 4\r\n\r\ntext\r\n\r\n"
    )

    [one], _ = read(raw)

    assert (one.body, one.media_type, one.address) == (b"text", "text/plain", "urn:a")


@pytest.mark.filterwarnings("ignore")  # warcio leaves its spooled files open
def test_an_archive_that_another_program_wrote_is_read():
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    fields = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "http://news.example/a", "response", io.BytesIO(news()), http_headers=fields
        )
    )

    [one], reasons = read(out.getvalue())

    assert one.body == news()
    assert (one.flags, reasons) == ((), [])

"""The text of a PDF, page by page; no text is ever made up."""

import io
import zlib

import pypdf
import pytest

from builders.documents import pdf, pdf_of, stream_object
from heavylift.documents.pdf import PAGE_END, read_pdf
from heavylift.errors import DocumentError


def test_the_text_has_its_pages_marked():
    read = read_pdf(pdf("Six flights landed.", "Two left again."), "a.pdf")

    assert read.text == f"Six flights landed.{PAGE_END}Two left again."
    assert [read.text[at:][:3] for at in read.pages] == ["Six", "Two"]


def test_the_date_of_the_file_is_none_of_publication():
    info = (
        "/Title (A report) /Author (A. Writer) /CreationDate (D:20231005143000+04'00')"
    )

    facts = read_pdf(pdf("Text.", info=info), "a.pdf").facts

    assert (facts.title, facts.author) == ("A report", "A. Writer")
    assert [(d.kind, d.value) for d in facts.dates] == [
        ("made", "2023-10-05T14:30:00+04:00")
    ]


def test_a_pdf_without_text_says_that_it_is_likely_scanned():
    with pytest.raises(
        DocumentError, match=r"without text \(2 pages, likely scanned\)"
    ) as e:
        read_pdf(pdf(None, None), "a.pdf")

    assert "recognise its text" in e.value.help


def test_pages_without_text_among_others_are_told():
    read = read_pdf(pdf("Text.", None, "More."), "a.pdf")

    assert read.flags == ("pages_without_text",)
    assert read.remarks == ("pages without text, likely pictures: 2",)
    assert len(read.pages) == 3


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n",
        pdf("Text.")[:200],
        b"%PDF-1.7\n" + bytes(range(256)) * 10,
        b"%PDF-1.4\ntrailer << /Root 1 0 R >>\n1 0 obj << /Pages 1 0 R >>\nendobj",
    ],
)
def test_a_broken_pdf_is_refused_with_what_to_do(raw):
    with pytest.raises(DocumentError, match=r"^a\.pdf: a PDF") as refused:
        read_pdf(raw, "a.pdf")

    assert refused.value.help


def test_a_pdf_whose_table_is_lost_is_read_all_the_same():
    raw = pdf("Six flights landed.").replace(b"startxref\n", b"startxref\n9")

    assert read_pdf(raw, "a.pdf").text == "Six flights landed."


def test_a_pdf_that_opens_with_a_password_alone_is_refused():
    writer = pypdf.PdfWriter(io.BytesIO(pdf("Text.")))
    writer.encrypt("word", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(DocumentError, match="opens with a password alone"):
        read_pdf(out.getvalue(), "a.pdf")


def test_a_page_that_unpacks_to_too_much_costs_itself_alone():
    bomb = zlib.compress(b"BT (x) Tj ET " * 20_000_000, 9)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R 7 0 R] /Count 2 >>",
        font,
        stream_object(bomb, "/Filter /FlateDecode"),
        page + b"/Contents 4 0 R >>",
        stream_object(b"BT /F1 12 Tf (Six flights landed.) Tj ET"),
        page + b"/Contents 6 0 R >>",
    ]

    read = read_pdf(pdf_of(objects), "a.pdf")

    assert read.text.endswith("Six flights landed.")
    assert read.remarks == ("pages that cannot be read: 1",)

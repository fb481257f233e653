"""A page that a browser saved as one file."""

import pytest

from builders.documents import SENTENCES, meta, mhtml, page
from heavylift.documents.mhtml import read_mhtml
from heavylift.errors import DocumentError


def test_the_page_is_read_with_whence_and_when_it_was_saved():
    markup = page(head=meta("article:published_time", "2023-10-05"))

    read = read_mhtml(mhtml(markup), "a.mhtml")

    assert SENTENCES[1] in read.text
    assert read.facts.address == "https://news.example/a"
    assert read.facts.retrieved == "2023-10-06T08:00:00+00:00"
    assert [d.value for d in read.facts.dates] == ["2023-10-05"]


@pytest.mark.parametrize(
    "raw",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        mhtml("")[:200],
        b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: image/png\r\n\r\nx\r\n--x--",
    ],
)
def test_a_saved_page_in_which_no_page_is_is_refused(raw):
    with pytest.raises(DocumentError, match=r"a\.mhtml: .* in which no page is"):
        read_mhtml(raw, "a.mhtml")

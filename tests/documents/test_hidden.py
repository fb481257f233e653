"""Words that a page hides from its readers are told when they come into its text."""

import pytest

from builders.documents import article, news, page
from heavylift.documents.pages import read_page

WORDS = "These words are not for the eyes of people."


@pytest.mark.parametrize(
    "how",
    [
        "hidden",
        'style="display: none"',
        'style="color:red;visibility:hidden"',
        'style="font-size:0"',
        'style="opacity: 0"',
    ],
)
def test_words_that_are_hidden_are_told_or_left_out(how):
    inside = f"<p>First.</p><p {how}>{WORDS}</p><p>And a last one.</p>"
    body = article().replace("</article>", f"{inside}</article>")

    read = read_page(page(body).encode(), "a.html")

    assert ("hidden_text" in read.flags) is (WORDS in read.text)
    if WORDS in read.text:
        assert WORDS in read.remarks[0]


def test_hidden_words_in_a_whole_page_are_told():
    body = f"<p>Text.</p><p hidden>{WORDS}</p>" + "<div>" * 1000 + "more"

    read = read_page(page(body).encode(), "a.html")

    assert "hidden_text" in read.flags


def test_a_page_that_hides_its_menu_alone_has_no_flag():
    body = "<nav hidden>Home and About and Contact</nav>" + article()

    assert read_page(page(body).encode(), "a.html").flags == ()
    assert read_page(news(), "a.html").flags == ()

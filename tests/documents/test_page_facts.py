"""What a page says of itself."""

import pytest
from lxml import html

from builders.documents import json_ld, meta, page
from heavylift.documents.page_facts import facts_of, language_said, web_address


def facts(*, head="", before=""):
    text = before + page(head=head)
    return facts_of(html.document_fromstring(text), text)


def test_a_page_is_asked_for_title_outlet_author_and_address():
    node = {
        "@type": "NewsArticle",
        "headline": "Six flights",
        "author": [{"@type": "Person", "name": "A. Writer"}, "B. Writer"],
        "publisher": {"name": "Example News"},
        "mainEntityOfPage": {"@id": "https://news.example/six"},
    }

    read = facts(head=json_ld(node))

    assert (read.title, read.outlet) == ("Six flights", "Example News")
    assert read.author == "A. Writer, B. Writer"
    assert read.address == "https://news.example/six"


def test_what_metas_say_stands_where_json_says_nothing():
    head = (
        meta("og:title", "Six  flights")
        + meta("og:site_name", "Example News")
        + '<meta name="author" content="A. Writer">'
        + '<link rel="canonical" href="https://news.example/six">'
    )

    read = facts(head=head)

    assert (read.title, read.outlet, read.author) == (
        "Six flights",
        "Example News",
        "A. Writer",
    )
    assert read.address == "https://news.example/six"


def test_the_heading_is_the_title_of_a_page_that_says_nothing():
    assert facts().title == "Flights landed, envoy says"


def test_the_address_of_a_profile_is_no_author():
    assert facts(head=meta("article:author", "https://social.example/a")).author == ""


@pytest.mark.parametrize(
    "before",
    [
        "<!-- saved from url=(0026)https://news.example/saved -->\n",
        "<!--\n Page saved with SingleFile \n url: https://news.example/saved \n"
        " saved date: Fri Oct 06 2023 10:00:00 GMT+0400 (Some Time)\n-->",
    ],
)
def test_whence_a_browser_saved_a_page_is_read(before):
    canonical = '<link rel="canonical" href="https://news.example/other">'

    assert facts(before=before, head=canonical).address == "https://news.example/saved"


def test_when_a_browser_saved_a_page_is_read():
    before = (
        "<!--\n Page saved with SingleFile \n url: https://news.example/a \n"
        " saved date: Fri Oct 06 2023 10:00:00 GMT+0400 (Some Time)\n-->"
    )

    assert facts(before=before).retrieved == "2023-10-06T10:00:00+04:00"


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "file:///etc/passwd", "/a", ""]
)
def test_what_is_no_address_of_the_web_is_left_out(said):
    assert web_address(said) == ""


@pytest.mark.parametrize(
    ("said", "language"),
    [("EN", "en"), ("de_AT", "de-AT"), ("az-Latn", "az-Latn"), ("<b>", ""), ("", "")],
)
def test_languages_are_written_in_one_way(said, language):
    assert language_said(said) == language

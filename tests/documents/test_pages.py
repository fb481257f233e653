"""The article of a page, and nothing that a reader does not see."""

import pytest

from builders.documents import SENTENCES, article, news, page
from heavylift.documents.pages import LARGEST_PAGE, read_page
from heavylift.errors import DocumentError


def test_the_text_is_that_of_the_article_alone():
    read = read_page(news(), "a.html")

    assert read.text.splitlines()[1:] == list(SENTENCES)
    assert read.tool.startswith("trafilatura ")
    assert read.flags == ()


def test_scripts_and_styles_are_never_text():
    hidden = (
        "<script>var x = 'evil script';</script><style>.evil{}</style>"
        "<noscript>evil too</noscript><template>evil template</template>"
    )

    read = read_page(page(hidden + article() + hidden).encode(), "a.html")

    assert SENTENCES[0] in read.text
    assert "evil" not in read.text


def test_a_page_without_an_article_gives_all_that_it_shows_and_says_so():
    read = read_page(b"<html><body><footer>Home</footer><script>x</script>", "a.html")

    assert read.text == "Home"
    assert read.flags == ("whole_page",)


def test_a_text_that_is_little_of_the_page_is_told():
    teasers = "".join(
        f'<li><a href="/{n}">Another headline, number {n}</a></li>' for n in range(300)
    )

    read = read_page(page(article() + f"<ul>{teasers}</ul>").encode(), "a.html")

    assert SENTENCES[0] in read.text
    assert "number 99" not in read.text
    assert read.flags == ("little_of_page",)
    assert "look whether it is the article" in read.remarks[0]


@pytest.mark.parametrize(
    "markup", ["<html></html>", "<html><script>x</script>", "<p> "]
)
def test_a_page_without_text_is_refused(markup):
    with pytest.raises(DocumentError, match="a page without text") as refused:
        read_page(markup.encode(), "a.html")

    assert "saved after they were shown" in refused.value.help


def test_a_page_that_nests_too_deeply_loses_nothing_that_is_seen():
    deep = "<div>" * 100_000 + article() + "</div>" * 100_000

    read = read_page(page(deep).encode(), "a.html")

    assert all(sentence in read.text for sentence in SENTENCES)
    assert read.flags == ("whole_page",)
    assert "nested too deeply" in read.remarks[0]


def test_entities_of_a_page_open_no_file():
    raw = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">'
        f"]><html><body>{article('See &x; here.', *SENTENCES)}</body></html>"
    )

    assert "root:" not in read_page(raw.encode(), "a.html").text


def test_entities_of_a_page_do_not_multiply():
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    raw = f"<!DOCTYPE html [{entities}]><html>{article('&a9;', *SENTENCES)}</html>"

    assert len(read_page(raw.encode(), "a.html").text) < 2 * len(raw)


def test_pictures_inside_a_page_are_no_matter():
    picture = f'<img src="data:image/png;base64,{"A" * LARGEST_PAGE}">'

    read = read_page(page(picture + article()).encode(), "a.html")

    assert SENTENCES[0] in read.text


def test_a_page_that_is_too_large_is_refused():
    with pytest.raises(DocumentError, match="a page of 13 MB without its pictures"):
        read_page(page("x " * 6_500_000).encode(), "a.html")


def test_zero_bytes_end_no_page():
    raw = page(article("Six fl\0ights landed there.", *SENTENCES)).encode()

    read = read_page(raw, "a.html")

    assert "Six fl\ufffdights landed there." in read.text
    assert SENTENCES[-1] in read.text


def test_the_encoding_is_that_which_the_page_declares():
    raw = page(
        article("Самолёт приземлился в Баку.", *SENTENCES),
        head='<meta charset="windows-1251">',
    ).encode("cp1251")

    read = read_page(raw, "a.html")

    assert "Самолёт приземлился в Баку." in read.text
    assert read.encoding == "cp1251 (its declaration)"

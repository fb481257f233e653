"""What a reader sees of a page, however it is nested."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.visible import visible_text


def test_blocks_are_lines_and_inline_elements_are_not():
    markup = "<div>One <b>line</b>\n of text<p>and another</div>third"

    assert visible_text(markup) == "One line of text\nand another\nthird"


def test_what_is_not_shown_is_no_text():
    markup = "<title>t</title><body>a<script>b</script><style>c</style><!-- d -->e"

    assert visible_text(markup) == "ae"


def test_no_depth_is_too_much():
    assert visible_text("<div>" * 200_000 + "here" + "</b>" * 1000) == "here"


def test_a_sign_that_is_no_tag_ends_no_text():
    assert visible_text("<p>5 < 6 people said") == "5 < 6 people said"


def test_characters_that_are_written_as_entities_are_read():
    assert visible_text("&lt;b&gt; &amp; &eacute; &#1041;") == "<b> & é Б"


@given(st.text())
def test_no_text_breaks_it(text):
    visible_text(text)


@given(
    st.lists(st.sampled_from(["<script>", "</script>", "<p>", "</p>", "a<", "<!--"]))
)
def test_no_order_of_tags_breaks_it(parts):
    visible_text("".join(parts))


@pytest.mark.parametrize(
    "begin", ["<!-- ", "<![ ", "<!x ", "<a ", "</a ", "<?x ", "&#"]
)
def test_what_never_ends_takes_no_long(begin):
    started = time.process_time()

    text = visible_text("<p>Six flights.</p>" + begin * 50_000)

    assert text.startswith("Six flights.")
    assert time.process_time() - started < 10

"""Which dates a page bears, and which of them is that of publication."""

import pytest
from lxml import html

from builders.documents import article, json_ld, meta, page
from heavylift.documents.page_dates import agree, dates_of, differing, published_of
from heavylift.documents.partial_dates import parse_partial
from heavylift.documents.structured import article_node


def dates(*, head="", body=None):
    tree = html.document_fromstring(page(body, head=head))
    return dates_of(tree, article_node(tree))


def test_the_date_of_publication_keeps_its_time_of_day_and_zone():
    node = {"@type": "NewsArticle", "datePublished": "2023-10-05T14:30:00+04:00"}

    used = published_of(dates(head=json_ld(node)))

    assert (used.value, used.where) == (
        "2023-10-05T14:30:00+04:00",
        "JSON-LD datePublished",
    )


@pytest.mark.parametrize(
    ("head", "where"),
    [
        (meta("article:published_time", "2023-10-05"), "meta article:published_time"),
        ('<meta name="DC.date" content="2023-10-05">', "meta dc.date"),
        ('<meta itemprop="datePublished" content="2023-10-05">', "meta datepublished"),
        ('<meta name="pubdate" content="20231005">', "meta pubdate"),
    ],
)
def test_each_way_to_say_a_date_in_the_head_is_read(head, where):
    [only] = dates(head=head)

    assert (only.kind, only.where, only.value) == ("published", where, "2023-10-05")


@pytest.mark.parametrize(
    ("inside", "where"),
    [
        ('<span itemprop="datePublished" content="2023-10-05">…</span>', "itemprop"),
        ('<span itemprop="datePublished">October 5, 2023</span>', "itemprop"),
        ('<time pubdate datetime="2023-10-05">…</time>', "time pubdate"),
        ('<time datetime="2023-10-05">Thursday</time>', "time in the article"),
    ],
)
def test_each_way_to_say_a_date_in_the_article_is_read(inside, where):
    [only] = dates(body=article(inside, "Text."))

    assert only.value == "2023-10-05"
    assert only.where.startswith(where)


def test_dates_that_differ_are_all_kept_and_the_weightiest_is_used():
    node = {"@type": "NewsArticle", "datePublished": "2023-10-05T14:30:00Z"}
    other = meta("article:published_time", "2023-10-07T09:00:00Z")

    found = dates(head=other + json_ld(node))

    assert published_of(found).value == "2023-10-05T14:30:00+00:00"
    assert [d.value for d in differing(found)] == ["2023-10-07T09:00:00+00:00"]


def test_a_date_of_change_is_kept_and_is_no_date_of_publication():
    found = dates(head=meta("article:modified_time", "2023-10-07T09:00:00Z"))

    assert [d.kind for d in found] == ["modified"]
    assert published_of(found) is None


def test_a_date_that_can_be_read_in_two_ways_is_kept_and_not_used():
    [only] = dates(head=meta("article:published_time", "05/10/2023"))

    assert (only.said, only.value) == ("05/10/2023", "")


def test_the_time_at_which_a_page_was_served_is_no_date_of_publication():
    assert dates(head='<meta http-equiv="date" content="2023-10-05">') == ()


def test_times_beside_an_article_do_not_matter_when_it_has_a_date():
    head = meta("article:published_time", "2023-10-05")
    beside = '<time datetime="2020-01-01">other</time>'

    found = dates(head=head, body=beside + article())

    assert [d.value for d in found] == ["2023-10-05"]


def test_other_articles_in_a_list_are_not_the_article():
    other = {"@type": "NewsArticle", "datePublished": "2020-01-01"}
    node = [
        {"@type": "ItemList", "itemListElement": [other]},
        {"@graph": [{"@type": "NewsArticle", "datePublished": "2023-10-05"}]},
    ]

    assert [d.value for d in dates(head=json_ld(node))] == ["2023-10-05"]


@pytest.mark.parametrize(
    "text",
    ["{", "[" * 100_000, '{"@type": 5}', "null", '{"@type":"NewsArticle"}' * 2, ""],
)
def test_json_that_is_broken_says_nothing(text):
    assert dates(head=json_ld(text)) == ()


def test_a_line_end_in_a_string_of_json_is_no_hindrance():
    text = '{"@type":"NewsArticle","headline":"a\nb","datePublished":"2023-10-05"}'

    assert [d.value for d in dates(head=json_ld(text))] == ["2023-10-05"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2023-10-05", "2023-10-05", True),
        ("2023-10", "2023-10-05", True),
        ("XXXX-09-19", "2023-09-19", True),
        ("XXXX-09-19", "2023-09-20", False),
        ("2023-10-05", "2023-10-06", False),
        # The sixth in Baku is the fifth in UTC.
        ("2023-10-05", "2023-10-06T01:00:00+04:00", True),
        ("2023-10-05T14:30:00Z", "2023-10-05T18:30:00+04:00", True),
        ("2023-10-05T14:30:00Z", "2023-10-05T14:30:00+04:00", False),
        ("2023-10-05T14:30:00Z", "2023-10-05T14:30:40Z", True),
    ],
)
def test_two_dates_agree_when_they_can_be_of_one_publication(one, other, same):
    a, b = parse_partial(one), parse_partial(other)

    assert agree(a, b) is agree(b, a) is same

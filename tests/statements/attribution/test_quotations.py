"""Quotations are paired, and one that is not closed ends with its sentence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.attribution.quotations import quotations


def words(text):
    return [text[q.start : q.end] for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ''yes'' and ``no''.", ["''yes''", "``no''"]),
        ("He said «yes» and „no“.", ["«yes»", "„no“"]),
        ("He said ‘yes’ and 'no'.", ["‘yes’", "'no'"]),
        ("The officials’ view isn’t 'theirs'.", ["'theirs'"]),
        (
            "‘The officials’ report is wrong,’ he said.",
            ["‘The officials’ report is wrong,’"],
        ),
        ("It is 6' 2\" tall, in the '90s and ’90s.", []),
        ("A closing mark” alone.", []),
        ("“Not so,“ he said.", ["“Not so,“"]),
    ],
)
def test_marks_are_paired(text, found):
    assert words(text) == found


def test_a_quotation_in_a_quotation_has_a_level():
    text = "“He said ‘it is “closed”’ and left.”"

    found = quotations(text)

    assert [(text[q.start : q.end], q.level) for q in found] == [
        (text, 0),
        ("‘it is “closed”’", 1),
        ("“closed”", 2),
    ]


def test_one_that_is_not_closed_ends_with_its_sentence():
    text = "He told Mr. Smith: “We saw Dr. Jones. Experts estimate six flights."

    [found] = quotations(text)

    assert text[found.start : found.end] == "“We saw Dr. Jones."
    assert not found.closed


def test_one_that_is_not_closed_goes_on_where_the_next_paragraph_opens_again():
    text = "He said: “We saw two.\n\n“We saw a third,” he said."

    first, second = quotations(text)

    assert (text[first.start : first.end], first.goes_on) == ("“We saw two.", True)
    assert (text[second.start : second.end], second.continued) == (
        "“We saw a third,”",
        True,
    )


@given(st.text(st.one_of(st.characters(), st.sampled_from("“”‘’\"'«»„.!? \n\ra"))))
def test_of_any_text_they_lie_inside_it_in_order_and_are_not_empty(text):
    found = quotations(text)

    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for level in {q.level for q in found}:
        ones = [q for q in found if q.level == level]
        assert all(a.end <= b.start for a, b in pairwise(ones))

"""Words beside a number bound it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.claims.counts import Count, count_of


@pytest.mark.parametrize(
    ("words", "low", "high", "said"),
    [
        ("at least", 6, None, "at least 6"),
        ("no fewer than", 6, None, "at least 6"),
        ("over", 7, None, "more than 6"),
        ("more than", 7, None, "more than 6"),
        ("no more than", 0, 6, "at most 6"),
        ("fewer than", 0, 5, "less than 6"),
        ("about", 5, 7, "about 6"),
        ("almost", 5, 6, "nearly 6"),
        ("", 6, 6, "6"),
        ("in the first days", 6, 6, "6"),
    ],
)
def test_a_number_is_bounded_by_the_words_beside_it(words, low, high, said):
    count = count_of(6, 6, words)

    assert (count.low, count.high, str(count)) == (low, high, said)
    assert count.words == words


def test_a_list_that_gives_no_upper_number_means_at_least():
    assert str(count_of(92, None)) == "at least 92"


def test_a_word_without_a_number_bounds_nothing():
    count = count_of(None, None, "repeatedly")

    assert count.is_open
    assert str(count) == '"repeatedly"'
    assert count_of(None, None) is None


def test_about_192_leaves_room_for_200_and_about_100_none_for_120():
    assert count_of(192, 192).meets(count_of(200, 200, "some"))
    assert not count_of(100, 100, "about").meets(count_of(120, 120))


bounds = st.none() | st.integers(0, 1000).map(float)


@given(bounds, bounds, bounds, bounds)
def test_two_counts_meet_in_either_order(a, b, c, d):
    one, two = Count(low=a, high=b), Count(low=c, high=d)

    assert one.meets(two) == two.meets(one)

"""Headlines in title case become readable, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.headlines import readable


def test_verbs_and_small_words_of_a_headline_are_put_into_lower_case():
    assert (
        readable("Baku Ministry Denies That Flights Will Continue")
        == "Baku Ministry denies that Flights will continue"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Defence in Baku denies that flights will continue.",
        "JOIN US TO GET INSTANT UPDATES",
        "Denies That",
        "",
    ],
)
def test_other_lines_stay_as_they_are(text):
    assert readable(text) == text


def test_each_line_is_looked_at_by_itself():
    text = "Ministry Denies Reports Of Flights\r\nThe Ministry said so on Monday.\r\n"

    assert readable(text) == (
        "Ministry denies reports of Flights\r\nThe Ministry said so on Monday.\r\n"
    )


@given(st.text())
def test_no_character_is_added_or_lost(text):
    assert len(readable(text)) == len(text)
    assert readable(text).lower() == text.lower()

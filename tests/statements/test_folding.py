"""Strings are found although typography differs, in offsets of the stored text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.folding import (
    EXACT,
    LETTER_CASE,
    TYPOGRAPHY,
    Text,
    fold,
)


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("He said “it’s over”.", '"it\'s over"', "“it’s over”"),
        ("Baku – Ovda, twice", "Baku - Ovda", "Baku – Ovda"),
        ("about 4\u00a0400\u00a0km² in all", "4 400 km2", "4\u00a0400\u00a0km²"),
        ("the \ufb01ve aircraft", "the five aircraft", "the \ufb01ve aircraft"),
        ("wait… he said", "wait... he said", "wait… he said"),
        (
            "a co\u00adope\u00adration pact",
            "cooperation pact",
            "co\u00adope\u00adration pact",
        ),
        ("cafe\u0301 owner said", "caf\u00e9 owner", "cafe\u0301 owner"),
        ("the caf\u00e9 owner", "cafe\u0301 owner", "caf\u00e9 owner"),
        ("at\n  least six", "at least six", "at\n  least six"),
        ("he — they say — left", "he -- they say -- left", "he — they say — left"),
    ],
)
def test_what_is_found_by_typography_is_shown_as_it_is_stored(text, wanted, shown):
    [(start, end)], difference = Text(text).find(wanted)

    assert text[start:end] == shown
    assert difference == TYPOGRAPHY


def test_letters_that_grow_when_folded_keep_their_places():
    text = "İstanbul and İlham Əliyev’s office"

    [(start, end)], difference = Text(text).find("İLHAM əliyev")

    assert text[start:end] == "İlham Əliyev"
    assert difference == LETTER_CASE


def test_an_exact_place_is_preferred_to_one_that_differs():
    found = Text('“We” and "We"').find('"We"')

    assert found == ([(9, 13)], EXACT)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the ministry", "he"),
        ("the ministry", "minis"),
        ("16 landings", "6 landings"),
        ("1.5 million", "5 million"),
        ("1,500 people", "500 people"),
        ("120,000 people", "120"),
        ("cafe\u0301s", "cafe"),
        ("\ufb01ve", "ive"),
    ],
)
def test_a_piece_of_a_word_or_number_is_not_found(text, wanted):
    places, _ = Text(text).find(wanted)

    assert places == []


def test_nothing_outside_the_passage_is_found():
    text = "Alpha said one. Beta said two. Alpha said three."

    places, _ = Text(text, 16, 30).find("Alpha")
    inside, _ = Text(text, 16, 30).find("Beta")

    assert places == []
    assert inside == [(16, 20)]


def test_other_scripts_join_words_without_a_space():
    text = "他说过六次着陆"

    places, _ = Text(text).find("六次")

    assert places == [(3, 5)]


ODD = st.text(
    st.one_of(
        st.sampled_from("aİßﬁ…“”’–—\u00a0\u00ad\u200b\u0301 \n½²Åå.5"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


@given(ODD, st.booleans())
def test_every_folded_character_comes_from_a_stretch_in_order(text, case):
    folded = fold(text, case=case)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert all(
        0 <= start < end <= len(text)
        for start, end in zip(folded.starts, folded.ends, strict=True)
    )


@given(ODD, ODD, ODD)
def test_what_is_found_folds_to_what_was_looked_for(before, wanted, behind):
    text = before + wanted + behind

    places, difference = Text(text).find(wanted)

    for start, end in places:
        assert 0 <= start < end <= len(text)
        if difference == EXACT:
            assert text[start:end] == wanted.strip()
        else:
            case = difference == LETTER_CASE
            shown = fold(text[start:end], case=case).text.strip()
            assert shown == fold(wanted, case=case).text.strip()


@given(ODD)
def test_composed_and_decomposed_letters_are_the_same(text):
    composed = fold(unicodedata.normalize("NFC", text)).text
    decomposed = fold(unicodedata.normalize("NFD", text)).text

    assert composed == decomposed

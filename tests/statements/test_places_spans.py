"""Whatever the text, offsets are those of its characters, and nothing raises."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.places import gazetteer, places_of

KNOWN = gazetteer()

PIECES = st.sampled_from(
    [
        "Baku", "baku", "BAKU", "Ovda", "Nagorno", "-", "Karabakh", "Xankəndi", "İzmir",
        "Gəncə", "e\u0301", "\u0301", "’s", "'", " ", "\r\n", "\n\n", ", ", "(", "LLOV",
        ")", "GYD", "in", "near", "of", "Of", "Split", "airport", "Israeli", "airbase",
        "US", "Tel", "Aviv", "Rostov-on-Don", "St.", "March", "\ufeff", "𝔅aku", "ﬁ",
        "Armenia", "and", "Ｂａｋｕ",
    ]
)  # fmt: skip


def assert_spans(text):
    ends = 0
    for place in places_of("d", text, KNOWN):
        assert ends <= place.start < place.end <= len(text)
        assert text[place.start : place.end].strip() == text[place.start : place.end]
        assert place.candidates
        assert place.rule
        ends = place.end


@given(st.text(max_size=300))
def test_any_text_gives_spans_of_itself(text):
    assert_spans(text)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_names_and_signs_gives_spans_of_itself(text):
    assert_spans(text)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_sequence_of_names_gives_spans_of_itself(text):
    assert_spans(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("İİİ: it flew to İzmir.", "İzmir"),
        ("\ufeff\r\nIt flew to\r\nBaku.", "Baku"),
        ("It flew to Gəncə\u0301.", "Gəncə\u0301"),
        ("It flew to Tel\r\nAviv.", "Tel\r\nAviv"),
    ],
)
def test_odd_characters_move_no_span(text, shown):
    [place] = places_of("d", text, KNOWN)

    assert text[place.start : place.end] == shown


@pytest.mark.parametrize(
    "piece", ["Baku ", "Of ", "in Split, ", "A-", "X ", "Israeli ", "LLOV-", "İ "]
)
def test_long_texts_of_one_kind_take_time_in_proportion(piece):
    def seconds(times):
        """The processor's time, at best: others use it too."""
        taken = []
        for _ in range(3):
            started = time.process_time()
            places_of("d", piece * times, KNOWN)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(100)

    # Ten times as much takes about ten times as long; a square would take a hundred.
    assert seconds(10_000) < 40 * max(seconds(1_000), 0.01)

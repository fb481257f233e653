"""Texts are parsed in bounded pieces, and no character loses its place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.statements import parsing
from heavylift.statements.parsing import parse

#: Any characters, those that are none, and what newsrooms send.
ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("“”‘’\"'\r\n\t\u2028İı́✈\x00\ud800.,: "),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ANY, max_size=4))
def test_every_character_keeps_its_place(texts):
    done = list(parse([(text, n) for n, text in enumerate(texts)]))

    assert [n for _, n in done] == list(range(len(texts)))
    assert [len(parsed.text) for parsed, _ in done] == [len(text) for text in texts]


def test_a_headline_without_full_stop_is_a_sentence_of_its_own():
    text = "Ministry denies flights\r\n\r\nThe ministry said so.\nIt gave no reason."

    [(parsed, _)] = parse([(text, None)])

    assert [s.text.strip() for s in parsed.sents] == [
        "Ministry denies flights",
        "The ministry said so.",
        "It gave no reason.",
    ]


def test_a_long_text_is_cut_and_put_together_again(monkeypatch):
    monkeypatch.setattr(parsing, "_PIECE", 100)
    text = "The ministry said that no aircraft landed.\n" * 30

    [(parsed, _)] = parse([(text, None)])

    assert parsed.text == text
    assert len([s for s in parsed.sents if s.text.strip()]) == 30


def test_a_text_without_a_place_to_cut_is_cut_anyway(monkeypatch):
    monkeypatch.setattr(parsing, "_PIECE", 100)
    text = "x" * 1001

    [(parsed, _)] = parse([(text, None)])

    assert parsed.text == text

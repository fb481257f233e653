"""Whatever a text is: nothing raises, and every span shows what the text has."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.statements import statements
from heavylift.statements.records import decode, encode

#: Pieces of sentences that attribute, in any order, among any characters.
PIECES = st.sampled_from(
    [
        *("said", "he said", ", she said,", "according to", "officials", "as", "by"),
        *("the ministry", "denied this", "was told", "that", "called it", "six", "and"),
        *("the flights had stopped", "Mr. Smith", "Lopez", "his claim that", "did not"),
        *("“", "”", '"', "'", "‘", "’", ".", ",", ":", ";", "-", "(", ")", "who"),
        *("\n\n", "\r\n", "İ", "e\u0301", "✈", "\x00", "\u2028", "\ud800"),
    ]
)
ANY = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(ANY)
def test_spans_lie_inside_the_text_in_order_and_are_not_empty(text):
    found = statements(text)

    for statement in found:
        for part in (
            statement.source,
            statement.cue,
            statement.content,
            statement.hedges,
            statement.negations,
            statement.denies,
        ):
            assert all(0 <= start < end <= len(text) for start, end in part)
        content = statement.content
        assert all(a[1] <= b[0] for a, b in pairwise(content))
        assert statement.cue and content


@settings(deadline=None, max_examples=50)
@given(ANY)
def test_the_same_text_gives_the_same_statements(text):
    assert statements(text) == statements(text)


@settings(deadline=None, max_examples=50)
@given(ANY.filter(lambda text: text.isprintable()))
def test_a_statement_is_written_and_read_back(text):
    for statement in statements(text):
        assert decode(encode(statement)) == statement

"""A long text is cut so that each statement is whole in one passage."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heavylift.statements.passages import OVERLAP, PASSAGE, passages
from heavylift.statements.prompts import request_for


@given(st.text(alphabet="ab. \n", max_size=400))
def test_passages_cover_every_word_in_order(text):
    found = passages(text, size=40, overlap=12)

    covered = {at for start, end in found for at in range(start, end)}
    assert all(at in covered for at, c in enumerate(text) if not c.isspace())
    assert found == sorted(found)
    assert all(end - start <= 40 for start, end in found)


def test_a_text_that_fits_is_one_passage():
    assert passages("a" * PASSAGE) == [(0, PASSAGE)]
    assert passages(" \n ") == []


def test_a_long_text_is_cut_between_paragraphs_and_neighbours_overlap():
    text = "\n\n".join("word " * 60 for _ in range(60))

    found = passages(text)

    assert len(found) > 2
    for (_, end), (start, _) in pairwise(found):
        assert text[:end].endswith("\n\n")
        assert 0 < end - start <= OVERLAP


def test_the_text_stands_between_marks_and_rules_say_that_it_is_data():
    asked = request_for("Roe said no.", model="small", mark="#mark#")

    system, user = (message["content"] for message in asked["messages"])
    assert user == "#mark#\nRoe said no.\n#mark#"
    assert "#mark#" in system
    assert asked["temperature"] == 0
    assert asked["stream"] is False


def test_a_mark_that_is_in_the_text_is_refused():
    with pytest.raises(ValueError, match="must not be in the text"):
        request_for("a #mark# b", model="small", mark="#mark#")

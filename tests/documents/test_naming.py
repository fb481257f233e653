"""What a document is called in a case."""

import re

from hypothesis import given
from hypothesis import strategies as st

from heavylift.documents.naming import name_document
from heavylift.documents.partial_dates import parse_partial

HASH = "0123456789abcdef" * 4


def test_a_name_says_who_when_and_what():
    name = name_document(
        HASH,
        outlet="Example News",
        date=parse_partial("2023-10-05T14:30:00Z"),
        title="Flights quietly landed at an airfield in the south, diplomats say",
    )

    assert name == "example-news-2023-10-05-flights-quietly-landed-at-an-airfield-in"


def test_letters_with_marks_are_written_without():
    assert name_document(HASH, title="Gəncəyə uçuşlar") == "genceye-ucuslar"


def test_a_title_in_another_script_leaves_the_hash():
    assert name_document(HASH, outlet="Example", title="Рейсы") == "0123456789ab"


def test_a_name_of_its_own_is_kept_when_it_can_be_one_of_a_file():
    assert name_document(HASH, own="APW19980807.0261") == "APW19980807.0261"
    assert name_document(HASH, own="../../etc/passwd") == "0123456789ab"


def test_two_documents_never_have_one_name():
    taken = {"genceye-ucuslar", "genceye-ucuslar-0123"}

    assert name_document(HASH, title="Gəncəyə uçuşlar", taken=taken) == (
        "genceye-ucuslar-01234567"
    )


@given(st.text(), st.text(), st.text())
def test_every_name_is_a_safe_name_of_a_file(own, outlet, title):
    name = name_document(HASH, own=own, outlet=outlet, title=title)

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name)

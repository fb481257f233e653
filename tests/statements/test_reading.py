"""Documents become records, in the order of their characters."""

import pytest

from heavylift.errors import StatementError
from heavylift.statements.reading import read
from heavylift.statements.records import Quantity, Statement

FIRST = "Officials said no aircraft landed. “We saw two,” said Maria Lopez."
SECOND = "The ministry denied that any aircraft landed."


def test_each_document_has_its_records_in_the_order_of_its_characters():
    done = list(read([("a", FIRST, None), ("b", SECOND, None), ("c", "", None)]))

    assert [{record.doc for record in records} for records in done] == [
        {"a"},
        {"b"},
        set(),
    ]
    assert [
        record.source[0][0] for record in done[0] if isinstance(record, Statement)
    ] == [0, FIRST.index("Maria")]


def test_a_text_gives_statements_times_quantities_and_places():
    text = "Officials said two flights landed at Ovda on Sept. 2, 2023."

    [records] = read([("a", text, None)])

    assert [
        (type(record).__name__, text[record.start : record.end])
        for record in records
        if not isinstance(record, Statement)
    ] == [("Quantity", "two"), ("Place", "Ovda"), ("Time", "Sept. 2, 2023")]
    assert isinstance(records[0], Statement)


def test_the_same_documents_give_the_same_records():
    documents = [("a", FIRST, None), ("b", SECOND, None)]

    assert list(read(documents)) == list(read(documents))


def test_a_text_in_another_language_is_an_error():
    text = "Das Ministerium sagte, dass die Flugzeuge nicht auf dem Platz waren."

    with pytest.raises(StatementError, match="b: the text is not in English"):
        list(read([("a", FIRST, None), ("b", text, None)]))


@pytest.mark.parametrize(
    "text",
    [
        "Ministry Says Six Flights Landed\n\nThe ministry said that six landed.",
        "Minister DENIES 40 İstanbul Flights\n\nThe ministry said that six landed.",
        "Half a \ud83d character\n\nThe ministry said that six flights landed.",
    ],
)
def test_headlines_and_half_characters_are_read_to_the_end(text):
    [records] = read([("a", text, None)])

    assert any(isinstance(record, Statement) for record in records)
    assert any(isinstance(record, Quantity) for record in records)

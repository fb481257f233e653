"""The published counts of the founding case are told apart, and compared."""

import time
from collections import Counter

import pytest

from builders.claims import groups, links, relations, worked_out
from builders.shared import SHARED, needs_shared
from heavylift.claims.book import read_book
from heavylift.claims.claimed import work_out
from heavylift.claims.lists import read_list
from heavylift.ledger import Ledger
from heavylift.reference.gazetteer import load_airfields
from heavylift.reference.places import parse_place

pytestmark = needs_shared

CASE = SHARED / "case"


def from_lists(path, *names):
    """Enter lists in a ledger and read it back; what they make."""
    ledger = Ledger.open(path / "ledger.jsonl")
    for name in names:
        ledger.extend(read_list(CASE / name).entries)
    airfields = load_airfields()
    return work_out(
        read_book(Ledger.open(ledger.path)),
        lambda text: frozenset(parse_place(text, airfields).airfields),
    )


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    return from_lists(
        tmp_path_factory.mktemp("counts"), "documents.csv", "aggregates.csv"
    )


@pytest.fixture(scope="module")
def claims(tmp_path_factory):
    return from_lists(tmp_path_factory.mktemp("claims"), "documents.csv", "claims.csv")


def test_six_landings_and_a_dozen_flights_are_one_claim_under_a_printed_condition(
    counts,
):
    assert ["A005", "A006"] in groups(counts)

    relation = relations(counts)["A005", "A006"]

    assert relation.kind == "agrees if"
    assert relation.reason.startswith(
        "compatible if the second counts legs (6 landings are 12 legs"
    )
    assert "each aircraft came and left again" in relation.condition


def test_92_and_103_are_two_claims_and_103_is_92_and_11(counts):
    assert ["A001"] in groups(counts)
    assert ["A076"] in groups(counts)

    [told] = [k for k in counts.links if k.kind == "adds up to" and k.of == "A076"]

    assert set(told.to) == {"A001", "A074"}
    assert told.reason.startswith("92 + 11 is 103")


@pytest.mark.parametrize(
    ("copy", "became"), [("A002", "2021-12-31"), ("A003", "2023-12-31")]
)
def test_misdated_copies_of_92_are_told_apart_from_it(counts, copy, became):
    assert [copy] in groups(counts)

    told = links(counts, "differs from its original")[copy, ("A001",)]

    assert told.reason.startswith("same figure with another period than its original")
    assert f"2016-01-01 to 2023-03-05 became 2016-01-01 to {became}" in told.reason


def test_windows_within_the_whole_come_to_46_of_92(counts):
    told = [k.reason for k in counts.links if "46 together" in k.reason]

    assert any(
        "6 + 20 + 13 + 7" in reason and "at least 92" in reason for reason in told
    )


def test_parts_by_airfield_add_up(counts):
    [told] = [k for k in counts.links if k.kind == "adds up to" and k.of == "A008"]

    assert told.reason.startswith("43 + 6 + 8 is 57")


def test_copies_of_one_article_count_once_with_it(counts):
    documents = counts.book.documents
    of_haaretz = [n for n in documents if counts.lineage.original(n) == "D007"]

    assert len(of_haaretz) == 12  # the article, and eleven that retell it
    assert counts.lineage.why("D191") == (
        "derived from D012 by the list; that: derived from D007 by the list"
    )
    originals = {counts.lineage.original(name) for name in counts.book.assertions}
    assert "D012" not in originals
    assert "D007" in originals


def test_a_source_that_says_whom_it_passes_on_is_a_copy_of_that(counts):
    # No list derives D022; the entry says "RFE/RL retelling Haaretz".
    assert counts.lineage.original("A003") == "D007"
    # An article of 2016 is no source for flights of 2020.
    assert counts.lineage.original("A079") == "D007"
    # What the same page counted itself is its own.
    assert counts.lineage.original("A073") == "D185"


def test_the_denial_is_linked_to_what_it_denies(claims):
    denials = {(k.of, k.to[0]) for k in claims.links if k.kind == "denies"}

    assert {("C022", "C018"), ("C022", "C020"), ("C031", "C032")} <= denials


def test_figures_that_contradict_each_other_are_kept_side_by_side(claims):
    between = relations(claims)

    assert between["C071", "C072"].kind == "conflicts with"  # 223 and 244 dead
    assert between["C067", "C071"].kind == "leaves room for"  # at least 200
    assert between["C051", "C052"].kind == "conflicts with"  # 69 % and 64 %


def test_nothing_is_said_to_be_about_flights_that_is_about_anything_else(claims):
    about = Counter(a.topic for a in claims.book.assertions.values())

    flights = [a.id for a in claims.book.assertions.values() if a.topic == "flights"]
    assert about.total() == 119
    assert {"C005", "C006", "C008"} <= set(flights)
    assert not {"C001", "C011", "C012", "C027", "C030", "C049", "C108"} & set(flights)


def test_119_claims_and_188_documents_take_a_second(tmp_path):
    from_lists(tmp_path, "aggregates.csv")  # airfields are read once
    began = time.process_time()

    made = from_lists(tmp_path, "documents.csv", "claims.csv")

    assert len(made.book.assertions) == 31 + 119
    assert len(made.book.documents) == 188
    assert time.process_time() - began < 5


def test_the_same_claims_come_whatever_the_order_of_entries(tmp_path, claims):
    contents = [
        *claims.book.documents.values(),
        *reversed(list(claims.book.assertions.values())),
    ]

    again = worked_out(*contents)

    assert groups(again) == groups(claims)

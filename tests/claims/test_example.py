"""The example of the founding case brings its published counts along."""

from pathlib import Path

import pytest

from builders.claims import groups, links, relations
from heavylift.claims.book import read_book
from heavylift.claims.claimed import work_out
from heavylift.claims.lists import read_list
from heavylift.claims.topics import why_not_testable
from heavylift.ledger import Ledger
from heavylift.reference.gazetteer import load_airfields
from heavylift.reference.places import parse_place

EXAMPLE = Path(__file__).parents[2] / "examples" / "ovda-ganja-2023"


@pytest.fixture(scope="module")
def claimed(tmp_path_factory):
    ledger = Ledger.open(tmp_path_factory.mktemp("example") / "ledger.jsonl")
    for name in ("documents.csv", "claims.csv"):
        read = read_list(EXAMPLE / name)
        assert not read.refused
        ledger.extend(read.entries)
    airfields = load_airfields()
    return work_out(
        read_book(ledger),
        lambda text: frozenset(parse_place(text, airfields).airfields),
    )


def test_every_count_has_a_way_a_period_and_an_address(claimed):
    assert len(claimed.book.assertions) == 30
    for own in claimed.book.assertions.values():
        assert claimed.routes[own.id].is_known, own.id
        assert own.period.is_exact
        assert own.url.startswith("http")
        assert own.doc in claimed.book.documents


def test_every_count_is_of_flights_and_nothing_beside(claimed):
    for own in claimed.book.assertions.values():
        assert why_not_testable(own) == "", own.id


def test_the_counts_of_september_and_the_misdated_copies_are_as_in_the_reports(claimed):
    assert ["A005", "A006"] in groups(claimed)
    assert relations(claimed)["A005", "A006"].kind == "agrees if"
    assert set(links(claimed, "differs from its original")) == {
        ("A002", ("A001",)),
        ("A003", ("A001",)),
    }
    sums = [k.reason for k in claimed.links if k.kind == "adds up to"]
    assert any(reason.startswith("92 + 11 is 103") for reason in sums)


def test_eleven_pages_that_retell_one_article_count_once(claimed):
    retold = [
        n for n in claimed.book.documents if claimed.lineage.original(n) == "D007"
    ]

    assert len(retold) == 12

"""From the words of a text to claims, with the readers that run in a case."""

import datetime as dt

import pytest

from builders.claims import document, worked_out
from builders.shared import SHARED, needs_shared
from heavylift.claims.from_statements import assertions_of
from heavylift.claims.periods import Period
from heavylift.claims.records import said_by
from heavylift.documents.partial_dates import PartialDate
from heavylift.statements.reading import Document, read

LISTED = document("D1", outlet="A Paper", date="2023-10-05")
PUBLISHED = PartialDate(2023, 10, 5)


def claims_in(text):
    [records] = read([Document("D1", text, PUBLISHED)])
    return assertions_of(records, text, LISTED)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("from Sept. 1 to Sept. 17, 2023", "2023-09-01", "2023-09-18"),
        ("between September 1 and September 17", "2023-09-01", "2023-09-18"),
        ("on September 2", "2023-09-02", "2023-09-03"),
        ("in August", "2023-08-01", "2023-09-01"),
    ],
)
def test_a_counted_way_has_its_places_period_and_unit(words, start, end):
    text = f"The agency said at least six flights went from Baku to Ovda {words}."

    [claim] = claims_in(text)

    assert (claim.origin, claim.destination) == ("Baku", "LLOV")
    assert (claim.count.low, claim.count.high, claim.unit) == (6, None, "flight")
    assert claim.period.widest == (
        dt.date.fromisoformat(start),
        dt.date.fromisoformat(end),
    )


@pytest.mark.parametrize(
    ("words", "start", "start_latest"),
    [
        ("just weeks before the assault began on Sept. 19", "2023-07-19", "2023-09-05"),
        ("in the days before Sept. 19", "2023-09-05", "2023-09-17"),
        ("months ahead of Sept. 19, 2023", "2021-09-18", "2023-07-22"),
    ],
)
def test_the_time_before_an_event_is_a_range_and_not_the_day_of_the_event(
    words, start, start_latest
):
    [claim] = claims_in(f"Diplomats said that cargo planes flew {words}.")

    assert claim.period == Period(
        start=dt.date.fromisoformat(start),
        start_latest=dt.date.fromisoformat(start_latest),
        end=dt.date(2023, 9, 19),
        words=claim.period.words,
    )
    assert "2023-09-19" in claim.period.words
    assert not claim.period.is_exact


def test_without_a_date_the_time_before_an_event_has_no_bounds():
    [claim] = claims_in("Diplomats said that cargo planes flew weeks before the war.")

    assert claim.period.widest is None


def test_a_denial_of_a_claim_names_what_it_denies():
    made = claims_in(
        "The minister said that two flights landed. The ministry rejected the "
        "allegation."
    )
    [denial] = [one for one in made if one.polarity == "denies"]
    [denied] = [one for one in made if one.polarity == "asserts"]

    assert denial.disputes == (denied.id,)
    claimed = worked_out(LISTED, *made)
    [link] = [k for k in claimed.links if k.kind == "denies"]
    assert (link.of, link.to) == (denial.id, (denied.id,))


def test_sources_of_different_kinds_make_one_claim_with_two_voices():
    made = claims_in(
        "According to flight tracking data and Armenian diplomats, planes landed twice."
    )

    assert {one.speaker for one in made} == {
        "flight tracking data",
        "Armenian diplomats",
    }
    [claim] = worked_out(LISTED, *made).claims
    assert "given to several sources" in claim.members[1].why


def test_whom_a_pronoun_means_is_told_as_a_proposal():
    made = claims_in("Maria Lopez arrived on Monday. She said that six planes landed.")

    [claim] = [one for one in made if one.speaker == "She"]

    assert claim.proposed == "Maria Lopez"
    assert said_by(claim) == "She (probably Maria Lopez)"


def test_what_a_quotation_says_that_another_said_makes_no_claim():
    made = claims_in("“The minister said that six planes landed,” Maria Lopez said.")

    assert [one.speaker for one in made] == ["Maria Lopez"]


@needs_shared
def test_the_article_becomes_claims_whose_denial_is_linked():
    text = (SHARED / "case" / "article.txt").read_bytes().decode("utf-8")

    made = claims_in(text)

    [denial] = [one for one in made if one.polarity == "denies"]
    [denied] = [one for one in made if one.id in denial.disputes]
    assert denied.speaker == "Nikol Pashinyan"
    flown = [one for one in made if one.topic == "flights"]
    assert len(flown) == 2
    for one in flown:
        # "Frequently ... just weeks before": no day and no number is made of it.
        assert one.count is None
        assert one.period.start_latest == dt.date(2023, 9, 5)
        assert one.period.end == dt.date(2023, 9, 19)

"""What was read in a text becomes proposals that keep their characters."""

import datetime as dt

from builders.claims import document
from heavylift.claims.from_statements import assertions_of
from heavylift.statements.records import (
    Place,
    PlaceCandidate,
    Quantity,
    Statement,
    Time,
)

TEXT = (
    "The agency said: “At least six aircraft landings from Baku to Ovda were seen from "
    "1 to 17 September.” The ministry denied it. An envoy said that rockets were sent."
)


def span(words, start=0):
    at = TEXT.index(words, start)
    return at, at + len(words)


def statement(content, speaker, **more):
    return Statement(
        doc="D1",
        source=(span(speaker),),
        cue=(),
        content=(span(content),),
        type="direct",
        speaker=speaker,
        rule="quote",
        **more,
    )


def place(name, code):
    start, end = span(name)
    candidate = PlaceCandidate(name=name, kind="airfield", code=code)
    return Place(doc="D1", start=start, end=end, candidates=(candidate,), rule="table")


SIX = Quantity(
    doc="D1",
    start=span("At least six")[0],
    end=span("landings")[1],
    low=6,
    high=None,
    bound="at_least",
    unit="landing",
    counts="aircraft landings",
    words="At least",
    value=6,
)
WHEN = Time(
    doc="D1",
    start=span("1 to 17 September")[0],
    end=span("1 to 17 September")[1],
    from_="2023-09-01",
    to="2023-09-18",
    granularity="range",
    anchor="published 2023-10-05",
    rule="range",
    value="2023-09-01/2023-09-17",
)
RECORDS = [
    statement("At least six aircraft landings from Baku to Ovda were seen from 1 to 17 "
              "September.", "The agency"),
    statement("it", "The ministry", polarity="denies"),
    statement("rockets were sent", "An envoy", hedges=(span("were sent"),)),
    SIX,
    WHEN,
    place("Baku", "UBBB"),
    place("Ovda", "LLOV"),
]  # fmt: skip
DOCUMENT = document(
    "D1", outlet="A Paper", date="2023-10-05", url="https://example.org"
)


def test_a_count_with_its_way_and_period_is_proposed():
    own = assertions_of(RECORDS, TEXT, DOCUMENT)[0]

    assert (own.topic, own.unit, str(own.count)) == ("flights", "landing", "at least 6")
    assert (own.origin, own.destination) == ("UBBB", "LLOV")
    assert own.period.widest == (dt.date(2023, 9, 1), dt.date(2023, 9, 18))
    assert (own.speaker, own.outlet, own.date) == (
        "The agency",
        "A Paper",
        "2023-10-05",
    )
    assert own.rule == "read in D1 (quote)"


def test_every_proposal_keeps_its_characters_and_what_stands_around_them():
    for own in assertions_of(RECORDS, TEXT, DOCUMENT):
        [(start, end)] = own.spans
        assert TEXT[start:end] == own.quotation
        assert own.before + own.quotation + own.after in TEXT


def test_a_denial_and_what_was_aboard_are_what_they_are():
    _, denial, aboard = assertions_of(RECORDS, TEXT, DOCUMENT)

    assert denial.polarity == "denies"
    assert aboard.topic == "cargo"
    assert aboard.hedges == ("were sent",)


def test_without_a_time_no_period_is_guessed():
    own = assertions_of([r for r in RECORDS if r is not WHEN], TEXT, DOCUMENT)[0]

    assert own.period.widest is None

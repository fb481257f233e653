"""Assertions about one thing make a claim; a person's word goes before any rule."""

import datetime as dt

import pytest
from msgspec import structs

from builders.claims import book, groups, links, relations, said, worked_out
from heavylift.claims.claimed import work_out
from heavylift.claims.judging import checked, checked_withdrawal
from heavylift.claims.records import Judgement, Withdrawal, id_of
from heavylift.errors import ClaimError

SAYS = {"by": "An Editor", "reason": "asked the author"}


def judged(decision, *of, value=""):
    return Judgement(decision=decision, of=of, value=value, **SAYS)


def test_the_same_way_about_the_same_time_is_one_claim():
    made = worked_out(
        said("A", "at least 6"),
        said("B", "about 12", "flights", "2023-09-01/2023-09-15"),
        said("C", "5", period="2023-08-15/2023-09-05"),
        said("D", "6", destination="LLER"),
        said("E", "6", topic="casualties", unit="people"),
    )

    assert groups(made) == [["A", "B"], ["C"], ["D"], ["E"]]


def test_flights_may_be_of_either_direction_and_landings_not():
    made = worked_out(
        said("A", "6", "landings"),
        said("B", "6", "flights", origin="LLOV", destination="UBBB"),
        said("C", "6", "landings", origin="LLOV", destination="UBBB"),
    )

    assert groups(made) == [["A", "B"], ["C"]]
    [claim] = [c for c in made.claims if c.id == "A"]
    assert "the other way round" in claim.members[1].why


def test_small_differences_do_not_make_a_chain():
    days = [f"2023-09-{n:02d}/2023-09-{n + 19:02d}" for n in (1, 3, 5, 7)]

    made = worked_out(*(said(f"A{n}", "6", period=d) for n, d in enumerate(days)))

    # Each fits the one before it, and not all of them the first.
    assert groups(made) == [["A0", "A1"], ["A2", "A3"]]


def test_a_person_puts_together_and_apart_and_the_last_word_counts():
    a, b, c = said("A", "6"), said("B", "6"), said("C", "6", destination="LLER")
    apart, together = (
        judged("different_claim", "A", "B"),
        judged("same_claim", "A", "C"),
    )

    assert groups(worked_out(a, b, c)) == [["A", "B"], ["C"]]
    assert groups(worked_out(a, b, c, apart, together)) == [["A", "C"], ["B"]]
    again = judged("same_claim", "A", "B")
    assert groups(worked_out(a, b, c, apart, together, again)) == [["A", "B", "C"]]


def test_a_person_says_what_is_counted():
    a, b = said("A", "6", "landings"), said("B", "12", "flights")

    before = relations(worked_out(a, b))["A", "B"]
    after = relations(worked_out(a, b, judged("unit", "B", value="leg")))["A", "B"]

    assert before.kind == "agrees if"
    assert after.kind == "agrees if"
    assert "the second counts" not in after.reason
    assert "landings are told as legs (6 landings are 12 legs" in after.reason


def test_what_is_superseded_or_withdrawn_does_not_count_and_stays_in_the_book():
    early, late = said("A", "2", "people"), said("B", "200", "people")

    superseded = book(early, late, judged("supersedes", "B", "A"))
    withdrawn = book(early, late, Withdrawal(of="A", **SAYS))

    assert list(superseded.assertions) == list(withdrawn.assertions) == ["B"]
    assert "A" in superseded.proposed
    assert withdrawn.withdrawn["A"].reason == "asked the author"


def test_a_judgement_is_withdrawn_by_the_number_of_its_entry():
    a, b = said("A", "6"), said("B", "6")

    made = worked_out(
        a, b, judged("different_claim", "A", "B"), Withdrawal(of="entry 3", **SAYS)
    )

    assert groups(made) == [["A", "B"]]
    assert made.book.judgements[0].withdrawn == "asked the author"


def test_removing_a_statement_changes_no_other_ones_figures():
    whole = worked_out(said("A", "at least 6"), said("B", "8"), said("C", "5"))
    less = worked_out(said("B", "8"), said("C", "5"))

    assert set(relations(less)) < set(relations(whole))
    assert relations(less)["B", "C"] == relations(whole)["B", "C"]


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("at least 6", "6", "agrees with"),
        ("at least 6", "8", "leaves room for"),
        ("at least 6", "5", "conflicts with"),
        ("about 200", "192", "leaves room for"),
        ("repeatedly ", "6", "says less than"),
    ],
)
def test_figures_of_one_unit(one, two, kind):
    [relation] = relations(worked_out(said("A", one), said("B", two))).values()

    assert relation.kind == kind


def test_flights_and_flights_may_be_legs_and_landings():
    made = worked_out(said("A", "6", "flights"), said("B", "12", "flights"))

    [relation] = relations(made).values()

    assert relation.kind == "agrees if"
    assert "6 landings are 12 legs" in relation.condition


def test_figures_of_windows_that_differ_need_not_agree():
    made = worked_out(
        said("A", "6", period="2023-09-01/2023-09-17"),
        said("B", "5", period="2023-09-02/2023-09-18"),
    )

    [relation] = relations(made).values()

    assert relation.kind == "counts another window"


def test_a_denial_stands_beside_what_it_denies():
    made = worked_out(said("A", "6"), said("B", "6", polarity="denies"))
    linked = worked_out(
        said("A", "6"),
        said("B", text="Nothing of the kind", polarity="denies", topic="other"),
        judged("denies", "B", "A"),
    )

    assert relations(made)["B", "A"].kind == "denies"
    assert made.originals(made.claims[0]) == ["A"]  # a denial asserts nothing
    assert links(linked, "denies")["B", ("A",)].reason.startswith("judged by An Editor")


def test_a_denial_that_nobody_linked_is_proposed_by_its_words():
    made = worked_out(
        said(
            "A", text="Ministry aircraft landed at Ovda during September", topic="other"
        ),
        said(
            "B",
            text="No ministry aircraft landed there in September",
            topic="other",
            polarity="denies",
            destination="",
        ),
    )

    [(pair, told)] = links(made, "denies").items()

    assert pair == ("B", ("A",))
    assert told.reason == (
        "a proposal: both speak of aircraft, landed, ministry, september"
    )


def test_a_part_must_not_exceed_its_whole():
    whole = said("A", "92", period="2016/2023-03-05")
    fits = said("B", "46", period="2020/2022")
    exceeds = said("C", "93", period="2021")

    made = worked_out(whole, fits, exceeds)

    assert ("B", ("A",)) in links(made, "part of")
    assert (
        "more than 92 landings" in links(made, "exceeds its whole")["C", ("A",)].reason
    )


def test_a_place_that_is_none_is_told_and_never_guessed():
    def resolve(text):
        raise ClaimError(f"no airfield '{text}' is known", help="look it up")

    made = work_out(book(said("A", "6")), resolve)

    assert made.routes["A"].problem == "no airfield 'UBBB' is known"


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        (Judgement(decision="unit", of=("A",), by="", reason="r"), "without a name"),
        (Judgement(decision="unit", of=("A",), by="E", reason=" "), "without a reason"),
        (judged("unit", "X", value="leg"), "nothing in the ledger is called X"),
        (judged("same_claim", "A", "A"), "is named"),
        (judged("unit", "A", value="barrels"), "is no unit"),
        (judged("topic", "A", value="weather"), "is no topic"),
        (judged("period", "A", value="then"), "is no period"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(judgement, message):
    with pytest.raises(ClaimError, match=message):
        checked(judgement, book(said("A", "6")))


def test_a_withdrawal_of_nothing_is_refused():
    with pytest.raises(ClaimError, match="nothing that counts"):
        checked_withdrawal(Withdrawal(of="entry 9", **SAYS), book(said("A", "6")))


def test_one_order_holds_for_all_sides():
    own = [
        said("A", "6", date="2023-10-05", outlet="Zeta", side="Armenia"),
        said("B", "6", date="2023-10-05", outlet="Alpha", side="Azerbaijan"),
        said("C", "6", date="2023-10-04", outlet="Omega", side="Azerbaijan"),
        said("D", "6", outlet="Undated", side="Armenia"),
    ]
    swapped = [
        structs.replace(a, side="Armenia" if a.side == "Azerbaijan" else "Azerbaijan")
        for a in own
    ]

    orders = [
        [a.id for a in worked_out(*each).claims[0].assertions]
        for each in (own, swapped)
    ]

    assert orders[0] == orders[1] == ["C", "B", "A", "D"]


def test_a_name_is_made_of_what_is_said():
    one = said("", "6")

    assert id_of(one) == id_of(structs.replace(one, by="Another"))
    assert id_of(one) != id_of(structs.replace(one, date=str(dt.date(2023, 10, 5))))

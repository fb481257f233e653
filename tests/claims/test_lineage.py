"""Copies of one original count once, and say why they are copies."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.claims import book, document, links, said, worked_out
from heavylift.claims.lineage import trace_lineage
from heavylift.claims.near_copies import near_copies
from heavylift.claims.records import Judgement, Withdrawal

RANDOM = random.Random(1)
WORDS = [f"word{n}" for n in range(3000)]


def prose(words=200, seed=0):
    drawn = random.Random(seed)
    return " ".join(drawn.choice(WORDS) for _ in range(words))


def test_twenty_retellings_of_one_article_count_once():
    retold = [document(f"R{n:02d}", "D007") for n in range(25)]
    of_them = [said(f"A{n:02d}", "at least 92", doc=f"R{n:02d}") for n in range(25)]
    original = said("B", "at least 92", doc="D007")

    made = worked_out(document("D007"), *retold, original, *of_them)

    [claim] = made.claims
    assert len(claim.members) == 26
    assert made.originals(claim) == ["D007"]
    assert len(made.copies(claim)) == 25
    assert made.lineage.why("A03") == "derived from D007 by the list"


def test_a_copy_of_a_copy_goes_back_to_the_original_with_each_step():
    lineage = trace_lineage(book(document("A"), document("B", "A"), document("C", "B")))

    assert lineage.line("C") == ["C", "B", "A"]
    assert (
        lineage.why("C")
        == "derived from B by the list; that: derived from A by the list"
    )
    assert lineage.why("A") == ""


def test_sources_that_name_each_other_have_one_original():
    lineage = trace_lineage(
        book(document("A", "B"), document("B", "C"), document("C", "A"))
    )

    assert {lineage.original(name) for name in "ABC"} == {"A"}


def test_a_text_that_stands_in_an_earlier_one_is_a_copy_of_it():
    first = prose(300, 1)
    later = f"{prose(40, 2)} {' '.join(first.split()[50:220])} {prose(5, 3)}"
    documents = (
        document("D1", date="2023-10-05"),
        document("D2", date="2023-10-06"),
        document("D3", date="2023-10-06"),
    )

    lineage = trace_lineage(
        book(*documents), {"D1": first, "D2": later, "D3": prose(300, 4)}
    )

    assert lineage.original("D2") == "D1"
    assert lineage.why("D2") == "79 % of its words in order stand in D1"
    assert lineage.original("D3") == "D3"


def test_a_text_that_names_the_one_earlier_document_of_an_outlet_is_a_copy():
    documents = (
        document("D1", outlet="Haaretz (reprint)", date="2023-03-06"),
        document("D2", outlet="A Blog", date="2023-03-07"),
        document("D3", outlet="Other Blog", date="2023-03-01"),
    )
    text = "Ninety-two flights landed, as Haaretz reported this week."

    lineage = trace_lineage(book(*documents), {"D2": text, "D3": text})

    assert lineage.why("D2") == "names Haaretz as its source (D1)"
    assert lineage.original("D3") == "D3"  # it came out before


def test_a_person_goes_before_the_list_both_ways():
    contents = (document("A"), document("B", "A"), document("C"))
    says = {"by": "An Editor", "reason": "compared them"}

    lineage = trace_lineage(
        book(
            *contents,
            Judgement(decision="no_copy", of=("B", "A"), **says),
            Judgement(decision="copy_of", of=("C", "A"), **says),
        )
    )

    assert lineage.original("B") == "B"
    assert lineage.why("C") == "a copy of A: judged by An Editor (compared them)"


def test_a_changed_retelling_says_what_it_changed():
    made = worked_out(
        document("D1"),
        document("D2", "D1"),
        said("A", "at least 92", period="2016/2023-03-05", doc="D1"),
        said("B", "at least 92", "flights", period="2016/2021", doc="D2"),
    )

    told = links(made, "differs from its original")["B", ("A",)]

    assert told.reason.startswith("same figure with another period than its original")
    assert "unit (landing became flight)" in told.reason


def test_a_retelling_of_the_same_time_with_another_figure_says_so():
    made = worked_out(
        document("D1"),
        document("D2", "D1"),
        said("A", "69", "percent", doc="D1"),
        said("B", "64", "percent", doc="D2"),
    )

    told = links(made, "differs from its original")["B", ("A",)]

    assert "figure (69 became 64)" in told.reason


documents = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    min_size=2,
    max_size=10,
    unique=True,
)


@settings(deadline=None)
@given(documents, st.data())
def test_withdrawing_a_source_never_makes_more_originals(pairs, data):
    listed = {a: document(f"D{a}", f"D{b}" if a != b else "") for a, b in pairs}
    own = [said(f"A{a}", "6", doc=f"D{a}") for a in listed]
    gone = data.draw(st.sampled_from([*own, *listed.values()]))
    contents = [*listed.values(), *own]

    whole = worked_out(*contents)
    less = worked_out(*contents, Withdrawal(of=gone.id, by="E", reason="r"))

    count = [
        len({n for c in made.claims for n in made.originals(c)})
        for made in (whole, less)
    ]
    assert count[1] <= count[0]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 100), st.integers(60, 200), st.integers(0, 60))
def test_containment_is_the_share_of_words_in_order(seed, shared, own):
    text = prose(200, seed)
    copy = " ".join(text.split()[:shared]) + " " + prose(own, seed + 1)

    pairs = near_copies({"a": text, "b": copy}, least=0.0)

    [pair] = pairs
    share = (shared - 4) / (shared + own + 1 - 4 - 1 * (own == 0))
    assert abs(pair.of_b - share) < 0.03
    assert pair.jaccard <= pair.containment


def test_three_thousand_texts_are_compared_in_seconds():
    texts = {f"D{n:04d}": prose(300, n % 2900) for n in range(3000)}
    began = time.process_time()

    pairs = near_copies(texts)

    assert len(pairs) == 100
    assert all(p.containment == 1 for p in pairs)
    assert time.process_time() - began < 20

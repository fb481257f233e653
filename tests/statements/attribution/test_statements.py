"""Who said what, in the forms in which news tells it."""

import pytest

from builders.statements import shown, statements, told

DIRECT = "“The aircraft landed twice,”"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            f"{DIRECT} said Maria Lopez, a researcher at the institute.",
            [("Maria Lopez, a researcher at the institute", "said", DIRECT)],
        ),
        (
            "“The aircraft,” Lopez said, “landed twice.”",
            [("Lopez", "said", "“The aircraft,” … “landed twice.”")],
        ),
        (
            f"{DIRECT} Lopez said. “We saw both.”",
            [("Lopez", "said", f"{DIRECT} … “We saw both.”")],
        ),
        (
            "Lopez said: “We saw two.\n\n“We saw a third.”\n\nThe report ends here.",
            [("Lopez", "said", "“We saw two. … “We saw a third.”")],
        ),
        (
            "‘The aircraft landed twice,’ said Lopez. ‘The crews’ report is wrong.’",
            [
                (
                    "Lopez",
                    "said",
                    "‘The aircraft landed twice,’ … ‘The crews’ report is wrong.’",
                )
            ],
        ),
        (
            "Lopez said the aircraft had “landed twice” before noon.",
            [("Lopez", "said", "the aircraft had “landed twice” before noon")],
        ),
        (
            "The agency was informed by the ambassador that the flights had stopped.",
            [("the ambassador", "was informed", "that the flights had stopped")],
        ),
        (
            "According to the spokesman, Ali Demir, no aircraft landed on Monday.",
            [
                (
                    "the spokesman, Ali Demir",
                    "According to",
                    "no aircraft landed on Monday",
                )
            ],
        ),
        (
            "No aircraft landed on Monday, according to three officials.",
            [("three officials", "according to", "No aircraft landed on Monday")],
        ),
        (
            "In the words of the minister, the flights were routine.",
            [("the minister", "In the words of", "the flights were routine")],
        ),
        (
            "In the minister's view, the flights were routine.",
            [("the minister", "view", "the flights were routine")],
        ),
        (
            "Per the ministry, no aircraft landed.",
            [("the ministry", "Per", "no aircraft landed")],
        ),
        (
            "The flights were routine, as the minister put it.",
            [("the minister", "put", "The flights were routine")],
        ),
        (
            "The landings, she said, were at night.",
            [("she", "said", "The landings … were at night")],
        ),
        (
            "The data show six landings in September.",
            [("The data", "show", "six landings in September")],
        ),
        (
            "Officials are confident that the records are complete.",
            [("Officials", "are confident", "that the records are complete")],
        ),
        (
            "His claim that the flights had stopped was disputed.",
            [("His", "claim", "that the flights had stopped")],
        ),
        (
            "Maria Lopez said in a statement that the count was wrong.",
            [("Maria Lopez", "said in a statement", "that the count was wrong")],
        ),
        (
            "It is believed that the aircraft turned back.",
            [("", "is believed", "that the aircraft turned back")],
        ),
        ("The aircraft landed twice. I think we know why.", []),
        ("The runway could say nothing.", []),
    ],
)
def test_source_cue_and_content_are_what_annotators_mark(text, found):
    assert told(text) == found


def test_sources_of_different_kinds_are_two_statements():
    text = "Flight records and officials say six aircraft landed."

    first, second = statements(text)

    assert shown(text, first.source + second.source) == ["Flight records", "officials"]
    assert first.content == second.content
    assert first.flags == second.flags == ("coordinated_source",)


def test_sources_of_one_kind_are_one_statement():
    text = "According to officials and experts, six aircraft landed."

    [statement] = statements(text)

    assert statement.speaker == "officials and experts"


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The ministry said that aircraft landed.", "asserts"),
        ("The ministry denied that any aircraft landed.", "denies"),
        ("The ministry rejected the accusation.", "denies"),
        ("The ministry did not deny that aircraft landed.", "asserts"),
        ("The ministry pledged to publish the records.", "commits"),
        ("Reporters asked the minister whether the flights had stopped.", "asks"),
        ("The ministry urged airlines to publish their records.", "asks"),
        ("Officials declined to comment on the flights.", "refuses"),
        ("The minister did not say whether aircraft landed.", "refuses"),
        ("The ministry called the report a mistake.", "asserts"),
    ],
)
def test_what_a_source_does_is_told(text, polarity):
    assert [statement.polarity for statement in statements(text)] == [polarity]


def test_a_denial_of_this_points_to_what_it_denies():
    text = "The opposition says six aircraft landed; the government denies this."

    claim, denial = statements(text)

    assert denial.polarity == "denies"
    assert denial.denies == claim.content


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{DIRECT} said Lopez.", "direct"),
        ("Lopez said that the aircraft landed.", "indirect"),
        ("Lopez said the aircraft “landed twice” there.", "mixed"),
    ],
)
def test_how_the_words_are_given_is_told(text, kind):
    assert [statement.type for statement in statements(text)] == [kind]


def test_a_pronoun_is_shown_as_one_and_whom_it_means_is_proposed_apart():
    text = "Maria Lopez tracked the flights. She said the count was wrong."

    [statement] = statements(text)

    assert (statement.speaker, statement.proposed) == ("She", "Maria Lopez")
    assert statement.flags == ("pronoun",)


def test_a_pronoun_without_anybody_before_it_stays_unresolved():
    [statement] = statements("She said the count was wrong.")

    assert (statement.speaker, statement.proposed) == ("She", None)
    assert statement.flags == ("pronoun", "unresolved")


def test_name_and_role_are_told_apart():
    [statement] = statements(
        "The ambassador to Israel, Arman Akopian, said it was over."
    )

    assert statement.speaker == "Arman Akopian"
    assert statement.role == "The ambassador to Israel"


def test_a_surname_proposes_the_whole_name_given_before():
    text = "Maria Lopez tracked the flights. Lopez said the count was wrong."

    [statement] = statements(text)

    assert (statement.speaker, statement.proposed) == ("Lopez", "Maria Lopez")


def test_one_that_is_quoted_in_a_quotation_is_flagged():
    text = "“The minister told me that the runway is closed,” Lopez said."

    inner, outer = statements(text)

    assert shown(text, inner.source) == ["The minister"]
    assert "nested_in_quote" in inner.flags
    assert outer.speaker == "Lopez"
    assert "nested_in_quote" not in outer.flags


def test_words_that_weaken_and_words_that_negate_are_marked():
    text = "Experts estimate that about six aircraft did not land."

    [statement] = statements(text)

    assert shown(text, statement.hedges) == ["estimate", "about"]
    assert shown(text, statement.negations) == ["not"]


def test_offsets_are_those_of_the_text_as_it_is_stored():
    text = "\ufeffİ ✈\r\n\r\n“E\u0301 🛩️ landed,” said Lopez.\r\n"

    [statement] = statements(text)

    assert shown(text, statement.content) == ["“E\u0301 🛩️ landed,”"]
    assert shown(text, statement.source) == ["Lopez"]

"""The retelling of the founding case: every attribution in it, written down by hand.

The article itself lies outside the repository; here are only the words by which its
statements can be known.
"""

import pytest

from builders.shared import SHARED
from builders.statements import shown, statements

ARTICLE = SHARED / "case" / "article.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="../shared is not there")

#: Speaker, proposed name, role, cue; first and last word of the content; polarity.
BY_HAND = [
    ("officials and experts", None, "", "According to", "Israel", "control", "asserts"),
    (
        "flight tracking data", None, "", "According to", "Azerbaijani", "talks",
        "asserts",
    ),
    ("Armenian diplomats", None, "", "According to", "Azerbaijani", "talks", "asserts"),
    (
        "Arman Akopian", None, "Armenia’s ambassador to Israel", "was informed",
        "that", "people.”", "asserts",
    ),
    ("Akopian", "Arman Akopian", "", "said", "that", "conversations", "asserts"),
    ("He", "Arman Akopian", "", "told", "“I", "homeland.", "asserts"),
    ("Experts", None, "", "estimate", "that", "offensive", "asserts"),
    ("officials", None, "", "According to", "the", "soldiers", "asserts"),
    (
        "The government of Azerbaijan", None, "", "has vowed", "to", "Armenians",
        "commits",
    ),
    (
        "Nikol Pashinyan", None, "the prime minister of Armenia",
        "has been referred to as", "The", "cleansing”", "asserts",
    ),
    (
        "the foreign ministry of Azerbaijan", None, "", "vehemently refutes", "this",
        "claim", "denies",
    ),
    (
        "the foreign ministry of Azerbaijan", None, "", "saying", "the",
        "relocation.”", "asserts",
    ),
]  # fmt: skip

#: An attitude, not a statement in so many words; annotators mark such.
ATTITUDE = "have long been suspicious of"


def read():
    text = ARTICLE.read_bytes().decode("utf-8")
    return text, statements(text)


def named(text, part):
    return " ".join(shown(text, part))


def test_every_statement_is_found_with_its_speaker_and_none_besides():
    text, found = read()

    assert [
        (
            s.speaker,
            s.proposed,
            s.role,
            named(text, s.cue),
            named(text, s.content).split()[0],
            named(text, s.content).split()[-1],
            s.polarity,
        )
        for s in found
        if named(text, s.cue) != ATTITUDE
    ] == BY_HAND


def test_a_quotation_without_its_closing_mark_ends_with_its_sentence():
    text, found = read()

    [unclosed] = [s for s in found if "unclosed_quote" in s.flags]
    after = found[found.index(unclosed) + 1]

    assert unclosed.speaker == "He"
    assert named(text, unclosed.content).endswith("homeland.")
    assert after.speaker == "Experts"
    assert after.flags == ()


def test_the_denial_points_to_what_it_denies():
    text, found = read()

    [denial] = [s for s in found if s.polarity == "denies"]
    [claim] = [s for s in found if s.speaker == "Nikol Pashinyan"]

    assert denial.denies == claim.content
    assert named(text, denial.denies).startswith("The exodus")


def test_data_and_diplomats_are_two_sources_officials_and_experts_are_one():
    _, found = read()

    assert [s.speaker for s in found if "coordinated_source" in s.flags] == [
        "flight tracking data",
        "Armenian diplomats",
    ]
    assert found[0].speaker == "officials and experts"


def test_pronouns_are_flagged():
    _, found = read()

    assert [s.speaker for s in found if "pronoun" in s.flags] == ["who", "He"]

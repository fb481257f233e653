"""The page on language models tells of every reason, flag and limit there is."""

import re
from pathlib import Path

from heavylift.fetch.chat import Limits
from heavylift.statements import fitting, grounding
from heavylift.statements.passages import OVERLAP, PASSAGE
from heavylift.statements.proposals import MOST_PROPOSALS, Reason

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "language-model.md"


def section(heading):
    text = PAGE.read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_reason_for_refusing_a_proposal_is_told_of():
    told = re.findall(r"^\| `([^`]+)` \|", section("What is refused"), re.MULTILINE)

    assert told == [reason.value for reason in Reason]


def test_every_flag_of_a_proposed_statement_is_told_of():
    told = re.findall(r"^\| `([^`]+)` \|", section("What to look at"), re.MULTILINE)

    assert {
        grounding.PROPOSED,
        grounding.POLARITY_NOT_READ,
        "beside_instructions",
        "pronoun",
        "unclosed_quote",
    } <= set(told)


def test_the_limits_are_those_of_the_program():
    told = section("What is refused") + section("Long texts")
    limits = (
        *(fitting.MOST_CUE_TO_CONTENT, fitting.MOST_SPEAKER_TO_CUE),
        *(fitting.MOST_BETWEEN_PARTS, MOST_PROPOSALS, PASSAGE, OVERLAP),
        *(*grounding.LONGEST.values(), Limits().reply_bytes, int(Limits().reply_s)),
    )

    assert [n for n in limits if f" {n:,}" not in told] == []

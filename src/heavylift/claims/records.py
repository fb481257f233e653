"""What a ledger holds of claims: who said what, whence it comes, and who judged it.

Four kinds of entries, each written once and never changed. A document is listed, an
assertion is entered, a person judges, and what was entered wrongly is withdrawn: the
entry stays, and so does the reason. Everything else (claims, copies, verdicts) is
worked out from these anew each time.
"""

from __future__ import annotations

import hashlib
from typing import Final, Literal

import msgspec

from heavylift.claims.counts import Count
from heavylift.claims.periods import Period
from heavylift.claims.units import Unit

#: What an assertion is about. Flight data can be put beside ``flights`` alone.
Topic = Literal[
    "flights", "cargo", "intent", "casualties", "displaced", "area", "other"
]

#: What the source does: says that it is so, or that it is not. ``no_comment`` is
#: neither.
Polarity = Literal["asserts", "denies", "no_comment"]

#: What a person decides about entries; see :class:`Judgement`.
Decision = Literal[
    "same_claim", "different_claim", "unit", "copy_of", "no_copy", "supersedes",
    "denies", "topic", "period",
]  # fmt: skip

Span = tuple[int, int]


class Listed(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="document"
):
    """A document, as a list of documents tells of it.

    Attributes:
        id: Its name in the case.
        title: Its title.
        outlet: Who published it.
        date: When, as far as it is known: ``2023-10-05``, ``2023-10``; or empty.
        url: Where.
        language: Two letters, or empty.
        form: What it is: reprint, translation, summary.
        derived_from: The document that it retells, when the list says so.
        note: What else the list says.
        rule: How it came into the ledger.
    """

    id: str
    title: str = ""
    outlet: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    form: str = ""
    derived_from: str = ""
    note: str = ""
    rule: str = ""


class Assertion(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="assertion"
):
    """What one source says about one thing.

    Attributes:
        id: Its name in the case; see :func:`id_of`.
        text: What is said, in words: of the case, or of the document.
        topic: What it is about.
        polarity: Whether it is asserted or denied.
        subject: Who or what did it, or was counted.
        origin: Where flights left, as written; see ``reference.places``. Or empty.
        destination: Where they arrived. Or empty.
        period: When.
        count: How many; ``None`` without a number.
        unit: What is counted; ``None`` when nothing is.
        unit_words: The unit as written.
        rate_per: ``day``, ``week``, ``month`` or ``year`` when the number is a rate.
        key: Name under which a list groups figures that can be compared, or empty.
        speaker: Who said it, as far as the text names them; a pronoun stays one.
        proposed: Whom a pronoun or short name probably means; a proposal.
        role: What the speaker is.
        side: Of which side the speaker is, in the words of the case.
        outlet: Who printed it.
        date: When it was said or printed, as far as known.
        basis: What the source says that it rests on ("FlightRadar24").
        doc: The document that it stands in.
        url: Where that is.
        disputes: Names of assertions that it disputes, or is disputed by, by a list.
        disputed: What the list says of that, as written.
        hedges: Words that make it weaker.
        spans: Its characters in the text of the document.
        quotation: Those characters.
        before: Some characters before them.
        after: Some characters after them.
        operators: Airlines meant, as people ask for them; only these are counted.
        types: Types of aircraft meant.
        note: What whoever entered it noted.
        rule: How it came into the ledger.
        by: Who entered it by hand, or empty.
    """

    id: str
    text: str
    topic: Topic
    polarity: Polarity = "asserts"
    subject: str = ""
    origin: str = ""
    destination: str = ""
    period: Period = Period()
    count: Count | None = None
    unit: Unit | None = None
    unit_words: str = ""
    rate_per: str = ""
    key: str = ""
    speaker: str = ""
    proposed: str = ""
    role: str = ""
    side: str = ""
    outlet: str = ""
    date: str = ""
    basis: str = ""
    doc: str = ""
    url: str = ""
    disputes: tuple[str, ...] = ()
    disputed: str = ""
    hedges: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    quotation: str = ""
    before: str = ""
    after: str = ""
    operators: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    note: str = ""
    rule: str = ""
    by: str = ""


def said_by(assertion: Assertion) -> str:
    """Who said it, for a person; whom a pronoun probably means is told apart.

    >>> one = Assertion(id="", text="", topic="other", speaker="He", proposed="A. B.")
    >>> said_by(one)
    'He (probably A. B.)'
    """
    if not assertion.proposed:
        return assertion.speaker
    return f"{assertion.speaker} (probably {assertion.proposed})"


class Judgement(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="judgement"
):
    """What a person decided; it outweighs every rule, and the latest the earlier.

    Attributes:
        decision: ``same_claim``, ``different_claim`` and ``denies`` are of two or more
            assertions; ``copy_of`` and ``no_copy`` say whether the first comes from the
            second, assertions or documents; ``supersedes`` that the first replaces the
            second; ``unit``, ``topic`` and ``period`` give a value.
        of: Names of what is judged.
        value: The value, where the decision has one.
        by: Who decided.
        reason: Why.
    """

    decision: Decision
    of: tuple[str, ...]
    by: str
    reason: str
    value: str = ""


class Withdrawal(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="withdrawal"
):
    """An entry that no longer counts; it stays in the ledger.

    Attributes:
        of: Name of the assertion or document, or ``entry 12`` for a judgement.
        by: Who withdrew it.
        reason: Why.
    """

    of: str
    by: str
    reason: str


Content = Listed | Assertion | Judgement | Withdrawal

#: Tags of what this layer enters. A ledger holds entries of other layers too.
KINDS: Final = ("document", "assertion", "judgement", "withdrawal")


def id_of(assertion: Assertion) -> str:
    """Name an assertion by what it says: the same again has the same name."""
    bare = msgspec.structs.replace(assertion, id="", by="")
    return "c-" + hashlib.sha256(msgspec.json.encode(bare)).hexdigest()[:10]

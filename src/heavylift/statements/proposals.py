"""What a language model may propose, and what is kept of what it proposed.

A model returns strings and nothing else. There is no place in a proposal for a number,
a date, or whether something is denied: those are read in the text.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import msgspec

from heavylift.statements.records import Span

#: So many proposals of one reply are looked at. A passage of 6,000 characters holds
#: some 40 attributions at most (PolNeAR, training part); a reply that repeats itself
#: until its limit holds thousands.
MOST_PROPOSALS: Final = 200

#: Characters of a refused string that the log keeps: enough to see what it was.
_KEPT: Final = 300


class Reason(StrEnum):
    """Why a proposal, or a whole reply, was refused."""

    NOT_JSON = "not JSON"
    WRONG_SHAPE = "wrong shape"
    EMPTY_REPLY = "empty reply"
    WANTS_TOOL = "asks for a tool"
    DECLINED = "declined to answer"
    CUT_OFF = "cut off"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    TOO_MANY = "too many proposals"
    EMPTY = "empty string"
    TOO_LONG = "longer than such a part can be"
    WHOLE_TEXT = "the whole text"
    INSTRUCTION = "reads like an instruction to a model"
    NOT_FOUND = "not in the text"
    WITHIN_WORD = "only a piece of a word or number"
    AMBIGUOUS = "at several places"
    REVERSED = "parts in another order than in the text"
    OVERLAPPING = "parts overlap"
    TOO_FAR_APART = "parts too far apart"
    OTHER_SENTENCE = "speaker and cue in different sentences"
    NEGATION_LEFT_OUT = "a negation before it is left out"
    BOUND_LEFT_OUT = "words that bound a number are left out"
    AGAIN = "the same statement again"


#: Reasons for which a whole reply is of no use.
OF_REPLIES: Final = frozenset(
    {
        Reason.NOT_JSON,
        Reason.EMPTY_REPLY,
        Reason.WANTS_TOOL,
        Reason.DECLINED,
        Reason.CUT_OFF,
        Reason.TOO_LARGE,
        Reason.TOO_SLOW,
    }
)


class Proposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One attributed utterance as a model points to it.

    Attributes:
        speaker: Who says it, copied from the text.
        cue: The words that attribute, copied from the text.
        content: What is attributed, copied from the text, in one or more parts.
    """

    speaker: str
    cue: str
    content: tuple[str, ...]


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One proposal, or a whole reply, that was not used.

    Attributes:
        reason: Why, see :class:`Reason`.
        part: Which part it was: ``speaker``, ``cue``, ``content 1``; empty when it was
            all of it.
        words: More about it, in a sentence.
        proposal: What was proposed, each string cut to 300 characters.
    """

    reason: Reason
    part: str = ""
    words: str = ""
    proposal: dict[str, Any] | str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The log of one request to a model: a line of the log beside the result.

    Attributes:
        heavylift_model_log: Format of the line.
        time: When the reply was there, UTC.
        endpoint: Address that was asked.
        model: Name of the model as the user gave it.
        says_model: Name of the model as the reply has it.
        doc: The document.
        passage: Its characters that were sent.
        text_sha256: Of the whole text of the document, in UTF-8.
        request_sha256: Of the request's body as sent.
        reply_sha256: Of the reply's body as it came; empty when none came whole.
        mark: The random mark around the text.
        accepted: How many proposals became statements.
        refused: Those that did not, and why.
    """

    heavylift_model_log: int
    time: str
    endpoint: str
    model: str
    says_model: str = ""
    doc: str
    passage: Span
    text_sha256: str
    request_sha256: str
    reply_sha256: str = ""
    mark: str
    accepted: int
    refused: tuple[Refusal, ...] = ()


def read_proposals(reply: str) -> tuple[list[Proposal], list[Refusal]]:
    """Read what a model wrote.

    One fence of Markdown around all of it is taken off, because many servers do not
    hold a model to the form that was asked for. Other text beside the JSON is not read.

    Args:
        reply: The message of the model.

    Returns:
        Proposals of the right shape, and what was refused.
    """
    inner = _without_fence(reply.strip())
    if not inner:
        return [], [Refusal(reason=Reason.EMPTY_REPLY)]
    try:
        found: object = msgspec.json.decode(inner)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return [], [
            Refusal(reason=Reason.NOT_JSON, words=str(error), proposal=cut(inner))
        ]
    items = found.get("statements") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(items, list) or len(found) != 1:
        words = "the reply is not an object with the one key 'statements', a list"
        return [], [
            Refusal(reason=Reason.WRONG_SHAPE, words=words, proposal=cut(inner))
        ]
    proposals, refused = [], []
    for item in items[:MOST_PROPOSALS]:
        try:
            proposals.append(msgspec.convert(item, Proposal))
        except (msgspec.ValidationError, RecursionError) as error:
            shown = msgspec.json.encode(item).decode("utf-8", "replace")
            refused.append(
                Refusal(
                    reason=Reason.WRONG_SHAPE, words=str(error), proposal=cut(shown)
                )
            )
    if len(items) > MOST_PROPOSALS:
        words = f"{len(items) - MOST_PROPOSALS} of {len(items)} were not looked at"
        refused.append(Refusal(reason=Reason.TOO_MANY, words=words))
    return proposals, refused


def refusal(
    proposal: Proposal, reason: Reason, part: str = "", words: str = ""
) -> Refusal:
    """Refuse a proposal."""
    shown = {
        "speaker": cut(proposal.speaker),
        "cue": cut(proposal.cue),
        "content": [cut(part) for part in proposal.content[:MOST_PROPOSALS]],
    }
    return Refusal(reason=reason, part=part, words=words, proposal=shown)


def cut(text: str) -> str:
    """Shorten a string for the log."""
    return text if len(text) <= _KEPT else f"{text[:_KEPT]}… ({len(text):,} characters)"


def _without_fence(text: str) -> str:
    if text.startswith("```") and text.endswith("```") and text.count("```") == 2:
        return text[3:-3].removeprefix("json").strip()
    return text

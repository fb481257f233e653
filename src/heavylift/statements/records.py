"""What is read in a text: one record a line of the result.

Every span is ``(start, end)`` in characters (Unicode code points) of the text as it
is stored, half-open, so ``text[start:end]`` is what the source shows. Nothing is
normalised before offsets are taken.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

#: ``(start, end)``: characters of the stored text, half-open.
Span = tuple[int, int]

#: How the words of a source are given: between quotation marks, in the writer's words,
#: or partly both.
StatementType = Literal["direct", "indirect", "mixed"]

#: What the source does: says that something is so, says that it is not, undertakes to
#: do something, asks, or refuses (to do or to say anything).
Polarity = Literal["asserts", "denies", "commits", "asks", "refuses"]

#: How exactly a time is given.
Granularity = Literal[
    "time", "day", "days", "week", "month", "season", "quarter", "year", "decade",
    "century", "range", "duration", "set",
]  # fmt: skip

#: What a number says of the true one: the same, near it, or on one side of it.
Bound = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than",
                "range", "vague"]  # fmt: skip


class Statement(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="statement"
):
    """One attributed utterance.

    Attributes:
        doc: The document that it was read in.
        source: Who is said to have said it, as written.
        cue: The words that attribute: "said", "according to", "was informed by".
        content: What is attributed; several spans when the cue stands inside.
        type: Direct, indirect or mixed quotation.
        speaker: The name of the source as far as the text gives it; as written
            (a pronoun, say) when it gives none.
        proposed: Whom a pronoun or short name probably means; a proposal, apart.
        role: What the text says of the speaker ("Armenia's ambassador to Israel").
        polarity: What the source does; see :data:`Polarity`.
        denies: For a denial of "this claim" or "it": where what it denies was said.
        hedges: Words that make it weaker ("about", "reportedly", "may").
        negations: Words that negate inside the content.
        flags: ``unclosed_quote``, ``nested_in_quote``, ``continued_quote``,
            ``pronoun``, ``unresolved``, ``no_source``, and whatever else a person
            should know before using it.
        rule: The rule that found it.
    """

    doc: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    type: StatementType
    speaker: str
    proposed: str | None = None
    role: str = ""
    polarity: Polarity = "asserts"
    denies: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()
    negations: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()
    rule: str = ""


class Time(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="time",
    rename={"from_": "from"},
):
    """One expression of time, resolved as far as it can be.

    Attributes:
        doc: The document that it was read in.
        start: First character.
        end: One past the last character.
        from_: First day, ``YYYY-MM-DD`` (or a moment, ``YYYY-MM-DDThh:mm``);
            ``None`` when it cannot be said. Written ``from``.
        to: One past the last day (half-open); ``None`` when it cannot be said.
        granularity: How exactly it is given.
        anchor: The day that it was resolved against, and what that is
            ("published 2023-10-05"); ``None`` for a date that needs none.
        rule: The rule that resolved it.
        value: The value with what is not known as ``X``, in the manner of EDTF (ISO
            8601-2): ``2023-09``, ``XXXX-09-19``, ``P2W``.
    """

    doc: str
    start: int
    end: int
    from_: str | None
    to: str | None
    granularity: Granularity
    anchor: str | None
    rule: str
    value: str


class Quantity(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="quantity"
):
    """One number with what is counted or measured.

    Attributes:
        doc: The document that it was read in.
        start: First character, the bound's words included ("at least six").
        end: One past the last character, the unit included.
        low: Smallest true value that it allows; ``None`` when there is none.
        high: Largest true value that it allows; ``None`` when there is none.
        bound: How it is bounded; see :data:`Bound`.
        unit: Unit of measurement (``km ** 2``, ``percent``, ``hour``), or of counting
            (``landing``, ``leg``, ``rotation``, ``flight``, ``person``), or empty.
        counts: What is counted, as written ("ethnic Armenian residents"), or empty.
        words: Words of bound or hedge, as written.
        value: The number itself as printed; ``None`` for "dozens".
        share_of: For shares, what it is a share of, as written; else empty.
        per: For rates, per what: ``week`` of "three flights a week"; else empty.
    """

    doc: str
    start: int
    end: int
    low: float | None
    high: float | None
    bound: Bound
    unit: str
    counts: str
    words: str = ""
    value: float | None = None
    share_of: str = ""
    per: str = ""


class PlaceCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """One place that a name may mean.

    Attributes:
        name: Its name in the table.
        kind: ``airfield``, ``town``, ``region``, ``country`` or ``case``.
        code: ICAO code, ISO 3166 code or the case's own; empty when it has none.
        country: ISO 3166-1 alpha-2 code, or empty.
        latitude: Degrees, WGS 84; ``None`` for an area.
        longitude: Degrees, WGS 84; ``None`` for an area.
    """

    name: str
    kind: Literal["airfield", "town", "region", "country", "case"]
    code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="place"):
    """One name of a place, with every place that it may mean.

    Attributes:
        doc: The document that it was read in.
        start: First character.
        end: One past the last character.
        candidates: What it may mean, likeliest first; more than one is kept.
        rule: Where the name was found.
    """

    doc: str
    start: int
    end: int
    candidates: tuple[PlaceCandidate, ...]
    rule: str


Record = Statement | Time | Quantity | Place

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Record)


def encode(record: Record) -> bytes:
    """Write a record as one line of JSON, without the line's end."""
    return _ENCODER.encode(record)


def decode(line: bytes | str) -> Record:
    """Read a record back.

    Raises:
        msgspec.ValidationError: The line is not a record.
    """
    record: Record = _DECODER.decode(line)
    return record

"""What the words of a text show about a stretch that somebody points at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from heavylift.statements.records import Span, StatementType

#: Words that name a speaker only by what was said before.
_PRONOUNS: Final = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "this"}
)

#: How people address a language model that reads their page. A list by hand: it is no
#: defence, only what stands in the text can be pointed at; it keeps such sentences
#: themselves from being read as statements.
_INSTRUCTION: Final = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b.{0,40}
        \b(?:instructions?|prompts?|rules|guidelines|context|directions)\b
    | \b(?:system|developer)\s+(?:prompt|message|instructions?)\b
    | \byou\s+are\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:helpful\s+)?
        (?:ai|assistant|language\s+model|chat\s?bot|llm)\b
    | \bas\s+an?\s+(?:ai|language\s+model|assistant)\b
    | \b(?:respond|reply|answer|output|return|print)\s+(?:only\b|with\s+(?:the\s+)?json)
    | \bnew\s+instructions?\s*:
    | \b(?:to|dear|attention|hey)[,:]?\s+(?:ai|llms?|language\s+models?|assistants?)\b
    | <\|[a-z_]+\|> | \[/?INST\] | </?(?:system|assistant|user|instructions?)>
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)

#: Words that turn what follows into its opposite.
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|cannot|without|hardly|scarcely|"
    r"denie[sd]|deny|denying|refus(?:e[sd]?|ing)|false(?:ly)?)\b|n[’']t\b",
    re.IGNORECASE,
)

#: Words before a number that bound it; without them it says more than the text.
_BOUND: Final = re.compile(
    r"\b(?:at\s+least|at\s+most|about|around|some|nearly|almost|approximately|roughly|"
    r"up\s+to|(?:more|fewer|less|greater|no\s+more|no\s+fewer)\s+than|over|under|"
    r"not\s+all|only|an\s+estimated|as\s+many\s+as|between|circa|ca?\.)\s*$"
    r"|(?:^|\s)[~<>≈±+-]$",
    re.IGNORECASE,
)

#: A number at the beginning, in figures or as a word.
_NUMBER: Final = re.compile(
    r"\W*(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|an?\s+(?:dozen|"
    r"hundred|thousand|million)|dozens?|hundreds?|thousands?|scores?)\b)",
    re.IGNORECASE,
)

#: What ends the clause before a stretch, looked at from it backwards.
_CLAUSE: Final = re.compile(r"[.!?;:,\n]")

#: The end of a sentence or paragraph. Lines may be wrapped, so a line's end is none.
_SENTENCE: Final = re.compile(
    r"[.!?][\"'”’)\]]*\s+(?=[\"“‘'(]?[^\W_a-z])|\n[ \t\r]*\n", re.DOTALL
)

#: Points that end no sentence.
_SHORT: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|St|Jr|Sr|No|vs|"
    r"[A-Z](?:\.[A-Z])*)\."
)

#: Characters of a paragraph that are looked at on either side of a stretch. Paragraphs
#: of news have some hundreds; a page without line ends would be one of millions.
_AROUND: Final = 5_000

#: Marks that may stand between a stretch and the words that belong to it.
_OPENING: Final = " \t\"'“”„‘’«»([—–-"

#: Characters before a stretch that are looked at; no clause that matters is longer.
_BEFORE: Final = 120


def is_pronoun(speaker: str) -> bool:
    """Whether a speaker is named by a pronoun alone."""
    return speaker.strip().lower() in _PRONOUNS


def looks_like_instruction(string: str) -> bool:
    """Whether a string reads like an instruction to a language model."""
    return _INSTRUCTION.search(string) is not None


def beside_instructions(text: str, start: int, end: int) -> bool:
    """Whether the paragraph around a stretch has what reads like an instruction."""
    last = text.find("\n", end, end + _AROUND)
    stop = end + _AROUND if last < 0 else last
    return looks_like_instruction(text[_paragraph(text, start) : stop])


def sentence_ends_between(
    text: str, one: Span, other: Span, content: Iterable[Span]
) -> bool:
    """Whether a sentence ends between two stretches; ends inside content do not count.

    Of 18,326 attributions in PolNeAR's training part 12 have one between speaker and
    cue; of speakers taken from the next attribution 83 % are beyond one.
    """
    low, high = min(one[1], other[1]), max(one[0], other[0])
    if high <= low:
        return False
    between, at = "", low
    for start, end in sorted(content):
        if start < high and end > at:
            between += text[at : max(at, start)] + " … "
            at = end
    between += text[at:high]
    # The first letter behind it tells whether a point ended a sentence.
    between += text[high : high + 1]
    return _SENTENCE.search(_SHORT.sub("", between)) is not None


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that belong to a stretch and stand before it.

    Attributes:
        words: As written.
        negates: Whether they turn it into its opposite; else they bound its number.
    """

    words: str
    negates: bool


def left_out_before(text: str, span: Span, parts: Iterable[Span]) -> Cut | None:
    """Find words before a stretch without which it says something else.

    ``they landed`` out of ``they have not landed`` stands in the text and is not what
    the text says; neither is ``six landings`` out of ``at least six landings``.

    Args:
        text: As stored.
        span: The stretch.
        parts: All stretches of the statement; words inside them are not left out.
    """
    start = span[0]
    low = max([0, start - _BEFORE, *(end for _, end in parts if end <= start)])
    before = text[low:start].rstrip(_OPENING)
    bounds = [match.end() for match in _CLAUSE.finditer(before)]
    clause = before[bounds[-1] :] if bounds else before
    if found := _NEGATION.search(clause):
        return Cut(clause[found.start() :].strip(), negates=True)
    bound = _BOUND.search(text[low:start])
    if bound and _NUMBER.match(text[slice(*span)]):
        return Cut(bound[0].strip(), negates=False)
    return None


def quotation_type(text: str, content: Sequence[Span]) -> StatementType:
    """Say whether stretches stand between quotation marks: all, nothing, or partly.

    Marks are paired within their paragraph; one that is never closed reaches to its
    end, as where a quotation goes on in the next paragraph.
    """
    inside = outside = 0
    for start, end in content:
        for at, quoted in _quoted(text, start, end):
            if text[at].isalnum():
                inside += quoted
                outside += not quoted
    if not outside:
        return "direct"
    return "mixed" if inside else "indirect"


def is_unclosed(text: str, content: Sequence[Span]) -> bool:
    """Whether a stretch opens a quotation that it does not close, or the other way.

    Where a closing mark was lost, what follows the quotation is easily taken for it.
    """
    return any(
        words.count("“") + words.count("„") != words.count("”")
        or words.count('"') % 2 == 1
        or words.count("«") != words.count("»")
        for words in (text[start:end] for start, end in content)
    )


def _quoted(text: str, start: int, end: int) -> Iterable[tuple[int, bool]]:
    """Give each place of a stretch and whether it is between quotation marks."""
    quoted = False
    for at in range(_paragraph(text, start), end):
        character = text[at]
        if character == "\n":
            quoted = False
        elif character in "“„«":
            quoted = True
        elif character in "”»":
            quoted = False
        elif character == '"':
            quoted = not quoted
        if at >= start:
            yield at, quoted


def _paragraph(text: str, start: int) -> int:
    """Give where the paragraph of a place begins, as far as it is looked at."""
    low = max(0, start - _AROUND)
    found = text.rfind("\n", low, start)
    return low if found < 0 else found + 1

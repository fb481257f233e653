"""Where quotations begin and end.

Marks are paired by paragraph. Straight ones open before a word and close after one;
single ones are told from apostrophes. A quotation that is not closed either goes on in
the next paragraph, which then opens with the same mark, or ends with its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_PARAGRAPH: Final = re.compile(r"[^\n\r\u2028\u2029\x85]+")

#: Every mark that can open or close. Two apostrophes, or two grave accents, are the
#: double marks of news agencies.
_MARK: Final = re.compile(r"''|``|’’|‘‘|[“”„\"«»‘’'‹›]")

_DOUBLE: Final = frozenset({"''", "``", "’’", "‘‘", "“", "”", "„", '"', "«", "»"})
_ALWAYS_OPEN: Final = frozenset({"“", "„", "``", "‘‘", "«", "‹"})
_ALWAYS_CLOSE: Final = frozenset({"”", "»", "›", "’’"})

#: What may stand before a mark that opens.
_BEFORE: Final = frozenset(" \t\u00a0\u2009\u202f([{—–-/:;,…“\"‘'«„")

#: Words that begin with an apostrophe.
_ELISION: Final = re.compile(
    r"['’‘](?:em|til|tis|twas|cause|bout|round|n|cos|kay|\d0s|\d\d)\b", re.IGNORECASE
)

#: The next single mark that closes or opens.
_NEXT_SINGLE: Final = re.compile(r"(?P<close>(?<=\S)['’](?!\w))|‘|(?<=\s)'(?=\w)")

#: Quotations are nested no deeper in any text; marks without order are.
_DEEPEST: Final = 6

#: A sentence ends here, unless one of the abbreviations below comes before.
_SENTENCE_END: Final = re.compile(r"[.!?…]+(?=\s+[\"“‘'(\[]?[A-Z0-9]|\s*$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Sen|Rep|Gov|Pres|Hon|Rev"
    r"|St|Jr|Sr|No|vs|Inc|Co|Corp|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Z](?:\.[A-Z])*)\.$"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, its marks included.

    Attributes:
        start: Its opening mark.
        end: One past its closing mark, or where it ends without one.
        level: 0, or how many quotations are around it.
        closed: A closing mark was found, or the next paragraph goes on with it.
        goes_on: The next paragraph goes on with it.
        continued: It goes on from the paragraph before.
    """

    start: int
    end: int
    level: int = 0
    closed: bool = True
    goes_on: bool = False
    continued: bool = False


@dataclass(slots=True)
class _Open:
    start: int
    mark: str
    continued: bool


def quotations(text: str) -> list[Quotation]:
    """Find the quotations of a text, in the order of their beginnings."""
    found: list[Quotation] = []
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text) if m[0].strip()]
    goes_on = ""
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = _paragraph(text, start, end, following, goes_on, found)
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def _paragraph(
    text: str,
    start: int,
    end: int,
    following: tuple[int, int] | None,
    goes_on: str,
    found: list[Quotation],
) -> str:
    """Pair the marks of one paragraph; say with what mark the next one goes on."""
    waiting: list[_Open] = []
    for mark in _MARK.finditer(text, start, end):
        at, kind = mark.start(), _kind(mark[0])
        first = not text[start:at].strip()
        opened = next((o for o in reversed(waiting) if o.mark == kind), None)
        if _opens(text, mark, opened is not None, start, end):
            if opened is not None and waiting[-1] is opened:
                _unclosed(text, waiting, opened, at, found)
            if len(waiting) < _DEEPEST:
                waiting.append(_Open(at, kind, first and goes_on == kind))
        elif opened is not None and _closes(text, mark, end):
            _close(waiting, opened, mark.end(), found)
    for left in reversed(waiting):
        if left.mark == "'":
            continue
        level = waiting.index(left)
        if following and _opens_with(text, following, left.mark):
            found.append(
                Quotation(
                    left.start, _trimmed(text, left.start, end), level,
                    goes_on=True, continued=left.continued,
                )
            )  # fmt: skip
            return left.mark
        stop = _sentence_end(text, left.start, end)
        found.append(
            Quotation(left.start, stop, level, closed=False, continued=left.continued)
        )
    return ""


def _kind(mark: str) -> str:
    if mark in {"«", "»", "‹", "›"}:
        return mark.translate({0xBB: "«", 0x203A: "‹"})
    return '"' if mark in _DOUBLE else "'"


def _opens(text: str, mark: re.Match[str], is_open: bool, start: int, end: int) -> bool:
    at, past = mark.span()
    following = text[past : past + 1] if past < end else ""
    before = text[at - 1 : at] if at > start else ""
    if mark[0] in _ALWAYS_OPEN:
        turned = is_open and before and not before.isspace() and not following.isalnum()
        return not turned
    if mark[0] in _ALWAYS_CLOSE or not following or following.isspace():
        return False
    if mark[0] in {"'", "’", "‘"}:
        if mark[0] == "’" or _ELISION.match(text, at):
            return False
        return (not before or before in _BEFORE) and not (is_open and before in "-/")
    return not before or (before in _BEFORE and not (is_open and before in ",—–-:;…"))


def _closes(text: str, mark: re.Match[str], end: int) -> bool:
    """Say whether a mark that does not open closes, with one of its kind open."""
    at, past = mark.span()
    if mark[0] not in {"'", "’"}:
        return True
    following = text[past : past + 1] if past < end else ""
    if following.isalnum() or text[at - 1 : at].isspace():
        return False
    if text[at - 1 : at].lower() == "s" and following.isspace():
        # The possessive of a plural, when a better mark comes in this paragraph.
        better = _NEXT_SINGLE.search(text, past, end)
        return not (better and better["close"] and text[past + 1 : past + 2].islower())
    return True


def _close(
    waiting: list[_Open], opened: _Open, end: int, found: list[Quotation]
) -> None:
    inside = waiting[waiting.index(opened) + 1 :]
    for left in inside:
        waiting.remove(left)
    found.append(
        Quotation(opened.start, end, waiting.index(opened), continued=opened.continued)
    )
    waiting.remove(opened)


def _unclosed(
    text: str, waiting: list[_Open], opened: _Open, at: int, found: list[Quotation]
) -> None:
    """End a quotation with its sentence, as another one of its kind opens."""
    stop = _sentence_end(text, opened.start, at)
    if opened.mark != "'":
        found.append(
            Quotation(
                opened.start, stop, waiting.index(opened), closed=False,
                continued=opened.continued,
            )
        )  # fmt: skip
    del waiting[waiting.index(opened) :]


def _opens_with(text: str, paragraph: tuple[int, int], mark: str) -> bool:
    start, end = paragraph
    while start < end and text[start].isspace():
        start += 1
    found = _MARK.match(text, start, end)
    if found is None or _kind(found[0]) != mark:
        return False
    return _opens(text, found, False, start, end)


def _sentence_end(text: str, start: int, end: int) -> int:
    for found in _SENTENCE_END.finditer(text, start + 1, end):
        if not _ABBREVIATION.search(text, start, found.start() + 1):
            return found.end()
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end

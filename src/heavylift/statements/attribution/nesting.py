"""Which attributions stand, when one stands in what another attributes.

Outside quotations the outer one stands: the words inside are its source's, not the
writer's. Inside quotations both stand, and the inner one is marked.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import replace
from typing import Final

from heavylift.statements.attribution.found import Attribution
from heavylift.statements.attribution.passage import Passage
from heavylift.statements.attribution.quotations import Quotation
from heavylift.statements.attribution.spans import trimmed

#: Frames that say what somebody said, in so many words.
_SAID: Final = frozenset({"quote", "clause"})

#: Frames by which the writer attributes in a relative clause behind a comma.
_TELLS: Final = frozenset({"quote", "clause", "parenthesis", "as"})
_DASHES: Final = frozenset({",", "-", "—", "–", "--"})

#: How far a second quotation of one speaker is from the first, in characters.
_NEAR: Final = 120
_SENTENCE: Final = re.compile(r"[.!?][”\"]?\s+[A-Z]")


def outermost(passage: Passage, found: list[Attribution]) -> list[Attribution]:
    """Leave out attributions inside what others attribute, unless it is quoted."""
    found = sorted(found, key=lambda one: (one.cue, one.content))
    cues = [one.cue[0] for one in found]
    found = [_ended(passage, one, found, cues) for one in found]
    taken = bytearray(len(passage.text))
    kept: list[Attribution] = []
    for one in sorted(found, key=lambda one: (-_size(one), one.cue)):
        if taken[one.cue[0]] and not one.nested:
            continue
        kept.append(one)
        if not one.nested:
            for start, end in one.content:
                taken[start:end] = b"\1" * (end - start)
    seen: set[int] = set()
    once = []
    for one in sorted(kept, key=lambda one: (one.cue, -_size(one))):
        if one.cue[0] not in seen:
            once.append(one)
            seen.add(one.cue[0])
    return once


def continued(passage: Passage, found: list[Attribution]) -> list[Attribution]:
    """Give quotations without words of their own to the speaker before them.

    '"...," she said. "..."', and a paragraph that goes on with the quotation before.
    """
    out = list(found)
    order = [n for n, one in enumerate(out) if not one.nested]
    taken = bytearray(len(passage.text) + 1)
    for n in order:
        one = out[n]
        for start, end in (
            *one.content,
            one.cue,
            *([one.source] if one.source else []),
        ):
            taken[start:end] = b"\1" * (end - start)
    ends = sorted((out[n].end, n) for n in order if out[n].frame in _SAID)
    cues = sorted(out[n].cue[0] for n in order if "/inherited/" not in out[n].rule)
    for quotation in passage.levels.get(0, []):
        if 1 in taken[quotation.start : quotation.end]:
            continue
        place = bisect.bisect_right(ends, (quotation.start, len(out))) - 1
        if place < 0:
            continue
        end, n = ends[place]
        between = bisect.bisect_right(cues, end)
        if between < len(cues) and cues[between] < quotation.start:
            continue
        if _goes_on(passage, out[n], end, quotation):
            span = quotation.start, quotation.end
            out[n] = replace(out[n], content=(*out[n].content, span), continued=True)
            ends.insert(place + 1, (quotation.end, n))
    return out


def _size(one: Attribution) -> int:
    return sum(end - start for start, end in one.content)


def _ended(
    passage: Passage, one: Attribution, found: list[Attribution], cues: list[int]
) -> Attribution:
    """End content before a relative clause in which the writer attributes again."""
    tree = passage.tree
    start, end = one.content[-1]
    if one.nested or start < one.cue[0]:
        return one
    for n in range(bisect.bisect_right(cues, start), bisect.bisect_left(cues, end)):
        inner = found[n]
        if inner.nested or inner.frame not in _TELLS:
            continue
        if tree.relation[inner.head] != "relcl":
            continue
        comma = tree.left[inner.head] - 1
        if tree.word[comma] in _DASHES and tree.start[comma] > start + 3:
            short = trimmed(passage.text, (start, tree.start[comma]))
            return replace(one, content=(*one.content[:-1], short))
    return one


def _goes_on(
    passage: Passage, one: Attribution, end: int, quotation: Quotation
) -> bool:
    text = passage.text
    gap = text[end : quotation.start]
    is_quoted = any(passage.touched(span) for span in one.content)
    last = gap.rstrip()[-1:]
    if "\n" in gap or "\r" in gap:
        if quotation.continued:
            return True
        rest = gap.strip()
        alone = text[quotation.end : quotation.end + 1] in {"", "\n", "\r"} and text[
            : quotation.start
        ].rstrip(" ")[-1:] in {"\n", "\r"}
        return (
            is_quoted
            and alone
            and last == "."
            and gap.count("\n") < 3
            and len(rest) < _NEAR
            and not _SENTENCE.search(rest)
        )
    begins = not last or last in ".?!"
    if is_quoted:
        return begins or (last == "," and len(gap) < _NEAR)
    first = text[quotation.start + 1 : quotation.start + 2]
    return begins and not gap.strip(" .") and first.isupper()

"""Cut a long text into passages that overlap, at the bounds of paragraphs."""

from __future__ import annotations

import re
from typing import Final

from heavylift.statements.records import Span

#: Characters of a passage. Some 1,500 tokens of English: with the reply it fits the
#: 4,096 that local servers give a model unless told otherwise. Half of it cuts more
#: statements from their speakers; models overlook more in the middle of long texts.
PASSAGE: Final = 6_000

#: Characters that two neighbours share. 999 of 1,000 attributions of PolNeAR's training
#: part are shorter than 850 characters from their first to their last word, so one at
#: a bound is whole in one of the two.
OVERLAP: Final = 900

#: Where a text may be cut, best first: between paragraphs, lines, sentences, words.
_BOUNDS: Final = tuple(
    re.compile(pattern)
    for pattern in (r"\n[ \t\r]*\n\s*", r"\n\s*", r"[.!?][\"'”’)\]]*\s+", r"\s+")
)


def passages(text: str, size: int = PASSAGE, overlap: int = OVERLAP) -> list[Span]:
    """Cut a text.

    Args:
        text: As stored.
        size: Characters of a passage at most.
        overlap: Characters that neighbours share, about; less than half of ``size``.

    Returns:
        Spans that cover all of the text that is not blank, in order. A text that fits
        is one passage.
    """
    if not text.strip():
        return []
    made, start = list[Span](), 0
    while len(text) - start > size:
        end = _bound(text, start + size // 2, start + size)
        made.append((start, end))
        start = _bound(text, max(start + 1, end - overlap), end - overlap // 2)
    made.append((start, len(text)))
    return [(a, b) for a, b in made if text[a:b].strip()]


def _bound(text: str, low: int, high: int) -> int:
    """Give the last place of the best kind of bound in a stretch; else its end."""
    for pattern in _BOUNDS:
        found = [match.end() for match in pattern.finditer(text, low, high)]
        if found:
            return found[-1]
    return high

"""Words in capitals: datelines, acronyms, and lines that are shouted."""

from __future__ import annotations

from typing import Final

from heavylift.statements.places.words import Words

#: So many characters of a line are looked at on either side.
_LINE: Final = 200


def is_capitals(words: Words, i: int, past: int) -> bool:
    """Whether a name in capitals is no name: an acronym, or words that are shouted.

    "BAKU, Azerbaijan" at the beginning of a line is a place.
    """
    written = words.written(i, past)
    if not written.isupper() or len(written) == 1:
        return False
    text, start, end = words.text, words.start[i], words.end[past - 1]
    begins = start == 0 or text[start - 1] in "\n\r"
    is_dateline = begins and text[end : end + 2].lstrip()[:1] in set(",(–—-")
    return not is_dateline or is_shouted(text, start)


def is_shouted(text: str, at: int) -> bool:
    """Whether the line around a character is in capitals."""
    start = max(text.rfind("\n", max(at - _LINE, 0), at) + 1, at - _LINE, 0)
    end = text.find("\n", at, at + _LINE)
    return text[start : end if end >= 0 else at + _LINE].isupper()

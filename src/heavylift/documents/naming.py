"""What a document is called in a case: short, readable, and a safe name of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Final

from heavylift.documents.partial_dates import PartialDate

#: So many letters of a title tell it from others, and fit into a line of a table.
_LONGEST_TITLE: Final = 40
_LONGEST_OUTLET: Final = 24
_LONGEST: Final = 100

#: Hex digits of the hash that stand for a document without a title: a case of a million
#: documents has two of the same with a chance of one in 600.
_DIGITS: Final = 12

_OWN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

#: Letters that are no letter with a mark, as they are written in ASCII.
_ASCII: Final = str.maketrans(
    {"ə": "e", "Ə": "E", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "đ": "d"}
)


def name_document(
    sha256: str,
    *,
    own: str = "",
    outlet: str = "",
    date: PartialDate | None = None,
    title: str = "",
    taken: Container[str] = (),
) -> str:
    """Give a document a name: its own, outlet-date-title, or digits of its hash.

    >>> name_document("ab12" * 16, outlet="Example News", title="Əliyev said no.")
    'example-news-eliyev-said-no'
    >>> name_document("ab12" * 16)
    'ab12ab12ab12'
    """
    if _OWN.fullmatch(own):
        name = own
    else:
        day = "" if date is None else str(date)[:10].rstrip("-")
        slug = _slug(title, _LONGEST_TITLE)
        parts = (_slug(outlet, _LONGEST_OUTLET), _slug(day, 10), slug)
        name = "-".join(part for part in parts if part) if slug else ""
    name = name[:_LONGEST] or sha256[:_DIGITS]
    if name not in taken:
        return name
    for digits in range(4, 65, 4):
        longer = f"{name}-{sha256[:digits]}"
        if longer not in taken:
            return longer
    return sha256


def _slug(text: str, longest: int) -> str:
    """Words of a text in ASCII, joined by hyphens; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > longest:
            break
        slug = f"{slug}-{word}" if slug else word[:longest]
    return slug

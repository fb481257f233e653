"""Whether statements are read in a text: English alone.

Rules for English on other languages would give garbage.
"""

from __future__ import annotations

from heavylift.documents.languages import is_english

#: So much of a text is looked at for a letter, as for its language.
_LOOKED_AT = 20_000


def is_read(text: str) -> bool:
    """Say whether statements are read in a text.

    One without letters is in no language; it passes, and nothing is found in it.

    >>> is_read("Officials said so."), is_read("Sie sagten das nicht."), is_read("1, 2")
    (True, False, True)
    """
    return not any(map(str.isalpha, text[:_LOOKED_AT])) or is_english(text)

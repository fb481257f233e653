"""Which airfields does a person mean by a code or a name?

Codes come before names, and a wrong code finds nothing: ``find`` never corrects, it is
for the caller to suggest. Several answers are answers too; which one is meant is not
decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from heavylift.reference.gazetteer import Airfields

#: ICAO location indicators have four letters; shorter codes may be IATA's.
ICAO_LENGTH = 4
IATA_LENGTH = 3

#: Letters and digits of any script.
WORD = re.compile(r"[^\W_]+")

#: Ends of names that tell nothing; at least one word stays.
GENERIC = re.compile(r"(?<=\w)( International)? (Airport|Airfield|Airstrip)$")

#: Closer than difflib's own 0.6, at which short names resemble dozens of others.
MIN_LIKENESS = 0.75

Index = dict[str, list[int]]


class Names(NamedTuple):
    """Folded text of every airfield, with a blank before and after each word.

    Attributes:
        whole: Airfields by whole name.
        all: Name, municipality and keywords, shape ``(n,)``.
    """

    whole: Index
    all: list[str]


def find(airfields: Airfields, text: str) -> list[int]:
    """Look airfields up by code, else by name.

    The first of these that finds anything answers: ICAO code, IATA code, ident, GPS
    code, whole name, all words in name, municipality and other names together. So
    "Baku" finds every airfield of Baku, not only those with Baku in their name.

    Case and accents do not matter, but a text written as a word is tried as a name
    first: "Lima" is in Peru, "LIMA" a code in Turin.

    Returns:
        Row numbers in ``airfields``, larger and open airfields first; empty if none.

    >>> from heavylift.reference.gazetteer import load_airfields
    >>> airfields = load_airfields()
    >>> [airfields.code[i] for i in find(airfields, "gyd")]
    ['UBBB']
    """
    text = text.strip()
    if not fold(text).strip():
        return []
    by_code = _by_code(airfields, text.upper())
    if by_code and not _is_a_word(text):
        return by_code
    return _by_name(airfields, text) or by_code


def find_by_code(airfields: Airfields, text: str) -> list[int]:
    """Look airfields up by code alone, in whatever case.

    Returns:
        Rows as ``find`` gives them; none for a text that is written as a word.
    """
    text = text.strip()
    return [] if _is_a_word(text) else _by_code(airfields, text.upper())


def suggest(airfields: Airfields, text: str, *, limit: int = 4) -> list[str]:
    """Give codes and names that are written almost like the text, likeliest first.

    >>> from heavylift.reference.gazetteer import load_airfields
    >>> suggest(load_airfields(), "Khrabovo")[0]
    'Khrabrovo (UMKK)'
    """
    rows = []
    if not _is_a_word(text):
        rows = _one_letter_off(airfields, text.strip().upper())
    if not rows:
        words = _words(airfields)
        for word in get_close_matches(fold(text).strip(), words, limit, MIN_LIKENESS):
            rows += _in_order(airfields, _with_words(_names(airfields).all, word))[:2]
    return [called(airfields, i) for i in list(dict.fromkeys(rows))[:limit]]


def _one_letter_off(airfields: Airfields, code: str) -> list[int]:
    """Airfields whose ICAO or IATA code differs in one letter, larger ones first."""
    columns = {ICAO_LENGTH: airfields.code, IATA_LENGTH: airfields.iata}
    column = columns.get(len(code))
    if column is None:
        return []
    rows = []
    for row, other in enumerate(column.tolist()):
        if len(other) == len(code):
            same = sum(a == b for a, b in zip(code, other, strict=True))
            if same == len(code) - 1:
                rows.append(row)
    return _in_order(airfields, rows)


def called(airfields: Airfields, i: int) -> str:
    """Say which airfield row ``i`` is: "Ovda (LLOV)".

    Words that every airport has are left out; "Air Base" and "Heliport" are not.
    """
    return f"{GENERIC.sub('', airfields.name[i])} ({airfields.code[i]})"


def fold(text: str) -> str:
    """Reduce text to lower-case words between single blanks, without accents.

    >>> fold("Gəncə – Şəhər/Airport")
    ' gəncə səhər airport '
    """
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in split if not unicodedata.combining(c))
    return f" {' '.join(WORD.findall(text.casefold()))} "


def _is_a_word(text: str) -> bool:
    """Whether the text is written like a name: one capital, then small letters."""
    return text[:1].isupper() and text[1:].islower()


def _by_code(airfields: Airfields, code: str) -> list[int]:
    """Airfields of a code in capitals, as all codes of the table are."""
    if not code:
        return []
    stages = [airfields.iata, airfields.code, airfields.ident, airfields.gps_code]
    if len(code) >= ICAO_LENGTH:
        stages = [airfields.code, airfields.iata, airfields.ident, airfields.gps_code]
    for column in stages:
        # A look through a column takes a millisecond; an index of all, a fifth of a
        # second, and most runs ask for two codes.
        rows = np.flatnonzero(column == code)
        if len(rows):
            return _in_order(airfields, rows.tolist())
    return []


def _by_name(airfields: Airfields, text: str) -> list[int]:
    names = _names(airfields)
    words = fold(text).strip()
    found = names.whole.get(words) or _with_words(names.all, words)
    return _in_order(airfields, found)


def _with_words(folded: list[str], words: str) -> list[int]:
    wanted = [f" {word} " for word in words.split()]
    return [i for i, text in enumerate(folded) if all(w in text for w in wanted)]


def _in_order(airfields: Airfields, rows: list[int]) -> list[int]:
    return sorted(set(rows), key=lambda i: (int(airfields.kind[i]), i))


@lru_cache(maxsize=2)
def _names(airfields: Airfields) -> Names:
    names = [fold(name) for name in airfields.name]
    whole: Index = defaultdict(list)
    for i, name in enumerate(names):
        whole[name.strip()].append(i)
    rows = zip(names, airfields.municipality, airfields.keywords, strict=True)
    return Names(
        whole=dict(whole),
        all=[
            f"{name}{fold(municipality)}{fold(keywords) if keywords else ''}"
            for name, municipality, keywords in rows
        ],
    )


@lru_cache(maxsize=2)
def _words(airfields: Airfields) -> list[str]:
    words = {word for text in _names(airfields).all for word in text.split()}
    return sorted(word for word in words if len(word) >= ICAO_LENGTH)

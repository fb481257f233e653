"""Are two registrations the same, and of which state is one?

Sources write one registration in several ways (4K-AZ60, 4KAZ60, 4k az60). The state
follows from the nationality mark at its beginning (ICAO Annex 7), where the rest has
the form that the state gives out. The table ``data/registration_marks.csv`` is built by
``tools/build_identity.py``.

Serials of military aircraft have no nationality mark, so they have no state here. A
mark is where an aircraft is registered, not whose it is.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Final

#: What writers put between mark and number, or between letters: no part of either.
_FILLING: Final = re.compile(r"[\s.\-\u00ad_/]+")

#: No mark is longer: RDPL, of Laos.
_LONGEST_MARK: Final = 4


def normal_registration(text: str | None) -> str:
    """Write a registration so that two spellings of one are equal.

    Returns:
        Upper case without hyphens, blanks and dots; empty text for none.

    >>> normal_registration("4k-az60 "), normal_registration("RA.76842")
    ('4KAZ60', 'RA76842')
    >>> normal_registration(None)
    ''
    """
    return _FILLING.sub("", _plain(text or ""))


@lru_cache(maxsize=1 << 16)
def state_of_registration(text: str | None) -> str | None:
    """Say of which state a registration is, from its nationality mark.

    Where a hyphen is written, what stands before it is the mark. Else the longest mark
    whose rest has the form of that state decides.

    Returns:
        ISO 3166-1 alpha-2; ``None`` when it is unknown or shared by several states, for
        military serials, and for organisations such as the United Nations.

    >>> state_of_registration("4K-AZ60"), state_of_registration("VPBMG")
    ('AZ', 'BM')
    >>> state_of_registration("07-8609") is state_of_registration("B-18201") is None
    True
    """
    normal = normal_registration(text)
    before, hyphen, _ = _plain(text or "").strip().partition("-")
    lengths = [len(before)] if hyphen else range(_LONGEST_MARK, 0, -1)
    for length in lengths:
        rows = _marks().get(normal[:length], ())
        states = {state for state, form in rows if form.fullmatch(normal[length:])}
        if states:
            return (states.pop() or None) if len(states) == 1 else None
    return None


def _plain(text: str) -> str:
    """Upper case without accents, with every kind of hyphen and dash as one."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).upper())
    kept = (c for c in text if not unicodedata.combining(c))
    return "".join("-" if unicodedata.category(c) == "Pd" else c for c in kept)


@lru_cache(maxsize=1)
def _marks() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """For each mark its states, and the form of what follows it."""
    data = files("heavylift.reference").joinpath("data", "registration_marks.csv")
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in csv.DictReader(data.read_text(encoding="utf-8").splitlines()):
        form = re.compile(row["form"])
        found.setdefault(row["mark"], []).append((row["state"], form))
    return {mark: tuple(rows) for mark, rows in found.items()}

"""Codes of airfields, where they plainly are codes.

Four capitals are an ICAO code in brackets behind a place, after the word ICAO, or
joined to another code; three are an IATA code only in brackets behind the name of an
airfield or its town. "AIDS" and "NATO" are not looked up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from heavylift.statements.places.known_places import Gazetteer
from heavylift.statements.records import Place

#: Three or four capitals that stand by themselves.
_CODE: Final = re.compile(r"(?<![^\W_])[A-Z]{3,4}(?![^\W_])")

#: What may stand between two codes of a route.
_ROUTE: Final = re.compile(r"\s?(?:[-–—/→>]|to|and)\s?")
_ROUTE_BEHIND: Final = re.compile(r"([A-Z]{4})\s?(?:[-–—/→>]|to|and)\s?$")

#: So many characters around a code are looked at.
_AROUND: Final = 12

#: "(UAAR)" is a code behind an airfield, and a society behind its name.
_FIELD: Final = re.compile(
    r"(?:airport|airfield|air ?base|base|airstrip)\s$", re.IGNORECASE
)

_SAID: Final = re.compile(r"(?:ICAO|IATA|code)s?[\s:=]*$", re.IGNORECASE)


def codes_in(
    doc_id: str, text: str, places: Sequence[Place], known: Gazetteer
) -> list[Place]:
    """Give the codes of airfields in a text.

    Args:
        doc_id: The document.
        text: The text.
        places: Places that were found by name; nothing inside these is a code.
        known: The gazetteer.
    """
    named = sorted(places, key=lambda place: place.start)
    starts = [place.start for place in named]
    found = []
    for capitals in _CODE.finditer(text):
        start, end = capitals.span()
        k = bisect_right(starts, start)
        before = named[k - 1] if k else None
        inside = before is not None and before.end > start
        if inside or (k < len(named) and named[k].start < end):
            continue
        bracketed = before is not None and text[before.end : start] == " ("
        row, rule = known.codes.get(capitals.group()), "ICAO code"
        if row is not None and not _is_plain(text, start, end, known, bracketed):
            row = None
        iata = known.iata.get(capitals.group())
        if row is None and iata is not None and bracketed and before is not None:
            country = known.fields.country[iata]
            if any(c.country == country for c in before.candidates):
                row, rule = iata, "IATA code"
        if row is not None:
            candidates = (known.airfield(row),)
            found.append(
                Place(
                    doc=doc_id, start=start, end=end, candidates=candidates, rule=rule
                )
            )
    return found


def _is_plain(
    text: str, start: int, end: int, known: Gazetteer, bracketed: bool
) -> bool:
    """Whether capitals of the table of ICAO codes are one here."""
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    is_inside = before.endswith(("(", "[")) and after.startswith((")", "]", "/", ","))
    if is_inside and (bracketed or _FIELD.search(before[:-1])):
        return True
    if _SAID.search(before):
        return True
    ahead = _ROUTE.match(after)
    other = _CODE.match(text, end + ahead.end()) if ahead else None
    if other and other.group() in known.codes:
        return True
    behind = _ROUTE_BEHIND.search(before)
    return bool(behind and behind[1] in known.codes)

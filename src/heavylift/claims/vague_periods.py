"""Times before an event that are told in words: "just weeks before 19 September".

The date in such words is where the time ends, not when it was. Where it began is a
range, and the period keeps the words that say so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from heavylift.claims.periods import Period
from heavylift.statements.records import Span, Time

#: "In the weeks before", "just days ahead of", "months prior to".
_BEFORE: Final = re.compile(
    r"\b(days|weeks|months|years)\s+(?:before|ahead\s+of|prior\s+to|leading\s+up\s+to"
    r"|in\s+advance\s+of|up\s+to|preceding)\b",
    re.IGNORECASE,
)

#: How far back a plural reaches, in days: two of the unit at least, and at most as many
#: as people say before they take the next larger unit.
_REACH: Final = {
    "days": (2, 14),
    "weeks": (14, 62),
    "months": (59, 731),
    "years": (730, 3653),
}

#: Between such words and their date stand the words for the event, in one sentence.
_LONGEST_EVENT: Final = 160


def before_an_event(
    text: str, content: Sequence[Span], times: Sequence[Time]
) -> Period | None:
    """Give the period of such words; ``None`` where there are none with a date.

    Args:
        text: The text.
        content: The characters that are looked at.
        times: The times in them.
    """
    for first, last in content:
        for found in _BEFORE.finditer(text, first, last):
            day = _next_day(text, found.end(), last, times)
            if day is not None:
                least, most = (dt.timedelta(days=d) for d in _REACH[_unit(found)])
                return Period(
                    start=day - most,
                    start_latest=day - least,
                    end=day,
                    words=f"{found[0]} {day}",
                )
    return None


def _unit(found: re.Match[str]) -> str:
    return found[1].lower()


def _next_day(
    text: str, after: int, last: int, times: Sequence[Time]
) -> dt.date | None:
    """The first day that is named behind some words, in the same sentence."""
    for time in sorted(times, key=lambda t: t.start):
        if time.granularity != "day" or time.from_ is None:
            continue
        if after <= time.start <= min(last, after + _LONGEST_EVENT):
            is_near = "\n" not in text[after : time.start]
            return dt.date.fromisoformat(time.from_[:10]) if is_near else None
    return None

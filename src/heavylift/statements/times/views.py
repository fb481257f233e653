"""From where a time is seen, and what it then means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from heavylift.statements.times.spans import Stretch


@dataclass(slots=True)
class View:
    """From where it is resolved.

    Attributes:
        day: The day of writing.
        year: The year of dates that name none, when the day of writing is not known
            and the text names one year only.
        named: The last date that the text named, for "that year".
        day_named: The last day that it named, for "the next day".
    """

    day: dt.date
    year: int | None = None
    named: Stretch | None = None
    day_named: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression means.

    Attributes:
        stretch: The time.
        rule: How it was found.
        from_named: Whether it was resolved against a date that the text names.
        absolute: Whether the day of writing plays no part.
    """

    stretch: Stretch
    rule: str
    from_named: bool = False
    absolute: bool = False


def said(rule: str, part: str) -> str:
    """Add the part that was named to a rule."""
    return f"{rule}; {part}" if part else rule

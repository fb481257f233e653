"""What is counted, and when one unit can be told in another.

Landing, leg and rotation differ by a factor, and "flight" may mean any of them. A
conversion holds under a condition, which is always printed: six landings are twelve
legs only if each aircraft came and left again on the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal[
    "landing", "take-off", "leg", "rotation", "flight", "aircraft", "person", "share",
    "area", "money", "duration", "other",
]  # fmt: skip

#: Units of flying that can be told in each other.
FLOWN: Final[tuple[Unit, ...]] = ("landing", "take-off", "leg", "rotation", "flight")

#: Legs in one of each, where the aircraft comes and leaves again. A rotation is taken
#: as out and back; a triangle has three.
_LEGS: Final[dict[Unit, int]] = {"landing": 2, "take-off": 2, "rotation": 2, "leg": 1}

#: What "flight" may mean, the likeliest first: most counts of flights to a place count
#: how often one came.
READINGS: Final[tuple[Unit, ...]] = ("landing", "leg")

_WORDS: Final = tuple(
    (unit, re.compile(pattern, re.IGNORECASE))
    for unit, pattern in (
        (
            "rotation",
            r"rotation|round trip|and back\b|landings? and (?:take-?offs?|dep)",
        ),
        ("landing", r"\blandings?\b|\barrivals?\b"),
        ("take-off", r"take-?offs?|departures?"),
        ("leg", r"\blegs?\b"),
        ("flight", r"flights?\b|sorties?|transports\b|overflights?"),
        ("aircraft", r"aircraft|airplanes?|planes?\b"),
        ("person", r"persons?|people|residents|deaths?|soldiers|civilians|refugees"),
        ("share", r"percent|per cent|%|\bshare"),
        ("area", r"sq(?:uare)?\.? ?(?:km|mi)|km ?(?:²|2|\*\* ?2)|hectares?|mile ?\*\*"),
        ("money", r"USD|EUR|dollars?|euros?|manat|shekels?"),
        ("duration", r"\b(?:months?|days?|hours?|weeks?|years?)\b"),
    )
)

_RATE: Final = re.compile(
    r"(?:per|a|each|every) (day|week|month|year)\b|\b(dai|week|month|year)ly\b",
    re.IGNORECASE,
)


def unit_of(words: str) -> Unit | None:
    """Read a unit; ``None`` for no words.

    >>> unit_of("landings at Ovda"), unit_of("flights (direction unclear)")
    ('landing', 'flight')
    >>> unit_of("flights to Israel and back"), unit_of("incidents"), unit_of("")
    ('rotation', 'other', None)
    """
    if not words.strip():
        return None
    for unit, pattern in _WORDS:
        if pattern.search(words):
            return unit  # type: ignore[return-value]
    return "other"


def rate_of(words: str) -> str:
    """Read whether a number is one a day, week, month or year; empty when it is not.

    >>> rate_of("747F flights per week"), rate_of("weekly"), rate_of("at least")
    ('week', 'week', '')
    """
    found = _RATE.search(words)
    if not found:
        return ""
    part = (found[1] or found[2]).lower()
    return "day" if part == "dai" else part


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a count in one unit is told in another.

    Attributes:
        factor: What to multiply by.
        condition: What must hold for it; empty for the same unit.
    """

    factor: float
    condition: str = ""


def conversion(of: Unit, to: Unit) -> Conversion | None:
    """Say how a unit is told in another; ``None`` when it cannot be.

    >>> conversion("landing", "leg").factor, conversion("leg", "rotation").factor
    (2.0, 0.5)
    """
    if of == to:
        return Conversion(1.0)
    if of not in _LEGS or to not in _LEGS:
        return None
    return Conversion(
        _LEGS[of] / _LEGS[to],
        "each aircraft came and left again on the same way within the period",
    )


def readings(unit: Unit) -> tuple[Unit, ...]:
    """What a unit may mean: itself, or the readings of "flight"."""
    return READINGS if unit == "flight" else (unit,)

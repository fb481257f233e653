"""What can an aircraft of this type not do?

A four-engined freighter does not land on a 600 m grass strip, and no airliner crosses
300 km in ten minutes. The figures in ``data/types.csv`` are rounded from published type
data so that they rule out too little rather than too much. They may rule an airfield
out; they never choose one, and an unknown type rules out nothing.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final


class Category(StrEnum):
    """What drives it."""

    JET = "jet"
    TURBOPROP = "turboprop"
    PISTON = "piston"
    HELICOPTER = "helicopter"
    GLIDER = "glider"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """Facts of an aircraft type.

    Attributes:
        category: What drives it.
        cruise_ms: Usual cruise, true airspeed; NaN unknown. Wind adds to it.
        runway_m: It needs at least this much runway, even when light; 0 when it needs
            none or this is not known.
        needs_hard: Whether it is not operated from unpaved runways.
    """

    category: Category
    cruise_ms: float
    runway_m: float
    needs_hard: bool


#: What is known of a type that is not in the table: nothing, so nothing is ruled out.
UNKNOWN_TYPE: Final = Performance(
    category=Category.UNKNOWN, cruise_ms=math.nan, runway_m=0.0, needs_hard=False
)


def performance(type_code: str | None) -> Performance:
    """Look a type up by its ICAO designator (Doc 8643), in either case.

    Returns:
        Its facts; ``UNKNOWN_TYPE`` for ``None`` and for a type not in the table.

    >>> performance("IL76").needs_hard, performance("B748").runway_m
    (False, 1800.0)
    >>> performance("ZZZZ") is performance(None) is UNKNOWN_TYPE
    True
    """
    if type_code is None:
        return UNKNOWN_TYPE
    return known_types().get(type_code.strip().upper(), UNKNOWN_TYPE)


@lru_cache(maxsize=1)
def known_types() -> dict[str, Performance]:
    """All types of the table by designator."""
    data = files("heavylift.reference").joinpath("data", "types.csv")
    return dict(_types(data.read_text(encoding="utf-8").splitlines()))


def _types(lines: Iterable[str]) -> Iterable[tuple[str, Performance]]:
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield (
            row["type"],
            Performance(
                category=Category(row["category"]),
                cruise_ms=float(row["cruise_ms"]),
                runway_m=float(row["runway_m"]),
                needs_hard={"yes": True, "no": False}[row["hard"]],
            ),
        )

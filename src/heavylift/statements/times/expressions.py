"""An expression of time as it is written, before anything is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What is written: the resolver of the same name says what each means.
Kind = Literal[
    "date", "either", "dates", "weekday", "from_here", "unit", "season", "holiday",
    "ago", "window", "offset", "decade", "century", "quarter", "year_span", "duration",
    "set", "clock", "range", "bounded", "weeks_before",
    "month_of_year", "week_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One expression of time.

    Attributes:
        kind: What it is; see :data:`Kind`.
        first: First token, an index of the code.
        end: One past the last token.
        year: Year, when written; of a decade or century its first.
        month: Month, when written.
        day: Day of the month, when written.
        weekday: Day of the week, Monday as 0, when written.
        last_day: Last day of the month of "September 2-18".
        unit: Unit, season, holiday or length, whatever the kind needs.
        count: How many units; ``None`` when it is not said ("several").
        which: ``last``, ``next``, ``this``, ``that``, ``previous``, ``following`` or
            empty; of a bound ``since``, ``until``, ``before``, ``after``, ``by``;
            of a length its unit.
        part: ``early``, ``mid``, ``late``, ``first half``, ``second half``, or empty.
        clock: Time of day, ``hh:mm``, or empty.
        parts: What a range is made of.
    """

    kind: Kind
    first: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    last_day: int | None = None
    unit: str = ""
    count: int | None = None
    which: str = ""
    part: str = ""
    clock: str = ""
    parts: tuple[Expression, ...] = ()

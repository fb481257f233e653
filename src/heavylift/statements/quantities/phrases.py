"""The phrases around a number: what is counted, of what it is a share, per what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from heavylift.statements.quantities.counted import Parse, counted_after, share_after
from heavylift.statements.quantities.numerals import Number
from heavylift.statements.quantities.tokens import Tokens
from heavylift.statements.quantities.units import TIME_UNITS, unit_after

_PERIODS: Final = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip

#: Signs that no phrase goes beyond, whatever a parse says.
_ENDS: Final = frozenset({"(", ")", ".", ";", ":", "—", "–", "“", "”", '"'})


@dataclass(frozen=True, slots=True)
class Phrases:
    """A text in which phrases are looked for.

    Attributes:
        tokens: The text.
        parse: The same as it was parsed; ``None`` when it was not.
    """

    tokens: Tokens
    parse: Parse | None

    def counted(self, number: Number, past: int) -> tuple[int, int]:
        """Find what a number counts: first token and one past the last.

        Args:
            number: The number, of a range the second.
            past: One past the words that belong to it.
        """
        tokens = self.tokens
        if self.parse is not None and past < len(tokens):
            end = self.parse.counted_end(tokens.start[number.past - 1])
            first = ends = past + tokens.is_hyphen(past)
            while end is not None and ends < len(tokens) and tokens.end[ends] <= end:
                ends += 1
            if ends > first and _ENDS.isdisjoint(tokens.word[first:ends]):
                return first, ends
        return counted_after(tokens, past, is_one=number.value == 1)

    def share(self, of: int) -> str:
        """Find what something is a share of, as written, after the token "of"."""
        tokens = self.tokens
        if self.parse is not None and of + 1 < len(tokens):
            first = tokens.start[of + 1]
            end = self.parse.share_end(tokens.start[of])
            if end is not None and end > first:
                return tokens.text[first:end]
        return tokens.between(*share_after(tokens, of + 1))

    def per(self, first: int, past: int) -> str:
        """Tell per what a rate is: "week" of "weekly flights" or "flights a week".

        Args:
            first: First token of what is counted.
            past: One past its last.
        """
        tokens = self.tokens
        period = _PERIODS.get(tokens.at(first)) or _PERIODS.get(tokens.at(past))
        if period:
            return period
        if tokens.at(past) not in {"a", "an", "per", "each", "every", "/"}:
            return ""
        unit = unit_after(tokens, past + 1)
        is_one = unit is not None and not tokens.at(unit.past - 1).endswith("s")
        return unit.name if unit and is_one and unit.name in TIME_UNITS else ""

"""Tables in Markdown, as the documentation has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the study.

    Attributes:
        title: What it shows.
        head: Titles of columns.
        rows: Cells as text.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        """Write it in Markdown."""
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"### {self.title}\n\n{body}\n"


def percent(share: float) -> str:
    """Write a share in per cent with one decimal.

    >>> percent(0.0494)
    '4.9 %'
    """
    return f"{100 * share:.1f} %"

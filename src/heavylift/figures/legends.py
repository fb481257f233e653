"""Short legends: a symbol and a few words each, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heavylift.figures.palette import INK
from heavylift.figures.svg import escape, num, text_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a legend.

    Attributes:
        symbol: Markup drawn in a box 22 wide, its middle at (11, 0).
        text: What it means.
    """

    symbol: str
    text: str


#: Box of a symbol, and the air after an entry.
SYMBOL_WIDTH = 22.0
AIR = 18.0


def draw_legend(
    keys: Sequence[Key], *, x: float, y: float, width: float, size: float
) -> tuple[str, float]:
    """Lay out entries from left to right, breaking lines at the width.

    Args:
        keys: The entries.
        x: Left edge.
        y: Top edge.
        width: Space for a line.
        size: Type size.

    Returns:
        Markup and the height used.
    """
    line = size * 1.7
    parts = []
    at_x, at_y = x, y + line / 2
    for key in keys:
        needed = SYMBOL_WIDTH + 6 + text_width(key.text, size)
        if at_x > x and at_x + needed > x + width:
            at_x, at_y = x, at_y + line
        parts.append(
            f'<g transform="translate({num(at_x)} {num(at_y)})">{key.symbol}'
            f'<text x="{num(SYMBOL_WIDTH + 6)}" y="{num(size * 0.35)}" '
            f'font-size="{num(size)}" fill="{INK}">{escape(key.text)}</text></g>'
        )
        at_x += needed + AIR
    return "".join(parts), at_y + line / 2 - y

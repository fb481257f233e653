"""Colours and type of all figures: one meaning, one colour, on page and paper.

Classes are ordered, and so are their colours: the sure classes are one blue from
dark to light, what is only ``toward`` is orange, what is not established is grey.
Blue and orange stay apart for every common colour blindness (Okabe and Ito, 2008),
and the steps of lightness stay apart on a black-and-white printer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from heavylift.model.ends import EndClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How one class is drawn.

    Attributes:
        fill: Colour of areas.
        line: Colour of lines and outlines, at least 3 : 1 against the paper.
        text: Colour of a number printed on ``fill``, at least 4.5 : 1 against it.
    """

    fill: str
    line: str
    text: str


CLASS_INK: Final[dict[EndClass, Ink]] = {
    EndClass.GROUND: Ink(fill="#0b3556", line="#0b3556", text="#ffffff"),
    EndClass.RUNWAY: Ink(fill="#1f6fa8", line="#1f6fa8", text="#ffffff"),
    EndClass.NEAR: Ink(fill="#7db4dc", line="#3b86bd", text="#10222f"),
    EndClass.BRACKETED: Ink(fill="#cfe3f1", line="#4c8fbf", text="#10222f"),
    EndClass.TOWARD: Ink(fill="#f0a24a", line="#b86200", text="#2b1700"),
    EndClass.UNKNOWN: Ink(fill="#c9c9c4", line="#6f6f6a", text="#1c1c1a"),
}

#: Text and axes; 15 : 1 on the paper.
INK: Final = "#1d2429"

#: Second-rank text; 6 : 1 on the paper.
QUIET: Final = "#59636a"

#: Rules and grids: there when looked for.
RULE: Final = "#d5dadd"

#: What the case is about: the event's line and label; 6 : 1 on the paper.
EVENT: Final = "#9c1f2e"

PAPER: Final = "#ffffff"
SEA: Final = "#e9f0f4"
LAND: Final = "#f8f6f0"
COAST: Final = "#b9c3c9"
BORDER: Final = "#a9a9a0"

#: System fonts only: a report makes no request.
FONT: Final = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

#: Mean width of a character in units of the type size, for laying out without a
#: browser. Measured on Arial's lower case and digits, rounded up so that labels
#: rather have air than overlap.
CHARACTER_WIDTH: Final = 0.55

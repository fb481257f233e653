"""Put names beside marks so that they cover neither each other nor what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from heavylift.figures.projections import Frame
from heavylift.figures.svg import Points, text_width

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name to be placed.

    Attributes:
        text: The name.
        x: Where its mark is.
        y: The same, downwards.
        size: Type size.
        keep: Whether it stands even where it covers another; else it is left out.
    """

    text: str
    x: float
    y: float
    size: float
    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLabel:
    """A name with its place: the baseline's start, middle or end."""

    label: Label
    x: float
    y: float
    anchor: Anchor


#: Free space between a mark and its name.
GAP: Final = 8.0

#: How much wider the names that are kept are set, in bold (Arial Bold over Arial).
BOLD: Final = 1.12

#: Half of the largest mark.
MARK: Final = 6.0

#: Where a name may stand, in the order in which map makers prefer it (Imhof, 1962):
#: anchor, then the side and the height in units of the type size.
PLACES: Final[tuple[tuple[Anchor, float, float], ...]] = (
    ("start", 1, 0.35),
    ("end", -1, 0.35),
    ("middle", 0, -0.75),
    ("middle", 0, 1.5),
    ("start", 0.8, -0.5),
    ("start", 0.8, 1.2),
    ("end", -0.8, -0.5),
    ("end", -0.8, 1.2),
)

#: A name over another is unreadable, a name over a line is only busy.
OVERLAP_COST: Final = 10_000.0
OUTSIDE_COST: Final = 100_000.0

Box = tuple[float, float, float, float]


def place_labels(
    labels: Sequence[Label], busy: Points, frame: Frame
) -> list[PlacedLabel]:
    """Choose a place for each name, the first names first.

    Args:
        labels: Names, the most important first.
        busy: Points that names had better not cover, shape ``(n, 2)``.
        frame: Names stay inside.

    Returns:
        The names that have a place, in order.
    """
    # A mark without its name is better than a name over a mark.
    taken: list[Box] = [
        (k.x - MARK, k.y - MARK, k.x + MARK, k.y + MARK) for k in labels if k.keep
    ]
    placed = []
    for label in labels:
        options = [(_cost(_box(label, p), taken, busy, frame), p) for p in PLACES]
        cost, place = min(options, key=lambda option: option[0])
        if cost >= OVERLAP_COST and not label.keep:
            continue
        taken.append(_box(label, place))
        anchor, side, down = place
        placed.append(
            PlacedLabel(
                label=label,
                x=label.x + side * GAP,
                y=label.y + down * label.size,
                anchor=anchor,
            )
        )
    return placed


def _box(label: Label, place: tuple[Anchor, float, float]) -> Box:
    anchor, side, down = place
    width = text_width(label.text, label.size) * (BOLD if label.keep else 1)
    x = label.x + side * GAP
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    baseline = label.y + down * label.size
    return left, baseline - label.size, left + width, baseline + 0.3 * label.size


def _cost(box: Box, taken: Sequence[Box], busy: Points, frame: Frame) -> float:
    left, top, right, bottom = box
    x, y = busy[:, 0], busy[:, 1]
    covered = float(
        np.count_nonzero((x > left) & (x < right) & (y > top) & (y < bottom))
    )
    overlaps = sum(
        left < r and right > lf and top < b and bottom > t for lf, t, r, b in taken
    )
    outside = (
        left < frame.left
        or top < frame.top
        or right > frame.left + frame.width
        or bottom > frame.top + frame.height
    )
    return covered + OVERLAP_COST * overlaps + OUTSIDE_COST * outside

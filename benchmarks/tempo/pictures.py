"""Two figures for the documentation, drawn as the figures of reports are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from heavylift.figures.palette import CLASS_INK, EVENT, INK, QUIET, RULE
from heavylift.figures.projections import Frame
from heavylift.figures.svg import escape, figure, halo_text, num, path
from heavylift.model.ends import EndClass
from heavylift.tempo.smallest import ALPHA, fewest_found, power_of

#: Baseline over window, as in the tables.
BASELINE = 6.0

#: Curves of the first figure, and their colours from light to dark.
RATIOS = (1.5, 2.0, 3.0, 4.0, 5.0)
LINES = (
    CLASS_INK[EndClass.TOWARD].line,
    CLASS_INK[EndClass.UNKNOWN].line,
    CLASS_INK[EndClass.NEAR].line,
    CLASS_INK[EndClass.RUNWAY].line,
    CLASS_INK[EndClass.GROUND].line,
)

WIDTH, SIZE = 720.0, 14.0
FRAME = Frame(left=64.0, top=52.0, width=500.0, height=300.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line of a chart.

    Attributes:
        x: Places along the axis, shape ``(n,)``.
        y: Shares from 0 to 1, shape ``(n,)``.
        label: What stands at its end.
        colour: Its colour.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    label: str
    colour: str


def power_curves() -> str:
    """Draw what share of surges is found, by expected rotations and ratio."""
    expected = np.linspace(1, 20, 77)
    curves = [
        Curve(
            x=expected,
            y=np.array([power_of(r, m, m * BASELINE) for m in expected.tolist()]),
            label=f"{r:g} times the rate",
            colour=colour,
        )
        for r, colour in zip(RATIOS, LINES, strict=True)
    ]
    return _chart(
        curves,
        title="Share of surges that the test finds",
        axis="rotations expected in the window without a surge",
        marks=(1, 5, 10, 15, 20),
        rule=(0.8, "four out of five"),
    )


def naive_and_normalised(expected: float = 10.0) -> str:
    """Draw false alarms when reception changes and flights do not."""
    change = np.linspace(1, 5, 81)
    counts = [_false_alarms(c, expected, c) for c in change.tolist()]
    days = [_false_alarms(c, expected, 1.0) for c in change.tolist()]
    curves = [
        Curve(x=change, y=np.array(days), label="counts per day", colour=EVENT),
        Curve(
            x=change,
            y=np.array(counts),
            label="per observable day",
            colour=CLASS_INK[EndClass.RUNWAY].line,
        ),
    ]
    return _chart(
        curves,
        title="False alarms when reception rises and flights do not",
        axis="how many times better flights could be seen during the window",
        marks=(1, 2, 3, 4, 5),
        rule=(ALPHA, "1 in 20"),
    )


def _false_alarms(change: float, expected: float, believed: float) -> float:
    """Give how often the test fires when exposure changed, for a change believed in."""
    mean = expected * BASELINE / change
    baseline = np.arange(int(poisson.ppf(1 - 1e-9, mean)) + 1)
    needed = fewest_found(baseline, believed / BASELINE)
    chances = poisson.pmf(baseline, mean)
    return float(chances @ poisson.sf(needed - 1, expected))


def _chart(
    curves: Sequence[Curve],
    *,
    title: str,
    axis: str,
    marks: Sequence[float],
    rule: tuple[float, str],
) -> str:
    first, last = marks[0], marks[-1]

    def x_of(value: float) -> float:
        return FRAME.left + FRAME.width * (value - first) / (last - first)

    def y_of(share: float) -> float:
        return FRAME.top + FRAME.height * (1 - share)

    body = (
        f'<rect width="{num(WIDTH)}" height="420" fill="#ffffff"/>'
        f'<text x="{num(FRAME.left)}" y="26" font-size="17" font-weight="600" '
        f'fill="{INK}">{escape(title)}</text>'
        + _axes(marks, axis, x_of, y_of)
        + _rule(rule, y_of)
        + "".join(_curve(curve, x_of, y_of) for curve in curves)
        + _labels(curves, y_of)
    )
    ends = "; ".join(f"{c.label} {100 * c.y[-1]:.0f} %" for c in curves)
    desc = f"{title}, by {axis}. At {last:g}: {ends}."
    return figure(body, width=WIDTH, height=420, title=title, desc=desc)


_Scale = Callable[[float], float]


def _axes(marks: Sequence[float], axis: str, x_of: _Scale, y_of: _Scale) -> str:
    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = y_of(share)
        parts.append(
            f'<path d="M{num(FRAME.left)} {num(y)}h{num(FRAME.width)}" '
            f'stroke="{INK if share == 0 else RULE}"/>'
            f'<text x="{num(FRAME.left - 8)}" y="{num(y + 5)}" text-anchor="end" '
            f'font-size="{num(SIZE)}" fill="{QUIET}">{100 * share:g} %</text>'
        )
    base = FRAME.top + FRAME.height
    parts += [
        f'<path d="M{num(x_of(mark))} {num(base)}v6" stroke="{QUIET}"/>'
        f'<text x="{num(x_of(mark))}" y="{num(base + 22)}" text-anchor="middle" '
        f'font-size="{num(SIZE)}" fill="{QUIET}">{mark:g}</text>'
        for mark in marks
    ]
    middle = FRAME.left + FRAME.width / 2
    parts.append(
        f'<text x="{num(middle)}" y="{num(base + 46)}" text-anchor="middle" '
        f'font-size="{num(SIZE)}" fill="{INK}">{escape(axis)}</text>'
    )
    return "".join(parts)


def _rule(rule: tuple[float, str], y_of: _Scale) -> str:
    share, label = rule
    y = y_of(share)
    look = f'font-size="{num(SIZE - 1)}" fill="{QUIET}" text-anchor="end"'
    line = (
        f'<path d="M{num(FRAME.left)} {num(y)}h{num(FRAME.width)}" stroke="{QUIET}" '
        'stroke-dasharray="3 4"/>'
    )
    return line + halo_text(FRAME.left + FRAME.width - 8, y - 6, label, look)


def _curve(curve: Curve, x_of: _Scale, y_of: _Scale) -> str:
    points = np.array(
        [
            [x_of(x), y_of(y)]
            for x, y in zip(curve.x.tolist(), curve.y.tolist(), strict=True)
        ]
    )
    return (
        f'<path d="{path(points)}" fill="none" stroke="{curve.colour}" '
        'stroke-width="2.4"/>'
    )


def _labels(curves: Sequence[Curve], y_of: _Scale) -> str:
    """Write labels at the ends of curves, moved apart where they would touch."""
    parts, above = [], 0.0
    for curve in sorted(curves, key=lambda c: -c.y[-1]):
        y = max(y_of(float(curve.y[-1])) + 5, above + SIZE * 1.3)
        above = y
        parts.append(
            f'<text x="{num(FRAME.left + FRAME.width + 10)}" y="{num(y)}" '
            f'font-size="{num(SIZE)}" fill="{curve.colour}">'
            f"{escape(curve.label)}</text>"
        )
    return "".join(parts)

"""Draw counts by day above how much of each day could have been seen.

A column without the band beneath it means nothing: a rise of both is a rise of
reception. Control corridors stand below on the same days, so that they can be compared
by eye. Days without data are hatched; they have no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.figures.axes import ticks
from heavylift.figures.palette import EVENT, INK, PAPER, QUIET, RULE
from heavylift.figures.projections import Frame
from heavylift.figures.svg import escape, figure, halo_text, num, text_width
from heavylift.figures.timeline import WIDE_CHART, Chart, EventMark

#: Columns of what is asked about, of its exposure, and of controls.
_COUNTED: Final = "#1f6fa8"
_SEEN: Final = "#bcd9c6"
_SEEN_LINE: Final = "#3f7d57"
_CONTROL: Final = "#8f948c"

#: Heights, in type sizes: the band of exposure, one control, what parts them.
_BAND: Final = 3.4
_ROW: Final = 2.6
_GAP: Final = 1.9

_LEFT: Final = 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Counts by day of one corridor.

    Attributes:
        label: What it is called.
        counts: One a day, shape ``(days,)``.
    """

    label: str
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span of days with its name; half-open.

    Attributes:
        first: First day, from 0.
        last: First day after.
        label: What it is called.
    """

    first: int
    last: int
    label: str


def draw_tempo(  # noqa: PLR0913
    first: date,
    counted: Row,
    exposure: NDArray[np.float64],
    spans: Sequence[Span],
    controls: Sequence[Row] = (),
    *,
    event: EventMark | None,
    desc: str,
    chart: Chart = WIDE_CHART,
) -> str:
    """Draw counts, exposure and controls by day.

    Args:
        first: The first day; others follow without a hole.
        counted: What is asked about.
        exposure: Observable days of each day; 0 where there are no data.
        spans: Windows.
        controls: Control corridors.
        event: What to mark.
        desc: What the chart shows, for who cannot see it.
        chart: How large.

    Returns:
        The markup; empty without days.
    """
    n = len(exposure)
    if not n:
        return ""
    size = chart.size
    top = size * 3.6
    frame = Frame(
        left=_LEFT, top=top, width=chart.width - _LEFT - 8, height=chart.height * 0.7
    )
    band = _below(frame, size * _GAP, size * _BAND)
    rows = []
    last = band
    for _ in controls:
        last = _below(last, size * _GAP, size * _ROW)
        rows.append(last)
    missing = exposure <= 0
    parts = [
        _hatch(chart),
        _windows(spans, frame, last, size),
        _missing(missing, frame, last, chart),
        _axis(counted.counts, frame, size),
        _bars(counted.counts, frame, _COUNTED),
        _label(counted.label, frame, size),
        _exposure(exposure, band, size),
    ]
    for row, place in zip(controls, rows, strict=True):
        parts.append(_bars(row.counts, place, _CONTROL))
        parts.append(_base(place))
        parts.append(_label(f"control: {row.label}", place, size))
    parts.append(_event(event, first, n, frame, last, size))
    parts.append(_dates(first, n, last, size))
    height = last.top + last.height + size * 3
    return figure(
        "".join(parts),
        width=chart.width,
        height=height,
        title="Counts by day (UTC), and how much of each day could have been seen",
        desc=desc,
        stamp=chart.stamp,
    )


def _below(above: Frame, gap: float, height: float) -> Frame:
    return Frame(
        left=above.left,
        top=above.top + above.height + gap,
        width=above.width,
        height=height,
    )


def _hatch(chart: Chart) -> str:
    return (
        f'<pattern id="unseen-{num(chart.width)}" width="6" height="6" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{PAPER}"/><path d="M0 0v6" '
        f'stroke="{QUIET}" stroke-width="1.4" stroke-opacity=".55"/></pattern>'
    )


def _missing(
    missing: NDArray[np.bool_], frame: Frame, last: Frame, chart: Chart
) -> str:
    pitch = frame.width / len(missing)
    height = last.top + last.height - frame.top
    return "".join(
        f'<rect x="{num(frame.left + i * pitch)}" y="{num(frame.top)}" '
        f'width="{num(pitch)}" height="{num(height)}" '
        f'fill="url(#unseen-{num(chart.width)})"><title>no data</title></rect>'
        for i in np.flatnonzero(missing).tolist()
    )


def _windows(spans: Sequence[Span], frame: Frame, last: Frame, size: float) -> str:
    n = max(s.last for s in spans) if spans else 1
    pitch = frame.width / n
    height = last.top + last.height - frame.top
    parts = []
    for span in spans:
        x, width = frame.left + span.first * pitch, (span.last - span.first) * pitch
        shade = ' fill="#f4ead6"' if span.label == "during" else ' fill="none"'
        parts.append(
            f'<rect x="{num(x)}" y="{num(frame.top)}" width="{num(width)}" '
            f'height="{num(height)}"{shade}/>'
            f'<path d="M{num(x + 1)} {num(frame.top - 4)}h{num(width - 2)}" '
            f'stroke="{INK}" stroke-width="1.4"/>'
        )
        parts.append(
            halo_text(
                x + width / 2,
                frame.top - 8,
                span.label,
                f'text-anchor="middle" font-size="{num(size)}" fill="{INK}"',
            )
        )
    return "".join(parts)


def _axis(counts: NDArray[np.int64], frame: Frame, size: float) -> str:
    scale = ticks(float(counts.max(initial=0)), 4)
    parts = []
    for value in scale:
        y = frame.top + frame.height * (1 - value / scale[-1])
        parts.append(
            f'<path d="M{num(frame.left)} {num(y)}h{num(frame.width)}" '
            f'stroke="{INK if value == 0 else RULE}"/>'
            f'<text x="{num(frame.left - 6)}" y="{num(y + 4)}" text-anchor="end" '
            f'font-size="{num(size)}" fill="{QUIET}">{value:g}</text>'
        )
    return "".join(parts)


def _bars(counts: NDArray[np.int64], frame: Frame, ink: str) -> str:
    highest = ticks(float(counts.max(initial=0)), 4)[-1]
    pitch = frame.width / len(counts)
    width = pitch * 0.8 if pitch > 3 else pitch
    base = frame.top + frame.height
    return "".join(
        f'<rect x="{num(frame.left + (i + 0.5) * pitch - width / 2)}" '
        f'y="{num(base - frame.height * n / highest)}" width="{num(width)}" '
        f'height="{num(frame.height * n / highest)}" fill="{ink}">'
        f"<title>{n}</title></rect>"
        for i, n in enumerate(counts.tolist())
        if n
    )


def _base(frame: Frame) -> str:
    y = frame.top + frame.height
    return f'<path d="M{num(frame.left)} {num(y)}h{num(frame.width)}" stroke="{RULE}"/>'


def _label(text: str, frame: Frame, size: float) -> str:
    most = int(frame.width / (size * 0.55))
    short = text if len(text) <= most else text[: most - 1] + "…"
    look = f'font-size="{num(size * 0.92)}" fill="{INK}"'
    return halo_text(frame.left + 4, frame.top + size * 0.9, short, look)


def _exposure(exposure: NDArray[np.float64], frame: Frame, size: float) -> str:
    """A band whose height is the exposure; a line at one observable day."""
    highest = max(float(exposure.max()), 1.0)
    pitch = frame.width / len(exposure)
    base = frame.top + frame.height
    parts = [
        f'<rect x="{num(frame.left + i * pitch)}" '
        f'y="{num(base - frame.height * e / highest)}" width="{num(pitch + 0.3)}" '
        f'height="{num(frame.height * e / highest)}" fill="{_SEEN}">'
        f"<title>{e:.2f} observable days</title></rect>"
        for i, e in enumerate(exposure.tolist())
        if e > 0
    ]
    one = base - frame.height / highest
    parts.append(
        f'<path d="M{num(frame.left)} {num(one)}h{num(frame.width)}" '
        f'stroke="{_SEEN_LINE}" stroke-dasharray="3 3"/>'
        f'<text x="{num(frame.left - 6)}" y="{num(one + 4)}" text-anchor="end" '
        f'font-size="{num(size)}" fill="{QUIET}">1</text>'
    )
    label = _label("how much could have been seen: observable days", frame, size)
    return "".join(parts) + _base(frame) + label


def _event(
    event: EventMark | None,
    first: date,
    n: int,
    frame: Frame,
    last: Frame,
    size: float,
) -> str:
    if event is None or not 0 <= (event.day - first).days <= n:
        return ""
    x = frame.left + (event.day - first).days * frame.width / n
    bottom = last.top + last.height
    width = text_width(event.label, size)
    side = "end" if x + width > frame.left + frame.width else "start"
    look = f'text-anchor="{side}" font-size="{num(size)}" fill="{EVENT}"'
    return (
        f'<path d="M{num(x)} {num(frame.top - size * 1.9)}V{num(bottom)}" '
        f'stroke="{EVENT}" stroke-width="1.4" stroke-dasharray="4 3"/>'
        + halo_text(x, frame.top - size * 2.1, event.label, look)
    )


def _dates(first: date, n: int, last: Frame, size: float) -> str:
    """The first of each month, and the first day."""
    pitch = last.width / n
    y = last.top + last.height + size * 1.3
    parts = []
    free = last.left - 1
    for i in range(n):
        day = date.fromordinal(first.toordinal() + i)
        x = last.left + i * pitch
        name = f"{day.day} {day:%b %Y}" if i == 0 or day.month == 1 else f"{day:%b}"
        if (i == 0 or day.day == 1) and x >= free:
            parts.append(
                f'<path d="M{num(x)} {num(last.top + last.height)}v5" '
                f'stroke="{QUIET}"/><text x="{num(x)}" y="{num(y)}" '
                f'font-size="{num(size)}" fill="{QUIET}">{escape(name)}</text>'
            )
            free = x + text_width(name, size) + 8
    return "".join(parts)

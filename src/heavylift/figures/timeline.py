"""Draw flights per day (UTC), by class of the weaker end.

A day on which nothing was found and a day of which there are no data look different,
because they say different things: the first is a zero, the second is no number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from heavylift.figures.axes import ticks
from heavylift.figures.labels import BOLD, Anchor
from heavylift.figures.legends import Key, draw_legend
from heavylift.figures.palette import CLASS_INK, EVENT, INK, PAPER, QUIET, RULE
from heavylift.figures.projections import Frame
from heavylift.figures.svg import figure, halo_text, num, text_width
from heavylift.model.ends import CLASS_ORDER, EndClass

#: Counts of one day by class.
DayCounts = Mapping[EndClass, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMark:
    """What the case is about.

    Attributes:
        label: In a few words.
        day: The day of it, UTC.
        at: The moment, when that is known; else the whole day is marked.
    """

    label: str
    day: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """How large a chart is drawn.

    Attributes:
        width: Width of the drawing; type sizes are in its unit.
        height: Height of what lies between the axes.
        size: Type size of axes.
        stamp: A word across the drawing; empty for none.
    """

    width: float
    height: float
    size: float
    stamp: str = ""


#: For a page, and for paper.
WIDE_CHART: Final = Chart(width=960.0, height=210.0, size=13.0)

#: For a telephone.
NARROW_CHART: Final = Chart(width=380.0, height=180.0, size=12.0)

#: Narrower columns than this have no room for a number.
NUMBERED_WIDTH: Final = 15.0

#: Room for the numbers of the axis.
LEFT: Final = 30.0

#: Room for half of the last date, where columns are narrow.
RIGHT: Final = 6.0

#: Least top of the axis: one flight must not look like a wall.
LOWEST_TOP: Final = 4

#: Widest column: two days must not look like two walls.
WIDEST_COLUMN: Final = 56.0


def draw_timeline(
    days: Sequence[date],
    counts: Mapping[date, DayCounts],
    *,
    event: EventMark | None,
    no_data_days: Collection[date],
    desc: str,
    chart: Chart = WIDE_CHART,
) -> str:
    """Draw one column a day.

    Args:
        days: Every day of the period, in order, without holes.
        counts: Flights by class of the weaker end; a day that is missing has none.
        event: What to mark, if it falls into the period.
        no_data_days: Days of which no input holds any position.
        desc: What the chart shows, for who cannot see it.
        chart: How large.

    Returns:
        The markup; empty without days.
    """
    if not days:
        return ""
    present = [c for c in CLASS_ORDER if any(counts.get(d, {}).get(c) for d in days)]
    numbered = _column_width((chart.width - LEFT - RIGHT) / len(days)) >= NUMBERED_WIDTH
    keys = _keys(present, any(d in no_data_days for d in days), numbered, chart)
    legend, legend_height = draw_legend(
        keys, x=0, y=0, width=chart.width, size=chart.size
    )
    marked = event if event is not None and event.day in days else None
    label_height = chart.size * 2.6 if marked else chart.size
    frame = Frame(
        left=LEFT,
        top=legend_height + label_height,
        width=chart.width - LEFT - RIGHT,
        height=chart.height,
    )
    highest = max(sum(counts.get(d, {}).values()) for d in days)
    scale = ticks(max(highest, LOWEST_TOP), 4)
    body = (
        _hatch(chart)
        + legend
        + _grid(scale, frame, chart)
        + _missing(days, no_data_days, frame, chart)
        + (_event_day(marked, days, frame) if marked and not marked.at else "")
        + _columns(days, counts, no_data_days, scale[-1], frame)
        + _dates(days, frame, chart)
        + (_event(marked, days, frame, chart) if marked else "")
    )
    height = frame.top + frame.height + chart.size * 3.2
    title = "Flights per day (UTC) by class of the weaker end"
    return figure(
        body,
        width=chart.width,
        height=height,
        title=title,
        desc=desc,
        stamp=chart.stamp,
    )


def _keys(
    present: Sequence[EndClass], any_missing: bool, numbered: bool, chart: Chart
) -> list[Key]:
    keys = [
        Key(
            symbol=f'<rect x="4" y="-6" width="14" height="12" '
            f'fill="{CLASS_INK[c].fill}" stroke="{CLASS_INK[c].line}" '
            f'stroke-width=".7"/>',
            text=str(c),
        )
        for c in present
    ]
    zero = (
        f'<text x="11" y="4.5" text-anchor="middle" font-size="13" '
        f'fill="{QUIET}">0</text>'
    )
    # Narrow columns have no room for a 0: the bare axis stands for it.
    bare = f'<path d="M3 6h16" stroke="{INK}"/>'
    symbol = zero if numbered else bare
    keys.append(Key(symbol=symbol, text="data, but no such flight"))
    if any_missing:
        hatched = f'x="4" y="-6" width="14" height="12" fill="url(#{_hatch_id(chart)})"'
        keys.append(Key(symbol=f"<rect {hatched}/>", text="no data"))
    return keys


def _hatch(chart: Chart) -> str:
    return (
        f'<pattern id="{_hatch_id(chart)}" width="6" height="6" '
        'patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<path d="M0 0v6" stroke="{QUIET}" stroke-width="1.4" '
        'stroke-opacity=".55"/></pattern>'
    )


def _hatch_id(chart: Chart) -> str:
    # One page may hold the chart in two sizes, and names must be unique in it.
    return f"no-data-{num(chart.width)}"


def _grid(scale: Sequence[float], frame: Frame, chart: Chart) -> str:
    parts = []
    for value in scale:
        y = frame.top + frame.height * (1 - value / scale[-1])
        rule = INK if value == 0 else RULE
        parts.append(
            f'<path d="M{num(frame.left)} {num(y)}h{num(frame.width)}" '
            f'stroke="{rule}"/><text x="{num(frame.left - 8)}" y="{num(y + 4)}" '
            f'text-anchor="end" font-size="{num(chart.size)}" '
            f'fill="{QUIET}">{value:g}</text>'
        )
    return "".join(parts)


def _column_width(pitch: float) -> float:
    return min(pitch * 0.78, WIDEST_COLUMN) if pitch > 3 else pitch


def _missing(
    days: Sequence[date], no_data_days: Collection[date], frame: Frame, chart: Chart
) -> str:
    pitch = frame.width / len(days)
    return "".join(
        f'<rect x="{num(frame.left + i * pitch)}" y="{num(frame.top)}" '
        f'width="{num(pitch)}" height="{num(frame.height)}" '
        f'fill="url(#{_hatch_id(chart)})"><title>{day}: no data</title></rect>'
        for i, day in enumerate(days)
        if day in no_data_days
    )


def _columns(
    days: Sequence[date],
    counts: Mapping[date, DayCounts],
    no_data_days: Collection[date],
    highest: float,
    frame: Frame,
) -> str:
    pitch = frame.width / len(days)
    width = _column_width(pitch)
    base = frame.top + frame.height
    parts = []
    for i, day in enumerate(days):
        middle = frame.left + (i + 0.5) * pitch
        of_day = counts.get(day, {})
        nothing = day not in no_data_days and not any(of_day.values())
        if nothing and width >= NUMBERED_WIDTH:
            parts.append(
                f'<text x="{num(middle)}" y="{num(base - 5)}" text-anchor="middle" '
                f'font-size="12" fill="{QUIET}">0<title>{day}: 0</title></text>'
            )
        parts.append(_stack(of_day, middle, width, base, frame.height / highest))
    return "".join(parts)


def _stack(
    of_day: DayCounts, middle: float, width: float, base: float, unit: float
) -> str:
    parts = []
    top = base
    for end_class in CLASS_ORDER:
        n = of_day.get(end_class, 0)
        if not n:
            continue
        height = n * unit
        top -= height
        ink = CLASS_INK[end_class]
        parts.append(
            f'<rect x="{num(middle - width / 2)}" y="{num(top)}" width="{num(width)}" '
            f'height="{num(height)}" fill="{ink.fill}" stroke="{PAPER}" '
            f'stroke-width=".7"><title>{n} {end_class}</title></rect>'
        )
        if width >= NUMBERED_WIDTH and height >= 14:
            parts.append(
                f'<text x="{num(middle)}" y="{num(top + height / 2 + 4)}" '
                f'text-anchor="middle" font-size="12" fill="{ink.text}">{n}</text>'
            )
    return "".join(parts)


def _dates(days: Sequence[date], frame: Frame, chart: Chart) -> str:
    pitch = frame.width / len(days)
    y = frame.top + frame.height + chart.size * 1.3
    needed = text_width("00", chart.size) * 1.6
    every = next(n for n in (1, 2, 7, 14, 10**6) if n * pitch >= needed)
    parts = []
    month_end = frame.left - needed
    for i, day in enumerate(days):
        middle = frame.left + (i + 0.5) * pitch
        if i % every == 0 and every < 10**6:
            parts.append(_date_text(middle, y, str(day.day), chart, "middle"))
        name = f"{day:%B %Y}" if pitch * 28 > 90 or day.month == 1 else f"{day:%b}"
        starts = i == 0 or day.day == 1
        begin = frame.left + i * pitch
        if starts and begin >= month_end:
            below = y + chart.size * 1.35
            at = middle - text_width("00", chart.size) / 2
            parts.append(_date_text(at, below, name, chart, "start"))
            month_end = at + text_width(name, chart.size) + 8
        if starts and i:
            parts.append(
                f'<path d="M{num(begin)} {num(frame.top + frame.height)}v6" '
                f'stroke="{QUIET}"/>'
            )
    return "".join(parts)


def _date_text(x: float, y: float, text: str, chart: Chart, anchor: Anchor) -> str:
    return (
        f'<text x="{num(x)}" y="{num(y)}" text-anchor="{anchor}" '
        f'font-size="{num(chart.size)}" fill="{QUIET}">{text}</text>'
    )


def _event_day(event: EventMark, days: Sequence[date], frame: Frame) -> str:
    # Behind the column: the event's day, when nothing finer is known.
    pitch = frame.width / len(days)
    width = min(pitch, _column_width(pitch) * 1.28)
    x = frame.left + (days.index(event.day) + 0.5) * pitch - width / 2
    return (
        f'<rect x="{num(x)}" y="{num(frame.top - 8)}" width="{num(width)}" '
        f'height="{num(frame.height + 8)}" fill="{EVENT}" fill-opacity=".2"/>'
    )


def _event(event: EventMark, days: Sequence[date], frame: Frame, chart: Chart) -> str:
    pitch = frame.width / len(days)
    wide = min(pitch, _column_width(pitch) * 1.28)
    left = frame.left + (days.index(event.day) + 0.5) * pitch - wide / 2
    top = frame.top - 8
    line = ""
    x = left
    if event.at is not None:
        at = event.at.astimezone(UTC)
        share = (at.hour + at.minute / 60) / 24
        x = frame.left + (days.index(event.day) + share) * pitch
        line = (
            f'<path d="M{num(x)} {num(top)}V{num(frame.top + frame.height)}" '
            f'stroke="{EVENT}" stroke-width="1.4" stroke-dasharray="4 3"/>'
        )
    anchor, text_x = _beside(event.label, (x, x if line else left + wide), chart)
    look = f'font-size="{num(chart.size)}" font-weight="600" fill="{EVENT}"'
    return line + halo_text(
        text_x, top - 4, event.label, f'{look} text-anchor="{anchor}"'
    )


def _beside(
    label: str, edges: tuple[float, float], chart: Chart
) -> tuple[Anchor, float]:
    left, right = edges
    width = text_width(label, chart.size) * BOLD
    if left + width <= chart.width:
        return "start", left
    if right - width >= 0:
        return "end", right
    return "middle", chart.width / 2

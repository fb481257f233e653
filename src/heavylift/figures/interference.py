"""Draw where positions were reported that cannot be true.

A mark stands where the positions say the aircraft were, which is where they were not.
Its size says how many aircraft; its filling, what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from heavylift.figures.coasts import draw_coasts
from heavylift.figures.labels import Label, place_labels
from heavylift.figures.legends import Key, draw_legend
from heavylift.figures.palette import EVENT, INK, QUIET, SEA
from heavylift.figures.projections import Frame, Projection, fit, span_m
from heavylift.figures.svg import escape, figure, halo_text, num, text_width
from heavylift.reference.basemap import BASEMAP_NOTE, Basemap

WIDTH: Final = 960.0

#: Least and greatest height as a share of the width, as of a case's map.
FLATTEST: Final = 0.42
TALLEST: Final = 0.72

#: Type size of names.
SIZE: Final = 13.0

#: Marks are named with their number of aircraft from this on.
NAMED_AIRCRAFT: Final = 2

#: Kinds: words of the legend, and whether the mark is filled.
LOOKS: Final[dict[str, tuple[str, str]]] = {
    "shared_point": (
        f'fill="{EVENT}" fill-opacity=".75"',
        "one point, several aircraft",
    ),
    "stuck_point": (f'fill="{EVENT}" fill-opacity=".35"', "one point, one aircraft"),
    "halt_in_air": ('fill="#f0a24a" fill-opacity=".6"', "standing still in the air"),
    "jump": ('fill="none"', "not reachable"),
    "gps_lost": (f'fill="{QUIET}" fill-opacity=".5"', "GPS marked as lost"),
    "low_integrity": (f'fill="{INK}" fill-opacity=".5"', "no integrity, impossible"),
    "integrity_lost": (
        'fill="none" stroke-dasharray="2 2"',
        "integrity lost (remark, may be true)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place to be marked.

    Attributes:
        kind: A key of ``LOOKS``.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        aircraft: How many aircraft; gives the size.
        name: What a reader sees on pointing at it.
    """

    kind: str
    lat_deg: float
    lon_deg: float
    aircraft: int
    name: str


def draw_interference(spots: Sequence[Spot], basemap: Basemap) -> str:
    """Draw marks over land and borders as one SVG.

    Args:
        spots: Where and what.
        basemap: Land and borders of the whole world; what is needed is cut out.

    Returns:
        The markup; empty when there is nothing to show.
    """
    if not spots:
        return ""
    lat = np.array([s.lat_deg for s in spots])
    lon = np.array([s.lon_deg for s in spots])
    width_m, height_m = span_m(lat, lon)
    shape = min(TALLEST, max(FLATTEST, height_m / width_m))
    frame = Frame(left=0, top=0, width=WIDTH, height=round(WIDTH * shape))
    air = 0.12 * frame.height
    inside = Frame(
        left=air, top=air, width=frame.width - 2 * air, height=frame.height - 2 * air
    )
    projection = fit(lat, lon, inside)
    below, used = _below(spots, frame)
    box = f'width="{num(frame.width)}" height="{num(frame.height)}"'
    body = (
        f'<clipPath id="sheet"><rect {box}/></clipPath>'
        f'<g clip-path="url(#sheet)"><rect {box} fill="{SEA}"/>'
        f"{draw_coasts(basemap, projection, frame)}"
        f"{_marks(spots, projection)}{_names(spots, projection, frame)}</g>{below}"
    )
    return figure(
        body,
        width=WIDTH,
        height=frame.height + used,
        title="Positions that cannot be true",
        desc=f"{len(spots)} places where aircraft reported positions at which they "
        "cannot have been.",
    )


def _radius(aircraft: int) -> float:
    """Area by aircraft, from a dot that can be pointed at to one that hides little."""
    return float(min(4.0 + 3.0 * np.sqrt(aircraft - 1), 26.0))


def _marks(spots: Sequence[Spot], projection: Projection) -> str:
    parts = []
    for s in sorted(spots, key=lambda s: -s.aircraft):
        x, y = _point(s, projection)
        parts.append(
            f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(_radius(s.aircraft))}" '
            f'stroke="{EVENT}" {LOOKS[s.kind][0]}><title>{escape(s.name)}</title>'
            "</circle>"
        )
    return "".join(parts)


def _names(spots: Sequence[Spot], projection: Projection, frame: Frame) -> str:
    named = sorted(
        (s for s in spots if s.aircraft >= NAMED_AIRCRAFT), key=lambda s: -s.aircraft
    )
    labels = []
    for s in named:
        x, y = _point(s, projection)
        text = f"{s.aircraft} aircraft"
        labels.append(Label(text=text, x=x, y=y, size=SIZE, keep=False))
    busy = np.array([_point(s, projection) for s in spots])
    return "".join(
        halo_text(
            p.x,
            p.y,
            p.label.text,
            f'font-size="{num(SIZE)}" text-anchor="{p.anchor}" fill="{INK}"',
        )
        for p in place_labels(labels, busy, frame)
    )


def _point(spot: Spot, projection: Projection) -> tuple[float, float]:
    [[x, y]] = projection.forward(
        np.array([spot.lat_deg]), np.array([spot.lon_deg])
    ).tolist()
    return x, y


def _below(spots: Sequence[Spot], frame: Frame) -> tuple[str, float]:
    present = {s.kind for s in spots}
    keys = [
        Key(symbol=f'<circle cx="11" r="5" stroke="{EVENT}" {look}/>', text=words)
        for kind, (look, words) in LOOKS.items()
        if kind in present
    ]
    top = frame.height + 10
    legend, used = draw_legend(keys, x=0, y=top, width=WIDTH, size=SIZE - 1)
    size = SIZE - 2
    # the note belongs to the drawing: borders are a statement
    lines = [""]
    for word in BASEMAP_NOTE.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    y = top + used + 6
    note = "".join(
        f'<text x="0" y="{num(y + (i + 0.8) * size * 1.3)}" font-size="{num(size)}" '
        f'fill="{QUIET}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return legend + note, 16 + used + len(lines) * size * 1.3 + 6

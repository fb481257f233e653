"""Draw the flights of a case on a map: what was received, and what was not.

A line is drawn solid only where positions were received. Across a silence the line
is dashed and straight, which says that nothing is known of the way between. Beyond
the first and last position nothing is drawn at all: a track that ends in the air
ends on the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from heavylift.figures.coasts import draw_coasts
from heavylift.figures.labels import Label, place_labels
from heavylift.figures.legends import Key, draw_legend
from heavylift.figures.palette import CLASS_INK, INK, PAPER, QUIET, SEA
from heavylift.figures.projections import Frame, Projection, fit, span_m
from heavylift.figures.svg import escape, figure, halo_text, num
from heavylift.figures.tracks import DASHES, REACHED, TrackLine, draw_tracks, mark
from heavylift.geo import Degrees
from heavylift.model.ends import CLASS_ORDER
from heavylift.reference.basemap import BASEMAP_NOTE, Basemap

__all__ = ["NARROW", "WIDE", "MapAirfield", "Sheet", "TrackLine", "draw_map"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAirfield:
    """An airfield to be named on the map.

    Attributes:
        code: ICAO code, else OurAirports ident.
        name: Its name.
        lat_deg: Degrees north.
        lon_deg: Degrees east.
        role: ``case`` for the airfields that the question names; they frame the map
            and are always named. ``other`` for candidates; named where there is room.
    """

    code: str
    name: str
    lat_deg: float
    lon_deg: float
    role: Literal["case", "other"]

    @property
    def label(self) -> str:
        """How a reader finds it in the tables: name and code."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How large a map is drawn.

    Attributes:
        width: Width of the drawing; type sizes are in its unit.
        tallest: Greatest height of the map as a share of the width.
        flattest: Least height, as a share of the width.
        size: Type size of names.
        stamp: A word across the drawing; empty for none.
    """

    width: float
    tallest: float
    flattest: float
    size: float
    stamp: str = ""


#: For a page, and for paper.
WIDE: Final = Sheet(width=960.0, tallest=0.72, flattest=0.42, size=14.0)

#: For a telephone: the same map, larger type on a smaller sheet.
NARROW: Final = Sheet(width=380.0, tallest=1.1, flattest=0.75, size=12.0)


def draw_map(
    tracks: Sequence[TrackLine],
    airfields: Sequence[MapAirfield],
    basemap: Basemap,
    *,
    title: str,
    desc: str,
    sheet: Sheet = WIDE,
) -> str:
    """Draw tracks over land and borders as one SVG.

    Args:
        tracks: Flights, at least one position each to be drawn.
        airfields: Airfields to mark and name.
        basemap: Land and borders of the whole world; what is needed is cut out.
        title: What the map shows, in a phrase.
        desc: The same for who cannot see it.
        sheet: How large.

    Returns:
        The markup; empty when there is nothing to show.
    """
    lat, lon = _framed(tracks, airfields)
    if not len(lat):
        return ""
    frame = _frame(lat, lon, sheet)
    projection = fit(lat, lon, _inside(frame, sheet))
    clip_id = f"sheet-{num(sheet.width)}"
    below, below_height = _below(tracks, frame, sheet)
    box = f'width="{num(frame.width)}" height="{num(frame.height)}"'
    body = (
        f'<clipPath id="{clip_id}"><rect {box}/></clipPath>'
        f'<g clip-path="url(#{clip_id})"><rect {box} fill="{SEA}"/>'
        f"{draw_coasts(basemap, projection, frame)}"
        f"{draw_tracks(tracks, projection)}"
        f"{_names(tracks, airfields, projection, frame, sheet)}"
        f"{_scale_bar(projection, frame, sheet)}</g>{below}"
    )
    height = frame.height + below_height
    return figure(
        body,
        width=sheet.width,
        height=height,
        title=title,
        desc=desc,
        stamp=sheet.stamp,
    )


def _framed(
    tracks: Sequence[TrackLine], airfields: Sequence[MapAirfield]
) -> tuple[Degrees, Degrees]:
    named = [a for a in airfields if a.role == "case"]
    lats = [t.lat_deg for t in tracks] + [np.array([a.lat_deg for a in named])]
    lons = [t.lon_deg for t in tracks] + [np.array([a.lon_deg for a in named])]
    lat, lon = np.concatenate(lats), np.concatenate(lons)
    known = np.isfinite(lat) & np.isfinite(lon)
    return lat[known], lon[known]


def _frame(lat: Degrees, lon: Degrees, sheet: Sheet) -> Frame:
    width_m, height_m = span_m(lat, lon)
    shape = min(sheet.tallest, max(sheet.flattest, height_m / width_m))
    return Frame(left=0, top=0, width=sheet.width, height=round(sheet.width * shape))


def _inside(frame: Frame, sheet: Sheet) -> Frame:
    # Room for the names of airfields at the edge of what was flown.
    air = 0.06 * min(frame.width, frame.height) + 1.5 * sheet.size
    return Frame(
        left=air,
        top=air,
        width=frame.width - 2 * air,
        height=frame.height - 2 * air,
    )


def _names(
    tracks: Sequence[TrackLine],
    airfields: Sequence[MapAirfield],
    projection: Projection,
    frame: Frame,
    sheet: Sheet,
) -> str:
    ways = [projection.forward(t.lat_deg, t.lon_deg)[::5] for t in tracks]
    busy = np.concatenate([np.empty((0, 2)), *ways])
    case = _spots((a for a in airfields if a.role == "case"), projection, sheet)
    other = _spots((a for a in airfields if a.role == "other"), projection, sheet)
    other = [o for o in other if 0 < o.x < frame.width and 0 < o.y < frame.height]
    placed = place_labels([*case, *other], busy, frame)
    parts = [
        f'<circle cx="{num(p.label.x)}" cy="{num(p.label.y)}" r="1.8" fill="{QUIET}"/>'
        for p in placed
        if not p.label.keep
    ]
    parts += [_diamond(c.x, c.y) for c in case]
    for p in placed:
        main = p.label.keep
        look = f'font-weight="600" fill="{INK}"' if main else f'fill="{QUIET}"'
        size = f'font-size="{num(p.label.size)}" text-anchor="{p.anchor}"'
        parts.append(halo_text(p.x, p.y, p.label.text, f"{size} {look}"))
    return "".join(parts)


def _spots(
    airfields: Iterable[MapAirfield], projection: Projection, sheet: Sheet
) -> list[Label]:
    spots = []
    for a in airfields:
        [[x, y]] = projection.forward(
            np.array([a.lat_deg]), np.array([a.lon_deg])
        ).tolist()
        main = a.role == "case"
        size = sheet.size if main else sheet.size - 2
        spots.append(Label(text=a.label, x=x, y=y, size=size, keep=main))
    return spots


def _diamond(x: float, y: float) -> str:
    return (
        f'<path d="M{num(x)} {num(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="1.2"/>'
    )


def _scale_bar(projection: Projection, frame: Frame, sheet: Sheet) -> str:
    longest_km = 0.22 * frame.width * projection.metres / 1000
    power = 10 ** np.floor(np.log10(longest_km))
    km = max(step * power for step in (1, 2, 5) if step * power <= longest_km)
    length = km * 1000 / projection.metres
    y = frame.height - 12
    label = halo_text(
        14 + length / 2,
        y - 5,
        f"{km:g} km",
        f'font-size="{num(sheet.size - 2)}" text-anchor="middle" fill="{QUIET}"',
    )
    return (
        f'<path d="M14 {num(y - 3)}v3h{num(length)}v-3" fill="none" '
        f'stroke="{QUIET}" stroke-width="1.2"/>{label}'
    )


def _below(
    tracks: Sequence[TrackLine], frame: Frame, sheet: Sheet
) -> tuple[str, float]:
    top = frame.height + 10
    size = sheet.size - 1
    legend, used = draw_legend(_keys(tracks), x=0, y=top, width=sheet.width, size=size)
    # The note of the basemap belongs to the drawing: borders are a statement.
    lines = _broken(BASEMAP_NOTE, sheet.width / (0.55 * (size - 2)))
    y = top + used + 6
    note = "".join(
        f'<text x="0" y="{num(y + (i + 0.8) * size * 1.2)}" '
        f'font-size="{num(size - 2)}" fill="{QUIET}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return legend + note, 10 + used + 6 + len(lines) * size * 1.2 + 4


def _keys(tracks: Sequence[TrackLine]) -> list[Key]:
    present = {t.weaker for t in tracks}
    ends = {c for t in tracks for c in (t.origin_class, t.destination_class)}
    keys = [
        Key(symbol=_stroke(CLASS_INK[c].line), text=f"weaker end: {c}")
        for c in CLASS_ORDER
        if c in present
    ]
    keys.append(Key(symbol=_stroke(INK, DASHES), text="nothing received between"))
    reached = [c for c in CLASS_ORDER if c in ends and c in REACHED]
    lost = [c for c in CLASS_ORDER if c in ends and c not in REACHED]
    if reached:
        keys.append(Key(symbol=mark(11, 0, reached[0]), text="end seen"))
    if lost:
        keys.append(
            Key(symbol=mark(11, 0, lost[0]), text="outermost position, end not seen")
        )
    return keys


def _stroke(colour: str, dashes: str = "") -> str:
    dash = f' stroke-dasharray="{dashes}" stroke-linecap="round"' if dashes else ""
    return f'<path d="M0 0h22" stroke="{colour}" stroke-width="2"{dash}/>'


def _broken(text: str, characters: float) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > characters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines

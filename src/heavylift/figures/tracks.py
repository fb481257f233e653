"""Draw one flight: solid where it was received, dashed across silences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from heavylift.figures.palette import CLASS_INK, PAPER
from heavylift.figures.projections import Projection
from heavylift.figures.svg import Points, escape, num, path
from heavylift.geo import Degrees
from heavylift.model.ends import EndClass, weaker

#: A silence longer than this is drawn dashed. In two minutes a jet flies about
#: 28 km, the width of a word on these maps, so a solid line would claim a way that
#: nobody received; half of it would dash what readsb itself thins out.
GAP_DRAWN_S: Final = 120.0

#: Vertices closer than this to the line between their neighbours are left out.
TOLERANCE: Final = 0.3

#: Dashes of a silence, in the unit of the drawing: clearly not the pattern of borders.
DASHES: Final = "1.5 4"

#: Classes whose airfield the track itself reaches; only they get a full disc.
REACHED: Final = frozenset({EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackLine:
    """The trusted positions of one flight, and what is known of its ends.

    Attributes:
        name: What a reader sees on pointing at it.
        href: Where it leads within the page, as ``#…``; empty for nowhere.
        time_ms: Unix milliseconds, increasing, shape ``(n,)``.
        lat_deg: Degrees north, shape ``(n,)``.
        lon_deg: Degrees east, shape ``(n,)``.
        origin_class: Class of the take-off.
        destination_class: Class of the landing.
    """

    name: str
    href: str
    time_ms: NDArray[np.int64]
    lat_deg: Degrees
    lon_deg: Degrees
    origin_class: EndClass
    destination_class: EndClass

    @property
    def weaker(self) -> EndClass:
        """Class of the weaker end; it colours the line."""
        return weaker(self.origin_class, self.destination_class)


def split_at_gaps(
    time_ms: NDArray[np.int64], points: Points
) -> tuple[list[Points], list[Points]]:
    """Separate what was received from the silences between.

    Args:
        time_ms: Unix milliseconds, increasing, shape ``(n,)``.
        points: The positions on a sheet, shape ``(n, 2)``.

    Returns:
        Runs of positions, and straight pieces of two points across each silence.
    """
    breaks = np.flatnonzero(np.diff(time_ms) > GAP_DRAWN_S * 1000) + 1
    runs = np.split(points, breaks) if len(points) else []
    silences = [points[b - 1 : b + 1] for b in breaks.tolist()]
    return runs, silences


def draw_tracks(tracks: Sequence[TrackLine], projection: Projection) -> str:
    """Draw all flights, those with weaker ends first so that strong ones stay on top.

    Args:
        tracks: The flights.
        projection: Of the sheet.

    Returns:
        Markup: lines, then the marks of their ends.
    """
    ordered = sorted(tracks, key=lambda t: t.weaker.strength)
    # Many flights share a route: each line is faint, together they show how many.
    opacity = float(np.clip(4 / np.sqrt(max(len(tracks), 1)), 0.28, 0.9))
    width = 1.1 if len(tracks) > 30 else 1.5
    lines = "".join(_line(t, projection) for t in ordered)
    marks = "".join(_marks(t, projection) for t in ordered)
    return (
        f'<g fill="none" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" stroke-opacity="{opacity:.2f}">{lines}</g>{marks}'
    )


def mark(x: float, y: float, end_class: EndClass) -> str:
    """Draw the mark of one end.

    A full disc is an end that the track reaches; a ring is only the outermost
    position received.
    """
    ink = CLASS_INK[end_class]
    if end_class in REACHED:
        look = f'r="3.2" fill="{ink.fill}" stroke="{PAPER}" stroke-width=".8"'
    else:
        look = f'r="3" fill="{PAPER}" fill-opacity=".55" stroke="{ink.line}"'
    return f'<circle cx="{num(x)}" cy="{num(y)}" {look}/>'


def _line(track: TrackLine, projection: Projection) -> str:
    points = projection.forward(track.lat_deg, track.lon_deg)
    runs, silences = split_at_gaps(track.time_ms, points)
    received = "".join(path(_thinned(run)) for run in runs)
    silent = "".join(path(piece) for piece in silences)
    dashed = (
        f'<path d="{silent}" stroke-dasharray="{DASHES}" stroke-opacity=".6"/>'
        if silent
        else ""
    )
    solid = f'<path d="{received}"/>' if received else ""
    drawn = f"<title>{escape(track.name)}</title>{solid}{dashed}"
    colour = CLASS_INK[track.weaker].line
    if not track.href:
        return f'<g stroke="{colour}">{drawn}</g>'
    # The table has the same links in reach of the keyboard; 90 stops on a map help
    # nobody.
    return f'<a href="{escape(track.href)}" tabindex="-1" stroke="{colour}">{drawn}</a>'


def _marks(track: TrackLine, projection: Projection) -> str:
    if not len(track.time_ms):
        return ""
    ends = projection.forward(track.lat_deg[[0, -1]], track.lon_deg[[0, -1]])
    classes = (track.origin_class, track.destination_class)
    return "".join(
        mark(x, y, c) for (x, y), c in zip(ends.tolist(), classes, strict=True)
    )


def _thinned(points: Points) -> Points:
    if len(points) < 3:
        return points
    line = shapely.simplify(shapely.LineString(points), TOLERANCE)
    return shapely.get_coordinates(line)

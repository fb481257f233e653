"""Draw how flights came down towards an airfield, and where reception ended.

Height over distance shows at a glance what a class stands for: a track that stops
far out and high says nothing of a landing. Distances are to an airfield the case
names; that a flight went there is not claimed by measuring from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from heavylift.figures.axes import ticks
from heavylift.figures.palette import CLASS_INK, INK, QUIET, RULE
from heavylift.figures.projections import Frame
from heavylift.figures.svg import Points, escape, figure, halo_text, num, path
from heavylift.figures.timeline import WIDE_CHART, Chart
from heavylift.figures.tracks import GAP_DRAWN_S, mark
from heavylift.model.ends import EndClass
from heavylift.units import METRES_PER_FOOT

#: What is shown before the airfield: a jet begins its descent 150 to 200 km out.
SHOWN_KM: Final = 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLine:
    """One flight's way down.

    Attributes:
        name: What a reader sees on pointing at it.
        time_ms: Unix milliseconds, increasing, shape ``(n,)``.
        distance_km: Distance to the airfield, kilometres, shape ``(n,)``.
        altitude_m: Altitude, metres, NaN where not reported, shape ``(n,)``.
        end_class: Class of the end towards the airfield.
    """

    name: str
    time_ms: NDArray[np.int64]
    distance_km: NDArray[np.float64]
    altitude_m: NDArray[np.float64]
    end_class: EndClass


def last_received(lines: Sequence[ProfileLine]) -> Points:
    """Give distance (km) and altitude (m) where each track ends, shape ``(k, 2)``.

    Flights without any altitude are left out.
    """
    ends = []
    for line in lines:
        known = np.flatnonzero(np.isfinite(line.altitude_m))
        if len(known):
            last = known[-1]
            ends.append((float(line.distance_km[-1]), float(line.altitude_m[last])))
    return np.array(ends, dtype=np.float64).reshape(-1, 2)


def draw_profiles(
    lines: Sequence[ProfileLine],
    airfield: str,
    *,
    desc: str,
    chart: Chart = WIDE_CHART,
) -> str:
    """Draw height over distance to an airfield, which lies at the right edge.

    Args:
        lines: The flights.
        airfield: Name of the airfield.
        desc: What the chart shows, for who cannot see it.
        chart: How large.

    Returns:
        The markup; empty when no flight has an altitude within the shown distance.
    """
    ends = last_received(lines)
    if not len(ends):
        return ""
    farthest = min(SHOWN_KM, max(60.0, float(ends[:, 0].max()) * 1.5))
    highest = max(_highest(line, farthest) for line in lines)
    feet = ticks(highest / METRES_PER_FOOT, 4)
    left, right = 58.0, 12.0
    frame = Frame(
        left=left,
        top=chart.size * 2.2,
        width=chart.width - left - right,
        height=chart.height,
    )
    to_sheet = _Scale(farthest_km=farthest, top_m=feet[-1] * METRES_PER_FOOT, at=frame)
    clip_id = f"profile-{num(chart.width)}"
    box = (
        f'<clipPath id="{clip_id}"><rect x="{num(left)}" y="0" '
        f'width="{num(frame.width + right)}" '
        f'height="{num(frame.top + frame.height + 6)}"/></clipPath>'
    )
    drawn = "".join(_line(line, to_sheet) for line in lines)
    marks = "".join(_mark(line, to_sheet) for line in lines)
    opacity = float(np.clip(4 / np.sqrt(len(lines)), 0.25, 0.9))
    body = (
        f"{box}{_grid(feet, to_sheet, chart)}"
        f'<g clip-path="url(#{clip_id})"><g fill="none" stroke-width="1.1" '
        f'stroke-linejoin="round" stroke-opacity="{opacity:.2f}">{drawn}</g>{marks}</g>'
        f"{_airfield(airfield, to_sheet, chart)}"
    )
    height = frame.top + frame.height + chart.size * 3.2
    title = f"Height over distance to {airfield}"
    return figure(
        body,
        width=chart.width,
        height=height,
        title=title,
        desc=desc,
        stamp=chart.stamp,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    farthest_km: float
    top_m: float
    at: Frame

    def points(
        self, distance_km: NDArray[np.float64], altitude_m: NDArray[np.float64]
    ) -> Points:
        x = self.at.left + self.at.width * (1 - distance_km / self.farthest_km)
        y = self.at.top + self.at.height * (1 - altitude_m / self.top_m)
        return np.stack([x, y], axis=1)


def _highest(line: ProfileLine, farthest_km: float) -> float:
    shown = (line.distance_km <= farthest_km) & np.isfinite(line.altitude_m)
    return float(line.altitude_m[shown].max()) if shown.any() else 0.0


def _line(line: ProfileLine, scale: _Scale) -> str:
    known = np.isfinite(line.altitude_m)
    # One position beyond the edge keeps the line running to it.
    shown = known & (line.distance_km <= scale.farthest_km * 1.1)
    points = scale.points(line.distance_km[shown], line.altitude_m[shown])
    silent = np.diff(line.time_ms[shown]) > GAP_DRAWN_S * 1000
    runs = np.split(points, np.flatnonzero(silent) + 1)
    data = "".join(path(_thinned(run)) for run in runs)
    colour = CLASS_INK[line.end_class].line
    return (
        f'<path d="{data}" stroke="{colour}"><title>{escape(line.name)}</title></path>'
    )


def _thinned(points: Points) -> Points:
    if len(points) < 3:
        return points
    thin = shapely.simplify(shapely.LineString(points), 0.4)
    return shapely.get_coordinates(thin)


def _mark(line: ProfileLine, scale: _Scale) -> str:
    [*_, last] = last_received([line]).tolist() or [None]
    if last is None or last[0] > scale.farthest_km:
        return ""
    [[x, y]] = scale.points(np.array([last[0]]), np.array([last[1]])).tolist()
    return mark(x, y, line.end_class)


def _grid(feet: Sequence[float], scale: _Scale, chart: Chart) -> str:
    frame = scale.at
    base = frame.top + frame.height
    look = f'font-size="{num(chart.size)}" fill="{QUIET}"'
    parts = []
    for value in feet:
        y = base - frame.height * value / feet[-1]
        rule = INK if value == 0 else RULE
        name = f"{value:,.0f}".replace(",", "\u202f")
        parts.append(
            f'<path d="M{num(frame.left)} {num(y)}h{num(frame.width)}" '
            f'stroke="{rule}"/><text x="{num(frame.left - 8)}" y="{num(y + 4)}" '
            f'text-anchor="end" {look}>{name}</text>'
        )
    parts.append(f'<text x="0" y="{num(chart.size)}" {look}>altitude, feet</text>')
    step = 50.0 if scale.farthest_km > 120 else 20.0
    for km in np.arange(0, scale.farthest_km + 0.1, step).tolist():
        x = frame.left + frame.width * (1 - km / scale.farthest_km)
        anchor = "end" if km == 0 else "middle"
        name = f"{km:.0f} km" if km == 0 else f"{km:.0f}"
        parts.append(
            f'<path d="M{num(x)} {num(base)}v5" stroke="{QUIET}"/>'
            f'<text x="{num(x)}" y="{num(base + chart.size * 1.5)}" '
            f'text-anchor="{anchor}" {look}>{name}</text>'
        )
    return "".join(parts)


def _airfield(name: str, scale: _Scale, chart: Chart) -> str:
    x = scale.at.left + scale.at.width
    base = scale.at.top + scale.at.height
    return (
        f'<path d="M{num(x)} {num(base - 7)}l5 7l-5 7l-5 -7Z" fill="{INK}"/>'
        + halo_text(
            x,
            base + chart.size * 2.9,
            f"distance to {name}",
            f'font-size="{num(chart.size)}" text-anchor="end" fill="{INK}"',
        )
    )

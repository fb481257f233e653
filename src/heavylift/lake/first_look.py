"""Which aircraft never came near a place, as heatmaps tell?

A heatmap has a position of every aircraft every few seconds and is a hundredth of what
the traces are. Whoever is in the heatmaps of a day, and always far from the place, was
not there: the traces need not be read. Whoever is not in them at all may have been
anywhere.

readsb makes heatmaps of the very positions that it writes into traces: of those of an
aircraft in one interval it takes the first (globe_index.c, ``handleHeatmap``). So a
position in the place has another one within an interval before it. Only positions
without any altitude, and those of addresses that are not ICAO's on the ground, are left
out there.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from heavylift.errors import SourceError
from heavylift.geo import EARTH_RADIUS_M
from heavylift.lake import layout
from heavylift.lake.wanted import AROUND_M, points_of
from heavylift.reference.nearby import CHORD_SLACK
from heavylift.reference.places import Place
from heavylift.reference.strips import StripsFile
from heavylift.sources.catalogue import list_members
from heavylift.sources.detect import Kind
from heavylift.sources.heatmap import Places, label, read_places
from heavylift.sources.limits import MAX_SPEED_MS
from heavylift.sources.refusals import Findings

#: Slices farther apart leave a hole: readsb's interval is 10 or 30 s, and one slice
#: that is missing does no harm.
STEP_MS: Final = 60_000

#: So far from a place is near it: what the fastest aircraft flies between two slices.
#: Half of it would do for all but a few; twice as much would read more for nothing.
MARGIN_M: Final = MAX_SPEED_MS * STEP_MS / 1000

#: Places are looked up in cells of so many degrees, which hold a bit more than what is
#: near: what is read too much is judged by its positions.
_CELL_DEG: Final = 0.25
_ROWS, _COLUMNS = int(180 / _CELL_DEG), int(360 / _CELL_DEG)

_DEGREE_M: Final = math.radians(1.0) * EARTH_RADIUS_M

#: From the middle of a cell to its corners, where cells are largest.
_CORNER_DEG: Final = _CELL_DEG / math.sqrt(2.0)

#: Circles of Shapely have corners that lie on the circle; so much larger, they hold it.
_ROUND: Final = 1.05

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What heatmaps tell of a place.

    Attributes:
        words: What was looked at, as records say it.
        far: Aircraft that are in them, and never near the place.
        covered: Half-open stretches of time without a hole, Unix milliseconds.
    """

    words: str
    far: frozenset[str]
    covered: tuple[Stretch, ...]

    def covers(self, start_ms: int) -> bool:
        """Whether heatmaps are there for the 24 hours from a moment on."""
        return not self._holes(start_ms)

    def missing(self, days: Iterable[str]) -> str:
        """Of which times of some days there is no heatmap, in words; empty when none.

        >>> FirstLook(words="", far=frozenset(), covered=()).missing(["2023-09-02"])
        '2023-09-02 00:00 to 2023-09-03 00:00'
        """
        holes = [h for day in sorted(days) for h in self._holes(layout.start_ms(day))]
        return ", ".join(f"{_moment(a)} to {_moment(b)}" for a, b in _joined(holes))

    def _holes(self, start_ms: int) -> list[Stretch]:
        holes = []
        at, end = start_ms, start_ms + layout.DAY_MS
        for first, last in self.covered:
            if last > at and first < end:
                if first > at:
                    holes.append((at, first))
                at = last
        return [*holes, (at, end)] if at < end else holes


def take_first_look(
    heatmaps: Sequence[Path], place: Place, drawn: tuple[StripsFile, ...] = ()
) -> FirstLook:
    """Read heatmaps, for who came near a place.

    Args:
        heatmaps: Files, folders or archives; what is no heatmap in them is passed over.
        place: The place, as ``Wanted`` takes it.
        drawn: Files of airfields that the user drew; the place may name them.

    Raises:
        MissingInput: A path is not there.
        SourceError: There is no heatmap among them.
    """
    catalogue = list_members(heatmaps, [path.as_posix() for path in heatmaps])
    near_cells = cells_near(place, drawn)
    seen: list[NDArray[np.int32]] = []
    near: list[NDArray[np.int32]] = []
    covered: list[Stretch] = []
    texts = []
    for member in catalogue.members:
        if member.kind is not Kind.HEATMAP:
            continue
        findings = Findings()
        try:
            data = member.read()
        except OSError:
            continue  # Its time is not covered then.
        found = read_places(data, findings)
        if found is None:
            continue
        texts.append(hashlib.sha256(data).hexdigest())
        covered += _stretches(found.slice_ms, is_whole=not findings.remarks)
        seen.append(np.unique(found.address))
        near.append(np.unique(found.address[_is_in(near_cells, found)]))
    if not texts:
        raise SourceError(
            f"{', '.join(map(str, heatmaps))}: no readsb heatmap is there",
            help="give --first-look the heatmaps of the day, or their folder",
        )
    far = np.setdiff1d(np.concatenate(seen), np.concatenate(near))
    return FirstLook(
        words=f"first look at {len(texts)} heatmaps "
        f"({layout.short_hash(sorted(texts))})",
        far=frozenset(label(address) for address in far.tolist()),
        covered=tuple(_joined(covered)),
    )


def _stretches(slice_ms: NDArray[np.int64], *, is_whole: bool) -> list[Stretch]:
    """Times that a heatmap covers; of one cut short the last slice may lack some."""
    times = np.unique(slice_ms)
    steps = np.diff(times)
    if not len(steps):
        return []
    runs = np.split(times, np.flatnonzero(steps > STEP_MS) + 1)
    found = [(int(run[0]), int(run[-1])) for run in runs]
    step = int(np.median(steps))
    if is_whole and step <= STEP_MS:
        found[-1] = (found[-1][0], found[-1][1] + step)
    return found


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Put stretches together that touch each other."""
    joined: list[Stretch] = []
    for first, end in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > first:
            joined.append((first, end))
    return joined


def _moment(time_ms: int) -> str:
    return f"{datetime.fromtimestamp(time_ms / 1000, UTC):%Y-%m-%d %H:%M}"


def _is_in(cells: NDArray[np.bool_], places: Places) -> NDArray[np.bool_]:
    rows = ((places.lat_deg + 90.0) / _CELL_DEG).astype(np.int64)
    columns = ((places.lon_deg + 180.0) / _CELL_DEG).astype(np.int64)
    found: NDArray[np.bool_] = cells[np.minimum(rows, _ROWS - 1), columns % _COLUMNS]
    return found


def cells_near(place: Place, drawn: tuple[StripsFile, ...] = ()) -> NDArray[np.bool_]:
    """Cells of the Earth that hold a point of a place or not farther than the margin.

    Returns:
        Shape ``(720, 1440)``, from the south pole and 180° west on; some cells that are
        a bit farther away are among them.
    """
    cells = np.zeros((_ROWS, _COLUMNS), np.bool_)
    if place.region is not None:
        _mark_region(cells, place)
    else:
        _mark_airfields(cells, place, drawn)
    return cells


def _middles(n: int, first: float) -> NDArray[np.float64]:
    return np.linspace(first, first + n * _CELL_DEG, n, endpoint=False) + _CELL_DEG / 2


def _mark_region(cells: NDArray[np.bool_], place: Place) -> None:
    assert place.region is not None
    _, south, _, north = shapely.bounds(place.region)
    reach_deg = MARGIN_M / _DEGREE_M + _CORNER_DEG
    widest = min(90.0, max(abs(south), abs(north)) + reach_deg)
    # As many degrees of longitude as the margin has where meridians are closest.
    wide_deg = min(360.0, reach_deg / max(math.cos(math.radians(widest)), 1e-9))
    near = shapely.buffer(place.region, wide_deg * _ROUND)
    shapely.prepare(near)
    lat, lon = _middles(_ROWS, -90.0), _middles(_COLUMNS, -180.0)
    for row in np.flatnonzero((lat > south - reach_deg) & (lat < north + reach_deg)):
        # A region may reach over the antimeridian, on either side.
        for turn in (-360.0, 0.0, 360.0):
            cells[row] |= shapely.contains_xy(near, lon + turn, lat[row])


def _mark_airfields(
    cells: NDArray[np.bool_], place: Place, drawn: tuple[StripsFile, ...]
) -> None:
    lats, lons = points_of(place.airfields, drawn)
    reach_m = AROUND_M + MARGIN_M + _CORNER_DEG * _DEGREE_M
    reach_deg = reach_m / _DEGREE_M
    lat, lon = _middles(_ROWS, -90.0), _middles(_COLUMNS, -180.0)
    rows = np.flatnonzero(
        (lat >= lats.min() - reach_deg) & (lat <= lats.max() + reach_deg)
    )
    # Straight through the Earth: a country has thousands of airfields.
    chord = 2.0 * math.sin(reach_m / EARTH_RADIUS_M / 2.0) * CHORD_SLACK
    tree = cKDTree(_unit(lats, lons))
    middles = _unit(*np.meshgrid(lat[rows], lon, indexing="ij"))
    away, _ = tree.query(middles, distance_upper_bound=chord)
    cells[rows] = np.isfinite(away)


def _unit(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on a sphere of radius one, the last axis their coordinates."""
    north, east = np.radians(lat), np.radians(lon)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=-1)

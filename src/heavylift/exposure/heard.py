"""How many aircraft were heard along the way, by day and band of height?

From the counts of ``flights.reception``: aircraft by half degree, band of height and
20 minutes. They hold all traffic, the flights asked about among it, and cannot be told
apart by aircraft: an aircraft heard for an hour in a cell counts in three windows.

Where aircraft fly round a country, the straight way is not theirs: cells can be those
of positions too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.reception import (
    BAND_M,
    STEP_S,
    STEPS,
    keys_of,
)
from heavylift.flights.reception_keys import Keys, split_keys
from heavylift.geo import Degrees

#: Points are laid along the way so many to the whole of it: one each 5 km over the
#: longest way on Earth, a tenth of a cell.
POINTS: Final = 4_000

#: Windows of 20 minutes in a day.
WINDOWS: Final = 86_400 // (STEP_S * STEPS)

#: Columns of ``heard_by_day``; the highest band has no upper bound.
HEARD_SCHEMA: Final = pa.schema(
    [
        ("day", pa.date32()),
        ("from_m", pa.float64()),
        ("to_m", pa.float64()),
        ("aircraft_windows", pa.int64()),
        ("windows_heard", pa.int64()),
        ("windows_looked_at", pa.int64()),
    ]
)

Numbers = NDArray[np.int64]


def cells_of(lat: Degrees, lon: Degrees) -> Numbers:
    """Cells of half a degree that hold some points, ascending, each once.

    Args:
        lat: Degrees north, shape ``(n,)``; points that are NaN are in no cell.
        lon: Degrees east, shape ``(n,)``.
    """
    known = np.isfinite(lat) & np.isfinite(lon)
    place = lat[known].astype(np.float64), lon[known].astype(np.float64)
    n = int(known.sum())
    at_zero = np.zeros(n), np.zeros(n, np.int64), np.ones(n, np.bool_)
    cells, _, _ = split_keys(keys_of(place, *at_zero))
    return np.unique(cells)


def cells_between(lat1: float, lon1: float, lat2: float, lon2: float) -> Numbers:
    """Cells along the great circle between two points.

    >>> len(cells_between(29.94, 34.94, 40.74, 46.32))
    46
    """
    ends = np.radians(np.array([[lat1, lon1], [lat2, lon2]]))
    (phi, lam) = ends.T
    x, y = np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam)
    start, stop = np.column_stack([x, y, np.sin(phi)])
    angle = np.arccos(np.clip(start @ stop, -1.0, 1.0))
    # Of opposite points every way is as short; the one along the chord has none.
    share = np.linspace(0.0, 1.0, POINTS)[:, None]
    sine = np.sin(angle)
    if sine < 1e-9:
        points = start + share * (stop - start)
    else:
        points = (
            np.sin((1 - share) * angle) * start + np.sin(share * angle) * stop
        ) / sine
    lat = np.degrees(np.arctan2(points[:, 2], np.hypot(points[:, 0], points[:, 1])))
    lon = np.degrees(np.arctan2(points[:, 1], points[:, 0]))
    return cells_of(lat, lon)


def heard_by_day(
    keys: Keys, aircraft: Numbers, cells: Numbers, *, is_full: bool = False
) -> pa.Table | None:
    """Count who was heard in some cells, by day and band of height.

    Args:
        keys: Cell, band and step of each count, as ``flights.reception`` has them;
            shape ``(k,)``, in any order.
        aircraft: Aircraft received in the 20 minutes that begin then, shape ``(k,)``.
        cells: Which cells.
        is_full: Whether there was too much to count; then nothing is known.

    Returns:
        Columns as in ``HEARD_SCHEMA``, each day with all bands from the first key to
        the last, zeros included; ``None`` when nothing was counted anywhere.
        ``aircraft_windows`` adds up aircraft over cells and windows of 20 minutes that
        do not overlap; ``windows_heard`` are those cells and windows with any, out of
        ``windows_looked_at``.
    """
    if is_full or not len(keys):
        return None
    cell, band, step = split_keys(keys)
    day = step * STEP_S // 86_400
    first, n = int(day.min()), int(day.max() - day.min()) + 1
    bands = len(BAND_M) + 1
    own = np.isin(cell, cells) & (step % STEPS == 0) & (aircraft > 0)
    at = (day[own] - first) * bands + band[own]
    heard = np.bincount(at, weights=aircraft[own], minlength=n * bands)
    bounds = [0.0, *BAND_M]
    days = pa.array(np.repeat(first + np.arange(n), bands).astype(np.int32))
    return pa.table(
        {
            "day": days.cast(pa.date32()),
            "from_m": np.tile(bounds, n),
            "to_m": pa.array([*BAND_M, None] * n, pa.float64()),
            "aircraft_windows": heard.astype(np.int64),
            "windows_heard": np.bincount(at, minlength=n * bands),
            "windows_looked_at": np.full(n * bands, len(cells) * WINDOWS),
        }
    ).cast(HEARD_SCHEMA)

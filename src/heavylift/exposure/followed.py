"""How far down to an airfield, and up from it, were aircraft followed, day by day?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.exposure.ends import Depth, EndsAt, Numbers

#: Columns of ``followed_by_day``.
FOLLOWED_SCHEMA: Final = pa.schema(
    [
        ("day", pa.date32()),
        ("airfield", pa.string()),
        ("network", pa.string()),
        ("to_surface", pa.int64()),
        ("below_1500_ft", pa.int64()),
        ("below_5000_ft", pa.int64()),
        ("higher", pa.int64()),
        ("height_unknown", pa.int64()),
        ("seen", pa.int64()),
        ("median_lowest_m", pa.float64()),
    ]
)


def followed_by_day(ends: EndsAt, *, by_network: bool = False) -> pa.Table:
    """Count ends by day, airfield and how far each was followed.

    Args:
        ends: Ends at the airfields.
        by_network: Whether networks are counted apart; else ``network`` is empty.

    Returns:
        Columns as in ``FOLLOWED_SCHEMA``; each end is in exactly one of the counts from
        ``to_surface`` to ``height_unknown``, and again in ``seen`` when its class says
        so. ``median_lowest_m`` is over those with a height, on the surface 0. Days
        without an end have no row.
    """
    network = ends.network if by_network else np.zeros(len(ends), np.int64)
    names = ends.networks if by_network else ("",)
    key = np.column_stack([ends.day, ends.airfield, network])
    groups, at = np.unique(key, axis=0, return_inverse=True)
    at, n = at.ravel(), len(groups)
    counts = {
        name: np.bincount(at[ends.depth == depth], minlength=n)
        for name, depth in zip(FOLLOWED_SCHEMA.names[3:8], Depth, strict=True)
    }
    day, airfield, of = groups.T if n else np.zeros((3, 0), np.int64)
    return pa.table(
        {
            "day": pa.array(day.astype(np.int32)).cast(pa.date32()),
            "airfield": pa.array(ends.codes, pa.string()).take(pa.array(airfield)),
            "network": pa.array(names, pa.string()).take(pa.array(of)),
            **counts,
            "seen": np.bincount(at[ends.seen], minlength=n),
            "median_lowest_m": pa.array(_medians(ends, at, n), from_pandas=True),
        }
    ).cast(FOLLOWED_SCHEMA)


def lowest_m(ends: EndsAt) -> NDArray[np.float64]:
    """Lowest height above the airfield at which each was heard; on the surface 0."""
    return np.where(ends.depth == Depth.SURFACE, 0.0, ends.height_m)


def _medians(ends: EndsAt, group: Numbers, n: int) -> NDArray[np.float64]:
    found = np.full(n, np.nan)
    height_m = lowest_m(ends)
    known = np.flatnonzero(np.isfinite(height_m))
    known = known[np.argsort(group[known], kind="stable")]
    bounds = np.searchsorted(group[known], np.arange(n + 1))
    for k in np.flatnonzero(np.diff(bounds)).tolist():
        found[k] = np.median(height_m[known[bounds[k] : bounds[k + 1]]])
    return found

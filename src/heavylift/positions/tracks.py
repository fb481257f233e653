"""Put the pieces of every aircraft together, in order of time.

A flight over midnight lies in two files, an aircraft may be in three archives. Here
its pieces become one track: sorted, and each position once, whatever the order in
which the files came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions
from heavylift.model.sources import Aircraft, Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Tracks of several aircraft, end to end.

    Attributes:
        aircraft: One record a track, ordered by label.
        offsets: Rows ``offsets[k]`` up to ``offsets[k + 1]`` of ``positions`` belong
            to ``aircraft[k]``; shape ``(len(aircraft) + 1,)``.
        positions: Columns, by aircraft and time; time never decreases in a track.
        repeated: Positions left out because another piece has the very same.
    """

    aircraft: list[Aircraft]
    offsets: NDArray[np.int64]
    positions: Positions
    repeated: int


def merge_pieces(pieces: Iterable[Piece]) -> Tracks:
    """Merge pieces into tracks, each position once.

    Two positions are the same when address, time, latitude and longitude are. Of
    several the one from the earlier file is kept.

    Args:
        pieces: Pieces in any order, rows in any order.

    Returns:
        Tracks ordered by label; empty when there are no pieces.
    """
    ordered = sorted(
        (p for p in pieces if len(p.positions)),
        key=lambda p: (p.aircraft.label, int(p.positions.time_ms[0])),
    )
    aircraft: list[Aircraft] = []
    starts: list[int] = []
    rows = 0
    for piece in ordered:
        if not aircraft or aircraft[-1].label != piece.aircraft.label:
            aircraft.append(piece.aircraft)
            starts.append(rows)
        rows += len(piece.positions)
    offsets = np.array([*starts, rows], dtype=np.int64)
    positions = Positions.concatenate([p.positions for p in ordered])

    order = _time_order(positions, offsets)
    if order is not None:
        positions = positions.take(order)
    keep = _first_of_each(
        positions.time_ms, positions.lat_deg, positions.lon_deg, offsets
    )
    repeated = int(len(keep) - keep.sum())
    if repeated:
        kept_before = np.concatenate(([0], np.cumsum(keep)))
        offsets = kept_before[offsets].astype(np.int64)
        positions = positions.take(keep)
    return Tracks(
        aircraft=aircraft, offsets=offsets, positions=positions, repeated=repeated
    )


def _time_order(
    positions: Positions, offsets: NDArray[np.int64]
) -> NDArray[np.intp] | None:
    """Row order that sorts each track by time; ``None`` when it is sorted already.

    Files arrive sorted, so this looks at every row once and sorts only tracks that
    need it. Ties are broken by place, so that the order of the inputs cannot matter.
    """
    unsorted = _unsorted_tracks(
        positions.time_ms, positions.lat_deg, positions.lon_deg, offsets
    )
    if not unsorted.any():
        return None
    order = np.arange(len(positions), dtype=np.intp)
    for k in np.flatnonzero(unsorted):
        lo, hi = int(offsets[k]), int(offsets[k + 1])
        order[lo:hi] = lo + np.lexsort(
            (
                positions.row[lo:hi],
                positions.file[lo:hi],
                positions.lon_deg[lo:hi],
                positions.lat_deg[lo:hi],
                positions.time_ms[lo:hi],
            )
        )
    return order


@kernel
def _unsorted_tracks(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    offsets: NDArray[np.int64],
) -> NDArray[np.bool_]:
    out = np.zeros(len(offsets) - 1, dtype=np.bool_)
    for k in range(len(offsets) - 1):
        for i in range(offsets[k] + 1, offsets[k + 1]):
            later = time_ms[i] > time_ms[i - 1]
            tied = time_ms[i] == time_ms[i - 1]
            if later or (
                tied
                and (
                    lat[i] > lat[i - 1]
                    or (lat[i] == lat[i - 1] and lon[i] >= lon[i - 1])
                )
            ):
                continue
            out[k] = True
            break
    return out


@kernel
def _first_of_each(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    offsets: NDArray[np.int64],
) -> NDArray[np.bool_]:
    keep = np.ones(len(time_ms), dtype=np.bool_)
    for k in range(len(offsets) - 1):
        for i in range(offsets[k] + 1, offsets[k + 1]):
            if (
                time_ms[i] == time_ms[i - 1]
                and lat[i] == lat[i - 1]
                and lon[i] == lon[i - 1]
            ):
                keep[i] = False
    return keep

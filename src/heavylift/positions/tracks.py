"""Put the pieces of every aircraft together, in order of time.

A flight over midnight lies in two files, an aircraft may be in three archives. Here
its pieces become one track: sorted, and each position once, whatever the order in
which the files came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions
from heavylift.model.sources import Aircraft, Group, Piece


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
        pieces: Pieces in any order, rows in any order. The columns of a ``Group`` are
            taken as they are when nothing in them has to move.

    Returns:
        Tracks ordered by label; empty when there are no pieces.
    """
    group = _in_order(pieces)
    aircraft, offsets = _whole_tracks(group)
    positions = group.positions
    unsorted, repeats = _look(
        positions.time_ms, positions.lat_deg, positions.lon_deg, offsets
    )
    if unsorted.any():
        positions = positions.take(_time_order(positions, offsets, unsorted))
    elif not repeats:
        return Tracks(
            aircraft=aircraft, offsets=offsets, positions=positions, repeated=0
        )
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


def _in_order(pieces: Iterable[Piece]) -> Group:
    """Bring pieces in the order of labels, those of one aircraft in that of time."""
    if isinstance(pieces, Group):
        starts = pieces.offsets[:-1]
        if (starts < pieces.offsets[1:]).all():
            first_ms = pieces.positions.time_ms[starts].tolist()
            keys = [
                (a.label, t) for a, t in zip(pieces.aircraft, first_ms, strict=True)
            ]
            if all(a <= b for a, b in pairwise(keys)):
                return pieces
    return Group.of(
        sorted(
            (p for p in pieces if len(p.positions)),
            key=lambda p: (p.aircraft.label, int(p.positions.time_ms[0])),
        )
    )


def _whole_tracks(group: Group) -> tuple[list[Aircraft], NDArray[np.int64]]:
    """Whose the tracks are, and where each begins: one or more pieces are a track."""
    labels = [aircraft.label for aircraft in group.aircraft]
    begins = [k for k in range(len(labels)) if k == 0 or labels[k] != labels[k - 1]]
    aircraft = [group.aircraft[k] for k in begins]
    return aircraft, group.offsets[[*begins, len(labels)]]


def _time_order(
    positions: Positions, offsets: NDArray[np.int64], unsorted: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Row order that sorts by time each track that is not sorted.

    Ties are broken by place, so that the order of the inputs cannot matter.
    """
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
def _look(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    offsets: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], bool]:
    """Which tracks are not in order, and whether a sorted one repeats a position.

    Files arrive sorted and without repeats, so that one look mostly is all it takes.
    """
    unsorted = np.zeros(len(offsets) - 1, dtype=np.bool_)
    repeats = False
    for k in range(len(offsets) - 1):
        for i in range(offsets[k] + 1, offsets[k + 1]):
            if time_ms[i] > time_ms[i - 1]:
                continue
            tied = time_ms[i] == time_ms[i - 1]
            if tied and lat[i] == lat[i - 1] and lon[i] == lon[i - 1]:
                repeats = True
            elif not tied or not (
                lat[i] > lat[i - 1] or (lat[i] == lat[i - 1] and lon[i] > lon[i - 1])
            ):
                unsorted[k] = True
                break
    return unsorted, repeats


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

"""Which rows of a group belong to which day and bucket?

A readsb trace is one day's, whatever runs over. Cut at midnight, the last seconds of a
trace would make a copy of the next day that competes with that day's own archive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.lake.layout import DAY_MS, bucket_of, day_of
from heavylift.model.sources import Group, SourceFile

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Rows of a group that follow on each other and belong together; shape ``(n,)``.

    Ordered by day and bucket, and within those as in the group.

    Attributes:
        day: Days since 1970.
        bucket: Bucket of the aircraft.
        piece: Piece of the group.
        first: First row.
        end: Row after the last.
    """

    day: NDArray[np.int64]
    bucket: NDArray[np.int64]
    piece: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]

    def places(self) -> Iterator[tuple[tuple[str, int], list[int], Rows, Rows]]:
        """Give each day and bucket, with pieces, and the first row and end of each."""
        changes = (np.diff(self.day) != 0) | (np.diff(self.bucket) != 0)
        cuts = [0, *(np.flatnonzero(changes) + 1).tolist(), len(self.day)]
        for lo, hi in pairwise(cuts):
            if lo < hi:
                place = day_of(int(self.day[lo]) * DAY_MS), int(self.bucket[lo])
                own = slice(lo, hi)
                yield place, self.piece[own].tolist(), self.first[own], self.end[own]


def stretches_of(group: Group, files: Sequence[SourceFile], buckets: int) -> Stretches:
    """Tell which rows of a group belong to which day and bucket.

    Args:
        group: The group.
        files: Source files, by the index in the ``file`` column.
        buckets: How many buckets aircraft are spread over.
    """
    lengths = np.diff(group.offsets)
    piece = np.flatnonzero(lengths > 0)
    first, end = group.offsets[piece], group.offsets[piece + 1]
    time_ms = group.positions.time_ms
    # Days of whole pieces: dividing every time would take as long as all else here.
    lowest, highest = _bounds(time_ms, first, end) // DAY_MS
    found = [np.column_stack([lowest, piece, first, end])[lowest == highest]]
    for k in np.flatnonzero(lowest != highest).tolist():
        own = time_ms[first[k] : end[k]] // DAY_MS
        file = files[int(group.positions.file[first[k]])]
        if file.reader == "readsb":
            own = np.full(len(own), int(np.median(own)))
        cuts = np.concatenate([[0], np.flatnonzero(np.diff(own)) + 1, [len(own)]])
        n = len(cuts) - 1
        found.append(
            np.column_stack(
                [
                    own[cuts[:-1]],
                    np.full(n, piece[k]),
                    first[k] + cuts[:-1],
                    first[k] + cuts[1:],
                ]
            )
        )
    table = np.concatenate(found)
    of_piece = np.array(
        [bucket_of(a.label, buckets) for a in group.aircraft], dtype=np.int64
    )
    bucket = of_piece[table[:, 1]]
    order = np.lexsort((table[:, 2], bucket, table[:, 0]))
    table, bucket = table[order].astype(np.int64), bucket[order]
    return Stretches(
        day=table[:, 0],
        bucket=bucket,
        piece=table[:, 1],
        first=table[:, 2],
        end=table[:, 3],
    )


@kernel
def _bounds(
    values: NDArray[np.int64], first: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Lowest and highest value of each stretch; shape ``(2, n)``."""
    out = np.empty((2, len(first)), np.int64)
    for k in range(len(first)):
        lowest = highest = values[first[k]]
        for i in range(first[k] + 1, end[k]):
            lowest = min(lowest, values[i])
            highest = max(highest, values[i])
        out[0, k], out[1, k] = lowest, highest
    return out

"""What do the sources say of the type, and what follows from it?

Several files of one aircraft may name different types, or none. What is taken from them
rules out least: the fastest cruise, the shortest runway, and unpaved ones unless every
file that names a known type says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.suitability import Needs
from heavylift.kernels import kernel
from heavylift.model.sources import SourceFile
from heavylift.positions import Tracks
from heavylift.reference.performance import UNKNOWN_TYPE, performance


@dataclass(frozen=True, slots=True, kw_only=True)
class Types:
    """Facts of the types of some tracks; shape ``(tracks,)``.

    Attributes:
        cruise_ms: Usual cruise, NaN unknown.
        needs: What the types need of a runway.
    """

    cruise_ms: NDArray[np.float64]
    needs: Needs


def types_of(tracks: Tracks, files: Sequence[SourceFile]) -> Types:
    """Look up the types that the files of each track name.

    Args:
        tracks: The tracks; every track has positions.
        files: Source files, by the index in the ``file`` column of positions.
    """
    file = tracks.positions.file
    if not len(file):
        none = np.zeros(0)
        needs = Needs(runway_m=none, needs_hard=np.zeros(0, dtype=np.bool_))
        return Types(cruise_ms=none, needs=needs)
    # Rows of one file follow each other: one row of each such run is enough.
    begins, starts = _runs(file, tracks.offsets)
    first = max(int(file[begins].min()), 0)
    # A row of no file has index -1 and finds the unknown type at the end.
    last = int(file[begins].max())
    known = [performance(f.aircraft_type) for f in files[first : last + 1]]
    known.append(UNKNOWN_TYPE)
    of_run = np.maximum(file[begins] - first, -1)
    cruise_ms = np.array([p.cruise_ms for p in known])[of_run]
    # Types that are not known rule nothing out, and leave the others their say.
    runway_m = np.array(
        [np.nan if p is UNKNOWN_TYPE else p.runway_m for p in known], dtype=np.float64
    )[of_run]
    soft = np.array([p is not UNKNOWN_TYPE and not p.needs_hard for p in known])[of_run]
    hard = np.array([p.needs_hard for p in known])[of_run]
    return Types(
        cruise_ms=np.fmax.reduceat(cruise_ms, starts),
        needs=Needs(
            runway_m=np.nan_to_num(np.fmin.reduceat(runway_m, starts), nan=0.0),
            needs_hard=np.logical_or.reduceat(hard, starts)
            & ~np.logical_or.reduceat(soft, starts),
        ),
    )


@kernel
def _runs(
    file: NDArray[np.int32], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First row of each run of one file in one track; the first run of each track."""
    begins: list[int] = []
    starts = np.empty(len(offsets) - 1, dtype=np.int64)
    for k in range(len(offsets) - 1):
        starts[k] = len(begins)
        for i in range(offsets[k], offsets[k + 1]):
            if i == offsets[k] or file[i] != file[i - 1]:
                begins.append(i)
    return np.array(begins, dtype=np.int64), starts

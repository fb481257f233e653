"""What the rows of each flight say together: its callsign, its files, its bad rows.

Going over rows belongs into compiled loops, one for all flights, as a day has hundreds
of rows for each flight and hundred thousands of flights.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Quarantine

#: A source file, and the first and last of its rows in a flight.
Span = tuple[int, int, int]

#: Different callsigns of one flight that are counted in the compiled loop. Real flights
#: have one or two; more than this are noise, and counted in another way.
_CALLSIGNS: Final = 16


def count_untrusted(
    quarantine: NDArray[np.uint8],
    since: NDArray[np.int64],
    until: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Count the rows set apart of each flight, from ``since`` up to ``until``."""
    return _count(quarantine, since, until)


@kernel
def _count(
    quarantine: NDArray[np.uint8], since: NDArray[np.int64], until: NDArray[np.int64]
) -> NDArray[np.int64]:
    out = np.zeros(len(since), dtype=np.int64)
    for e in range(len(since)):
        n = 0
        for i in range(since[e], until[e]):
            n += quarantine[i] != Quarantine.NONE
        out[e] = n
    return out


def usual_callsigns(
    callsign: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """The callsign reported most often in each flight, packed; 0 when none was.

    Of those reported equally often it is the one with the smallest number.

    Args:
        callsign: The column, all rows.
        first: First row of each flight.
        last: Last row, inclusive.
    """
    usual, too_many = _usual(callsign, first, last)
    for e in np.flatnonzero(too_many).tolist():
        reported = callsign[first[e] : last[e] + 1]
        values, counts = np.unique(reported[reported != 0], return_counts=True)
        usual[e] = values[np.argmax(counts)]
    return usual


@kernel
def _usual(
    callsign: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    usual = np.zeros(len(first), dtype=np.uint64)
    too_many = np.zeros(len(first), dtype=np.bool_)
    values = np.zeros(_CALLSIGNS, dtype=np.uint64)
    counts = np.zeros(_CALLSIGNS, dtype=np.int64)
    for e in range(len(first)):
        known = 0
        at = 0
        for i in range(first[e], last[e] + 1):
            told = callsign[i]
            if told == 0:
                continue
            if at >= known or values[at] != told:
                at = 0
                while at < known and values[at] != told:
                    at += 1
            if at == known:
                if known == _CALLSIGNS:
                    too_many[e] = True
                    break
                values[at] = told
                counts[at] = 0
                known += 1
            counts[at] += 1
        most = 0
        for k in range(known):
            if counts[k] > most or (counts[k] == most and values[k] < usual[e]):
                most = counts[k]
                usual[e] = values[k]
    return usual, too_many


def spans_of(
    positions: Positions, first: NDArray[np.int64], last: NDArray[np.int64]
) -> list[list[Span]]:
    """Source files of each flight in the order of time, with first and last row.

    Args:
        positions: All rows.
        first: First row of each flight.
        last: Last row, inclusive.
    """
    spans = _spans(positions.file, positions.row, first, last)
    out = []
    for e, (file, lowest, highest) in enumerate(spans.tolist()):
        if lowest <= highest:
            out.append([(file, lowest, highest)])
        else:
            rows = slice(int(first[e]), int(last[e]) + 1)
            out.append(_of_several(positions.file[rows], positions.row[rows]))
    return out


@kernel
def _spans(
    file: NDArray[np.int32],
    row: NDArray[np.int32],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.int64]:
    """File, lowest and highest row of flights from one file; nonsense for others."""
    out = np.empty((len(first), 3), dtype=np.int64)
    for e in range(len(first)):
        own = file[first[e]]
        one = True
        lowest = row[first[e]]
        highest = lowest
        for i in range(first[e], last[e] + 1):
            one = one and file[i] == own
            lowest = min(lowest, row[i])
            highest = max(highest, row[i])
        out[e, 0] = own
        out[e, 1] = lowest if one else 1
        out[e, 2] = highest if one else 0
    return out


def _of_several(file: NDArray[np.int32], row: NDArray[np.int32]) -> list[Span]:
    spans = []
    values, firsts = np.unique(file, return_index=True)
    for value in values[np.argsort(firsts)]:
        own = row[file == value]
        spans.append((int(value), int(own.min()), int(own.max())))
    return spans

"""Where and when are positions reported that cannot be true?

Two questions with one answer. For flights: which positions of a track must not decide
anything, although each alone could have been flown (``mark_interference``). For a
person: where, when, by how many aircraft (``regions.combine``).

What is told by one track alone (a stay that contradicts itself, GPS marked as lost)
needs no other aircraft. Points shared by several are given by the caller, who knows
all of them (``judge.judge_groups``): they count only in tracks that linger, so that
nobody else has to wait for them.

Nothing here says who or what makes positions wrong, or whether anybody meant to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import distance_m
from heavylift.kernels import kernel
from heavylift.model.positions import (
    NO_QUALITY,
    Flag,
    Positions,
    Quarantine,
    SourceType,
)
from heavylift.positions.halts import find_halts
from heavylift.positions.lingering import find_lingering
from heavylift.positions.stays import (
    FLYING_MS,
    MAX_STEP_S,
    SharedPoint,
    Stays,
    is_at,
)

#: readsb marks GPS as lost for 15 minutes (track.h, ``NOGPS_DWELL``), in every tenth
#: to twentieth row. Rows between two marks this close are marked too.
GPS_LOST_DWELL_S: Final = 900.0

#: Positions that do not come from the aircraft's own receiver: many ground stations
#: measured them. They stay true where GPS is lost, and often are all that there is.
MEASURED: Final = (
    SourceType.MLAT,
    SourceType.TISB_ICAO,
    SourceType.TISB_OTHER,
    SourceType.TISB_TRACKFILE,
)

#: NIC of at least this promises 1 NM (DO-260B, table 2-14); NIC 0 and NACp 0 promise
#: nothing. A collapse is from one to the other: old transponders always say 0.
GOOD_NIC: Final = 5

#: Positions are transmitted to about five metres; two reports of one point differ by no
#: more than this (11 m of latitude).
SAME_POINT_DEG: Final = 1e-4

#: A collapse that lasts shorter is a turn that shaded an antenna.
COLLAPSE_S: Final = 60.0

#: A report of quality holds until the next; readsb writes one in 10 to 20 rows. After
#: this long without one nothing is known.
QUALITY_HOLDS_S: Final = 300.0


def mark_before(
    positions: Positions,
    offsets: NDArray[np.int64],
    reason: NDArray[np.uint8],
    stays: Stays,
    shared: Sequence[SharedPoint],
) -> None:
    """Mark what must not be taken for part of a track, before its jumps are looked at.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        reason: ``Quarantine`` of each position; filled where there is none yet.
        stays: Stays of these tracks.
        shared: Points that aircraft share, of these and of others.
    """
    lost = (positions.flags & Flag.GPS_LOST) != 0
    if lost.any():
        told = (positions.nic != NO_QUALITY) | (positions.nac_p != NO_QUALITY)
        told |= positions.callsign != 0
        lost = _spread(positions.time_ms, lost, told, offsets)
        lost &= ~np.isin(positions.source_type, MEASURED)
        _set(reason, lost, Quarantine.GPS_LOST)
    for n in np.flatnonzero(stays.impossible).tolist():
        first, last = int(stays.first[n]), int(stays.last[n])
        # Where GPS is lost a receiver may go on telling its last true position.
        held = _follows(positions, offsets[stays.track[n]], first)
        if held:
            first += 1
        _set(reason, slice(first, last + 1), Quarantine.STUCK_POINT)
        # Slow or surface positions at the very same point before and after: no stand
        # is believed at a point that the aircraft also reports in flight.
        track = int(stays.track[n])
        begin, stop = int(offsets[track]), int(offsets[track + 1])
        for edge, step, bound in ((first, -1, begin - 1), (last, 1, stop)):
            if held and step < 0:
                continue
            row = edge + step
            while row != bound and _same_point(positions, row, edge):
                _set(reason, slice(row, row + 1), Quarantine.STUCK_POINT)
                row += step
    if shared:
        lingering = find_lingering(positions, offsets, stays)
        _mark_shared(positions, offsets, reason, lingering, shared)
    _set(reason, find_halts(positions, offsets), Quarantine.HALT_IN_AIR)


def _mark_shared(
    positions: Positions,
    offsets: NDArray[np.int64],
    reason: NDArray[np.uint8],
    lingering: NDArray[np.bool_],
    shared: Sequence[SharedPoint],
) -> None:
    """Mark what aircraft that linger report at shared points, unless they fly on."""
    for point in shared:
        at = np.flatnonzero(is_at(positions, point))
        at = at[lingering[np.searchsorted(offsets, at, side="right") - 1]]
        at = at[~_passing(positions, offsets, at)]
        fresh = np.isin(reason[at], (Quarantine.NONE, Quarantine.STUCK_POINT))
        reason[at[fresh]] = Quarantine.SHARED_POINT


def mark_after(
    positions: Positions, offsets: NDArray[np.int64], reason: NDArray[np.uint8]
) -> None:
    """Mark the rest of a stretch of lost integrity in which positions were impossible.

    Lost integrity alone marks nothing: the track may be smooth and true.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        reason: ``Quarantine`` of each position, jumps included; filled.
    """
    for first, last in find_collapses(positions, offsets).tolist():
        rows = slice(first, last + 1)
        if np.isin(reason[rows], _PLACE_REASONS).any():
            _set(reason, rows, Quarantine.LOW_INTEGRITY)


#: Reasons that say that the place is wrong.
_PLACE_REASONS: Final = (
    Quarantine.JUMP,
    Quarantine.SHARED_POINT,
    Quarantine.STUCK_POINT,
    Quarantine.HALT_IN_AIR,
)


def _same_point(positions: Positions, row: int, other: int) -> bool:
    """Whether two rows report one point, as exactly as it is transmitted."""
    lat, lon = positions.lat_deg, positions.lon_deg
    return bool(
        abs(lat[row] - lat[other]) <= SAME_POINT_DEG
        and abs(lon[row] - lon[other]) <= SAME_POINT_DEG
    )


def _set(
    reason: NDArray[np.uint8], rows: NDArray[np.bool_] | slice, mark: Quarantine
) -> None:
    part = reason[rows]
    reason[rows] = np.where(part == Quarantine.NONE, mark, part)


@kernel
def _spread(
    time_ms: NDArray[np.int64],
    lost: NDArray[np.bool_],
    told: NDArray[np.bool_],
    offsets: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Mark rows between two marks; a row that told of itself without one parts them."""
    out = lost.copy()
    for k in range(len(offsets) - 1):
        mark = -1
        for i in range(offsets[k], offsets[k + 1]):
            if lost[i]:
                if mark >= 0 and time_ms[i] - time_ms[mark] <= GPS_LOST_DWELL_S * 1000:
                    out[mark:i] = True
                mark = i
            elif told[i]:
                mark = -1
    return out


def _follows(positions: Positions, begin: int, row: int) -> bool:
    """Whether the aircraft could have come from the row before as fast as it said."""
    if row <= begin:
        return False
    seconds = (positions.time_ms[row] - positions.time_ms[row - 1]) / 1000
    speed = positions.ground_speed_ms[row - 1]
    if seconds > MAX_STEP_S or not speed > FLYING_MS:
        return False
    way = _way_m(positions, np.array([row - 1]), np.array([row]))[0]
    return bool(abs(way - speed * seconds) < 0.4 * speed * seconds + 200.0)


def _passing(
    positions: Positions, offsets: NDArray[np.int64], rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Whether aircraft fly through: as far from row to row as their speed says."""
    starts = offsets[np.searchsorted(offsets, rows, side="right") - 1]
    ends = offsets[np.searchsorted(offsets, rows, side="right")]
    inner = (rows > starts) & (rows + 1 < ends)
    passing = np.zeros(len(rows), np.bool_)
    for n in np.flatnonzero(inner).tolist():
        row = int(rows[n])
        passing[n] = _follows(positions, int(starts[n]), row) and _follows(
            positions, int(starts[n]), row + 1
        )
    return passing


def _way_m(
    positions: Positions, a: NDArray[np.intp], b: NDArray[np.intp]
) -> NDArray[np.float64]:
    lat, lon = positions.lat_deg, positions.lon_deg
    return distance_m(lat[a], lon[a], lat[b], lon[b])


def find_collapses(
    positions: Positions, offsets: NDArray[np.int64]
) -> NDArray[np.int64]:
    """First and last row of each stretch of lost integrity, shape ``(n, 2)``."""
    low = (positions.nic == 0) | (positions.nac_p == 0)
    if not low.any():
        return np.empty((0, 2), np.int64)
    return _collapse_bounds(
        positions.time_ms, low, positions.nic, positions.nac_p, offsets
    )


@kernel
def _was_good(nic: NDArray[np.int8]) -> bool:
    for value in nic:  # noqa: SIM110 - compiled
        if value >= GOOD_NIC:
            return True
    return False


@kernel
def _collapse_bounds(
    time_ms: NDArray[np.int64],
    low: NDArray[np.bool_],
    nic: NDArray[np.int8],
    nac_p: NDArray[np.int8],
    offsets: NDArray[np.int64],
) -> NDArray[np.int64]:
    found = []
    for k in range(len(offsets) - 1):
        if not _was_good(nic[offsets[k] : offsets[k + 1]]):
            continue
        first = last = -1
        for i in range(offsets[k], offsets[k + 1]):
            good = not low[i] and (nic[i] >= 0 or nac_p[i] >= 0)
            late = first >= 0 and time_ms[i] - time_ms[last] > QUALITY_HOLDS_S * 1000
            if first >= 0 and (good or late):
                if time_ms[last] - time_ms[first] >= COLLAPSE_S * 1000:
                    found.append((first, last))
                first = -1
            if low[i]:
                first = i if first < 0 else first
                last = i
        if first >= 0 and time_ms[last] - time_ms[first] >= COLLAPSE_S * 1000:
            found.append((first, last))
    out = np.empty((len(found), 2), dtype=np.int64)
    for n in range(len(found)):
        out[n, 0], out[n, 1] = found[n]
    return out

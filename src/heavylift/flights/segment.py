"""Cut tracks into flights: one take-off to one landing, however badly seen.

A track is cut at stays on the ground, and at silences with room for a landing, a
turn-round and a take-off. It is not cut at midnight, at a change of file, at a blank
callsign, at a leg mark of readsb (a hint, wrong often enough), nor at a silence that
the aircraft could simply have flown through.

Pieces that were never airborne (a ground vehicle, an aircraft on its stand) are no
flights; they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.stops import MIN_GAP_S, had_room, room_for_stop_s
from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel
from heavylift.model.positions import Positions
from heavylift.positions.stories import MAX_SPEED_MS, POSITION_SLACK_M

#: A dip to the surface shorter than this is a touch-and-go or a low pass over a noisy
#: runway, not a stay.
MIN_STAY_S: Final = 60.0

#: From here on it is a stay even if no slow position was heard: no take-off follows a
#: touch-down on the same runway three minutes later without a stop between.
SURE_STAY_S: Final = 180.0

#: Taxiing; between touch-down and lift-off of a touch-and-go no transport is slower.
TAXI_MS: Final = 15.0

#: Surface positions farther apart than this belong to different airfields.
SAME_AIRFIELD_M: Final = 8_000.0

#: Fallback when an aircraft's track tells no airborne speed: 300 kt, a turboprop's.
DEFAULT_SPEED_MS: Final = 154.0

#: Vertical rate that counts as descending or climbing beside a silence (300 ft/min).
TREND_MS: Final = 1.5


class Boundary(IntEnum):
    """What bounds a flight."""

    #: Nothing earlier (later) of this aircraft in the inputs.
    DATA = 0
    #: A stay on the ground was seen.
    STOP = 1
    #: A silence with room for a landing, a turn-round and a take-off.
    GAP = 2
    #: The next positions cannot be reached at any speed: another aircraft with the
    #: same address, or false positions.
    JUMP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Flights as ranges of trusted rows.

    Attributes:
        track: Which track each flight belongs to; shape ``(flights,)``.
        first: Its first trusted row.
        last: Its last trusted row (inclusive).
        first_airborne: First row not on the surface.
        last_airborne: Last row not on the surface.
        start: ``Boundary`` at its start.
        end: ``Boundary`` at its end.
        longest_gap_s: Longest silence between two rows of the flight.
        surface_only: Pieces left out because they were never airborne.
    """

    track: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    first_airborne: NDArray[np.int64]
    last_airborne: NDArray[np.int64]
    start: NDArray[np.int8]
    end: NDArray[np.int8]
    longest_gap_s: NDArray[np.float64]
    surface_only: int

    def __len__(self) -> int:
        """Number of flights."""
        return len(self.track)


def segment(
    positions: Positions,
    offsets: NDArray[np.int64],
    on_surface: NDArray[np.bool_],
    altitude_m: NDArray[np.float32],
) -> Segments:
    """Cut trusted positions into flights.

    Args:
        positions: Trusted rows only, by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        on_surface: Which rows are on the surface (see ``surface.find_surface``).
        altitude_m: Altitude of each row, NaN where unknown.

    Returns:
        Flights in the order of the rows.
    """
    cut = _cuts(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude_m,
        positions.ground_speed_ms,
        positions.vertical_rate_ms,
        positions.callsign,
        on_surface,
        offsets,
    )
    rows, edges, gaps, surface_only = _flights(
        positions.time_ms, on_surface, offsets, cut
    )
    return Segments(
        track=rows[:, 0],
        first=rows[:, 1],
        last=rows[:, 2],
        first_airborne=rows[:, 3],
        last_airborne=rows[:, 4],
        start=edges[:, 0],
        end=edges[:, 1],
        longest_gap_s=gaps,
        surface_only=surface_only,
    )


@kernel
def _cuts(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    rate: NDArray[np.float32],
    callsign: NDArray[np.uint64],
    on_surface: NDArray[np.bool_],
    offsets: NDArray[np.int64],
) -> NDArray[np.int8]:
    """Why a flight begins at each row: a ``Boundary``, or -1 where none does."""
    cut = np.full(len(time_ms), -1, dtype=np.int8)
    for k in range(len(offsets) - 1):
        lo, hi = offsets[k], offsets[k + 1]
        if hi == lo:
            continue
        cut[lo] = Boundary.DATA
        _cut_silences(
            time_ms, lat, lon, altitude, speed, rate, callsign, on_surface, lo, hi, cut
        )
        _cut_stays(time_ms, speed, on_surface, lo, hi, cut)
    return cut


@kernel
def _cut_silences(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    rate: NDArray[np.float32],
    callsign: NDArray[np.uint64],
    on_surface: NDArray[np.bool_],
    lo: int,
    hi: int,
    cut: NDArray[np.int8],
) -> None:
    heard = np.uint64(0)  # callsign in force, blanks skipped
    for i in range(lo, hi - 1):
        if callsign[i] != 0:
            heard = callsign[i]
        j = i + 1
        dt_s = (time_ms[j] - time_ms[i]) / 1000.0
        if dt_s < MIN_GAP_S:
            dlat_m = abs(lat[j] - lat[i]) * 111_195.0
            dlon = abs(lon[j] - lon[i])
            dlon_m = min(dlon, 360.0 - dlon) * 111_195.0
            reach_m = POSITION_SLACK_M + MAX_SPEED_MS * dt_s
            if dlat_m + dlon_m > reach_m and (
                distance_m_scalar(lat[i], lon[i], lat[j], lon[j]) > reach_m
            ):
                cut[j] = Boundary.JUMP
            continue
        gap_m = distance_m_scalar(lat[i], lon[i], lat[j], lon[j])
        if on_surface[i] and on_surface[j] and gap_m < SAME_AIRFIELD_M:
            cut[j] = Boundary.STOP
            continue
        after = np.uint64(0)
        for m in range(j, min(j + 40, hi)):
            if callsign[m] != 0:
                after = callsign[m]
                break
        renamed = heard != 0 and after != 0 and heard != after  # noqa: PLR1714
        down = not on_surface[i] and rate[i] < -TREND_MS
        up = not on_surface[j] and rate[j] > TREND_MS
        room_s = room_for_stop_s(
            dt_s,
            gap_m,
            _speed_across(speed, on_surface, i, j, lo, hi),
            0.0 if on_surface[i] else max(0.0, np.nan_to_num(altitude[i])),
            0.0 if on_surface[j] else max(0.0, np.nan_to_num(altitude[j])),
        )
        if had_room(room_s, renamed or (down and up)):
            cut[j] = Boundary.GAP


@kernel
def _speed_across(
    speed: NDArray[np.float32],
    on_surface: NDArray[np.bool_],
    i: int,
    j: int,
    lo: int,
    hi: int,
) -> float:
    """Speed the aircraft would keep from row ``i`` to row ``j``.

    The fastest it was heard at within 200 rows on each side, averaged over the two
    sides: an approach is slow, the hour before it is not.
    """
    before = 0.0
    for m in range(i, max(lo, i - 200) - 1, -1):
        if not on_surface[m] and speed[m] > before:
            before = speed[m]
    after = 0.0
    for m in range(j, min(hi, j + 200)):
        if not on_surface[m] and speed[m] > after:
            after = speed[m]
    if before > 0.0 and after > 0.0:
        return 0.5 * (before + after)
    fastest = max(before, after)
    return fastest if fastest > 0.0 else DEFAULT_SPEED_MS


@kernel
def _cut_stays(
    time_ms: NDArray[np.int64],
    speed: NDArray[np.float32],
    on_surface: NDArray[np.bool_],
    lo: int,
    hi: int,
    cut: NDArray[np.int8],
) -> None:
    """Cut inside each stay on the ground that lies between two airborne stretches.

    The cut goes into the longest silence of the stay, else into its middle, so that
    both flights keep surface positions of their own.
    """
    i = lo
    while i < hi:
        if not on_surface[i]:
            i += 1
            continue
        a = i
        b = i
        has_cut = cut[a] >= 0
        while b + 1 < hi and on_surface[b + 1]:
            b += 1
            has_cut = has_cut or cut[b] >= 0
        i = b + 1
        if has_cut or a == lo or b + 1 >= hi or cut[b + 1] >= 0:
            continue
        stay_s = (time_ms[b + 1] - time_ms[a - 1]) / 1000.0
        slow = False
        for m in range(a, b + 1):
            if speed[m] <= TAXI_MS:
                slow = True
        if not (stay_s >= SURE_STAY_S or (slow and stay_s >= MIN_STAY_S)):
            continue
        where = a + (b - a + 1) // 2
        if where == a:
            # A single surface position: it goes with the landing.
            where = b + 1
        longest = 60_000
        for m in range(a + 1, b + 1):
            if time_ms[m] - time_ms[m - 1] > longest:
                longest = time_ms[m] - time_ms[m - 1]
                where = m
        cut[where] = Boundary.STOP


@kernel
def _flights(
    time_ms: NDArray[np.int64],
    on_surface: NDArray[np.bool_],
    offsets: NDArray[np.int64],
    cut: NDArray[np.int8],
) -> tuple[NDArray[np.int64], NDArray[np.int8], NDArray[np.float64], int]:
    most = 0
    for i in range(len(cut)):
        if cut[i] >= 0:
            most += 1
    rows = np.empty((most, 5), dtype=np.int64)
    edges = np.empty((most, 2), dtype=np.int8)
    gaps = np.empty(most, dtype=np.float64)
    n = 0
    surface_only = 0
    for k in range(len(offsets) - 1):
        i = offsets[k]
        hi = offsets[k + 1]
        while i < hi:
            j = i + 1
            first_air = -1 if on_surface[i] else i
            last_air = first_air
            gap_ms = 0
            while j < hi and cut[j] < 0:
                gap_ms = max(gap_ms, time_ms[j] - time_ms[j - 1])
                if not on_surface[j]:
                    if first_air < 0:
                        first_air = j
                    last_air = j
                j += 1
            if first_air < 0:
                surface_only += 1
            else:
                rows[n, 0] = k
                rows[n, 1] = i
                rows[n, 2] = j - 1
                rows[n, 3] = first_air
                rows[n, 4] = last_air
                edges[n, 0] = cut[i]
                edges[n, 1] = Boundary.DATA
                if j < hi:
                    edges[n, 1] = cut[j]
                gaps[n] = gap_ms / 1000.0
                n += 1
            i = j
    return rows[:n], edges[:n], gaps[:n], surface_only

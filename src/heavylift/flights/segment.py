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

from heavylift.flights.callsigns import renamed
from heavylift.flights.hops import without_hops
from heavylift.flights.sides import (
    TREND_MS,
    Rows,
    callsign_on_side,
    climb_on_side,
    height_on_side,
    speed_across,
    speed_on_side,
)
from heavylift.flights.stops import (
    MIN_GAP_S,
    had_room,
    most_speed_ms,
    room_for_stop_s,
)
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

#: Between runway and next position no transport flies slower than 120 kt.
TOUCH_AND_GO_MS: Final = 62.0

#: Descending before and this much higher after (or the same seen backwards): it went
#: down and up in between. Steps in cruise are smaller.
RISE_M: Final = 1_000.0


#: Metres in a millisecond at a little less than ``MAX_SPEED_MS``, so that rounding
#: settles no step for which the exact bound would be needed.
_SLOWER_MMS: Final = 0.000999 * MAX_SPEED_MS


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
        start_room_s: Time that the silence before it had for standing on the ground,
            where ``start`` is ``GAP``, else NaN; ``None`` when not worked out.
        end_room_s: The same after it.
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
    start_room_s: NDArray[np.float64] | None = None
    end_room_s: NDArray[np.float64] | None = None

    def only(self, flight: int) -> Segments:
        """Give one flight by itself, without the room at its gaps."""
        at = slice(flight, flight + 1)
        return Segments(
            track=self.track[at],
            first=self.first[at],
            last=self.last[at],
            first_airborne=self.first_airborne[at],
            last_airborne=self.last_airborne[at],
            start=self.start[at],
            end=self.end[at],
            longest_gap_s=self.longest_gap_s[at],
            surface_only=0,
        )

    def __len__(self) -> int:
        """Number of flights."""
        return len(self.track)


def segment(
    positions: Positions,
    offsets: NDArray[np.int64],
    on_surface: NDArray[np.bool_],
    altitude_m: NDArray[np.float32],
    cruise_ms: NDArray[np.float64] | None = None,
) -> Segments:
    """Cut trusted positions into flights.

    Args:
        positions: Trusted rows only, by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        on_surface: Which rows are on the surface (see ``surface.find_surface``).
        altitude_m: Altitude of each row, NaN where unknown.
        cruise_ms: Usual cruise of each track's type, NaN where the type is unknown;
            shape ``(tracks,)``. Without it no type is known.

    Returns:
        Flights in the order of the rows.
    """
    if cruise_ms is None:
        cruise_ms = np.full(len(offsets) - 1, np.nan)
    columns = Rows(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude_m,
        positions.ground_speed_ms,
        positions.vertical_rate_ms,
        positions.callsign,
        on_surface,
    )
    on_surface = without_hops(columns, offsets)
    columns = columns._replace(on_surface=on_surface)
    cut, room_s = _cuts(columns, offsets, cruise_ms)
    rows, edges, gaps, surface_only = _flights(
        positions.time_ms, on_surface, offsets, cut
    )
    # What lies behind the last row of a flight is before the first of the next.
    behind = room_s[np.minimum(rows[:, 2] + 1, len(room_s) - 1)]
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
        start_room_s=np.where(edges[:, 0] == Boundary.GAP, room_s[rows[:, 1]], np.nan),
        end_room_s=np.where(edges[:, 1] == Boundary.GAP, behind, np.nan),
    )


@kernel
def _cuts(
    rows: Rows, offsets: NDArray[np.int64], cruise_ms: NDArray[np.float64]
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Why a flight begins at each row: a ``Boundary``, or -1 where none does.

    With it, for each row that follows a silence, the room that silence had.
    """
    # Columns by themselves: handing all of them on for every row costs 25 times more.
    time_ms, lat, lon = rows.time_ms, rows.lat_deg, rows.lon_deg
    cut = np.full(len(time_ms), -1, dtype=np.int8)
    room_s = np.full(len(time_ms), np.nan)
    for k in range(len(offsets) - 1):
        lo, hi = offsets[k], offsets[k + 1]
        if hi == lo:
            continue
        cut[lo] = Boundary.DATA
        for j in range(lo + 1, hi):
            dt_ms = time_ms[j] - time_ms[j - 1]
            if dt_ms >= MIN_GAP_S * 1000:
                cut[j] = _cut_silence(rows, lo, hi, j, cruise_ms[k], room_s)
                continue
            # A bound that is cheaper than a great circle settles nearly every step.
            dlat_m = abs(lat[j] - lat[j - 1]) * 111_195.0
            dlon = abs(lon[j] - lon[j - 1])
            dlon_m = min(dlon, 360.0 - dlon) * 111_195.0
            if dlat_m + dlon_m <= POSITION_SLACK_M + _SLOWER_MMS * dt_ms:
                continue
            reach_m = POSITION_SLACK_M + MAX_SPEED_MS * (dt_ms / 1000.0)
            if dlat_m + dlon_m > reach_m and _apart_m(rows, j - 1, j) > reach_m:
                cut[j] = Boundary.JUMP
        _cut_stays(rows, lo, hi, cut)
    return cut, room_s


@kernel
def _apart_m(rows: Rows, i: int, j: int) -> float:
    return distance_m_scalar(
        rows.lat_deg[i], rows.lon_deg[i], rows.lat_deg[j], rows.lon_deg[j]
    )


@kernel
def _cut_silence(
    rows: Rows,
    lo: int,
    hi: int,
    j: int,
    cruise_ms: float,
    room_s: NDArray[np.float64],
) -> int:
    """Judge the silence before row ``j`` of the track from ``lo`` up to ``hi``."""
    i = j - 1
    apart_m = _apart_m(rows, i, j)
    if rows.on_surface[i] and rows.on_surface[j] and apart_m < SAME_AIRFIELD_M:
        return Boundary.STOP
    before = speed_on_side(rows, i, lo - 1, -1, cruise_ms)
    after = speed_on_side(rows, j, hi, 1, cruise_ms)
    fastest_ms = np.fmax(before[0], after[0])
    dt_s = (rows.time_ms[j] - rows.time_ms[i]) / 1000.0
    most_ms = most_speed_ms(cruise_ms, fastest_ms, MAX_SPEED_MS)
    if apart_m > POSITION_SLACK_M + most_ms * dt_s:
        return Boundary.JUMP
    before_m = height_on_side(rows, i, lo - 1, -1)
    after_m = height_on_side(rows, j, hi, 1)
    room_s[j] = room_for_stop_s(
        dt_s,
        apart_m,
        speed_across(before, after, cruise_ms),
        before_m,
        after_m,
    )
    down = climb_on_side(rows, i, lo - 1, -1) < -TREND_MS
    up = climb_on_side(rows, j, hi, 1) > TREND_MS
    came_down = (down and (up or after_m > before_m + RISE_M)) or (
        up and before_m > after_m + RISE_M
    )
    other = renamed(
        callsign_on_side(rows, i, lo - 1, -1), callsign_on_side(rows, j, hi, 1)
    )
    return Boundary.GAP if had_room(room_s[j], other or came_down) else -1


@kernel
def _cut_stays(rows: Rows, lo: int, hi: int, cut: NDArray[np.int8]) -> None:
    """Cut inside each stay on the ground that lies between two airborne stretches.

    The cut goes into the longest silence of the stay, else into its middle, so that
    both flights keep surface positions of their own.
    """
    time_ms, on_surface = rows.time_ms, rows.on_surface
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
        if not _stayed(rows, a, b):
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
def _stayed(rows: Rows, a: int, b: int) -> bool:
    """Whether surface rows ``a`` to ``b`` are a stay, not a touch-and-go.

    Time that flying to the first and on from the last of them took does not count:
    where positions are minutes apart, a touch-and-go has one on the surface.
    """
    stay_s = (rows.time_ms[b] - rows.time_ms[a]) / 1000.0
    stay_s += _standing_s(rows, a, a - 1) + _standing_s(rows, b, b + 1)
    slow = False
    for m in range(a, b + 1):
        slow = slow or rows.speed_ms[m] <= TAXI_MS
    return stay_s >= SURE_STAY_S or (slow and stay_s >= MIN_STAY_S)


@kernel
def _standing_s(rows: Rows, ground: int, air: int) -> float:
    """Time between a surface row and the airborne row beside it not spent flying."""
    between_s = abs(rows.time_ms[air] - rows.time_ms[ground]) / 1000.0
    speed_ms = TOUCH_AND_GO_MS
    if rows.speed_ms[air] > speed_ms:
        speed_ms = float(rows.speed_ms[air])
    return float(max(0.0, between_s - _apart_m(rows, ground, air) / speed_ms))


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

"""Set apart positions that cannot be true; keep them, with the reason.

A spoofed, decoded-wrong or mixed-up position must not move an end of a flight, but it
is evidence of its own and stays inspectable. So nothing is deleted here: the
``quarantine`` column gets a reason, and later stages look only at rows without one.

What is decided here is whether positions fit together at any speed an aircraft flies.
Nothing here says *why* they do not fit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numba as nb
import numpy as np
from numpy.typing import NDArray

from heavylift.geo import distance_m_scalar
from heavylift.model.positions import Flag, Positions, Quarantine, Surface

#: Nothing that files a flight plan covers ground faster: 1 000 kt, a fighter with the
#: wind. Airliners stay below 350 m/s; a lower bound would cost military flights.
MAX_SPEED_MS: Final = 515.0

#: Positions may be off by this much without any fault: whole-second time stamps,
#: low-precision surface positions, MLAT noise.
POSITION_SLACK_M: Final = 1_500.0

#: 20 000 ft/min, more than a fighter in a zoom climb keeps up over a minute.
MAX_VERTICAL_SPEED_MS: Final = 102.0

#: Quantisation, pressure setting and coarse time stamps together.
ALTITUDE_SLACK_M: Final = 300.0

#: Below every airfield (the Dead Sea shore is at -378 m), with pressure error.
MIN_ALTITUDE_M: Final = -1_000.0

#: Above every aircraft and balloon that carries a transponder.
MAX_ALTITUDE_M: Final = 30_000.0

#: A rival story of where an aircraft was is believed beside the main one only if it
#: has this share of its positions and does not overlap it in time.
RIVAL_SHARE: Final = 0.1

#: ... and at least so many positions, more than a burst of bad decoding makes.
RIVAL_MIN_POSITIONS: Final = 30

#: Stories followed at once. Real mix-ups have two or three; one more than the sources
#: of trouble known (true track, spoofed point, second aircraft, decoding errors).
_STORIES: Final = 6

#: After a silence this long nearly every place (every height) can be reached, so a
#: story begins anew: one bad position must not put the next day's flight in doubt.
_RESET_MS: Final = 3_600_000
_RESET_VERTICAL_MS: Final = 300_000

#: Waiting costs this share of the way that could be flown meanwhile.
_WAITING: Final = 0.2

#: "On the ground" at more than this is not taxiing and not rolling out (250 kt).
MAX_GROUND_ROLL_MS: Final = 128.0

#: A surface flag between airborne positions this close in time on both sides ...
_GROUND_FLAG_WINDOW_MS: Final = 120_000

#: ... while those are above this altitude is a false flag, not a landing. High enough
#: for every airfield but a few; at those, two minutes are too short for a stop anyway.
_GROUND_FLAG_MIN_ALTITUDE_M: Final = 2_000.0


def quarantine_impossible(
    positions: Positions, offsets: NDArray[np.int64]
) -> Positions:
    """Mark impossible positions in every track.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.

    Returns:
        The same rows, with ``quarantine`` filled. Rows that had a reason keep it.
    """
    reason = positions.quarantine.copy()
    trusted = reason == Quarantine.NONE
    reason[trusted & ((positions.flags & Flag.GPS_LOST) != 0)] = Quarantine.GPS_LOST
    altitude = positions.baro_altitude_m
    impossible = (altitude < MIN_ALTITUDE_M) | (altitude > MAX_ALTITUDE_M)
    reason[(reason == Quarantine.NONE) & impossible] = Quarantine.ALTITUDE_IMPOSSIBLE
    _mark_tracks(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        altitude,
        positions.ground_speed_ms,
        positions.surface,
        offsets,
        reason,
    )
    return replace(positions, quarantine=reason)


@nb.njit(cache=True, nogil=True)
def _mark_tracks(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    surface: NDArray[np.int8],
    offsets: NDArray[np.int64],
    reason: NDArray[np.uint8],
) -> None:
    for k in range(len(offsets) - 1):
        lo, hi = offsets[k], offsets[k + 1]
        for vertical in (False, True):
            silence_ms = _RESET_VERTICAL_MS if vertical else _RESET_MS
            a = lo
            while a < hi:
                b = a + 1
                while b < hi and time_ms[b] - time_ms[b - 1] < silence_ms:
                    b += 1
                _mark_rivals(
                    time_ms[a:b],
                    lat[a:b],
                    lon[a:b],
                    altitude[a:b],
                    reason[a:b],
                    vertical,
                )
                a = b
        _mark_false_ground(
            time_ms[lo:hi], altitude[lo:hi], speed[lo:hi], surface[lo:hi], reason[lo:hi]
        )


@nb.njit(cache=True, nogil=True)
def _misfit(
    i: int,
    j: int,
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    vertical: bool,
) -> float:
    """How far row ``j`` lies beyond reach of row ``i``: positive is unreachable.

    Negative values say how much nearer it is than the farthest reachable point.
    """
    dt_s = (time_ms[j] - time_ms[i]) / 1000.0
    if vertical:
        away = abs(altitude[j] - altitude[i])
        return away - ALTITUDE_SLACK_M - MAX_VERTICAL_SPEED_MS * dt_s
    # A degree of latitude is 111 km: most steps are far below the slack, and this
    # bound is cheaper than a great circle.
    dlat_m = abs(lat[j] - lat[i]) * 111_195.0
    dlon = abs(lon[j] - lon[i])
    dlon_m = min(dlon, 360.0 - dlon) * 111_195.0
    reach = POSITION_SLACK_M + MAX_SPEED_MS * dt_s
    if dlat_m + dlon_m < reach:
        return dlat_m + dlon_m - reach
    return distance_m_scalar(lat[i], lon[i], lat[j], lon[j]) - reach


@nb.njit(cache=True, nogil=True)
def _mark_rivals(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    reason: NDArray[np.uint8],
    vertical: bool,
) -> None:
    """Follow up to six stories of where the aircraft was; keep the one most told.

    Each position joins the story that can reach it most easily; if none can, it
    begins another. A spoofed stretch thus becomes a story of its own, and the true
    track goes on after it where it left off.
    """
    n = len(time_ms)
    # Nearly every track is one story: look before following any.
    last = -1
    broken = False
    for i in range(n):
        if reason[i] != 0 or (vertical and not np.isfinite(altitude[i])):
            continue
        if last >= 0 and (
            _misfit(last, i, time_ms, lat, lon, altitude, vertical) > 0.0
        ):
            broken = True
            break
        last = i
    if not broken:
        return

    story = np.full(n, -1, dtype=np.int32)
    counts = np.zeros(n + 1, dtype=np.int64)
    first = np.zeros(n + 1, dtype=np.int64)
    final = np.zeros(n + 1, dtype=np.int64)
    active = np.full(_STORIES, -1, dtype=np.int64)
    stories = 0
    for i in range(n):
        if reason[i] != 0 or (vertical and not np.isfinite(altitude[i])):
            continue
        best = -1
        best_cost = 0.0
        for a in range(_STORIES):
            s = active[a]
            if s < 0:
                continue
            misfit = _misfit(final[s], i, time_ms, lat, lon, altitude, vertical)
            # What it takes to join: the way itself (misfit without the reach that
            # time adds), and waiting. A story not told for long must not take over
            # because it happened to end at the right place.
            wait_s = (time_ms[i] - time_ms[final[s]]) / 1000.0
            reach_ms = MAX_VERTICAL_SPEED_MS if vertical else MAX_SPEED_MS
            cost = misfit + (1.0 + _WAITING) * reach_ms * wait_s
            if misfit <= 0.0 and (best < 0 or cost < best_cost):
                best, best_cost = s, cost
        if best < 0:
            best = stories
            stories += 1
            slot = 0
            for a in range(_STORIES):
                if active[a] < 0:
                    slot = a
                    break
                if final[active[a]] < final[active[slot]]:
                    slot = a
            active[slot] = best
            first[best] = i
        story[i] = best
        counts[best] += 1
        final[best] = i

    main = 0
    for s in range(stories):
        if counts[s] > counts[main]:
            main = s
    kept = np.zeros(stories, dtype=np.bool_)
    for s in range(stories):
        apart = final[s] < first[main] or first[s] > final[main]
        enough = counts[s] >= max(RIVAL_MIN_POSITIONS, RIVAL_SHARE * counts[main])
        kept[s] = s == main or (apart and enough and not vertical)
    mark = Quarantine.ALTITUDE_JUMP if vertical else Quarantine.JUMP
    for i in range(n):
        if story[i] >= 0 and not kept[story[i]]:
            reason[i] = mark


@nb.njit(cache=True, nogil=True)
def _mark_false_ground(
    time_ms: NDArray[np.int64],
    altitude: NDArray[np.float32],
    speed: NDArray[np.float32],
    surface: NDArray[np.int8],
    reason: NDArray[np.uint8],
) -> None:
    n = len(time_ms)
    i = 0
    before = -1  # last trusted airborne row
    while i < n:
        if reason[i] != 0:
            i += 1
            continue
        if surface[i] != Surface.GROUND:
            before = i
            i += 1
            continue
        after = i
        while after < n and (reason[after] != 0 or surface[after] == Surface.GROUND):
            after += 1
        brief = (
            before >= 0
            and after < n
            and time_ms[after] - time_ms[before] <= _GROUND_FLAG_WINDOW_MS
            and altitude[before] > _GROUND_FLAG_MIN_ALTITUDE_M
            and altitude[after] > _GROUND_FLAG_MIN_ALTITUDE_M
        )
        for j in range(i, after):
            if reason[j] == 0 and (brief or speed[j] > MAX_GROUND_ROLL_MS):
                reason[j] = Quarantine.GROUND_FLAG_IN_AIR
        i = after

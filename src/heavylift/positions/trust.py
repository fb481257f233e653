"""Set apart positions that cannot be true; keep them, with the reason.

A spoofed, decoded-wrong or mixed-up position must not move an end of a flight, but it
is evidence of its own and stays inspectable. So nothing is deleted here: the
``quarantine`` column gets a reason, and later stages look only at rows without one.

What is decided here is whether positions fit together at any speed an aircraft flies.
Nothing here says *why* they do not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Quarantine, Surface
from heavylift.positions.interference import mark_after, mark_before
from heavylift.positions.stays import (
    SharedPoint,
    Stays,
    find_stays,
    shared_points,
)
from heavylift.positions.stories import is_plain, mark_rivals

#: Below every airfield (the Dead Sea shore is at -378 m), with pressure error.
MIN_ALTITUDE_M: Final = -1_000.0

#: Above every aircraft and balloon that carries a transponder.
MAX_ALTITUDE_M: Final = 30_000.0

#: "On the ground" at more than this is not taxiing and not rolling out (250 kt).
MAX_GROUND_ROLL_MS: Final = 128.0

#: A surface flag between airborne positions this close in time on both sides ...
_GROUND_FLAG_WINDOW_MS: Final = 120_000

#: ... while those are above this altitude is a false flag, not a landing. High enough
#: for every airfield but a few; at those, two minutes are too short for a stop anyway.
_GROUND_FLAG_MIN_ALTITUDE_M: Final = 2_000.0


def quarantine_impossible(
    positions: Positions,
    offsets: NDArray[np.int64],
    *,
    shared: Sequence[SharedPoint] | None = None,
    stays: Stays | None = None,
) -> Positions:
    """Mark impossible positions in every track.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        shared: Points that aircraft of all groups share; by default those that the
            aircraft of this one share.
        stays: What ``stays.find_stays`` gives for these tracks, where it is known.

    Returns:
        The same rows, with ``quarantine`` filled. Rows that had a reason keep it.
    """
    reason = positions.quarantine.copy()
    if stays is None:
        stays = find_stays(positions, offsets)
    if shared is None:
        shared = shared_points(stays)
    mark_before(positions, offsets, reason, stays, shared)
    altitude = positions.baro_altitude_m
    _mark_impossible(altitude, reason)
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
    mark_after(positions, offsets, reason)
    return replace(positions, quarantine=reason)


@kernel
def _mark_impossible(altitude: NDArray[np.float32], reason: NDArray[np.uint8]) -> None:
    for i in range(len(reason)):
        outside = altitude[i] < MIN_ALTITUDE_M or altitude[i] > MAX_ALTITUDE_M
        if outside and reason[i] == Quarantine.NONE:
            reason[i] = Quarantine.ALTITUDE_IMPOSSIBLE


@kernel
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
        # Nearly every track is one story: a look settles that.
        plain = is_plain(
            time_ms[lo:hi], lat[lo:hi], lon[lo:hi], altitude[lo:hi], reason[lo:hi]
        )
        for vertical in (False, True):
            if plain:
                break
            mark_rivals(
                time_ms[lo:hi],
                lat[lo:hi],
                lon[lo:hi],
                altitude[lo:hi],
                reason[lo:hi],
                vertical,
            )
        _mark_false_ground(
            time_ms[lo:hi], altitude[lo:hi], speed[lo:hi], surface[lo:hi], reason[lo:hi]
        )


@kernel
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

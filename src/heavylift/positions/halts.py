"""Stretches in which an aircraft that flies fast stands still in the air.

Where a receiver is led astray slowly, its positions wander: each follows on the one
before, no step is impossible, but the aircraft slows down to a walk at cruising height,
turns on the spot and flies on. Nothing that flies at 100 m/s can do that.

A single wrong speed is no halt, nor is a landing: a halt is told by speed and by place,
in the air, between fast flight before and after it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel
from heavylift.model.positions import Positions, Surface
from heavylift.positions.stories import MAX_SPEED_MS, POSITION_SLACK_M

#: Slower than this nothing flies that also flies as fast as ``FAST_MS``.
SLOW_MS: Final = 25.0

#: Faster than any helicopter (the fastest in service reach 90 m/s).
FAST_MS: Final = 100.0

#: A slow stretch shorter than this may be one wrong report.
MIN_HALT_S: Final = 20.0

#: Fast flight this long before and after; a landing, a taxi back and a take-off with
#: the transponder in the wrong state take about as long.
WITHIN_S: Final = 600.0

#: Positions joined to a halt are not believed for this long on either side, unless a
#: jump or a silence parts them from it.
JOINED_S: Final = 600.0

#: Half of ``JOINED_S`` lies between two halts of one wandering; this much silence parts
#: them, as in it the receiver may have recovered.
SILENCE_S: Final = 120.0


def find_halts(positions: Positions, offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which positions are in a halt or joined to one.

    Args:
        positions: Rows by aircraft and time.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.

    Returns:
        Mask of shape ``(n,)``; only explicit reports of being airborne count.
    """
    return _halts(
        positions.time_ms,
        positions.lat_deg,
        positions.lon_deg,
        positions.ground_speed_ms,
        positions.surface,
        offsets,
    )


@kernel
def _halts(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    speed: NDArray[np.float32],
    surface: NDArray[np.int8],
    offsets: NDArray[np.int64],
) -> NDArray[np.bool_]:
    out = np.zeros(len(time_ms), dtype=np.bool_)
    for k in range(len(offsets) - 1):
        begin, end = offsets[k], offsets[k + 1]
        i = begin
        while i < end:
            j = i
            while (
                j < end
                and surface[j] == Surface.AIRBORNE
                and speed[j] < SLOW_MS
                and (j == i or _is_slow_step(time_ms, lat, lon, j))
            ):
                j += 1
            if (
                j - i >= 2
                and time_ms[j - 1] - time_ms[i] >= MIN_HALT_S * 1000
                and _is_fast(time_ms, speed, surface, i, begin, -1)
                and _is_fast(time_ms, speed, surface, j - 1, end - 1, 1)
            ):
                a = _joined(time_ms, lat, lon, i, begin, -1)
                b = _joined(time_ms, lat, lon, j - 1, end - 1, 1)
                out[a : b + 1] = True
            i = max(j, i + 1)
    return out


@kernel
def _is_slow_step(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    j: int,
) -> bool:
    """Whether the way from the row before is as short as the speed says."""
    dt_s = (time_ms[j] - time_ms[j - 1]) / 1000.0
    way = distance_m_scalar(lat[j - 1], lon[j - 1], lat[j], lon[j])
    return bool(dt_s <= SILENCE_S and way <= 2.0 * SLOW_MS * dt_s + 100.0)


@kernel
def _is_fast(
    time_ms: NDArray[np.int64],
    speed: NDArray[np.float32],
    surface: NDArray[np.int8],
    row: int,
    bound: int,
    step: int,
) -> bool:
    """Whether fast flight comes within ``WITHIN_S``, before any ground."""
    i = row
    while i != bound:
        i += step
        away_ms = abs(time_ms[i] - time_ms[row])
        if away_ms > WITHIN_S * 1000 or surface[i] == Surface.GROUND:
            return False
        if speed[i] >= FAST_MS:
            return True
    return False


@kernel
def _joined(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    row: int,
    bound: int,
    step: int,
) -> int:
    """Last row that joins on in one direction without a jump or a silence."""
    i = row
    while i != bound:
        j = i + step
        dt_s = abs(time_ms[j] - time_ms[i]) / 1000.0
        if dt_s > SILENCE_S or abs(time_ms[j] - time_ms[row]) > JOINED_S * 1000:
            break
        reach = POSITION_SLACK_M + MAX_SPEED_MS * dt_s
        if distance_m_scalar(lat[i], lon[i], lat[j], lon[j]) > reach:
            break
        i = j
    return i

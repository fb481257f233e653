"""Do the positions of one track tell one story of where the aircraft was?

Two aircraft with one address, a receiver's decoding error, a spoofed stretch: each
makes positions that no aircraft could have flown between. They are sorted into stories,
each of which could have been flown. The one told most is the aircraft's; a shorter one
is set apart, unless it lies before or after as a stretch of its own, which may be
another aircraft with the same address.

Nothing here says which of several stories is spoofed, or why there are several.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.geo import distance_m_scalar
from heavylift.kernels import kernel
from heavylift.model.positions import Quarantine

#: Nothing that files a flight plan covers ground faster: 1 000 kt, a fighter with the
#: wind. Airliners stay below 350 m/s; a lower bound would cost military flights.
MAX_SPEED_MS: Final = 515.0

#: Positions may be off by this much without any fault: whole-second time stamps,
#: low-precision surface positions, MLAT noise.
POSITION_SLACK_M: Final = 1_500.0

#: The same in degrees, of latitude and longitude together: no longer anywhere.
_SLACK_DEG: Final = POSITION_SLACK_M / 111_195.0

#: 20 000 ft/min, more than a fighter in a zoom climb keeps up over a minute.
MAX_VERTICAL_SPEED_MS: Final = 102.0

#: Quantisation, pressure setting and coarse time stamps together.
ALTITUDE_SLACK_M: Final = 300.0

#: A rival story of where an aircraft was is believed beside the main one only if it
#: has this share of its positions and does not overlap it in time.
RIVAL_SHARE: Final = 0.1

#: ... and at least so many positions, more than a burst of bad decoding makes.
RIVAL_MIN_POSITIONS: Final = 30

#: Stories followed at once. Real mix-ups have two or three; one more than the sources
#: of trouble known (true track, spoofed point, second aircraft, decoding errors).
_STORIES: Final = 6

#: A story that stays within this many degrees (2 km of latitude) of its first point
#: does not move.
_MOVES_DEG: Final = 0.02

#: After a silence this long nearly every place (every height) can be reached, so a
#: story begins anew: one bad position must not put the next day's flight in doubt.
_RESET_MS: Final = 3_600_000
_RESET_VERTICAL_MS: Final = 300_000

#: Waiting costs this share of the way that could be flown meanwhile.
_WAITING: Final = 0.2


@kernel
def mark_rivals(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    reason: NDArray[np.uint8],
    vertical: bool,
) -> None:
    """Mark positions of one track that belong to a story told less often.

    Args:
        time_ms: Times of the track, never decreasing; shape ``(n,)``.
        lat: Degrees north.
        lon: Degrees east.
        altitude: Metres, NaN unknown; only used when ``vertical``.
        reason: ``Quarantine`` of each position; filled. Rows with a reason are skipped.
        vertical: Judge heights instead of places.
    """
    n = len(time_ms)
    silence_ms = _RESET_VERTICAL_MS if vertical else _RESET_MS
    a = 0
    while a < n:
        b = a + 1
        while b < n and time_ms[b] - time_ms[b - 1] < silence_ms:
            b += 1
        # Nearly every stretch is one story: look before following any.
        if _is_broken(time_ms, lat, lon, altitude, reason, vertical, a, b):
            story = np.full(b - a, -1, dtype=np.int32)
            spans = np.zeros((b - a, 4), dtype=np.int64)
            stories = _follow(
                time_ms[a:b],
                lat[a:b],
                lon[a:b],
                altitude[a:b],
                reason[a:b],
                vertical,
                story,
                spans,
            )
            if vertical:
                spans[:, 3] = 1
            kept = _kept(spans[:stories], vertical)
            mark = Quarantine.ALTITUDE_JUMP if vertical else Quarantine.JUMP
            for i in range(b - a):
                if story[i] >= 0 and not kept[story[i]]:
                    reason[a + i] = mark
        a = b


@kernel
def is_plain(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    reason: NDArray[np.uint8],
) -> bool:
    """Whether a cheap look shows that ``mark_rivals`` would mark nothing.

    Every step is within reach even by a bound above the true distance, and no row was
    set apart before. False says nothing.
    """
    last = -1  # last row with an altitude
    for i in range(len(time_ms)):
        if reason[i] != 0:
            return False
        if i > 0:
            dlat = abs(lat[i] - lat[i - 1])
            dlon = abs(lon[i] - lon[i - 1])
            if not dlat + dlon <= _SLACK_DEG:
                dt_ms = time_ms[i] - time_ms[i - 1]
                reach = POSITION_SLACK_M + MAX_SPEED_MS * (dt_ms / 1000.0)
                way = dlat * 111_195.0 + min(dlon, 360.0 - dlon) * 111_195.0
                if dt_ms < _RESET_MS and not way < reach:
                    return False
        if np.isfinite(altitude[i]):
            if last >= 0:
                away = abs(altitude[i] - altitude[last])
                if away > ALTITUDE_SLACK_M:
                    dt_s = (time_ms[i] - time_ms[last]) / 1000.0
                    if away - ALTITUDE_SLACK_M > MAX_VERTICAL_SPEED_MS * dt_s:
                        return False
            last = i
    return True


@kernel
def _is_broken(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    reason: NDArray[np.uint8],
    vertical: bool,
    a: int,
    b: int,
) -> bool:
    last = -1
    for i in range(a, b):
        if reason[i] != 0 or (vertical and not np.isfinite(altitude[i])):
            continue
        # Most steps lie within the slack alone; only the others need the time between.
        if vertical:
            far = last >= 0 and abs(altitude[i] - altitude[last]) > ALTITUDE_SLACK_M
        else:
            far = last >= 0 and not (
                abs(lat[i] - lat[last]) + abs(lon[i] - lon[last]) <= _SLACK_DEG
            )
        if far and _misfit(last, i, time_ms, lat, lon, altitude, vertical) > 0.0:
            return True
        last = i
    return False


@kernel
def _follow(
    time_ms: NDArray[np.int64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    altitude: NDArray[np.float32],
    reason: NDArray[np.uint8],
    vertical: bool,
    story: NDArray[np.int32],
    spans: NDArray[np.int64],
) -> int:
    """Give each position to the story that reaches it most easily, else to a new one.

    Fills ``story`` by row, and in ``spans`` the first row, last row and length of each
    story and whether it ever leaves its first point. A spoofed stretch thus becomes a
    story of its own, and the true track goes on after it where it left off.
    """
    reach_ms = MAX_VERTICAL_SPEED_MS if vertical else MAX_SPEED_MS
    active = np.full(_STORIES, -1, dtype=np.int64)
    stories = 0
    for i in range(len(time_ms)):
        if reason[i] != 0 or (vertical and not np.isfinite(altitude[i])):
            continue
        best = -1
        best_cost = 0.0
        for k in range(_STORIES):
            s = int(active[k])
            if s < 0:
                continue
            last = spans[s, 1]
            misfit = _misfit(last, i, time_ms, lat, lon, altitude, vertical)
            # What it takes to join: the way itself (misfit without the reach that
            # time adds), and waiting. A story not told for long must not take over
            # because it happened to end at the right place.
            wait_s = (time_ms[i] - time_ms[last]) / 1000.0
            cost = misfit + (1.0 + _WAITING) * reach_ms * wait_s
            if misfit <= 0.0 and (best < 0 or cost < best_cost):
                best, best_cost = s, cost
        if best < 0:
            best = stories
            stories += 1
            slot = 0
            for k in range(_STORIES):
                if active[k] < 0:
                    slot = k
                    break
                if spans[active[k], 1] < spans[active[slot], 1]:
                    slot = k
            active[slot] = best
            spans[best, 0] = i
        story[i] = best
        spans[best, 1] = i
        spans[best, 2] += 1
        first = spans[best, 0]
        if spans[best, 3] == 0 and (
            abs(lat[i] - lat[first]) + abs(lon[i] - lon[first]) > _MOVES_DEG
        ):
            spans[best, 3] = 1
    return stories


@kernel
def _kept(spans: NDArray[np.int64], vertical: bool) -> NDArray[np.bool_]:
    """Which stories are believed: the one told most, and long ones apart from it.

    A story that never leaves one point, while there is another that does, is not that
    of a flying aircraft: many receivers of a jammed region are shown one airport.
    """
    moving = -1
    still = -1
    for s in range(len(spans)):
        if spans[s, 3] == 1 and (moving < 0 or spans[s, 2] > spans[moving, 2]):
            moving = s
        if spans[s, 3] == 0 and (still < 0 or spans[s, 2] > spans[still, 2]):
            still = s
    main = moving if moving >= 0 else still
    if moving >= 0 and still >= 0:
        # A few bad positions that move must not outvote a day on the stand.
        told = spans[still, 2]
        if spans[moving, 2] < min(told, max(RIVAL_MIN_POSITIONS, RIVAL_SHARE * told)):
            main = still
    kept = np.zeros(len(spans), dtype=np.bool_)
    for s in range(len(spans)):
        apart = spans[s, 1] < spans[main, 0] or spans[s, 0] > spans[main, 1]
        enough = spans[s, 2] >= max(RIVAL_MIN_POSITIONS, RIVAL_SHARE * spans[main, 2])
        moves = spans[s, 3] == 1
        kept[s] = s == main or (apart and enough and moves and not vertical)
    return kept


@kernel
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
        return float(away - ALTITUDE_SLACK_M - MAX_VERTICAL_SPEED_MS * dt_s)
    # A degree of latitude is 111 km: most steps are far below the slack, and this
    # bound is cheaper than a great circle.
    dlat_m = abs(lat[j] - lat[i]) * 111_195.0
    dlon = abs(lon[j] - lon[i])
    dlon_m = min(dlon, 360.0 - dlon) * 111_195.0
    reach = POSITION_SLACK_M + MAX_SPEED_MS * dt_s
    if dlat_m + dlon_m < reach:
        return float(dlat_m + dlon_m - reach)
    return float(distance_m_scalar(lat[i], lon[i], lat[j], lon[j]) - reach)

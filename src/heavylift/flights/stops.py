"""Had a silence room for a landing, a turn-round and a take-off?

A flight over a hole that it could have flown through stays one flight; a hole with
room for a stop does not, because the positions on its two sides may then belong to
different journeys. This is the one place where that room is worked out.

Nothing here says that a stop happened.
"""

from __future__ import annotations

import math
from typing import Final

from heavylift.kernels import kernel

#: Shorter silences are normal: readsb thins traces, and a turn can shade an antenna.
#: Ten minutes is also less than any transport needs to land, turn and leave.
MIN_GAP_S: Final = 600.0

#: Shortest usual turn-round of a transport, from touch-down to lift-off: a
#: quick airliner turn takes 25 minutes between blocks, an engines-running offload
#: about 20.
TURN_ROUND_S: Final = 1_200.0

#: When the silence begins in a descent and ends in a climb, or the callsign has
#: changed meanwhile, less is needed to believe in a stop: landing roll, taxi back,
#: take-off.
QUICK_TURN_ROUND_S: Final = 600.0

#: Rates of a normal descent and climb averaged from cruise to the ground (1 500 and
#: 2 000 ft/min).
DESCENT_MS: Final = 7.6
CLIMB_MS: Final = 10.2

#: Approach and landing, line-up and take-off, beyond the change of height.
APPROACH_S: Final = 180.0
TAKE_OFF_S: Final = 60.0

#: Descending and climbing covers ground too, at about two thirds of cruise speed: a
#: stop on the way costs a third of that time.
EN_ROUTE_SHARE: Final = 0.35

#: Beyond its usual cruise an aircraft of a type may be this much faster by itself, and
#: the wind may carry it as much again as the strongest jet streams do (155 kt).
FASTER_SHARE: Final = 1.15
WIND_MS: Final = 80.0

#: Faster than it was heard: what was heard is not the most it can do.
FASTER_THAN_HEARD: Final = 1.25

#: Ground speed in a silence may differ from that on its two sides (wind, speed
#: changes): 5 % of the time is not counted as room.
SPEED_MARGIN: Final = 0.05


@kernel
def room_for_stop_s(
    duration_s: float,
    distance_m: float,
    speed_ms: float,
    height_before_m: float,
    height_after_m: float,
) -> float:
    """Time a silence leaves for standing on the ground, in seconds.

    Args:
        duration_s: Length of the silence.
        distance_m: Great-circle distance between its two sides.
        speed_ms: Ground speed the aircraft would keep between them.
        height_before_m: Height above the ground when it began; 0 on the surface.
        height_after_m: Height above the ground when it ended; 0 on the surface.

    Returns:
        Time left after flying the distance with a descent and a climb on the way, or
        at least the descent and the climb themselves. Negative when the aircraft must
        have flown on.
    """
    down_s = 0.0
    if height_before_m > 0.0:
        down_s = height_before_m / DESCENT_MS + APPROACH_S
    up_s = 0.0
    if height_after_m > 0.0:
        up_s = height_after_m / CLIMB_MS + TAKE_OFF_S
    flying_s = distance_m / max(speed_ms, 1.0) + EN_ROUTE_SHARE * (down_s + up_s)
    return duration_s * (1.0 - SPEED_MARGIN) - max(flying_s, down_s + up_s)


@kernel
def had_room(room_s: float, quick: bool) -> bool:
    """Whether that room is enough for a turn-round.

    Args:
        room_s: Result of ``room_for_stop_s``.
        quick: Signs of a stop are there: down before and up after, or another callsign.
    """
    needed = QUICK_TURN_ROUND_S if quick else TURN_ROUND_S
    return not math.isnan(room_s) and room_s >= needed


@kernel
def most_speed_ms(cruise_ms: float, heard_ms: float, bound_ms: float) -> float:
    """Ground speed that no aircraft of this type exceeds between two positions.

    Args:
        cruise_ms: Usual cruise of the type; NaN unknown, then nothing is known better
            than ``bound_ms``.
        heard_ms: The fastest it was heard at; NaN unknown. A type that is written
            wrongly in a source must not make a flight impossible that was heard.
        bound_ms: What no aircraft at all exceeds.
    """
    if math.isnan(cruise_ms):
        return bound_ms
    most = FASTER_SHARE * cruise_ms + WIND_MS
    # Not max(): heard_ms may be NaN.
    if heard_ms * FASTER_THAN_HEARD > most:  # noqa: PLR1730
        most = heard_ms * FASTER_THAN_HEARD
    return min(most, bound_ms)


def room_in_words(room_s: float) -> str:
    """Say what a silence beside an end had room for, as part of its reason.

    >>> room_in_words(3_130.0)
    'beyond it a silence with room for a landing, 52 min on the ground and a take-off'
    """
    return (
        "beyond it a silence with room for a landing, "
        f"{room_s / 60:.0f} min on the ground and a take-off"
    )

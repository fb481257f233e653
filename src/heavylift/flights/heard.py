"""How was an aircraft last (first) heard in the air, in words?"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from heavylift.flights.states import EndStates
from heavylift.flights.weigh import SINKING_MS


def said_of(states: EndStates, ends: NDArray[np.intp]) -> Iterator[str]:
    """Say of some ends at what height the aircraft was, and how it moved up or down.

    Args:
        states: Ends, from ``states.describe_ends``.
        ends: Which of them.
    """
    heard = "last" if states.step > 0 else "first"
    altitudes = states.altitude_m[ends].tolist()
    sinks = (states.sink_ms[ends] * states.step).tolist()
    for altitude, sink in zip(altitudes, sinks, strict=True):
        known = not math.isnan(altitude)
        where = f"at {altitude:.0f} m" if known else "altitude not reported"
        moving = ""
        if abs(sink) < SINKING_MS:
            moving = ", level"
        elif not math.isnan(sink):
            way = "descending" if sink > 0 else "climbing"
            moving = f", {way} at {abs(sink):.1f} m/s"
        yield f"{heard} heard in the air {where}{moving}"

"""Does the same airframe's next (or previous) sighting leave one airfield?

An aircraft that was not heard landing, and is next heard taking off from X, was at X
in between. That it landed there, and not elsewhere first, follows only when no other
landing, turn-round and hop to X fits in, or when X was plainly ahead and the silence
is short. Then the end is ``bracketed``.

A sure end is never touched, and no bracket rests on another. Each aircraft is looked
at alone, so a table may hold all flights or those of a few aircraft: the result is the
same as long as no aircraft is torn apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.candidates import write_list
from heavylift.flights.columns import with_columns
from heavylift.flights.sequences import row_by_code
from heavylift.flights.sightings import Sighting, find_sightings
from heavylift.flights.stops import (
    APPROACH_S,
    CLIMB_MS,
    DESCENT_MS,
    EN_ROUTE_SHARE,
    FASTER_SHARE,
    QUICK_TURN_ROUND_S,
    TAKE_OFF_S,
    TURN_ROUND_S,
    WIND_MS,
)
from heavylift.flights.suitability import (
    FITS,
    motion_of,
    suitability,
    unpublished,
    usable_kinds,
)
from heavylift.geo import Metres, distance_m
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields, neighbours

#: One number or a column of them.
Speeds = TypeVar("Speeds", float, NDArray[np.float64])
Lengths = TypeVar("Lengths", float, NDArray[np.float64])

#: Cruise when the type is unknown: no transport in service is faster (Mach 0.85).
UNKNOWN_CRUISE_MS: Final = 250.0

#: A descent or climb in haste takes half of what is usual.
HASTE: Final = 0.5

#: With so much more time than the way itself needs, some other airfield fits in
#: wherever on Earth it is: a hop of half an hour each way and two turn-rounds.
ALWAYS_ROOM_S: Final = 7_200.0

#: A hop costs at least a turn-round, a take-off and part of an approach.
HOP_S: Final = TURN_ROUND_S + TAKE_OFF_S + EN_ROUTE_SHARE * APPROACH_S

#: Other airfields are looked for this near to X first.
NEAR_X_M: Final = 75_000.0

#: Where another landing would fit, X must have had at least this share of belief
#: before its next sighting was known. Unheard hops between two flights that were heard
#: are taken as some 1 in 100 within ``SAME_STAY_S``; this share then leaves less than
#: 1 in 500 for a landing elsewhere.
LIKELIER: Final = 0.85

#: ... and this much when the silence is longer: a night has room for anything.
PLAIN: Final = 0.99

#: A stay on the ground that was heard is at X when it is this near to it.
AT_FIELD_M: Final = 3_500.0

#: Longest silence that is still like one stay; longer ones are nights or more.
SAME_STAY_S: Final = 6 * 3_600.0

#: No bracket over a longer sighting: the aircraft may have been anywhere.
LONGEST_S: Final = 24 * 3_600.0


def bracket_ends(table: pa.Table, airfields: Airfields) -> pa.Table:
    """Give ``bracketed`` to ends that the same airframe's next sighting decides.

    Args:
        table: Flights, columns as in ``model.flights``, in any order; all flights of
            an aircraft that are known.
        airfields: The table of airfields.

    Returns:
        The same flights in the same order. Only ends of class ``toward`` and
        ``unknown`` may differ.
    """
    brackets = [
        (sighting, reason)
        for sighting, x, away in _places(find_sightings(table), airfields)
        if (reason := _why_only(sighting, airfields, x, away))
    ]
    roles: tuple[Role, ...] = ("origin", "destination")
    for role in roles:
        own = [(s, reason) for s, reason in brackets if s.role == role]
        if own:
            table = _written(table, role, own)
    return table


def _places(
    sightings: Sequence[Sighting], airfields: Airfields
) -> Iterator[tuple[Sighting, int, float]]:
    """Sightings with the row of X in the table, -1 in none, and its distance."""
    row_of = row_by_code(airfields)
    rows = [row_of.get(sighting.airfield, -1) for sighting in sightings]
    away = distance_m(
        np.array([sighting.lat_deg for sighting in sightings], np.float64),
        np.array([sighting.lon_deg for sighting in sightings], np.float64),
        airfields.lat_deg[rows],
        airfields.lon_deg[rows],
    )
    return zip(sightings, rows, away.tolist(), strict=True)


def why_only(sighting: Sighting, airfields: Airfields) -> str:
    """Say why X is the only airfield, in words for the reason; empty when it is not.

    Args:
        sighting: What lies between.
        airfields: The table of airfields.
    """
    [(_, x, away)] = _places([sighting], airfields)
    return _why_only(sighting, airfields, x, away)


def _why_only(sighting: Sighting, airfields: Airfields, x: int, away: float) -> str:
    unlisted = sighting.ranked and sighting.share == 0.0
    if x < 0 or unlisted or not sighting.duration_s <= LONGEST_S:
        return ""
    if sighting.is_stop and sighting.on_ground:
        told = _seen_in_words(sighting, away)
        return f"{told}; the stay there was heard" if away <= AT_FIELD_M else ""
    spare_s = sighting.duration_s - _shortest_s(sighting, away)
    if not spare_s >= 0.0:
        return ""
    if not _fits_elsewhere(sighting, airfields, x, away, spare_s):
        only = "no room for a landing elsewhere"
    elif sighting.share >= (LIKELIER if sighting.duration_s <= SAME_STAY_S else PLAIN):
        only = (
            f"a landing elsewhere would fit in, but {sighting.airfield} had "
            f"{sighting.share:.2f} of the belief before"
        )
    else:
        return ""
    return f"{_seen_in_words(sighting, away)}; {only}"


def _shortest_s(sighting: Sighting, away_m: float) -> float:
    """Least time between the open end and the sighting, landing at X alone."""
    return float(fly_s(sighting, away_m) + _turn_round_s(sighting))


def _turn_round_s(sighting: Sighting) -> float:
    """Least time on the ground at X; none is left when it was seen standing there."""
    return 0.0 if sighting.on_ground else QUICK_TURN_ROUND_S


def fastest_ms(cruise_ms: Speeds) -> Speeds:
    """Fastest ground speed to reckon with: more leaves more room for other landings.

    >>> round(fastest_ms(210.0), 1), round(fastest_ms(float("nan")), 1)
    (321.5, 367.5)
    """
    if isinstance(cruise_ms, float):
        known = UNKNOWN_CRUISE_MS if math.isnan(cruise_ms) else cruise_ms
        return FASTER_SHARE * known + WIND_MS
    known_ms = np.where(np.isnan(cruise_ms), UNKNOWN_CRUISE_MS, cruise_ms)
    return FASTER_SHARE * known_ms + WIND_MS


def fly_s(sighting: Sighting, away_m: Lengths) -> Lengths:
    """Least time from the open end to a landing (from a take-off to it), seconds."""
    arriving = sighting.role == "destination"
    rate_ms = (DESCENT_MS if arriving else CLIMB_MS) / HASTE
    height_m = 0.0 if math.isnan(sighting.altitude_m) else sighting.altitude_m
    change_s = max(height_m, 0.0) / rate_ms
    extra_s = APPROACH_S if arriving else TAKE_OFF_S
    way_s = away_m / fastest_ms(sighting.cruise_ms)
    least_s = way_s + EN_ROUTE_SHARE * (change_s + extra_s)
    if isinstance(least_s, float):
        return max(least_s, change_s)
    return np.maximum(least_s, change_s)


def _fits_elsewhere(
    sighting: Sighting, airfields: Airfields, x: int, direct_m: float, spare_s: float
) -> bool:
    """Whether a landing elsewhere, a turn-round and a hop leave time for X."""
    if spare_s < HOP_S:
        return False
    if spare_s > ALWAYS_ROOM_S:
        return True
    # Both legs together are no longer than this: an ellipse around the two places.
    speed_ms = fastest_ms(sighting.cruise_ms)
    path_m = direct_m + speed_ms * spare_s
    # Near X there mostly is one; the whole ellipse is seldom looked through.
    return any(
        _fits_within(sighting, airfields, x, min(radius_m, path_m))
        for radius_m in (NEAR_X_M, math.inf)
    )


def _fits_within(
    sighting: Sighting, airfields: Airfields, x: int, radius_m: float
) -> bool:
    """The same for airfields within a distance of X."""
    lat, lon = float(airfields.lat_deg[x]), float(airfields.lon_deg[x])
    [motion] = motion_of(np.array([np.nan]), np.array([sighting.highest_m]))
    _, around = neighbours(
        airfields,
        np.array([lat]),
        np.array([lon]),
        radius_m,
        usable_kinds(np.array([motion])),
    )
    others = around[around != x]
    motion = np.full(len(others), motion)
    usable = (suitability(airfields, others, motion) >= FITS) | (
        unpublished(airfields, others, motion) > 0.0
    )
    others = others[usable]
    n = len(others)
    hop_m = distance_m(
        airfields.lat_deg[others],
        airfields.lon_deg[others],
        np.full(n, lat),
        np.full(n, lon),
    )
    needed_s = fly_s(sighting, _metres(sighting, airfields, others))
    needed_s += hop_m / fastest_ms(sighting.cruise_ms) + HOP_S
    needed_s += _turn_round_s(sighting)
    return bool((needed_s <= sighting.duration_s).any())


def _metres(
    sighting: Sighting, airfields: Airfields, rows: NDArray[np.int64]
) -> Metres:
    n = len(rows)
    return distance_m(
        np.full(n, sighting.lat_deg),
        np.full(n, sighting.lon_deg),
        airfields.lat_deg[rows],
        airfields.lon_deg[rows],
    )


def _seen_in_words(sighting: Sighting, away_m: float) -> str:
    code = sighting.airfield
    arriving = sighting.role == "destination"
    if sighting.on_ground:
        what = f"on the ground at {code}"
    else:
        what = f"taking off from {code}" if arriving else f"arriving at {code}"
    side, when = ("next", "later") if arriving else ("previously", "before")
    return (
        f"{away_m / 1000:.0f} km from {code}; {side} heard "
        f"{in_words(sighting.duration_s)} {when} {what}"
    )


def in_words(duration_s: float) -> str:
    """Say a duration in hours and minutes.

    >>> in_words(6_600), in_words(240)
    ('1 h 50 min', '4 min')
    """
    hours, minutes = divmod(round(duration_s / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def _written(
    table: pa.Table, role: Role, brackets: list[tuple[Sighting, str]]
) -> pa.Table:
    """The table with brackets in the columns of one role."""
    names = ("", "_class", "_runway", "_candidates", "_elsewhere", "_reason")
    columns = {part: table[f"{role}{part}"].to_pylist() for part in names}
    for sighting, reason in brackets:
        i, code = sighting.row, sighting.airfield
        columns[""][i] = code
        columns["_class"][i] = EndClass.BRACKETED.value
        columns["_runway"][i] = None
        columns["_candidates"][i] = write_list([code], [1.0])
        columns["_elsewhere"][i] = 0.0
        columns["_reason"][i] = f"{columns['_reason'][i]}; {reason}"
    return with_columns(table, {f"{role}{part}": v for part, v in columns.items()})

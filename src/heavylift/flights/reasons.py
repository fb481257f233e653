"""Why did an end not get a stronger class?

For each class above the one given, the measure that kept it away, beside its bound.
The rules themselves are in ``flights/ends.py``; this says how far the end was from
them, in the words of a person who asks.
"""

from __future__ import annotations

import numpy as np

from heavylift.flights.alignment import MAX_LAST_ALONG_M
from heavylift.flights.ends import (
    LISTED,
    NEAR_BELIEF,
    NEAR_HEIGHT_M,
    NEAR_M,
    ON_POINT_FIELD_M,
)
from heavylift.flights.states import EndStates
from heavylift.flights.suitability import FITS
from heavylift.flights.weigh import Weighed
from heavylift.model.ends import EndClass
from heavylift.reference.airfields import Airfields


def why_not_stronger(
    end_class: EndClass, states: EndStates, weighed: Weighed, airfields: Airfields
) -> tuple[str, ...]:
    """Say for each class stronger than ``end_class`` what kept it away.

    Args:
        end_class: The class that was given.
        states: One end, from ``states.describe_ends``.
        weighed: Its candidates, from ``weigh.weigh``.
        airfields: The table of airfields.

    Returns:
        One line a class, strongest first; empty for ``ground``. ``bracketed`` needs
        other flights and is not told of.
    """
    lines = {
        EndClass.GROUND: _no_ground(states, weighed),
        EndClass.RUNWAY: _no_runway(states, weighed, airfields),
        EndClass.NEAR: _no_near(states, weighed, airfields),
        EndClass.TOWARD: _no_toward(states, weighed),
    }
    return tuple(
        f"not {stronger}: {line}"
        for stronger, line in lines.items()
        if stronger.strength > end_class.strength
    )


def _no_ground(states: EndStates, weighed: Weighed) -> str:
    if not states.surface_rows[0]:
        side = "after" if states.step > 0 else "before"
        return f"no surface position {side} the airborne phase"
    if not len(weighed.field):
        return "no airfield near the surface positions"
    return (
        f"the surface position next to the airborne phase lies "
        f"{np.nanmin(weighed.surface_m) / 1000:.1f} km from the nearest airfield's "
        f"reference point; at most {ON_POINT_FIELD_M / 1000:.1f} km are taken"
    )


def _no_runway(states: EndStates, weighed: Weighed, airfields: Airfields) -> str:
    heard = "last" if states.step > 0 else "first"
    aligned = weighed.aligned
    pairs = np.flatnonzero(aligned.runway_end >= 0)
    if not len(pairs):
        return (
            f"the {heard} position is not on the axis of any known runway, along it, "
            f"within {MAX_LAST_ALONG_M / 1000:.0f} km and low enough"
        )
    pair = int(pairs[np.argmax(weighed.probability[pairs])])
    code = airfields.code[weighed.field[pair]]
    if weighed.fit[pair] < FITS:
        return f"on an axis of {code}, but its runways do not serve such an aircraft"
    if len(pairs) > 1:
        several = ", ".join(str(airfields.code[weighed.field[p]]) for p in pairs[:4])
        return f"on the axes of runways of {several}; none is far likelier"
    way = "descending" if states.step > 0 else "climbing"
    return (
        f"on an axis of {code}, {aligned.height_m[pair]:.0f} m above its threshold at "
        f"{aligned.along_m[pair] / 1000:.1f} km, but not {way} to fit"
    )


def _no_near(states: EndStates, weighed: Weighed, airfields: Airfields) -> str:
    if not len(weighed.field):
        return "no airfield was considered"
    pair = int(np.argmax(weighed.probability))
    code = airfields.code[weighed.field[pair]]
    away, height = weighed.distance_m[pair], weighed.height_m[pair]
    if away > NEAR_M:
        return (
            f"{code}, the likeliest by motion, is {away / 1000:.1f} km away; at most "
            f"{NEAR_M / 1000:.1f} km are taken"
        )
    if np.isnan(height):
        return "the altitude is not known"
    if height > NEAR_HEIGHT_M:
        return f"{height:.0f} m above {code}; at most {NEAR_HEIGHT_M:.0f} m are taken"
    if weighed.unrivalled[pair] < NEAR_BELIEF:
        return (
            f"{code} is not the only airfield that fits: it has "
            f"{100 * weighed.unrivalled[pair]:.0f} % of the belief, and "
            f"{100 * NEAR_BELIEF:.0f} % are needed"
        )
    way = "descending" if states.step > 0 else "climbing"
    return f"near {code}, but not {way} as such a flight would"


def _no_toward(states: EndStates, weighed: Weighed) -> str:
    if not weighed.heading_down[0]:
        way = (
            "on its way down when last heard"
            if states.step > 0
            else "on its way up when first heard"
        )
        return f"not plainly {way}, so nothing speaks for any airfield"
    if not (weighed.probability >= LISTED).any():
        return "no airfield within reach fits"
    return "all airfields together have too little belief to be listed"

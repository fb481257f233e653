"""The thresholds that decided something, for the report's section on method.

The values are the constants themselves, so that the report cannot say another number
than the one that was used.
"""

from __future__ import annotations

from typing import Final

from heavylift.corridors.select import MIN_PROBABILITY
from heavylift.dossier.contents import Threshold
from heavylift.flights import alignment, ends, stops, weigh
from heavylift.model.ends import Prior
from heavylift.positions import stories

#: What each prior means, for the section on method.
PRIORS: Final[dict[Prior, str]] = {
    "usage": "Where other flights of the same airline designator in these inputs went "
    "weighs on the candidates of ends that were not seen (prior: usage). It names no "
    "airfield by itself; --prior even leaves it out.",
    "even": "Candidates of ends that were not seen rest on motion and runways alone; "
    "where other flights went does not weigh (prior: even).",
}


def thresholds() -> tuple[Threshold, ...]:
    """List what decided, each with its value and reason."""
    return (
        Threshold(
            name="Near: distance and height",
            value=f"{ends.NEAR_M / 1000:.1f} km, {ends.NEAR_HEIGHT_M:.0f} m",
            reason="the rule published with EUROCONTROL's OPDI (10 NM and 5,000 ft "
            "above the field), and no other airfield fits",
        ),
        Threshold(
            name="Runway: last position from the threshold",
            value=f"{alignment.MAX_LAST_ALONG_M / 1000:.0f} km",
            reason="beyond it other airfields lie on the same line too often",
        ),
        Threshold(
            name="Runway: direction against the axis",
            value=f"{alignment.MAX_TURN_DEG:.0f}°",
            reason="a track lined up with the runway up to its last position",
        ),
        Threshold(
            name="Toward: airfields considered",
            value=f"{weigh.CANDIDATE_RADIUS_M / 1000:.0f} km",
            reason="within reach of a normal descent from the last position",
        ),
        Threshold(
            name="May belong: probability in the place",
            value=f"{MIN_PROBABILITY:.2f}",
            reason="candidates in the place of the question, added up",
        ),
        Threshold(
            name="A silence may hide a stop",
            value=f"room of {stops.TURN_ROUND_S / 60:.0f} min",
            reason="after descent and climb, time left for a turn-round; half of it "
            "when the aircraft went down before and up after, or its callsign changed",
        ),
        Threshold(
            name="Not trusted: speed between positions",
            value=f"{stories.MAX_SPEED_MS:.0f} m/s",
            reason="nothing that files a flight plan covers ground faster",
        ),
        Threshold(
            name="Not trusted: change of height",
            value=f"{stories.MAX_VERTICAL_SPEED_MS:.0f} m/s",
            reason="more than an aircraft keeps up",
        ),
    )

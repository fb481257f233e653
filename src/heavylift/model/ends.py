"""The two ends of a flight, and the fixed words for what is known of each.

A class of evidence is a statement about data, never about intent. The words are
fixed here so that a table, a map and a sentence cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Role = Literal["origin", "destination"]

#: What may weigh beside a flight itself: nothing, or other flights in the inputs.
Prior = Literal["even", "usage"]


class EndClass(StrEnum):
    """What the data show of a take-off or landing, strongest first."""

    #: Surface positions at the airfield before (after) the airborne phase.
    GROUND = "ground"
    #: Climbing from, or on final to, a runway: aligned, near its axis, low.
    RUNWAY = "runway"
    #: First (last) position low and near the only airfield that fits.
    NEAR = "near"
    #: Not seen, but the same airframe's next (previous) sighting leaves one airfield.
    BRACKETED = "bracketed"
    #: The track ends high or far; candidates are ranked.
    TOWARD = "toward"
    #: Nothing above holds.
    UNKNOWN = "unknown"

    @property
    def strength(self) -> int:
        """0 for ``unknown`` up to 5 for ``ground``; a larger number is stronger."""
        return len(EndClass) - 1 - list(EndClass).index(self)

    @property
    def is_sure(self) -> bool:
        """Whether the class names one airfield."""
        return self in SURE_CLASSES


SURE_CLASSES: Final = frozenset(
    {EndClass.GROUND, EndClass.RUNWAY, EndClass.NEAR, EndClass.BRACKETED}
)

#: Order in which a vector of counts is printed.
CLASS_ORDER: Final[tuple[EndClass, ...]] = tuple(EndClass)


def weaker(a: EndClass, b: EndClass) -> EndClass:
    """Give the weaker of two classes: a flight is as strong as its weaker end."""
    return min(a, b, key=lambda c: c.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An airfield that an end may have been at.

    Attributes:
        airfield: ICAO code, else OurAirports ident.
        probability: Share of belief; candidates and *elsewhere* add up to one.
    """

    airfield: str
    probability: float


def words(
    end_class: EndClass, role: Role, place: str, runway: str | None = None
) -> str:
    """Say an end in the fixed words of its class.

    Args:
        end_class: The class of the end.
        role: Which end it is.
        place: How the airfield is to be called; for ``toward`` the first candidate.
            Not used for ``unknown``.
        runway: Runway designator, for ``runway`` only.

    >>> words(EndClass.RUNWAY, "destination", "Ovda (LLOV)", "20R")
    'on final to Ovda (LLOV), runway 20R'
    >>> words(EndClass.UNKNOWN, "origin", "")
    'not established'
    """
    departing = role == "origin"
    said = {
        EndClass.GROUND: f"on the ground at {place}",
        EndClass.RUNWAY: f"{'took off from' if departing else 'on final to'} {place}, "
        f"runway {runway}",
        EndClass.NEAR: f"near {place}",
        EndClass.BRACKETED: f"take-off not seen; previously seen arriving at {place}"
        if departing
        else f"landing not seen; next seen leaving {place}",
        EndClass.TOWARD: f"coming from the direction of {place}"
        if departing
        else f"heading towards {place}",
        EndClass.UNKNOWN: "not established",
    }
    return said[end_class]

"""What an explanation of a flight says: records for whoever prints them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heavylift.flights.silences import QuarantinedRun, Silence
from heavylift.model.ends import EndClass, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class EndState:
    """What was heard at an end; time runs forward for both roles.

    Attributes:
        time_ms: When the outermost airborne position was valid.
        lat_deg: Its latitude.
        lon_deg: Its longitude.
        altitude_m: Altitude as used; NaN unknown.
        speed_ms: Ground speed; NaN unknown.
        track_deg: Direction of motion; NaN unknown.
        climb_ms: Vertical speed from the altitudes, climb positive; NaN unknown.
        change_m: Change of height in the ten minutes nearest the end; NaN unknown.
        surface_rows: Surface positions beyond the airborne phase.
        plain: Whether it was plainly coming down (landing) or going up (take-off).
    """

    time_ms: int
    lat_deg: float
    lon_deg: float
    altitude_m: float
    speed_ms: float
    track_deg: float
    climb_ms: float
    change_m: float
    surface_rows: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """What speaks for one airfield.

    Attributes:
        airfield: ICAO code, else OurAirports ident.
        name: How it is called.
        distance_m: From the outermost airborne position to its reference point.
        height_m: Height of that position above it; NaN unknown.
        off_course_deg: Angle between the course and the way there (take-offs: seen
            backwards); NaN unknown.
        runway_fit: How well its runways serve such an aircraft, 0 to 1.
        runway: Designator of the runway it is lined up with; empty when with none.
        along_m: Distance from that threshold; NaN when lined up with none.
        across_m: Distance from that axis; NaN when lined up with none.
        by_motion: Share of belief by motion and runways alone.
        probability: Probability in the table; ``None`` when it is not listed.
    """

    airfield: str
    name: str
    distance_m: float
    height_m: float
    off_course_deg: float
    runway_fit: float
    runway: str
    along_m: float
    across_m: float
    by_motion: float
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndExplanation:
    """One end, taken apart.

    Attributes:
        role: Which end.
        end_class: Class in the table.
        words: The fixed words of that class.
        reason: The facts in the table, in one line.
        now: Class that the files give when they are read again.
        state: What was heard.
        candidates: Airfields that were considered, those of the table first.
        others: How many more were considered, none of them likelier.
        elsewhere: Probability in the table of none of the candidates.
        elsewhere_by_motion: The same by motion and runways alone.
        not_stronger: Why no stronger class was given, one line a class.
        silence: The silence beyond this end; ``None`` when nothing of this aircraft
            lies beyond it in the files.
        gap: What the table says of that silence; empty when nothing.
    """

    role: Role
    end_class: EndClass
    words: str
    reason: str
    now: EndClass
    state: EndState
    candidates: tuple[CandidateFacts, ...]
    others: int
    elsewhere: float
    elsewhere_by_motion: float
    not_stronger: tuple[str, ...]
    silence: Silence | None
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One flight, taken apart.

    Attributes:
        flight_id: As in the table.
        found_as: How the files that were read now call it; another one when a part of
            the aircraft's files was not among them.
        callsign: Callsign in the table; empty when none.
        first_seen: First position in the table.
        last_seen: Last position in the table.
        origin: Its take-off.
        destination: Its landing.
        silences: Silences within the flight that are long enough to matter.
        quarantined: Positions that were not trusted, by stretch.
        not_trusted: How many were not when the table was made.
    """

    flight_id: str
    found_as: str
    callsign: str
    first_seen: datetime
    last_seen: datetime
    origin: EndExplanation
    destination: EndExplanation
    silences: tuple[Silence, ...]
    quarantined: tuple[QuarantinedRun, ...]
    not_trusted: int

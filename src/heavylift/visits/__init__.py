"""What aircraft did between flights: visits, rotations, and how they are counted."""

from heavylift.visits.legs import Legs, Meeting, legs_of
from heavylift.visits.rotations import ROTATION_SCHEMA, Rotations, find_rotations
from heavylift.visits.shared_aircraft import SHARED_SCHEMA, shared_aircraft
from heavylift.visits.units import UnitCounts, count_units
from heavylift.visits.visits import VISIT_SCHEMA, find_visits, visits_in_words

__all__ = [
    "ROTATION_SCHEMA",
    "SHARED_SCHEMA",
    "VISIT_SCHEMA",
    "Legs",
    "Meeting",
    "Rotations",
    "UnitCounts",
    "count_units",
    "find_rotations",
    "find_visits",
    "legs_of",
    "shared_aircraft",
    "visits_in_words",
]

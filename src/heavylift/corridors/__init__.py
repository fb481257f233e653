"""Flights from one place to another, counted by class."""

from heavylift.corridors.counts import PeriodCount, count_by_class, count_by_period
from heavylift.corridors.criteria import Criteria
from heavylift.corridors.select import Corridor, Selection, select_flights

__all__ = [
    "Corridor",
    "Criteria",
    "PeriodCount",
    "Selection",
    "count_by_class",
    "count_by_period",
    "select_flights",
]

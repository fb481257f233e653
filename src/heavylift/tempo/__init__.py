"""How unusual was it, and out of how much: rates of rotations and what chance does."""

from heavylift.tempo.counts import Counted, DailyCounts, count_in
from heavylift.tempo.discoveries import Discoveries, control_discoveries
from heavylift.tempo.leads import LeadProfile, profile_leads, usable_events
from heavylift.tempo.rates import NotTestable, RateRatio, compare
from heavylift.tempo.scan import Scan, scan_days
from heavylift.tempo.smallest import smallest_ratio
from heavylift.tempo.surges import Surge, measure_surge
from heavylift.tempo.windows import Window, windows_beside

__all__ = [
    "Counted",
    "DailyCounts",
    "Discoveries",
    "LeadProfile",
    "NotTestable",
    "RateRatio",
    "Scan",
    "Surge",
    "Window",
    "compare",
    "control_discoveries",
    "count_in",
    "measure_surge",
    "profile_leads",
    "scan_days",
    "smallest_ratio",
    "usable_events",
    "windows_beside",
]

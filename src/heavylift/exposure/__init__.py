"""How much of what flew could have been seen: the measure beside every count."""

from heavylift.exposure.completeness import (
    Completeness,
    completeness_of_flights,
    completeness_of_records,
)
from heavylift.exposure.controls import Control, Rule, find_controls
from heavylift.exposure.ends import Depth, EndsAt, ends_at
from heavylift.exposure.exposure import (
    Exposure,
    Measure,
    Observed,
    RelativeReception,
    exposure_of,
    legs_by_day,
)
from heavylift.exposure.followed import FOLLOWED_SCHEMA, followed_by_day
from heavylift.exposure.heard import HEARD_SCHEMA, cells_between, cells_of, heard_by_day
from heavylift.exposure.others import Others, others_than
from heavylift.exposure.visibility import Visibility, visibility_of

__all__ = [
    "FOLLOWED_SCHEMA",
    "HEARD_SCHEMA",
    "Completeness",
    "Control",
    "Depth",
    "EndsAt",
    "Exposure",
    "Measure",
    "Observed",
    "Others",
    "RelativeReception",
    "Rule",
    "Visibility",
    "cells_between",
    "cells_of",
    "completeness_of_flights",
    "completeness_of_records",
    "ends_at",
    "exposure_of",
    "find_controls",
    "followed_by_day",
    "heard_by_day",
    "legs_by_day",
    "others_than",
    "visibility_of",
]

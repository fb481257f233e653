"""The world's airfields: the records, looking them up, and finding them by place.

What other stages import. The records are in ``gazetteer``, codes and names in
``lookup``, distances and regions in ``nearby``.
"""

from heavylift.reference.gazetteer import (
    Airfields,
    HeadingSource,
    Kind,
    country_names,
    load_airfields,
)
from heavylift.reference.lookup import called, find, suggest
from heavylift.reference.nearby import (
    in_country,
    nearest,
    neighbours,
    places_of,
    within_box,
    within_circle,
    within_polygon,
)
from heavylift.reference.strips import StripsFile, airfields_with

__all__ = [
    "Airfields",
    "HeadingSource",
    "Kind",
    "StripsFile",
    "airfields_with",
    "called",
    "country_names",
    "find",
    "in_country",
    "load_airfields",
    "nearest",
    "neighbours",
    "places_of",
    "suggest",
    "within_box",
    "within_circle",
    "within_polygon",
]

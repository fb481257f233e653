"""A lake: days of positions and their flights, kept so that questions are quick."""

from heavylift.lake.storage import Lake, is_lake, make_lake, open_lake

__all__ = ["Lake", "is_lake", "make_lake", "open_lake"]

"""Read what others have written down of aircraft; their quirks end here.

Each reader turns one database into ``entries``. What a row lacks is unknown, what
cannot be used is counted under a reason.
"""

from heavylift.aircraft.databases.detect import read_database
from heavylift.aircraft.databases.reading import Reading

__all__ = ["Reading", "read_database"]

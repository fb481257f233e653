"""What no reader believes, whatever the file says."""

from __future__ import annotations

from typing import Final

#: Earliest and latest time believed, Unix seconds: 1990 (no Mode S position was kept
#: before) and 2100. A clock that starts at zero says 1970.
EARLIEST_S: Final = 631_152_000.0
LATEST_S: Final = 4_102_444_800.0

#: Ground speed above this is no aircraft's: the fastest, the SR-71, flew 981 m/s.
MAX_SPEED_MS: Final = 1000.0

"""Build daily counts and exposure for the statistics of rates."""

from datetime import date, timedelta

import numpy as np

from heavylift.tempo.counts import Counted, DailyCounts
from heavylift.tempo.windows import Window

#: A Monday.
FIRST = date(2023, 1, 2)


def daily(counts, exposure=1.0, first=FIRST):
    """Give days with counts, and one exposure for all or one for each."""
    counts = np.asarray(counts, np.int64)
    return DailyCounts(
        first=first,
        counts=counts,
        exposure=np.broadcast_to(np.asarray(exposure, np.float64), counts.shape),
    )


def window(start, end, label="during"):
    """Give a window by days after the first one."""
    return Window(
        start=FIRST + timedelta(days=start),
        end=FIRST + timedelta(days=end),
        label=label,
    )


def counted(count, exposure, label="during"):
    """Give what was counted in a window."""
    days = max(1, round(exposure))
    return Counted(
        label=label, count=count, exposure=exposure, days=days, days_seen=days
    )

"""How many days are from one date to another?

The first and the last day both count: from 1 to 17 September is 17 days. Some count
only what lies between; one day less or more cannot be told from that.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from heavylift.claims.arithmetic_checks import Check, Verdict, checked
from heavylift.claims.intervals import Interval
from heavylift.claims.printed_figures import Figure, figure_of

_DAYS: Final = {"day": 1, "week": 7}


def check_days(first: dt.date, last: dt.date, days: str | Figure) -> Check:
    """Check a number of days or weeks against its first and last day.

    Args:
        first: First day.
        last: Last day, which counts too.
        days: How many are printed, such as "17 days".

    Raises:
        ValueError: They are not days or weeks, or the last day is before the first.

    >>> check_days(dt.date(2023, 9, 1), dt.date(2023, 9, 17), "17 days").verdict
    'holds'
    """
    printed = figure_of(days) if isinstance(days, str) else days
    if printed.unit not in _DAYS:
        raise ValueError(f"{printed.text!r} are neither days nor weeks")
    if last < first:
        raise ValueError(f"the last day, {last}, is before the first, {first}")
    each = _DAYS[printed.unit]
    computed = Interval.at((last - first).days + 1)
    said = printed.said.times(Interval.at(each))
    near = Interval(
        None if said.low is None else said.low - 1,
        None if said.high is None else said.high + 1,
    )
    verdict: Verdict = "does_not_hold"
    why = "From {first} to {last} are {computed} with both ends, printed is {printed}"
    if computed.is_within(said):
        verdict, why = "holds", f"{why}."
    elif computed.is_within(near):
        verdict, why = "cannot_be_told", f"{why}: one of the ends may not be counted."
    else:
        why = f"{why}: further apart than counting both ends, one or none."
    ends = {"{first}": first.isoformat(), "{last}": last.isoformat()}
    for name, day in ends.items():
        why = why.replace(name, day)
    return checked(
        "days", [], printed, computed=computed, verdict=verdict, why=why, unit="day"
    )

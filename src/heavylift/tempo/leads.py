"""Do flights gather before dated events, more than before days chosen at random?

Events come close together and flights come in clusters, so neither may be strewn one by
one. The flights stay where they are. Events whose profiles overlap are one *bout* and
are shifted together, around the period as around a clock, so distances between them
stay; each bout goes to a day of its own. Only which flights come before which events is
left to chance.

With one bout alone every shift by less than the length of the profile shows the same
peak on another day, so the band can then not be left by less than that share of shifts.

The profile is the rate on each day before and after the events. Of many days some lie
high by chance; the band is so wide that in 95 of 100 shifts the whole profile stays
inside (the largest distance of any day decides, Westfall and Young 1993), so one day
outside means something.

That flights gather before events is not why they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.errors import RatesError
from heavylift.tempo.chance import SEED, TIE, midp_of_draws
from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.rates import LEVEL

#: Days before an event that belong to its profile: four weeks. What gathers earlier is
#: lost in the rest; with few events a longer profile widens the band.
BEFORE_DAYS: Final = 28

#: Days after an event, the day of it included: to show whether a rise ends.
AFTER_DAYS: Final = 14

#: Shifts that are drawn: 999 tell 5 % from 3 or 7.
SHIFTS: Final = 999

#: Why an event was left out.
NO_DAY: Final = "date without a day"
NO_DATE: Final = "no date"
OUTSIDE: Final = "outside the days at hand"
SAME_DAY: Final = "another event on the same day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Days of events that can be used, and those that cannot.

    Attributes:
        days: Days in order, none twice.
        left_out: How many were left out, by reason.
    """

    days: tuple[date, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeadProfile:
    """Rates around events, beside those around the same events shifted.

    Attributes:
        leads: Days from the event, negative before it, shape ``(n,)``.
        counts: Rotations on those days of all events, shape ``(n,)``.
        exposure: Observable days, shape ``(n,)``.
        rates: Rotations per observable day; NaN where nothing could be seen.
        usual: Mean rate over all shifts; NaN where no shift could see anything.
        low: Lower edge of the band, 0 or more.
        high: Upper edge.
        before: Rate over all days before the events; None when nothing could be seen.
        before_usual: Mean of it over all shifts.
        p_before: Chance that a shift has as much before the events, or more.
        p_band: Chance that the profile of a shift strays as far from the mean anywhere.
        events: Events that were used.
        bouts: Bouts of events that were shifted, each by itself.
        shifts: How often.
    """

    leads: NDArray[np.int64]
    counts: NDArray[np.int64]
    exposure: NDArray[np.float64]
    rates: NDArray[np.float64]
    usual: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    before: float | None
    before_usual: float | None
    p_before: float | None
    p_band: float | None
    events: int
    bouts: int
    shifts: int


def usable_events(dates: Iterable[str], daily: DailyCounts) -> Events:
    """Choose the events whose day is known and lies in the period.

    Args:
        dates: Dates as ``YYYY-MM-DD``; ``YYYY-MM`` and ``YYYY`` name no day.
        daily: The period.
    """
    days: set[date] = set()
    left_out: Counter[str] = Counter()
    for text in dates:
        day = _day(text.strip())
        if isinstance(day, str):
            left_out[day] += 1
        elif not 0 <= (day - daily.first).days < daily.days:
            left_out[OUTSIDE] += 1
        elif day in days:
            left_out[SAME_DAY] += 1
        else:
            days.add(day)
    return Events(days=tuple(sorted(days)), left_out=dict(left_out))


def profile_leads(  # noqa: PLR0913
    daily: DailyCounts,
    events: Sequence[date],
    *,
    before_days: int = BEFORE_DAYS,
    after_days: int = AFTER_DAYS,
    level: float = LEVEL,
    shifts: int = SHIFTS,
    seed: int = SEED,
) -> LeadProfile:
    """Compare the days around events with those around the same events shifted.

    Days beyond the period have no exposure, for true and for shifted events alike.

    Args:
        daily: Rotations and exposure by day.
        events: Days of events inside the period, at least one, none twice.
        before_days: Days before an event, 1 or more.
        after_days: Days from the event on, 0 or more.
        level: Share of shifts whose whole profile lies inside the band.
        shifts: How often the events are shifted.
        seed: Where random shifts start.

    Raises:
        RatesError: There is no event, or one lies outside the period.
    """
    at = np.array([(day - daily.first).days for day in events], np.int64)
    if at.size == 0 or at.min() < 0 or at.max() >= daily.days:
        raise RatesError(
            f"{at.size} events, of which all must lie in {daily.first} to "
            f"{daily.day(daily.days)}, and there must be one",
            help="give events with their full dates inside the days that were read",
        )
    leads = np.arange(-before_days, after_days)
    bouts = _bouts(at, before_days + after_days)
    chance = np.random.default_rng(seed)
    shifted = chance.integers(0, daily.days, (shifts, len(bouts)))
    # The true dates are the first row.
    shifted = np.vstack([np.zeros(len(bouts), np.int64), shifted])
    counts = _around(daily.counts, bouts, leads, shifted)
    exposure = _around(daily.exposure, bouts, leads, shifted)
    rates = _rates(counts, exposure)
    usual, spread = _mean_and_spread(rates)
    # Where all shifts agree a distance cannot be told.
    known = np.where(spread > TIE, spread, np.nan)
    astray = np.nan_to_num(np.abs(rates - usual) / known).max(axis=1)
    # The band holds this share of the shifts or more.
    reach = np.quantile(astray, level, method="higher")
    ahead = leads < 0
    before = _rates(counts[:, ahead].sum(axis=1), exposure[:, ahead].sum(axis=1))
    seen = bool(np.isfinite(before[0]))
    return LeadProfile(
        leads=leads,
        counts=counts[0].astype(np.int64),
        exposure=exposure[0],
        rates=rates[0],
        usual=usual,
        low=np.maximum(usual - reach * spread, 0),
        high=usual + reach * spread,
        before=float(before[0]) if seen else None,
        before_usual=float(np.nanmean(before)) if seen else None,
        p_before=_chance_of_first(before[np.isfinite(before)]) if seen else None,
        p_band=_chance_of_first(astray) if np.isfinite(rates[0]).any() else None,
        events=at.size,
        bouts=len(bouts),
        shifts=shifts,
    )


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        parts = text.split("-")
        partial = len(parts) <= 2 and all(p.isdecimal() for p in parts)
        return NO_DAY if partial and len(parts[0]) == 4 else NO_DATE


def _bouts(at: NDArray[np.int64], length: int) -> list[NDArray[np.int64]]:
    """Part events into those whose profiles overlap."""
    ordered = np.sort(at)
    return np.split(ordered, np.flatnonzero(np.diff(ordered) >= length) + 1)


def _around(
    column: NDArray[np.int64] | NDArray[np.float64],
    bouts: Sequence[NDArray[np.int64]],
    leads: NDArray[np.int64],
    shifted: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Add up a column around events, for each row of shifts of the bouts."""
    n = column.size
    # Zeros beyond both edges: days of which nothing is known.
    beyond = int(np.abs(leads).max())
    padded = np.pad(column.astype(np.float64), beyond)
    summed = np.zeros((len(shifted), leads.size))
    for bout, by in zip(bouts, shifted.T, strict=True):
        for event in bout.tolist():
            moved = (event + by) % n + beyond
            summed += padded[moved[:, None] + leads]
    return summed


def _rates(
    counts: NDArray[np.float64], exposure: NDArray[np.float64]
) -> NDArray[np.float64]:
    seen = exposure > 0
    return np.where(seen, counts / np.where(seen, exposure, 1), np.nan)


def _mean_and_spread(
    rates: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    known = np.isfinite(rates)
    n = known.sum(axis=0)
    some = np.where(n > 0, n, 1)
    mean = np.where(known, rates, 0).sum(axis=0) / some
    off = np.where(known, rates - mean, 0)
    spread = np.sqrt((off**2).sum(axis=0) / some)
    unknown = n == 0
    return np.where(unknown, np.nan, mean), np.where(unknown, np.nan, spread)


def _chance_of_first(values: NDArray[np.float64]) -> float:
    """Give the chance of a value as high as the first, by the others."""
    return midp_of_draws(float(values[0]), values[1:])

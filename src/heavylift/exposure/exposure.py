"""How many days of a corridor could have been seen?

An observable day is a whole day's archive at the usual reception of the period. A
day's exposure is the share of the archive that is there, times the reception at the
origin, times that at the destination. Reception is judged by other traffic, relative
to the period's own level: with three times as many other aircraft followed down to an
airfield, three times as many of the flights asked about would have been seen landing.

That other traffic grew looks the same as that reception grew. So there are several
measures, and a finding that holds by one of them only should be printed with all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.exposure.completeness import Completeness
from heavylift.exposure.ends import EndsAt
from heavylift.exposure.heard import WINDOWS
from heavylift.model.ends import Role

#: Reception is averaged over at least so many days: a week has each day of the week
#: once. Half of it would take a quiet Sunday for bad reception; twice as much would
#: spread a receiver's outage over a month.
SMOOTHED_DAYS: Final = 7

#: ... and over as many more, up to the edges of the window, as it takes to expect so
#: many others: small airfields see a handful a week. With half of it, chance moves the
#: factor of a day by a third; with twice as much, only large airports are averaged over
#: a week.
ENOUGH_OTHERS: Final = 20

#: With fewer others than this in the whole period reception at an end is unknown: ten
#: leave a third of uncertainty in the mean alone.
LEAST_OTHERS: Final = 10

#: Weight of the period's own level in each average, as so many expected others. Without
#: it, a week in which chance brought none would have no exposure, and one flight in it
#: an infinite rate. It draws a real change towards none: in simulations with one other
#: every second day, one of 3 was measured as 2.8 in a window of 17 days.
PRIOR_OTHERS: Final = 0.5


class Measure(StrEnum):
    """What reception is judged by."""

    #: Other aircraft seen at both ends: ends of class ground, runway or near.
    FOLLOWED = "others followed"
    #: Of other aircraft at or headed for each end, the share that was seen there.
    SHARE = "share of others followed"
    #: Aircraft heard in the cells along the way.
    HEARD = "aircraft heard on the way"
    #: Nothing: the archive alone.
    ARCHIVE = "archive alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeReception:
    """RelativeReception on each day, relative to its level in the whole period.

    Attributes:
        where: What it is at: ``origin``, ``destination`` or ``way``.
        factor: 1 is the level of the period; 1 throughout when it is not known. Shape
            ``(days,)``.
        others: Others that it rests on, on each day itself; shape ``(days,)``.
        about: Others that were at the place or headed for it, seen there or not, in the
            whole period.
        is_known: Whether ``LEAST_OTHERS`` were seen in the period.
        each: Numbers that one and the same aircraft may add: on its way through cells
            it is counted in each of them.
    """

    where: Role | str
    factor: NDArray[np.float64]
    others: NDArray[np.int64]
    about: int
    is_known: bool
    each: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Exposure of a window.

    Attributes:
        days: Days of the window.
        days_with_data: Those with any data.
        days_assumed_whole: Those of them whose source does not say what is missing.
        archive_days: Shares of the archive added up.
        observable_days: Exposure: archive and reception.
        others: Others that reception rests on in the window, by where.
        relative_sd: Standard deviation of the exposure relative to it, from those
            numbers alone (Poisson); at least that. ``None`` when no reception is known.
        unknown_at: Where reception is not known, and the archive alone counts: others
            seen there in the whole period, and others at the place or headed for it.
            None of many is no reception to speak of.
    """

    days: int
    days_with_data: int
    days_assumed_whole: int
    archive_days: float
    observable_days: float
    others: dict[str, int]
    relative_sd: float | None
    unknown_at: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Exposure of a corridor on each day.

    Attributes:
        measure: What reception was judged by.
        completeness: How much of each day is there.
        receptions: RelativeReception where it was judged; none for ``Measure.ARCHIVE``.
        observable_days: Of each day, shape ``(days,)``.
    """

    measure: Measure
    completeness: Completeness
    receptions: tuple[RelativeReception, ...]
    observable_days: NDArray[np.float64]

    def between(self, first: date, end: date) -> Observed:
        """Exposure of the days of a window.

        Args:
            first: First day.
            end: First day after; days outside of the period have no data.
        """
        own = self._span(first, end)
        share = self.completeness.assumed[own]
        others = {r.where: int(r.others[own].sum()) for r in self.receptions}
        known = [r for r in self.receptions if r.is_known]
        variances = [1.0 / max(others[r.where] / r.each, 1) for r in known]
        return Observed(
            days=max((end - first).days, 0),
            days_with_data=int((share > 0).sum()),
            days_assumed_whole=int(np.isnan(self.completeness.share[own]).sum()),
            archive_days=float(share.sum()),
            observable_days=float(self.observable_days[own].sum()),
            others=others,
            relative_sd=float(np.sqrt(sum(variances))) if known else None,
            unknown_at={
                r.where: (int(r.others.sum()), r.about)
                for r in self.receptions
                if not r.is_known
            },
        )

    def ratio_sd(
        self, one: Sequence[tuple[date, date]], other: Sequence[tuple[date, date]]
    ) -> float:
        """Standard deviation of the ratio of two exposures, relative to it.

        From the numbers of others in the windows alone, which vary as counts do
        (Poisson, delta method): the root of the sum of ``1 / n`` over both places and
        both sides. The level of the period cancels. What else reception does from day
        to day is not in it, so it is at least that.

        Args:
            one: Windows of the one exposure: first day, and first day after.
            other: Windows of the other.

        Returns:
            The deviation; 0 where reception is not judged by others at all.
        """
        variance = 0.0
        for windows in (one, other):
            for r in self.receptions:
                if r.is_known:
                    seen = sum(int(r.others[self._span(*w)].sum()) for w in windows)
                    # As in the averages, half an other is what nobody is known by.
                    variance += 1.0 / (seen / r.each + PRIOR_OTHERS)
        return float(np.sqrt(variance))

    def _span(self, first: date, end: date) -> slice:
        start = (first - self.completeness.first).days
        stop = (end - self.completeness.first).days
        return slice(max(start, 0), max(stop, 0))

    def table(self) -> pa.Table:
        """Give each day with what its exposure is made of; unknown reception is empty.

        Columns: ``day``, ``state``, ``archive_share``, for each place where reception
        was judged ``others_…`` and ``reception_…``, and ``observable_days``.
        """
        columns: dict[str, object] = {
            "day": pa.array(self.completeness.days, pa.date32()),
            "state": pa.array(self.completeness.states, pa.string()),
            "archive_share": pa.array(self.completeness.share, from_pandas=True),
        }
        for r in self.receptions:
            columns[f"others_{r.where}"] = r.others
            unknown = np.full(len(r.factor), not r.is_known)
            columns[f"reception_{r.where}"] = pa.array(r.factor, mask=unknown)
        return pa.table(columns | {"observable_days": self.observable_days})


def exposure_of(
    completeness: Completeness,
    measure: Measure,
    ends: Sequence[EndsAt] = (),
    heard: pa.Table | None = None,
    *,
    edges: Sequence[date] = (),
    smoothed_days: int = SMOOTHED_DAYS,
) -> Exposure:
    """Work out the exposure of a corridor on each day of a period.

    Args:
        completeness: How much of each day is there.
        measure: What reception is judged by.
        ends: Ends of others: take-offs at the origins, landings at the destinations.
            For ``FOLLOWED`` and ``SHARE``.
        heard: From ``heard_by_day``, for ``HEARD``; ``None`` when it is not known.
        edges: Days at which averages begin anew: the bounds of the windows that are to
            be compared, so that none is judged by the reception of another.
        smoothed_days: Least number of days that reception is averaged over.
    """
    share = completeness.assumed
    blocks = _blocks(completeness, edges)
    spans = blocks, smoothed_days
    receptions: list[RelativeReception] = []
    if measure in (Measure.FOLLOWED, Measure.SHARE):
        for own in ends:
            seen = _on_days(own.day[own.seen], completeness)
            about = _on_days(own.day, completeness)
            due = share if measure is Measure.FOLLOWED else about.astype(np.float64)
            made = _reception(own.role, seen, due, share, spans)
            receptions.append(replace(made, about=int(about[share > 0].sum())))
    elif measure is Measure.HEARD:
        counts = _heard_on_days(heard, completeness)
        made = _reception("way", counts, share, share, spans)
        receptions.append(replace(made, each=_cells_looked_at(heard)))
    observable = share.copy()
    for reception in receptions:
        observable *= reception.factor
    return Exposure(
        measure=measure,
        completeness=completeness,
        receptions=tuple(receptions),
        observable_days=observable,
    )


#: First day and day after the last of the window that each day is in, and the least
#: number of days that reception is averaged over.
_Spans = tuple[tuple[NDArray[np.int64], NDArray[np.int64]], int]


def _blocks(
    completeness: Completeness, edges: Sequence[date]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First day and day after the last of the stretch between edges of each day."""
    n = len(completeness)
    inner = {(edge - completeness.first).days for edge in edges}
    bounds = np.array(sorted({0, n} | {e for e in inner if 0 < e < n}), np.int64)
    after = np.searchsorted(bounds, np.arange(n), side="right")
    return bounds[after - 1], bounds[np.minimum(after, len(bounds) - 1)]


def _runs(
    expected: NDArray[np.float64], spans: _Spans
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each day is averaged over: first day, and day after the last.

    Args:
        expected: Others expected on each day, added up from the first; shape
            ``(days + 1,)``.
        spans: Stretches that averages stay in, and their least length.
    """
    (low, high), days = spans
    at = np.arange(len(low))
    first, last = at.copy(), at.copy()
    waiting = at
    while len(waiting):
        # Beside an edge the days beyond it are made up for on the other side.
        start = np.clip(
            waiting - days // 2,
            low[waiting],
            np.maximum(high[waiting] - days, low[waiting]),
        )
        stop = np.minimum(start + days, high[waiting])
        first[waiting], last[waiting] = start, stop
        whole = (start == low[waiting]) & (stop == high[waiting])
        enough = expected[stop] - expected[start] >= ENOUGH_OTHERS
        waiting = waiting[~whole & ~enough]
        days += 2
    return first, last


def _reception(
    where: Role | str,
    counts: NDArray[np.int64],
    due: NDArray[np.float64],
    share: NDArray[np.float64],
    spans: _Spans,
) -> RelativeReception:
    """Others counted, over those that were due at the level of the period.

    Args:
        where: What it is at.
        counts: Others seen on each day.
        due: What that is measured by on each day: the archive that is there, or others
            that could have been seen.
        share: Share of the archive that is there; other days do not count.
        spans: What averages stay in, and the least that they are over.
    """
    there = share > 0
    counts, due = np.where(there, counts, 0), np.where(there, due, 0.0)
    total = int(counts.sum())
    if total < LEAST_OTHERS or not due.sum() > 0:
        return RelativeReception(
            where=where,
            factor=np.ones(len(counts)),
            others=counts,
            about=total,
            is_known=False,
        )
    level = total / due.sum()
    seen, expected = (
        np.concatenate([[0.0], np.cumsum(values)]) for values in (counts, due * level)
    )
    first, last = _runs(expected, spans)
    factor = (seen[last] - seen[first] + PRIOR_OTHERS) / (
        expected[last] - expected[first] + PRIOR_OTHERS
    )
    return RelativeReception(
        where=where, factor=factor, others=counts, about=total, is_known=True
    )


def _on_days(day: NDArray[np.int64], completeness: Completeness) -> NDArray[np.int64]:
    """How many fall on each day of the period."""
    first, n = completeness.number[:1].sum(), len(completeness)
    at = day - first
    counts: NDArray[np.int64] = np.bincount(at[(at >= 0) & (at < n)], minlength=n)
    return counts


def _heard_on_days(
    heard: pa.Table | None, completeness: Completeness
) -> NDArray[np.int64]:
    if heard is None:
        return np.zeros(len(completeness), np.int64)
    n = len(completeness)
    at = heard["day"].cast(pa.int32()).to_numpy() - completeness.number[:1].sum()
    inside = (at >= 0) & (at < n)
    windows = heard["aircraft_windows"].to_numpy()
    sums = np.bincount(at[inside], weights=windows[inside], minlength=n)
    return sums.astype(np.int64)


def _cells_looked_at(heard: pa.Table | None) -> int:
    if heard is None or not heard.num_rows:
        return 1
    return max(1, int(heard["windows_looked_at"][0].as_py()) // WINDOWS)


def legs_by_day(
    first_ms: NDArray[np.int64], completeness: Completeness
) -> tuple[pa.Array, int]:
    """Count flights by the day (UTC) of their first position.

    Args:
        first_ms: Their first positions, Unix milliseconds.
        completeness: How much of each day is there.

    Returns:
        Counts of the days of the period, empty on days without data; and how many
        flights begin on such days, or outside of the period, and are in none of them.
    """
    counts = _on_days(first_ms // 86_400_000, completeness)
    missing = completeness.assumed <= 0
    counted = pa.array(counts, mask=missing)
    return counted, len(first_ms) - int(counts[~missing].sum())

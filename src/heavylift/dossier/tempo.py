"""How unusual was it, and out of how much: rates of a corridor, put together.

Flights become rotations by day, all other traffic becomes exposure, and both become a
ratio of rates with what it rests on. Everything that a reader needs to doubt the number
stands beside it: other measures of exposure, control corridors chosen by rule, what
could have been seen at each airfield, and how many times was looked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.corridors import Corridor, select_flights
from heavylift.corridors.select import narrow
from heavylift.errors import CaseError
from heavylift.exposure.completeness import Completeness
from heavylift.exposure.controls import Control, find_controls
from heavylift.exposure.ends import EndsAt, ends_at
from heavylift.exposure.exposure import Exposure, Measure, exposure_of, legs_by_day
from heavylift.exposure.others import Others, others_than
from heavylift.exposure.places import ROLES, BothPlaces, place_of
from heavylift.reference.airfields import Airfields
from heavylift.tempo.counts import DailyCounts
from heavylift.tempo.discoveries import (
    Discoveries,
    control_discoveries,
    guaranteed_p,
)
from heavylift.tempo.leads import Events, LeadProfile, profile_leads, usable_events
from heavylift.tempo.rates import RateRatio
from heavylift.tempo.scan import Scan, scan_days
from heavylift.tempo.surges import Surge, measure_surge
from heavylift.tempo.windows import Window, windows_beside
from heavylift.visits.legs import Legs, legs_of
from heavylift.visits.rotations import Rotations, find_rotations
from heavylift.visits.units import UnitCounts, count_units

#: What is counted. A rotation of which only one leg is in the data counts as one; a leg
#: that may belong has an end that is only ``toward``, and no rotation to be told of.
Unit = Literal["rotations", "legs", "legs that may belong"]

#: Measures of exposure that every answer is given by, the first of them unless asked.
MEASURES: Final = (Measure.FOLLOWED, Measure.SHARE, Measure.ARCHIVE)

#: Days of flights beyond the windows: a rotation may begin or end there.
MARGIN_DAYS: Final = 14

#: Shortest baseline that is taken: with fewer days a rate is hardly more than a count.
LEAST_BEFORE_DAYS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TempoAsked:
    """What is to be compared.

    Attributes:
        before_days: Days of the baseline before the period.
        after_days: Days after the period that are shown beside it; 0 for none.
        unit: What is counted.
        measure: By what reception is judged.
        events: Dates of events, as written, around which flights may gather.
    """

    before_days: int
    after_days: int = 0
    unit: Unit = "rotations"
    measure: Measure = Measure.FOLLOWED
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTempo:
    """A control corridor in the same windows.

    Attributes:
        control: Which it is, and by which rule it was chosen.
        counts: Its legs by day.
        surge: How its period compares with its baseline, out of the archive alone.
    """

    control: Control
    counts: NDArray[np.int64]
    surge: Surge

    @property
    def name(self) -> str:
        """What tells it from the others: a pair may come under several rules."""
        own = self.control
        return f"{own.origin} to {own.destination} ({own.rule.value})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Rates of a corridor before, during and after a period.

    Attributes:
        asked: What was to be compared.
        windows: Before, during and, if asked for, after; in order.
        during: Which of them is the period.
        daily: Counts and exposure by day, by the measure asked for.
        uncounted: Rotations or legs on days without data, which have no count.
        surges: How the period compares with the time before it, by each measure.
        exposures: Exposure by each measure.
        scan: The days that stand out most, wherever they are.
        leads: Whether rotations gather before the events; ``None`` when none is given
            or lies in the windows.
        events: Which events were used, and why others were not.
        controls: Control corridors.
        discoveries: Which of the controls stand out, their number allowed for.
        units: Counts in every unit, by window.
        places: How far others were followed at both places, by window.
        others: Which flights reception was judged by.
    """

    asked: TempoAsked
    windows: tuple[Window, ...]
    during: Window
    daily: DailyCounts
    uncounted: int
    surges: Mapping[Measure, Surge]
    exposures: Mapping[Measure, Exposure]
    scan: Scan | None
    leads: LeadProfile | None
    events: Events | None
    controls: tuple[ControlTempo, ...]
    discoveries: Discoveries
    units: Mapping[str, UnitCounts]
    places: Mapping[str, BothPlaces]
    others: Others


def windows_of(
    asked: TempoAsked, start: datetime, end: datetime
) -> tuple[Window, tuple[Window, ...]]:
    """Give the window of a period, and all windows in order.

    Args:
        asked: What is to be compared.
        start: First moment of the period; windows are whole days.
        end: First moment after it.

    Raises:
        CaseError: The period does not begin and end at midnight UTC, or the baseline is
            too short.
    """
    if any(m.astimezone(UTC).time() != time() for m in (start, end)):
        raise CaseError(
            "rates are of whole days: the period begins or ends within one",
            help="begin and end the period at midnight UTC, as days without a time do",
        )
    if asked.before_days < LEAST_BEFORE_DAYS:
        raise CaseError(
            f"a baseline of {asked.before_days} days is too short",
            help=f"give tempo.before_days = {LEAST_BEFORE_DAYS} or more; two or three "
            "times the period is usual",
        )
    during = Window(
        start=start.astimezone(UTC).date(),
        end=end.astimezone(UTC).date(),
        label="during",
    )
    beside = windows_beside(
        during, before_days=asked.before_days, after_days=asked.after_days
    )
    return during, tuple(sorted([during, *beside], key=lambda w: w.start))


def span_of(
    asked: TempoAsked, start: datetime, end: datetime
) -> tuple[datetime, datetime]:
    """Say of which time flights are needed: that of all windows, and a margin."""
    _, windows = windows_of(asked, start, end)
    margin = timedelta(days=MARGIN_DAYS)
    return (
        datetime.combine(windows[0].start, time(), UTC) - margin,
        datetime.combine(windows[-1].end, time(), UTC) + margin,
    )


def measure_tempo(
    asked: TempoAsked,
    flights: pa.Table,
    corridor: Corridor,
    completeness: Completeness,
    airfields: Airfields,
    heard: pa.Table | None = None,
) -> Tempo:
    """Work out rates before, during and after.

    Args:
        asked: What is to be compared.
        flights: All flights of ``span_of``, of any route and aircraft: reception is
            judged by those that were not asked about.
        corridor: The corridor; its window is the period.
        completeness: How much of each day of the windows is there.
        airfields: The table of airfields.
        heard: Who was heard on the way, from ``heard_by_day``; ``None`` when it is not
            known, and then nothing is judged by it.

    Raises:
        CaseError: See ``windows_of``, or reception is to be judged by who was heard,
            and that is not known.
        RatesError: Counts and exposure contradict each other.
    """
    assert corridor.start is not None
    assert corridor.end is not None
    during, windows = windows_of(asked, corridor.start, corridor.end)
    places = (frozenset(corridor.origins), frozenset(corridor.destinations))
    legs = legs_of(flights, privacy=corridor.privacy)
    rotations = find_rotations(legs, places=places)
    others = others_than(flights, *places)
    anybody = [
        ends_at(flights, airfields, codes, role)
        for codes, role in zip(places, ROLES, strict=True)
    ]
    ends = [own.where(others.mask[own.row]) for own in anybody]
    edges = [edge for w in windows for edge in (w.start, w.end)]
    exposures = {
        m: exposure_of(completeness, m, ends, heard, edges=edges)
        for m in _measures(asked, heard)
    }
    moments = _moments(asked.unit, flights, corridor, (legs, rotations))
    counted, _ = legs_by_day(moments, completeness)
    counts = counted.fill_null(0).to_numpy().astype(np.int64)
    baseline = [w for w in windows if w.end <= during.start]
    dailies = {
        m: DailyCounts(
            first=completeness.first, counts=counts, exposure=e.observable_days
        )
        for m, e in exposures.items()
    }
    events = usable_events(asked.events, dailies[asked.measure])
    controls = _controls((legs, places), airfields, windows, during, completeness)
    judging = others_than(flights, *places, whole_aircraft=False).mask
    return Tempo(
        asked=asked,
        windows=windows,
        during=during,
        daily=dailies[asked.measure],
        uncounted=_inside(moments, windows) - int(counts.sum()),
        surges={
            m: measure_surge(
                d,
                during,
                baseline,
                exposure_sd=_ratio_sd(exposures[m], during, baseline),
            )
            for m, d in dailies.items()
        },
        exposures=exposures,
        scan=_scan(dailies[asked.measure]),
        leads=profile_leads(dailies[asked.measure], events.days)
        if events.days
        else None,
        events=events if asked.events else None,
        controls=controls,
        discoveries=_discoveries(controls),
        units={
            w.label: count_units(legs, rotations, *places, _moment_window(w))
            for w in windows
        },
        places={w.label: _places(anybody, judging, w) for w in windows},
        others=others,
    )


def _moments(
    unit: Unit,
    flights: pa.Table,
    corridor: Corridor,
    flown: tuple[Legs, Rotations],
) -> NDArray[np.int64]:
    """When each of what is counted began, Unix milliseconds; once each."""
    anywhen = Corridor(
        origins=corridor.origins,
        destinations=corridor.destinations,
        criteria=corridor.criteria,
        privacy=corridor.privacy,
        min_probability=corridor.min_probability,
    )
    if unit == "legs that may belong":
        found = select_flights(flights, anywhen)
        seen = pa.concat_tables([found.belongs, found.may])["first_seen"]
        return np.sort(seen.cast(pa.int64()).to_numpy())
    legs, rotations = flown
    fits, _ = narrow(flights, anywhen)
    out = legs.from_to(corridor.origins, corridor.destinations) & fits[legs.row]
    at = np.flatnonzero(out)
    if unit == "rotations":
        of = rotations.of_leg[at]
        _, first = np.unique(of[of >= 0], return_index=True)
        at = np.concatenate([at[of >= 0][first], at[of < 0]])
    return np.sort(legs.first_ms[at])


def _inside(moments: NDArray[np.int64], windows: Sequence[Window]) -> int:
    first, last = (_unix_ms(d) for d in (windows[0].start, windows[-1].end))
    return int(((moments >= first) & (moments < last)).sum())


def _scan(daily: DailyCounts) -> Scan | None:
    return scan_days(daily) if daily.days >= LEAST_BEFORE_DAYS else None


def _controls(
    asked: tuple[Legs, tuple[frozenset[str], frozenset[str]]],
    airfields: Airfields,
    windows: Sequence[Window],
    during: Window,
    completeness: Completeness,
) -> tuple[ControlTempo, ...]:
    """Control corridors; what each shows is measured by the archive alone."""
    legs, places = asked
    chosen = find_controls(legs, airfields, places, _moment_window(during))
    archive = exposure_of(completeness, Measure.ARCHIVE).observable_days
    baseline = [w for w in windows if w.end <= during.start]
    found = []
    for control in chosen:
        counts = control.by_day(legs, completeness).fill_null(0).to_numpy()
        daily = DailyCounts(
            first=completeness.first, counts=counts.astype(np.int64), exposure=archive
        )
        surge = measure_surge(daily, during, baseline, looks=len(chosen))
        found.append(ControlTempo(control=control, counts=daily.counts, surge=surge))
    return tuple(found)


def _discoveries(controls: Sequence[ControlTempo]) -> Discoveries:
    """Which controls stand out, when all that were looked at are paid for."""
    return control_discoveries(
        {
            c.name: guaranteed_p(c.surge.found)
            if isinstance(c.surge.found, RateRatio)
            else None
            for c in controls
        }
    )


def _ratio_sd(exposure: Exposure, during: Window, baseline: Sequence[Window]) -> float:
    return exposure.ratio_sd(
        [(during.start, during.end)], [(w.start, w.end) for w in baseline]
    )


def _measures(asked: TempoAsked, heard: pa.Table | None) -> tuple[Measure, ...]:
    if asked.measure is Measure.HEARD and heard is None:
        raise CaseError(
            "reception is to be judged by who was heard on the way, which these inputs "
            "do not say",
            help='give tempo.measure = "followed"',
        )
    known = (Measure.HEARD,) if heard is not None else ()
    return tuple(dict.fromkeys((asked.measure, *MEASURES, *known)))


def _places(
    ends: Sequence[EndsAt], others: NDArray[np.bool_], window: Window
) -> BothPlaces:
    """How far others were followed at both places on the days of a window."""
    first, last = (_unix_ms(d) // 86_400_000 for d in (window.start, window.end))
    start, end = (
        place_of(own.where((own.day >= first) & (own.day < last)), others)
        for own in ends
    )
    return start, end


def _moment_window(window: Window) -> tuple[datetime, datetime]:
    return (
        datetime.combine(window.start, time(), UTC),
        datetime.combine(window.end, time(), UTC),
    )


def _unix_ms(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400_000

"""What was seen on the way of a claim in its period, and out of how much?

Counted as the claim counts: landings, legs, rotations. A count is a range, from flights
with both ends established to those that may belong; flights of which one end was not
heard at all are told beside it. Exposure is the probability with which a flight of that
way would have had its ends established: the share of the archive, times the share of
other traffic whose ends at each place were seen. Aircraft that nobody heard at all are
in no such share, so it is an upper bound.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from heavylift.claims.periods import Period
from heavylift.claims.routes import Route
from heavylift.claims.units import Unit
from heavylift.corridors.criteria import ANY, Criteria
from heavylift.corridors.select import (
    MIN_PROBABILITY,
    Corridor,
    narrow,
    select_flights,
    share_towards,
)
from heavylift.exposure.completeness import Completeness
from heavylift.exposure.ends import ends_at
from heavylift.exposure.exposure import LEAST_OTHERS
from heavylift.exposure.others import others_than
from heavylift.exposure.visibility import exact_interval
from heavylift.model.ends import SURE_CLASSES, EndClass, Role
from heavylift.reference.airfields import Airfields
from heavylift.visits.legs import legs_of
from heavylift.visits.rotations import find_rotations
from heavylift.visits.units import count_units

#: Days of flights beyond a period: a rotation may begin or end there.
MARGIN_DAYS: Final = 14

_ROLES: Final[tuple[Role, Role]] = ("origin", "destination")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count in one unit.

    Attributes:
        sure: Established, in the whole period that may be meant.
        possible: Those, and those that may belong.
        open_ended: Flights with one end at a place of the way and nothing known of the
            other.
        in_narrowest: Established in the days that are meant in any case; ``None`` when
            there are none.
        exposure: Share that could have been seen, at most; ``None`` when not known.
        exposure_low: The same at the lower end of what its own count leaves room for.
        both_ways: Whether legs of both directions are in it.
    """

    sure: int
    possible: int
    open_ended: int = 0
    in_narrowest: int | None = None
    exposure: float | None = None
    exposure_low: float | None = None
    both_ways: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen on a way in a period.

    Attributes:
        days: Days that the period may have.
        outside: Those before the first day read or after the last one.
        days_read: Those of which there are any data.
        counted: By unit.
        unchecked: Whether the claim is of some aircraft, and all were counted.
        problem: Why nothing was counted; empty when something was.
        remarks: What was taken for granted.
    """

    days: int
    days_read: int
    outside: int = 0
    counted: Mapping[Unit, Counted] = field(default_factory=dict)
    unchecked: bool = False
    problem: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What claims are put beside.

    Attributes:
        flights: All flights of the period and ``MARGIN_DAYS`` around it, of any route
            and aircraft.
        completeness: How much of each day is there, of the period and some days
            around it: a day that is missing between others is a hole and lowers the
            exposure, one beyond them all is outside the data.
        airfields: The known airfields.
        criteria: What is asked of the aircraft.
        privacy: Whether flights of privacy addresses count too.
    """

    flights: pa.Table
    completeness: Completeness
    airfields: Airfields
    criteria: Criteria = ANY
    privacy: bool = False


def look(route: Route, period: Period, data: Data) -> Seen:
    """Count what was seen on a way in a period.

    Args:
        route: The way; one end may be open.
        period: The period, with both bounds.
        data: The flights.
    """
    span = period.widest
    assert span is not None
    days_read, outside, archive = _archive(data.completeness, span)
    seen = Seen(days=(span[1] - span[0]).days, days_read=days_read, outside=outside)
    if not route.is_known:
        return replace(seen, problem="it does not say from where or to where")
    if not days_read:
        return seen
    if not (route.origin and route.destination):
        return replace(seen, counted=_one_end(route, period, data, archive))
    return replace(seen, counted=_both_ends(route, period, data, archive))


def _both_ends(
    route: Route, period: Period, data: Data, archive: float
) -> dict[Unit, Counted]:
    back = Route(origin=route.destination, destination=route.origin)
    there, return_ = (_way(r, period, data, archive) for r in (route, back))
    both = Counted(
        sure=there.sure + return_.sure,
        possible=there.possible + return_.possible,
        open_ended=there.open_ended + return_.open_ended,
        in_narrowest=_added(there.in_narrowest, return_.in_narrowest),
        exposure=_lower(there.exposure, return_.exposure),
        exposure_low=_lower(there.exposure_low, return_.exposure_low),
        both_ways=True,
    )
    return {
        "landing": there,
        "take-off": there,
        "leg": both,
        "rotation": _rotations(route, period, data, there),
    }


def _way(route: Route, period: Period, data: Data, archive: float) -> Counted:
    """Flights one way."""
    span, inner = period.widest, period.narrowest
    assert span is not None
    picked = select_flights(data.flights, _corridor(route, span, data))
    sure = picked.belongs.num_rows
    known, low = _reception(route, data)
    narrowest = None
    if inner is not None:
        own = select_flights(picked.belongs, _corridor(route, inner, data))
        narrowest = own.belongs.num_rows
    return Counted(
        sure=sure,
        possible=sure + picked.may.num_rows,
        open_ended=picked.half_open.num_rows,
        in_narrowest=narrowest,
        exposure=None if known is None else archive * known,
        exposure_low=None if low is None else archive * low,
    )


def _rotations(route: Route, period: Period, data: Data, there: Counted) -> Counted:
    """Rotations with a leg of the way; one that was half seen is possible."""
    span, inner = period.widest, period.narrowest
    assert span is not None
    fits, _ = narrow(
        data.flights, Corridor(origins=(), destinations=(), criteria=data.criteria)
    )
    legs = legs_of(data.flights.filter(pa.array(fits)), privacy=data.privacy)
    rotations = find_rotations(legs, places=(route.origin, route.destination))
    counts = [
        sum(
            count_units(
                legs, rotations, route.origin, route.destination, _moments(window)
            ).rotations.values()
        )
        if window
        else None
        for window in (span, inner)
    ]
    return replace(there, sure=counts[0] or 0, in_narrowest=counts[1])


def _one_end(
    route: Route, period: Period, data: Data, archive: float
) -> dict[Unit, Counted]:
    """Landings at a place wherever they came from, or take-offs wherever they led."""
    role: Role = "destination" if route.destination else "origin"
    codes = route.destination or route.origin
    span, inner = period.widest, period.narrowest
    assert span is not None
    sure, may = _ends_in(role, codes, span, data)
    known, low = _reception(route, data)
    counted = Counted(
        sure=sure,
        possible=sure + may,
        in_narrowest=_ends_in(role, codes, inner, data)[0] if inner else None,
        exposure=None if known is None else archive * known,
        exposure_low=None if low is None else archive * low,
    )
    # A flight to a place that came from anywhere is a landing there and a leg alike.
    return {"landing": counted, "take-off": counted, "leg": counted}


def _ends_in(
    role: Role, codes: Collection[str], window: tuple[dt.date, dt.date], data: Data
) -> tuple[int, int]:
    """Established ends at a place, and ends that may be there."""
    start, end = _moments(window)
    passes, _ = narrow(
        data.flights,
        Corridor(
            origins=(), destinations=(), start=start, end=end, criteria=data.criteria
        ),
    )
    own = data.flights.filter(pa.array(passes))
    if not data.privacy:
        flags = pc.fill_null(own["db_flags"], 0).cast(pa.int64())
        own = own.filter(pc.equal(pc.bit_wise_and(flags, 4), 0))
    kinds = pa.array([c.value for c in SURE_CLASSES])
    sure = pc.and_(
        pc.is_in(own[f"{role}_class"], value_set=kinds),
        pc.is_in(own[role], value_set=pa.array(sorted(codes), pa.string())),
    )
    toward = own.filter(pc.equal(own[f"{role}_class"], EndClass.TOWARD.value))
    wanted = frozenset(codes)
    may = sum(
        share_towards(text or "[]", wanted) >= MIN_PROBABILITY
        for text in toward[f"{role}_candidates"].to_pylist()
    )
    return int(pc.sum(sure).as_py() or 0), may


def _corridor(route: Route, window: tuple[dt.date, dt.date], data: Data) -> Corridor:
    start, end = _moments(window)
    return Corridor(
        origins=route.origin,
        destinations=route.destination,
        start=start,
        end=end,
        criteria=data.criteria,
        privacy=data.privacy,
    )


def _reception(route: Route, data: Data) -> tuple[float | None, float | None]:
    """Share of other traffic whose ends at the places of a way were seen.

    All flights at hand count, those of the days around the period too: small airfields
    see a handful a week, and reception changes slower than that.

    Returns:
        The share, and the lower end of its interval of 95 %; ``None`` with fewer than
        ``LEAST_OTHERS`` others at either place.
    """
    others = others_than(data.flights, route.origin, route.destination)
    share, low = 1.0, 1.0
    for role, codes in zip(_ROLES, (route.origin, route.destination), strict=True):
        if not codes:
            continue
        ends = ends_at(data.flights, data.airfields, codes, role, others.mask)
        about, seen = len(ends), int(ends.seen.sum())
        if about < LEAST_OTHERS:
            return None, None
        share *= seen / about
        low *= exact_interval(seen, about)[0]
    return share, low


def _archive(
    completeness: Completeness, span: tuple[dt.date, dt.date]
) -> tuple[int, int, float]:
    """Days of a span that were read, those outside, and the mean share of the rest."""
    share = completeness.assumed
    read = np.flatnonzero(share > 0)
    days = (span[1] - span[0]).days
    if not len(read):
        return 0, days, 0.0
    first = (span[0] - completeness.first).days
    low = max(first, int(read[0]))
    high = min(first + days, int(read[-1]) + 1)
    inside = share[low : max(high, low)]
    mean = float(np.mean(inside)) if len(inside) else 0.0
    return int((inside > 0).sum()), days - len(inside), mean


def _moments(window: tuple[dt.date, dt.date]) -> tuple[dt.datetime, dt.datetime]:
    first, last = (dt.datetime.combine(d, dt.time(), dt.UTC) for d in window)
    return first, last


def _added(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _lower(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else min(a, b)

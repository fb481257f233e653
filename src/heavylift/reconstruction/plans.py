"""Plan what is to be flown: the reported flights, and ordinary traffic around them.

The reported flights are those of ``reported.csv`` beside the example; what a source
does not say is drawn by the seed within what it does say. The traffic is made up.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from heavylift.reconstruction.trace_text import Aircraft
from heavylift.reconstruction.ways import Point

#: The way that sources report: over Georgia, Turkey, the Mediterranean near Cyprus and
#: central Israel. From Azerbaijan to Ovda, latitude and longitude.
WAY: Final[tuple[Point, ...]] = (
    (41.35, 45.30),
    (41.30, 43.20),
    (39.60, 39.60),
    (36.70, 34.60),
    (34.40, 33.60),
    (32.20, 34.50),
    (31.00, 34.95),
)

#: Between Baku and the border, so that the way keeps north of the Kura.
EAST: Final[Point] = (41.00, 47.60)

#: How far flights pass beside these points: about 10 km, so that the map tells them
#: apart, and none leaves the states that are named.
ASIDE_DEG: Final = 0.1

#: Made up, like their registrations and addresses: no source names the aircraft of any
#: of these flights. The addresses lie in Azerbaijan's block.
FLEET: Final = tuple(
    Aircraft(
        icao24=f"600bd{n}",
        registration=f"4K-RCN{n}",
        designator="IL76",
        description="ILYUSHIN Il-76 (made up)",
        operator="Silk Way Airlines",
    )
    for n in (1, 2, 3)
)

#: The second of them has another address from this day on: fleets are re-addressed,
#: and whoever follows an address loses the aircraft. Made up.
NEW_ADDRESS: Final = "600bd9"
NEW_ADDRESS_FROM: Final = date(2023, 9, 8)

#: "Several hours" on the ground, as the agency writes: three to six.
SEVERAL_HOURS: Final = (3.0, 6.0)

#: Where nothing is said of the time on the ground: two hours, which a newspaper calls
#: usual for these flights.
USUAL_HOURS: Final = 2.0

#: Speed and height of an Il-76 in cruise, round figures.
IL76_KT: Final = 430.0
IL76_FT: Final = 31_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One flight to be flown.

    Attributes:
        aircraft: Who flies.
        callsign: Under which callsign.
        origin: Airfield of the take-off.
        destination: Airfield of the landing.
        start_s: When it begins to taxi; for the second leg of a rotation ``None``.
        stay_s: Time on the ground after the leg before, for the second leg.
        via: Points on the way.
        cruise_kt: Speed in cruise.
        cruise_ft: Height of the cruise.
        reported: Names of the rows of ``reported.csv`` it stands for; else empty.
    """

    aircraft: Aircraft
    callsign: str
    origin: str
    destination: str
    start_s: float | None
    stay_s: float = 0.0
    via: tuple[Point, ...] = ()
    cruise_kt: float = IL76_KT
    cruise_ft: float = IL76_FT
    reported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Landing:
    """A reported landing at Ovda, as far as it is said."""

    names: str
    first: date
    last: date
    origin: str
    onward: str
    hours: str


def reported_trips(
    rng: np.random.Generator, path: Path, first: date, end: date
) -> list[tuple[Trip, Trip]]:
    """Plan the reported rotations, there and back, by day.

    Args:
        rng: Where chance comes from.
        path: ``reported.csv``.
        first: First day of the archive; what falls before it is not flown.
        end: First day after it.
    """
    landings = _landings(path)
    days = _days(rng, landings)
    planned = sorted(zip(days, landings, strict=True), key=lambda pair: pair[0])
    pairs = []
    for number, (day, landing) in enumerate(planned):
        origin = _one_of(rng, landing.origin)
        onward = _one_of(rng, landing.onward)
        hours = _hours(rng, landing.hours)
        start_s = _unix_s(day) + rng.uniform(1.0, 4.0) * 3600
        if not first <= day < end:
            continue
        out, home = _beside(rng, (EAST, *WAY)), _beside(rng, (*WAY[::-1], EAST))
        aircraft = at_day(FLEET[number % len(FLEET)], day)
        there = Trip(
            aircraft=aircraft,
            callsign=f"AZQ{9001 + 2 * number}",
            origin=origin,
            destination="LLOV",
            start_s=start_s,
            via=out[1:] if origin == "UBBG" else out,
            reported=landing.names,
        )
        back = replace(
            there,
            callsign=f"AZQ{9002 + 2 * number}",
            origin="LLOV",
            destination=onward,
            start_s=None,
            stay_s=hours * 3600,
            via=home[:-1] if onward == "UBBG" else home,
        )
        pairs.append((there, back))
    return pairs


def _beside(rng: np.random.Generator, way: tuple[Point, ...]) -> tuple[Point, ...]:
    """The same way somewhat beside: no two flights take quite the same."""
    aside = rng.normal(0.0, ASIDE_DEG, (len(way), 2)).tolist()
    return tuple(
        (lat + north, lon + east)
        for (lat, lon), (north, east) in zip(way, aside, strict=True)
    )


def at_day(aircraft: Aircraft, day: date) -> Aircraft:
    """The aircraft with the address it has on a day."""
    if aircraft is not FLEET[1] or day < NEW_ADDRESS_FROM:
        return aircraft
    return replace(aircraft, icao24=NEW_ADDRESS)


def _landings(path: Path) -> list[_Landing]:
    """One landing for each that is counted; rows on the same flight make it closer."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {row["id"]: _landing(row) for row in rows if not row["same_flight_as"]}
    for row in rows:
        of = row["same_flight_as"]
        if not of:
            continue
        said, base = _landing(row), found[of]
        back_only = row["unit"] == "return leg"
        found[of] = replace(
            base,
            names=f"{base.names} {row['id']}",
            first=said.first,
            last=said.last,
            origin=base.origin if back_only else said.origin,
            onward=row["destination"] if back_only else said.onward,
            hours=said.hours or base.hours,
        )
    return list(found.values())


def _landing(row: dict[str, str]) -> _Landing:
    return _Landing(
        names=row["id"],
        first=date.fromisoformat(row["first_day"]),
        last=date.fromisoformat(row["last_day"]),
        origin=row["origin"],
        onward=row["onward"],
        hours=row["hours_on_ground"],
    )


def _days(rng: np.random.Generator, landings: Sequence[_Landing]) -> list[date]:
    """A day for each landing: as reported, else drawn, no two on one."""
    taken = {landing.first for landing in landings if landing.first == landing.last}
    days = []
    for landing in landings:
        if landing.first == landing.last:
            days.append(landing.first)
            continue
        span = (landing.last - landing.first).days + 1
        free = [landing.first + timedelta(days=n) for n in range(span)]
        free = [day for day in free if day not in taken]
        days.append(free[int(rng.integers(len(free)))])
        taken.add(days[-1])
    return days


def _one_of(rng: np.random.Generator, said: str) -> str:
    """An airfield as reported; where two are, or only the country, one by chance."""
    codes = said.split(" or ") if said not in {"", "Azerbaijan"} else ["UBBB", "UBBG"]
    return str(codes[int(rng.integers(len(codes)))])


def _hours(rng: np.random.Generator, said: str) -> float:
    drawn = float(rng.uniform(*SEVERAL_HOURS))
    return drawn if said == "several" else float(said or USUAL_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Ordinary traffic between two airfields: one aircraft, out and back."""

    home: str
    away: str
    a_day: float
    address: str
    registration: str
    kind: tuple[str, str, float, float]
    via: tuple[Point, ...] = ()
    operator: str = "made-up operator"
    military: bool = False
    designator: str = "ZZR"


_B738: Final = ("B738", "BOEING 737-800 (made up)", 450.0, 36_000.0)
_A320: Final = ("A320", "AIRBUS A-320 (made up)", 450.0, 36_000.0)
_AT76: Final = ("AT76", "ATR-72-600 (made up)", 270.0, 17_000.0)
_B744: Final = ("B744", "BOEING 747-400F (made up)", 490.0, 34_000.0)
_C130: Final = ("C130", "LOCKHEED C-130 Hercules (made up)", 290.0, 22_000.0)

#: Over the sea, so that no line crosses Syria or Lebanon.
_SEA: Final[tuple[Point, ...]] = ((32.3, 34.3), (34.4, 33.6), (36.6, 34.2))

#: Over Georgia, so that no line crosses Armenia.
_NORTH: Final[tuple[Point, ...]] = ((41.2, 43.0), (41.4, 45.4), (41.0, 47.6))

#: Who flies how often. Airfields are real, everything else is made up, but for the
#: three freighters a week between Baku and Ben Gurion, which a newspaper reported for
#: 2022 and early 2023 (see SOURCE.md).
_LINES: Final = (
    _Line(home="LLBG", away="LTFM", a_day=2.0, address="738f01",
          registration="4X-RCA", kind=_B738, via=_SEA),
    _Line(home="LTFM", away="LLBG", a_day=1.0, address="4bbf02",
          registration="TC-RCA", kind=_A320, via=_SEA[::-1]),
    _Line(home="LLBG", away="LCLK", a_day=1.5, address="738f13",
          registration="4X-RCB", kind=_AT76),
    _Line(home="LLBG", away="LLER", a_day=1.5, address="738f24",
          registration="4X-RCC", kind=_AT76),
    _Line(home="LTFM", away="LLER", a_day=0.3, address="4bbf35",
          registration="TC-RCB", kind=_A320, via=_SEA[::-1]),
    _Line(home="LLBG", away="LLOV", a_day=0.4, address="738f46",
          registration="4X-RCD", kind=_C130, military=True),
    _Line(home="LLBG", away="UGTB", a_day=0.7, address="738f57",
          registration="4X-RCE", kind=_B738, via=(*_SEA, (41.2, 43.0))),
    _Line(home="UBBB", away="LTFM", a_day=1.0, address="600bc6",
          registration="4K-RCA", kind=_A320, via=_NORTH[::-1]),
    _Line(home="LTFM", away="UBBB", a_day=1.0, address="4bbf68",
          registration="TC-RCC", kind=_B738, via=_NORTH),
    _Line(home="UBBB", away="UGTB", a_day=1.0, address="600bc7",
          registration="4K-RCB", kind=_AT76, via=((41.0, 47.6),)),
    _Line(home="LTAC", away="UBBB", a_day=0.5, address="4bbf79",
          registration="TC-RCD", kind=_B738, via=_NORTH),
    _Line(home="LTFM", away="UBBG", a_day=0.5, address="4bbf8a",
          registration="TC-RCE", kind=_A320, via=_NORTH[:2]),
    _Line(home="UBBB", away="UBBG", a_day=0.4, address="600bc8",
          registration="4K-RCC", kind=_AT76),
    _Line(home="LTAC", away="UBBI", a_day=0.2, address="4b8f9b",
          registration="RC-001", kind=_C130, via=_NORTH, military=True),
    _Line(home="LTFM", away="UGTB", a_day=1.0, address="4bbfac",
          registration="TC-RCF", kind=_B738),
    _Line(home="UBBB", away="LLBG", a_day=3 / 7, address="600bc9",
          registration="4K-RCD", kind=_B744, via=(EAST, *WAY[:-1]),
          operator="Silk Way West Airlines", designator="AZG"),
)  # fmt: skip

#: Between two rotations of one aircraft, and on the ground in between, hours.
_PAUSE_H: Final = (0.7, 2.5)


def ordinary_trips(
    rng: np.random.Generator, first: date, end: date
) -> Iterator[tuple[Trip, Trip]]:
    """Plan ordinary traffic: rotations of each line, one after the other.

    The beginning of a rotation is the earliest; whoever flies begins it later where
    the aircraft is not back yet.
    """
    for line in _LINES:
        designator, description, knots, feet = line.kind
        aircraft = Aircraft(
            icao24=line.address,
            registration=line.registration,
            designator=designator,
            description=description,
            operator=line.operator,
            military=line.military,
        )
        number = 0
        for day in range((end - first).days):
            midnight_s = _unix_s(first) + day * 86_400
            begins = 5 * 3600 + rng.uniform(0, 14 * 3600, int(rng.poisson(line.a_day)))
            for begin_s in np.sort(begins).tolist():
                number += 1
                sign = f"{line.designator}{int(line.address[-2:], 16)}"
                there = Trip(
                    aircraft=aircraft,
                    callsign=f"{sign}{number % 50 * 2 + 1:02d}",
                    origin=line.home,
                    destination=line.away,
                    start_s=midnight_s + begin_s,
                    via=line.via,
                    cruise_kt=knots,
                    cruise_ft=feet,
                )
                back = replace(
                    there,
                    callsign=f"{sign}{number % 50 * 2 + 2:02d}",
                    origin=line.away,
                    destination=line.home,
                    start_s=None,
                    stay_s=rng.uniform(*_PAUSE_H) * 3600,
                    via=line.via[::-1],
                )
                yield there, back


def crowd(around_s: float, count: int) -> Iterator[tuple[Trip, Trip]]:
    """Plan flights from Larnaca to Ben Gurion and back, a few minutes apart.

    On an ordinary morning far more aircraft are about than this archive has; a
    stretch in which many report one point needs many.
    """
    for n in range(count):
        aircraft = Aircraft(
            icao24=f"738f{0xC0 + n * 5:02x}",
            registration=f"4X-RD{chr(ord('A') + n)}",
            designator="A320",
            description=_A320[1],
            operator="made-up operator",
        )
        there = Trip(
            aircraft=aircraft,
            callsign=f"ZZR8{n:02d}",
            origin="LCLK",
            destination="LLBG",
            start_s=around_s + (n - count) * 300.0,
            cruise_kt=_A320[2],
            cruise_ft=24_000.0,
        )
        back = replace(
            there,
            callsign=f"ZZR9{n:02d}",
            origin="LLBG",
            destination="LCLK",
            start_s=None,
            stay_s=4000.0,
        )
        yield there, back


def _unix_s(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()

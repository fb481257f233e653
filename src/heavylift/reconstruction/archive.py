"""Write a made-up archive after published reports, in the layout of real ones.

``archive/YYYY/MM/DD/traces/xx/trace_full_<hex>.json`` (gzip without its ending) for
each day and aircraft, and ``truth.csv`` beside it with what was really "flown" and how
much of it was "received". The same seed gives the same bytes. Nothing in it is an
observation: it is for learning how a case is run, and for measuring the program.
"""

from __future__ import annotations

import csv
import io
import shutil
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.errors import CannotWrite
from heavylift.files import check_folder, replacing
from heavylift.reconstruction.plans import (
    Trip,
    crowd,
    ordinary_trips,
    reported_trips,
)
from heavylift.reconstruction.reception import heard, read_reception
from heavylift.reconstruction.trace_text import Received, packed, trace_text
from heavylift.reconstruction.ways import Flown, fly, km_from

#: Names the days of the archive: three months before the period of the case, and it.
FIRST: Final = date(2023, 6, 1)
END: Final = date(2023, 9, 21)

#: The smallest with which the dossier has something of each kind to show: an
#: established flight, one that may belong, one not received, and the aircraft with a
#: new address under both. With most seeds no flight is established.
SEED: Final = 323

#: Archives lack whole days, and have days with a part of their 256 folders: adsb.lol
#: has days with 122. Which days is made up.
MISSING: Final = frozenset({date(2023, 7, 14), date(2023, 9, 10)})
PARTIAL: Final = date(2023, 9, 5)
PARTIAL_FOLDERS: Final = 122

#: On this day aircraft around Israel report one point at Amman for some minutes, while
#: a reported flight is on its way to Ovda. Such stretches are real, of 2024 mostly;
#: that there was one on this day is made up.
SPOOFED_DAY: Final = date(2023, 9, 13)
SPOOFED_AT: Final = (31.9727, 35.9916)
SPOOFED_UNTIL_S: Final = 720.0
SPOOFED_FOR_S: Final = 1_800.0
SPOOFED_KM: Final = 350.0
SPOOFED_CROWD: Final = 8

_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A row of ``truth.csv``: one flight that was flown.

    Attributes:
        reported: Rows of ``reported.csv`` it stands for; empty for made-up traffic.
        icao24: Address.
        registration: Registration.
        callsign: Callsign.
        origin: Airfield of the take-off.
        destination: Airfield of the landing.
        take_off: When, UTC.
        landing: When, UTC.
        flown: Positions it had.
        received: Positions of it in the archive.
        spoofed: Positions among these that were moved to Amman.
        first_km: From the origin to where it was when it was first received; empty
            when it never was.
        last_km: From the destination to where it was when it was last received.
    """

    reported: str
    icao24: str
    registration: str
    callsign: str
    origin: str
    destination: str
    take_off: str
    landing: str
    flown: int
    received: int
    spoofed: int
    first_km: str
    last_km: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What was written.

    Attributes:
        folder: Folder of the days.
        truth: The table of what was flown.
        files: Trace files.
        rows: Positions in them.
        size_bytes: Size of the files.
    """

    folder: Path
    truth: Path
    files: int
    rows: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leg:
    trip: Trip
    flown: Flown


def write_archive(
    example: Path,
    out: Path,
    *,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Archive:
    """Write the archive and its truth.

    Args:
        example: Folder with ``reported.csv`` and ``reception.csv``.
        out: Folder to write ``archive`` and ``truth.csv`` into; an older archive in it
            is replaced.
        seed: The same seed gives the same bytes.
        progress: Called with days written and days in all.

    Raises:
        CannotWrite: The folder cannot be written to, or holds an archive that is no
            reconstruction.
    """
    check_folder(out)
    folder = out / "archive"
    if folder.exists():
        # Somebody's own archive may have the same name.
        if not (out / "truth.csv").is_file():
            raise CannotWrite(folder, "the folder is there, and is no reconstruction")
        shutil.rmtree(folder)
    reception = read_reception(example / "reception.csv")
    legs = _all_legs(seed, example / "reported.csv")
    spoofed_from_s = _spoofed_from_s(legs)
    truth = []
    by_day: dict[int, dict[str, list[tuple[Received, NDArray[np.int64]]]]] = (
        defaultdict(lambda: defaultdict(list))
    )
    for leg in legs:
        rng = _chance_of(leg, seed)
        kept = heard(
            rng,
            leg.flown,
            (reception.get(leg.trip.origin) or (None, None))[0],
            (reception.get(leg.trip.destination) or (None, None))[1],
        )
        kept &= _archived(leg)
        moved = kept & _spoofed(leg.flown, spoofed_from_s)
        truth.append(_truth(leg, kept, moved))
        received = _received(leg, kept, moved, rng)
        days = (received.time_s // _DAY_S).astype(np.int64)
        for day in np.unique(days).tolist():
            rows = np.flatnonzero(days == day)
            by_day[day][leg.trip.aircraft.icao24].append((received, rows))
    files = rows_written = size = 0
    for done, day in enumerate(sorted(by_day), 1):
        for icao24, flights in sorted(by_day[day].items()):
            raw = packed(trace_text(float(day * _DAY_S), flights))
            path = folder / f"{_day(day):%Y/%m/%d}" / _inside(icao24)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            files, size = files + 1, size + len(raw)
            rows_written += sum(len(rows) for _, rows in flights)
        progress(done, len(by_day))
    _write_truth(out / "truth.csv", truth)
    return Archive(
        folder=folder,
        truth=out / "truth.csv",
        files=files,
        rows=rows_written,
        size_bytes=size,
    )


def _chance_of(leg: _Leg, seed: int) -> np.random.Generator:
    """Chance of one flight: what is received of it depends on no other."""
    name = f"{leg.trip.aircraft.icao24} {leg.flown.take_off_s:.0f}".encode()
    return np.random.default_rng([seed, 3, zlib.crc32(name)])


def _inside(icao24: str) -> str:
    return f"traces/{icao24[-2:]}/trace_full_{icao24}.json"


def _all_legs(seed: int, reported: Path) -> list[_Leg]:
    """Fly everything, in the order of time."""
    rng = np.random.default_rng([seed, 1])
    legs = list(_flown(reported_trips(rng, reported, FIRST, END)))
    around_s = _landing_on(legs, SPOOFED_DAY) - SPOOFED_UNTIL_S
    rng = np.random.default_rng([seed, 2])
    legs += _flown(ordinary_trips(rng, FIRST, END))
    legs += _flown(crowd(around_s, SPOOFED_CROWD))
    return sorted(legs, key=lambda leg: (leg.flown.take_off_s, leg.trip.callsign))


def _flown(pairs: Iterable[tuple[Trip, Trip]]) -> Iterator[_Leg]:
    """Fly out and back; an aircraft that is not back yet begins later."""
    free_s: dict[str, float] = {}
    for pair in pairs:
        for trip in pair:
            earliest = free_s.get(trip.aircraft.icao24, 0.0) + (trip.stay_s or 3_600.0)
            start_s = earliest if trip.start_s is None else max(trip.start_s, earliest)
            flown = fly(
                trip.origin,
                trip.destination,
                start_s,
                via=trip.via,
                cruise_kt=trip.cruise_kt,
                cruise_ft=trip.cruise_ft,
            )
            free_s[trip.aircraft.icao24] = float(flown.time_s[-1])
            yield _Leg(trip=trip, flown=flown)


def _landing_on(legs: Iterable[_Leg], day: date) -> float:
    """When the reported flight of a day lands at Ovda, Unix seconds."""
    [landing_s] = [
        leg.flown.landing_s
        for leg in legs
        if leg.trip.reported
        and leg.trip.destination == "LLOV"
        and _day(int(leg.flown.landing_s // _DAY_S)) == day
    ]
    return landing_s


def _spoofed_from_s(legs: Iterable[_Leg]) -> float:
    return _landing_on(legs, SPOOFED_DAY) - SPOOFED_UNTIL_S - SPOOFED_FOR_S


def _spoofed(flown: Flown, from_s: float) -> NDArray[np.bool_]:
    during = (flown.time_s >= from_s) & (flown.time_s < from_s + SPOOFED_FOR_S)
    near = km_from("OJAM", flown.lat_deg, flown.lon_deg) < SPOOFED_KM
    return during & near & ~flown.ground


def _archived(leg: _Leg) -> NDArray[np.bool_]:
    """Whether the archive has the day and the folder of each position."""
    days = (leg.flown.time_s // _DAY_S).astype(np.int64)
    kept = np.ones(len(days), np.bool_)
    folder = int(leg.trip.aircraft.icao24[-2:], 16)
    for day in np.unique(days).tolist():
        lost = _day(day) in MISSING or not FIRST <= _day(day) < END
        lost |= _day(day) == PARTIAL and folder >= PARTIAL_FOLDERS
        kept &= (days != day) | (not lost)
    return kept


def _received(
    leg: _Leg,
    kept: NDArray[np.bool_],
    moved: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Received:
    flown = leg.flown
    # Receivers that are led astray wander by some metres round the point.
    jitter = rng.normal(0.0, 2e-5, (2, len(kept)))
    lat = np.where(moved, SPOOFED_AT[0] + jitter[0], flown.lat_deg)
    lon = np.where(moved, SPOOFED_AT[1] + jitter[1], flown.lon_deg)
    return Received(
        aircraft=leg.trip.aircraft,
        callsign=leg.trip.callsign,
        time_s=flown.time_s[kept],
        lat_deg=lat[kept],
        lon_deg=lon[kept],
        altitude_ft=flown.altitude_ft[kept],
        ground=flown.ground[kept],
        speed_kt=flown.speed_kt[kept],
        track_deg=flown.track_deg[kept],
        rate_fpm=flown.rate_fpm[kept],
    )


def _truth(leg: _Leg, kept: NDArray[np.bool_], moved: NDArray[np.bool_]) -> Truth:
    trip, flown = leg.trip, leg.flown
    first = last = ""
    if kept.any():
        lat, lon = flown.lat_deg[kept], flown.lon_deg[kept]
        first = f"{km_from(trip.origin, lat[:1], lon[:1])[0]:.1f}"
        last = f"{km_from(trip.destination, lat[-1:], lon[-1:])[0]:.1f}"
    return Truth(
        reported=trip.reported,
        icao24=trip.aircraft.icao24,
        registration=trip.aircraft.registration,
        callsign=trip.callsign,
        origin=trip.origin,
        destination=trip.destination,
        take_off=_moment(flown.take_off_s),
        landing=_moment(flown.landing_s),
        flown=len(kept),
        received=int(kept.sum()),
        spoofed=int(moved.sum()),
        first_km=first,
        last_km=last,
    )


def _write_truth(path: Path, truth: Iterable[Truth]) -> None:
    names = [f.name for f in fields(Truth)]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(names)
    table.writerows([getattr(row, name) for name in names] for row in truth)
    with replacing(path) as temporary:
        temporary.write_text(text.getvalue(), encoding="utf-8")


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(round(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)

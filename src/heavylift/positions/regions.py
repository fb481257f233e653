"""Put stretches of impossible positions together: where, when, by how many aircraft.

A track tells where its positions could not be true; a person asks for places and
times. Stretches of one kind that are near in both are one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import Positions, Quarantine
from heavylift.positions.interference import find_collapses
from heavylift.positions.stays import (
    SHARED_M,
    SHARED_PAUSE_S,
    link_places,
)

#: Kinds that are listed, strongest first; all but the last are reasons of quarantine.
#: ``integrity_lost`` is a remark: such positions may be true, and are used.
KINDS: Final = (
    "shared_point",
    "stuck_point",
    "halt_in_air",
    "jump",
    "gps_lost",
    "low_integrity",
    "integrity_lost",
)

#: Points are points; else aircraft of one region seldom are nearer to each other.
_NEAR_M: Final = {"shared_point": SHARED_M, "stuck_point": SHARED_M}
REGION_M: Final = 50_000.0

#: Between two stretches of one region may be as much time as interference takes to
#: show on the next aircraft in thin traffic.
REGION_PAUSE_S: Final = 1_800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Positions of one aircraft that follow on and have one reason.

    Attributes:
        kind: One of ``KINDS``.
        aircraft: What tells the aircraft from others.
        start_ms: Time of the first, Unix milliseconds.
        end_ms: Time of the last.
        lat_deg: Middle of the places reported, degrees north.
        lon_deg: Degrees east.
        positions: How many.
    """

    kind: str
    aircraft: str
    start_ms: int
    end_ms: int
    lat_deg: float
    lon_deg: float
    positions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interference:
    """Where and when positions that cannot be true were reported.

    Attributes:
        kind: One of ``KINDS``.
        start: Time of the first position, UTC.
        end: Time of the last.
        lat: Middle of the places reported, degrees north. The aircraft were elsewhere.
        lon: Degrees east.
        aircraft: How many aircraft.
        positions: How many positions.
    """

    kind: str
    start: datetime
    end: datetime
    lat: float
    lon: float
    aircraft: int
    positions: int


def list_stretches(
    positions: Positions, offsets: NDArray[np.int64], labels: Sequence[str]
) -> list[Stretch]:
    """List the stretches in tracks whose positions were looked at.

    Args:
        positions: Rows by aircraft and time, ``quarantine`` filled.
        offsets: Where each aircraft's rows begin; shape ``(tracks + 1,)``.
        labels: What each track is called.

    Returns:
        Stretches by track and time; between two of them lies a position without the
        reason, or more time than within one.
    """
    bounds = find_collapses(positions, offsets)
    found = [
        _stretch("integrity_lost", np.arange(a, b + 1), positions, offsets, labels)
        for a, b in bounds.tolist()
    ]
    for kind in KINDS[:-1]:
        rows = np.flatnonzero(positions.quarantine == Quarantine[kind.upper()])
        if not len(rows):
            continue
        track = np.searchsorted(offsets, rows, side="right")
        apart = np.diff(positions.time_ms[rows]) > SHARED_PAUSE_S * 1000
        cuts = np.flatnonzero((np.diff(track) > 0) | apart) + 1
        found += [
            _stretch(kind, run, positions, offsets, labels)
            for run in np.split(rows, cuts)
        ]
    return found


def combine(stretches: Iterable[Stretch]) -> list[Interference]:
    """Put stretches together that are near in place and time.

    Args:
        stretches: Of all groups, in any order.

    Returns:
        One record a kind, place and spell, by kind, then those with most aircraft.
    """
    by_kind: dict[str, list[Stretch]] = {kind: [] for kind in KINDS}
    for stretch in stretches:
        by_kind[stretch.kind].append(stretch)
    found: list[Interference] = []
    for kind, members in by_kind.items():
        records = [_record(kind, spell) for spell in _spells(kind, members)]
        found += sorted(records, key=lambda r: (-r.aircraft, -r.positions, r.start))
    return found


def _stretch(
    kind: str,
    rows: NDArray[np.intp],
    positions: Positions,
    offsets: NDArray[np.int64],
    labels: Sequence[str],
) -> Stretch:
    middle = int(rows[len(rows) // 2])
    # halfway along, not the mean: a mean of both sides of the antimeridian is Africa
    return Stretch(
        kind=kind,
        aircraft=labels[int(np.searchsorted(offsets, middle, side="right")) - 1],
        start_ms=int(positions.time_ms[rows[0]]),
        end_ms=int(positions.time_ms[rows[-1]]),
        lat_deg=float(positions.lat_deg[middle]),
        lon_deg=float(positions.lon_deg[middle]),
        positions=len(rows),
    )


def _spells(kind: str, members: list[Stretch]) -> Iterable[list[Stretch]]:
    if not members:
        return
    lat = np.array([s.lat_deg for s in members])
    lon = np.array([s.lon_deg for s in members])
    places = link_places(lat, lon, _NEAR_M.get(kind, REGION_M))
    by_place: dict[int, list[Stretch]] = {}
    for place, stretch in zip(places.tolist(), members, strict=True):
        by_place.setdefault(place, []).append(stretch)
    for stretches in by_place.values():
        spell: list[Stretch] = []
        until = 0
        for s in sorted(stretches, key=lambda s: (s.start_ms, s.aircraft)):
            if spell and s.start_ms - until > REGION_PAUSE_S * 1000:
                yield spell
                spell = []
            spell.append(s)
            until = max(until, s.end_ms) if len(spell) > 1 else s.end_ms
        yield spell


def _record(kind: str, spell: list[Stretch]) -> Interference:
    largest = max(spell, key=lambda s: (s.positions, s.aircraft))
    return Interference(
        kind=kind,
        start=_utc(min(s.start_ms for s in spell)),
        end=_utc(max(s.end_ms for s in spell)),
        lat=largest.lat_deg,
        lon=largest.lon_deg,
        aircraft=len({s.aircraft for s in spell}),
        positions=sum(s.positions for s in spell),
    )


def _utc(time_ms: int) -> datetime:
    return datetime.fromtimestamp(time_ms / 1000, UTC)

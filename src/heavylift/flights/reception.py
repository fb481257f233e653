"""Who else was received there, then?

A silence says little unless it is known that others were heard at that place and
height in those minutes. From all traffic in the inputs this counts aircraft by cell,
band of height and time, so that a silence can be told as "not received while 4 others
were received nearby", or "nobody was received there then".

Nothing is concluded from either: antennas, terrain and transponders differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.flights.reception_keys import (
    BAND_BITS,
    KEY,
    KEY_BITS,
    STEP_BITS,
    Keys,
)
from heavylift.kernels import kernel
from heavylift.model.ends import EndClass, Role
from heavylift.model.positions import Quarantine, Surface
from heavylift.positions import Tracks

#: Half a degree: some 50 km, about what one antenna sees of low traffic around it.
CELLS_PER_DEGREE: Final = 2

#: Bounds of the bands: the horizon of a receiver grows with the root of height, from
#: 160 km at 1.5 km to 370 km at 8 km.
BAND_M: Final = (1_500.0, 4_000.0, 8_000.0)

#: Time is counted in steps of ten minutes, and aircraft in two steps at a time: the 20
#: minutes in which a transport would have come down, or would have climbed out.
STEP_S: Final = 600
STEPS: Final = 2

#: Where the aircraft of a group begins, as kernels take it.
_AIRCRAFT_BITS: Final = int(KEY_BITS)

#: More keys than this (240 MB) are not held; whoever asks then gets no answer. A busy
#: day of the whole world has some two million.
MOST_KEYS: Final = 20_000_000


#: Keys and what was counted for each.
Counts = tuple[Keys, NDArray[np.int64]]


@dataclass(slots=True, kw_only=True)
class Reception:
    """Aircraft received by cell, band of height and time; filled while running.

    Each aircraft must come in one group only, as ``Sources.groups`` gives them.

    Attributes:
        keys: Cell, band and time, ascending; shape ``(k,)``.
        aircraft: Aircraft received in the 20 minutes that begin then, shape ``(k,)``.
        itself: Ends (flight and role) whose own aircraft is among those counted.
        is_full: Whether there was too much to count.
    """

    keys: Keys = field(default_factory=lambda: np.zeros(0, np.uint64))
    aircraft: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    itself: set[tuple[str, Role]] = field(default_factory=set)
    is_full: bool = False
    _waiting: list[Keys] = field(default_factory=list)

    def add(self, tracks: Tracks, flights: pa.Table | None = None) -> None:
        """Count the aircraft of a group.

        Args:
            tracks: All positions of the group; those set apart are not counted.
            flights: The flights of the group, columns as in ``model.flights``.
        """
        if self.is_full:
            return
        heard = heard_by(tracks)
        if flights is not None:
            self.itself |= find_itself(heard, tracks, flights)
        self.add_heard(heard & KEY)

    def add_heard(self, keys: Keys) -> None:
        """Count keys, each once for each aircraft."""
        if self.is_full:
            return
        self._waiting.append(keys)
        if sum(map(len, self._waiting)) > max(len(self.keys), 1_000_000):
            self._gather()

    def others(self, flights: pa.Table, role: Role) -> NDArray[np.float64]:
        """Count the other aircraft received beyond each end.

        Returns:
            Aircraft in the 20 minutes before the first or after the last position, in
            its cell and band; NaN where height or place is unknown, or nothing was
            counted. Shape ``(flights,)``.
        """
        keys, known = end_keys(flights, role)
        counts = self.count(keys)
        itself = [
            (str(flight_id), role) in self.itself
            for flight_id in flights["flight_id"].to_pylist()
        ]
        counts = counts - np.array(itself, dtype=np.int64)
        return np.where(known, counts, np.nan)

    def count(self, keys: Keys) -> NDArray[np.float64]:
        """Count the aircraft received in each cell, band and 20 minutes.

        Args:
            keys: From ``keys_of``.

        Returns:
            Aircraft, whoever asks among them; NaN where nothing was counted.
        """
        self._gather()
        if self.is_full or not len(self.keys):
            return np.full(len(keys), np.nan)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        counts = np.where(self.keys[at] == keys, self.aircraft[at], 0)
        return counts.astype(np.float64)

    def _gather(self) -> None:
        """Bring what waits into the sorted keys."""
        if not any(map(len, self._waiting)):
            return
        more = np.sort(np.concatenate(self._waiting))
        self._waiting = []
        self.keys, self.aircraft = _merged(self.keys, self.aircraft, more)
        if len(self.keys) > MOST_KEYS:
            self.is_full = True
            self.keys, self.aircraft = self.keys[:0], self.aircraft[:0]


def find_itself(
    heard: Keys, tracks: Tracks, flights: pa.Table
) -> set[tuple[str, Role]]:
    """Find the ends beyond which the aircraft itself was received there again.

    Args:
        heard: What ``heard_by`` gives for the tracks.
        tracks: All positions of a group.
        flights: Its flights, columns as in ``model.flights``.

    Returns:
        Flights and roles.
    """
    number = {a.label: k for k, a in enumerate(tracks.aircraft)}
    own = np.array(
        [number[str(t)] for t in flights["track"].to_pylist()], dtype=np.uint64
    )
    names = [str(name) for name in flights["flight_id"].to_pylist()]
    roles: tuple[Role, ...] = ("origin", "destination")
    found: set[tuple[str, Role]] = set()
    for role in roles:
        keys, known = end_keys(flights, role)
        mine = known & _is_among(keys | (own << KEY_BITS), heard)
        found.update((names[i], role) for i in np.flatnonzero(mine).tolist())
    return found


def end_keys(flights: pa.Table, role: Role) -> tuple[Keys, NDArray[np.bool_]]:
    """Keys of the cell, band and 20 minutes beyond each end, and which are known.

    The minutes begin with the first whole step after the last position, or end with
    the last whole step before the first: what was received up to the very position
    must not count for the silence.
    """
    arriving = role == "destination"
    lat, lon, altitude = (
        flights[f"{role}_{part}"].to_numpy().astype(np.float64)
        for part in ("lat", "lon", "altitude_m")
    )
    ground = pa.array([EndClass.GROUND.value])
    on_ground = pc.is_in(flights[f"{role}_class"], value_set=ground).to_numpy()
    altitude = np.where(on_ground, 0.0, altitude)
    seen = flights["last_seen" if arriving else "first_seen"]
    step = seen.cast(pa.int64()).to_numpy() // (STEP_S * 1000)
    step += 1 if arriving else -STEPS
    known = np.isfinite(lat) & np.isfinite(lon) & np.isfinite(altitude) & (step > 0)
    return keys_of((lat, lon), altitude, step, known), known


def keys_of(
    place: tuple[NDArray[np.float64], NDArray[np.float64]],
    height_m: NDArray[np.float64],
    step: NDArray[np.int64],
    known: NDArray[np.bool_],
) -> Keys:
    """Keys of cells, bands and the 20 minutes that begin with steps.

    Args:
        place: Latitudes and longitudes, degrees; each of shape ``(n,)``.
        height_m: Heights, metres.
        step: Unix time in steps of ``STEP_S``.
        known: Where all of those are known; other keys are 0.
    """
    return _keys(*place, height_m, step, known)


def words(others: float) -> str:
    """Say in the fixed words who was received; empty when that was not counted.

    >>> words(4.0), words(1.0)
    ('not received while 4 others were received nearby', \
'not received while 1 other was received nearby')
    >>> words(0.0), words(float("nan"))
    ('nobody was received there then', '')
    """
    if np.isnan(others):
        return ""
    if others < 1:
        return "nobody was received there then"
    said = "1 other was" if others < 2 else f"{others:.0f} others were"
    return f"not received while {said} received nearby"


def heard_by(tracks: Tracks) -> Keys:
    """Tell where and when each aircraft of a group was received.

    Returns:
        Keys, ascending, each once; above ``KEY_BITS`` is the number of the aircraft.
    """
    positions = tracks.positions
    visited = _visited(
        positions.time_ms,
        (positions.lat_deg, positions.lon_deg),
        (positions.baro_altitude_m, positions.geo_altitude_m, positions.surface),
        positions.quarantine,
        tracks.offsets,
    )
    visited = _distinct(visited)
    # An aircraft received in a step counts for the 20 minutes that begin with it and
    # for those that begin a step earlier.
    return _distinct(
        np.concatenate([visited - np.uint64(back) for back in range(STEPS)])
    )


def _distinct(keys: Keys) -> Keys:
    """Each key once, ascending. ``np.unique`` hashes, which takes ten times as long."""
    keys = np.sort(keys)
    if not len(keys):
        return keys
    distinct: Keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return distinct


@kernel
def _merged(
    keys: Keys, counts: NDArray[np.int64], more: Keys
) -> tuple[Keys, NDArray[np.int64]]:
    """Ascending keys and how often each came, with more of them, ascending too."""
    both = np.empty(len(keys) + len(more), dtype=np.uint64)
    sums = np.empty(len(both), dtype=np.int64)
    n = i = j = 0
    while i < len(keys) or j < len(more):
        key = more[j] if j < len(more) else keys[i]
        count = 0
        if i < len(keys) and keys[i] <= key:
            key = keys[i]
            count = counts[i]
            i += 1
        while j < len(more) and more[j] == key:
            count += 1
            j += 1
        both[n], sums[n] = key, count
        n += 1
    return both[:n].copy(), sums[:n].copy()


def added_up(counts: Iterable[Counts]) -> Counts:
    """Add up counts: two by two, so that none is gone over more often than need be.

    Args:
        counts: Ascending keys, each once, and what was counted for each.

    Returns:
        The same of all together.
    """
    left = [(np.zeros(0, np.uint64), np.zeros(0, np.int64)), *counts]
    while len(left) > 1:
        pairs = zip(left[::2], [*left[1::2], None], strict=False)
        left = [a if b is None else _joined(*a, *b) for a, b in pairs]
    return left[0]


@kernel
def _joined(
    keys: Keys, counts: NDArray[np.int64], others: Keys, more: NDArray[np.int64]
) -> Counts:
    """Two ascending lists of keys with their counts as one."""
    both = np.empty(len(keys) + len(others), dtype=np.uint64)
    sums = np.empty(len(both), dtype=np.int64)
    n = i = j = 0
    while i < len(keys) or j < len(others):
        mine = i < len(keys) and (j == len(others) or keys[i] <= others[j])
        theirs = j < len(others) and (i == len(keys) or others[j] <= keys[i])
        both[n] = keys[i] if mine else others[j]
        sums[n] = 0
        if mine:
            sums[n] += counts[i]
            i += 1
        if theirs:
            sums[n] += more[j]
            j += 1
        n += 1
    return both[:n].copy(), sums[:n].copy()


def _is_among(keys: Keys, ascending: Keys) -> NDArray[np.bool_]:
    """Whether each key is among others."""
    if not len(ascending):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
    found: NDArray[np.bool_] = ascending[at] == keys
    return found


@kernel
def _key(lat: float, lon: float, height_m: float, step: int) -> int:
    row = min(int((lat + 90.0) * CELLS_PER_DEGREE), 180 * CELLS_PER_DEGREE - 1)
    column = int((lon + 180.0) * CELLS_PER_DEGREE)
    if not 0 <= column < 360 * CELLS_PER_DEGREE:
        column %= 360 * CELLS_PER_DEGREE
    cell = row * 360 * CELLS_PER_DEGREE + column
    band = 0
    for bound in BAND_M:
        if height_m >= bound:
            band += 1
    return (((cell << BAND_BITS) | band) << STEP_BITS) | step


@kernel
def _keys(
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    height_m: NDArray[np.float64],
    step: NDArray[np.int64],
    known: NDArray[np.bool_],
) -> Keys:
    out = np.zeros(len(lat), dtype=np.uint64)
    for i in range(len(lat)):
        if known[i]:
            out[i] = np.uint64(_key(lat[i], lon[i], height_m[i], step[i]))
    return out


@kernel
def _visited(
    time_ms: NDArray[np.int64],
    place: tuple[NDArray[np.float64], NDArray[np.float64]],
    height: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int8]],
    quarantine: NDArray[np.uint8],
    offsets: NDArray[np.int64],
) -> Keys:
    """Keys of each aircraft in the order of time, those alike in a row once."""
    lat, lon = place
    baro, geo, surface = height
    # Only what is filled of it is ever touched.
    found = np.empty(len(time_ms), dtype=np.uint64)
    n = 0
    step_ms = STEP_S * 1000
    for k in range(len(offsets) - 1):
        last = -1
        step = 0
        for i in range(offsets[k], offsets[k + 1]):
            if quarantine[i] != Quarantine.NONE:
                continue
            # A division takes longer than all else, and time goes on slowly.
            if not 0 <= time_ms[i] - step * step_ms < step_ms:
                step = time_ms[i] // step_ms
            height_m = geo[i] if np.isnan(baro[i]) else baro[i]
            if surface[i] == Surface.GROUND:
                height_m = np.float32(0.0)
            if not np.isfinite(height_m):
                continue
            key = _key(lat[i], lon[i], height_m, step)
            if key != last:
                found[n] = np.uint64((k << _AIRCRAFT_BITS) | key)
                n += 1
                last = key
    return found[:n].copy()

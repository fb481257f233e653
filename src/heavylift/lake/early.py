"""Find flights while their positions are being read, when nothing else bears on them.

A day that has no other beside it is read once: what is decoded for its Parquet files is
looked at for flights before it goes. Whether that was enough is decided later, by
``found``: when days around are there, or are added, the flights are found again from
positions in the lake, and the result is the same as if this had not been.

Only one thing is not known while a chunk is read: whether aircraft of all the others
share points. So flights are found as if none did, those for whom it can matter are
marked (``positions.lingering``), and what they add to the counts is kept beside.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from heavylift.flights.find import Tally, flights_of
from heavylift.flights.reception import (
    Reception,
    find_itself,
    heard_by,
)
from heavylift.flights.reception_keys import KEY, KEY_BITS
from heavylift.flights.table import FLIGHT_SCHEMA
from heavylift.lake import layout
from heavylift.lake.reception import ITSELF, itself_columns
from heavylift.lake.records import Day
from heavylift.lake.storage import Lake
from heavylift.model.sources import SourceFile
from heavylift.positions import Tracks, judge_apart
from heavylift.positions.stays import Stays
from heavylift.reference.strips import StripsFile, airfields_with

#: Days on both sides whose positions may bear on a flight: it lasts up to a day, and a
#: sighting up to a day later may bracket its landing (``flights.brackets.LONGEST_S``).
REACH_DAYS: Final = 2

_FLIGHTS: Final = pa.schema(
    [*FLIGHT_SCHEMA, *(pa.field(name, pa.bool_()) for name in ITSELF.values())]
)

#: Where an aircraft was received, and whether points that others share may change that.
_HEARD: Final = pa.schema([("key", pa.uint64()), ("lingers", pa.bool_())])

#: Where a file of early flights names the aircraft that linger, with flights or not.
_LINGERING: Final = b"lingering"

Keys = NDArray[np.uint64]


class EarlyFlights:
    """Flights of a chunk of an input, filled group by group; none when not alone."""

    def __init__(
        self,
        buckets: int,
        held: Collection[str] | None,
        drawn: Sequence[StripsFile] = (),
    ) -> None:
        """Begin.

        Args:
            buckets: How many buckets aircraft are spread over.
            held: Days of other inputs in the lake; ``None`` to look for no flights.
            drawn: Files of airfields that the user drew.
        """
        self._buckets = buckets
        self._drawn = drawn
        self._is_alone = held is not None
        self._held = np.array([_number(day) for day in held or ()], np.int64)
        self._first = np.iinfo(np.int64).max
        self._last = np.iinfo(np.int64).min
        self._tables: list[pa.Table] = []
        self._heard: list[tuple[Keys, NDArray[np.int64], NDArray[np.bool_]]] = []
        self._lingering: dict[int, list[str]] = {}

    def add(self, tracks: Tracks, stays: Stays, files: Sequence[SourceFile]) -> None:
        """Find the flights of a group.

        Args:
            tracks: All positions of the group; not judged yet.
            stays: What ``find_stays`` gives for them.
            files: Source files, by the index in the ``file`` column.
        """
        if not (self._is_alone and len(tracks.positions)):
            return
        self._is_alone = self._stays_alone(tracks.positions.time_ms)
        if not self._is_alone:
            self._tables, self._heard = [], []
            return
        judged, lingering = judge_apart(tracks, stays)
        heard = heard_by(judged)
        self._count(heard, judged, lingering)
        batch = flights_of(judged, files, airfields_with(self._drawn), Tally())
        if batch is None:
            return
        itself = Reception(itself=find_itself(heard, judged, batch.table))
        self._tables.append(itself_columns(batch.table, itself))

    def _stays_alone(self, time_ms: NDArray[np.int64]) -> bool:
        """Whether all days read so far are near each other, and no other is near."""
        self._first = min(self._first, int(time_ms.min()) // layout.DAY_MS)
        self._last = max(self._last, int(time_ms.max()) // layout.DAY_MS)
        near = self._held >= self._first - REACH_DAYS
        near &= self._held <= self._last + REACH_DAYS
        return self._last - self._first <= REACH_DAYS and not near.any()

    def _count(self, heard: Keys, tracks: Tracks, lingering: NDArray[np.bool_]) -> None:
        labels = [a.label for a in tracks.aircraft]
        bucket = np.array([layout.bucket_of(a, self._buckets) for a in labels])
        for k in np.flatnonzero(lingering).tolist():
            self._lingering.setdefault(int(bucket[k]), []).append(labels[k])
        number = (heard >> KEY_BITS).astype(np.int64)
        self._heard.append((heard & KEY, bucket[number], lingering[number]))

    def write(self, lake: Lake, chunk: str, buckets: Collection[int]) -> None:
        """Write what was found, if it may be of use.

        Args:
            lake: The lake.
            chunk: Name of the chunk.
            buckets: Buckets that it has positions of.
        """
        if not (self._is_alone and self._heard):
            return
        table = pa.concat_tables([_FLIGHTS.empty_table(), *self._tables])
        tracks = table["track"].to_pylist()
        bucket = np.array([layout.bucket_of(t, lake.buckets) for t in tracks], np.int64)
        flights_by_bucket = _by_bucket(table, bucket, lake.buckets)
        keys, bucket, lingers = (
            np.concatenate(parts) for parts in zip(*self._heard, strict=True)
        )
        heard = pa.table([pa.array(keys), pa.array(lingers)], schema=_HEARD)
        heard_by_bucket = _by_bucket(heard, bucket, lake.buckets)
        for own in sorted(buckets):
            name = layout.early_reception_file(chunk, own)
            lake.write_passing(name, heard_by_bucket[own])
            # Written last: whoever finds it finds the other too.
            flights = flights_by_bucket[own]
            said = {_LINGERING: msgspec.json.encode(self._lingering.get(own, []))}
            name = layout.early_file(chunk, own)
            lake.write_passing(name, flights.replace_schema_metadata(said))


def _by_bucket(
    table: pa.Table, bucket: NDArray[np.int64], buckets: int
) -> list[pa.Table]:
    """Rows of each bucket, in their order: moved once, not looked for in all."""
    # Small numbers are sorted by their digits, which takes no comparing.
    order = np.argsort(bucket.astype(np.min_scalar_type(buckets)), kind="stable")
    moved = table.take(pa.array(order))
    starts = np.searchsorted(bucket[order], np.arange(buckets + 1)).tolist()
    return [moved.slice(lo, hi - lo) for lo, hi in pairwise(starts)]


def _number(day: str) -> int:
    return layout.start_ms(day) // layout.DAY_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """What was found of a bucket while it was read.

    Attributes:
        table: Flights, with the columns of ``reception.ITSELF``.
        heard: Who was received where: a key for each aircraft, and if it lingers.
        lingering: Aircraft that points which are shared can matter to.
    """

    table: pa.Table
    heard: pa.Table
    lingering: frozenset[str]

    def without_lingering(self) -> Early:
        """Leave out whatever points that are shared can change."""
        late = pa.array(sorted(self.lingering), pa.string())
        return Early(
            table=self.table.filter(pc.invert(pc.is_in(self.table["track"], late))),
            heard=self.heard.filter(pc.invert(self.heard["lingers"])),
            lingering=frozenset(),
        )


def read_early(lake: Lake, days: Sequence[Day], bucket: int) -> Early | None:
    """Read what was found early, if nothing else bears on it.

    Args:
        lake: The lake.
        days: Records of all days that may bear on the flights wanted.
        bucket: Which aircraft.

    Returns:
        Nothing when several inputs have a share in these days, or it is not there.
    """
    copies = [copy for day in days for copy in day.copies]
    if len({copy.deposit for copy in copies}) != 1:
        return None
    chunks = sorted(
        {
            name
            for copy in copies
            for name, buckets in copy.by_chunk.items()
            if bucket in buckets
        }
    )
    if not all(lake.has(layout.early_file(chunk, bucket)) for chunk in chunks):
        return None
    flights = [lake.read_passing(layout.early_file(c, bucket)) for c in chunks]
    heard = [lake.read_passing(layout.early_reception_file(c, bucket)) for c in chunks]
    return Early(
        table=pa.concat_tables(
            [_FLIGHTS.empty_table(), *(t.replace_schema_metadata() for t in flights)]
        ),
        heard=pa.concat_tables([_HEARD.empty_table(), *heard]),
        lingering=frozenset(
            label
            for table in flights
            for label in msgspec.json.decode(table.schema.metadata[_LINGERING])
        ),
    )

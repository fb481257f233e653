"""Positions of all aircraft of the inputs, judged by what all of them report.

Aircraft come in groups that fit memory, but a point that several of them share may be
shared across groups, and a position is to be judged the same however the inputs were
cut. What is shared is known only when all were seen. Reading everything twice would
double the cost of a day, so only those wait for whom it can matter: aircraft that
linger (``lingering.find_lingering``), one in 25 of a day with interference. All others
are judged at once. Of those that wait as many are held as one more group would hold;
the rest is read again at the end, which inputs in one group never need.

Each aircraft is judged once, so nothing that was given out is ever taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from heavylift.model.positions import Positions
from heavylift.model.sources import Piece, SourceFile
from heavylift.positions.lingering import find_lingering
from heavylift.positions.stays import (
    SharedPoint,
    Stays,
    find_stays,
    join_stays,
    shared_points,
)
from heavylift.positions.tracks import Tracks, merge_pieces
from heavylift.positions.trust import quarantine_impossible

#: Positions of aircraft that wait are held up to this many; as many as a group has.
MOST_HELD: Final = 1_000_000


class GivesPieces(Protocol):
    """What positions are taken from: opened ``Sources``, or pieces from elsewhere."""

    @property
    def files(self) -> Sequence[SourceFile]:
        """Source files, by the index in the ``file`` column of positions."""
        ...

    def groups(self) -> Iterator[Iterable[Piece]]:
        """Give pieces in groups; all pieces of an aircraft are in one group."""
        ...


@runtime_checkable
class ReadsAgain(Protocol):
    """Sources that can give an aircraft a second time; others have theirs held."""

    def again(self, labels: Collection[str]) -> Iterator[Iterable[Piece]]:
        """Give the pieces of some aircraft again, in groups, counting nothing."""
        ...


@runtime_checkable
class KnowsPoints(Protocol):
    """Sources that know what is shared before they are read; then nobody waits."""

    @property
    def shared_points(self) -> Sequence[SharedPoint]:
        """Points that aircraft of all inputs share."""
        ...


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """Aircraft that are judged when all were seen.

    Attributes:
        held: Those in memory.
        rows: Positions of those.
        labels: Those to be read again.
        repeated: Repeats of groups of which every aircraft waits.
    """

    held: list[Tracks] = field(default_factory=list)
    rows: int = 0
    labels: set[str] = field(default_factory=set)
    repeated: int = 0

    def add(self, tracks: Tracks, *, must_hold: bool) -> None:
        rows = len(tracks.positions)
        if must_hold or not self.held or self.rows + rows <= MOST_HELD:
            self.held.append(tracks)
            self.rows += rows
        else:
            self.labels |= {a.label for a in tracks.aircraft}


def judge_groups(sources: GivesPieces) -> Iterator[Tracks]:
    """Give all positions with ``quarantine`` filled, each aircraft once.

    Args:
        sources: Opened inputs.

    Yields:
        Tracks, in groups; the same of each aircraft whatever the groups and the order
        in which the sources give them. ``repeated`` adds up to all repeats.
    """
    if isinstance(sources, KnowsPoints):
        for pieces in sources.groups():
            yield _judged(merge_pieces(pieces), sources.shared_points)
        return
    waiting = _Waiting()
    stays: list[tuple[int, Stays]] = []
    seen = 0
    for pieces in sources.groups():
        tracks = merge_pieces(pieces)
        # What is let go is where the next group is read into.
        del pieces
        own = find_stays(tracks.positions, tracks.offsets)
        stays.append((seen, own))
        seen += len(tracks.aircraft)
        lingering = find_lingering(tracks.positions, tracks.offsets, own)
        if lingering.any():
            late = _pick(tracks, lingering)
            waiting.add(late, must_hold=not isinstance(sources, ReadsAgain))
        if lingering.all():
            waiting.repeated += tracks.repeated
        else:
            # Without stays, and not at any shared point: nothing to wait for.
            yield _judged(_pick(tracks, ~lingering), (), join_stays(()))
    points = shared_points(join_stays(stays))
    if waiting.held:
        late = replace(_join(waiting.held), repeated=waiting.repeated)
        waiting.held = []
        yield _judged(late, points)
    if waiting.labels and isinstance(sources, ReadsAgain):
        for pieces in sources.again(waiting.labels):
            # Their repeats were counted with the group they were first in.
            yield _judged(replace(merge_pieces(pieces), repeated=0), points)


def judge_apart(tracks: Tracks, stays: Stays) -> tuple[Tracks, NDArray[np.bool_]]:
    """Judge tracks as if no other aircraft shared a point with any of them.

    Args:
        tracks: Not judged yet.
        stays: What ``find_stays`` gives for them.

    Returns:
        The tracks, and which of them would be judged otherwise if points are shared.
    """
    lingering = find_lingering(tracks.positions, tracks.offsets, stays)
    return _judged(tracks, (), stays), lingering


def _pick(tracks: Tracks, wanted: NDArray[np.bool_]) -> Tracks:
    """Give some of the tracks; ``repeated`` stays that of all of them."""
    if wanted.all():
        return tracks
    # Rows in runs: copying runs is several times faster than picking by a mask.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted, [False]])))
    runs = tracks.offsets[edges].reshape(-1, 2).tolist()
    lengths = np.diff(tracks.offsets)[wanted]
    return Tracks(
        aircraft=[tracks.aircraft[k] for k in np.flatnonzero(wanted).tolist()],
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        positions=Positions.concatenate(
            [tracks.positions.take(slice(lo, hi)) for lo, hi in runs]
        ),
        repeated=tracks.repeated,
    )


def _join(parts: Sequence[Tracks]) -> Tracks:
    """Put tracks of different aircraft end to end."""
    if len(parts) == 1:
        return parts[0]
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return Tracks(
        aircraft=[a for part in parts for a in part.aircraft],
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        positions=Positions.concatenate([part.positions for part in parts]),
        repeated=sum(part.repeated for part in parts),
    )


def _judged(
    tracks: Tracks, points: Sequence[SharedPoint], stays: Stays | None = None
) -> Tracks:
    marked = quarantine_impossible(
        tracks.positions, tracks.offsets, shared=points, stays=stays
    )
    return replace(tracks, positions=marked)

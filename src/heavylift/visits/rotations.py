"""Which legs of an aircraft make a way out and back?

A rotation is a chain of legs of one aircraft whose ends meet, from an airfield back to
it: out and back (A to B to A), triangular (A to B to C to A), or longer up to a bound.
Counting rotations rather than legs, what was flown for one purpose counts once, as far
as flights can tell: a way out and its way back are not two independent things.

Chains can be cut in several ways: of A B A B A the legs 1 and 2, or 2 and 3, come back.
The cut taken leaves the fewest legs over, and of those that leave as few the one with
the least time between the legs of a rotation: an aircraft is longer at home.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.kernels import kernel
from heavylift.model.ends import CLASS_ORDER
from heavylift.visits.legs import NOWHERE, Legs, Meeting, Numbers

#: Legs of the longest rotation. Freighters make fuel stops and side trips: four places
#: away from home is common, more is a tour. With twice as many, weeks of unrelated work
#: between two stays at home would count as one.
MOST_LEGS: Final = 6

#: Longest time from the first position of a rotation to its last. An aircraft that
#: waits for a load or a part is away for a week; after two the way back may well have
#: another purpose than the way out.
LONGEST_ROTATION_DAYS: Final = 14

#: Columns of ``Rotations.table``.
ROTATION_SCHEMA: Final = pa.schema(
    [
        ("rotation", pa.int64()),
        ("aircraft", pa.string()),
        ("shape", pa.string()),
        ("legs", pa.int64()),
        ("airfields", pa.list_(pa.string())),
        ("flights", pa.list_(pa.string())),
        ("weakest_class", pa.string()),
        ("first_seen", pa.timestamp("ms", tz="UTC")),
        ("last_seen", pa.timestamp("ms", tz="UTC")),
        ("hours", pa.float64()),
        ("hours_between_legs", pa.float64()),
    ]
)

_DAY_MS: Final = 86_400_000
_MS_PER_HOUR: Final = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotations:
    """Rotations by aircraft and time; columns of rotations have shape ``(rotations,)``.

    Attributes:
        first: First leg of each.
        legs: How many legs it has; they follow each other.
        weakest: Place in ``CLASS_ORDER`` of the weakest of all its ends.
        of_leg: Rotation of each leg, -1 for a leg that is in none; shape ``(legs,)``.
    """

    first: Numbers
    legs: Numbers
    weakest: NDArray[np.int8]
    of_leg: Numbers

    def __len__(self) -> int:
        return len(self.first)

    def table(self, legs: Legs) -> pa.Table:
        """Give the rotations with their legs named, columns as in ``ROTATION_SCHEMA``.

        Args:
            legs: The legs that they are of.
        """
        last = self.first + self.legs - 1
        offsets = np.concatenate([[0], np.cumsum(self.legs)])
        members = np.flatnonzero(self.of_leg >= 0)
        stops = np.insert(
            legs.destination[members], offsets[:-1], legs.origin[self.first]
        )
        return pa.table(
            {
                "rotation": np.arange(len(self)),
                "aircraft": pa.array(legs.names, pa.string()).take(
                    pa.array(legs.aircraft[self.first])
                ),
                "shape": pa.array(
                    [shape_of(n) for n in self.legs.tolist()], pa.string()
                ),
                "legs": self.legs,
                "airfields": pa.ListArray.from_arrays(
                    offsets + np.arange(len(self) + 1),
                    pa.array(legs.codes, pa.string()).take(pa.array(stops)),
                ),
                "flights": pa.ListArray.from_arrays(
                    offsets,
                    legs.table["flight_id"]
                    .take(pa.array(legs.row[members]))
                    .combine_chunks(),
                ),
                "weakest_class": pa.array(
                    [CLASS_ORDER[c].value for c in self.weakest.tolist()], pa.string()
                ),
                "first_seen": legs.first_ms[self.first],
                "last_seen": legs.last_ms[last],
                "hours": (legs.last_ms[last] - legs.first_ms[self.first])
                / _MS_PER_HOUR,
                "hours_between_legs": self._between_ms(legs) / _MS_PER_HOUR,
            }
        ).cast(ROTATION_SCHEMA)

    def _between_ms(self, legs: Legs) -> Numbers:
        """Time between the legs of each rotation."""
        stay = np.zeros(len(legs), np.int64)
        stay[1:] = legs.first_ms[1:] - legs.last_ms[:-1]
        stay[self.first] = 0
        inside = self.of_leg >= 0
        sums = np.bincount(
            self.of_leg[inside], weights=stay[inside], minlength=len(self)
        )
        return sums.astype(np.int64)


def shape_of(legs: int) -> str:
    """Say what a rotation of so many legs is called.

    >>> shape_of(2), shape_of(3), shape_of(5)
    ('out and back', 'triangular', 'loop of 5 legs')
    """
    return {2: "out and back", 3: "triangular"}.get(legs, f"loop of {legs} legs")


def find_rotations(legs: Legs, places: Sequence[Collection[str]] = ()) -> Rotations:
    """Cut the chains of legs into rotations.

    Args:
        legs: Flights in turn.
        places: Sets of airfields that each count as one where a rotation closes: of
            the flights between a base and two airfields of one region, Baku to Ovda to
            Ganja is a way out and back. Legs themselves meet at one airfield only.

    Returns:
        Rotations; no leg is in two.
    """
    if not len(legs):
        none = np.zeros(0, np.int64)
        return Rotations(
            first=none, legs=none, weakest=none.astype(np.int8), of_leg=none
        )
    place = np.arange(len(legs.codes) + 1)  # the last one, -1, is nowhere
    for airfields in places:
        members = legs.numbers(airfields)
        if len(members):
            place[members] = members[0]
    origin = np.where(legs.origin == NOWHERE, NOWHERE, place[legs.origin])
    destination = np.where(
        legs.destination == NOWHERE, NOWHERE, place[legs.destination]
    )
    length = _cut(
        origin,
        destination,
        legs.first_ms,
        legs.last_ms,
        legs.meeting == np.int8(Meeting.MET),
    )
    first = np.flatnonzero(length)
    count = length[first]
    of_leg = np.full(len(legs), -1, np.int64)
    members = np.repeat(first, count) + _counting(count)
    number = np.repeat(np.arange(len(first)), count)
    of_leg[members] = number
    weakest = np.zeros(len(first), np.int8)
    np.maximum.at(weakest, number, legs.weaker_class[members])
    return Rotations(first=first, legs=count, weakest=weakest, of_leg=of_leg)


def _counting(counts: Numbers) -> Numbers:
    """0, 1, 2 … for each count, end to end."""
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(starts, counts)


@kernel
def _cut(
    origin: Numbers,
    destination: Numbers,
    first_ms: Numbers,
    last_ms: Numbers,
    met: NDArray[np.bool_],
) -> Numbers:
    """Length of the rotation that begins with each leg; 0 where none does.

    The best cut of all legs up to each one is the best cut of those before its last
    piece, and that piece: a leg alone, or a rotation.
    """
    n = len(origin)
    alone = np.zeros(n + 1, np.int64)
    standing_ms = np.zeros(n + 1, np.int64)
    piece = np.ones(n + 1, np.int64)
    most_ms = LONGEST_ROTATION_DAYS * _DAY_MS
    for end in range(1, n + 1):
        last = end - 1
        alone[end] = alone[last] + 1
        standing_ms[end] = standing_ms[last]
        between_ms = np.int64(0)
        home = destination[last]
        if home < 0 or origin[last] == home:
            continue
        for legs in range(2, min(MOST_LEGS, end) + 1):
            start = end - legs
            if not met[start]:
                break
            if last_ms[last] - first_ms[start] > most_ms:
                break
            between_ms += first_ms[start + 1] - last_ms[start]
            if origin[start] != home:
                continue
            total_ms = standing_ms[start] + between_ms
            if alone[start] < alone[end] or (
                alone[start] == alone[end] and total_ms < standing_ms[end]
            ):
                alone[end] = alone[start]
                standing_ms[end] = total_ms
                piece[end] = legs
            # Farther back it would pass through its home on the way.
            break
    length = np.zeros(n, np.int64)
    end = n
    while end > 0:
        legs = piece[end]
        end -= legs
        if legs > 1:
            length[end] = legs
    return length

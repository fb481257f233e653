"""How much of each day's archive is there?

A day that is missing lowers what could have been seen; it says nothing about what
flew. Such a day has no count, which differs from a count of zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

#: What a record of a day says of it, in the words of ``heavylift lake days``.
State = Literal["complete", "partial", "absent", "unknown"]

#: Trace folders of a day in a readsb archive: one for each last byte of an address, so
#: a share of the folders is that share of all aircraft.
FOLDERS: Final = 256

#: Share of a day whose source does not say what is missing. Its exposure rests on the
#: assumption that it is all there, and says so.
ASSUMED: Final = 1.0

_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How much of each day is there; columns have shape ``(days,)``.

    Attributes:
        first: The first day; days follow each other without a hole.
        states: What the record says.
        share: Share of the archive that is there: 1 complete, 0 absent; NaN unknown.
        at_most: Whether the share may be less: parts of the archive are missing, or
            rows were left out on request, and the folders do not show how much.
    """

    first: date
    states: tuple[State, ...]
    share: NDArray[np.float64]
    at_most: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.share)

    @property
    def number(self) -> NDArray[np.int64]:
        """Days since 1970."""
        return (self.first - _EPOCH).days + np.arange(len(self))

    @property
    def days(self) -> list[date]:
        """The days."""
        return [self.first + timedelta(days=n) for n in range(len(self))]

    @property
    def assumed(self) -> NDArray[np.float64]:
        """The shares, days of which nothing is known taken as whole."""
        return np.where(np.isnan(self.share), ASSUMED, self.share)


def completeness_of_records(
    days: Sequence[date],
    states: Sequence[State],
    folders: Sequence[int | None],
    span: tuple[date, date] | None = None,
) -> Completeness:
    """Work out the share of each day that is there.

    Args:
        days: Days that have a record, in any order.
        states: What each record says.
        folders: Trace folders present, of 256; ``None`` where there are no traces.
        span: First day and first day after of what is wanted; by default from the first
            record to the last. Days without a record are absent.
    """
    records = {d: (s, f) for d, s, f in zip(days, states, folders, strict=True)}
    if span is None:
        span = (min(days), max(days) + timedelta(days=1)) if days else (_EPOCH, _EPOCH)
    wanted = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days)]
    found = [records.get(day, ("absent", None)) for day in wanted]
    return Completeness(
        first=span[0],
        states=tuple(state for state, _ in found),
        share=np.array([_share(s, f) for s, f in found], np.float64),
        at_most=np.array([s == "partial" and f == FOLDERS for s, f in found], np.bool_),
    )


def _share(state: State, folders: int | None) -> float:
    if state == "partial":
        return np.nan if folders is None else folders / FOLDERS
    return {"complete": 1.0, "absent": 0.0, "unknown": np.nan}[state]


def completeness_of_flights(
    flights: pa.Table, span: tuple[date, date] | None = None
) -> Completeness:
    """Do the same without records: days on which nothing at all was heard are absent.

    What other days lack is unknown. Give all traffic: of a table of one fleet, a quiet
    day would look like a missing one.

    Args:
        flights: All flights, columns as in ``model.flights``.
        span: As for ``completeness_of_records``; by default from the first flight to
            the last.
    """
    moments = [flights[c].cast(pa.date32()).drop_null() for c in _SEEN_AT]
    heard = sorted(set().union(*(pc.unique(m).to_pylist() for m in moments)))
    return completeness_of_records(
        heard, ["unknown"] * len(heard), [None] * len(heard), span
    )


_SEEN_AT: Final = ("first_seen", "last_seen")

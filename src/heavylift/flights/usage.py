"""Where the same fleet goes in the data at hand, as a weight on ranked candidates.

One track that ends 40 km short of two airfields cannot tell them apart; fifty of the
same fleet often can, because only one of the two lies ahead of all of them. So the
candidates of each ``toward`` end are weighed once by how often the other flights of the
fleet were seen at them, or headed for them; those of the same aircraft count twice, and
sure ends of all others a little. An end in cruise, for which motion ranks nothing, has
the places of its fleet that lie ahead for candidates.

Only flights in the inputs count, never published schedules or the size of an airfield.
A sure class is never given or taken away here, and a flight does not count for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.ahead import (
    CRUISE_M,
    LEAST,
    cruise_ends,
    fit_ahead,
    places_ahead,
)
from heavylift.flights.candidates import Lists, read_lists, take_runs, write_list
from heavylift.flights.columns import with_columns
from heavylift.flights.sequences import classed, row_by_code
from heavylift.model.ends import EndClass, Role
from heavylift.reference.airfields import Airfields

#: Weight of having no fleet record at all. With one flight's worth, two other flights
#: seen at an airfield treble its odds and one stray guess does not.
UNSEEN: Final = 1.0

#: Flights of others, of any fleet, weigh no more than one of the same fleet, however
#: many: busy airports are not where state and military aircraft go. As many sure ends
#: as ``OTHERS_FULL`` count as that one.
OTHERS_FULL: Final = 10.0

#: What is listed of candidates, as for ends that motion ranks.
LISTED: Final = 0.01
MOST_LISTED: Final = 8

#: Belief in all places ahead together that makes an end in cruise ``toward``.
BELIEVED: Final = 0.2

#: ICAO airline designator and flight number (Doc 8585): the fleet is the designator.
_AIRLINE: Final = re.compile(r"^([A-Z]{3})[0-9]")


def fleet_of(callsign: str | None, track: str) -> str:
    """Name the fleet a flight counts for.

    The airline designator of its callsign, else the aircraft alone: a callsign that is
    a registration or a military name says nothing of other aircraft.

    >>> fleet_of("AFL1004", "4242bb")
    'AFL'
    >>> fleet_of(None, "4242bb")
    '4242bb'
    """
    found = _AIRLINE.match(callsign or "")
    return found.group(1) if found else track


def _added_up(
    at: NDArray[np.int64], values: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """Sums of values by number, in the order of the values."""
    return np.bincount(at, weights=values, minlength=n).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Sums by key.

    Attributes:
        keys: Keys, ascending; shape ``(n,)``.
        first: Where each key came first among those that were added up.
        sums: What was added up for each.
    """

    keys: NDArray[np.int64]
    first: NDArray[np.int64]
    sums: NDArray[np.float64]

    @classmethod
    def of(cls, keys: NDArray[np.int64], values: NDArray[np.float64]) -> _Sums:
        """Add up values that have the same key, in their order."""
        distinct, first, at = np.unique(keys, return_index=True, return_inverse=True)
        return cls(
            keys=distinct,
            first=first.astype(np.int64),
            sums=_added_up(at, values, len(distinct)),
        )

    def look(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """What was added up for some keys; 0 for those that never came."""
        if not len(self.keys):
            return np.zeros(len(keys))
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.sums[at], 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where flights of the inputs were, or were headed for; airfields by number.

    Attributes:
        names: Codes of the airfields.
        fleet: Number of the fleet of each flight.
        track: Number of its aircraft; no fleet's, unless that is this aircraft alone.
        own: What each flight itself adds, both ends together.
        of_fleet: Flights of each fleet by airfield, probabilities added up.
        of_track: The same of each aircraft.
        of_all: Ends of any aircraft that name an airfield; shape ``(airfields,)``.
    """

    names: list[str]
    fleet: NDArray[np.int64]
    track: NDArray[np.int64]
    own: _Sums
    of_fleet: _Sums
    of_track: _Sums
    of_all: NDArray[np.int64]

    def others(
        self, flight: NDArray[np.int64], code: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Other flights at or towards airfields; the same aircraft's count twice."""
        n = len(self.names)
        fleet, track = self.fleet[flight], self.track[flight]
        own = self.own.look(flight * n + code)
        found = np.maximum(0.0, self.of_fleet.look(fleet * n + code) - own)
        of_track = np.maximum(0.0, self.of_track.look(track * n + code) - own)
        again = (fleet != track) & (found >= UNSEEN)
        return np.where(again, found + of_track, found)

    def anyone(
        self, flight: NDArray[np.int64], code: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """What the flights of everyone weigh: at most as one of the same fleet."""
        own = self.own.look(flight * len(self.names) + code) >= 1.0
        return np.minimum(1.0, (self.of_all[code] - own) / OTHERS_FULL)

    def often(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Airfields that enough flights of a fleet use to be looked for ahead.

        Fleets, ascending, and airfields; those of a fleet in the order of flights.
        """
        fleet, code = np.divmod(self.of_fleet.keys, max(len(self.names), 1))
        enough = np.flatnonzero(self.of_fleet.sums >= LEAST)
        order = np.lexsort((self.of_fleet.first[enough], fleet[enough]))
        return fleet[enough][order], code[enough][order]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """What some ends of one role are now taken to be headed for.

    Attributes:
        row: Which flights; shape ``(ends,)``.
        elsewhere: Share of belief in none of the candidates.
        offsets: Where the candidates of each begin; shape ``(ends + 1,)``.
        code: The candidates, likeliest first.
        share: Their shares.
        said: What is said of them, before the name of the fleet.
    """

    row: NDArray[np.int64]
    elsewhere: NDArray[np.float64]
    offsets: NDArray[np.int64]
    code: NDArray[np.int64]
    share: NDArray[np.float64]
    said: str


def weigh_by_usage(table: pa.Table, airfields: Airfields) -> pa.Table:
    """Weigh the candidates of open ends by where their fleet goes.

    Args:
        table: Flights, columns as in ``model.flights``.
        airfields: The table of airfields.

    Returns:
        The same flights; candidates, elsewhere and reason of ``toward`` ends changed,
        and ``unknown`` ends in cruise that have places of their fleet ahead made
        ``toward``.
    """
    tracks = table["track"].to_pylist()
    callsigns = table["callsign"].to_pylist()
    fleets = [fleet_of(c, t) for c, t in zip(callsigns, tracks, strict=True)]
    roles: tuple[Role, ...] = ("origin", "destination")
    lists, names = read_lists(table[f"{role}_candidates"] for role in roles)
    usage = _usage(table, fleets, tracks, lists, names)
    for role, listed in zip(roles, lists, strict=True):
        found = (
            _weighed(table, role, listed, usage),
            _ahead(table, role, usage, airfields),
        )
        table = _written(table, role, found, usage, fleets)
    return table


def _usage(
    table: pa.Table,
    fleets: list[str],
    tracks: list[str],
    lists: Sequence[Lists],
    names: list[str],
) -> Usage:
    n = len(names)
    numbers: dict[str, int] = {}
    fleet = np.array([numbers.setdefault(f, len(numbers)) for f in fleets], np.int64)
    track = np.array([numbers.setdefault(t, len(numbers)) for t in tracks], np.int64)
    flight = np.concatenate([listed.end for listed in lists])
    code = np.concatenate([listed.code for listed in lists])
    share = np.concatenate([listed.share for listed in lists])
    own = _Sums.of(flight * n + code, share)
    # In the order of flights, and in each of them as they are listed.
    order = np.lexsort((own.first, own.keys // max(n, 1)))
    flight, code = np.divmod(own.keys[order], max(n, 1))
    sure: Counter[str] = Counter()
    for role in ("origin", "destination"):
        sure.update(table[role].to_pylist())
    return Usage(
        names=names,
        fleet=fleet,
        track=track,
        own=own,
        of_fleet=_Sums.of(fleet[flight] * n + code, own.sums[order]),
        of_track=_Sums.of(track[flight] * n + code, own.sums[order]),
        of_all=np.array([sure[name] for name in names], np.int64),
    )


def _weighed(table: pa.Table, role: Role, listed: Lists, usage: Usage) -> _Ranked:
    """Candidates weighed anew, where enough is known of other flights."""
    row = np.flatnonzero(classed(table, role, frozenset({EndClass.TOWARD})))
    listed = listed.take(row)
    flight = row[listed.end]
    seen = usage.others(flight, listed.code) + usage.anyone(flight, listed.code)
    known = np.bincount(listed.end[seen >= UNSEEN], minlength=len(row)) > 0
    of_known = known[listed.end]
    row, listed, seen = row[known], listed.take(np.flatnonzero(known)), seen[of_known]
    end = listed.end
    weight = listed.share * (UNSEEN + seen)
    elsewhere = table[f"{role}_elsewhere"].to_numpy()[row] * UNSEEN
    total = _added_up(end, weight, len(row)) + elsewhere
    # Of those alike the first by name.
    rank = np.argsort(np.argsort(np.array(usage.names, dtype=object)))
    order = np.lexsort((rank[listed.code], -weight, end))
    return _Ranked(
        row=row,
        elsewhere=elsewhere / total,
        offsets=listed.offsets,
        code=listed.code[order],
        share=(weight / total[end])[order],
        said="candidates weighed by the other flights of",
    )


def _ahead(table: pa.Table, role: Role, usage: Usage, airfields: Airfields) -> _Ranked:
    """Places of the fleet ahead of ends in cruise, where they are worth a list."""
    ends = cruise_ends(table, role)
    row = np.flatnonzero(
        classed(table, role, frozenset({EndClass.UNKNOWN}))
        & (ends.altitude_m >= CRUISE_M)
    )
    row_of = row_by_code(airfields)
    field = np.array([row_of.get(name, -1) for name in usage.names], np.int64)
    fleet, code = usage.often()
    known = field[code] >= 0
    fleet, code = fleet[known], code[known]
    bounds = np.searchsorted(fleet, np.arange(usage.fleet.max(initial=-1) + 2))
    _, of_fleet = take_runs(bounds, usage.fleet[row])
    end = np.repeat(row, np.diff(bounds)[usage.fleet[row]])
    code = code[of_fleet]
    # Few lie ahead: only those need a look at who else was there.
    near = np.flatnonzero(fit_ahead(ends, (end, field[code]), airfields))
    end, code = end[near], code[near]
    seen = usage.others(end, code)
    ahead = places_ahead(ends, (end, field[code]), seen, airfields)
    believed = _added_up(ahead.end, ahead.share, table.num_rows)
    starts = np.searchsorted(ahead.end, ahead.end)
    listed = (ahead.share >= LISTED) & (np.arange(len(starts)) - starts < MOST_LISTED)
    listed &= believed[ahead.end] >= BELIEVED
    end, share = ahead.end[listed], ahead.share[listed]
    row, counts = np.unique(end, return_counts=True)
    return _Ranked(
        row=row,
        elsewhere=1.0 - _added_up(end, share, table.num_rows)[row],
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        code=code[ahead.pair[listed]],
        share=share,
        said="of what lies ahead, candidates are where the other flights go of",
    )


def _written(
    table: pa.Table,
    role: Role,
    found: Sequence[_Ranked],
    usage: Usage,
    fleets: list[str],
) -> pa.Table:
    """The table with what was found in the columns of one role."""
    parts = ("class", "candidates", "elsewhere", "reason")
    columns = {part: table[f"{role}_{part}"].to_pylist() for part in parts}
    for ranked in found:
        best = ranked.code[ranked.offsets[:-1]]
        others = usage.others(ranked.row, best).tolist()
        names = [usage.names[code] for code in ranked.code.tolist()]
        shares = [round(p, 4) for p in ranked.share.tolist()]
        bounds = ranked.offsets.tolist()
        rows = zip(ranked.row.tolist(), bounds[:-1], bounds[1:], strict=True)
        rest = ranked.elsewhere.tolist()
        for (i, lo, hi), elsewhere, n in zip(rows, rest, others, strict=True):
            columns["class"][i] = EndClass.TOWARD.value
            columns["candidates"][i] = write_list(names[lo:hi], shares[lo:hi])
            columns["elsewhere"][i] = round(elsewhere, 4)
            columns["reason"][i] += (
                f"; {ranked.said} {fleets[i]} in the inputs "
                f"({n:.1f} at or towards {names[lo]})"
            )
    return with_columns(table, {f"{role}_{part}": v for part, v in columns.items()})

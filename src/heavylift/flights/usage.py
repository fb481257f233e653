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

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.flights.ahead import (
    LEAST,
    CruiseEnd,
    fit_ahead,
    places_ahead,
)
from heavylift.flights.columns import with_columns
from heavylift.flights.sequences import row_by_code
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where flights of the inputs were, or were headed for.

    Attributes:
        of_fleet: Flights of each fleet by airfield, probabilities added up.
        of_track: The same of each aircraft.
        of_all: Ends of any aircraft that name an airfield.
        of_fleet_often: Filled by ``often``.
    """

    of_fleet: dict[str, Counter[str]]
    of_track: dict[str, Counter[str]]
    of_all: Counter[str]
    of_fleet_often: dict[str, tuple[list[str], NDArray[np.int64]]] = field(
        default_factory=dict
    )

    def others(self, fleet: str, track: str, own: Counter[str], code: str) -> float:
        """Other flights at or towards an airfield; the same aircraft's count twice."""
        found = max(0.0, self.of_fleet[fleet][code] - own[code])
        if fleet != track and found >= UNSEEN:
            found += max(0.0, self.of_track[track][code] - own[code])
        return found

    def often(
        self, fleet: str, row_of: Mapping[str, int]
    ) -> tuple[list[str], NDArray[np.int64]]:
        """Airfields that enough flights of the fleet use to be looked for ahead.

        Codes, and their rows in the table of airfields.
        """
        if fleet not in self.of_fleet_often:
            counts = self.of_fleet[fleet].items()
            codes = [code for code, n in counts if n >= LEAST and code in row_of]
            rows = np.array([row_of[code] for code in codes], np.int64)
            self.of_fleet_often[fleet] = codes, rows
        return self.of_fleet_often[fleet]

    def of_anyone(self, own: Counter[str], code: str) -> float:
        """What the flights of everyone weigh: at most as one of the same fleet."""
        others = self.of_all[code] - (own[code] >= 1.0)
        return min(1.0, others / OTHERS_FULL)


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
    fleets = [
        fleet_of(c, t)
        for c, t in zip(
            table["callsign"].to_pylist(), table["track"].to_pylist(), strict=True
        )
    ]
    own = _own(table)
    usage = _usage(table, fleets, own)
    roles: tuple[Role, ...] = ("origin", "destination")
    for role in roles:
        table = _weigh_role(table, role, fleets, usage, own, airfields)
    return table


def _own(table: pa.Table) -> list[Counter[str]]:
    """What each flight itself adds to the counts, both ends together."""
    own: list[Counter[str]] = [Counter() for _ in range(table.num_rows)]
    for role in ("origin", "destination"):
        for i, listed in enumerate(table[f"{role}_candidates"].to_pylist()):
            for candidate in json.loads(listed):
                own[i][candidate["airfield"]] += candidate["probability"]
    return own


def _usage(table: pa.Table, fleets: list[str], own: list[Counter[str]]) -> Usage:
    of_fleet: dict[str, Counter[str]] = defaultdict(Counter)
    of_track: dict[str, Counter[str]] = defaultdict(Counter)
    of_all: Counter[str] = Counter()
    tracks = table["track"].to_pylist()
    for fleet, track, counts in zip(fleets, tracks, own, strict=True):
        for code, n in counts.items():
            of_fleet[fleet][code] += n
            of_track[track][code] += n
    for role in ("origin", "destination"):
        of_all.update(a for a in table[role].to_pylist() if a)
    return Usage(of_fleet=of_fleet, of_track=of_track, of_all=of_all)


def _weigh_role(
    table: pa.Table,
    role: Role,
    fleets: list[str],
    usage: Usage,
    own: list[Counter[str]],
    airfields: Airfields,
) -> pa.Table:
    classes = table[f"{role}_class"].to_pylist()
    candidates = table[f"{role}_candidates"].to_pylist()
    elsewhere = table[f"{role}_elsewhere"].to_pylist()
    reasons = table[f"{role}_reason"].to_pylist()
    tracks = table["track"].to_pylist()
    cruising = cruise_ends(table, role)
    row_of = row_by_code(airfields)
    for i, end_class in enumerate(classes):
        if end_class not in OPEN:
            continue
        fleet = fleets[i]
        others = partial(usage.others, fleet, tracks[i], own[i])
        if end_class == EndClass.TOWARD:
            anyone = partial(usage.of_anyone, own[i])
            settled = _weighed(candidates[i], elsewhere[i], others, anyone)
            said = "candidates weighed by the other flights of"
        else:
            places = usage.often(fleet, row_of)
            settled = _ahead(cruising[i], places, others, airfields)
            said = "of what lies ahead, candidates are where the other flights go of"
        if settled is None:
            continue
        ranked, rest = settled
        best = ranked[0][0]
        classes[i] = EndClass.TOWARD.value
        candidates[i] = json.dumps(
            [{"airfield": c, "probability": round(p, 4)} for c, p in ranked]
        )
        elsewhere[i] = round(rest, 4)
        reasons[i] += (
            f"; {said} {fleet} in the inputs ({others(best):.1f} at or towards {best})"
        )
    return with_columns(
        table,
        {
            f"{role}_class": classes,
            f"{role}_candidates": candidates,
            f"{role}_elsewhere": elsewhere,
            f"{role}_reason": reasons,
        },
    )


#: Classes that usage may weigh.
OPEN: Final = frozenset({EndClass.TOWARD, EndClass.UNKNOWN})

Ranked = tuple[list[tuple[str, float]], float]


def _weighed(
    listed: str,
    elsewhere: float,
    others: Callable[[str], float],
    anyone: Callable[[str], float],
) -> Ranked | None:
    """Candidates weighed anew; ``None`` when too little is known of other flights."""
    shares = [(c["airfield"], c["probability"]) for c in json.loads(listed)]
    seen = {code: others(code) + anyone(code) for code, _ in shares}
    if max(seen.values(), default=0.0) < UNSEEN:
        return None
    weights = [(code, p * (UNSEEN + seen[code])) for code, p in shares]
    total = sum(w for _, w in weights) + elsewhere * UNSEEN
    ranked = sorted(weights, key=lambda cw: (-cw[1], cw[0]))
    return [(c, w / total) for c, w in ranked], elsewhere * UNSEEN / total


def _ahead(
    end: CruiseEnd | None,
    places: tuple[list[str], NDArray[np.int64]],
    others: Callable[[str], float],
    airfields: Airfields,
) -> Ranked | None:
    """Places of the fleet ahead; ``None`` when they are not worth a list."""
    codes, rows = places
    if end is None:
        return None
    # Few lie ahead: only those need a look at who else was there.
    ahead = np.flatnonzero(fit_ahead(end, rows, airfields)).tolist()
    shares = places_ahead(end, {codes[k]: others(codes[k]) for k in ahead}, airfields)
    if sum(shares.values()) < BELIEVED:
        return None
    listed = [(c, p) for c, p in shares.items() if p >= LISTED][:MOST_LISTED]
    return listed, 1.0 - sum(p for _, p in listed)


def cruise_ends(table: pa.Table, role: Role) -> list[CruiseEnd | None]:
    """One end of each flight as seen from cruise; ``None`` where too little is known.

    Args:
        table: Flights, columns as in ``model.flights``.
        role: Which end.
    """
    turned = 0.0 if role == "destination" else 180.0
    parts = ("lat", "lon", "altitude_m", "course")
    return [
        None
        if None in facts
        else CruiseEnd(
            lat_deg=facts[0],
            lon_deg=facts[1],
            altitude_m=facts[2],
            course_deg=(facts[3] + turned) % 360.0,
        )
        for facts in zip(
            *(table[f"{role}_{part}"].to_pylist() for part in parts), strict=True
        )
    ]

"""What became of each end that was cut away: the end as found, beside the truth."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.ends.cuts import Cut
from benchmarks.ends.labels import Given, Role
from heavylift.flights.find import find_flights
from heavylift.geo import distance_m
from heavylift.model.ends import EndClass
from heavylift.model.sources import SourceFile
from heavylift.reference.airfields import Airfields, Kind

#: The rule published with EUROCONTROL's OPDI: within 10 NM and 5 000 ft above the
#: field. Ends that come so close to the true airfield are the ones to be covered.
RULE_M: Final = 18_520.0
RULE_HEIGHT_M: Final = 1_524.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One end.

    Attributes:
        group: Set and distance, as the cut's.
        flight: The flight; decides on which side of a split it is.
        truth: Where the end was.
        end_class: Class that was given.
        airfield: Airfield that was named; empty when none.
        candidates: Ranked airfields with their probabilities.
        close: Whether the last (first) position is within the rule of the true one.
        baselines: What each baseline names; empty when it abstains.
    """

    group: str
    flight: str
    truth: str
    end_class: EndClass
    airfield: str
    candidates: tuple[tuple[str, float], ...]
    close: bool
    baselines: dict[str, str]


def find_outcomes(cuts: list[Cut], role: Role, airfields: Airfields) -> list[Outcome]:
    """Find the flights of the cuts and set the end that was cut away beside the truth.

    Each set and distance is a run of its own: with several cuts of one flight in the
    same run, one would count as another flight of the same fleet to the next. A cut
    that gives no flight is an end without a class.
    """
    of_group = defaultdict(list)
    for cut in cuts:
        of_group[cut.group].append(cut)
    return [
        outcome for own in of_group.values() for outcome in _run(own, role, airfields)
    ]


def _run(cuts: list[Cut], role: Role, airfields: Airfields) -> list[Outcome]:
    files = max(int(c.piece.positions.file.max()) for c in cuts) + 1
    nowhere = [SourceFile(name="", reader="")] * files
    table, _ = find_flights(Given(pieces=[c.piece for c in cuts], files=nowhere))
    of_track = defaultdict(list)
    for row in table.to_pylist():
        of_track[row["track"]].append(row)
    outcomes = []
    for cut in cuts:
        rows = of_track.get(cut.name)
        outermost = None if not rows else rows[-1 if role == "destination" else 0]
        outcomes.append(_outcome(cut, outermost, role, airfields))
    return outcomes


def _outcome(
    cut: Cut, row: dict[str, object] | None, role: Role, airfields: Airfields
) -> Outcome:
    if row is None:
        return Outcome(
            group=cut.group,
            flight=cut.flight,
            truth=cut.airfield,
            end_class=EndClass.UNKNOWN,
            airfield="",
            candidates=(),
            close=False,
            baselines=dict.fromkeys(BASELINES, ""),
        )
    altitude = row[f"{role}_altitude_m"]
    away, height = _around(
        float(str(row[f"{role}_lat"])),
        float(str(row[f"{role}_lon"])),
        float("nan") if altitude is None else float(str(altitude)),
        airfields,
    )
    within = (away <= RULE_M) & (height <= RULE_HEIGHT_M)
    [at] = np.flatnonzero(airfields.code == cut.airfield)
    listed = json.loads(str(row[f"{role}_candidates"]))
    return Outcome(
        group=cut.group,
        flight=cut.flight,
        truth=cut.airfield,
        end_class=EndClass(str(row[f"{role}_class"])),
        airfield=str(row[role] or ""),
        candidates=tuple((c["airfield"], float(c["probability"])) for c in listed),
        close=bool(within[at]),
        baselines=_baselines(away, within, airfields),
    )


#: The baselines, in the order of the table. OPDI looks at medium and large airports
#: alone; with all airfields the same rule has more to choose from.
BASELINES: Final = (
    "nearest airfield",
    "nearest medium or large airport",
    "10 NM and 5 000 ft, any airfield",
    "10 NM and 5 000 ft, medium or large",
)


def _around(
    lat: float, lon: float, altitude_m: float, airfields: Airfields
) -> tuple[np.ndarray, np.ndarray]:
    """Distance to each airfield, and height above it; unknown elevation counts as 0."""
    n = len(airfields)
    away = distance_m(
        np.full(n, lat), np.full(n, lon), airfields.lat_deg, airfields.lon_deg
    )
    return away, altitude_m - np.nan_to_num(airfields.elevation_m)


def _baselines(
    away: np.ndarray, within: np.ndarray, airfields: Airfields
) -> dict[str, str]:
    named = {}
    any_kind = airfields.kind <= Kind.SMALL_AIRPORT
    larger = airfields.kind <= Kind.MEDIUM_AIRPORT
    for name, may in zip(
        BASELINES,
        (any_kind, larger, any_kind & within, larger & within),
        strict=True,
    ):
        rows = np.flatnonzero(may)
        named[name] = (
            str(airfields.code[rows[np.argmin(away[rows])]]) if len(rows) else ""
        )
    return named

"""Where the same fleet goes in the data at hand, as a weight on ranked candidates.

One track that ends 40 km short of two airfields cannot tell them apart; fifty of the
same fleet often can, because only one of the two lies ahead of all of them. So the
candidates of each ``toward`` end are weighed once by how often the other flights of the
fleet were seen at them, or headed for them.

Only flights in the inputs count, never published schedules or the size of an airfield.
A sure class is never given or taken away here, and a flight does not count for itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import Final

import pyarrow as pa

from heavylift.model.ends import EndClass, Role

#: Weight of having no fleet record at all. With one flight's worth, two other flights
#: seen at an airfield treble its odds and one stray guess does not.
UNSEEN: Final = 1.0

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


def weigh_by_usage(table: pa.Table) -> pa.Table:
    """Weigh the candidates of ``toward`` ends by where their fleet goes.

    Args:
        table: Flights, columns as in ``model.flights``.

    Returns:
        The same flights; candidates, elsewhere and reason of ``toward`` ends changed.
    """
    fleets = [
        fleet_of(c, t)
        for c, t in zip(
            table["callsign"].to_pylist(), table["track"].to_pylist(), strict=True
        )
    ]
    roles: tuple[Role, ...] = ("origin", "destination")
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for role in roles:
        for fleet, listed in zip(
            fleets, table[f"{role}_candidates"].to_pylist(), strict=True
        ):
            for candidate in json.loads(listed):
                seen[fleet][candidate["airfield"]] += candidate["probability"]
    for role in roles:
        table = _weigh_role(table, role, fleets, seen)
    return table


def _weigh_role(
    table: pa.Table, role: Role, fleets: list[str], seen: dict[str, Counter[str]]
) -> pa.Table:
    classes = table[f"{role}_class"].to_pylist()
    candidates = table[f"{role}_candidates"].to_pylist()
    elsewhere = table[f"{role}_elsewhere"].to_pylist()
    reasons = table[f"{role}_reason"].to_pylist()
    for i, end_class in enumerate(classes):
        if end_class != EndClass.TOWARD:
            continue
        own = json.loads(candidates[i])
        usage = seen[fleets[i]]
        others = {
            c["airfield"]: max(0.0, usage[c["airfield"]] - c["probability"])
            for c in own
        }
        if max(others.values(), default=0.0) < UNSEEN:
            continue
        weights = [c["probability"] * (UNSEEN + others[c["airfield"]]) for c in own]
        total = sum(weights) + elsewhere[i] * UNSEEN
        ranked = sorted(
            zip(own, weights, strict=True), key=lambda cw: (-cw[1], cw[0]["airfield"])
        )
        candidates[i] = json.dumps(
            [
                {"airfield": c["airfield"], "probability": round(w / total, 4)}
                for c, w in ranked
            ]
        )
        elsewhere[i] = round(elsewhere[i] * UNSEEN / total, 4)
        best = ranked[0][0]["airfield"]
        reasons[i] += (
            f"; candidates weighed by the other flights of {fleets[i]} in the inputs "
            f"({others[best]:.1f} at or towards {best})"
        )
    for name, values in (
        (f"{role}_candidates", candidates),
        (f"{role}_elsewhere", elsewhere),
        (f"{role}_reason", reasons),
    ):
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, pa.array(values, field.type))
    return table

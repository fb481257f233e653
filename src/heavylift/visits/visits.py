"""How long was each aircraft at an airfield, and how was each side of that seen?

A visit has an established landing at an airfield, an established take-off from it, or
both. A side that was not seen stays unknown, with what the data show there instead: an
end that is only ``toward`` an airfield makes no visit to it.

The hours of a visit lie between two positions, the last of the flight in and the first
of the flight out. Where those were in the air the aircraft stood for less; where a
flight between them was not heard, it was away for some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from heavylift.model.ends import CLASS_ORDER, EndClass, Role, words
from heavylift.visits.legs import (
    FIRST_WORDS,
    MEETING_WORDS,
    NOWHERE,
    Legs,
    Mask,
    Meeting,
    Numbers,
)

#: Columns of ``find_visits``; each is empty where that side is not known.
VISIT_SCHEMA: Final = pa.schema(
    [
        ("aircraft", pa.string()),
        ("airfield", pa.string()),
        ("arrived_flight", pa.string()),
        ("arrived_class", pa.string()),
        ("arrived_runway", pa.string()),
        ("arrived_last_seen", pa.timestamp("ms", tz="UTC")),
        ("left_flight", pa.string()),
        ("left_class", pa.string()),
        ("left_runway", pa.string()),
        ("left_first_seen", pa.timestamp("ms", tz="UTC")),
        ("hours_between", pa.float64()),
        ("open_side", pa.string()),
    ]
)

_MS_PER_HOUR: Final = 3_600_000


def find_visits(legs: Legs) -> pa.Table:
    """Give each stay at an airfield of which a landing or a take-off is established.

    Args:
        legs: Flights in turn.

    Returns:
        One row a visit, columns as in ``VISIT_SCHEMA``, by aircraft and time.
        ``open_side`` says why a side is not known; it is empty when both are.
    """
    met = legs.meeting == Meeting.MET
    landed = legs.destination != NOWHERE
    left = legs.origin != NOWHERE
    # The leg before each one, -1 for the first of an aircraft.
    before = np.arange(len(legs)) - 1
    if len(legs):
        is_first = np.append(True, legs.aircraft[1:] != legs.aircraft[:-1])
        before[is_first] = -1
    after_met = (before >= 0) & met[before]
    arriving = np.flatnonzero(landed)
    leaving_only = np.flatnonzero(left & ~after_met)
    # Beside each other: a row has the leg in, the leg out, or both.
    leg_in = np.concatenate([arriving, np.full(len(leaving_only), -1)])
    leg_out = np.concatenate([np.where(met[arriving], arriving + 1, -1), leaving_only])
    # An arrival and a departure of the same place in the order: the departure of a
    # later leg comes after the arrival of the one before it.
    place = np.concatenate([2 * arriving + 1, 2 * leaving_only])
    order = np.argsort(place)
    leg_in, leg_out = leg_in[order], leg_out[order]
    return _table(legs, leg_in, leg_out, before)


def _table(legs: Legs, leg_in: Numbers, leg_out: Numbers, before: Numbers) -> pa.Table:
    came, went = leg_in >= 0, leg_out >= 0
    either = np.where(came, leg_in, leg_out)
    airfield = np.where(came, legs.destination[leg_in], legs.origin[leg_out])
    hours = (legs.first_ms[leg_out] - legs.last_ms[leg_in]) / _MS_PER_HOUR
    columns = {
        "aircraft": _texts(legs.names, legs.aircraft[either]),
        "airfield": _texts(legs.codes, airfield),
        **_side(legs, "destination", leg_in, came),
        **_side(legs, "origin", leg_out, went),
        "hours_between": pa.array(hours, mask=~(came & went)),
        "open_side": _why_open(legs, leg_in, leg_out, before),
    }
    return pa.table(
        [_plain(columns[f.name]).cast(f.type) for f in VISIT_SCHEMA],
        schema=VISIT_SCHEMA,
    )


def _side(legs: Legs, role: Role, leg: Numbers, known: Mask) -> dict[str, pa.Array]:
    """Columns of one side; empty where it is not known."""
    arriving = role == "destination"
    name, moment = ("arrived", "last_seen") if arriving else ("left", "first_seen")
    ms = (legs.last_ms if arriving else legs.first_ms)[leg]
    number = (legs.destination_class if arriving else legs.origin_class)[leg]
    row = pa.array(legs.row[leg], mask=~known)
    return {
        f"{name}_flight": legs.table["flight_id"].take(row),
        f"{name}_class": _texts([c.value for c in CLASS_ORDER], number, known),
        f"{name}_runway": legs.table[f"{role}_runway"].take(row),
        f"{name}_{moment}": pa.array(ms, mask=~known),
    }


def _why_open(
    legs: Legs, leg_in: Numbers, leg_out: Numbers, before: Numbers
) -> pa.Array:
    """Why a side is not known, from how the legs on its two sides meet."""
    said = [MEETING_WORDS.get(m, "") for m in Meeting]
    first = len(said)
    both = first + 1
    came, went = leg_in >= 0, leg_out >= 0
    earlier = before[leg_out]
    of_departure = np.where(earlier < 0, first, legs.meeting[earlier])
    number = np.where(came, legs.meeting[leg_in], of_departure)
    number = np.where(came & went, both, number)
    return _texts([*said, FIRST_WORDS, ""], number)


def _texts(
    words_of: Sequence[str], number: NDArray[np.integer], known: Mask | None = None
) -> pa.Array:
    indices = pa.array(number.astype(np.int32), mask=None if known is None else ~known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words_of, pa.string()))


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Text instead of numbers of texts, which ``cast`` does not give of empty ones."""
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    return column


def visits_in_words(
    visits: pa.Table, name: Callable[[str], str] = str
) -> list[tuple[str, str]]:
    """Say how each side of visits was seen, in the fixed words of its class.

    Args:
        visits: From ``find_visits``.
        name: How an airfield is called, by its code.

    Returns:
        The landing and the take-off of each; of a side that is not known, why.
    """
    sides = []
    roles: tuple[tuple[Role, str], ...] = (
        ("destination", "arrived"),
        ("origin", "left"),
    )
    for role, side in roles:
        columns = ("airfield", f"{side}_class", f"{side}_runway", "open_side")
        rows = zip(*(visits[c].to_pylist() for c in columns), strict=True)
        sides.append(
            [
                words(EndClass(kind), role, name(code), runway)
                if kind
                else f"not established: {why}"
                for code, kind, runway, why in rows
            ]
        )
    return list(zip(*sides, strict=True))

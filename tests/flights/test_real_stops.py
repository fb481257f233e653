"""Real stops with a piece cut away beside them: is the open end bracketed, and right?

The traces lie beside the repository; without them these tests are skipped. What was
heard of a stop in full says where it was.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import pytest

from builders.shared import SHARED, needs_shared
from builders.tracks import Held
from heavylift.flights.find import find_flights
from heavylift.model.ends import EndClass
from heavylift.model.positions import Surface
from heavylift.sources import open_sources

TRACES = SHARED / "data/readsb-traces"

#: Classes that name one airfield.
SURE = {c.value for c in EndClass if c.is_sure}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop that was heard, between two flights."""

    track: str
    airfield: str
    begins_ms: int
    landing_ms: int
    parted_ms: int
    take_off_ms: int
    ends_ms: int


@cache
def read():
    sources = open_sources([TRACES])
    pieces = tuple(p for group in sources.groups() for p in group)
    return pieces, tuple(f.name for f in sources.files), tuple(sources.files)


def flights(pieces):
    held = Held(pieces)
    held.files = list(read()[2])
    held.pieces = list(pieces)
    return find_flights(held)[0].to_pylist()


def ms(moment):
    return int(moment.timestamp() * 1000)


@cache
def stops():
    """Stops at one airfield, on the ground in both flights."""
    found = []
    rows = sorted(flights(read()[0]), key=lambda r: (r["track"], r["first_seen"]))
    for before, after in pairwise(rows):
        if before["track"] != after["track"] or before["end_boundary"] != "stop":
            continue
        assert before["destination_class"] == after["origin_class"] == "ground"
        assert before["destination"] == after["origin"]
        [own] = [p for p in read()[0] if p.aircraft.label == before["track"]]
        in_air = own.positions.time_ms[own.positions.surface != Surface.GROUND]
        found.append(
            Stop(
                track=before["track"],
                airfield=before["destination"],
                begins_ms=ms(before["first_seen"]),
                landing_ms=int(in_air[in_air <= ms(before["last_seen"])].max()),
                parted_ms=ms(before["last_seen"]),
                take_off_ms=int(in_air[in_air >= ms(after["first_seen"])].min()),
                ends_ms=ms(after["last_seen"]),
            )
        )
    return tuple(found)


def cut(stop, minutes, sides):
    """The trace without so many minutes of flight, and the ground, beside a stop."""
    first, last = stop.parted_ms + 1, stop.parted_ms
    if "landing" in sides:
        first = stop.landing_ms - minutes * 60_000
    if "take-off" in sides:
        last = stop.take_off_ms + minutes * 60_000
    [own] = [p for p in read()[0] if p.aircraft.label == stop.track]
    time_ms = own.positions.time_ms
    heard = (time_ms < first) | (time_ms > last)
    return [replace(own, positions=own.positions.take(heard))]


def outcome(stop, minutes, sides):
    """What becomes of the ends beside the stop that were cut: class, right or wrong."""
    rows = flights(cut(stop, minutes, sides))
    rows.sort(key=lambda r: r["first_seen"])
    found = []
    own = [
        r
        for r in rows
        if ms(r["first_seen"]) >= stop.begins_ms and ms(r["last_seen"]) <= stop.ends_ms
    ]
    before = [r for r in own if ms(r["last_seen"]) <= stop.parted_ms]
    after = [r for r in own if ms(r["first_seen"]) > stop.parted_ms]
    for side, row, role in (
        ("landing", before[-1:], "destination"),
        ("take-off", after[:1], "origin"),
    ):
        if side not in sides:
            continue
        if not row:
            over = any(
                ms(r["first_seen"]) <= stop.parted_ms < ms(r["last_seen"]) for r in rows
            )
            found.append("one flight over the stop" if over else "nothing left")
        elif row[0][f"{role}_class"] not in SURE:
            found.append("open")
        else:
            right = row[0][role] == stop.airfield
            found.append(f"{row[0][f'{role}_class']} {'right' if right else 'wrong'}")
    return found


def table(minutes, sides):
    return Counter(what for s in stops() for what in outcome(s, minutes, sides))


@needs_shared
def test_the_traces_hold_stops_at_two_airfields():
    assert Counter(s.airfield for s in stops()) == {"88NV": 7, "KMSP": 2}


@needs_shared
@pytest.mark.parametrize("minutes", [5, 15, 30])
@pytest.mark.parametrize(
    "sides", [("landing",), ("take-off",), ("landing", "take-off")], ids="-".join
)
def test_an_end_whose_last_minutes_were_cut_away_is_right_or_open(minutes, sides):
    found = table(minutes, sides)

    assert sum(found.values()) == len(stops()) * len(sides)
    assert not [what for what in found if what.endswith("wrong")]


@needs_shared
@pytest.mark.parametrize("side", ["landing", "take-off"])
def test_an_end_is_bracketed_by_the_flight_on_the_other_side_of_the_stop(side):
    assert table(5, (side,))["bracketed right"] >= 1


@needs_shared
def test_nothing_is_bracketed_where_neither_side_of_the_stop_was_heard():
    found = table(5, ("landing", "take-off"))

    assert not [what for what in found if what.startswith("bracketed")]

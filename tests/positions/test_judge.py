"""The same judgement of every position, however the inputs were cut into groups."""

from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.cases import write_table, write_trace
from builders.tracks import (
    START,
    Held,
    changed,
    flight,
    joined,
    lost_before,
    piece,
    positions,
    quarantined,
    spoofed,
)
from heavylift.flights.find import find_flights
from heavylift.model.positions import Surface
from heavylift.positions import judge, judge_groups
from heavylift.sources import open_sources

AMMAN = (31.7171, 35.9994)
FEW = settings(max_examples=25, deadline=None)


class Cut(Held):
    """Pieces given in groups of chosen aircraft, some of them again when asked."""

    def __init__(self, pieces, group_of):
        super().__init__(pieces)
        self.group_of = group_of
        self.read_again = []

    def groups(self):
        """Group by group, in the order of their numbers."""
        for number in sorted(set(self.group_of.values())):
            group = [
                p for p in self.pieces if self.group_of[p.aircraft.label] == number
            ]
            if group:
                yield group

    def again(self, labels):
        """Some of them again; whose is noted."""
        self.read_again += sorted(labels)
        for group in self.groups():
            wanted = [p for p in group if p.aircraft.label in labels]
            if wanted:
                yield wanted


class Once(Held):
    """An aircraft a group, none of them twice."""

    def groups(self):
        """One by one."""
        for one in self.pieces:
            yield [one]


def at_amman(height, *, rows=30, speed=0.4, start=START):
    return positions(
        start + 10.0 * np.arange(rows),
        np.full(rows, AMMAN[0]),
        np.full(rows, AMMAN[1]),
        baro_altitude_m=height,
        ground_speed_ms=speed,
        surface=int(Surface.AIRBORNE),
    )


def fleet():
    """Three that stay at one point, three that jump to it in flight, two that do not.

    One of them reports the point once only, and one passes over it.
    """
    lying = [at_amman(h) for h in (1_000.0, 2_000.0, 3_000.0)]
    jumping = [
        spoofed(flight("LLOV", "UBBB", cruise_m=h, every_s=20), 2, 3, AMMAN)
        for h in (8_000.0, 9_000.0, 10_000.0)
    ]
    once = at_amman(4_000.0, rows=1)
    other = flight("LLBG", "UBBB", every_s=20)
    lost = lost_before(flight("UBBB", "LLOV", every_s=20), "LLOV", 45)
    return [
        piece(made, f"4b12{k:02x}")
        for k, made in enumerate([*lying, *jumping, once, other, lost])
    ]


FLEET = fleet()
LABELS = [p.aircraft.label for p in FLEET]
groupings = st.tuples(*[st.integers(0, 4)] * len(FLEET))


def told(sources):
    """Everything said of flights, and what was counted on the way."""
    table, tally = find_flights(sources)
    counted = (tally.positions, tally.repeated, tally.quarantined, tally.moved_unheard)
    return table.to_pylist(), counted


def marks(sources):
    """Reasons by aircraft; each aircraft comes once."""
    out = {}
    for tracks in judge_groups(sources):
        for k, aircraft in enumerate(tracks.aircraft):
            assert aircraft.label not in out
            rows = slice(int(tracks.offsets[k]), int(tracks.offsets[k + 1]))
            out[aircraft.label] = quarantined(tracks.positions.take(rows))
    return out


EXPECTED = told(Held(FLEET))


def test_a_point_is_shared_across_groups_that_each_have_one_aircraft():
    alone = Cut(FLEET, dict(zip(LABELS, count(), strict=False)))

    found = marks(alone)

    assert [found[label] for label in LABELS[:3]] == [{"shared_point": 30}] * 3
    assert all("shared_point" in found[label] for label in LABELS[3:6])
    assert found[LABELS[6]] == {"shared_point": 1}
    assert found[LABELS[7]] == found[LABELS[8]] == {}


@given(groups=groupings, order=st.permutations(range(len(FLEET))), held=st.booleans())
@FEW
def test_groups_and_their_order_change_no_flight_and_no_count(groups, order, held):
    given_out = Cut(FLEET, dict(zip(LABELS, groups, strict=True)))
    given_out.pieces = [given_out.pieces[k] for k in order]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "MOST_HELD", 1_000_000 if held else 40)
        result = told(given_out)

    assert result == EXPECTED


def test_inputs_in_one_group_are_never_read_again(monkeypatch):
    monkeypatch.setattr(judge, "MOST_HELD", 1)
    together = Cut(FLEET, dict.fromkeys(LABELS, 0))

    assert told(together) == EXPECTED
    assert together.read_again == []


def test_what_cannot_be_read_again_is_held(monkeypatch):
    monkeypatch.setattr(judge, "MOST_HELD", 1)

    assert told(Once(FLEET)) == EXPECTED


def test_only_those_that_linger_wait(monkeypatch):
    monkeypatch.setattr(judge, "MOST_HELD", 1)
    alone = Cut(FLEET, dict(zip(LABELS, count(), strict=False)))

    marks(alone)

    assert alone.read_again
    assert not {LABELS[7], LABELS[8]} & set(alone.read_again)


def test_repeats_are_counted_once_whoever_waits(monkeypatch):
    monkeypatch.setattr(judge, "MOST_HELD", 1)
    twice = [*FLEET, *FLEET]
    groups = {label: k % 3 for k, label in enumerate(LABELS)}

    _, counted = told(Cut(twice, groups))

    rows = sum(len(p.positions) for p in FLEET)
    assert counted[:2] == (rows, rows)


def test_an_aircraft_that_is_heard_flying_at_a_shared_point_keeps_its_position():
    first = at_amman(9_000.0, rows=1, speed=220.0)
    way = flight("LLOV", "UBBB", every_s=20)
    first = changed(first, [0], time_ms=way.time_ms[0] - 3_600_000)

    found = marks(Once([piece(joined(first, way), "aaaaaa"), *FLEET[:3]]))

    assert found["aaaaaa"] == {}
    assert found[LABELS[0]] == {"shared_point": 30}


# Real readers


def test_traces_and_tables_read_again_give_the_same_as_in_one_group(
    tmp_path, monkeypatch
):
    for k, one in enumerate(FLEET[:6]):
        write_trace(tmp_path / "traces", f"4b12{k:02x}", one.positions)
    write_table(tmp_path / "more" / "a.csv", FLEET[6].positions, "4b1206")
    write_table(tmp_path / "more" / "b.csv", FLEET[0].positions, "4b1200")
    inputs = [tmp_path / "traces", tmp_path / "more"]
    whole = open_sources(inputs)
    expected = told(whole)
    monkeypatch.setattr(judge, "MOST_HELD", 1)
    apart = open_sources(inputs)
    again, labels = apart.again, set()
    monkeypatch.setattr(apart, "groups", lambda: type(apart).groups(apart, max_rows=1))
    monkeypatch.setattr(apart, "again", lambda of: labels.update(of) or again(of))

    result = told(apart)

    assert result == expected
    assert labels == {f"4b120{k}" for k in range(1, 7)}
    assert apart.inputs == whole.inputs
    assert apart.files == whole.files
    assert apart.bytes_done == apart.total_bytes

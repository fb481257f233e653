"""Who else was received there, then, and which airfields a silence has room for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    START,
    changed,
    end_s,
    flight,
    flights_of,
    joined,
    lost_before,
    piece,
    positions,
)
from heavylift.flights import reception
from heavylift.flights.reception import Reception, added_up, end_keys
from heavylift.model.positions import Quarantine, Surface
from heavylift.positions import merge_pieces

#: Baku to Ovda, heard until the aircraft rolls out.
OUT = flight("UBBB", "LLOV", every_s=20)


@pytest.fixture
def out():
    """The same, for tests that spoil it."""
    return OUT


def hovering(lost, after_s, *, seconds=60, height_m=None, aside_deg=0.0):
    """Others near the last position of a track, so long after it."""
    when = end_s(lost) + after_s + np.arange(0, seconds, 20)
    height = lost.baro_altitude_m[-1] if height_m is None else height_m
    return positions(
        when,
        lost.lat_deg[-1] + aside_deg + np.arange(len(when)) * 1e-3,
        np.full(len(when), lost.lon_deg[-1]),
        baro_altitude_m=np.full(len(when), height),
        surface=int(Surface.AIRBORNE),
        ground_speed_ms=60.0,
    )


def row_of(*pieces):
    """The flight of 4b1234 with the columns that all traffic decides."""
    table, _ = flights_of(*pieces)
    [row] = [r for r in table.to_pylist() if r["icao24"] == "4b1234"]
    return row


def until_step(made):
    """Seconds from the end of a track to the next whole ten minutes."""
    return 600 - end_s(made) % 600


# Who was received


def test_others_received_nearby_after_the_last_position_are_counted(out):
    lost = lost_before(out, "LLOV", 45)
    others = [
        piece(hovering(lost, until_step(lost) + 60 * k), f"aaaa0{k}") for k in range(3)
    ]

    row = row_of(piece(lost), *others)

    assert row["destination_others"] == 3
    assert row["destination_gap"] == "not received while 3 others were received nearby"


def test_nobody_received_is_said_as_that(out):
    lost = lost_before(out, "LLOV", 45)

    row = row_of(piece(lost))

    assert row["destination_others"] == 0
    assert row["destination_gap"] == "nobody was received there then"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"after_s": -1_500.0},
        {"after_s": 2_500.0},
        {"after_s": 700.0, "height_m": 9_500.0},
        {"after_s": 700.0, "aside_deg": 1.0},
    ],
    ids=["before", "later", "higher", "farther"],
)
def test_who_was_received_at_another_time_height_or_place_is_not_counted(
    out, elsewhere
):
    lost = lost_before(out, "LLOV", 45)

    row = row_of(piece(lost), piece(hovering(lost, **elsewhere), "aaaa01"))

    assert row["destination_others"] == 0


def test_one_aircraft_counts_once_however_much_of_it_was_received(out):
    lost = lost_before(out, "LLOV", 45)
    other = hovering(lost, until_step(lost), seconds=1_100)

    row = row_of(piece(lost), piece(other, "aaaa01"))

    assert row["destination_others"] == 1


def test_positions_that_are_not_trusted_do_not_count(out):
    lost = lost_before(out, "LLOV", 45)
    lying = changed(
        hovering(lost, until_step(lost)), slice(None), quarantine=Quarantine.GPS_LOST
    )

    row = row_of(piece(lost), piece(lying, "aaaa01"))

    assert row["destination_others"] == 0


def test_the_aircraft_itself_is_not_among_the_others(out):
    lost = lost_before(out, "LLOV", 45)
    tracks = merge_pieces([piece(joined(lost, hovering(lost, until_step(lost))))])
    table, _ = flights_of(lost)
    counted = Reception()

    counted.add(tracks, table)

    assert counted.others(table, "destination").tolist() == [0.0]


def test_an_end_that_was_seen_has_a_count_but_no_words_for_a_silence(out):
    row = row_of(piece(out))

    assert row["destination_class"] == "ground"
    assert row["destination_others"] == 0
    assert row["destination_gap"] is None


def test_what_is_not_known_is_not_counted(out):
    lost = changed(lost_before(out, "LLOV", 45), slice(None), baro_altitude_m=np.nan)

    row = row_of(piece(lost))

    assert row["destination_others"] is None


def test_too_much_to_hold_is_no_answer(out, monkeypatch):
    monkeypatch.setattr(reception, "MOST_KEYS", 3)
    counted = Reception()
    table, _ = flights_of(out)

    counted.add(merge_pieces([piece(out)]), table)

    assert np.isnan(counted.others(table, "destination")).all()
    assert counted.is_full


@given(
    n=st.integers(0, 6), groups=st.integers(1, 4), seed=st.integers(0, 1_000)
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_the_count_does_not_depend_on_groups_or_order(n, groups, seed):
    lost = lost_before(OUT, "LLOV", 45)
    pieces = [piece(lost)] + [
        piece(hovering(lost, until_step(lost) + 100 * k), f"aaaa0{k}") for k in range(n)
    ]
    order = np.random.default_rng(seed).permutation(len(pieces))
    table, _ = flights_of(lost)
    counted = Reception()

    for part in np.array_split(order, groups):
        counted.add(merge_pieces([pieces[k] for k in part]))

    # Without the flights of its group the aircraft cannot leave itself OUT, but it
    # was not received there again.
    assert counted.others(table, "destination").tolist() == [float(n)]


def test_keys_look_beyond_the_end_only(out):
    table, _ = flights_of(out)

    after, known = end_keys(table, "destination")
    before, _ = end_keys(table, "origin")

    step = (1 << 24) - 1
    assert known.all()
    assert (int(after[0]) & step) * 600 > end_s(out)
    assert ((int(before[0]) & step) + 2) * 600 <= START


# Room for a stop


def test_a_silence_names_airfields_nearby_with_the_time_there_was(out):
    lost = lost_before(out, "LLOV", 45)
    back = flight("LLBG", "UBBB", start=end_s(out) + 7_200, every_s=20)

    first, _ = flights_of(joined(lost, back))[0].to_pylist()

    assert first["destination_class"] == "toward"
    assert "room for a stop of up to 1 h" in first["destination_gap"]
    assert "at LLOV" in first["destination_gap"]


def test_without_another_flight_no_room_is_told_of(out):
    row = row_of(piece(lost_before(out, "LLOV", 45)))

    assert "room" not in row["destination_gap"]


@settings(deadline=None)  # the first one loads compiled code
@given(
    parts=st.lists(
        st.dictionaries(st.integers(0, 9) | st.just(2**64 - 1), st.integers(0, 5)),
        max_size=7,
    )
)
def test_counts_of_parts_add_up(parts):
    counted = [
        (np.array(sorted(p), np.uint64), np.array([p[k] for k in sorted(p)], np.int64))
        for p in parts
    ]

    keys, counts = added_up(counted)

    every = sorted({key for p in parts for key in p})
    assert keys.tolist() == every
    assert counts.tolist() == [sum(p.get(key, 0) for p in parts) for key in every]

"""Silences: flown through, or with room for a stop; by what the type can fly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    START,
    Held,
    changed,
    end_s,
    flight,
    found,
    found_after,
    hole,
    joined,
    lost_before,
    minutes_in,
    piece,
)
from heavylift.flights.callsigns import renamed
from heavylift.flights.find import find_flights
from heavylift.flights.stops import most_speed_ms
from heavylift.model.positions import pack_callsign

#: An Il-76 at flight level 290 and 430 kt, a position every 20 s.
IL76 = {"cruise_m": 8_839.0, "speed_ms": 221.0, "every_s": 20.0}


def typed(code, *tracks):
    """Flights of one aircraft whose files write its type."""
    held = Held([piece(t) for t in tracks])
    held.files = [replace(f, aircraft_type=code) for f in held.files]
    return find_flights(held)[0].to_pylist()


def boundaries(rows):
    return [(r["start_boundary"], r["end_boundary"]) for r in rows]


# One flight


@pytest.mark.parametrize("code", ["IL76", None])
@pytest.mark.parametrize("minutes", [35, 40, 65])
def test_a_flight_whole_at_both_ends_survives_a_hole_in_cruise(minutes, code):
    heard = hole(flight("LLOV", "UBBG", **IL76), 35, minutes)

    [row] = typed(code, heard)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBG")
    assert (row["origin_class"], row["destination_class"]) == ("ground", "ground")
    assert row["longest_gap_s"] == pytest.approx(minutes * 60, abs=40)


def test_twenty_minutes_unheard_in_cruise_are_a_silence_and_nothing_more():
    [row] = typed("IL76", hole(flight("LLOV", "UBBG", **IL76), 60, 20))

    assert row["longest_gap_s"] == 1_220
    assert "silence" not in row["origin_reason"] + row["destination_reason"]


def test_a_turboprop_may_need_twice_as_long_for_the_same_hole():
    slow = flight("LLOV", "UBBG", cruise_m=6_000.0, speed_ms=115.0, every_s=20.0)

    [row] = typed("AN12", hole(slow, 60, 150))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBG")


def test_a_type_that_is_written_wrongly_does_not_cut_what_was_heard():
    [row] = typed("MI8", hole(flight("LLOV", "UBBB"), 40, 40))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


def test_a_source_without_speeds_is_judged_by_the_way_between_its_positions():
    plain = flight("LLOV", "UBBB")
    bare = changed(plain, slice(None), ground_speed_ms=np.nan, vertical_rate_ms=np.nan)

    [row] = found(hole(bare, 50, 60))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


# Two flights


def test_a_stop_between_two_glimpses_of_a_jet_splits_when_its_type_is_known():
    to_ganja = flight("LLOV", "UBBG", **IL76)
    on = flight("UBBG", "UBBB", start=end_s(to_ganja) + 4_500, **IL76)
    glimpses = joined(
        to_ganja.take(minutes_in(to_ganja, 0, 6)),
        on.take(on.time_ms > on.time_ms[-1] - 360_000),
    )

    rows = typed("IL76", glimpses)

    assert boundaries(rows) == [("data", "gap"), ("gap", "data")]
    assert (rows[0]["origin"], rows[1]["destination"]) == ("LLOV", "UBBB")
    assert (rows[0]["destination"], rows[1]["origin"]) == (None, None)


def test_two_glimpses_of_a_jet_that_flew_on_are_one_flight():
    whole = flight("LLOV", "UBBB", **IL76)
    glimpses = joined(
        whole.take(minutes_in(whole, 0, 6)),
        whole.take(whole.time_ms > whole.time_ms[-1] - 360_000),
    )

    [row] = typed("IL76", glimpses)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


@pytest.mark.parametrize("code", ["IL76", None])
@pytest.mark.parametrize("every_s", [1.0, 20.0])
def test_two_sorties_from_one_base_are_not_stitched_into_one(code, every_s):
    way = IL76 | {"every_s": every_s}
    out = flight("LLOV", "UBBG", **way)
    back = flight("UBBG", "LLOV", start=end_s(out) + 3_600, **way)
    heard = joined(lost_before(out, "UBBG", 60), found_after(back, "UBBG", 60))

    rows = typed(code, heard)

    assert boundaries(rows) == [("data", "gap"), ("gap", "data")]
    assert (rows[0]["origin"], rows[1]["destination"]) == ("LLOV", "LLOV")


def test_the_second_of_two_sorties_is_not_the_landing_of_the_first():
    first = flight("UBBB", "UBBG", **IL76)
    second = flight("UBBB", "LLOV", start=end_s(first) + 4 * 3_600, **IL76)
    heard = joined(lost_before(first, "UBBG", 120), found_after(second, "UBBB", 120))

    rows = typed("IL76", heard)

    assert boundaries(rows) == [("data", "gap"), ("gap", "data")]
    assert (rows[0]["origin"], rows[1]["destination"]) == ("UBBB", "LLOV")


def test_a_split_at_a_silence_says_what_it_had_room_for():
    out = flight("UBBB", "LLOV")
    back = flight("LLOV", "UBBB", start=end_s(out) + 50 * 60)
    heard = joined(lost_before(out, "LLOV", 45), found_after(back, "LLOV", 45))

    first, second = found(heard)

    said = "beyond it a silence with room for a landing, "
    # The clause after it is of usage: each flight is another of the fleet to the other.
    [room] = [
        clause
        for clause in first["destination_reason"].split("; ")
        if clause.startswith(said)
    ]
    assert room.endswith(" min on the ground and a take-off")
    minutes = int(room.removeprefix(said).split()[0])
    assert 40 <= minutes <= 60
    assert room in second["origin_reason"].split("; ")
    assert said not in first["origin_reason"] + second["destination_reason"]


def test_a_short_stop_splits_when_it_went_down_before_and_up_after():
    out = flight("UBBB", "LLOV")
    back = flight("LLOV", "UBBB", start=end_s(out) + 15 * 60)
    heard = joined(lost_before(out, "LLOV", 15), found_after(back, "LLOV", 15))
    rateless = changed(heard, slice(None), vertical_rate_ms=np.nan)

    assert boundaries(found(heard)) == [("data", "gap"), ("gap", "data")]
    assert boundaries(found(rateless)) == [("data", "gap"), ("gap", "data")]


# Out of reach


@pytest.mark.parametrize(
    ("code", "there", "hours"), [(None, "YSSY", 6.0), ("MI8", "LTFM", 2.0)]
)
def test_what_the_type_cannot_reach_across_a_silence_is_not_the_same_flight(
    code, there, hours
):
    speed = {"speed_ms": 60.0, "cruise_m": 1_000.0} if code else {}
    one = flight("LLOV", "LLER", every_s=20.0, **speed)
    one = one.take(minutes_in(one, 0, 8))
    other = flight("LTBA" if code else "YMML", there, every_s=20.0, **speed)
    other = changed(
        other,
        slice(None),
        time_ms=other.time_ms + int(one.time_ms[-1] - START * 1000 + hours * 3.6e6),
    )

    rows = typed(code, one, other)

    assert [r["end_boundary"] for r in rows] == ["jump", "data"]
    assert rows[0]["origin"] == "LLOV"
    assert rows[1]["destination"] == there


@settings(deadline=None)
@given(cruise=st.floats(20, 300), heard=st.floats(0, 500) | st.just(np.nan))
def test_nothing_that_was_heard_is_out_of_reach_for_a_type(cruise, heard):
    most = most_speed_ms(cruise, heard, 515.0)

    assert cruise < most <= 515.0
    assert not heard > most


# Callsigns


@pytest.mark.parametrize(
    ("one", "other"),
    [("AHY021", "AHY21"), ("AHY0021", "AHY21"), ("AZQ4141", "AZQ4141 ")],
)
def test_padding_makes_no_other_callsign(one, other):
    a, b = np.uint64(pack_callsign(one)), np.uint64(pack_callsign(other))

    assert not renamed(a, b)
    assert not renamed(b, a)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AHY021", "AHY210"),
        ("AHY21", "AHY22"),
        ("AHY0", "AHY"),
        ("4K01", "4K1"),
        ("AFL02PA", "AFL2PA"),
    ],
)
def test_other_numbers_are_other_callsigns(one, other):
    a, b = np.uint64(pack_callsign(one)), np.uint64(pack_callsign(other))

    assert renamed(a, b)


def test_a_blank_callsign_is_no_other_callsign():
    assert not renamed(np.uint64(0), np.uint64(pack_callsign("AHY21")))


@pytest.mark.parametrize("after", ["AHY21", ""])
def test_padding_or_a_blank_across_a_hole_is_no_sign_of_a_stop(after):
    plain = flight("LLOV", "UBBB", callsign="AHY021")
    other = changed(plain, minutes_in(plain, 80, 300), callsign=pack_callsign(after))
    late = changed(
        other, minutes_in(plain, 80, 300), time_ms=other.time_ms[
            minutes_in(plain, 80, 300)] + 32 * 60_000,
    )  # fmt: skip

    [row] = found(hole(late, 60, 20))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


def test_another_callsign_after_a_hole_with_some_room_is_another_flight():
    plain = flight("LLOV", "UBBB", callsign="AHY021")
    rows_after = minutes_in(plain, 80, 300)
    late = changed(
        plain,
        rows_after,
        callsign=pack_callsign("AHY22"),
        time_ms=plain.time_ms[rows_after] + 36 * 60_000,
    )

    rows = found(hole(late, 60, 20))

    assert boundaries(rows) == [("data", "gap"), ("gap", "data")]

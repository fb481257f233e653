"""Where one flight ends and the next begins."""

import numpy as np
import pytest

from builders.tracks import (
    MIDNIGHT,
    START,
    between,
    changed,
    end_s,
    flight,
    flights_of,
    found,
    found_after,
    hole,
    joined,
    lost_before,
    minutes_in,
    moving,
    piece,
    positions,
    unflagged,
    without_ground,
)
from heavylift.model.positions import Flag, Surface, pack_callsign


def ends(rows):
    """Origin and destination of each flight, empty where none is named."""
    return [(r["origin"], r["destination"]) for r in rows]


def and_back(minutes, *, via=("LLOV", "UBBG"), **way):
    """Out and back with so many minutes between landing roll and next take-off."""
    out = flight(*via, **way)
    return out, flight(*via[::-1], start=end_s(out) + minutes * 60, **way)


def right_after(before, made, seconds):
    """The same positions, beginning so many seconds after another track's end."""
    shift = before.time_ms[-1] + seconds * 1000 - made.time_ms[0]
    return changed(made, slice(None), time_ms=made.time_ms + shift)


def test_a_flight_heard_from_stand_to_stand_is_one_flight():
    [row] = found(flight("LLOV", "UBBG"))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBG")
    assert (row["start_boundary"], row["end_boundary"]) == ("data", "data")
    assert row["longest_gap_s"] == 10


@pytest.mark.parametrize("minutes", [11, 20, 35, 40, 60])
def test_a_hole_in_cruise_that_was_flown_through_stays_one_flight(minutes):
    [row] = found(hole(flight("LLOV", "UBBB"), 40, minutes))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")
    assert row["longest_gap_s"] == minutes * 60 + 10


def test_most_of_a_long_flight_may_be_missing():
    crossing = hole(flight("YSSY", "PHNL", every_s=30), 60, 420)

    [row] = found(crossing)

    assert (row["origin"], row["destination"]) == ("YSSY", "PHNL")


def test_an_hour_over_midnight_in_two_files_stays_one_flight():
    whole = flight("LLOV", "UBBB", start=MIDNIGHT - 3_600)
    day, night = between(whole, 0, 45), between(whole, 105, 1_000)

    table, _ = flights_of(night, day, names=["2023-09-03.json", "2023-09-02.json"])

    [row] = table.to_pylist()
    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")
    assert [s.split('"')[0] for s in row["sources"].split('"file": "')[1:]] == [
        "2023-09-02.json",
        "2023-09-03.json",
    ]


def test_a_silence_with_room_for_a_stop_splits_although_neither_end_was_heard():
    out, back = and_back(50, via=("UBBB", "LLOV"))
    heard = joined(lost_before(out, "LLOV", 45), found_after(back, "LLOV", 45))

    first, second = found(heard)

    assert (first["end_boundary"], second["start_boundary"]) == ("gap", "gap")
    assert (first["destination"], second["origin"]) == (None, None)
    assert (first["origin"], second["destination"]) == ("UBBB", "UBBB")


def test_a_stop_on_the_way_that_nobody_heard_splits_when_there_was_room():
    to_ganja = flight("LLOV", "UBBG")
    on_to_baku = flight("UBBG", "UBBB", start=end_s(to_ganja) + 40 * 60)
    heard = joined(
        lost_before(to_ganja, "UBBG", 150), found_after(on_to_baku, "UBBG", 150)
    )

    first, second = found(heard)

    assert (first["origin"], second["destination"]) == ("LLOV", "UBBB")
    assert first["destination"] is None


def test_a_stop_that_was_heard_splits_and_each_flight_has_its_end_there():
    first, second = found(joined(*and_back(40)))

    assert ends([first, second]) == [("LLOV", "UBBG"), ("UBBG", "LLOV")]
    assert (first["end_boundary"], second["start_boundary"]) == ("stop", "stop")


def test_a_night_on_the_stand_with_the_transponder_on_splits_once():
    out, back = and_back(600)
    parked = positions(
        end_s(out) + 180.0 * np.arange(1, 190),
        np.full(189, out.lat_deg[-1]),
        np.full(189, out.lon_deg[-1]),
        surface=int(Surface.GROUND),
        ground_speed_ms=0.0,
    )

    rows = found(joined(out, parked, back))

    assert ends(rows) == [("LLOV", "UBBG"), ("UBBG", "LLOV")]


def test_a_full_stop_with_taxiing_back_splits():
    rows = found(joined(*and_back(1, taxi_s=60.0)))

    assert ends(rows) == [("LLOV", "UBBG"), ("UBBG", "LLOV")]


def test_a_touch_and_go_stays_one_flight():
    low = {"cruise_m": 3_000.0, "speed_ms": 120.0}
    arriving = moving(flight("UBBG", "UBBB", landing="34", **low), 60)
    leaving = moving(flight("UBBB", "UBBG", take_off="34", **low), 60)

    [row] = found(joined(arriving, right_after(arriving, leaving, 10)))

    assert (row["origin"], row["destination"]) == ("UBBG", "UBBG")


def test_a_low_approach_and_go_around_names_no_stop():
    arriving = lost_before(without_ground(flight("UBBG", "UBBB")), "UBBB", 4)
    leaving = found_after(without_ground(flight("UBBB", "UBBG")), "UBBB", 4)

    [row] = found(joined(arriving, right_after(arriving, leaving, 90)))

    assert (row["origin"], row["destination"]) == ("UBBG", "UBBG")


def test_a_vehicle_that_never_flies_makes_no_flight_and_is_counted():
    n = 200
    lat = 40.46 + 0.005 * np.sin(np.arange(n) / 20)
    truck = positions(
        START + 10.0 * np.arange(n),
        lat,
        np.full(n, 50.05),
        surface=int(Surface.GROUND),
        ground_speed_ms=8.0,
    )

    table, tally = flights_of(truck)

    assert table.num_rows == 0
    assert (tally.flights, tally.surface_only, tally.positions) == (0, 1, n)


def test_an_hour_on_the_stand_before_departure_belongs_to_the_flight_or_is_counted():
    parked = positions(
        START - 3_600 + 60.0 * np.arange(50),
        np.full(50, 29.94),
        np.full(50, 34.93),
        surface=int(Surface.GROUND),
        ground_speed_ms=0.0,
    )

    table, tally = flights_of(joined(parked, flight("LLOV", "UBBG")))

    assert table.num_rows == 1
    assert tally.surface_only <= 1
    assert table["origin"].to_pylist() == ["LLOV"]


def test_a_false_ground_flag_in_cruise_does_not_cut():
    plain = flight("LLOV", "UBBB")
    lying = changed(plain, minutes_in(plain, 60, 0.5), surface=int(Surface.GROUND))

    [row] = found(lying)

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")
    assert row["quarantined"] == 3


def test_blank_and_padded_callsigns_do_not_split():
    plain = flight("LLOV", "UBBB")
    padded = changed(plain, slice(None, None, 2), callsign=pack_callsign("AZQ4141 "))
    blanks = changed(padded, minutes_in(plain, 50, 30), callsign=0)

    [row] = found(blanks)

    assert row["callsign"] == "AZQ4141"


def test_zero_padding_that_changes_in_a_hole_does_not_split():
    plain = flight("LLOV", "UBBB", callsign="AHY021")
    other = changed(plain, minutes_in(plain, 80, 300), callsign=pack_callsign("AHY21"))

    [row] = found(hole(other, 60, 20))

    assert (row["origin"], row["destination"]) == ("LLOV", "UBBB")


def test_another_callsign_in_mid_flight_does_not_split():
    plain = flight("LLOV", "UBBB")
    renamed = changed(plain, minutes_in(plain, 60, 300), callsign=pack_callsign("4KAZ"))

    assert len(found(renamed)) == 1


def test_a_new_leg_flag_of_readsb_does_not_split():
    plain = flight("LLOV", "UBBB")
    hinted = changed(plain, minutes_in(plain, 70, 0.1), flags=Flag.NEW_LEG)

    assert len(found(hinted)) == 1


def test_two_aircraft_with_one_address_name_no_end_that_neither_had():
    one = flight("LLOV", "UBBG")
    other = flight("EGLL", "LFMN", start=START + 60)

    rows = found(piece(one), piece(other))

    named = {r[role] for r in rows for role in ("origin", "destination")}
    assert named <= {"LLOV", "UBBG", "EGLL", "LFMN", None}
    pairs = set(ends(rows)) - {(None, None)}
    assert pairs <= {("LLOV", "UBBG"), ("EGLL", "LFMN")} | {
        (a, None) for a in named
    } | {(None, a) for a in named}


def test_two_aircraft_with_one_address_one_after_the_other_are_two_flights():
    one = flight("LLOV", "UBBG")
    other = flight("EGLL", "LFMN", start=end_s(one) + 600)

    rows = found(joined(one, other))

    assert ends(rows) == [("LLOV", "UBBG"), ("EGLL", "LFMN")]


def test_a_source_without_surface_flags_splits_at_a_stop_too():
    out, back = and_back(40)
    heard = joined(unflagged(out, 400.0), unflagged(back, 400.0))

    rows = found(heard)

    assert len(rows) == 2
    assert (rows[0]["end_boundary"], rows[1]["start_boundary"]) == ("stop", "stop")


def test_a_day_of_six_short_flights_is_six_flights():
    day = [flight("UBBB", "UBBG", cruise_m=6_000)]
    for there in ("UBBB", "UBBG") * 2 + ("UBBB",):
        here = "UBBG" if there == "UBBB" else "UBBB"
        day.append(flight(here, there, start=end_s(day[-1]) + 35 * 60, cruise_m=6_000))

    rows = found(joined(*day))

    assert ends(rows) == [("UBBB", "UBBG"), ("UBBG", "UBBB")] * 3

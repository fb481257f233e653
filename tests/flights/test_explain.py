"""Why each end of a flight has its class."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from builders.tracks import (
    Held,
    changed,
    flight,
    hole,
    joined,
    lost_before,
    minutes_in,
    piece,
    spoofed,
)
from heavylift.flights.explain import explain_flight, find_in_batch
from heavylift.flights.find import Tally, find_flights, flight_batches
from heavylift.model.ends import EndClass
from heavylift.reference.airfields import load_airfields

HOUR = 3_600


def explained(*parts, which=0):
    """Explanation of one flight of what the pieces give, and its row of the table."""
    held = Held([piece(part) for part in parts], names=["a.json", "b.json"])
    row = find_flights(held)[0].to_pylist()[which]
    [batch] = flight_batches(held, Tally())
    index = find_in_batch(batch, row)
    return explain_flight(batch, index, row, held.files, load_airfields()), row


def by_code(end):
    return {c.airfield: c for c in end.candidates}


def test_an_end_on_the_ground_needs_no_excuses():
    made = flight("LLOV", "UBBG")

    told, row = explained(made)

    assert told.destination.end_class == told.destination.now == EndClass.GROUND
    assert told.destination.not_stronger == ()
    assert told.destination.words == "on the ground at Ganja (UBBG)"
    assert told.destination.reason == row["destination_reason"]
    assert told.destination.state.surface_rows > 0


def test_each_candidate_of_the_table_is_shown_with_what_spoke_for_it():
    made = lost_before(flight("UBBB", "LLOV"), "LLOV", 45.0)

    told, row = explained(made)

    listed = json.loads(row["destination_candidates"])
    shown = told.destination.candidates
    assert told.destination.end_class == EndClass.TOWARD
    assert [c.airfield for c in shown[: len(listed)]] == [c["airfield"] for c in listed]
    ovda = by_code(told.destination)["LLOV"]
    assert ovda.distance_m == pytest.approx(45_000, rel=0.05)
    assert ovda.runway_fit > 0.9
    assert ovda.off_course_deg < 30
    assert 0 < ovda.by_motion < 1


def test_shares_by_motion_and_elsewhere_add_up_to_one_when_all_are_shown():
    made = lost_before(flight("LLOV", "UBBG", cruise_m=3_000.0), "UBBG", 20.0)

    told, _ = explained(made)

    end = told.destination
    total = sum(c.by_motion for c in end.candidates) + end.elsewhere_by_motion
    assert total == pytest.approx(1.0, abs=0.02)


def test_it_is_said_what_kept_stronger_classes_away():
    made = lost_before(flight("UBBB", "LLOV"), "LLOV", 45.0)

    told, _ = explained(made)

    ground, runway, near = told.destination.not_stronger
    assert ground == "not ground: no surface position after the airborne phase"
    assert runway.startswith("not runway: ")
    assert near.startswith("not near: ")
    assert "at most 18.5 km are taken" in near


def test_a_track_that_ends_level_in_cruise_says_that_nothing_speaks_for_any_airfield():
    made = flight("LLOV", "UBBG")
    cruise = made.take(minutes_in(made, 0.0, 60.0))

    told, _ = explained(cruise)

    assert told.destination.end_class == EndClass.UNKNOWN
    assert told.destination.words == "not established"
    assert told.destination.not_stronger[-1] == (
        "not toward: not plainly on its way down when last heard, so nothing speaks "
        "for any airfield"
    )
    assert told.destination.candidates == ()


def test_a_take_off_is_told_forward_in_time():
    made = flight("LLOV", "UBBG")

    told, _ = explained(made)

    assert told.origin.state.climb_ms > 0
    assert told.origin.state.change_m > 0
    assert told.origin.state.time_ms < told.destination.state.time_ms


def test_the_runway_of_a_take_off_is_the_one_the_table_names():
    made = flight("LLOV", "UBBG")
    airborne = made.take(made.surface == 0)

    told, row = explained(airborne)

    assert row["origin_class"] == "runway"
    assert by_code(told.origin)["LLOV"].runway == row["origin_runway"]


def test_the_silence_between_two_flights_is_beside_both_ends():
    out = lost_before(flight("UBBG", "LLOV"), "LLOV", 45.0)
    back = flight("LLOV", "UBBG", start=float(out.time_ms[-1]) / 1000 + 3 * HOUR)

    first, _ = explained(joined(out, back), which=0)
    second, _ = explained(joined(out, back), which=1)

    assert first.origin.silence is None
    assert first.destination.silence == second.origin.silence
    silence = first.destination.silence
    assert silence.end_ms - silence.start_ms == pytest.approx(3 * HOUR * 1000, abs=1)
    assert silence.distance_m == pytest.approx(45_000, rel=0.1)


def test_a_hole_in_cruise_is_told_and_a_short_one_is_not():
    made = flight("LLOV", "UBBG")

    long, _ = explained(hole(made, 50.0, 25.0))
    short, _ = explained(hole(made, 50.0, 5.0))

    [silence] = long.silences
    assert (silence.end_ms - silence.start_ms) / 60_000 == pytest.approx(25, abs=0.5)
    assert short.silences == ()


def test_untrusted_positions_are_told_with_reason_file_and_rows():
    made = spoofed(flight("LLOV", "UBBG"), 60.0, 3.0, (31.7171, 35.9994))
    rows = np.flatnonzero(minutes_in(made, 60.0, 3.0))

    told, row = explained(made)

    assert sum(run.positions for run in told.quarantined) == row["quarantined"]
    assert {run.file for run in told.quarantined} == {"a.json"}
    assert min(run.first_row for run in told.quarantined) == rows[0]
    assert max(run.last_row for run in told.quarantined) == rows[-1]
    assert all(run.reason != "none" for run in told.quarantined)


def test_with_a_part_of_the_files_the_same_flight_is_found_by_its_time():
    made = flight("LLOV", "UBBG")
    half = len(made) // 2
    early, late = made.take(slice(0, half)), made.take(slice(half, None))
    row = find_flights(Held([piece(early), piece(late)]))[0].to_pylist()[0]
    alone = Held([piece(late)])
    [batch] = flight_batches(alone, Tally())

    index = find_in_batch(batch, row)
    told = explain_flight(batch, index, row, alone.files, load_airfields())

    assert told.flight_id == row["flight_id"]
    assert told.found_as != told.flight_id
    assert told.origin.end_class == EndClass.GROUND  # as the table says
    assert told.origin.now == EndClass.UNKNOWN  # as this file alone says


def test_a_flight_of_another_aircraft_is_not_taken_for_it():
    made = flight("LLOV", "UBBG")
    row = find_flights(Held([piece(made)]))[0].to_pylist()[0]
    [batch] = flight_batches(Held([piece(made, "abcdef")]), Tally())

    assert find_in_batch(batch, row) == -1


def test_unknown_altitudes_stay_unknown():
    made = lost_before(flight("UBBB", "LLOV"), "LLOV", 45.0)
    bare = changed(made, slice(None), baro_altitude_m=np.nan, vertical_rate_ms=np.nan)

    told, _ = explained(replace(bare))

    assert math.isnan(told.destination.state.altitude_m)
    assert math.isnan(told.destination.state.climb_ms)

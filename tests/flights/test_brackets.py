"""An end that was not seen, and where the same aircraft was seen next or before."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.tracks import (
    Held,
    changed,
    end_s,
    flight,
    flights_of,
    found_after,
    joined,
    lost_before,
    piece,
)
from heavylift.flights.brackets import (
    LIKELIER,
    PLAIN,
    SAME_STAY_S,
    bracket_ends,
    why_only,
)
from heavylift.flights.find import Tally, find_flights, flight_batches
from heavylift.flights.sightings import Sighting
from heavylift.model.ends import EndClass
from heavylift.reference.airfields import load_airfields

FIELDS = load_airfields()
HOURS = 3_600.0


#: Baku to Ovda, heard until the aircraft rolls out.
OUT = flight("UBBB", "LLOV", every_s=20)


@pytest.fixture
def out():
    """The same, for tests that spoil it."""
    return OUT


def back(out, after_s, origin="LLOV", **way):
    """The next flight, so many seconds after the landing."""
    return flight(origin, "UBBB", start=end_s(out) + after_s, every_s=20, **way)


def rows_of(*parts):
    """Flights of one aircraft, in the order of time."""
    return flights_of(joined(*parts))[0].to_pylist()


def sighting(**changes):
    """Lost 45 km north of Ovda in a descent, then seen on the ground there."""
    facts = {
        "row": 0,
        "role": "destination",
        "airfield": "LLOV",
        "on_ground": False,
        "is_stop": False,
        "share": 0.5,
        "ranked": True,
        "duration_s": 2 * HOURS,
        "lat_deg": 30.345,
        "lon_deg": 34.94,
        "altitude_m": 3_000.0,
        "highest_m": 10_000.0,
        "cruise_ms": 210.0,
    }
    return Sighting(**(facts | changes))


# What is bracketed


def test_a_landing_that_was_not_seen_is_where_the_next_take_off_was(out):
    heard = lost_before(out, "LLOV", 45)

    first, second = rows_of(heard, back(out, 1.7 * HOURS))

    assert (first["destination"], first["destination_class"]) == ("LLOV", "bracketed")
    assert json.loads(first["destination_candidates"]) == [
        {"airfield": "LLOV", "probability": 1.0}
    ]
    assert first["destination_elsewhere"] == 0.0
    assert first["destination_runway"] is None
    assert "45 km from LLOV; next heard 1 h 51 min later" in first["destination_reason"]
    assert second["origin_class"] == "ground"


def test_a_take_off_that_was_not_seen_is_where_the_last_landing_was(out):
    late = found_after(back(out, 2 * HOURS), "LLOV", 60)

    first, second = rows_of(out, late)

    assert (second["origin"], second["origin_class"]) == ("LLOV", "bracketed")
    assert "previously heard" in second["origin_reason"]
    assert first["destination_class"] == "ground"


def test_lost_in_cruise_and_soon_on_the_ground_leaves_no_room_elsewhere():
    soon = sighting(
        ranked=False, share=0.0, altitude_m=10_000.0, duration_s=1_800.0,
        lat_deg=31.5, on_ground=True,
    )  # fmt: skip

    assert "no room for a landing elsewhere" in why_only(soon, FIELDS)


def test_no_room_elsewhere_is_enough_even_for_a_less_likely_candidate():
    soon = sighting(share=0.2, duration_s=1_800.0)

    assert "no room for a landing elsewhere" in why_only(soon, FIELDS)


# What is not


@pytest.mark.parametrize("km", [20, 45, 100])
def test_the_other_airfield_nearby_is_not_bracketed_by_a_later_take_off(out, km):
    heard = lost_before(out, "LLOV", km)

    first, _ = rows_of(heard, back(out, 2 * HOURS, origin="LLER"))

    assert first["destination"] is None


def test_a_night_has_room_for_anything(out):
    heard = lost_before(out, "LLOV", 45)

    first, _ = rows_of(heard, back(out, 12 * HOURS))

    assert first["destination_class"] == "toward"


@pytest.mark.parametrize(
    ("share", "hours", "held"),
    [
        (LIKELIER - 0.01, 2.0, False),
        (LIKELIER, 2.0, True),
        (LIKELIER, SAME_STAY_S / HOURS + 0.1, False),
        (PLAIN - 0.01, 12.0, False),
        (PLAIN, 12.0, True),
        (1.0, 25.0, False),
    ],
)
def test_the_longer_the_silence_the_plainer_the_airfield_must_be(share, hours, held):
    made = sighting(share=share, duration_s=hours * HOURS)

    assert bool(why_only(made, FIELDS)) == held


def test_lost_in_cruise_with_room_for_a_landing_elsewhere_stays_unknown(out):
    heard = lost_before(out, "LLOV", 300)

    first, _ = rows_of(heard, back(out, 1.5 * HOURS))

    assert first["destination_class"] == "unknown"


def test_an_airfield_that_is_no_candidate_is_not_bracketed():
    assert why_only(sighting(share=0.0, duration_s=1_800.0), FIELDS) == ""


def test_an_airfield_that_cannot_be_reached_in_time_is_not_bracketed():
    far = sighting(airfield="UBBB", share=0.95, duration_s=HOURS)

    assert why_only(far, FIELDS) == ""


def test_an_unseen_hop_to_another_airfield_gives_no_bracket_to_that(out):
    heard = lost_before(out, "LLOV", 45)
    hop_end = end_s(out) + 3 * HOURS

    first, _ = rows_of(heard, flight("LLBG", "UBBB", start=hop_end, every_s=20))

    assert first["destination_class"] == "toward"


def test_another_aircraft_says_nothing(out):
    heard = piece(lost_before(out, "LLOV", 45), "4b1234")
    other = piece(back(out, 2 * HOURS, callsign="XYZ1"), "4b1235")

    first, _ = flights_of(heard, other)[0].to_pylist()

    assert first["destination_class"] == "toward"


def test_a_flight_of_the_same_aircraft_in_between_takes_the_bracket_away(out):
    heard = lost_before(out, "LLOV", 45)
    hop = flight("LLER", "LLBG", start=end_s(out) + HOURS, every_s=20)
    last = flight("LLOV", "UBBB", start=end_s(hop) + 2 * HOURS, every_s=20)

    rows = rows_of(heard, hop, last)

    assert rows[0]["destination"] is None


# Honesty


def test_without_the_next_flight_there_is_no_bracket(out):
    heard = lost_before(out, "LLOV", 45)

    [alone] = rows_of(heard)

    assert alone["destination_class"] == "toward"


@given(km=st.floats(30.0, 150.0), late=st.floats(60.0, 150.0))
@settings(max_examples=25, deadline=None)
def test_a_bracket_goes_when_the_next_take_off_is_no_longer_sure(km, late):
    heard = lost_before(OUT, "LLOV", km)
    unsure = found_after(back(OUT, 2 * HOURS), "LLOV", late)

    first, second = rows_of(heard, unsure)

    assert not EndClass(second["origin_class"]).is_sure
    assert first["destination_class"] != "bracketed"


@given(
    km=st.floats(5.0, 400.0),
    hours=st.floats(0.3, 30.0),
    origin=st.sampled_from(["LLOV", "LLER", "LLBG", "OJAQ", "HEGN"]),
)
@settings(max_examples=60, deadline=None)
def test_a_bracket_names_where_it_landed_or_where_no_hop_from_there_fitted(
    km, hours, origin
):
    heard = lost_before(OUT, "LLOV", km)

    first, *_ = rows_of(heard, back(OUT, hours * HOURS, origin=origin))

    # Only a hop of minutes could have brought it from Ovda to the other airfield.
    if origin != "LLOV" and first["destination_class"] == "bracketed":
        assert hours < 0.8 or "no room" in first["destination_reason"]


def test_sure_ends_are_left_as_they_are_and_a_second_pass_changes_nothing(out):
    parts = [out, back(out, 2 * HOURS)]
    lost = [lost_before(out, "LLOV", 45), back(out, 2 * HOURS)]

    for made in (parts, lost):
        table, _ = find_flights(Held([piece(joined(*made))]))
        assert bracket_ends(table, FIELDS).equals(table)


def test_a_bracket_does_not_hold_up_another(out):
    heard = lost_before(out, "LLOV", 45)
    late = found_after(lost_before(back(out, 2 * HOURS), "UBBB", 45), "LLOV", 80)

    first, second = rows_of(heard, late)

    assert first["destination_class"] == "toward"
    assert second["origin_class"] in ("toward", "unknown")


def test_false_positions_between_two_flights_part_them(out):
    heard = lost_before(out, "LLOV", 45)
    table, _ = flights_of(joined(heard, back(out, 2 * HOURS)))
    torn = table.set_column(
        table.schema.get_field_index("end_boundary"),
        "end_boundary",
        [["jump", "data"]],
    )
    for part, value in (("", None), ("_class", "toward")):
        name = f"destination{part}"
        values = [value, *table[name].to_pylist()[1:]]
        torn = torn.set_column(torn.schema.get_field_index(name), name, [values])

    assert bracket_ends(torn, FIELDS)["destination_class"].to_pylist()[0] == "toward"


def test_brackets_are_in_the_batch_from_which_a_corridor_is_picked(out):
    held = Held([piece(joined(lost_before(out, "LLOV", 45), back(out, 2 * HOURS)))])

    [batch] = flight_batches(held, Tally())

    assert batch.table["destination"].to_pylist()[0] == "LLOV"


def test_an_unknown_altitude_or_type_gives_no_more_brackets_than_a_known_one():
    soon = sighting(share=0.2, duration_s=2_400.0)
    blind = sighting(
        share=0.2, duration_s=2_400.0, altitude_m=math.nan, cruise_ms=math.nan
    )

    assert bool(why_only(blind, FIELDS)) <= bool(why_only(soon, FIELDS))


def test_the_callsign_does_not_matter(out):
    heard = lost_before(out, "LLOV", 45)
    renamed = changed(back(out, 2 * HOURS), slice(None), callsign=0)

    first, _ = rows_of(heard, renamed)

    assert first["destination_class"] == "bracketed"

"""Where the fleet of an aircraft in cruise goes, of what lies ahead."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.flights import (
    end,
    flight_values,
    flights_table,
    not_established,
)
from builders.tracks import course, moved, place
from heavylift.flights.ahead import (
    BEND_DEG,
    CRUISE_M,
    FARTHEST_M,
    LEAST,
    UNSEEN_AHEAD,
    CruiseEnds,
    places_ahead,
)
from heavylift.flights.sequences import row_by_code
from heavylift.flights.usage import weigh_by_usage
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()
ROW_OF = row_by_code(AIRFIELDS)

#: Over the sea east of Baku, 500 km before it, in cruise towards it.
BAKU = place("UBBB")
HERE = moved(*BAKU, 90.0, 500_000.0)


def cruising(at=HERE, **changes):
    facts = {
        "lat_deg": at[0],
        "lon_deg": at[1],
        "altitude_m": 10_600.0,
        "course_deg": course(at, BAKU),
    } | changes
    return CruiseEnds(**{name: np.array([value]) for name, value in facts.items()})


def ahead(end, seen):
    """Shares by code, likeliest first, of one end."""
    codes = [code for code in seen if code in ROW_OF]
    rows = np.array([ROW_OF[code] for code in codes], dtype=np.int64)
    flights = np.array([seen[code] for code in codes], dtype=np.float64)
    told = places_ahead(end, (np.zeros_like(rows), rows), flights, AIRFIELDS)
    return {codes[p]: share for p, share in zip(told.pair, told.share, strict=True)}


def shares(seen, **changes):
    return ahead(cruising(**changes), seen)


def test_the_only_place_of_the_fleet_ahead_is_listed_and_the_rest_is_elsewhere():
    told = shares({"UBBB": 30.0})

    assert told == {"UBBB": pytest.approx(30 / (30 + UNSEEN_AHEAD), rel=0.01)}


def test_more_flights_leave_less_for_elsewhere():
    few, many = (shares({"UBBB": n})["UBBB"] for n in (5.0, 500.0))

    assert few < 0.5
    assert 0.95 < many < 1


def test_a_place_behind_is_not_ahead():
    behind = course(HERE, BAKU) + 180.0

    assert shares({"UBBB": 30.0}, course_deg=behind) == {}
    assert list(shares({"UBBB": 30.0, "UTAA": 30.0}, course_deg=behind)) == ["UTAA"]


def test_a_place_far_off_the_course_is_not_ahead():
    told = [
        shares({"UBBB": 30.0}, course_deg=course(HERE, BAKU) + bend)
        for bend in (0.0, BEND_DEG, 3.5 * BEND_DEG)
    ]

    assert told[0]["UBBB"] > told[1]["UBBB"] > 0
    assert told[2] == {}


@pytest.mark.parametrize("altitude", [CRUISE_M - 1.0, 500.0, float("nan")])
def test_below_cruise_nothing_lies_ahead(altitude):
    assert shares({"UBBB": 30.0}, altitude_m=altitude) == {}


def test_too_few_flights_say_nothing():
    assert shares({"UBBB": LEAST - 0.1}) == {}
    assert list(shares({"UBBB": LEAST})) == ["UBBB"]
    assert shares({}) == {}


def test_a_place_right_below_would_have_been_descended_to_already():
    above = moved(*BAKU, 90.0, 50_000.0)

    assert ahead(cruising(above), {"UBBB": 30.0}) == {}


def test_a_place_beyond_reach_is_not_looked_for():
    far = moved(*BAKU, 90.0, FARTHEST_M + 10_000.0)

    assert ahead(cruising(far), {"UBBB": 30.0}) == {}


def test_a_code_that_is_no_airfield_is_passed_over():
    assert list(shares({"nowhere": 30.0, "UBBB": 30.0})) == ["UBBB"]


#: Places around the Caspian Sea, ahead and behind.
AROUND = ["UBBB", "UBBG", "UGTB", "UTAA", "UTAK", "OIII", "URML", "LTAC", "UATE"]


@given(
    st.dictionaries(st.sampled_from(AROUND), st.floats(0, 1e6)),
    st.floats(0, 360),
    st.floats(0, 14_000),
)
def test_shares_never_add_up_to_more_than_one_and_are_ranked(seen, heading, altitude):
    told = list(shares(seen, course_deg=heading, altitude_m=altitude).values())

    assert sum(told) < 1.0 + 1e-9
    assert all(0 < share <= 1 for share in told)
    assert told == sorted(told, reverse=True)


# In the table of flights


def in_cruise(number, role="destination", **changes):
    """A flight of which one end is in cruise, 500 km east of Baku, flying west."""
    ends = {"origin": end("ground", "UTAA"), "destination": end("ground", "UBBB")}
    ends[role] = not_established()
    facts = {"lat": HERE[0], "lon": HERE[1], "altitude_m": 10_600.0}
    facts["course"] = course(HERE, BAKU) + (0.0 if role == "destination" else 180.0)
    return flight_values(number, **ends) | {
        f"{role}_{name}": value for name, value in (facts | changes).items()
    }


def others(n):
    """Flights of the same fleet seen at Baku; no end of theirs was near Ashgabat."""
    seen = end("ground", "UBBB") | {"candidates": {"UBBB": 1.0}}
    return [flight_values(i, not_established(), seen) for i in range(2, 2 + n)]


def weighed(*rows):
    return weigh_by_usage(flights_table(rows), AIRFIELDS).to_pylist()


@pytest.mark.parametrize("role", ["origin", "destination"])
def test_an_end_in_cruise_becomes_toward_the_place_of_its_fleet_and_says_why(role):
    told = weighed(in_cruise(1, role), *others(20))[0]

    assert told[f"{role}_class"] == "toward"
    assert not told[role]
    assert '"UBBB"' in told[f"{role}_candidates"]
    assert told[f"{role}_elsewhere"] == pytest.approx(1 / 3, abs=0.01)
    assert "lies ahead" in told[f"{role}_reason"]
    assert "20.0 at or towards UBBB" in told[f"{role}_reason"]


def test_an_end_in_cruise_away_from_all_of_them_stays_unknown():
    away = in_cruise(1, course=course(HERE, BAKU) + 180.0)

    told = weighed(away, *others(20))[0]

    assert told["destination_class"] == "unknown"
    assert told["destination_candidates"] == "[]"


@pytest.mark.parametrize("missing", ["lat", "lon", "altitude_m", "course"])
def test_an_end_of_which_too_little_is_known_stays_unknown(missing):
    told = weighed(in_cruise(1, **{missing: None}), *others(20))[0]

    assert told["destination_class"] == "unknown"

"""Candidates weighed by where the same fleet goes."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import end, flight_values, flights_table, not_established, toward
from heavylift.flights.usage import fleet_of, weigh_by_usage
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()

#: Two fields that one track cannot tell apart.
EVEN = toward(EYPA=0.45, UMKK=0.45)


def weighed(*rows):
    """The table after weighing, as dictionaries."""
    return weigh_by_usage(flights_table(rows), AIRFIELDS).to_pylist()


def candidates(row, role="destination"):
    listed = json.loads(row[f"{role}_candidates"])
    return {c["airfield"]: c["probability"] for c in listed}


def seen_at(code):
    return end("ground", "UUEE"), end("ground", code) | {"candidates": {code: 1.0}}


def test_two_flights_of_the_fleet_seen_at_a_field_raise_it_and_others_fall():
    row, *_ = weighed(
        flight_values(1, end(), EVEN),
        flight_values(2, *seen_at("UMKK")),
        flight_values(3, *seen_at("UMKK")),
    )

    told = candidates(row)
    assert list(told) == ["UMKK", "EYPA"]
    # One for what was not seen, two of the fleet, a tenth for each sure end of anyone.
    assert told["UMKK"] == pytest.approx((1 + 2 + 0.2) * told["EYPA"], rel=1e-3)
    assert sum(told.values()) + row["destination_elsewhere"] == pytest.approx(
        1, abs=1e-3
    )


def test_the_weighing_is_told_in_the_reason():
    row, *_ = weighed(
        flight_values(1, end(), EVEN),
        flight_values(2, *seen_at("UMKK")),
        flight_values(3, *seen_at("UMKK")),
    )

    assert "2.0 at or towards UMKK" in row["destination_reason"]
    assert "AFL" in row["destination_reason"]


def test_another_fleet_does_not_weigh():
    row, *_ = weighed(
        flight_values(1, end(), EVEN),
        *(flight_values(n, *seen_at("UMKK"), callsign=f"SDM{n}") for n in (2, 3, 4)),
    )

    assert candidates(row) == {"EYPA": 0.45, "UMKK": 0.45}


def test_a_flight_does_not_weigh_for_itself():
    [row] = weighed(flight_values(1, end(), toward(EYPA=0.1, UMKK=0.8)))

    assert candidates(row) == {"EYPA": 0.1, "UMKK": 0.8}


def test_a_sure_class_is_never_given_or_taken_away():
    rows = [
        flight_values(1, end("near", "EYPA"), not_established()),
        flight_values(2, end("ground", "UMKK"), EVEN),
        *(flight_values(n, *seen_at("UMKK")) for n in (3, 4, 5)),
    ]

    told = weighed(*rows)

    for before, after in zip(rows, told, strict=True):
        for role in ("origin", "destination"):
            assert after[role] == before[role]
            assert after[f"{role}_class"] == before[f"{role}_class"]


def test_a_callsign_that_names_no_airline_weighs_for_its_aircraft_alone():
    assert fleet_of("RA76373", "aaaaaa") == "aaaaaa"
    assert fleet_of("SILK1", "aaaaaa") == "aaaaaa"
    assert fleet_of("AHY021", "aaaaaa") == "AHY"


def test_no_candidate_comes_or_goes():
    row, *_ = weighed(
        flight_values(1, end(), EVEN),
        *(flight_values(n, *seen_at("EPGD")) for n in (2, 3, 4)),
    )

    assert set(candidates(row)) == {"EYPA", "UMKK"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["EYPA", "UMKK", "EPGD"]),
            st.floats(0.05, 0.45),
            st.floats(0.05, 0.45),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=50, deadline=None)
def test_probabilities_still_add_up_to_one_and_stay_ranked(flights):
    told = weighed(
        *(
            flight_values(i, end("ground", code), toward(EYPA=max(ab), UMKK=min(ab)))
            for i, (code, *ab) in enumerate(flights)
        )
    )

    for row in told:
        shares = list(candidates(row).values())
        assert sum(shares) + row["destination_elsewhere"] == pytest.approx(1, abs=1e-3)
        assert shares == sorted(shares, reverse=True)


def test_an_empty_table_stays_empty():
    assert weigh_by_usage(flights_table([]), AIRFIELDS).num_rows == 0

"""What could have been seen at both places of a corridor, beside every count."""

import numpy as np
import pytest

from builders.flights import (
    end,
    flight_values,
    flights_table,
    followed_to,
    not_established,
    toward,
)
from builders.landings import at_height
from heavylift.exposure.ends import Depth, ends_at, likeliest_at
from heavylift.exposure.places import (
    place_of_counts,
    visibility_at_places,
)
from heavylift.exposure.said import count_said, place_in_short, place_said
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()

GROUND = end("ground", "UMKK"), followed_to("UMKK", 0)


def others(*made):
    """Landings of flights that come from elsewhere."""
    return [
        flight_values(number, end("ground", "EGLL"), destination, **changes)
        for number, (destination, changes) in enumerate(made)
    ]


def asked(*made):
    return [
        flight_values(100 + number, end("ground", "UUEE"), destination, **changes)
        for number, (destination, changes) in enumerate(made)
    ]


def at_umkk(rows, destinations=("UMKK",)):
    return visibility_at_places(flights_table(rows), AIRFIELDS, ["UUEE"], destinations)[
        1
    ]


def test_a_zero_stands_beside_how_many_were_followed_to_the_ground():
    place = at_umkk(others(GROUND, at_height(900), at_height(900), at_height(9_000)))

    said = count_said(0, "flight", place_said(place, lambda c: f"Khrabrovo ({c})"))

    assert said == (
        "0 flights seen; reception to the ground at Khrabrovo (UMKK) (landings): 1 of 3"
    )


def test_flights_asked_about_do_not_judge_reception_where_others_do():
    place = at_umkk(others(at_height(900)) + asked(GROUND, GROUND))

    assert place.whose == "others"
    assert (place.together.to_surface, place.together.came_low) == (0, 1)


def test_flights_asked_about_judge_it_for_lack_of_others_and_that_is_said():
    place = at_umkk(asked(GROUND, at_height(900)))

    [said] = place_said(place)

    assert place.whose == "anybody"
    assert said.startswith("reception to the ground at UMKK (landings): 1 of 2 (judged")
    assert "judged by the flights asked about themselves" in place_in_short(place, "X")


def test_other_flights_of_the_same_aircraft_judge_it_too():
    out = flight_values(1, end("ground", "UUEE"), end("ground", "UMKK"))
    elsewhere = flight_values(
        2,
        end("ground", "EGLL"),
        GROUND[0],
        icao24=out["icao24"],
        **GROUND[1],
    )

    assert at_umkk([out, elsewhere]).whose == "others"


def test_an_airfield_that_nobody_used_is_not_evaluated():
    [said] = place_said(at_umkk([]))

    assert said == (
        "reception to the ground at UMKK (landings): not evaluated, no flight was seen "
        "at it or headed for it"
    )


def test_of_a_region_the_airfields_with_evidence_are_told_and_the_rest_is_counted():
    palanga = end("ground", "EYPA"), followed_to("EYPA", 0)
    country = ["EYPA", "EYVI", "EYKA", "UMKK", "UMII", "EPGD", "EVRA"]

    said = place_said(at_umkk(others(GROUND, at_height(900), palanga), country))

    assert said == [
        "reception to the ground at UMKK (landings): 1 of 2",
        "reception to the ground at EYPA (landings): 1 of 1",
        "reception to the ground at both of them together (landings): 2 of 3",
        "reception to the ground at EPGD, EVRA, EYKA, EYVI and 1 more (landings): not "
        "evaluated, no flight was seen at them or headed for them",
    ]


def test_counts_made_elsewhere_say_the_same():
    whole = at_umkk(others(GROUND, at_height(900)))
    counts = np.array([[1, 1, 0, 0, 0]])

    made = place_of_counts("destination", ["UMKK"], counts, counts)

    assert place_said(made) == place_said(whole)


def test_many_airfields_give_the_ends_that_each_gives_alone():
    made = [GROUND, at_height(900), at_height(9_000), (not_established(), {})]
    low = at_height(900)
    made.append((not_established(), low[1]))
    table = flights_table(others(*made))
    american = [str(c) for c in AIRFIELDS.code if str(c).startswith("US-")]
    codes = [*american[:3000], "UMKK"]

    many = ends_at(table, AIRFIELDS, codes, "destination")
    one = ends_at(table, AIRFIELDS, ["UMKK"], "destination")

    assert [many.codes[k] for k in many.airfield] == ["UMKK"] * len(one)
    assert many.row.tolist() == one.row.tolist()
    assert many.depth.tolist() == one.depth.tolist()


@pytest.mark.parametrize(
    ("made", "code", "depth"),
    [
        (GROUND, "UMKK", Depth.SURFACE),
        (at_height(900), "UMKK", Depth.LOW),
        ((toward(EYPA=0.3, UMKK=0.3), at_height(900)[1]), "UMKK", Depth.LOW),
        ((toward(EYPA=0.3, UMKK=0.3), at_height(9_000)[1]), None, None),
        ((not_established(), at_height(900)[1]), None, None),
        ((end("near", "EYPA"), followed_to("EYPA", 900)), "EYPA", Depth.LOWER),
    ],
)
def test_each_end_counts_at_the_likeliest_of_all_airfields(made, code, depth):
    row, found = likeliest_at(flights_table(others(made)), AIRFIELDS, "destination")

    assert (str(AIRFIELDS.code[row[0]]) if row[0] >= 0 else None) == code
    if code is not None:
        assert found[0] == depth

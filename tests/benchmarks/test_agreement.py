"""What two programs say of the same rows is set side by side."""

from dataclasses import replace

from benchmarks.agreement import Said, compare, right

FLIGHT = Said(
    icao24="3c0001", first_s=0.0, last_s=7_200.0, origin="UBBB", destination="LLOV"
)


def test_two_that_say_the_same_agree():
    made = compare([FLIGHT], [replace(FLIGHT, first_s=5.0)])

    assert (made.ours, made.theirs, made.paired) == (1, 1, 1)
    assert (made.both_named, made.same) == (1, 1)
    assert made.ends == made.met == {"origin": (1, 1), "destination": (1, 1)}


def test_flights_of_other_aircraft_or_times_are_no_pair():
    other = replace(FLIGHT, icao24="3c0002")
    later = replace(FLIGHT, first_s=9_000.0, last_s=9_900.0)

    assert compare([FLIGHT], [other, later]).paired == 0


def test_an_end_that_is_not_named_is_not_compared():
    ours = replace(FLIGHT, destination="")

    made = compare([ours], [FLIGHT])

    assert (made.paired, made.both_named) == (1, 0)
    assert made.ends == {"origin": (1, 1), "destination": (0, 0)}


def test_a_leg_that_ends_inside_a_flight_is_compared_but_not_at_the_same_moment():
    leg = replace(FLIGHT, last_s=3_000.0, destination="UGTB")

    made = compare([FLIGHT], [leg])

    assert made.ends["destination"] == (1, 0)
    assert made.met == {"origin": (1, 1), "destination": (0, 0)}


def test_of_several_flights_the_one_with_the_longest_overlap_is_the_pair():
    before = replace(FLIGHT, last_s=1_000.0, origin="OIIE", destination="UBBB")
    after = replace(FLIGHT, first_s=1_000.0)

    made = compare([before, after], [replace(FLIGHT, first_s=900.0)])

    assert made.same == 1


def test_an_airfield_is_right_when_it_was_flown_so():
    wrong = replace(FLIGHT, destination="LLER")
    never = replace(FLIGHT, icao24="3c0002")

    assert right([FLIGHT, wrong, never], [FLIGHT]) == {
        "origin": (3, 2),
        "destination": (3, 1),
    }

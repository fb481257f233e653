"""How far aircraft were followed down to an airfield and up from it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.flights import (
    end,
    flight_values,
    flights_table,
    followed_to,
    not_established,
    toward,
)
from builders.landings import FEET, at_height, landings
from heavylift.errors import PlaceError
from heavylift.exposure import (
    Depth,
    ends_at,
    followed_by_day,
    visibility_of,
)
from heavylift.reference.airfields import load_airfields

AIRFIELDS = load_airfields()


@pytest.mark.parametrize(
    ("feet", "km_north", "depth"),
    [
        (1_499, 2.0, Depth.LOW),
        (1_501, 2.0, Depth.LOWER),
        (1_000, 9.2, Depth.LOW),
        (1_000, 9.3, Depth.LOWER),
        (4_999, 36.0, Depth.LOWER),
        (5_001, 36.0, Depth.HIGHER),
        (3_000, 37.5, Depth.HIGHER),
    ],
)
def test_how_far_is_a_matter_of_height_and_distance(feet, km_north, depth):
    ends = landings(at_height(feet, km_north))

    assert ends.depth.tolist() == [depth]
    assert ends.height_m[0] == pytest.approx(feet * FEET, abs=0.1)


def test_only_surface_positions_are_followed_to_the_surface():
    on_ground = end("ground", "UMKK"), followed_to("UMKK", 300)
    on_final = end("runway", "UMKK"), followed_to("UMKK", 0)

    ends = landings(on_ground, on_final)

    assert ends.depth.tolist() == [Depth.SURFACE, Depth.LOW]


def test_an_end_without_height_or_place_is_counted_apart():
    ends = landings((end("near", "UMKK"), {}))

    assert ends.depth.tolist() == [Depth.HEIGHT_UNKNOWN]


def test_an_end_established_elsewhere_is_not_of_the_airfield_however_low():
    assert len(landings(at_height(500, destination=end("near", "EYPA")))) == 0


def test_an_end_headed_more_likely_elsewhere_is_not_of_the_airfield():
    unlikely = toward(UMKK=0.4), followed_to("UMKK", 3_000)
    second = toward(EYPA=0.5, UMKK=0.45), followed_to("UMKK", 3_000)

    assert len(landings(unlikely, second)) == 0


def test_an_end_of_which_nothing_is_known_counts_where_it_came_low():
    low, high = at_height(900), at_height(9_000)

    ends = landings((not_established(), low[1]), (not_established(), high[1]))

    assert ends.row.tolist() == [0]


def test_an_end_beside_two_airfields_is_the_nearer_ones():
    lat, lon = followed_to("EGLL", 100, 0)["destination_lat"], -0.42
    table = flights_table(
        [
            flight_values(
                1,
                None,
                not_established(),
                destination_lat=lat,
                destination_lon=lon,
                destination_altitude_m=100.0,
            )
        ]
    )

    ends = ends_at(table, AIRFIELDS, ["EGWU", "EGLL"], "destination")

    assert len(ends) == 1
    assert ends.codes[ends.airfield[0]] == "EGLL"


def test_flights_asked_about_are_not_looked_at():
    both = [at_height(900), at_height(900)]

    assert landings(*both, others=np.array([True, False])).row.tolist() == [0]


def test_an_airfield_that_is_none_is_refused():
    with pytest.raises(PlaceError, match="no airfield has the code QQQQ"):
        landings(at_height(900), code="QQQQ")


def test_days_are_those_of_the_end_and_networks_those_that_gave_it():
    files = '[{"file": "north.csv", "first_row": 0, "last_row": 9}, {"file": "s.csv"}]'
    row = flight_values(
        23, None, *at_height(900)[:1], **at_height(900)[1], sources=files
    )
    ends = ends_at(flights_table([row]), AIRFIELDS, ["UMKK"], "destination")

    [counted] = followed_by_day(ends, by_network=True).to_pylist()

    assert counted["day"] == date(2022, 2, 23)
    assert counted["network"] == "s"
    assert (counted["below_1500_ft"], counted["to_surface"]) == (1, 0)


HEIGHTS = st.lists(st.integers(0, 12_000), max_size=20)


@settings(max_examples=60, deadline=None)
@given(feet=HEIGHTS, data=st.data())
def test_each_end_is_in_one_count_and_fewer_flights_never_count_more(feet, data):
    made = [at_height(f) for f in feet]
    kept = np.array([data.draw(st.booleans()) for _ in feet], np.bool_)

    whole, part = landings(*made), landings(*made, others=kept)

    counts = followed_by_day(whole).to_pylist()
    names = ("to_surface", "below_1500_ft", "below_5000_ft", "higher", "height_unknown")
    assert sum(row[n] for row in counts for n in names) == len(whole) == len(feet)
    assert np.all(
        np.bincount(part.depth, minlength=5) <= np.bincount(whole.depth, minlength=5)
    )
    assert visibility_of([part]).came_low <= visibility_of([whole]).came_low

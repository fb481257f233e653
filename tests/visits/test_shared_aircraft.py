"""Aircraft that flew in more than one corridor."""

from builders.flights import flights_table, journey
from heavylift.visits import legs_of, shared_aircraft

OVDA, AZERBAIJAN = {"LLOV"}, {"UBBB", "UBBG"}


def test_aircraft_of_two_corridors_are_shared_with_their_days():
    both = journey("aaaaaa", "LLOV UBBB LTAC UBBB LLOV")
    one = journey("bbbbbb", "LLOV UBBB")
    legs = legs_of(flights_table(both + one))

    found = shared_aircraft(
        legs, {"from Ovda": (OVDA, AZERBAIJAN), "from Ankara": ({"LTAC"}, AZERBAIJAN)}
    )

    assert found["aircraft"].to_pylist() == ["aaaaaa", "aaaaaa"]
    assert found["corridor"].to_pylist() == ["from Ovda", "from Ankara"]
    assert found["legs"].to_pylist() == [1, 1]
    assert found["first_seen"].to_pylist() == [
        both[0]["first_seen"],
        both[2]["first_seen"],
    ]


def test_no_corridor_shares_no_aircraft():
    legs = legs_of(flights_table(journey("aaaaaa", "LLOV UBBB")))

    assert shared_aircraft(legs, {}).num_rows == 0

"""What is asked of aircraft: which flights fit, and by whose word."""

from datetime import timedelta

import pytest

from builders.flights import MIDNIGHT, end, flight_values, flights_table
from builders.registries import registry, said
from heavylift.corridors import Corridor, Criteria, select_flights
from heavylift.corridors.asking import Asked, criteria_of, told
from heavylift.corridors.criteria import BLOCKS, CALLSIGNS, RANGES, TRACES
from heavylift.errors import CriteriaError
from heavylift.reference.transports import types_called

BOTH = end("ground", "UUEE"), end("near", "UMKK")


def fleet(*changes):
    """Flights of the corridor, an hour apart, each by its own aircraft."""
    return flights_table(
        [flight_values(n, *BOTH, **own) for n, own in enumerate(changes)]
    )


def select(table, criteria, **more):
    """The selection of a corridor that every flight of ``table`` is on."""
    return select_flights(
        table,
        Corridor(origins=["UUEE"], destinations=["UMKK"], criteria=criteria, **more),
    )


def numbers(selection):
    """Which flights belong, by their number."""
    return [int(i[4:6], 16) for i in selection.belongs["flight_id"].to_pylist()]


# By the flights' own word


def test_military_is_a_flag_of_the_trace_or_a_range_of_addresses():
    table = fleet(
        {"db_flags": 1}, {"db_flags": 2}, {"icao24": "ae1234"}, {"db_flags": None}
    )

    found = select(table, Criteria(military=True))

    assert numbers(found) == [0, 2]
    assert found.covered["military"] == {TRACES: 1, RANGES: 1}


def test_a_state_is_a_block_of_addresses_or_a_mark_of_registration():
    table = fleet(
        {"icao24": "600828", "registration": "4K-AZ40"},
        {"icao24": "613133", "registration": "4K-78131"},
        {"icao24": "600829", "registration": None},
        {"icao24": "4246a2", "registration": "VP-BMG"},
    )

    found = select(table, Criteria(states=["AZ"]))

    assert numbers(found) == [0, 1, 2]
    assert found.covered["states"] == {BLOCKS: 2, TRACES: 2}


def test_a_name_of_an_operator_finds_its_callsigns_too():
    table = fleet(
        {"callsign": "AZQ021"},
        {"callsign": "AZG4"},
        {"callsign": "AFL1", "operator": "Silk Way Airlines"},
        {"callsign": "AFL2"},
        {"callsign": "AZQX"},
    )

    found = select(table, Criteria(operators=["Silk Way"]))

    assert numbers(found) == [0, 1, 2]
    assert found.covered["operators"] == {TRACES: 1, CALLSIGNS: 2}


def test_a_registration_is_asked_for_in_any_spelling():
    table = fleet({"registration": "4KAZ60"}, {"registration": "4K-AZ61"})

    assert numbers(select(table, Criteria(aircraft=["4K-AZ60"]))) == [0]


def test_addresses_are_counted_and_not_flights():
    table = fleet(
        {"icao24": "600828", "aircraft_type": "IL76"},
        {"icao24": "600828", "aircraft_type": "IL76"},
    )

    assert select(table, Criteria(types=["IL76"])).covered["types"] == {TRACES: 1}


# By a registry's


def test_a_registry_adds_aircraft_that_the_traces_do_not_name(tmp_path):
    opened = registry(
        tmp_path, ("db", "2026-11-01", said("600828", "4K-AZ40", type="IL76"))
    )
    table = fleet(
        {"icao24": "600828", "aircraft_type": None},
        {"icao24": "600829", "aircraft_type": None},
        {"icao24": "60082a", "aircraft_type": "IL76"},
    )

    found = select(table, criteria_of(Asked(types=["IL76"]), opened))

    assert numbers(found) == [0, 2]
    assert found.covered["types"] == {TRACES: 1, "db": 1}


def test_a_registry_of_another_day_does_not_overrule_the_trace_of_the_day(tmp_path):
    opened = registry(
        tmp_path, ("db", "2026-11-01", said("600828", "4K-AZ40", type="IL76"))
    )
    table = fleet(
        {"icao24": "600828", "aircraft_type": "A320"},
        {"icao24": "600828", "aircraft_type": None, "registration": "4K-OTHER"},
    )

    assert numbers(select(table, criteria_of(Asked(types=["IL76"]), opened))) == []


def test_a_registry_that_covers_the_day_counts_beside_the_trace(tmp_path):
    opened = registry(
        tmp_path, ("db", "2022-02-22", said("600828", "4K-AZ40", type="IL76"))
    )
    table = fleet({"icao24": "600828", "aircraft_type": "A320"})

    assert numbers(select(table, criteria_of(Asked(types=["IL76"]), opened))) == [0]


def test_each_flight_is_asked_for_its_own_day(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600900", "4K-A", None, "2022-02-23", operator="Silk Way Airlines"),
            said("600900", "4K-B", "2022-02-23", None, operator="Aeroflot"),
        ),
    )
    own = {"icao24": "600900", "callsign": None}
    table = fleet(own, own | {"first_seen": MIDNIGHT + timedelta(days=2)})

    silk_way = select(table, criteria_of(Asked(operators=["Silk Way"]), opened))
    aeroflot = select(table, criteria_of(Asked(operators=["Aeroflot"]), opened))

    assert numbers(silk_way) == [0]
    assert numbers(aeroflot) == [1]


def test_a_registration_finds_flights_at_all_its_addresses(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600a01", "4K-AZ100", "2020-01-01", "2022-02-23"),
            said("600864", "4K-AZ100", "2022-02-23", None),
        ),
    )
    late = MIDNIGHT + timedelta(days=3)
    table = fleet({"icao24": "600a01"}, {"icao24": "600864", "first_seen": late}, {})

    found = select(table, criteria_of(Asked(aircraft=["4K-AZ100"]), opened))

    assert numbers(found) == [0, 1]


# Privacy addresses


def test_flights_of_privacy_addresses_are_left_out_and_counted():
    table = fleet({"db_flags": 4}, {"db_flags": 5}, {"db_flags": 8}, {})

    without = select(table, Criteria())
    given = select(table, Criteria(), privacy=True)

    assert numbers(without) == [2, 3]
    assert without.private == 2
    assert numbers(given) == [0, 1, 2, 3]
    assert given.private == 0


# Words


def test_cargo_stands_for_a_list_of_types_and_says_so():
    asked = Asked(types=["cargo", "B738"])

    criteria = criteria_of(asked)

    assert criteria.types == types_called("cargo") | {"B738"}
    [line] = told(asked, criteria, {"types": {TRACES: 3}})
    count = len(criteria.types)
    assert line.startswith(f"types cargo, B738 ({count} designators: A124,")
    assert line.endswith("): addresses in the inputs: 3 by the traces")


def test_states_are_given_by_letters_or_name():
    assert criteria_of(Asked(states=["az", "Georgia"])).states == {"AZ", "GE"}


@pytest.mark.parametrize(
    ("asked", "message", "help_"),
    [
        (Asked(states=["Azerbajan"]), "no state 'Azerbajan' is known", "two letters"),
        (Asked(states=["Guinea B"]), "no state", "did you mean"),
        (Asked(types=["Il-76TD"]), "'Il-76TD' is no type", "cargo or freighter"),
        (Asked(operators=[" "]), "an operator is asked for", "part of a name"),
    ],
)
def test_words_that_mean_nothing_are_refused(asked, message, help_):
    with pytest.raises(CriteriaError, match=message) as refused:
        criteria_of(asked)

    if help_ != "did you mean":
        assert help_ in refused.value.help


def test_what_was_asked_is_told_with_its_reach(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2026-11-01", said("600828", "4K-AZ40", designator="AZQ")),
    )
    asked = Asked(operators=["AZQ"], military=True)

    lines = told(asked, criteria_of(asked, opened), {"operators": {CALLSIGNS: 2}})

    assert lines == [
        "operators AZQ (1 designator: AZQ): addresses in the inputs: 2 by their "
        "callsigns; in the registry: 1 by db",
        "military aircraft: addresses in the inputs: 0; in the registry: 0",
    ]

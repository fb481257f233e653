"""Identity in the founding case: what its sources say, and where they trap a reader.

The facts are those of three databases and of published lists of the fleet; they are
read from outside the repository where they are there, and stand here where they are
what a trap is made of.
"""

import csv
from datetime import date

import pytest

from builders.registries import registry, said
from builders.shared import SHARED
from heavylift.aircraft.entries import address_number
from heavylift.aircraft.identities import Basis, identify
from heavylift.aircraft.matching import (
    entries_of,
    match_aircraft,
    match_operators,
    match_states,
)
from heavylift.aircraft.remarks import remarks

FIRST_LANDINGS = date(2023, 9, 2)

THREE = SHARED / "data/aircraft/azerbaijan_aircraft_three_dbs.csv"
FLEET = SHARED / "case/fleet.csv"

needs_databases = pytest.mark.skipif(
    not (THREE.is_file() and FLEET.is_file()), reason="the case's databases are absent"
)


def table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """tar1090-db and Virtual Radar of 2026, OpenSky of 2022, and the case's fleet."""
    rows = table(THREE)
    fleet = table(FLEET)
    return registry(
        tmp_path_factory.mktemp("registry"),
        (
            "tar1090-db",
            "2026-11-01",
            *(
                said(
                    r["hex"],
                    r["tar1090_reg"] or None,
                    type=r["tar1090_type"] or None,
                    military=True if r["tar1090_flags"].startswith("1") else None,
                )
                for r in rows
                if r["tar1090_reg"]
            ),
        ),
        (
            "OpenSky",
            "2022-06-01",
            *(
                said(
                    r["hex"],
                    r["osn2022_reg"],
                    type=r["osn2022_type"] or None,
                    operator=r["osn2022_operator"] or None,
                )
                for r in rows
                if r["osn2022_reg"]
            ),
        ),
        (
            "list of the fleet",
            "2026-01-01",
            *(
                said(
                    r["icao24"],
                    r["reg"],
                    operator=r["operator"],
                    designator=r["operator_icao"] or None,
                )
                for r in fleet
                if r["icao24"]
            ),
        ),
    )


def on(opened, icao24, day=FIRST_LANDINGS):
    number = address_number(icao24)
    [found] = identify(entries_of(opened, [number]), [(number, day)])
    return found


def kinds(opened, icao24, callsigns=()):
    return [r.kind for r in remarks(on(opened, icao24), callsigns)]


@needs_databases
def test_600881_is_two_registrations_to_two_databases_and_none_is_chosen(opened):
    found = on(opened, "600881")

    assert set(found["registration"].values) == {"4K-78129", "4K-78131"}
    assert found.value("registration") is None
    assert "conflict" in kinds(opened, "600881")


@needs_databases
def test_4k_78131_is_said_of_two_addresses_and_both_are_told(opened):
    matched = match_aircraft(opened, ["4K-78131"])

    assert [f"{n:06x}" for n in matched.addresses] == ["600881", "613133"]
    assert [a for a, _ in on(opened, "613133").elsewhere] == ["600881"]


@needs_databases
def test_a_filter_by_state_does_not_miss_the_aircraft_outside_the_block(opened):
    assert 0x613133 in match_states(opened, ["AZ"]).addresses
    assert "state" in kinds(opened, "613133")


@needs_databases
def test_a_military_aircraft_with_numbers_of_an_airline_is_remarked(opened):
    assert on(opened, "613133").value("military") is True
    assert "callsign" in kinds(opened, "613133", ["AHY021"])


@needs_databases
def test_4kaz60_and_4k_az60_are_one_registration(opened):
    found = on(opened, "60083c")

    assert found["registration"].values == ("4K-AZ60",)
    assert "conflict" not in kinds(opened, "60083c")


@needs_databases
def test_an_aircraft_that_fits_the_pattern_of_addresses_may_be_another(opened):
    # 600883 is where the pattern puts 4K-131; it is a helicopter.
    found = on(opened, "600883")

    assert found["registration"].text == "4K-AZ131"
    assert found["type"].text == "A139"


@needs_databases
def test_silk_way_west_flies_under_marks_of_bermuda_and_is_found_by_its_name(opened):
    found = match_operators(opened, ["Silk Way"]).addresses

    assert {0x600828, 0x600864, 0x4246A2} <= set(found.tolist())
    assert 0x613133 not in found
    assert "state" in kinds(opened, "4246a2")


@needs_databases
def test_no_database_knows_of_the_day_of_the_flights_and_none_says_so(opened):
    for icao24 in ("600828", "600829", "600864", "600865", "600866", "613133"):
        basis = on(opened, icao24)["registration"].basis

        assert basis in (Basis.AFTER, Basis.BEFORE, Basis.AROUND)


def test_an_alibi_is_a_list_of_ones_own_with_days(tmp_path):
    # A re-used hex, known only for some days: outside them nothing is claimed.
    opened = registry(
        tmp_path,
        ("own", None, said("600864", "4K-AZ100", "2023-03-02", "2023-03-05")),
    )

    assert on(opened, "600864", date(2023, 3, 2))["registration"].basis is Basis.FOR
    late = on(opened, "600864", date(2023, 3, 5))["registration"]
    assert late.basis is Basis.BEFORE
    assert late.how == "last said before that day"

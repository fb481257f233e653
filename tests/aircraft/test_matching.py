"""What a registry says to what people ask: which addresses, and for which days."""

from datetime import date

import pytest

from builders.registries import registry, said
from heavylift.aircraft.entries import EPOCH, address_number
from heavylift.aircraft.matching import (
    match_aircraft,
    match_military,
    match_operators,
    match_states,
    match_types,
    named,
    operator_designators,
)

ASKED = date(2023, 9, 2)


def fits(matched, icao24, day=ASKED, registration=None):
    """Whether an address fits on a day; ``"covered"`` when a source covers it."""
    number = address_number(icao24)
    span = matched.find(number, (day - EPOCH).days, registration)
    return span is not None and ("covered" if span.covered else "nearest")


def test_a_source_that_covers_the_day_is_enough(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600828", "4K-AZ40", "2023-09-02", "2023-09-03", type="IL76"),
        ),
    )

    matched = match_types(opened, ["il76"])

    assert fits(matched, "600828") == "covered"
    assert fits(matched, "600828", registration="OTHER") == "covered"
    assert fits(matched, "600828", date(2023, 9, 3)) == "nearest"
    assert fits(matched, "600829") is False
    assert matched.by_source == {"list": 1}


def test_a_picture_of_another_day_counts_unless_the_aircraft_was_another(tmp_path):
    opened = registry(
        tmp_path, ("db", "2026-11-01", said("600828", "4K-AZ40", type="IL76"))
    )

    matched = match_types(opened, ["IL76"])

    assert fits(matched, "600828") == "nearest"
    assert fits(matched, "600828", registration="4KAZ40") == "nearest"
    assert fits(matched, "600828", registration="4KOTHER") is False


def test_an_address_fits_only_on_the_days_of_the_aircraft_asked_for(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600900", "4K-A", None, "2022-01-01", type="IL76"),
            said("600900", "4K-B", "2022-01-01", None, type="C172"),
        ),
    )

    matched = match_types(opened, ["IL76"])

    assert fits(matched, "600900", date(2021, 12, 31)) == "covered"
    assert fits(matched, "600900", date(2022, 1, 1)) is False


def test_where_sources_of_one_day_differ_either_is_enough(tmp_path):
    opened = registry(
        tmp_path,
        ("one", "2023-09-02", said("600900", "4K-A", type="IL76")),
        ("two", "2023-09-02", said("600900", "4K-A", type="A124")),
    )

    assert fits(match_types(opened, ["IL76"]), "600900") == "covered"
    assert fits(match_types(opened, ["A124"]), "600900") == "covered"


def test_who_covers_the_day_silences_who_speaks_from_afar(tmp_path):
    opened = registry(
        tmp_path,
        (
            "traces",
            None,
            said("600900", "4K-A", "2023-09-02", "2023-09-03", type="A124"),
        ),
        ("db", "2026-11-01", said("600900", "4K-A", type="IL76")),
    )

    assert fits(match_types(opened, ["IL76"]), "600900") is False
    assert fits(match_types(opened, ["IL76"]), "600900", date(2023, 9, 4)) == "nearest"


def test_an_operator_is_found_by_its_name_its_designator_and_as_owner(tmp_path):
    opened = registry(
        tmp_path,
        (
            "db",
            "2026-11-01",
            said("600001", "4K-1", operator="SILK WAY Airlines"),
            said("600002", "4K-2", designator="AZQ"),
            said("600003", "4K-3", owner="Silk Way West Airlines"),
            said("600004", "4K-4", operator="Azerbaijan Airlines", designator="AHY"),
        ),
    )

    by_name = match_operators(opened, ["silk way"])
    by_designator = match_operators(opened, ["AZQ"])

    assert [f"{n:06x}" for n in by_name.addresses] == ["600001", "600002", "600003"]
    assert [f"{n:06x}" for n in by_designator.addresses] == ["600002"]


def test_military_is_what_a_source_calls_so(tmp_path):
    opened = registry(
        tmp_path,
        (
            "db",
            "2026-11-01",
            said("600881", "4K-78129", military=True),
            said("600828", "4K-AZ40", military=False),
            said("600829", "4K-AZ41"),
        ),
    )

    assert match_military(opened).addresses.tolist() == [0x600881]


def test_a_state_is_told_by_the_registration_wherever_the_address_lies(tmp_path):
    opened = registry(
        tmp_path,
        (
            "db",
            "2026-11-01",
            said("613133", "4K-78131"),
            said("4246a2", "VP-BMG"),
            said("600001", None, type="IL76"),
        ),
    )

    assert match_states(opened, ["az"]).addresses.tolist() == [0x613133]
    assert match_states(opened, ["BM"]).addresses.tolist() == [0x4246A2]


def test_a_registration_is_found_in_any_spelling_at_all_its_addresses(tmp_path):
    opened = registry(
        tmp_path,
        ("tar1090-db", "2026-11-01", said("60083c", "4KAZ60")),
        ("OpenSky", "2022-06-01", said("600b3c", "4K-AZ60")),
    )

    matched = match_aircraft(opened, ["4k az60"])

    assert [f"{n:06x}" for n in matched.addresses] == ["60083c", "600b3c"]


def test_an_empty_registry_says_nothing(tmp_path):
    assert match_types(registry(tmp_path), ["IL76"]).spans == {}


@pytest.mark.parametrize(
    ("name", "word", "fits_it"),
    [
        ("Silk Way Airlines", "silk way", True),
        ("Silk Way West Airlines", "Way West", True),
        ("Aeroflot", "AEROFLOT", True),
        ("Azərbaycan Hava Yolları", "hava yolları", True),
        ("Aeroflot", "", False),
        ("Silkway", "silk way", False),
    ],
)
def test_a_part_of_a_name_in_any_case_is_enough(name, word, fits_it):
    assert named(name, word) is fits_it


def test_a_name_stands_for_all_airlines_that_bear_it():
    assert {"AZQ", "AZG"} <= operator_designators(["Silk Way"])
    assert operator_designators(["azq"]) == {"AZQ"}

"""Which operator a designator, a callsign or a name stands for."""

import pytest

from heavylift.reference.airlines import (
    airline,
    airline_of_callsign,
    airlines,
    find_airlines,
    normal_callsign,
)
from heavylift.reference.gazetteer import country_names


def designators(found):
    return [a.designator for a in found]


@pytest.mark.parametrize(
    ("designator", "telephony", "iata", "country"),
    [
        ("AZQ", "SILK LINE", "ZP", "AZ"),
        ("AZG", "SILK WEST", "7L", "AZ"),
        ("AHY", "AZAL", "J2", "AZ"),
        ("ADB", "ANTONOV BUREAU", "", "UA"),
        ("ICL", "CAL", "5C", "IL"),
    ],
)
def test_an_operator_is_found_by_its_designator(designator, telephony, iata, country):
    found = airline(designator)

    assert (found.telephony, found.iata, found.country) == (telephony, iata, country)
    assert airline(f" {designator.lower()} ") == found


@pytest.mark.parametrize("designator", ["", "ZP", "QQQ", "AZQ1"])
def test_what_nobody_has_is_no_designator(designator):
    assert airline(designator) is None


@pytest.mark.parametrize(
    ("callsign", "designator"),
    [("AHY021", "AHY"), ("azq 4141", "AZQ"), ("AFL02PA", "AFL"), ("RCH123T", "RCH")],
)
def test_a_callsign_names_its_operator(callsign, designator):
    assert airline_of_callsign(callsign).designator == designator


@pytest.mark.parametrize(
    "callsign",
    ["4KAZ60", "4K78131", "AZAF", "AZQ", "N123AB", "", None, "AB123", "AZQX1"],
)
def test_other_callsigns_name_no_operator(callsign):
    assert airline_of_callsign(callsign) is None


def test_operators_are_found_by_all_words_of_their_name():
    assert {"AZG", "AZQ"} <= set(designators(find_airlines("SILK  way")))
    assert "AZG" in designators(find_airlines("west silk"))
    assert "AZQ" not in designators(find_airlines("west silk"))


def test_operators_are_found_by_their_name_on_the_radio():
    assert "ADB" in designators(find_airlines("antonov bureau"))


def test_accents_do_not_hide_an_operator():
    assert "DAH" in designators(find_airlines("air algerie"))


@pytest.mark.parametrize("name", ["", "  ", "-", "no such operator"])
def test_no_words_and_unknown_words_find_nobody(name):
    assert find_airlines(name) == []


@pytest.mark.parametrize("designator", ["RCH", "RRR", "GAF", "IAF", "CTM", "RFF"])
def test_air_forces_are_marked_as_military(designator):
    assert airline(designator).military


@pytest.mark.parametrize("designator", ["AZQ", "ADB", "VDA", "AHY"])
def test_who_may_fly_for_armed_forces_is_not_marked(designator):
    assert not airline(designator).military


def test_the_table_holds_enough_names_for_the_radio_and_known_countries():
    rows = airlines().values()

    assert sum(bool(a.telephony) for a in rows) >= 150
    assert {a.country for a in rows} - {""} <= set(country_names())


def test_the_rule_for_callsigns_can_be_had_here():
    assert normal_callsign("AHY021") == "AHY21"

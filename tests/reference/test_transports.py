"""Which types carry cargo, and how much one could lift."""

import csv
import json

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.reference.performance import known_types
from heavylift.reference.transports import (
    Group,
    max_payload_t,
    transports,
    types_called,
)


def known_designators():
    """Give the designators of ICAO Doc 8643, as two databases have them."""
    folder = SHARED / "data/aircraft"
    text = (folder / "icao_aircraft_types.json").read_text(encoding="utf-8")
    known = set(json.loads(text))
    for path in (folder / "standing-data/model-type/schema-01").glob("*.csv"):
        with path.open(encoding="utf-8-sig") as file:
            known |= {row["ICAO"] for row in csv.DictReader(file)}
    return known


@pytest.mark.parametrize("designator", ["IL76", "A124", "AN12", "B744", "B748", "B77L"])
def test_the_types_of_the_case_are_cargo(designator):
    assert designator in types_called("cargo")


@pytest.mark.parametrize("designator", ["B763", "B738", "A332", "IL96"])
def test_airliners_that_are_also_freighters_are_a_group_of_their_own(designator):
    assert designator in types_called("freighter")
    assert designator not in types_called("cargo")


def test_a_group_is_named_in_any_case_and_another_word_is_none():
    assert types_called(" Cargo ") == types_called("CARGO") == types_called("cargo")
    assert types_called("IL76") is types_called("") is types_called("all") is None


def test_every_type_is_in_one_group_and_has_a_payload_a_reason_and_a_source():
    named = [types_called(group) for group in Group]

    assert sum(map(len, named)) == len(frozenset.union(*named)) == len(transports())
    for t in transports().values():
        assert 1.5 <= t.max_payload_t <= 250
        assert t.why
        assert t.source


def test_a_freighter_by_this_table_has_passenger_versions():
    group = [t for t in transports().values() if t.group is Group.FREIGHTER]

    assert all(t.passenger_too for t in group)


def test_the_payload_is_that_of_the_variant_that_lifts_most():
    # 47 t for an Il-76MD, 60 t for an Il-76MD-90A: one designator.
    assert max_payload_t("IL76") == max_payload_t(" il76 ") == 60


@pytest.mark.parametrize("designator", [None, "", "A388", "GLF5", "ZZZZ"])
def test_a_type_that_is_not_in_the_table_has_no_known_payload(designator):
    assert max_payload_t(designator) is None


def test_a_figure_says_whether_it_was_compared_with_a_document():
    assert transports()["AN12"].checked
    assert not transports()["IL96"].checked


@needs_shared
def test_every_designator_is_one_of_icao():
    assert set(transports()) - known_designators() == set()


def test_common_transports_have_a_performance_too():
    # What is ruled out for an aircraft of the case must not fall back to nothing.
    wanted = {"IL76", "A124", "AN12", "B744", "B748", "B77L", "C17", "C130", "AN26"}

    assert wanted <= set(known_types())

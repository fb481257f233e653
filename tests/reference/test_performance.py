"""What types of aircraft can do."""

import math

import numpy as np
import pytest

from heavylift.reference.airfields import load_airfields
from heavylift.reference.performance import (
    UNKNOWN_TYPE,
    Category,
    known_types,
    performance,
)

FREIGHTERS = ["A124", "IL76", "AN12", "AN26", "AN72", "C130", "C30J", "C17", "A400"]


@pytest.mark.parametrize("code", [None, "", "ZZZZ", "BOEING"])
def test_an_unknown_type_rules_nothing_out(code):
    facts = performance(code)

    assert facts is UNKNOWN_TYPE
    assert math.isnan(facts.cruise_ms)
    assert facts.runway_m == 0
    assert not facts.needs_hard


@pytest.mark.parametrize("code", FREIGHTERS)
def test_freighters_made_for_rough_fields_do_not_need_a_hard_runway(code):
    assert not performance(code).needs_hard


def test_case_and_padding_of_a_designator_do_not_matter():
    assert performance(" il76 ") is performance("IL76")


def test_the_figures_of_every_type_are_possible():
    for code, facts in known_types().items():
        assert 20 <= facts.cruise_ms <= 260, code
        assert 0 <= facts.runway_m <= 2000, code
        if facts.category in {Category.HELICOPTER, Category.GLIDER}:
            assert facts.runway_m == 0, code
        else:
            assert facts.runway_m > 0, code
        if facts.category is Category.JET:
            assert facts.cruise_ms > 140, code


def test_jets_are_faster_than_pistons():
    by_kind = {
        kind: [f.cruise_ms for f in known_types().values() if f.category is kind]
        for kind in Category
    }

    assert np.median(by_kind[Category.JET]) > np.median(by_kind[Category.TURBOPROP])
    assert min(by_kind[Category.JET]) > np.median(by_kind[Category.PISTON])


@pytest.mark.parametrize(
    "code, airfield",
    [
        ("IL76", "LLOV"),
        ("IL76", "UBBG"),
        ("B748", "UBBB"),
        ("A320", "UMKK"),
        ("A318", "EGLC"),
        ("A388", "EGLL"),
        ("A124", "UBBB"),
        ("DHC6", "VNLK"),  # Lukla
    ],
)
def test_no_airfield_that_a_type_uses_is_ruled_out(code, airfield):
    airfields = load_airfields()
    [row] = np.flatnonzero(airfields.code == airfield)

    assert not airfields.longest_m[row] < performance(code).runway_m


def test_a_short_strip_is_ruled_out_for_a_large_freighter():
    airfields = load_airfields()
    [ein_yahav] = np.flatnonzero(airfields.code == "LLEY")

    assert airfields.longest_m[ein_yahav] < performance("B748").runway_m


def test_more_than_one_hundred_and_fifty_types_are_known():
    assert len(known_types()) > 150

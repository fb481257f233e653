"""Many corridors are looked at, and all of them count."""

import pytest

from builders.rates import counted
from heavylift.tempo.discoveries import control_discoveries, guaranteed_p
from heavylift.tempo.rates import compare


def test_the_example_of_benjamini_and_hochberg_has_its_four_discoveries():
    # Benjamini and Hochberg 1995, section 4.1: fifteen p-values of one study.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    found = control_discoveries({f"{i:02}": value for i, value in enumerate(p)})

    assert found.unusual == ("00", "01", "02", "03")
    assert found.looks == 15


def test_what_was_not_testable_costs_no_look_and_is_named():
    found = control_discoveries({"A-B": 0.03, "A-C": None, "A-D": None})

    assert found.looks == 1
    assert found.untested == ("A-C", "A-D")
    assert found.q == {"A-B": 0.03}


def test_nothing_tested_is_nothing_found():
    found = control_discoveries({"A-B": None})

    assert (found.unusual, found.looks, dict(found.q)) == ((), 0, {})


def test_more_looks_never_make_a_corridor_more_unusual():
    few = control_discoveries({"A-B": 0.01, "A-C": 0.5})
    many = control_discoveries({"A-B": 0.01, "A-C": 0.5, "A-D": 0.6, "A-E": 0.7})

    assert many.q["A-B"] >= few.q["A-B"]


def test_the_p_for_many_corridors_is_the_one_that_is_never_too_small():
    ratio = compare(counted(3, 10.0), counted(1, 30.0))

    assert guaranteed_p(ratio) == ratio.p_exact == pytest.approx(0.0508, abs=1e-4)

"""Classes of evidence and their fixed words."""

import itertools

import pytest

from heavylift.model.ends import CLASS_ORDER, SURE_CLASSES, EndClass, weaker, words


def test_classes_are_ordered_from_ground_to_unknown():
    strengths = [c.strength for c in CLASS_ORDER]

    assert CLASS_ORDER[0] is EndClass.GROUND
    assert CLASS_ORDER[-1] is EndClass.UNKNOWN
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[-1] == 0


def test_a_class_that_names_an_airfield_is_stronger_than_any_that_does_not():
    unsure = set(EndClass) - SURE_CLASSES

    assert min(c.strength for c in SURE_CLASSES) > max(c.strength for c in unsure)
    assert unsure == {EndClass.TOWARD, EndClass.UNKNOWN}
    assert {c for c in EndClass if c.is_sure} == SURE_CLASSES


@pytest.mark.parametrize("a, b", list(itertools.product(EndClass, EndClass)))
def test_a_flight_is_as_strong_as_its_weaker_end_in_either_order(a, b):
    assert weaker(a, b) is weaker(b, a)
    assert weaker(a, b).strength == min(a.strength, b.strength)


@pytest.mark.parametrize(
    "end_class, role, said",
    [
        ("ground", "origin", "on the ground at Ovda (LLOV)"),
        ("ground", "destination", "on the ground at Ovda (LLOV)"),
        ("runway", "origin", "took off from Ovda (LLOV), runway 20R"),
        ("runway", "destination", "on final to Ovda (LLOV), runway 20R"),
        ("near", "origin", "near Ovda (LLOV)"),
        ("near", "destination", "near Ovda (LLOV)"),
        (
            "bracketed",
            "origin",
            "take-off not seen; previously seen arriving at Ovda (LLOV)",
        ),
        (
            "bracketed",
            "destination",
            "landing not seen; next seen leaving Ovda (LLOV)",
        ),
        ("toward", "origin", "coming from the direction of Ovda (LLOV)"),
        ("toward", "destination", "heading towards Ovda (LLOV)"),
        ("unknown", "origin", "not established"),
        ("unknown", "destination", "not established"),
    ],
)
def test_each_class_has_its_fixed_words(end_class, role, said):
    assert words(EndClass(end_class), role, "Ovda (LLOV)", "20R") == said

"""Airfields by code and by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.reference.airfields import called, find, load_airfields, suggest
from heavylift.reference.lookup import fold

AIRFIELDS = load_airfields()


def codes(text):
    return [AIRFIELDS.code[i] for i in find(AIRFIELDS, text)]


@pytest.mark.parametrize(
    "text, code",
    [
        ("LLOV", "LLOV"),
        ("llov", "LLOV"),
        ("VDA", "LLOV"),
        ("LAX", "KLAX"),
        ("KLAX", "KLAX"),
        ("Ovda", "LLOV"),
        ("ovda airport", "LLOV"),
        ("Ein Yahav", "LLEY"),
        ("Khrabrovo", "UMKK"),
        ("Ganja", "UBBG"),
        ("Kirovabad", "UBBG"),
        ("RU-0028", "RU-0028"),
        (" UBBB ", "UBBB"),
    ],
)
def test_one_airfield_is_found_by_any_of_its_names(text, code):
    assert codes(text) == [code]


def test_a_name_that_several_airfields_share_finds_all_of_them():
    found = codes("Baku")

    assert found[0] == "UBBB"  # the largest first
    assert {"UB18", "UBLL"} < set(found)


def test_a_word_is_a_name_before_it_is_a_code():
    assert codes("LIMA") == ["LIMA"]
    assert codes("Lima")[0] == "SPJC"


@pytest.mark.parametrize("text", ["", "   ", "?!", "QQQQ", "no such airfield at all"])
def test_what_is_not_there_finds_nothing(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Khrabovo", "Khrabrovo (UMKK)"),
        ("LLOW", "Ovda (LLOV)"),
        ("Ovdaa", "Ovda (LLOV)"),
        ("UBXB", "Heydar Aliyev (UBBB)"),
    ],
)
def test_a_slip_of_the_pen_is_met_with_a_suggestion(text, expected):
    assert expected in suggest(AIRFIELDS, text)


@pytest.mark.parametrize(
    "code, expected",
    [
        ("UBBG", "Ganja (UBBG)"),
        ("LLEY", "Ein Yahav (LLEY)"),
        ("UBBI", "Nasosnaya Air Base (UBBI)"),
        ("EGLL", "London Heathrow (EGLL)"),
    ],
)
def test_an_airfield_is_called_by_what_tells_it_from_others(code, expected):
    [row] = find(AIRFIELDS, code)

    assert called(AIRFIELDS, row) == expected


def test_accents_and_signs_do_not_matter():
    assert fold("Jorge Chávez – Lima") == fold("JORGE CHAVEZ LIMA")


@given(row=st.integers(0, len(AIRFIELDS) - 1))
@settings(max_examples=50, deadline=None)
def test_every_airfield_is_found_by_its_code(row):
    code = AIRFIELDS.code[row]

    found = find(AIRFIELDS, code)

    # A three-character ident may be another field's IATA code.
    assert row in found or (len(code) == 3 and AIRFIELDS.iata[found[0]] == code.upper())

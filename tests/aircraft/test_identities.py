"""Which aircraft an address was on a day: who says so, how, and who does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.registries import registry, said
from heavylift.aircraft.entries import address_number
from heavylift.aircraft.identities import identify
from heavylift.aircraft.matching import entries_of
from heavylift.aircraft.voices import Basis

ASKED = date(2023, 9, 2)


def on(opened, icao24, day=ASKED):
    """The identity of an address on a day."""
    number = address_number(icao24)
    [found] = identify(entries_of(opened, [number]), [(number, day)])
    return found


def voices(of):
    return [(v.source, v.value, v.basis) for v in of.voices]


# One source


@pytest.mark.parametrize(
    ("first", "last", "basis", "off"),
    [
        ("2023-09-02", "2023-09-03", Basis.FOR, 0),
        ("2023-01-01", "2024-01-01", Basis.FOR, 0),
        (None, None, Basis.FOR, 0),
        (None, "2023-09-02", Basis.BEFORE, 1),
        ("2023-09-03", None, Basis.AFTER, 1),
        ("2023-01-01", "2023-08-30", Basis.BEFORE, 4),
        ("2023-09-12", "2024-01-01", Basis.AFTER, 10),
    ],
)
def test_a_source_speaks_for_its_days_and_only_from_afar_for_others(
    tmp_path, first, last, basis, off
):
    opened = registry(tmp_path, ("list", None, said("600828", "4K-AZ40", first, last)))

    found = on(opened, "600828")["registration"]

    assert found.values == ("4K-AZ40",)
    assert found.basis is basis
    assert [v.days_off for v in found.voices] == [off]


def test_pictures_before_and_after_that_agree_are_one_voice(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2021-12-01", said("60083c", "4K-AZ60")),
        ("db", "2026-11-01", said("60083c", "4KAZ60")),
    )

    found = on(opened, "60083c")["registration"]

    assert found.values == ("4K-AZ60",)
    assert [v.basis for v in found.voices] == [Basis.AROUND]


def test_pictures_before_and_after_that_differ_are_two_values(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2021-12-01", said("600900", "4K-OLD")),
        ("db", "2026-11-01", said("600900", "4K-NEW")),
    )

    found = on(opened, "600900")

    assert found["registration"].text == "4K-OLD or 4K-NEW"
    assert found["registration"].how == (
        "last said before that day or first said after that day"
    )
    assert found["registration"].differs
    assert found.value("registration") is None


def test_only_the_nearest_pictures_of_a_source_count(tmp_path):
    opened = registry(
        tmp_path,
        ("db", "2019-01-01", said("600900", "4K-ANCIENT")),
        ("db", "2023-01-01", said("600900", "4K-OLD")),
        ("db", "2024-01-01", said("600900", "4K-OLD")),
        ("db", "2026-01-01", said("600900", "4K-NEW")),
    )

    found = on(opened, "600900")

    assert found["registration"].values == ("4K-OLD",)
    assert [v.value for v in found.history] == ["4K-ANCIENT", "4K-OLD", "4K-NEW"]


def test_rows_of_one_picture_that_differ_are_all_kept(tmp_path):
    opened = registry(
        tmp_path, ("db", "2026-01-01", said("600900", "4K-A"), said("600900", "4K-B"))
    )

    assert set(on(opened, "600900")["registration"].values) == {"4K-A", "4K-B"}


def test_nothing_is_said_of_an_address_that_nobody_knows(tmp_path):
    opened = registry(tmp_path, ("db", "2026-01-01", said("600900", "4K-A")))

    found = on(opened, "600901")

    assert found.said == {}
    assert found["registration"].values == ()
    assert found["type"].basis is None


# Several sources


def test_one_address_of_which_two_databases_say_different_registrations(tmp_path):
    # 600881 is 4K-78129 to tar1090-db and 4K-78131 to OpenSky's database of 2022.
    opened = registry(
        tmp_path,
        ("tar1090-db", "2026-11-01", said("600881", "4K-78129", type="IL76")),
        ("OpenSky", "2022-06-01", said("600881", "4K-78131", type="IL76")),
    )

    found = on(opened, "600881")

    assert set(found["registration"].values) == {"4K-78129", "4K-78131"}
    assert found["type"].values == ("IL76",)
    assert found["registration"].disputed
    assert not found["type"].disputed


def test_who_speaks_for_the_day_is_heard_before_who_speaks_from_afar(tmp_path):
    opened = registry(
        tmp_path,
        ("tar1090-db", "2026-11-01", said("600828", "4K-NEW")),
        ("traces", None, said("600828", "4K-AZ40", "2023-09-02", "2023-09-03")),
    )

    found = on(opened, "600828")["registration"]

    assert found.values == ("4K-AZ40",)
    assert found.disputed
    assert not found.differs
    assert voices(found) == [
        ("traces", "4K-AZ40", Basis.FOR),
        ("tar1090-db", "4K-NEW", Basis.AFTER),
    ]


def test_what_is_said_of_another_registration_is_told_and_does_not_count(tmp_path):
    # A hex that is a Cessna now was an Il-76 on the day.
    opened = registry(
        tmp_path,
        ("traces", None, said("600900", "4K-AZ99", "2023-09-02", "2023-09-03")),
        ("db", "2026-11-01", said("600900", "4K-SMALL", type="C172", operator="Club")),
    )

    found = on(opened, "600900")

    assert found["registration"].values == ("4K-AZ99",)
    assert found["type"].values == ()
    assert voices(found["type"]) == [("db", "C172", Basis.OTHER)]
    assert found["operator"].values == ()


def test_a_flag_that_is_not_set_does_not_contradict_one_that_is(tmp_path):
    # 4K-78131 is flagged military in 2026 and was not in 2021.
    opened = registry(
        tmp_path,
        ("db", "2021-12-01", said("613133", "4K-78131")),
        ("db", "2026-11-01", said("613133", "4K-78131", military=True)),
    )

    found = on(opened, "613133")

    assert found["military"].values == (True,)
    assert not found["military"].disputed


# Addresses that change hands


def test_a_fleet_that_was_given_other_addresses_is_found_at_both(tmp_path):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600a01", "4K-AZ100", "2020-01-01", "2023-06-01"),
            said("600864", "4K-AZ100", "2023-06-01", None),
        ),
    )

    before = on(opened, "600a01", date(2023, 5, 1))
    after = on(opened, "600864", date(2023, 9, 2))
    late = on(opened, "600a01", date(2023, 9, 2))

    assert before["registration"].basis is Basis.FOR
    assert after["registration"].basis is Basis.FOR
    assert [(a, v.basis) for a, v in after.elsewhere] == [("600a01", Basis.BEFORE)]
    assert late["registration"].basis is Basis.BEFORE
    assert [(a, v.basis) for a, v in late.elsewhere] == [("600864", Basis.FOR)]


def test_a_registration_at_two_addresses_on_one_day_is_told_of_both(tmp_path):
    opened = registry(
        tmp_path,
        ("tar1090-db", "2023-09-02", said("613133", "4K-78131")),
        ("OpenSky", "2023-09-02", said("600881", "4K 78131")),
    )

    [(address, voice)] = on(opened, "613133").elsewhere

    assert (address, voice.source, voice.basis) == ("600881", "OpenSky", Basis.FOR)


def test_an_address_that_was_given_to_another_aircraft_keeps_both_in_its_history(
    tmp_path,
):
    opened = registry(
        tmp_path,
        (
            "list",
            None,
            said("600900", "4K-A", None, "2022-01-01"),
            said("600900", "4K-B", "2022-01-01", None),
        ),
    )

    found = on(opened, "600900")

    assert found["registration"].values == ("4K-B",)
    assert [(v.value, v.last) for v in found.history] == [
        ("4K-A", date(2022, 1, 1)),
        ("4K-B", None),
    ]


# What holds for any registry

DAYS = [date(2023, 8, 30) + timedelta(days=n) for n in range(8)]

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.sampled_from(["4K-A", "4KA", "4K-B", None]),
        st.sampled_from(["IL76", "A124", None]),
        st.integers(0, 6),
        st.integers(1, 4),
    ),
    max_size=6,
)


def opened_with(tmp_path_factory, entries):
    rows = [
        (
            source,
            None,
            said(
                "600900",
                registration,
                DAYS[first].isoformat(),
                (DAYS[first] + timedelta(days=length)).isoformat(),
                type=kind,
            ),
        )
        for source, registration, kind, first, length in entries
        if registration or kind
    ]
    return registry(tmp_path_factory.mktemp("r"), *rows)


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, at=st.integers(0, 7))
def test_no_voice_is_lost_and_none_is_made_up(tmp_path_factory, entries, at):
    opened = opened_with(tmp_path_factory, entries)
    sources = {
        (source, value)
        for source, registration, kind, *_ in entries
        for value in (registration, kind)
        if value
    }

    found = on(opened, "600900", DAYS[at])

    for name, values in (("registration", 1), ("type", 2)):
        speaking = {e[0] for e in entries if e[values]}
        assert {v.source for v in found[name].voices} == speaking
        assert {(v.source, v.value) for v in found[name].voices} <= sources


@settings(max_examples=60, deadline=None)
@given(entries=ENTRIES, at=st.integers(0, 7), left_out=st.integers(0, 5))
def test_taking_a_source_away_never_makes_a_basis_stronger(
    tmp_path_factory, entries, at, left_out
):
    fewer = [e for n, e in enumerate(entries) if n != left_out]

    before = on(opened_with(tmp_path_factory, entries), "600900", DAYS[at])
    after = on(opened_with(tmp_path_factory, fewer), "600900", DAYS[at])

    said_before, said_after = before["registration"].basis, after["registration"].basis
    if said_after is not None:
        assert said_before is not None
        assert said_before.strength >= said_after.strength
